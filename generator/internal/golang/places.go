package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// client plans the client: its types follow the types of the model.
func (p *planner) client() clientPlan {
	scope := p.root
	out := clientPlan{
		New:      p.newClient(),
		BaseURL:  p.api.BaseURL,
		Segments: !p.api.KeyPredicates,
		Places:   p.hasPlaces(),

		Roots: p.steps(scope, p.api.Container),
		Calls: p.calls(naming.Kind("Client"), scope, nil, nil, p.api.Imports),
	}
	for _, s := range byName(p.api.Structs, p.structName) {
		at := p.places[s]
		if at == nil {
			continue
		}
		if at.many {
			out.Types = append(out.Types, p.set(s))
		}
		out.Types = append(out.Types, p.ref(s))
	}
	return out
}

// hasPlaces reports whether there are paths in the forms of OData.
func (p *planner) hasPlaces() bool { return len(p.api.Container)+len(p.api.Imports) > 0 }

// newClient plans the function that makes a client: it takes the base URL when the
// description has none.
func (p *planner) newClient() funcPlan {
	sig := takes()
	if p.api.BaseURL == "" {
		sig = takes(param{Name: naming.Kind("base"), Type: stringType})
	}
	sig = sig.and(clientOptions).returns(pointerTo{namedType(naming.Kind("Client"))})
	return funcPlan{naming.Kind("NewClient"), []string{"NewClient returns a client."}, sig}
}

func (p *planner) refName(s *api.Struct) naming.Ident { return p.pkg.Of("ref " + s.Name.String()) }

func (p *planner) setName(s *api.Struct) naming.Ident { return p.pkg.Of("set " + s.Name.String()) }

// steps plans the methods that lead along navigations.
func (p *planner) steps(scope *naming.Scope, navs []*api.Navigation) []stepPlan {
	var out []stepPlan
	for _, nav := range navs {
		to, what := p.refName(nav.Target), nav.Name+", which is a "+nav.Target.Name.String()
		switch {
		case nav.Collection:
			to, what = p.setName(nav.Target), nav.Name+", a collection of "+nav.Target.Name.String()
		case nav.Target.PathOnly:
			what = "what is below " + nav.Name
		}
		name := scope.Of("nav " + nav.Name)
		doc := docOf(fmt.Sprintf("%s leads to %s.", name, what), nav.Doc)
		out = append(out, stepPlan{
			funcPlan: funcPlan{name, doc, takes().returns(pointerTo{namedType(to)})},
			To:       to,
			Wire:     nav.Name,
		})
	}
	return out
}

// set plans the type that leads to a collection of s.
func (p *planner) set(s *api.Struct) placePlan {
	name := p.setName(s)
	ops := distinct(s.AllSetOps())
	key := p.key(s)
	by := byKey(key)
	scope := p.placeScope("set "+s.Name.String(), append(slices.Clip(setCalls), by), nil, ops, p.wantAlternates(s))
	out := placePlan{
		Key:   "set " + s.Name.String(),
		Name:  name,
		Home:  p.homeOf(s.Name, p.structName(s)),
		Doc:   prose(fmt.Sprintf("%s leads to a collection of %s.", name, s.Name)),
		Calls: p.calls(name, scope, s, s.SetCalls, ops),
	}
	lead := func(by naming.Ident, key []keyPlan, what string, named bool) {
		to, doc := p.refName(s), []string{fmt.Sprintf("%s leads to the entity with the %s.", by, what)}
		sig := takes(keyParams(key)...).returns(pointerTo{namedType(to)})
		out.ByKey = append(out.ByKey, stepPlan{funcPlan: funcPlan{by, doc, sig}, To: to, Key: key, Named: named})
	}
	if len(key) > 0 {
		lead(by, key, "key", false)
	}
	for _, alternate := range p.alternates(s) {
		lead(scope.Of("key "+alternateName(alternate)), alternate, "alternate key", true)
	}
	return out
}

// byKey is what the method is called that leads to an entity by a key.
func byKey(key []keyPlan) naming.Ident {
	by := naming.Kind("By")
	for _, k := range key {
		by = by.Plus(naming.Exported(k.Wire))
	}
	return by
}

// alternates returns the alternate keys of s whose properties s has and have literals in
// URLs. One that is the key itself needs no second method.
func (p *planner) alternates(s *api.Struct) [][]keyPlan {
	var all [][]keyPlan
	for _, alternate := range s.AllAlternates() {
		var names []string
		for _, part := range alternate {
			names = append(names, part.Name)
		}
		scope := naming.Params(names)
		var key []keyPlan
		for _, part := range alternate {
			prop := s.PropertyAt(part.Path)
			if prop == nil || !hasLiteral(prop.Type) {
				break
			}
			key = append(key, keyPlan{Param: scope.Of(part.Name), Type: p.fieldType(prop.Type, false), Wire: part.Name})
		}
		if len(key) == len(alternate) && !slices.Equal(names, s.AllKey()) {
			all = append(all, key)
		}
	}
	return all
}

// hasLiteral reports whether values of t can stand in a key.
func hasLiteral(t api.Type) bool {
	switch t := t.(type) {
	case *api.Enum:
		return true
	case api.Primitive:
		return primitiveType(t) != rawType
	}
	return false
}

func alternateName(key []keyPlan) string { return strings.Join(keyNames(key), " ") }

// keyNames are the names of the parts of a key in URLs.
func keyNames(key []keyPlan) []string {
	var names []string
	for _, k := range key {
		names = append(names, k.Wire)
	}
	return names
}

// wantAlternates asks for the names of the methods that lead to an entity of s by an
// alternate key.
func (p *planner) wantAlternates(s *api.Struct) wants {
	var w wants
	for _, key := range p.alternates(s) {
		by := byKey(key)
		w = append(w, naming.Want{Key: "key " + alternateName(key), Names: []naming.Ident{by, by.Plus(naming.Kind("Key"))}, Rank: besideRank})
	}
	return w
}

// ref plans the type that leads to one s.
func (p *planner) ref(s *api.Struct) placePlan {
	name := p.refName(s)
	doc := fmt.Sprintf("%s leads to one %s.", name, s.Name)
	if s.PathOnly {
		doc = fmt.Sprintf("%s leads to what is below %s.", name, s.Name)
	}
	navs, ops := s.AllNavigations(), distinct(s.AllOperations())
	scope := p.placeScope("ref "+s.Name.String(), entityCalls, navs, ops, wantContents(s))
	return placePlan{
		Key:   "ref " + s.Name.String(),
		Name:  name,
		Home:  p.homeOf(s.Name, p.structName(s)),
		Doc:   prose(doc),
		Steps: p.steps(scope, navs),
		Calls: append(p.calls(name, scope, s, s.Calls, ops), contentCalls(name, scope, s)...),
	}
}

func (p *planner) key(s *api.Struct) []keyPlan {
	names := s.AllKey()
	scope := naming.Params(names)
	var out []keyPlan
	for _, wire := range names {
		k := keyPlan{Param: scope.Of(wire), Type: stringType, Wire: wire}
		for _, prop := range s.AllProperties() {
			if prop.Name == wire {
				k.Type = p.fieldType(prop.Type, false)
			}
		}
		out = append(out, k)
	}
	return out
}

// callDocs are the first sentences of the methods of a client.
var callDocs = map[api.CallKind]string{
	api.ListCall:   "List reads the collection, a page at a time while it is ranged over.",
	api.CreateCall: "Create adds an entity and returns it as the service has it.",
	api.GetCall:    "Get reads the entity.",
	api.UpdateCall: "Update changes the properties that body has, and clears those that are null. It returns the entity, or what was sent when the service does not send it back.",
	api.DeleteCall: "Delete removes the entity.",
}

// callNames are the names of the methods, of a client as of a service.
var callNames = map[api.CallKind]naming.Ident{
	api.ListCall: naming.Kind("List"), api.CreateCall: naming.Kind("Create"), api.GetCall: naming.Kind("Get"),
	api.UpdateCall: naming.Kind("Update"), api.DeleteCall: naming.Kind("Delete"),
}

var callKinds = map[api.CallKind]callKind{
	api.ListCall: listCall, api.CreateCall: createCall, api.GetCall: getCall,
	api.UpdateCall: updateCall, api.DeleteCall: deleteCall,
}

func (p *planner) calls(recv naming.Ident, scope *naming.Scope, s *api.Struct, calls []*api.Call, ops []*api.Operation) []callPlan {
	var out []callPlan
	for _, c := range calls {
		kind, t := callKinds[c.Kind], p.object(s)
		out = append(out, callPlan{
			funcPlan: funcPlan{callNames[c.Kind], docOf(callDocs[c.Kind], c.Doc), clientSignature(kind, t)},
			Kind:     kind,
			Recv:     recv,
			Type:     t,
		})
	}
	for _, op := range ops {
		name := scope.Of(overloadKey(op))
		kind := "action"
		if op.Function {
			kind = "function"
		}
		plan, doc := p.operation(op), docOf(fmt.Sprintf("%s calls the %s %s.", name, kind, op.Name), op.Doc)
		out = append(out, callPlan{
			funcPlan:  funcPlan{name, doc, plan.client()},
			Kind:      operationCall,
			Recv:      recv,
			Operation: plan,
		})
	}
	return out
}

func (p *planner) object(s *api.Struct) goType { return pointerTo{namedType(p.structName(s))} }

func (p *planner) operation(op *api.Operation) operationPlan {
	out := operationPlan{Wire: op.Name, Function: op.Function, Params: p.paramsPlan(op)}
	if op.Namespace != "" {
		out.Wire = op.Namespace + "." + op.Name
	}
	out.Result, out.Type = p.result(op)
	return out
}

// result returns what an operation returns and its Go type.
func (p *planner) result(op *api.Operation) (resultKind, goType) {
	switch t := op.Result.(type) {
	case nil:
		return noResult, nil
	case *api.Struct:
		return objectResult, p.object(t)
	case *api.Enum:
		return enumResult, namedType(p.enumName(t))
	case api.List:
		switch elem := t.Elem.(type) {
		case *api.Struct:
			return listResult, p.object(elem)
		case api.Primitive:
			if item := p.itemType(elem); item != rawType && op.ResultNullable {
				return valuesResult, optOf{item}
			}
			return valuesResult, p.itemType(elem)
		case *api.Enum:
			if op.ResultNullable {
				return valuesResult, optOf{namedType(p.enumName(elem))}
			}
			return valuesResult, namedType(p.enumName(elem))
		}
	case api.Primitive:
		if t == api.Stream {
			return contentResult, contentType
		}
		v := p.fieldType(t, op.ResultNullable)
		return valueResult, v
	}
	return valueResult, rawType
}
