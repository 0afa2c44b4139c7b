package golang

import (
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// client plans the client: its types follow the types of the model.
func (p *planner) client() clientPlan {
	scope := p.root
	out := clientPlan{
		BaseURL:    p.api.BaseURL,
		Predicates: p.api.KeyPredicates,

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
		out = append(out, stepPlan{
			Name: name,
			Doc:  docOf(fmt.Sprintf("%s leads to %s.", name, what), nav.Doc),
			To:   to,
			Wire: nav.Name,
		})
	}
	return out
}

// set plans the type that leads to a collection of s.
func (p *planner) set(s *api.Struct) placePlan {
	name := p.setName(s)
	ops := distinct(s.AllSetOps())
	out := placePlan{
		Name:  name,
		Doc:   prose(fmt.Sprintf("%s leads to a collection of %s.", name, s.Name)),
		Calls: p.calls(name, placeScope(s.SetCalls, nil, ops), s, s.SetCalls, ops),
	}
	if key := p.key(s); len(key) > 0 {
		by := naming.Kind("By")
		for _, k := range key {
			by = by.Plus(naming.Exported(k.Wire))
		}
		out.ByKey = &stepPlan{
			Name: by,
			Doc:  []string{fmt.Sprintf("%s leads to the entity with the key.", by)},
			To:   p.refName(s),
			Key:  key,
		}
	}
	return out
}

// ref plans the type that leads to one s.
func (p *planner) ref(s *api.Struct) placePlan {
	name := p.refName(s)
	doc := fmt.Sprintf("%s leads to one %s.", name, s.Name)
	if s.PathOnly {
		doc = fmt.Sprintf("%s leads to what is below %s.", name, s.Name)
	}
	navs, ops := s.AllNavigations(), distinct(s.AllOperations())
	scope := placeScope(s.Calls, navs, ops)
	return placePlan{
		Name:  name,
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
		k := keyPlan{Param: scope.Of(wire), Type: builtin("string"), Wire: wire}
		for _, prop := range s.AllProperties() {
			if prop.Name == wire {
				k.Type, k.Wrap = p.fieldType(prop.Type, false)
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
	api.UpdateCall: "Update changes the properties that body has, and clears those that are null. It returns the entity, or nil when the service answers with none.",
	api.DeleteCall: "Delete removes the entity.",
}

var callKinds = map[api.CallKind]callKind{
	api.ListCall: listCall, api.CreateCall: createCall, api.GetCall: getCall,
	api.UpdateCall: updateCall, api.DeleteCall: deleteCall,
}

func (p *planner) calls(recv naming.Ident, scope *naming.Scope, s *api.Struct, calls []*api.Call, ops []*api.Operation) []callPlan {
	var out []callPlan
	for _, c := range calls {
		out = append(out, callPlan{
			Kind: callKinds[c.Kind],
			Recv: recv,
			Name: naming.Kind(string(c.Kind)),
			Doc:  docOf(callDocs[c.Kind], c.Doc),
			Type: p.object(s),
		})
	}
	for _, op := range ops {
		name := scope.Of(signature(op))
		kind := "action"
		if op.Function {
			kind = "function"
		}
		out = append(out, callPlan{
			Kind:      operationCall,
			Recv:      recv,
			Name:      name,
			Doc:       docOf(fmt.Sprintf("%s calls the %s %s.", name, kind, op.Name), op.Doc),
			Operation: p.operation(op),
		})
	}
	return out
}

func (p *planner) object(s *api.Struct) goType { return pointerTo{namedType(p.structName(s))} }

func (p *planner) operation(op *api.Operation) operationPlan {
	out := operationPlan{Wire: op.Name, Function: op.Function, Params: p.paramsName(op)}
	if op.Namespace != "" {
		out.Wire = op.Namespace + "." + op.Name
	}
	out.Result, out.Type = p.result(op)
	switch out.Result {
	case valueResult, enumResult, enumsResult:
		_, out.Wrap = p.fieldType(op.Result, op.ResultNullable && out.Result == valueResult)
	}
	if !op.Function {
		return out
	}
	var wire []string
	for _, param := range op.Params {
		wire = append(wire, param.Name)
	}
	scope := naming.Params(wire)
	for _, param := range op.Params {
		arg := argPlan{Name: scope.Of(param.Name), Wire: param.Name}
		arg.Type, arg.Wrap = p.fieldType(param.Type, param.Nullable || !param.Required)
		out.Args = append(out.Args, arg)
	}
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
			return valueResult, sliceOf{itemType(elem)}
		case *api.Enum:
			if !elem.Numbers {
				return enumsResult, namedType(p.enumName(elem))
			}
		}
	case api.Primitive:
		if t == api.Stream {
			return bytesResult, sliceOf{builtin("byte")}
		}
		v, _ := p.fieldType(t, op.ResultNullable)
		return valueResult, v
	}
	return valueResult, rawType
}
