package slice

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// close adds the types that what is kept uses.
func (c *cutter) close() {
	c.places = map[*api.Struct]bool{}
	for _, nav := range c.api.Container {
		if c.roots[nav] {
			c.visit(nav.Target)
		}
	}
	c.warnUnplaced()
	c.warnWithoutCalls()
	c.drain()
	if !c.all {
		return
	}
	for _, s := range c.api.Structs {
		if !s.PathOnly && !c.drop.types[s] {
			c.keepType(s, nil)
			c.drain()
		}
	}
	for _, u := range c.api.Unions {
		if !c.drop.types[u] {
			c.keepType(u, nil)
		}
	}
	for _, e := range c.api.Enums {
		if !c.drop.types[e] {
			c.keepType(e, nil)
		}
	}
}

// keepAll keeps the service root without what is excluded; close adds the rest.
func (c *cutter) keepAll() {
	c.all = true
	for _, nav := range c.api.Container {
		if !c.drop.navigation(nav) {
			c.keepWhole(nav.Target, c.open(nil, nil, nav))
		}
	}
	for _, op := range c.api.Imports {
		c.keepOperation("", op, nil)
	}
	for _, e := range slices.Concat(c.api.Endpoints, c.api.Webhooks) {
		c.keepEndpoint(e, nil)
	}
}

// visit records s and what it leads to as places.
func (c *cutter) visit(s *api.Struct) {
	if c.places[s] {
		return
	}
	c.places[s] = true
	for ; s != nil; s = s.Base {
		if p := c.structs[s]; p != nil {
			for _, nav := range p.navs {
				c.visit(nav.Target)
			}
		}
	}
}

// warnUnplaced warns of selectors that name operations none of which a path leads
// to.
func (c *cutter) warnUnplaced() {
	placed := map[*Root]bool{}
	for _, n := range c.named {
		for s := range c.places {
			placed[n.root] = placed[n.root] || s.IsA(n.at.at)
		}
	}
	for _, n := range c.named {
		if !placed[n.root] {
			c.diags.Add(unplaced(n))
		}
	}
}

// drain adds what the structs in the queue use, and so on: breadth first, so that
// the reasons are short.
func (c *cutter) drain() {
	for len(c.queue) > 0 {
		s := c.queue[0]
		c.queue = c.queue[1:]
		c.expand(s)
	}
}

// expand adds the types that s uses.
func (c *cutter) expand(s *api.Struct) {
	p, name := c.part(s), s.Name.String()
	why := p.used
	if why == nil {
		why = p.base
	}
	for _, prop := range s.Properties {
		if !c.drop.typ(prop.Type) {
			c.use(prop.Type, why, Property, name+"."+prop.Name)
		}
	}
	for _, d := range s.Derived {
		if !c.drop.types[d.Type] {
			c.use(d.Type, why, Derived, name)
		}
	}
	if s.Base != nil {
		c.keepBase(s.Base, why, name)
	}
	if p.whole && (c.all || c.places[s]) {
		c.keepOperations(s, why)
	}
	if !c.all || p.used == nil {
		return
	}
	for _, nav := range s.Navigations {
		if !c.drop.navigation(nav) {
			c.keepWhole(nav.Target, c.open(why, s, nav))
		}
	}
}

// keepBase keeps the properties of a base type of what is kept because of why.
func (c *cutter) keepBase(base *api.Struct, why *link, derived string) {
	if c.all && !c.drop.types[base] {
		c.keepWhole(base, why.next(Base, derived, base.Name))
		return
	}
	if p := c.part(base); p.base == nil && p.used == nil {
		p.base = why.next(Base, derived, base.Name)
		c.queue = append(c.queue, base)
	}
}

// keepOperations keeps the operations bound to s, and of those bound to its base
// types what s does not override.
func (c *cutter) keepOperations(s *api.Struct, why *link) {
	for at, op := range boundTo(s) {
		if !c.drop.types[at] && !c.drop.operation(op) {
			c.step(at, why.next(Base, s.Name.String(), at.Name))
			c.keepOperation(at.Name.String()+".", op, why)
		}
	}
}

// keepOperation keeps op and the types that it uses. Owner is the prefix of its
// name in reasons.
func (c *cutter) keepOperation(owner string, op *api.Operation, why *link) {
	if c.ops[op] || c.drop.operation(op) {
		return
	}
	c.ops[op] = true
	for _, param := range op.Params {
		c.use(param.Type, why, Parameter, owner+op.Name+"("+param.Name+")")
	}
	c.use(op.Result, why, Result, owner+op.Name)
}

// use keeps the types that t is made of.
func (c *cutter) use(t api.Type, why *link, kind Kind, via string) {
	switch t := t.(type) {
	case api.List:
		c.use(t.Elem, why, kind, via)
	case api.Map:
		c.use(t.Elem, why, kind, via)
	case api.Nullable:
		c.use(t.Elem, why, kind, via)
	case *api.Struct:
		if c.part(t).used == nil {
			c.useStruct(t, why.next(kind, via, t.Name))
		}
	case *api.Enum:
		if c.types[t] == nil {
			c.useType(t, why.next(kind, via, t.Name))
		}
	case *api.Union:
		if c.types[t] == nil {
			c.useType(t, why.next(kind, via, t.Name))
		}
	}
}

func (c *cutter) useStruct(s *api.Struct, why *link) {
	p := c.part(s)
	if p.used == nil {
		p.used = why
		c.queue = append(c.queue, s)
	}
}

// useType keeps an enumeration, or a union with its types.
func (c *cutter) useType(t api.Type, why *link) {
	if c.types[t] != nil {
		return
	}
	c.types[t] = why
	if u, ok := t.(*api.Union); ok {
		for _, v := range u.Variants {
			c.use(v.Type, why, Variant, u.Name.String())
		}
	}
}
