// Package odataserver serves the paths of OData: it finds the type and the operation
// that a path leads to, reads queries and bodies, and writes answers in the forms of
// OData. It is for generated code alone and promises nothing to others.
package odataserver

import (
	"net/http"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/security"
	"github.com/seed-349153d7/odagen/templates/server"
)

// TypeRoutes are the routes of an entity type, wherever a path leads to it. Those
// of the service root have no Type: its Children are the entity sets and singletons,
// its One are the unbound operations.
type TypeRoutes struct {
	Type    string   // qualified name
	Key     []string // the key properties in their order
	Derived []string // types below this one that a path can be cast to

	Alternates [][]string // other keys, of properties as URLs call them

	Set      []Route // of a collection
	One      []Route // of one entity
	Children []Child

	// Service is what the routes lead to, and may be an odata.Linker or an odata.Finder.
	Service any

	// Of the service root alone. Segments says that the places of entities have their keys
	// as segments. Whole says that the types are known with all that they have: a request
	// with another member, or of another type, is refused.
	Segments, Whole bool
}

// Child is a segment of a path that leads to an entity type: a set, a singleton, a
// navigation property.
type Child struct {
	Name string
	Type string // qualified name
	Many bool   // a collection
}

// NewHandler returns the handler of a service whose paths come after base. It asks
// routers in their order: first Routes, then those of plain operations.
func NewHandler(auth server.Auth, base string, opts []server.Option, routers ...exchange.Router) http.Handler {
	c := server.NewConfig(auth, base, opts)
	if c.ErrorForm == nil {
		c.ErrorForm = writeFault
	}
	return exchange.NewHandler(c, routers...)
}

// writeFault answers with a fault in the form of OData.
func writeFault(w http.ResponseWriter, _ *http.Request, f *server.Fault) {
	w.Header()["Odata-Version"] = version
	exchange.WriteFault(w, f)
}

// Routes returns the router of types. Security is what routes ask for that do not say
// it: nil is a bearer token, and an empty list is nothing. Routes in conflict, and
// children of types without routes, are a fault of the program, as in http.ServeMux: it
// panics.
func Routes(security [][]security.Requirement, types ...TypeRoutes) exchange.Router {
	if security == nil {
		security = exchange.BearerToken
	}
	r := newRouter(types)
	r.security = security
	return r
}

// router is the graph of the types of a service.
type router struct {
	root     *node
	types    map[string]*node // also those that are served as their base type is
	groups   []*group
	security [][]security.Requirement
	segments bool // the place of an entity has its key as a segment
	whole    bool // the types are known with all that they have
}

// Operations returns the operations of all routes.
func (r *router) Operations(base string) []*exchange.Operation {
	var all []*exchange.Operation
	for _, g := range r.groups {
		for i := range g.routes {
			route := &g.routes[i]
			op := &exchange.Operation{Operation: server.Operation{
				Name:     route.operationName(g.typ),
				Method:   route.method,
				Pattern:  route.method + " " + base + g.pattern,
				Security: withScopes(r.security, route.scopes),
			}}
			if route.secured {
				op.Security = route.security
			}
			route.op = op
			all = append(all, op)
		}
	}
	return all
}

// operationName is what the operation of a route is called, on a type.
func (r *Route) operationName(typ string) string {
	name := r.verb
	if name == "" {
		name = r.name[strings.LastIndexByte(r.name, '.')+1:]
	}
	if typ == "" {
		return name
	}
	return typ + "." + name
}

// Find follows the path of the request.
func (r *router) Find(x *exchange.Exchange) (exchange.Call, []string) {
	path, ok := x.Below(x.BasePath())
	if !ok {
		return nil, nil
	}
	c := &call{Exchange: x}
	c.keys, c.path, c.query = c.scratch.keys[:0], c.scratch.path[:0], x.R.URL.RawQuery
	group := r.match(path, &c.matcher)
	if group == nil {
		return nil, nil
	}
	methods := group.methods
	c.route = group.route(x.R.Method, c.params)
	if also := c.also; c.route == nil && also != nil && c.property.last == "" && c.property.inner == nil {
		c.route = also.route(x.R.Method, c.params)
		methods = func() []string { return append(group.methods(), also.methods()...) }
	}
	if c.route == nil {
		return nil, methods()
	}
	c.Keys, c.Path = c.keys, c.path
	x.OData = &c.Request
	return c, nil
}
