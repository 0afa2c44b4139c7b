package slice_test

import (
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
// the same or what came out by paths from the root, gives the same.
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
		fromType := func(s string) bool { return s[0] != 's' }
		if diags.Len() == 0 && len(include) > 0 && len(exclude) == 0 && !slices.ContainsFunc(include, fromType) {
			part, _ := slice.Cut(out, o, &again)
			if diff := cmp.Diff(outline(out), outline(part)); diff != "" {
				t.Errorf("a slice of the slice (-first +second):\n%s", diff)
			}
		}
	})
}

// checkClosed checks that out refers to nothing outside of it, and has reasons.
func checkClosed(t rapid.TB, in, out *api.API, reasons *slice.Reasons) {
	c := closed{t, map[api.Type]bool{}, map[*api.Struct]bool{}}
	for _, s := range out.Structs {
		c.structs[s], c.models[s] = true, !s.PathOnly
		c.reason(reasons, s.Name)
	}
	for _, e := range out.Enums {
		c.models[e] = true
		c.reason(reasons, e.Name)
	}
	for _, u := range out.Unions {
		c.models[u] = true
		c.reason(reasons, u.Name)
	}
	for _, u := range out.Unions {
		for _, v := range u.Variants {
			c.typ(u.Name.String(), v.Type)
		}
	}
	for _, e := range out.Endpoints {
		c.typ(e.Name, e.Params[0].Type)
		c.typ(e.Name, e.Body.Type)
		c.typ(e.Name, e.Answers[0].Content.Type)
	}
	c.operations("the root", out.Imports)
	c.navigations("the root", out.Container)
	for _, s := range out.Structs {
		c.object(in, s)
	}
}

// closed checks what a slice refers to.
type closed struct {
	t       rapid.TB
	models  map[api.Type]bool
	structs map[*api.Struct]bool
}

func (c closed) reason(reasons *slice.Reasons, name api.Name) {
	if _, ok := reasons.Of(name.String()); !ok {
		c.t.Errorf("no reason for %s", name)
	}
}

func (c closed) object(in *api.API, s *api.Struct) {
	for _, p := range s.AllProperties() {
		c.typ(s.Name.Local+"."+p.Name, p.Type)
	}
	c.operations(s.Name.Local, append(s.AllOperations(), s.AllSetOps()...))
	c.navigations(s.Name.Local, s.AllNavigations())
	for base := s; base != nil; base = base.Base {
		if slices.Contains(in.Structs, base) {
			c.t.Errorf("%s is of the input, not of the slice", base.Name)
		}
		if len(base.Operations)+len(base.SetOps) > 0 && !c.structs[base] {
			c.t.Errorf("%s has operations and is not in the slice", base.Name)
		}
	}
}

func (c closed) typ(where string, of api.Type) {
	switch of := of.(type) {
	case api.List:
		c.typ(where, of.Elem)
	case api.Map:
		c.typ(where, of.Elem)
	case api.Nullable:
		c.typ(where, of.Elem)
	case *api.Struct, *api.Enum, *api.Union:
		if !c.models[of] {
			c.t.Errorf("%s has a type that is not in the slice: %v", where, of)
		}
	}
}

func (c closed) operations(where string, ops []*api.Operation) {
	for _, op := range ops {
		c.typ(where+" "+op.Name, op.Result)
		for _, p := range op.Params {
			c.typ(where+" "+op.Name, p.Type)
		}
	}
}

func (c closed) navigations(where string, navs []*api.Navigation) {
	for _, nav := range navs {
		if !c.structs[nav.Target] {
			c.t.Errorf("%s/%s leads out of the slice", where, nav.Name)
		}
	}
}
