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

// maxMounts is how many paths a server has. Paths multiply where types do not: all
// of Microsoft Graph has more than fifty thousand.
const maxMounts = 1000

// server plans an interface for each type that a path of the container leads to,
// and the routes to its methods. Paths go on along what an entity contains, and
// through each type once; the shorter ones come first, and those beyond maxMounts
// are counted and left out.
func (p *planner) server() serverPlan {
	out := &serverPlan{BasePath: basePath(p.api.BaseURL) + p.api.BasePath}
	var level []step
	for _, nav := range p.api.Container {
		level = append(level, step{nav: nav})
	}
	mounts := 0
	for len(level) > 0 {
		var next []step
		for _, s := range level {
			if mounts++; mounts > maxMounts {
				out.LeftOut++
				continue
			}
			next = append(next, p.serve(out, s)...)
		}
		level = next
	}
	nameMounts(out)
	p.servePlain(out)
	return *out
}

// nameMounts names the fields of Services, for which paths have been collected.
func nameMounts(out *serverPlan) {
	scope := naming.NewScope(nil)
	scope.Give(out.Wants...)
	for i := range out.Services {
		for j := range out.Services[i].Mounts {
			m := &out.Services[i].Mounts[j]
			m.Name = scope.Of(m.Path)
		}
	}
	for i := range out.Routes {
		out.Routes[i].Service = scope.Of(out.Routes[i].Mount)
	}
}

// step is a navigation, and how a path came to it.
type step struct {
	way
	nav *api.Navigation
}

// way is how a path came to a navigation.
type way struct {
	pattern string
	words   naming.Ident // of the segments behind the last one that is only a step
	all     naming.Ident // of all segments
	types   []*api.Struct
}

// serve adds the routes at a step and returns the steps that follow.
func (p *planner) serve(out *serverPlan, at step) []step {
	nav, w := at.nav, at.way
	s := nav.Target
	w.pattern += "/" + nav.Name
	w.words = w.words.Plus(naming.Exported(nav.Name))
	w.all = w.all.Plus(naming.Exported(nav.Name))
	w.types = append(slices.Clip(w.types), s)
	p.addRoutes(out, p.service(s, nav.Collection), w)
	if s.PathOnly {
		w.words = naming.Ident{} // it tells nothing apart
	}
	if nav.Collection {
		for _, k := range p.key(s) {
			w.pattern += "/{" + k.Wire + "}"
		}
		if len(s.AllKey()) != 1 {
			return nil
		}
	}
	var next []step
	for _, nav := range s.AllNavigations() {
		if nav.Contained && !slices.Contains(w.types, nav.Target) {
			next = append(next, step{w, nav})
		}
	}
	return next
}

// addRoutes adds the routes at w to the methods of a service.
func (p *planner) addRoutes(out *serverPlan, service servicePlan, w way) {
	if len(service.Methods) == 0 {
		return
	}
	i := slices.IndexFunc(out.Services, func(s servicePlan) bool { return s.Name == service.Name })
	if i < 0 {
		i = len(out.Services)
		out.Services = append(out.Services, service)
	}
	out.Services[i].Mounts = append(out.Services[i].Mounts, mountPlan{Path: w.pattern})
	out.Wants.add(w.pattern, w.words, w.all, w.all.Plus(naming.Kind("Path")))
	for _, m := range service.Methods {
		out.Routes = append(out.Routes, routePlan{
			Func:   routeFunc(m),
			Path:   routePath(w.pattern, m),
			Mount:  w.pattern,
			Method: m.Name,
		})
	}
}

// routePath is the pattern of a route: the path, the key when the method has
// one, and the name of the operation.
func routePath(pattern string, m serverMethodPlan) string {
	for _, k := range m.Key {
		pattern += "/{" + k.Wire + "}"
	}
	if m.Kind == operationCall {
		pattern += "/" + m.Operation.Wire[strings.LastIndexByte(m.Operation.Wire, '.')+1:]
	}
	return pattern
}

// routeFunc is the function of the support package that makes a route.
func routeFunc(m serverMethodPlan) string {
	single := ""
	if len(m.Key) == 0 {
		single = "Single"
	}
	switch m.Kind {
	case listCall:
		return "ListRoute"
	case createCall:
		return "CreateRoute"
	case getCall:
		return "Get" + single + "Route"
	case updateCall:
		return "Update" + single + "Route"
	case deleteCall:
		return "DeleteRoute"
	}
	name := ""
	if m.Operation.Params != (naming.Ident{}) {
		name = "Params"
	}
	if m.Operation.Result == objectResult {
		name += "Result"
	}
	if name == "" {
		name = "Action" + single
	}
	return name + "Route"
}

// service plans the interface of a collection of s, or of a single one.
func (p *planner) service(s *api.Struct, collection bool) servicePlan {
	key := p.serviceKey(s)
	what, id := "a collection of "+s.Name.String(), "service "+s.Name.String()
	if !collection {
		what, id = "a single "+s.Name.String(), "single "+s.Name.String()
		key = nil
	}
	name := p.pkg.Of(id)
	out := servicePlan{
		Name:          name,
		Unimplemented: p.pkg.Of("unimplemented " + id),
		Doc:           prose(fmt.Sprintf("%s serves %s.", name, what)),
	}
	add := func(m serverMethodPlan, doc string) {
		m.Doc, m.Type = prose(doc), p.object(s)
		m.Method = p.structName(s).String() + "." + m.Name.String()
		out.Methods = append(out.Methods, m)
	}
	call := func(c *api.Call, key []keyPlan) {
		doc := serverDocs[c.Kind]
		if len(key) == 0 {
			doc = strings.TrimSuffix(doc, " with the key.") + strings.Repeat(".", strings.Count(doc, " with the key."))
		}
		add(serverMethodPlan{Kind: callKinds[c.Kind], Name: naming.Kind(string(c.Kind)), Key: key}, doc)
	}
	if collection {
		for _, c := range s.SetCalls {
			call(c, nil)
		}
		if len(key) != 1 {
			return out // a method has one key so far
		}
	}
	for _, c := range s.Calls {
		if collection || c.Kind != api.DeleteCall {
			call(c, key)
		}
	}
	ops := distinct(s.AllOperations())
	scope := placeScope(s.Calls, nil, ops)
	for _, op := range ops {
		m := serverMethodPlan{Kind: operationCall, Name: scope.Of(signature(op)), Key: key, Operation: p.operation(op)}
		if servable(m) {
			add(m, fmt.Sprintf("%s carries out the action %s.", m.Name, op.Name))
		}
	}
	return out
}

// servable reports whether there is a route for an operation: not yet for
// functions, and for actions by what they return.
func servable(m serverMethodPlan) bool {
	op := m.Operation
	if len(m.Key) == 0 {
		return !op.Function && op.Result == noResult && op.Params == (naming.Ident{})
	}
	return !op.Function && (op.Result == noResult || op.Result == objectResult)
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
