// Package restserver serves plain HTTP APIs: it finds the endpoint that a path leads to,
// reads parameters and bodies, and writes answers. It is for generated code alone and
// promises nothing to others.
package restserver

import (
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/server"
)

// NewHandler returns the handler of a service whose paths come after base.
func NewHandler(auth server.Auth, base string, opts []server.Option, routers ...exchange.Router) http.Handler {
	return exchange.NewHandler(server.NewConfig(auth, base, opts), routers...)
}

// Routes returns the router of endpoints.
func Routes(routes ...Route) exchange.Router {
	r := &router{forms: map[int]*rest.ErrorAnswer{}}
	var all []*Route
	for _, route := range routes {
		t := r.tree(route.endpoint.Server)
		t.root.add(&route)
		t.routes = append(t.routes, &route)
		all = append(all, &route)
	}
	for _, status := range []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusInternalServerError} {
		r.forms[status] = commonForm(all, status)
	}
	return r
}

// WriteFault answers a request that has found no endpoint, in the form that most of them
// have.
func (r *router) WriteFault(x *exchange.Exchange, f *server.Fault) bool {
	a := r.forms[f.Status]
	return a != nil && writeForm(x, a, f)
}

// Receiver returns the handler of a webhook or a callback: it has no path, and answers
// wherever it is mounted.
func Receiver(auth server.Auth, route Route, opts []server.Option) http.Handler {
	return exchange.NewHandler(server.NewConfig(auth, "", opts), receiver{&route})
}

// router is the trees of the endpoints, one for each base path.
type router struct {
	trees []*tree
	forms map[int]*rest.ErrorAnswer // of faults before an endpoint is found, by status
}

// tree has the endpoints of a server.
type tree struct {
	own    bool   // a server of their own
	path   string // of that server; without one, they come after the base path
	root   *node
	routes []*Route
}

// tree returns the tree of the endpoints of a server: its path tells it apart.
func (r *router) tree(address string) *tree {
	path := address
	if u, err := url.Parse(address); err == nil {
		path = u.EscapedPath()
	}
	path = strings.TrimSuffix(path, "/")
	for _, t := range r.trees {
		if t.own == (address != "") && t.path == path {
			return t
		}
	}
	t := &tree{own: address != "", path: path, root: new(node)}
	r.trees = append(r.trees, t)
	return t
}

// base returns what the paths of the tree come after.
func (t *tree) base(base string) string {
	if t.own {
		return t.path
	}
	return base
}

// Operations returns the operations of all endpoints.
func (r *router) Operations(base string) []*exchange.Operation {
	var all []*exchange.Operation
	for _, t := range r.trees {
		for _, route := range t.routes {
			all = append(all, route.operation(t.base(base)))
		}
	}
	return all
}

// operation makes the operation of a route. An endpoint that neither is open nor says
// what it asks for, asks for a bearer token.
func (r *Route) operation(base string) *exchange.Operation {
	e := r.endpoint
	path, _, _ := strings.Cut(e.Path, "?")
	op := server.Operation{
		Name:     e.Name,
		Method:   e.Method,
		Pattern:  e.Method + " " + base + path,
		Security: e.Security,
		Optional: e.Open,
	}
	if op.Name == "" {
		op.Name = e.Method + " " + path
	}
	if len(op.Security) == 0 && !e.Open {
		op.Security = exchange.BearerToken
	}
	r.op, r.told = &exchange.Operation{Operation: op}, new(sync.Once)
	return r.op
}

// Find follows the path of the request in each tree.
func (r *router) Find(x *exchange.Exchange) (exchange.Call, []string) {
	var found exchange.Call
	var allow []string
	for _, t := range r.trees {
		path, ok := x.Below(t.base(x.BasePath()))
		if !ok {
			continue
		}
		segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
		if t.root.match(segments, nil, func(n *node, values []string) bool {
			for _, route := range n.routes {
				if !route.asked(x.R.URL.RawQuery) {
					continue
				}
				if route.takes(x.R.Method) {
					found = route.call(x, values)
					return true
				}
				allow = append(allow, route.endpoint.Method)
			}
			return false
		}) {
			return found, nil
		}
	}
	return nil, allow
}

func (r *Route) takes(method string) bool {
	return r.endpoint.Method == method || r.endpoint.Method == http.MethodGet && method == http.MethodHead
}

func (r *Route) call(x *exchange.Exchange, path []string) *Call {
	return &Call{x: x, route: r, in: rest.Incoming{Path: path, Check: x.CheckJSON}}
}

// receiver is the router of a webhook.
type receiver struct{ route *Route }

// Operations returns the one operation.
func (r receiver) Operations(string) []*exchange.Operation {
	return []*exchange.Operation{r.route.operation("/")}
}

// WriteFault answers a request with another method, in the form of the operation.
func (r receiver) WriteFault(x *exchange.Exchange, f *server.Fault) bool {
	a := failure(r.route.endpoint, f.Status)
	return a != nil && writeForm(x, a, f)
}

// Find finds it by its method.
func (r receiver) Find(x *exchange.Exchange) (exchange.Call, []string) {
	if !r.route.takes(x.R.Method) {
		return nil, []string{r.route.endpoint.Method}
	}
	return r.route.call(x, nil), nil
}
