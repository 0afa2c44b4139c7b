package goapi

import (
	"slices"
	"strings"
)

// Change is a difference of two lists.
type Change struct {
	Old, New *Entry // nil where there is none
	Breaking bool   // a program that compiled may not
}

// Name is the name that changed.
func (c Change) Name() string {
	if c.Old != nil {
		return c.Old.Name
	}
	return c.New.Name
}

type key struct {
	name string
	kind Kind
	of   string // of an Is, the interface
}

func keyOf(e Entry) key {
	k := key{name: e.Name, kind: e.Kind}
	if e.Kind == Is {
		k.of = e.Text
	}
	if e.Kind == Field || e.Kind == Const || e.Kind == Var || e.Kind == Func {
		k.kind = "" // a name is one of them: what becomes another has changed
	}
	return k
}

// Compare returns what is different in the order of the names. Its rules are those of
// golang.org/x/exp/apidiff, for what generated code consists of.
func Compare(old, new []Entry) []Change {
	was, is, open := index(old), index(new), map[string]bool{}
	for _, e := range old {
		open[e.Name] = open[e.Name] || e.Kind == Type && e.Interface && !e.Closed
	}
	var out []Change
	for i := range old {
		o := &old[i]
		n := is[keyOf(*o)]
		if n == nil {
			out = append(out, Change{Old: o, Breaking: true})
		} else if *o != *n {
			out = append(out, Change{Old: o, New: n, Breaking: breaks(*o, *n)})
		}
	}
	for i := range new {
		n := &new[i]
		if was[keyOf(*n)] == nil {
			out = append(out, Change{New: n, Breaking: n.Kind == Method && n.Interface && open[n.Name[:strings.LastIndexByte(n.Name, '.')]]})
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}

func index(list []Entry) map[key]*Entry {
	out := make(map[key]*Entry, len(list))
	for i := range list {
		out[keyOf(list[i])] = &list[i]
	}
	return out
}

// breaks reports whether a program can tell n from o, both of one name.
func breaks(o, n Entry) bool {
	switch {
	case o.Kind != n.Kind || o.Text != n.Text || o.Interface != n.Interface:
		return true
	case o.Kind == Method:
		return n.Pointer && !o.Pointer // values lose it
	case o.Kind == Type:
		return o.Comparable && !n.Comparable || !o.Closed && n.Closed && o.Interface
	}
	return false
}
