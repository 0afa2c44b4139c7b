package slice

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// cutter decides what is kept. Selectors mark paths, types and operations; close
// adds the types that these use.
type cutter struct {
	api   *api.API
	diags *diag.List
	drop  *dropped
	all   bool // nothing is asked for: everything is kept

	structs map[*api.Struct]*part
	types   map[api.Type]*link       // enumerations and unions
	roots   map[*api.Navigation]bool // at the service root
	ops     map[*api.Operation]bool
	named   []request
	started []started
	anyhow  map[*api.Operation]bool // named without a path: kept wherever they are

	endpoints map[*api.Endpoint]bool
	places    map[*api.Struct]bool // that paths of the slice lead to
	queue     []*api.Struct        // whose properties are kept, before what they use is
}

// part is what is kept of a struct.
type part struct {
	used  *link // why it is kept as a type
	step  *link // why it is kept for its navigations and operations
	base  *link // why its properties are kept for a derived type
	whole bool  // its calls and operations are kept
	heir  bool  // operations of its bases are kept for it

	navs []*api.Navigation // own or inherited
	ops  []*api.Operation  // inherited, that were asked for here
}

// model reports whether the properties are kept.
func (p *part) model() bool { return p.used != nil || p.base != nil }

// derived reports whether what is kept of the base belongs to the struct too. A
// step stands alone.
func (p *part) derived() bool { return p.model() || p.heir }

// request is an operation that was asked for without a path.
type request struct {
	bound
	root *Root
}

func newCutter(a *api.API, diags *diag.List) *cutter {
	return &cutter{
		api: a, diags: diags, drop: newDropped(),
		structs: map[*api.Struct]*part{},
		types:   map[api.Type]*link{},
		roots:   map[*api.Navigation]bool{},
		ops:     map[*api.Operation]bool{},
		anyhow:  map[*api.Operation]bool{},

		endpoints: map[*api.Endpoint]bool{},
	}
}

// part returns what is kept of s: nothing at first.
func (c *cutter) part(s *api.Struct) *part {
	if c.structs[s] == nil {
		c.structs[s] = &part{}
	}
	return c.structs[s]
}

func (c *cutter) exclude(root *Root) {
	m := match(c.api, parse(root), newDropped())
	if !m.whole {
		c.diags.Add(m.unmatched("exclude"))
		return
	}
	c.drop.add(c.api, m)
}

func (c *cutter) include(root *Root) {
	m := match(c.api, parse(root), c.drop)
	if !m.whole {
		all := match(c.api, m.selector, newDropped())
		if all.whole {
			c.diags.Add(excluded(root))
			return
		}
		c.diags.Add(all.unmatched("include"))
		return
	}
	ways := c.keepPaths(m)
	for _, t := range m.types {
		c.keepType(t, root)
	}
	for _, e := range m.endpoints {
		c.keepEndpoint(e, &link{root: root})
	}
	for _, b := range m.bound {
		c.keepBound(b, ways.to(b.at))
	}
	if len(m.starts) > 0 {
		begin := started{root: root}
		for _, p := range m.starts {
			if slices.ContainsFunc(m.edges, func(e edge) bool { return e.from.at == p.at }) || slices.ContainsFunc(m.bound, func(b bound) bool { return b.at.at == p.at }) {
				begin.at = append(begin.at, p.at)
			}
		}
		c.started = append(c.started, begin)
	}
	for _, b := range m.named {
		c.keepNamed(b, root)
	}
	if m.derived {
		c.keepDerived(m.lasts(), root)
	}
}

// ways has for each place on the paths of a selector how it was reached.
type ways struct {
	root *Root
	seen map[place]*link
}

// to returns how p was reached: a type that no path of the selector leads to is
// named by it.
func (w ways) to(p place) *link {
	switch {
	case w.seen[p] != nil:
		return w.seen[p]
	case p.at == nil:
		return &link{root: w.root}
	}
	return &link{root: w.root, kind: Named, to: p.at.Name}
}

// keepPaths keeps the paths of a selector and what they end in.
func (c *cutter) keepPaths(m *matcher) ways {
	w := ways{m.root, map[place]*link{}}
	for _, e := range m.edges {
		why := c.open(w.to(e.from), e.from.at, e.nav)
		if w.seen[e.to] == nil {
			w.seen[e.to] = why
		}
		if m.ends(e.to.next) {
			c.keepWhole(e.nav.Target, why)
		}
	}
	return w
}

// keepType keeps a type that is asked for itself.
func (c *cutter) keepType(t api.Type, root *Root) {
	switch t := t.(type) {
	case *api.Struct:
		c.keepWhole(t, &link{root: root, kind: Named, to: t.Name})
	case *api.Enum:
		c.useType(t, &link{root: root, kind: Named, to: t.Name})
	case *api.Union:
		c.useType(t, &link{root: root, kind: Named, to: t.Name})
	}
}

// keepDerived keeps the types that derive from bases.
func (c *cutter) keepDerived(bases []*api.Struct, root *Root) {
	for _, base := range bases {
		why := c.part(base).used
		if why == nil {
			why = c.part(base).step
		}
		for _, s := range derivedFrom(c.api, base) {
			if !c.drop.types[s] {
				c.useStruct(s, &link{prev: why, root: root, kind: Derived, via: base.Name.String(), to: s.Name})
			}
		}
	}
}

// open keeps nav, which is at from or at the service root, and its target as a
// step. Why is how from was reached; the result is how the target is.
func (c *cutter) open(why *link, from *api.Struct, nav *api.Navigation) *link {
	via := nav.Name
	if from == nil {
		c.roots[nav] = true
	} else {
		c.step(from, why)
		if p := c.part(from); !slices.Contains(p.navs, nav) {
			p.navs = append(p.navs, nav)
		}
		via = from.Name.String() + "." + nav.Name
	}
	next := why.next(Path, via, nav.Target.Name)
	c.step(nav.Target, next)
	return next
}

// step keeps s for its navigations and operations: of its properties, the key.
func (c *cutter) step(s *api.Struct, why *link) {
	p := c.part(s)
	if p.step != nil {
		return
	}
	p.step = why
	key := s.AllKey()
	for _, prop := range s.AllProperties() {
		if slices.Contains(key, prop.Name) && !c.drop.typ(prop.Type) {
			c.use(prop.Type, why, Property, s.Name.String()+"."+prop.Name)
		}
	}
}

// keepWhole keeps s with its calls and operations. A step that the document has
// itself is nothing but what it leads to.
func (c *cutter) keepWhole(s *api.Struct, why *link) {
	p := c.part(s)
	if p.whole {
		return
	}
	p.whole = true
	if !s.PathOnly {
		c.useStruct(s, why)
		return
	}
	for _, nav := range s.Navigations {
		if !c.drop.navigation(nav) {
			c.keepWhole(nav.Target, c.open(why, s, nav))
		}
	}
}

// keepBound keeps an operation that a path leads to.
func (c *cutter) keepBound(b bound, why *link) {
	at := b.at.at
	if at == nil {
		c.keepOperation("", b.op, why)
		return
	}
	c.step(at, why)
	s := at
	for !slices.Contains(operationsOf(s), b.op) {
		c.part(s).heir = true
		s = s.Base
	}
	if s != at {
		c.part(at).ops = append(c.part(at).ops, b.op)
	}
	c.step(s, why.next(Base, at.Name.String(), s.Name))
	c.keepOperation(s.Name.String()+".", b.op, why)
}

// keepNamed keeps an operation that is named without a path, and the sets and
// singletons that lead to what it is bound to.
func (c *cutter) keepNamed(b bound, root *Root) {
	for _, nav := range c.api.Container {
		if nav.Target.IsA(b.at.at) && !c.drop.navigation(nav) {
			why := c.open(&link{root: root}, nil, nav)
			c.keepBound(bound{place{at: nav.Target}, b.op}, why)
		}
	}
	c.keepBound(b, &link{root: root, kind: Named, to: b.at.at.Name})
	c.named = append(c.named, request{b, root})
	c.anyhow[b.op] = true
}
