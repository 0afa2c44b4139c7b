package slice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
)

// TestAnySliceIsClosed holds that what a slice refers to is in it, that each of
// its types has a reason, that the input stays as it is, and that cutting again,
// the same or what came out, gives the same.
func TestAnySliceIsClosed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawAPI(t)
		before := outline(a)
		include := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return drawSelector(t, a) }), 0, 3).Draw(t, "include")
		exclude := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return drawSelector(t, a) }), 0, 2).Draw(t, "exclude")
		o := options(strings.Join(include, " ") + " - " + strings.Join(exclude, " "))
		var diags, again diag.List
		out, reasons := slice.Cut(a, o, &diags)
		checkClosed(t, a, out, reasons)
		if after := outline(a); after != before {
			t.Errorf("the input changed (-before +after):\n%s", cmp.Diff(before, after))
		}
		second, _ := slice.Cut(a, o, &again)
		if diff := cmp.Diff(outline(out), outline(second)); diff != "" {
			t.Errorf("the same cut again (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(diags.Sorted(), again.Sorted()); diff != "" {
			t.Errorf("diagnostics of the same cut again (-first +second):\n%s", diff)
		}
		atRoot := func(s string) bool { return s[0] == 's' }
		if diags.Len() == 0 && len(include) > 0 && len(exclude) == 0 && !slices.ContainsFunc(include, func(s string) bool { return !atRoot(s) }) {
			part, _ := slice.Cut(out, o, &again)
			if diff := cmp.Diff(outline(out), outline(part)); diff != "" {
				t.Errorf("a slice of the slice (-first +second):\n%s", diff)
			}
		}
	})
}

// drawAPI draws a model: types t0, t1 ..., sets s0, s1 ... .
func drawAPI(t *rapid.T) *api.API {
	a := &api.API{Enums: []*api.Enum{{Name: api.Name{Namespace: "n", Local: "e0"}}, {Name: api.Name{Namespace: "n", Local: "e1"}}}}
	count := rapid.IntRange(1, 7).Draw(t, "types")
	for i := range count {
		s := &api.Struct{Name: api.Name{Namespace: fmt.Sprintf("n%d", i%2), Local: fmt.Sprintf("t%d", i)}}
		if base := rapid.IntRange(-2, i-1).Draw(t, "base"); base >= 0 {
			s.Base = a.Structs[base]
		} else {
			s.Key = []string{"p0"}
		}
		s.Calls = []*api.Call{{Kind: api.GetCall}}
		a.Structs = append(a.Structs, s)
	}
	types := rapid.Custom(func(t *rapid.T) api.Type {
		var typ api.Type = api.String
		if i := rapid.IntRange(-2, count).Draw(t, "type"); i == count {
			typ = a.Enums[rapid.IntRange(0, 1).Draw(t, "enum")]
		} else if i == -1 && len(a.Unions) > 0 {
			typ = a.Unions[0]
		} else if i >= 0 {
			typ = a.Structs[i]
		}
		switch rapid.IntRange(0, 2).Draw(t, "list") {
		case 1:
			typ = api.List{Elem: typ}
		case 2:
			typ = api.Map{Elem: api.Nullable{Elem: typ}}
		}
		return typ
	})
	navigation := func(name string) *api.Navigation {
		return &api.Navigation{Name: name, Target: rapid.SampledFrom(a.Structs).Draw(t, "target"), Collection: rapid.Bool().Draw(t, "collection")}
	}
	operation := func(name string) *api.Operation {
		return action(name, types.Draw(t, "result"), "x", types.Draw(t, "param"))
	}
	times := func(what string, f func(i int)) {
		for i := range rapid.IntRange(0, 2).Draw(t, what) {
			f(i)
		}
	}
	times("unions", func(i int) {
		u := &api.Union{Name: api.Name{Namespace: "n", Local: fmt.Sprintf("u%d", i)}}
		a.Unions = append(a.Unions, u)
		times("variants", func(int) { u.Variants = append(u.Variants, api.Variant{Type: types.Draw(t, "variant")}) })
	})
	for n, s := range a.Structs {
		times("properties", func(i int) {
			s.Properties = append(s.Properties, &api.Property{Name: fmt.Sprintf("p%d", i), Type: types.Draw(t, "property")})
		})
		times("navigations", func(int) {
			s.Navigations = append(s.Navigations, navigation(fmt.Sprintf("n%d%d", n, len(s.Navigations))))
		})
		times("operations", func(i int) { s.Operations = append(s.Operations, operation(fmt.Sprintf("o%d", i))) })
	}
	times("sets", func(i int) { a.Container = append(a.Container, navigation(fmt.Sprintf("s%d", i))) })
	times("endpoints", func(i int) {
		param := api.Param{Name: "q", Type: types.Draw(t, "param")}
		a.Endpoints = append(a.Endpoints, &api.Endpoint{
			Name: fmt.Sprintf("get%d", i), Method: "GET", Path: []string{"/d0/{id}", "/d0/d1"}[i],
			Params:  []*api.EndpointParam{{Param: param}},
			Body:    &api.Content{Type: types.Draw(t, "body")},
			Answers: []*api.Answer{{Content: api.Content{Type: types.Draw(t, "answer")}}},
		})
	})
	times("imports", func(i int) { a.Imports = append(a.Imports, operation(fmt.Sprintf("i%d", i))) })
	return a
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

// checkClosed checks that out refers to nothing outside of it, and has reasons.
func checkClosed(t rapid.TB, in, out *api.API, reasons *slice.Reasons) {
	models, structs := map[api.Type]bool{}, map[*api.Struct]bool{}
	for _, s := range out.Structs {
		structs[s], models[s] = true, !s.PathOnly
		if _, ok := reasons.Of(s.Name.String()); !ok {
			t.Errorf("no reason for %s", s.Name)
		}
	}
	for _, e := range out.Enums {
		models[e] = true
		if _, ok := reasons.Of(e.Name.String()); !ok {
			t.Errorf("no reason for %s", e.Name)
		}
	}
	for _, u := range out.Unions {
		models[u] = true
		if _, ok := reasons.Of(u.Name.String()); !ok {
			t.Errorf("no reason for %s", u.Name)
		}
	}
	var typ func(where string, t api.Type)
	typ = func(where string, of api.Type) {
		switch of := of.(type) {
		case api.List:
			typ(where, of.Elem)
		case api.Map:
			typ(where, of.Elem)
		case api.Nullable:
			typ(where, of.Elem)
		case *api.Struct, *api.Enum, *api.Union:
			if !models[of] {
				t.Errorf("%s has a type that is not in the slice: %v", where, of)
			}
		}
	}
	for _, u := range out.Unions {
		for _, v := range u.Variants {
			typ(u.Name.String(), v.Type)
		}
	}
	for _, e := range out.Endpoints {
		typ(e.Name, e.Params[0].Type)
		typ(e.Name, e.Body.Type)
		typ(e.Name, e.Answers[0].Content.Type)
	}
	operations := func(where string, ops []*api.Operation) {
		for _, op := range ops {
			typ(where+" "+op.Name, op.Result)
			for _, p := range op.Params {
				typ(where+" "+op.Name, p.Type)
			}
		}
	}
	operations("the root", out.Imports)
	for _, nav := range out.Container {
		if !structs[nav.Target] {
			t.Errorf("%s leads out of the slice", nav.Name)
		}
	}
	for _, s := range out.Structs {
		for _, p := range s.AllProperties() {
			typ(s.Name.Local+"."+p.Name, p.Type)
		}
		operations(s.Name.Local, append(s.AllOperations(), s.AllSetOps()...))
		for _, nav := range s.AllNavigations() {
			if !structs[nav.Target] {
				t.Errorf("%s.%s leads out of the slice", s.Name, nav.Name)
			}
		}
		for base := s; base != nil; base = base.Base {
			if slices.Contains(in.Structs, base) {
				t.Errorf("%s is of the input, not of the slice", base.Name)
			}
			if len(operationsOf(base)) > 0 && !structs[base] {
				t.Errorf("%s has operations and is not in the slice", base.Name)
			}
		}
	}
}

func operationsOf(s *api.Struct) []*api.Operation { return slices.Concat(s.Operations, s.SetOps) }
