package slice

import (
	"iter"
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// dropped is what the exclusions leave out.
type dropped struct {
	types     map[api.Type]bool // structs, enumerations and unions
	navs      map[*api.Navigation]bool
	ops       map[*api.Operation]bool
	endpoints map[*api.Endpoint]bool
}

func newDropped() *dropped {
	return &dropped{
		types:     map[api.Type]bool{},
		navs:      map[*api.Navigation]bool{},
		ops:       map[*api.Operation]bool{},
		endpoints: map[*api.Endpoint]bool{},
	}
}

// typ reports whether t is left out, or made of what is.
func (d *dropped) typ(t api.Type) bool {
	switch t := t.(type) {
	case api.List:
		return d.typ(t.Elem)
	case api.Map:
		return d.typ(t.Elem)
	case api.Nullable:
		return d.typ(t.Elem)
	}
	return t != nil && d.types[t]
}

func (d *dropped) navigation(nav *api.Navigation) bool {
	return d.navs[nav] || d.types[nav.Target]
}

// operation reports whether op is left out, or its parameters or result are.
func (d *dropped) operation(op *api.Operation) bool {
	return d.ops[op] || d.typ(op.Result) ||
		slices.ContainsFunc(op.Params, func(p *api.Param) bool { return d.typ(p.Type) })
}

// endpoint reports whether e is left out, or what it takes or answers with is.
func (d *dropped) endpoint(e *api.Endpoint) bool {
	return d.endpoints[e] || e.Body != nil && d.typ(e.Body.Type) ||
		slices.ContainsFunc(slices.Concat(e.Params, e.Headers), func(p *api.EndpointParam) bool { return d.typ(p.Type) }) ||
		slices.ContainsFunc(e.Answers, func(a *api.Answer) bool { return d.typ(a.Content.Type) })
}

// add leaves out what a selector stands for.
func (d *dropped) add(a *api.API, m *matcher) {
	for _, e := range m.edges {
		if m.ends(e.to.next) {
			d.navs[e.nav] = true
		}
	}
	for _, b := range m.bound {
		d.ops[b.op] = true
	}
	for _, b := range m.named {
		d.ops[b.op] = true
	}
	for _, e := range m.endpoints {
		d.endpoints[e] = true
	}
	for _, t := range m.types {
		d.types[t] = true
	}
	if m.derived {
		for _, base := range m.lasts() {
			for _, s := range derivedFrom(a, base) {
				d.types[s] = true
			}
		}
	}
	d.follow(a)
}

// follow leaves out the steps of paths that lead nowhere any more, and the unions
// of which one type is left out.
func (d *dropped) follow(a *api.API) {
	for again := true; again; {
		again = false
		for _, s := range a.Structs {
			if s.PathOnly && !d.types[s] && !d.leads(s) {
				d.types[s], again = true, true
			}
		}
		for _, u := range a.Unions {
			if !d.types[u] && slices.ContainsFunc(u.Variants, func(v api.Variant) bool { return d.typ(v.Type) }) {
				d.types[u], again = true, true
			}
		}
	}
}

func (d *dropped) leads(s *api.Struct) bool {
	return slices.ContainsFunc(s.Navigations, func(nav *api.Navigation) bool { return !d.navigation(nav) }) ||
		slices.ContainsFunc(operationsOf(s), func(op *api.Operation) bool { return !d.operation(op) })
}

// bound returns the operations bound to s or its bases that are neither left out nor
// overridden. Those of a type that is left out are.
func (d *dropped) bound(s *api.Struct) []*api.Operation {
	var all []*api.Operation
	for at, op := range boundTo(s) {
		if !d.types[at] && !d.operation(op) {
			all = append(all, op)
		}
	}
	return all
}

// boundTo returns the operations bound to s or its bases, nearest first and each
// with the type that has it. Those that a nearer type overrides are not among them.
func boundTo(s *api.Struct) iter.Seq2[*api.Struct, *api.Operation] {
	return func(yield func(*api.Struct, *api.Operation) bool) {
		var near [2][]*api.Operation // bound to one, to a collection
		for ; s != nil; s = s.Base {
			own := [2][]*api.Operation{s.Operations, s.SetOps}
			for i := range own {
				for _, op := range own[i] {
					if !slices.ContainsFunc(near[i], func(n *api.Operation) bool { return n.Overrides(op) }) && !yield(s, op) {
						return
					}
				}
			}
			near[0], near[1] = append(near[0], own[0]...), append(near[1], own[1]...)
		}
	}
}

// operationsOf returns the operations bound to one s, and those bound to a
// collection of them.
func operationsOf(s *api.Struct) []*api.Operation { return slices.Concat(s.Operations, s.SetOps) }

// derivedFrom returns the types that derive from base.
func derivedFrom(a *api.API, base *api.Struct) []*api.Struct {
	var all []*api.Struct
	for _, s := range a.Structs {
		if s != base && s.IsA(base) {
			all = append(all, s)
		}
	}
	return all
}
