package odata

import (
	"net/http"
	"slices"
	"strings"
)

// TypeRoutes are the routes of an entity type, wherever a path leads to it. Those
// of the service root have no Type: its Leads are the entity sets and singletons,
// its One are the unbound operations.
type TypeRoutes struct {
	Type    string   // qualified name
	Key     []string // the key properties in their order
	Derived []string // types below this one that a path can be cast to
	Set     []Route  // of a collection
	One     []Route  // of one entity
	Leads   []Lead

	// Service is what the routes lead to, and may be a Linker.
	Service any
}

// Lead is a segment of a path that leads to an entity type.
type Lead struct {
	Name string
	Type string // qualified name
	Many bool   // a collection
}

// place is an entity type with what the segments after it lead to.
type place struct {
	key        []string
	name       string
	base       *place // whose type this one derives from
	leads      map[string]lead
	set, one   map[string]*spot // by the name of the operation; "" is the place itself
	get        *Route           // what properties are read from
	properties *spot
	refs       *refs // nil without a service
}

type lead struct {
	to   *place
	many bool
}

// spot has the routes of one name, which methods and parameters tell apart.
type spot struct {
	routes []Route
	allow  []string // the Allow header
}

// site is all places of a service.
type site struct {
	root  *place
	types map[string]*place // also those that are served as their base type is
}

// newSite links the routes of types. Routes in conflict and leads to types without
// routes are a fault of the program, as in http.ServeMux.
func newSite(types []TypeRoutes) *site {
	s := &site{root: new(place), types: make(map[string]*place, len(types))}
	for _, t := range types {
		if t.Type == "" {
			continue
		}
		if s.types[t.Type] != nil {
			panic("odata: " + t.Type + " has routes twice")
		}
		s.types[t.Type] = &place{name: t.Type, key: t.Key}
	}
	for _, t := range types {
		p := s.root
		if t.Type != "" {
			p = s.types[t.Type]
		}
		p.fill(s, t)
	}
	for _, t := range types {
		for _, name := range t.Derived {
			p := s.types[name]
			if p == nil {
				p = s.types[t.Type].as(name)
				s.types[name] = p
			}
			p.base = s.types[t.Type]
		}
	}
	return s
}

// as returns p for a derived type that has no routes of its own.
func (p *place) as(name string) *place {
	derived := *p
	derived.name = name
	return &derived
}

// fill makes the tables of p.
func (p *place) fill(s *site, t TypeRoutes) {
	p.set, p.one = spots(t.Type, t.Set), spots(t.Type, t.One)
	for _, r := range t.Set {
		if r.count != nil {
			p.set["$count"] = &spot{routes: []Route{countRoute(r)}}
		}
	}
	for i, r := range t.One {
		if r.object != nil {
			p.get = &t.One[i]
			p.properties = &spot{routes: []Route{propertyRoute(r)}}
			p.properties.allow = []string{allowed(p.properties.routes)}
		}
	}
	for _, m := range []map[string]*spot{p.set, p.one} {
		for _, spot := range m {
			spot.allow = []string{allowed(spot.routes)}
		}
	}
	if t.Service != nil {
		p.refs = refsOf(t.Type, t.Service)
	}
	p.leads = make(map[string]lead, len(t.Leads))
	for _, l := range t.Leads {
		to := s.types[l.Type]
		if to == nil {
			panic("odata: " + t.Type + "/" + l.Name + " leads to " + l.Type + ", which has no routes")
		}
		p.leads[l.Name] = lead{to, l.Many}
	}
}

// spots sorts routes by name: an operation has its name with and without the
// namespace.
func spots(typ string, routes []Route) map[string]*spot {
	m := make(map[string]*spot, 2*len(routes))
	for _, r := range routes {
		for i, name := range []string{r.name, r.name[strings.LastIndexByte(r.name, '.')+1:]} {
			if i == 1 && name == r.name {
				continue
			}
			at := m[name]
			if at == nil {
				at = new(spot)
				m[name] = at
			}
			for _, other := range at.routes {
				if i == 0 && other.method == r.method && slices.Equal(other.params, r.params) {
					panic("odata: " + typ + " has two routes for " + strings.TrimSpace(r.method+" "+r.name))
				}
			}
			at.routes = append(at.routes, r)
		}
	}
	return m
}

// allowed returns the methods that a spot has: HEAD comes with GET.
func allowed(routes []Route) string {
	names := []string{http.MethodOptions}
	for _, r := range routes {
		names = append(names, r.method)
		if r.method == http.MethodGet {
			names = append(names, http.MethodHead)
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// route returns the route for a method, which is nil when there is none. Of
// overloads it is the one with the parameters that came; where none has these alone,
// the one with the fewest others.
func (s *spot) route(method string, params []Param) *Route {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var best *Route
	for i := range s.routes {
		r := &s.routes[i]
		if r.method == method && r.takes(params) && (best == nil || len(r.params) < len(best.params)) {
			best = r
		}
	}
	return best
}

// takes reports whether r has all of params.
func (r *Route) takes(params []Param) bool {
	for _, p := range params {
		if !slices.Contains(r.params, p.Name) {
			return false
		}
	}
	return true
}
