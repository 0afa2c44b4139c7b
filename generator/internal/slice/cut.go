package slice

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// cut returns what is kept as a model of its own. Enumerations refer to nothing
// and are shared with the old one.
func (c *cutter) cut() *api.API {
	k := copier{cutter: c, done: map[*api.Struct]*api.Struct{}, unions: map[*api.Union]*api.Union{}, copies: map[*api.Operation]*api.Operation{}}
	out := *c.api
	out.Structs, out.Enums, out.Unions, out.Endpoints = nil, nil, nil, nil
	out.Webhooks = nil
	for _, s := range c.api.Structs {
		if p := c.structs[s]; p != nil && (p.used != nil || p.step != nil) {
			out.Structs = append(out.Structs, k.structOf(s))
		}
	}
	for _, e := range c.api.Enums {
		if c.types[e] != nil {
			out.Enums = append(out.Enums, e)
		}
	}
	for _, u := range c.api.Unions {
		if c.types[u] != nil {
			out.Unions = append(out.Unions, k.unionOf(u))
		}
	}
	for _, e := range c.api.Endpoints {
		if c.endpoints[e] {
			out.Endpoints = append(out.Endpoints, k.endpoint(e))
		}
	}
	k.link(c.api.Endpoints, out.Endpoints)
	for _, e := range c.api.Webhooks {
		if c.endpoints[e] {
			out.Webhooks = append(out.Webhooks, k.endpoint(e))
		}
	}
	out.Schemes = slices.DeleteFunc(slices.Clone(out.Schemes), func(s *api.SecurityScheme) bool {
		return !slices.ContainsFunc(slices.Concat(out.Endpoints, out.Webhooks), func(e *api.Endpoint) bool { return asks(e, s) })
	})
	out.Container = k.navigations(c.api.Container, func(nav *api.Navigation) bool { return c.roots[nav] })
	out.Imports = k.operations(c.api.Imports)
	for s, to := range k.done {
		to.Hidden = k.hidden(s, to)
	}
	return &out
}

// asks reports whether e asks for s.
func asks(e *api.Endpoint, s *api.SecurityScheme) bool {
	return slices.ContainsFunc(e.Callbacks, func(callback *api.Endpoint) bool { return asks(callback, s) }) || slices.ContainsFunc(e.Security, func(alternative []api.Security) bool {
		return slices.ContainsFunc(alternative, func(one api.Security) bool { return one.Scheme == s })
	})
}

// copier copies what is kept. Types refer to each other, so each copy is recorded
// before its parts are made.
type copier struct {
	*cutter
	done   map[*api.Struct]*api.Struct
	unions map[*api.Union]*api.Union
	copies map[*api.Operation]*api.Operation
}

func (k *copier) structOf(s *api.Struct) *api.Struct {
	if s == nil || k.done[s] != nil {
		return k.done[s]
	}
	p := k.part(s)
	out := new(api.Struct)
	*out = *s
	k.done[s] = out
	out.PathOnly = p.used == nil
	switch key := s.AllKey(); {
	case p.model():
		out.Base, out.Related = k.structOf(s.Base), k.navigations(s.Navigations, k.relates)
		out.Properties = slices.DeleteFunc(k.properties(s.Properties), func(prop *api.Property) bool { return navigates(out.Related, prop) })
	case p.heir:
		out.Base, out.Properties = k.structOf(s.Base), k.properties(named(key, s.Properties))
	default:
		out.Base, out.Key, out.KeyPaths, out.Alternates = nil, key, keyPaths(s), s.AllAlternates()
		out.Properties = k.properties(named(key, s.AllProperties()))
	}
	out.Derived = nil
	for _, d := range s.Derived {
		if k.structs[d.Type] != nil && k.part(d.Type).used != nil {
			d.Type = k.structOf(d.Type)
			out.Derived = append(out.Derived, d)
		}
	}
	out.Closed = s.Closed && len(out.Properties) == len(s.Properties)
	out.Navigations = k.navigations(s.AllNavigations(), func(nav *api.Navigation) bool {
		return slices.Contains(p.navs, nav) && (!p.derived() || !k.inherits(s, nav))
	})
	out.Operations, out.SetOps = k.operations(s.Operations), k.operations(s.SetOps)
	if !p.whole {
		out.Calls, out.SetCalls = nil, nil
	}
	return out
}

// relates reports whether nav leads to a type that has a model.
func (k *copier) relates(nav *api.Navigation) bool {
	to := k.structs[nav.Target]
	return to != nil && to.used != nil && !k.drop.navigation(nav)
}

// navigates reports whether one of navs is a property of a schema too, as converters of
// CSDL write it.
func navigates(navs []*api.Navigation, prop *api.Property) bool {
	to := prop.Type
	if list, ok := to.(api.List); ok {
		to = list.Elem
	}
	return slices.ContainsFunc(navs, func(nav *api.Navigation) bool { return nav.Name == prop.Name && to == api.Type(nav.Target) })
}

// named returns the properties that have one of names.
func named(names []string, properties []*api.Property) []*api.Property {
	return slices.DeleteFunc(slices.Clone(properties), func(p *api.Property) bool { return !slices.Contains(names, p.Name) })
}

// keyPaths returns the paths of the key of s, which a base may have.
func keyPaths(s *api.Struct) []string {
	for s.Base != nil && len(s.Key) == 0 {
		s = s.Base
	}
	return s.KeyPaths
}

// properties copies the properties that are kept.
func (k *copier) properties(properties []*api.Property) []*api.Property {
	var all []*api.Property
	for _, prop := range properties {
		if k.drop.typ(prop.Type) {
			continue
		}
		out := *prop
		out.Type = k.typ(prop.Type)
		all = append(all, &out)
	}
	return all
}

// inherits reports whether a base type of s has nav in the slice.
func (k *copier) inherits(s *api.Struct, nav *api.Navigation) bool {
	for base := s.Base; base != nil; base = base.Base {
		if slices.Contains(k.part(base).navs, nav) {
			return true
		}
	}
	return false
}

func (k *copier) navigations(navs []*api.Navigation, keep func(*api.Navigation) bool) []*api.Navigation {
	var all []*api.Navigation
	for _, nav := range navs {
		if keep(nav) {
			out := *nav
			out.Target = k.structOf(nav.Target)
			all = append(all, &out)
		}
	}
	return all
}

func (k *copier) operations(ops []*api.Operation) []*api.Operation {
	var all []*api.Operation
	for _, op := range ops {
		if !k.ops[op] {
			continue
		}
		out := *op
		out.Params = nil
		for _, param := range op.Params {
			q := *param
			q.Type = k.typ(param.Type)
			out.Params = append(out.Params, &q)
		}
		out.Result = k.typ(op.Result)
		k.copies[op] = &out
		all = append(all, &out)
	}
	return all
}

// hidden returns the inherited operations that the copy of s does not have: those
// that s overrides, though the override is not kept, and at a step those that were
// not asked for there.
func (k *copier) hidden(s, to *api.Struct) []*api.Operation {
	if to.Base == nil {
		return nil
	}
	p, has := k.part(s), map[*api.Operation]bool{}
	for _, op := range boundTo(s) {
		has[op] = (p.whole || k.anyhow[op] || slices.Contains(p.ops, op)) && !slices.Contains(s.Hidden, op)
	}
	var all []*api.Operation
	for base := s.Base; base != nil; base = base.Base {
		for _, op := range operationsOf(base) {
			if k.copies[op] != nil && !has[op] {
				all = append(all, k.copies[op])
			}
		}
	}
	return all
}

func (k *copier) typ(t api.Type) api.Type {
	switch t := t.(type) {
	case api.List:
		return api.List{Elem: k.typ(t.Elem)}
	case api.Map:
		return api.Map{Elem: k.typ(t.Elem)}
	case api.Nullable:
		return api.Nullable{Elem: k.typ(t.Elem)}
	case *api.Struct:
		return k.structOf(t)
	case *api.Union:
		return k.unionOf(t)
	}
	return t
}

func (k *copier) unionOf(u *api.Union) *api.Union {
	if k.unions[u] != nil {
		return k.unions[u]
	}
	out := new(api.Union)
	*out = *u
	k.unions[u] = out
	out.Variants = slices.Clone(u.Variants)
	for i := range out.Variants {
		out.Variants[i].Type = k.typ(out.Variants[i].Type)
	}
	return out
}
