package golang

import (
	"fmt"
	"net/url"
	"slices"
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
	out := serverPlan{BasePath: basePath(p.api.BaseURL) + p.api.BasePath, Root: p.rootService()}
	derived := p.derived()
	for _, s := range byName(p.api.Structs, p.structName) {
		if p.places[s] != nil {
			out.Types = append(out.Types, p.service(s, derived[s]))
		}
	}
	p.nameFields(&out)
	p.servePlain(&out)
	return out
}

// nameFields names the fields of Services: as the types that they serve.
func (p *planner) nameFields(out *serverPlan) {
	var w wants
	if len(p.api.Endpoints) > 0 {
		w.add("operations", naming.Kind("Operations"), naming.Kind("PlainOperations"))
	}
	w.add("", naming.Kind("Imports"), naming.Kind("ContainerImports"))
	for _, s := range p.api.Structs {
		if p.places[s] != nil {
			name := p.structName(s)
			w.add(s.Name.String(), name, name.Plus(naming.Kind("Service")))
		}
	}
	p.fields = naming.NewScope(nil)
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
	}
	scope := serviceScope(nil, p.api.Imports, nil)
	for _, op := range p.api.Imports {
		out.One = append(out.One, p.serverOperation(op, scope.Of(signature(op)), "", nil))
	}
	return out
}

// service plans what serves s.
func (p *planner) service(s *api.Struct, derived []string) servicePlan {
	key, id, name := p.serviceKey(s), "service "+s.Name.String(), p.structName(s)
	out := servicePlan{
		Name:          p.pkg.Of(id),
		Unimplemented: p.pkg.Of("unimplemented " + id),
		Routes:        p.pkg.Of("routes " + s.Name.String()),
		Type:          s.Name.String(),
		Key:           key,
		Derived:       derived,
		Leads:         leads(s.AllNavigations()),
	}
	out.Doc = prose(serviceDoc(out.Name, s, key))
	call := func(c *api.Call, key []keyPlan) serverMethodPlan {
		doc := serverDocs[c.Kind]
		if len(key) == 0 {
			doc = strings.Replace(doc, "entity with the key.", "entity.", 1)
		}
		m := serverMethodPlan{Kind: callKinds[c.Kind], Name: naming.Kind(string(c.Kind)), Doc: prose(doc), Type: p.object(s), Key: key}
		m.Method = name.String() + "." + m.Name.String()
		return m
	}
	one := distinct(s.AllOperations())
	var set []*api.Operation
	calls := s.Calls
	if p.places[s].many {
		set, calls = distinct(s.AllSetOps()), slices.Concat(s.SetCalls, s.Calls)
		for _, c := range s.SetCalls {
			out.Set = append(out.Set, call(c, nil))
		}
	}
	scope := serviceScope(calls, one, set)
	for _, op := range set {
		out.Set = append(out.Set, p.serverOperation(op, scope.Of("set "+signature(op)), name.String(), nil))
	}
	for _, c := range s.Calls {
		out.One = append(out.One, call(c, key))
	}
	for _, op := range one {
		out.One = append(out.One, p.serverOperation(op, scope.Of(signature(op)), name.String(), key))
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

// serverOperation plans the method that serves an action or a function.
func (p *planner) serverOperation(op *api.Operation, name naming.Ident, of string, key []keyPlan) serverMethodPlan {
	kind := "action"
	if op.Function {
		kind = "function"
	}
	m := serverMethodPlan{
		Kind: operationCall, Name: name, Key: key, Operation: p.operation(op),
		Doc:    prose(fmt.Sprintf("%s carries out the %s %s.", name, kind, op.Name)),
		Method: strings.TrimPrefix(of+"."+name.String(), "."),
	}
	taken := []string{"x", "err", "params"}
	for _, k := range key {
		taken = append(taken, k.Param.String())
	}
	var wire []string
	for _, a := range m.Operation.Args {
		wire = append(wire, a.Wire)
	}
	scope := naming.Params(wire, taken...)
	for i := range m.Operation.Args {
		m.Operation.Args[i].Name = scope.Of(wire[i])
	}
	return m
}

// serviceScope names the methods of a service: what the calls of OData are called
// is taken.
func serviceScope(calls []*api.Call, one, set []*api.Operation) *naming.Scope {
	var taken []string
	for _, c := range calls {
		taken = append(taken, string(c.Kind))
	}
	scope := naming.NewScope(nil, taken...)
	var w wants
	w.addOverloads("", one, naming.Ident{})
	w.addOverloads("set ", set, naming.Kind("Set"))
	scope.Give(w...)
	return scope
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
		key = append(key, keyPlan{Param: k.Param, Type: builtin("string"), Wire: k.Wire})
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
