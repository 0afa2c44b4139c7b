package odataserver

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/odata"
)

// routes are the routes of a service: of users, who have parts and can be guests, and
// of items, whose key has two properties.
func routes(t testing.TB) *router {
	t.Helper()
	one := Route{method: http.MethodGet}
	get := GetRoute(func(context.Context, string, *odata.Query) (*gadget, error) { return nil, nil })
	action := func(name string) Route { return Route{method: http.MethodPost, name: name} }
	function := func(name string, params ...string) Route {
		return Route{method: http.MethodGet, name: name, params: params}
	}
	list := ListRoute(func(context.Context, *odata.Query) (api.Page[*gadget], error) { return api.Page[*gadget]{}, nil })
	return newRouter([]TypeRoutes{
		{
			Children: []Child{{"me", "user", false}, {"users", "user", true}, {"items", "item", true}, {"a", "step", false}},
			One:      []Route{function("now"), action("reset")},
		},
		{
			Type: "user", Key: []string{"id"}, Derived: []string{"ns.guest", "ns.visitor"},
			One:      []Route{get, action("ns.run"), function("ns.report"), function("ns.report", "days"), function("ns.report", "days", "size")},
			Set:      []Route{list, function("ns.delta"), function("ns.near", "place")},
			Children: []Child{{"manager", "user", false}, {"parts", "part", true}},
		},
		{Type: "ns.guest", Key: []string{"id"}, One: []Route{one, action("ns.leave")}, Set: []Route{one}},
		{Type: "part", Key: []string{"name"}, One: []Route{one}, Set: []Route{one}},
		{Type: "item", Key: []string{"order", "item"}, One: []Route{one}, Children: []Child{{"notes", "part", true}}},
		{Type: "step", Children: []Child{{"b", "part", false}}},
	})
}

// found says where a path led to: the path with the keys in braces, the operation
// or property that follows, and the parameters.
func found(root *router, path string) string {
	var m matcher
	end := root.match(path, &m)
	if end == nil {
		return ""
	}
	var b strings.Builder
	for _, s := range m.path {
		b.WriteString("/" + s.Name)
		if len(s.Keys) > 0 {
			b.WriteString("{" + strings.Join(s.Keys, "|") + "}")
		}
	}
	switch m.end {
	case nil:
	case m.at.properties:
		b.WriteString("/" + m.property.name)
	default:
		b.WriteString("/" + end.routes[0].name)
	}
	for _, name := range m.property.inner {
		b.WriteString("/" + name)
	}
	if m.property.last != "" {
		b.WriteString("/" + m.property.last)
	}
	for _, p := range m.params {
		b.WriteString(" " + p.name + "=" + p.literal)
	}
	return b.String()
}

func TestAPathLeadsToItsRoute(t *testing.T) {
	root := routes(t)
	for _, tt := range []struct{ path, want string }{
		{"/me", "/me"},
		{"/me/", "/me"},
		{"/me()", "/me"},
		{"/me/manager/manager", "/me/manager/manager"},
		{"/users", "/users"},
		{"/users/", "/users"},
		{"/users/ann", "/users{ann}"},
		{"/users/ann/", "/users{ann}"},
		{"/users/a%2Fb", "/users{a/b}"},
		{"/users/a+b", "/users{a+b}"},
		{"/users/%28x%29", "/users{(x)}"},
		{"/users('ann')", "/users{ann}"},
		{"/users('a''b')", "/users{a'b}"},
		{"/users(%27a%27%27b%27)", "/users{a'b}"},
		{"/users('a(b)c')", "/users{a(b)c}"},
		{"/users('a,b=c')", "/users{a,b=c}"},
		{"/users(7)", ""},
		{"/me/parts(7)", "/me/parts{7}"},
		{"/users(id='ann')", "/users{ann}"},
		{"/users(id=7)", ""},
		{"/users('ann')/parts('1')", "/users{ann}/parts{1}"},
		{"/users/ann/parts/1", "/users{ann}/parts{1}"},
		{"/users/ann/p%61rts/1", "/users{ann}/parts{1}"},
		{"/users/ann/manager/parts/1", "/users{ann}/manager/parts{1}"},
		{"/a/b", "/a/b"},

		{"/reset", "/reset"},
		{"/now()", "/now"},
		{"/users('ann')/run", "/users{ann}/ns.run"},
		{"/users/ann/ns.run", "/users{ann}/ns.run"},
		{"/users/ann/a.b.run()", "/users{ann}/ns.run"},
		{"/users/ann/manager/run", "/users{ann}/manager/ns.run"},
		{"/users/delta", "/users/ns.delta"},
		{"/users/ns.delta", "/users/ns.delta"},
		{"/users/ns.delta()", "/users/ns.delta"},
		{"/users/alias.delta()", "/users/ns.delta"},
		{"/users/alias.delta", "/users{alias.delta}"},
		{"/users/%64elta", "/users{delta}"},
		{"/users('delta')", "/users{delta}"},
		{"/users/near(place='a,b(')", "/users/ns.near place='a,b('"},
		{"/users/near(place=%27a%27%27b%27)", "/users/ns.near place='a''b'"},
		{`/users/ns.near(place={"a":[1,")"]})`, `/users/ns.near place={"a":[1,")"]}`},
		{"/me/report(days=1)", "/me/ns.report days=1"},
		{"/me/report(size=@s,days=1)", "/me/ns.report size=@s days=1"},
		{"/users/$count", "/users/$count"},
		{"/users/%24count", "/users{$count}"},

		{"/me/kind", "/me/kind"},
		{"/users/ann/kind/$value", "/users{ann}/kind/$value"},

		{"/users/ns.guest", "/users/ns.guest"},
		{"/users/ns.guest/ann", "/users/ns.guest{ann}"},
		{"/users/ns.guest('ann')", "/users/ns.guest{ann}"},
		{"/users/ann/ns.guest", "/users{ann}/ns.guest{ann}"},
		{"/users/ann/ns.guest/leave", "/users{ann}/ns.guest{ann}/ns.leave"},
		{"/users/ann/ns.visitor", "/users{ann}/ns.visitor{ann}"},
		{"/users/ns.visitor/delta", "/users/ns.visitor/ns.delta"},
		{"/me/ns.visitor/run", "/me/ns.visitor/ns.run"},

		{"/items/1/x", "/items{1|x}"},
		{"/items(order=1,item='x')", "/items{1|x}"},
		{"/items(item='x,''',order=1)/notes", "/items{1|x,'}/notes"},

		{"", ""},
		{"/", ""},
		{"//", ""},
		{"/nobody", ""},
		{"/me/nobody", ""},
		{"/me('x')", ""},
		{"/a", ""},
		{"/a/c", ""},
		{"/items", ""},
		{"/users//run", ""},
		{"/users/ann//", ""},
		{"/users()", ""},
		{"/users(", ""},
		{"/users('ann'", ""},
		{"/users'ann')", ""},
		{"/users('ann)", ""},
		{"/users('a'b')", ""},
		{"/users(a'b)", ""},
		{"/users(=1)", ""},
		{"/users(id=)", ""},
		{"/users('a',)", ""},
		{"/users('a','b')", ""},
		{"/users(mail='ann')", ""},
		{"/users(id='a',id='b')", ""},
		{"/users('ann')x", ""},
		{"/users('ann')/run(1)", ""},
		{"/users('ann')/run/kind", ""},
		{"/users/ann/nobody", ""},
		{"/users/ann/kind/nobody", ""},
		{"/users/ann/kind/$value/$value", ""},
		{"/users/ann/$count", ""},
		{"/nobody('ann')", ""},
		{"/users/ann/%zz", ""},
		{"/users/%zz", ""},
		{"/users(%zz)", ""},
		{"/users/near(place=%zz)", ""},
		{"/users/near(place=)", ""},
		{"/users/near(place='a)", ""},
		{"/users/near(place=1,)", ""},
		{"/users/near(place=1,place=1)", ""},
		{"/users/near(other=1)", ""},
		{"/users/near(1)", ""},
		{"/items/1", ""},
		{"/items(order=1)", ""},
		{"/items(1)/x", ""},
		{"/items(order=1,part=2)", ""},
		{"/items(1,'x')", ""},
		{"/items(order='1'xitem='2')", ""},
		{"/ns.guest", ""},
		{"/users/part", "/users{part}"},
		{"/users/ann/part", ""},
		{"/users/ns.guest/ns.visitor", "/users/ns.guest{ns.visitor}"},
	} {
		if got := found(root, tt.path); got != tt.want {
			t.Errorf("%s led to %q, want %q", tt.path, got, tt.want)
		}
	}
}

func TestTheParametersChooseTheOverload(t *testing.T) {
	root := routes(t)
	for path, want := range map[string]string{
		"/me/report":                "",
		"/me/report()":              "",
		"/me/report(days=1)":        "days",
		"/me/report(size=1)":        "days size",
		"/me/report(size=1,days=1)": "days size",
	} {
		var m matcher
		r := root.match(path, &m).route(http.MethodHead, m.params)
		if got := strings.Join(r.params, " "); got != want {
			t.Errorf("%s leads to the overload with %q, want %q", path, got, want)
		}
	}
}

func TestRoutesInConflictAreAFaultOfTheProgram(t *testing.T) {
	remove := DeleteRoute(func(context.Context, string) error { return nil })
	for want, types := range map[string][]TypeRoutes{
		"a has two routes for DELETE":         {{Type: "a", One: []Route{remove, remove}}},
		"a has two routes for GET f":          {{Type: "a", Set: []Route{FunctionRoute("f", nil, nil), FunctionRoute("f", nil, nil)}}},
		"a has routes twice":                  {{Type: "a"}, {Type: "a"}},
		"a/b leads to c, which has no routes": {{Type: "a", Children: []Child{{Name: "b", Type: "c"}}}},
	} {
		func() {
			defer func() {
				if got, _ := recover().(string); got != "odata: "+want {
					t.Errorf("panic %q, want %q", got, want)
				}
			}()
			Routes(nil, types...)
		}()
	}
}

func FuzzMatch(f *testing.F) {
	for _, path := range []string{"/users('a''b')/run", "/items(order=1,item='x')", "/users/a%2Fb/parts(1)", "((", "/users(%27", "/a.b.", "/users/near(place={\"a\":'})"} {
		f.Add(path)
	}
	root := routes(f)
	f.Fuzz(func(t *testing.T, path string) {
		var m matcher
		if root.match(path, &m) == nil {
			return
		}
		n := 0
		for i, s := range m.path {
			if i+1 == len(m.path) || !strings.HasPrefix(m.path[i+1].Name, "ns.") { // a cast shows the key again
				n += len(s.Keys)
			}
		}
		if len(m.keys) != n {
			t.Errorf("%q led to %v with the keys %q", path, m.path, m.keys)
		}
	})
}

func FuzzParsePredicate(f *testing.F) {
	for _, text := range []string{"'a''b'", "1", "a=1,b='x,y'", "a='", "=,'"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		params, ok := parsePredicate(text, nil, 9)
		if !ok {
			return
		}
		var again []string
		for _, p := range params {
			name := p.name
			if name != "" {
				name += "="
			}
			again = append(again, name+quote(p.literal))
		}
		back, ok := parsePredicate(strings.Join(again, ","), nil, 9)
		for i := range params {
			params[i].quoted = true // as they are now
		}
		if !ok || !slices.Equal(back, params) {
			t.Errorf("%q was read as %v, and that as %v", text, params, back)
		}
	})
}
