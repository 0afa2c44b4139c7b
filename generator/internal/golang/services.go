package golang

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// serverDocs are the first sentences of the methods of a service.
var serverDocs = map[api.CallKind]string{
	api.ListCall:   "List returns a page of the collection.",
	api.CreateCall: "Create adds an entity and returns it with its key.",
	api.GetCall:    "Get returns the entity with the key.",
	api.UpdateCall: "Update changes the properties that body has, and clears those that are null. It returns the entity, or nil to answer without one.",
	api.DeleteCall: "Delete removes the entity with the key.",
}

// server plans a service for each type that a path leads to. Routes follow the
// types: a type has them once, whatever number of paths lead to it.
func (p *planner) server() serverPlan {
	services := param{Name: naming.Kind("s"), Type: namedType(naming.Kind("Services"))}
	out := serverPlan{BasePath: basePath(p.api.BaseURL) + p.api.BasePath, Root: p.rootService()}
	out.Places, out.Security = p.hasPlaces(), p.routeSecurity()
	out.New = funcPlan{
		Name:      naming.Kind("NewHandler"),
		Doc:       prose("NewHandler returns a handler that serves the paths of the description below its base path, and checks requests before a service sees them. Auth says who is let in; with nil nobody is who is asked."),
		Signature: takes(services, authParam, handlerOptions).returns(handlerType),
	}
	derived := p.derived()
	for _, s := range byName(p.api.Structs, p.structName) {
		if p.places[s] != nil {
			out.Types = append(out.Types, p.service(s, derived[s]))
		}
	}
	p.serviceFields(&out)
	p.servePlain(&out)
	return out
}

// serviceFields names the fields of Services: as the types that they serve.
func (p *planner) serviceFields(out *serverPlan) {
	var w wants
	w.add("operations", naming.Kind("Operations"))
	w.add("", naming.Kind("Imports"))
	for _, s := range p.api.Structs {
		if p.places[s] != nil {
			name := p.structName(s)
			w = append(w, naming.Want{
				Key: s.Name.String(), Names: []naming.Ident{name, name.Plus(naming.Kind("Service"))}, Rank: 1,
			})
		}
	}
	p.fields = p.scope("services/")
	p.fields.Give(w...)
	name := func(s *servicePlan, what string) {
		s.Field = p.fields.Of(s.Type)
		s.FieldDoc = prose(fmt.Sprintf("%s serves %s.", s.Field, what))
	}
	name(&out.Root, "the actions and functions at the service root")
	for i := range out.Types {
		name(&out.Types[i], out.Types[i].Type)
	}
}

// derived returns, for each type that a path leads to, the types that derive from
// it and from no other such type between.
func (p *planner) derived() map[*api.Struct][]string {
	out := map[*api.Struct][]string{}
	for _, s := range p.api.Structs {
		base := s.Base
		for base != nil && p.places[base] == nil {
			base = base.Base
		}
		if base != nil {
			out[base] = append(out[base], s.Name.String())
		}
	}
	return out
}

// rootService plans what serves unbound operations.
func (p *planner) rootService() servicePlan {
	name := p.pkg.Of("root service")
	out := servicePlan{
		Name:          name,
		Unimplemented: p.pkg.Of("unimplemented root service"),
		Routes:        p.pkg.Of("root routes"),
		Doc:           prose(fmt.Sprintf("%s serves the actions and functions at the service root.", name)),
		Leads:         leads(p.api.Container),
		Segments:      !p.api.KeyPredicates,
		Whole:         p.api.Whole,
	}
	scope := p.serviceScope("service", nil, p.api.Imports, nil, nil)
	for _, op := range p.api.Imports {
		out.One = append(out.One, p.serverOperation(op, scope.Of(overloadKey(op)), "", nil))
	}
	return out
}

// service plans what serves s.
func (p *planner) service(s *api.Struct, derived []string) servicePlan {
	key, id, name := p.serviceKey(s), "service "+s.Name.String(), p.structName(s)
	out := servicePlan{
		Name:          p.pkg.Of(id),
		Home:          p.homeOf(s.Name, name),
		Unimplemented: p.pkg.Of("unimplemented " + id),
		Routes:        p.pkg.Of("routes " + s.Name.String()),
		Type:          s.Name.String(),
		Key:           key,
		Derived:       derived,
		Leads:         leads(s.AllNavigations()),
	}
	if p.places[s].many {
		for _, key := range p.alternates(s) {
			out.Alternates = append(out.Alternates, keyNames(key))
		}
	}
	out.Doc = prose(serviceDoc(out.Name, s, key))
	call := func(c *api.Call, key []keyPlan) serverMethodPlan {
		doc := serverDocs[c.Kind]
		if len(key) == 0 {
			doc = strings.Replace(doc, "entity with the key.", "entity.", 1)
		}
		m := serverMethod(callKinds[c.Kind], name.String(), callNames[c.Kind], doc, key, p.object(s))
		m.Scopes = c.Doc.Permissions
		return m
	}
	one := distinct(s.AllOperations())
	var set []*api.Operation
	if p.places[s].many {
		set = distinct(s.AllSetOps())
		for _, c := range s.SetCalls {
			out.Set = append(out.Set, call(c, nil))
		}
	}
	scope := p.serviceScope(id, serviceCalls, one, set, wantContents(s))
	for _, op := range set {
		out.Set = append(out.Set, p.serverOperation(op, scope.Of("set "+overloadKey(op)), name.String(), nil))
	}
	for _, c := range s.Calls {
		out.One = append(out.One, call(c, key))
	}
	for _, op := range one {
		out.One = append(out.One, p.serverOperation(op, scope.Of(overloadKey(op)), name.String(), key))
	}
	out.One = append(out.One, contentMethods(name.String(), scope, s, key)...)
	return out
}

// serviceDoc says what a service is for, and how it can tell paths apart.
func serviceDoc(name naming.Ident, s *api.Struct, key []keyPlan) string {
	if s.PathOnly {
		return fmt.Sprintf("%s serves what is bound to %s.", name, s.Name)
	}
	doc := fmt.Sprintf("%s serves %s, wherever a path leads to it: odata.RequestFrom(ctx).Path tells from where.", name, s.Name)
	if len(key) > 0 {
		doc += " A key is empty where the path has none."
	}
	return doc
}

// serverMethod plans a method of a service for a call of OData. Of is the type that it
// serves, t what it gets, returns or lists.
func serverMethod(kind callKind, of string, name naming.Ident, doc string, key []keyPlan, t goType) serverMethodPlan {
	m := serverMethodPlan{
		funcPlan: funcPlan{name, prose(doc), serviceSignature(kind, keyParams(key), t)},
		Kind:     kind,
		Key:      key,
	}
	if len(key) > 1 {
		m.Whole = serviceSignature(kind, []param{wholeKey}, t)
	}
	m.Stub = serverStub(m.funcPlan, of)
	return m
}

// serverStub plans the unimplemented form of m. Of is the type that it serves, or "".
func serverStub(m funcPlan, of string) stubPlan {
	sig := m.Signature
	if len(sig.Results) > 1 {
		sig = sig.named()
	}
	return stub(m, strings.TrimPrefix(of+"."+m.Name.String(), "."), sig)
}

// serverOperation plans the method that serves an action or a function.
func (p *planner) serverOperation(op *api.Operation, name naming.Ident, of string, key []keyPlan) serverMethodPlan {
	kind := "action"
	if op.Function {
		kind = "function"
	}
	m := serverMethodPlan{
		Kind: operationCall, Key: key, Operation: p.operation(op),
		funcPlan: funcPlan{Name: name, Doc: prose(fmt.Sprintf("%s carries out the %s %s.", name, kind, op.Name))},
	}
	m.Scopes = op.Doc.Permissions
	m.Signature = m.Operation.service(keyParams(key))
	m.Stub = serverStub(m.funcPlan, of)
	return m
}

func leads(navs []*api.Navigation) []leadPlan {
	var out []leadPlan
	for _, nav := range navs {
		out = append(out, leadPlan{nav.Name, nav.Target.Name.String(), nav.Collection})
	}
	return out
}

// serviceKey is the key of s as a service gets it: text.
func (p *planner) serviceKey(s *api.Struct) []keyPlan {
	var key []keyPlan
	for _, k := range p.key(s) {
		key = append(key, keyPlan{Param: k.Param, Type: stringType, Wire: k.Wire})
	}
	return key
}

// basePath is the path of the service root.
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}
