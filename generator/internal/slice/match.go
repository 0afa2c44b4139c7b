package slice

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// place is a type that a path leads to, nil for the service root, when a selector
// is used up to a segment.
type place struct {
	at   *api.Struct
	next int
}

// edge is a navigation on a path.
type edge struct {
	from, to place
	nav      *api.Navigation
}

// bound is an operation where a path leads to it.
type bound struct {
	at place
	op *api.Operation // of at, of one of its bases, or of the service root
}

// found is what a selector stands for.
type found struct {
	edges []edge  // the ways to where it ends, nearest first
	bound []bound // operations that a path ends in
	named []bound // operations that are named without a path
	types []api.Type

	endpoints []*api.Endpoint
}

func (f *found) empty() bool {
	return len(f.edges)+len(f.bound)+len(f.named)+len(f.types)+len(f.endpoints) == 0
}

// lasts returns the types that the selector ends in.
func (m *matcher) lasts() []*api.Struct {
	var all []*api.Struct
	for _, t := range m.types {
		if s, ok := t.(*api.Struct); ok {
			all = append(all, s)
		}
	}
	for _, e := range m.edges {
		if m.used(e.to.next) {
			all = append(all, e.nav.Target)
		}
	}
	return all
}

// matcher finds what a selector stands for.
type matcher struct {
	selector
	api  *api.API
	drop *dropped

	found
	whole  bool    // no segment stands for nothing
	starts []place // the types at which the path begins, when it begins at no set
	seen   map[place]bool
	queue  []place
}

// match finds what s stands for in a without what is dropped.
func match(a *api.API, s selector, drop *dropped) *matcher {
	m := &matcher{selector: s, api: a, drop: drop, seen: map[place]bool{}}
	if m.direct() {
		return m
	}
	m.walk(place{})
	m.paths()
	if m.empty() {
		m.byName()
	}
	m.whole = m.whole || len(m.bound)+len(m.named)+len(m.types) > 0 ||
		slices.ContainsFunc(m.edges, func(e edge) bool { return m.used(e.to.next) })
	return m
}

// byName looks for the first segment among the types, and for a name alone among
// the operations.
func (m *matcher) byName() {
	name, alone := m.segments[0], len(m.segments) == 1
	is := func(t api.Type, n api.Name) bool { return !m.drop.types[t] && name.MatchName(n.String()) }
	var starts []place
	for _, s := range m.api.Structs {
		if s.PathOnly || !is(s, s.Name) {
			continue
		}
		if m.ends(1) {
			m.types = append(m.types, s)
		}
		starts = append(starts, place{s, 1})
	}
	if !alone {
		m.starts = starts
		m.walk(starts...)
		return
	}
	for _, e := range m.api.Enums {
		if is(e, e.Name) {
			m.types = append(m.types, e)
		}
	}
	for _, u := range m.api.Unions {
		if is(u, u.Name) {
			m.types = append(m.types, u)
		}
	}
	if m.empty() {
		m.operationsByName(name)
	}
}

func (m *matcher) operationsByName(name segment) {
	for _, s := range m.api.Structs {
		for _, op := range operationsOf(s) {
			if !m.drop.types[s] && !m.drop.operation(op) && name.MatchName(operationName(op)) {
				m.named = append(m.named, bound{place{s, 1}, op})
			}
		}
	}
	for _, e := range m.api.Endpoints {
		if name.Match(e.Name) && !m.drop.endpoint(e) {
			m.endpoints, m.whole = append(m.endpoints, e), true
		}
	}
}

// walk follows the navigations from starts as far as the segments go, and keeps
// those that lead to where they end.
func (m *matcher) walk(starts ...place) {
	m.queue = starts
	for _, p := range starts {
		m.seen[p] = true
	}
	var edges []edge
	for len(m.queue) > 0 {
		p := m.queue[0]
		m.queue = m.queue[1:]
		edges = append(edges, m.leave(p)...)
	}
	m.edges = append(m.edges, m.leading(edges)...)
}

// leave returns the ways on from p. A deep segment is used for a step or passed
// over.
func (m *matcher) leave(p place) []edge {
	navs := m.api.Container
	if p.at != nil {
		navs = p.at.AllNavigations()
	}
	var edges []edge
	for i := p.next; i < len(m.segments); i++ {
		segment, next := m.segments[i], i+1
		if segment.deep {
			next = i
		}
		before := len(edges)
		for _, nav := range navs {
			if (segment.deep || segment.Match(nav.Name)) && !m.drop.navigation(nav) {
				edges = append(edges, edge{p, m.arrive(place{nav.Target, next}), nav})
			}
		}
		if segment.deep {
			continue
		}
		if i == len(m.segments)-1 && len(edges) == before {
			m.operations(p, segment)
		}
		break
	}
	return edges
}

func (m *matcher) arrive(p place) place {
	if !m.seen[p] {
		m.seen[p] = true
		m.queue = append(m.queue, p)
	}
	return p
}

// operations adds the operations of a name at p.
func (m *matcher) operations(p place, name segment) {
	ops := m.drop.bound(p.at)
	if p.at == nil {
		ops = m.api.Imports
	}
	for _, op := range ops {
		if name.MatchName(operationName(op)) && !m.drop.operation(op) {
			m.bound = append(m.bound, bound{p, op})
		}
	}
}

// leading returns the edges that lead to where the selector ends.
func (m *matcher) leading(edges []edge) []edge {
	back := map[place][]place{}
	leads := map[place]bool{}
	var queue []place
	add := func(p place) {
		if !leads[p] {
			leads[p] = true
			queue = append(queue, p)
		}
	}
	for _, e := range edges {
		back[e.to] = append(back[e.to], e.from)
		if m.ends(e.to.next) {
			add(e.to)
		}
	}
	for _, b := range m.bound {
		add(b.at)
	}
	for len(queue) > 0 {
		p := queue[0]
		queue = queue[1:]
		for _, from := range back[p] {
			add(from)
		}
	}
	return slices.DeleteFunc(edges, func(e edge) bool { return !leads[e.to] })
}
