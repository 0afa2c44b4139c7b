package odata

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// routes are the patterns of a service. The first method of a node is its
// pattern.
func routes(t testing.TB) *node {
	t.Helper()
	var root node
	for _, pattern := range []string{
		"/me", "/me/manager", "/users", "/users/{id}", "/users/{id}/run", "/users/{id}/parts/{name}",
		"/users/delta", "/items/{order}/{item}", "/items/{order}/{item}/notes", "/a/b/c",
		"/users/{id}/ns.guest",
	} {
		root.add(Route{http.MethodGet, pattern, nil})
	}
	return &root
}

func TestAPathLeadsToItsRoute(t *testing.T) {
	root := routes(t)
	for _, tt := range []struct {
		path, pattern string
		keys          []string
	}{
		{"/me", "/me", nil},
		{"/me/", "/me", nil},
		{"/me/manager", "/me/manager", nil},
		{"/users", "/users", nil},
		{"/users/", "/users", nil},
		{"/users/ann", "/users/{id}", []string{"ann"}},
		{"/users/ann/", "/users/{id}", []string{"ann"}},
		{"/users/a%2Fb", "/users/{id}", []string{"a/b"}},
		{"/users/a+b", "/users/{id}", []string{"a+b"}},
		{"/users/%28x%29", "/users/{id}", []string{"(x)"}},
		{"/users('ann')", "/users/{id}", []string{"ann"}},
		{"/users('a''b')", "/users/{id}", []string{"a'b"}},
		{"/users(%27a%27%27b%27)", "/users/{id}", []string{"a'b"}},
		{"/users('a(b)c')", "/users/{id}", []string{"a(b)c"}},
		{"/users('a,b=c')", "/users/{id}", []string{"a,b=c"}},
		{"/users('')", "/users/{id}", []string{""}},
		{"/users(7)", "/users/{id}", []string{"7"}},
		{"/users(id='ann')", "/users/{id}", []string{"ann"}},
		{"/users(id=7)", "/users/{id}", []string{"7"}},
		{"/users('ann')/run", "/users/{id}/run", []string{"ann"}},
		{"/users/ann/run", "/users/{id}/run", []string{"ann"}},
		{"/users/ann/ns.run", "/users/{id}/run", []string{"ann"}},
		{"/users/ann/a.b.run()", "/users/{id}/run", []string{"ann"}},
		{"/users/ann/run()", "/users/{id}/run", []string{"ann"}},
		{"/users/ann/ns.guest", "/users/{id}/ns.guest", []string{"ann"}},
		{"/users('ann')/parts('1')", "/users/{id}/parts/{name}", []string{"ann", "1"}},
		{"/users/ann/parts/1", "/users/{id}/parts/{name}", []string{"ann", "1"}},
		{"/users/delta", "/users/delta", nil},
		{"/users/delta()", "/users/delta", nil},
		{"/users/ns.delta()", "/users/delta", nil},
		{"/users/%64elta", "/users/{id}", []string{"delta"}},
		{"/users('delta')", "/users/{id}", []string{"delta"}},
		{"/items/1/x", "/items/{order}/{item}", []string{"1", "x"}},
		{"/items(order=1,item='x')", "/items/{order}/{item}", []string{"1", "x"}},
		{"/items(item='x,''',order=1)/notes", "/items/{order}/{item}/notes", []string{"1", "x,'"}},
		{"/a/b/c", "/a/b/c", nil},

		{"", "", nil},
		{"/", "", nil},
		{"//", "", nil},
		{"/nobody", "", nil},
		{"/me/nobody", "", nil},
		{"/me()", "/me", nil},
		{"/me('x')", "", nil},
		{"/a/b", "", nil},
		{"/users//run", "", nil},
		{"/users/ann/", "/users/{id}", []string{"ann"}},
		{"/users/ann//", "", nil},
		{"/users()", "", nil},
		{"/users(", "", nil},
		{"/users('ann'", "", nil},
		{"/users'ann')", "", nil},
		{"/users('ann)", "", nil},
		{"/users('a'b')", "", nil},
		{"/users(a'b)", "", nil},
		{"/users(=1)", "", nil},
		{"/users(id=)", "", nil},
		{"/users('a',)", "", nil},
		{"/users('a','b')", "", nil},
		{"/users(mail='ann')", "", nil},
		{"/users(id='a',id='b')", "", nil},
		{"/users('ann')x", "", nil},
		{"/users('ann')/run(1)", "", nil},
		{"/users/ann/nobody", "", nil},
		{"/nobody('ann')", "", nil},
		{"/users/ann/%zz", "", nil},
		{"/users/%zz", "", nil},
		{"/users(%zz)", "", nil},
		{"/items/1", "", nil},
		{"/items(order=1)", "", nil},
		{"/items(1)/x", "/items/{order}/{item}", []string{"1", "x"}},
		{"/items(order=1,part=2)", "", nil},
		{"/items(1,'x')", "", nil},
		{"/items(order='1'xitem='2')", "", nil},
	} {
		n, keys := root.match(tt.path, nil)
		pattern := ""
		if n != nil {
			pattern = n.methods[0].pattern
		}
		if pattern != tt.pattern || n != nil && !slices.Equal(keys, tt.keys) {
			t.Errorf("%s led to %q with %q, want %q with %q", tt.path, pattern, keys, tt.pattern, tt.keys)
		}
	}
}

func TestRoutesInConflictAreAFaultOfTheProgram(t *testing.T) {
	none := func(context.Context, string) error { return nil }
	for want, patterns := range map[string][]string{
		`patterns "/a" and "a" are the same for DELETE`:            {"/a", "a"},
		`pattern "/a/{b}/c" has key "b" where another has "id"`:    {"/a/{id}", "/a/{b}/c"},
		`pattern "/a//b" has an empty segment`:                     {"/a//b"},
		`pattern "" has an empty segment`:                          {""},
		`patterns "/a/{id}" and "/a/{id}" are the same for DELETE`: {"/a/{id}", "/a/{id}"},
	} {
		func() {
			defer func() {
				if got, _ := recover().(string); got != "odata: "+want {
					t.Errorf("patterns %q: panic %q, want %q", patterns, got, want)
				}
			}()
			var rs []Route
			for _, p := range patterns {
				rs = append(rs, DeleteRoute(p, none))
			}
			NewHandler(nil, "", rs...)
		}()
	}
}

func FuzzMatch(f *testing.F) {
	for _, path := range []string{"/users('a''b')/run", "/items(order=1,item='x')", "/users/a%2Fb/parts(1)", "((", "/users(%27", "/a.b."} {
		f.Add(path)
	}
	root := routes(f)
	f.Fuzz(func(t *testing.T, path string) {
		n, keys := root.match(path, nil)
		if n == nil {
			return
		}
		if want := strings.Count(n.methods[0].pattern, "{"); len(keys) != want {
			t.Errorf("%q led to %s with the keys %q", path, n.methods[0].pattern, keys)
		}
	})
}

func FuzzParsePredicate(f *testing.F) {
	for _, text := range []string{"'a''b'", "1", "a=1,b='x,y'", "a='", "=,'"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		params, ok := parsePredicate(text, nil)
		if !ok {
			return
		}
		var again []string
		for _, p := range params {
			name := p.Name
			if name != "" {
				name += "="
			}
			again = append(again, name+Quote(p.Literal))
		}
		back, ok := parsePredicate(strings.Join(again, ","), nil)
		if !ok || !slices.Equal(back, params) {
			t.Errorf("%q was read as %q, and that as %q", text, params, back)
		}
	})
}
