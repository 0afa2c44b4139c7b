package slice_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// drawAPI draws a model: types t0, t1 ..., sets s0, s1 ... .
func drawAPI(t *rapid.T) *api.API {
	d := drawer{t, &api.API{Enums: []*api.Enum{{Name: api.Name{Namespace: "n", Local: "e0"}}, {Name: api.Name{Namespace: "n", Local: "e1"}}}}}
	for i := range rapid.IntRange(1, 7).Draw(t, "types") {
		s := &api.Struct{Name: api.Name{Namespace: fmt.Sprintf("n%d", i%2), Local: fmt.Sprintf("t%d", i)}}
		if base := rapid.IntRange(-2, i-1).Draw(t, "base"); base >= 0 {
			s.Base = d.api.Structs[base]
		} else {
			s.Key = []string{"p0"}
		}
		s.Calls = []*api.Call{{Kind: api.GetCall}}
		d.api.Structs = append(d.api.Structs, s)
	}
	d.times("unions", func(i int) {
		u := &api.Union{Name: api.Name{Namespace: "n", Local: fmt.Sprintf("u%d", i)}}
		d.api.Unions = append(d.api.Unions, u)
		d.times("variants", func(int) { u.Variants = append(u.Variants, api.Variant{Type: d.typ("variant")}) })
	})
	for n, s := range d.api.Structs {
		d.times("properties", func(i int) {
			s.Properties = append(s.Properties, &api.Property{Name: fmt.Sprintf("p%d", i), Type: d.typ("property")})
		})
		d.times("navigations", func(i int) { s.Navigations = append(s.Navigations, d.navigation(fmt.Sprintf("n%d%d", n, i))) })
		d.times("operations", func(i int) { s.Operations = append(s.Operations, d.operation(fmt.Sprintf("o%d", i))) })
	}
	d.times("sets", func(i int) { d.api.Container = append(d.api.Container, d.navigation(fmt.Sprintf("s%d", i))) })
	d.times("imports", func(i int) { d.api.Imports = append(d.api.Imports, d.operation(fmt.Sprintf("i%d", i))) })
	d.times("endpoints", func(i int) { d.api.Endpoints = append(d.api.Endpoints, d.endpoint(i)) })
	return d.api
}

// drawer draws the parts of a model.
type drawer struct {
	t   *rapid.T
	api *api.API
}

func (d drawer) times(what string, f func(i int)) {
	for i := range rapid.IntRange(0, 2).Draw(d.t, what) {
		f(i)
	}
}

func (d drawer) typ(label string) api.Type {
	var typ api.Type = api.String
	switch i := rapid.IntRange(-2, len(d.api.Structs)).Draw(d.t, label); {
	case i == len(d.api.Structs):
		typ = rapid.SampledFrom(d.api.Enums).Draw(d.t, "enum")
	case i == -1 && len(d.api.Unions) > 0:
		typ = d.api.Unions[0]
	case i >= 0:
		typ = d.api.Structs[i]
	}
	switch rapid.IntRange(0, 2).Draw(d.t, "list") {
	case 1:
		typ = api.List{Elem: typ}
	case 2:
		typ = api.Map{Elem: api.Nullable{Elem: typ}}
	}
	return typ
}

func (d drawer) navigation(name string) *api.Navigation {
	return &api.Navigation{
		Name: name, Target: rapid.SampledFrom(d.api.Structs).Draw(d.t, "target"), Collection: rapid.Bool().Draw(d.t, "collection"),
	}
}

func (d drawer) operation(name string) *api.Operation {
	return action(name, d.typ("result"), "x", d.typ("param"))
}

func (d drawer) endpoint(i int) *api.Endpoint {
	return &api.Endpoint{
		Name: fmt.Sprintf("get%d", i), Method: "GET", Path: []string{"/d0/{id}", "/d0/d1"}[i],
		Params:  []*api.EndpointParam{{Param: api.Param{Name: "q", Type: d.typ("param")}}},
		Body:    &api.Content{Type: d.typ("body")},
		Answers: []*api.Answer{{Content: api.Content{Type: d.typ("answer")}}},
	}
}

// drawSelector draws a selector of which the parts mostly are in a.
func drawSelector(t *rapid.T, a *api.API) string {
	first := []string{"s*", "s*", "**", "n1.*", "o1", "i0", "e1", "u0", "d0", "d0/{id}/d1", "d*/+*", "get0", "zz"}
	var at []*api.Struct
	for _, nav := range a.Container {
		first, at = append(first, nav.Name), append(at, nav.Target)
	}
	for _, s := range a.Structs {
		first, at = append(first, s.Name.String()), append(at, s)
	}
	i := rapid.IntRange(0, len(first)-1).Draw(t, "first")
	text := first[i]
	if i -= len(first) - len(at); i >= 0 {
		s := at[i]
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			next := []string{"*", "**", "o0", "o1"}
			for _, nav := range s.AllNavigations() {
				next = append(next, nav.Name)
			}
			segment := rapid.SampledFrom(next).Draw(t, "segment")
			text += rapid.SampledFrom([]string{"/", "/{id}/", "/+"}).Draw(t, "slash") + segment
			if j := slices.IndexFunc(s.AllNavigations(), func(nav *api.Navigation) bool { return nav.Name == segment }); j >= 0 {
				s = s.AllNavigations()[j].Target
			}
		}
	}
	return text + rapid.SampledFrom([]string{"", "", "+derived"}).Draw(t, "derived")
}
