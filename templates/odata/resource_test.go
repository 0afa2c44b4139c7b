package odata

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/quick"
)

func TestPathsFollowTheODataURLConventions(t *testing.T) {
	segments := NewClient("https://a/v1/")
	predicates := NewClient("https://a/v1", WithKeyPredicates())
	for _, tt := range []struct {
		at   Resource
		want string
	}{
		{segments, "/v1"},
		{segments.Child("users").Key("ann").Child("manager"), "/v1/users/ann/manager"},
		{segments.Child("users").Key("a/b (c) 'd' $e +f ?#é"), "/v1/users/a%2Fb%20%28c%29%20%27d%27%20%24e%20%2Bf%20%3F%23%C3%A9"},
		{segments.Child("users").Key(".."), "/v1/users('..')"},
		{segments.Child("orders").KeyLiteral("7"), "/v1/orders/7"},
		{segments.Child("users").Key("ann").Cast("microsoft.graph.guest"), "/v1/users/ann/microsoft.graph.guest"},
		{segments.Child("users").Child("$count"), "/v1/users/$count"},
		{segments.Child("users").Call("delta"), "/v1/users/delta()"},
		{segments.Child("sites").Call("byPath", Param{"path", Quote("/a'b")}, Param{"n", "1"}), "/v1/sites/byPath(path='%2Fa''b',n=1)"},
		{predicates.Child("Users").Key("O'Neil/1"), "/v1/Users('O''Neil%2F1')"},
		{predicates.Child("Orders").KeyLiteral("7"), "/v1/Orders(7)"},
		{predicates.Child("Users").Key(""), ""},
		{segments.Child("Items").Keys(Param{"A", "1"}, Param{"B", Quote("x,y")}), "/v1/Items(A=1,B='x,y')"},
	} {
		u, err := tt.at.url(nil)
		switch {
		case tt.want == "":
			if err == nil {
				t.Errorf("path %s, want an error", u.EscapedPath())
			}
		case err != nil:
			t.Errorf("want %s, got %v", tt.want, err)
		case u.EscapedPath() != tt.want:
			t.Errorf("path %s, want %s", u.EscapedPath(), tt.want)
		}
	}
}

func TestAnEmptyKeyIsReportedByTheCall(t *testing.T) {
	at := NewClient("https://a").Child("users")
	for _, r := range []Resource{at.Key(""), at.KeyLiteral(""), at.Key("").Child("manager")} {
		if err := Delete(context.Background(), r); err == nil || err.Error() != "odata: /users: the key is empty" {
			t.Errorf("Delete = %v, want the key to be reported", err)
		}
	}
}

func FuzzAServiceGetsTheKeyThatAClientSends(f *testing.F) {
	for _, key := range []string{"ann", "O'Neil", "a/b", "..", ".", "a b", "(1)", "x=1,y='2'", "%2F", "$count", "''", "a+b", "é\xff\x00", "//", "a.b"} {
		f.Add(key)
	}
	root := routes(f)
	f.Fuzz(func(t *testing.T, key string) {
		sent(t, root, key)
	})
}

func TestAServiceGetsAnyKeyThatAClientSends(t *testing.T) {
	root := routes(t)
	property := func(key string) bool { sent(t, root, key); return !t.Failed() }
	if err := quick.Check(property, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

// sent checks that root finds key in the paths of clients.
func sent(t *testing.T, root *site, key string) {
	for _, opts := range [][]Option{nil, {WithKeyPredicates()}} {
		if key == "" {
			continue
		}
		u, err := NewClient("https://a", opts...).Child("users").Key(key).Child("parts").Key("1").url(nil)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(u.EscapedPath(), "+ ") {
			t.Errorf("path %s has a byte that must be encoded", u.EscapedPath())
		}
		var w walk
		if root.match(u.EscapedPath(), &w) == nil || !slices.Equal(w.keys, []string{key, "1"}) {
			t.Errorf("path %s gave the keys %q, want %q", u.EscapedPath(), w.keys, key)
		}
	}
}
