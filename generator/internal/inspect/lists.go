package inspect

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
)

// paths lists the paths in the order of the document, each before those that go
// on from it; those without a form of OData come last.
func (i *inspector) paths(depth int) []Path {
	all := []Path{}
	var follow func(prefix string, navs []*api.Navigation, depth int)
	follow = func(prefix string, navs []*api.Navigation, depth int) {
		if depth == 0 {
			return
		}
		for _, nav := range navs {
			path := prefix + nav.Name
			if i.all || i.filter.Match(path) {
				all = append(all, Path{Path: path, Type: nav.Target.Name.String(), Collection: nav.Collection})
			}
			follow(path+"/", nav.Target.AllNavigations(), depth-1)
		}
	}
	follow("", i.api.Container, depth)
	for _, e := range i.api.Endpoints {
		path := slice.PathOf(e)
		wanted := i.all || i.filter.Match(path) || i.filter.Match(e.Path) || i.filter.Match(e.Name) || i.filter.Match(e.Method+" "+e.Path)
		if strings.Count(path, "/") < depth && wanted {
			all = append(all, Path{Path: e.Path, Method: e.Method, Operation: e.Name, Tag: e.Tag})
		}
	}
	return all
}

// types lists the types by name.
func (i *inspector) types() []Type {
	all := []Type{}
	add := func(t Type) {
		if i.all || i.filter.MatchName(t.Name) {
			all = append(all, t)
		}
	}
	for _, s := range i.api.Structs {
		t := Type{
			Name: s.Name.String(), Kind: kindOf(s), Navigations: len(s.AllNavigations()),
			Operations: len(s.AllOperations()) + len(s.AllSetOps()),
		}
		if !s.PathOnly {
			t.Properties = len(s.AllProperties())
		}
		add(t)
	}
	for _, e := range i.api.Enums {
		add(Type{Name: e.Name.String(), Kind: Enum, Properties: len(e.Values)})
	}
	for _, u := range i.api.Unions {
		add(Type{Name: u.Name.String(), Kind: Union, Properties: len(u.Variants)})
	}
	slices.SortStableFunc(all, func(a, b Type) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// permissions lists the permissions by name, and the calls by type.
func (i *inspector) permissions() []Permission {
	calls := map[string][]string{}
	add := func(call string, d api.Doc) {
		for _, p := range d.Permissions {
			if i.all || i.filter.MatchName(p) {
				calls[p] = append(calls[p], call)
			}
		}
	}
	for _, s := range i.api.Structs {
		for _, c := range slices.Concat(s.SetCalls, s.Calls) {
			add(s.Name.String()+" "+string(c.Kind), c.Doc)
		}
		for _, op := range slices.Concat(s.SetOps, s.Operations) {
			add(s.Name.String()+" "+op.Name, op.Doc)
		}
	}
	for _, op := range i.api.Imports {
		add(op.Name, op.Doc)
	}
	for _, e := range i.api.Endpoints {
		add(e.Method+" "+e.Path, e.Doc)
	}
	all := []Permission{}
	for name, list := range calls {
		slices.Sort(list)
		all = append(all, Permission{Name: name, Calls: slices.Compact(list)})
	}
	slices.SortFunc(all, func(a, b Permission) int { return strings.Compare(a.Name, b.Name) })
	return all
}
