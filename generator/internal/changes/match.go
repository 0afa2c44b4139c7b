package changes

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// nameNow is the new name of the type with an old one.
func (c *comparer) nameNow(old string) string {
	if n, ok := c.rename[old]; ok {
		return n
	}
	return old
}

// matchTypes finds the types that have another name now: what is gone, and what is new
// and has the same members. A new type that fits several is none of them.
func (c *comparer) matchTypes() {
	gone, new := shapes(c.old), shapes(c.new)
	for name := range gone {
		if _, there := new[name]; there {
			delete(gone, name)
			delete(new, name)
		}
	}
	was, is := byShape(gone), byShape(new)
	for shape, names := range was {
		if shape != "" && len(names) == 1 && len(is[shape]) == 1 {
			c.rename[names[0]] = is[shape][0]
		}
	}
}

func byShape(shapes map[string]string) map[string][]string {
	out := map[string][]string{}
	for name, shape := range shapes {
		out[shape] = append(out[shape], name)
	}
	return out
}

// shapes are the members of the types of a model as texts, by name. A type with fewer
// than two members is like too many.
func shapes(a *api.API) map[string]string {
	out := map[string]string{}
	for _, s := range a.Structs {
		var parts []string
		for _, p := range s.Properties {
			parts = append(parts, p.Name+" "+kindOf(p.Type))
		}
		for _, n := range s.Navigations {
			parts = append(parts, "nav "+n.Name)
		}
		for _, op := range s.Operations {
			parts = append(parts, "op "+op.Name)
		}
		out[s.Name.String()] = shape("struct", parts)
	}
	for _, e := range a.Enums {
		var parts []string
		for _, v := range e.Values {
			parts = append(parts, v.Name)
		}
		out[e.Name.String()] = shape("enum", parts)
	}
	for _, u := range a.Unions {
		var parts []string
		for _, v := range u.Variants {
			parts = append(parts, typeText(v.Type))
		}
		out[u.Name.String()] = shape("union", parts)
	}
	return out
}

// kindOf is what of a type a change of names leaves as it is.
func kindOf(t api.Type) string {
	if named(t) {
		return "named"
	}
	switch t := t.(type) {
	case api.List:
		return "list of " + kindOf(t.Elem)
	case api.Map:
		return "map of " + kindOf(t.Elem)
	}
	return typeText(t)
}

func shape(kind string, parts []string) string {
	if len(parts) < 2 {
		return ""
	}
	slices.Sort(parts)
	return kind + "\n" + strings.Join(parts, "\n")
}

// pairs matches two lists by key, in the order of the old one and then of the new one.
// Each gets what is on both sides, or nil.
func pairs[T any](old, new []T, key func(T) string, each func(o, n *T)) {
	pairsBy(old, new, key, key, each)
}

// pairsBy is pairs with a key for each side.
func pairsBy[T any](old, new []T, was, is func(T) string, each func(o, n *T)) {
	index := map[string]*T{}
	for i := range new {
		index[is(new[i])] = &new[i]
	}
	seen := map[string]bool{}
	for i := range old {
		k := was(old[i])
		seen[k] = true
		each(&old[i], index[k])
	}
	for i := range new {
		if !seen[is(new[i])] {
			each(nil, &new[i])
		}
	}
}

// typePairs matches types of one kind by name, through renames.
func typePairs[T api.Type](c *comparer, old, new []T, at func(T) diag.Position, each func(o, n T)) {
	name := func(t T) string { return nameOf(t) }
	pairsBy(old, new, func(t T) string { return c.nameNow(nameOf(t)) }, name, func(o, n *T) {
		switch {
		case n == nil:
			c.typeGone(*o, at(*o))
		case o == nil:
			c.typeNew(*n, at(*n))
		default:
			c.renamed(*o, *n, at(*o), at(*n))
			each(*o, *n)
		}
	})
}
