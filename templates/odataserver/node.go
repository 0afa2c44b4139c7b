package odataserver

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// node is an entity type with what the segments after it lead to.
type node struct {
	key        []string
	alternates [][]string
	finder     odata.Finder   // nil for none
	keyTypes   []reflect.Type // nil when they are not known
	name       string
	base       *node // whose type this one derives from
	children   map[string]edge
	set, one   map[string]*group // by the name of the operation; "" is the node itself
	get        *Route            // what properties are read from
	cast       bool              // a derived type without routes of its own
	properties *group
	refs       *refs // nil without a service
}

type edge struct {
	to   *node
	many bool
}

// group has the routes of one name, which methods and parameters tell apart.
type group struct {
	routes    []Route
	maxParams int // what a function of the group has at most

	typ     string
	pattern string
}

// newRouter links the routes of types.
func newRouter(types []TypeRoutes) *router {
	r := &router{root: new(node), types: make(map[string]*node, len(types))}
	for _, t := range types {
		if t.Type == "" {
			continue
		}
		if r.types[t.Type] != nil {
			panic("odata: " + t.Type + " has routes twice")
		}
		r.types[t.Type] = &node{name: t.Type, key: t.Key}
	}
	for _, t := range types {
		n := r.root
		if t.Type != "" {
			n = r.types[t.Type]
		}
		r.segments, r.whole = r.segments || t.Segments, r.whole || t.Whole
		r.fill(n, t)
	}
	for _, t := range types {
		for _, name := range t.Derived {
			n := r.types[name]
			if n == nil {
				n = r.types[t.Type].as(name)
				r.types[name] = n
			}
			n.base = r.types[t.Type]
		}
	}
	return r
}

// as returns n for a derived type that has no routes of its own.
func (n *node) as(name string) *node {
	derived := *n
	derived.name, derived.cast = name, true
	return &derived
}

// fill makes the tables of a node.
func (r *router) fill(n *node, t TypeRoutes) {
	one, set := "", ""
	if t.Type != "" {
		one, set = "/{"+t.Type+"}", "/{Collection("+t.Type+")}"
	}
	n.set, n.one = r.groupsOf(t.Type, set, t.Set), r.groupsOf(t.Type, one, t.One)
	for _, route := range t.Set {
		if route.count != nil {
			n.set["$count"] = r.group(t.Type, set+"/$count", countRoute(route))
		}
	}
	for _, route := range slices.Concat(t.One, t.Set) {
		if n.keyTypes == nil && route.typ != nil {
			n.keyTypes = keyTypes(route.typ, t.Key)
		}
	}
	for i, route := range t.One {
		if route.object != nil {
			n.get = &t.One[i]
			n.properties = r.group(t.Type, one+"/{property}", propertyRoute(route))
		}
	}
	if t.Service != nil {
		n.refs = r.refsOf(t.Type, one+"/{navigation}", t.Service)
	}
	n.alternates = t.Alternates
	n.finder, _ = t.Service.(odata.Finder)
	n.children = make(map[string]edge, len(t.Children))
	for _, c := range t.Children {
		to := r.types[c.Type]
		if to == nil {
			panic("odata: " + t.Type + "/" + c.Name + " leads to " + c.Type + ", which has no routes")
		}
		n.children[c.Name] = edge{to, c.Many}
	}
}

// keyTypes returns the types of the key properties of a type; nil when it has not all.
func keyTypes(t *wire.Type, key []string) []reflect.Type {
	var types []reflect.Type
	all := wire.FieldTypes(t.New())
	for _, name := range key {
		i := t.Index(name)
		if i < 0 {
			return nil
		}
		types = append(types, wire.Bare(all[i]))
	}
	return types
}

// isKey reports whether a literal can be property i of the key: a text stands in quotes,
// and anything else is what its type has.
func (n *node) isKey(i int, p argument) bool {
	if !p.quoted && p.literal == "null" {
		return false
	}
	if i >= len(n.keyTypes) {
		return true
	}
	t := n.keyTypes[i]
	if t == reflect.TypeFor[string]() {
		return p.quoted
	}
	text := []byte(p.literal)
	if shape.Of(reflect.New(t).Interface()).Kind != shape.Bare {
		text = jsonstr.AppendQuoted(nil, p.literal)
	}
	return wire.DecodeField(text, reflect.New(t).Interface()) == nil
}

// group returns a group of routes.
func (r *router) group(typ, pattern string, routes ...Route) *group {
	g := &group{typ: typ, pattern: pattern}
	for _, route := range routes {
		g.add(route)
	}
	r.groups = append(r.groups, g)
	return g
}

func (g *group) add(route Route) {
	g.routes = append(g.routes, route)
	g.maxParams = max(g.maxParams, len(route.params))
}

// groupsOf sorts routes by name. An operation has its name with and without the
// namespace, and both are one group where they mean the same routes.
func (r *router) groupsOf(typ, place string, routes []Route) map[string]*group {
	full, short := map[string]*group{}, map[string][]Route{}
	for _, route := range routes {
		g := full[route.name]
		if g == nil {
			pattern := place
			if route.name != "" {
				pattern += "/" + route.name
			}
			g = r.group(typ, pattern)
			full[route.name] = g
		}
		for _, other := range g.routes {
			if other.method == route.method && slices.Equal(other.params, route.params) {
				panic("odata: " + typ + " has two routes for " + strings.TrimSpace(route.method+" "+route.name))
			}
		}
		g.add(route)
		if dot := strings.LastIndexByte(route.name, '.'); dot >= 0 {
			short[route.name[dot+1:]] = append(short[route.name[dot+1:]], route)
		}
	}
	for name, routes := range short {
		first := full[routes[0].name]
		switch {
		case full[name] != nil:
			for _, route := range routes {
				full[name].add(route)
			}
		case len(first.routes) == len(routes): // of one namespace
			full[name] = first
		default:
			full[name] = r.group(typ, place+"/"+name, routes...)
		}
	}
	return full
}

// methods returns the methods that a group has.
func (g *group) methods() []string {
	var names []string
	for i := range g.routes {
		names = append(names, g.routes[i].method)
	}
	return names
}

// route returns the route for a method, which is nil when there is none. Of
// overloads it is the one with the parameters that came; where none has these alone,
// the one with the fewest others.
func (g *group) route(method string, params []argument) *Route {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var best *Route
	for i := range g.routes {
		r := &g.routes[i]
		if r.method == method && r.takes(params) && (best == nil || len(r.params) < len(best.params)) {
			best = r
		}
	}
	return best
}

// takes reports whether r has all of params.
func (r *Route) takes(params []argument) bool {
	for _, p := range params {
		if !slices.Contains(r.params, p.name) {
			return false
		}
	}
	return true
}
