package slice

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// unmatched is the diagnostic for a selector that selects nothing: the first
// segment that stands for nothing, and what might be meant.
func (m *matcher) unmatched(setting string) diag.Diagnostic {
	next, places := m.farthest()
	word := m.segments[next].text
	what := fmt.Sprintf("nothing is called %q", word)
	var known []string
	direct, operations := m.notDirect()
	switch {
	case direct != "":
		word, what, known = m.root.Text, direct, operations
	case len(places) > 0:
		what = fmt.Sprintf("%s has no %q", places[0].Name, word)
		known = below(places)
	case m.atEndpoint():
		word = strings.Trim(m.root.Text, "/")
		what = fmt.Sprintf("no path is %q", word)
		known = m.names()
	default:
		known = m.names()
	}
	d := diag.Diagnostic{
		Code: "selects-nothing", Pos: m.root.Pos,
		Message: fmt.Sprintf("%s %q selects nothing: %s", setting, m.root.Text, what),
		Hint:    `list what there is with "odagen inspect --paths" or "--types"`,
	}
	if near := diag.Nearest(word, known); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}

// atEndpoint reports whether the path of an endpoint begins as the selector does.
func (m *matcher) atEndpoint() bool {
	return slices.ContainsFunc(m.api.Endpoints, func(e *api.Endpoint) bool {
		first, _, _ := strings.Cut(PathOf(e), "/")
		return m.segments[0].Match(first)
	})
}

// below returns the names of what is below places.
func below(places []*api.Struct) []string {
	var names []string
	for _, s := range places {
		for _, nav := range s.AllNavigations() {
			names = append(names, nav.Name)
		}
		for _, op := range slices.Concat(s.AllOperations(), s.AllSetOps()) {
			names = append(names, op.Name)
		}
	}
	return names
}

// farthest returns the last segment that something was looked up for, and the
// types that it was looked up in: none at the service root.
func (m *matcher) farthest() (int, []*api.Struct) {
	next := 0
	for p := range m.seen {
		if p.next < len(m.segments) {
			next = max(next, p.next)
		}
	}
	var places []*api.Struct
	for _, s := range m.api.Structs {
		if m.seen[place{s, next}] {
			places = append(places, s)
		}
	}
	for next < len(m.segments)-1 && m.segments[next].deep {
		next++
	}
	return next, places
}

// names returns what the first segment of a selector can be.
func (m *matcher) names() []string {
	var all []string
	for _, nav := range m.api.Container {
		all = append(all, nav.Name)
	}
	for _, op := range m.api.Imports {
		all = append(all, op.Name)
	}
	for _, s := range m.api.Structs {
		all = append(all, s.Name.Local, s.Name.String())
		for _, op := range operationsOf(s) {
			all = append(all, op.Name, operationName(op))
		}
	}
	for _, e := range m.api.Enums {
		all = append(all, e.Name.Local, e.Name.String())
	}
	for _, u := range m.api.Unions {
		all = append(all, u.Name.Local, u.Name.String())
	}
	for _, e := range m.api.Endpoints {
		all = append(all, e.Name, PathOf(e))
	}
	return all
}

// excluded is the diagnostic for a selector that exclusions leave nothing of.
func excluded(root *Root) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Warning, Code: "all-excluded", Pos: root.Pos,
		Message: fmt.Sprintf("include %q: all that it selects is excluded", root.Text),
		Hint:    "remove it, or the exclusion",
	}
}

// unplaced is the diagnostic for an operation that nothing in the slice can be
// asked to carry out.
func unplaced(n request) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Warning, Code: "no-path", Pos: n.root.Pos,
		Message: fmt.Sprintf("include %q: no path that is kept leads to %q, which %s is bound to", n.root.Text, n.at.at.Name, n.op.Name),
		Hint:    fmt.Sprintf("include a path that ends in %q, or in %q alone", n.op.Name, n.at.at.Name.Local),
	}
}

// withoutCalls is the diagnostic for a path that begins at a type to which no path leads.
func (c *cutter) withoutCalls(s started) diag.Diagnostic {
	typ := s.at[0].Name
	d := diag.Diagnostic{
		Severity: diag.Warning, Code: "no-calls", Pos: s.root.Pos,
		Message: fmt.Sprintf("include %q selects no calls: it begins at the type %q, and no path that is kept leads to it", s.root.Text, typ),
		Hint:    "begin it at a set or a singleton",
	}
	for _, nav := range c.api.Container {
		if nav.Target.IsA(s.at[0]) {
			_, rest, _ := strings.Cut(strings.TrimLeft(s.root.Text, "/"), "/")
			d.Hint = fmt.Sprintf("did you mean %q?", nav.Name+"/"+rest)
			break
		}
	}
	return d
}
