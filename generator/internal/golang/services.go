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

// server plans an interface for each collection that a path leads to without a
// key, and the routes to its methods.
func (p *planner) server() serverPlan {
	out := serverPlan{BasePath: basePath(p.api.BaseURL)}
	services := map[*api.Struct]int{}
	for _, nav := range p.api.Container {
		p.serve(&out, services, nav, nil, naming.Ident{})
	}
	return out
}

// serve plans what is at nav. Path has the segments before it, and field their
// words.
func (p *planner) serve(out *serverPlan, services map[*api.Struct]int, nav *api.Navigation, path []string, field naming.Ident) {
	path = append(path, nav.Name)
	if !nav.Collection {
		for _, next := range nav.Target.AllNavigations() {
			if len(path) < 4 {
				p.serve(out, services, next, path, field)
			}
		}
		return
	}
	s := nav.Target
	at, known := services[s]
	if !known {
		at = len(out.Services)
		services[s] = at
		out.Services = append(out.Services, p.service(s))
	}
	service := &out.Services[at]
	if len(service.Methods) == 0 {
		return
	}
	name := naming.Exported(nav.Name)
	service.Fields = append(service.Fields, name)
	for _, m := range service.Methods {
		out.Routes = append(out.Routes, routePlan{
			Func:    routeFunc(m),
			Path:    routePath(path, m),
			Service: name,
			Method:  m.Name,
		})
	}
}

// routePath is the pattern of a route: the path, the key when the method has
// one, and the name of the operation.
func routePath(path []string, m serverMethodPlan) string {
	pattern := "/" + strings.Join(path, "/")
	for _, k := range m.Key {
		pattern += "/{" + k.Wire + "}"
	}
	if m.Kind == operationCall {
		pattern += "/" + m.Operation.Wire[strings.LastIndexByte(m.Operation.Wire, '.')+1:]
	}
	return pattern
}

// service plans the interface of a collection of s.
func (p *planner) service(s *api.Struct) servicePlan {
	name := p.pkg.Of("service " + s.Name.String())
	out := servicePlan{
		Name:          name,
		Unimplemented: p.pkg.Of("unimplemented " + s.Name.String()),
		Doc:           prose(fmt.Sprintf("%s serves a collection of %s.", name, s.Name)),
	}
	add := func(m serverMethodPlan, doc string) {
		m.Doc, m.Type = prose(doc), p.object(s)
		m.Method = p.structName(s).String() + "." + m.Name.String()
		out.Methods = append(out.Methods, m)
	}
	for _, c := range s.SetCalls {
		add(serverMethodPlan{Kind: callKinds[c.Kind], Name: naming.Kind(string(c.Kind))}, serverDocs[c.Kind])
	}
	key := []keyPlan{}
	for _, k := range p.key(s) {
		key = append(key, keyPlan{Param: k.Param, Type: builtin("string"), Wire: k.Wire})
	}
	if len(key) != 1 {
		return out // a service has one key so far
	}
	for _, c := range s.Calls {
		add(serverMethodPlan{Kind: callKinds[c.Kind], Name: naming.Kind(string(c.Kind)), Key: key}, serverDocs[c.Kind])
	}
	ops := distinct(s.AllOperations())
	scope := placeScope(s.Calls, nil, ops)
	for _, op := range ops {
		if op.Function || len(op.Params) > 0 || op.Result != nil {
			continue
		}
		n := scope.Of(signature(op))
		add(serverMethodPlan{Kind: operationCall, Name: n, Key: key, Operation: p.operation(op)},
			fmt.Sprintf("%s carries out the action %s on the entity with the key.", n, op.Name))
	}
	return out
}

// basePath is the path of the service root.
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}
