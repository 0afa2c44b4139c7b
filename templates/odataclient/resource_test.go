package odataclient

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/wire"
)

func arg[V any](name string, v V) Arg { return ArgOf(name, &v) }

// params are the parameters of a function, as addresses.
type params []any

func (p params) WireFields(f []any) []any { return append(f, p...) }

// must returns v, which is known to be good.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestPathsFollowTheODataURLConventions(t *testing.T) {
	segments := NewSegments("https://a/v1/")
	predicates := New("https://a/v1")
	for _, tt := range []struct {
		at   Resource
		want string
	}{
		{segments, "/v1"},
		{segments.Child("drives").Key("a").Path("root:/My Docs/a#1?%é.txt:/content"), "/v1/drives/a/root:/My%20Docs/a%231%3F%25%C3%A9.txt:/content"},
		{predicates.Path("/sites/host.example:/teams/x:/").Child("lists"), "/v1/sites/host.example:/teams/x:/lists"},
		{predicates.Path("workbook/worksheets('S')/range(address='A1:B2')"), "/v1/workbook/worksheets('S')/range(address='A1:B2')"},
		{segments.Child("users").Key("ann").Child("manager"), "/v1/users/ann/manager"},
		{segments.Child("users").Key("a/b (c) 'd' $e +f ?#é"), "/v1/users/a%2Fb%20%28c%29%20%27d%27%20%24e%20%2Bf%20%3F%23%C3%A9"},
		{segments.Child("users").Key(".."), "/v1/users('..')"},
		{segments.Child("users").Key("$x"), "/v1/users/%24x"},
		{segments.Child("orders").KeyArg(arg("id", int32(7))), "/v1/orders/7"},
		{segments.Child("spans").KeyArg(arg("id", api.Duration("PT1H"))), "/v1/spans/PT1H"},
		{segments.Child("users").Key("ann").Cast("microsoft.graph.guest"), "/v1/users/ann/microsoft.graph.guest"},
		{segments.Child("users").Child("$count"), "/v1/users/$count"},
		{segments.Child("users").Call("delta", nil), "/v1/users/delta()"},
		{segments.Child("sites").Call("byPath", params{pointer("/a'b"), pointer(api.Int32(1))}, "path", "n"), "/v1/sites/byPath(path='%2Fa''b',n=1)"},
		{segments.Child("sites").Call("f", params{pointer(api.Null[string]()), pointer(api.Opt[string]{}), pointer("")}, "a", "b", "c"), "/v1/sites/f(a=null,c='')"},
		{predicates.Child("Users").Key("O'Neil/1"), "/v1/Users('O''Neil%2F1')"},
		{predicates.Child("Orders").KeyArg(arg("ID", int64(7))), "/v1/Orders(7)"},
		{segments.Child("Items").Keys(arg("A", int32(1)), arg("B", "x,y")), "/v1/Items(A=1,B='x,y')"},

		// A zero is a key (OData URL Conventions 4.01, 4.3.1).
		{predicates.Child("Things").KeyArg(arg("Id", int32(0))), "/v1/Things(0)"},
		{predicates.Child("Things").KeyArg(arg("Id", api.Int32(0))), "/v1/Things(0)"},
		{predicates.Child("Things").KeyArg(arg("Id", false)), "/v1/Things(false)"},
		{predicates.Child("Pairs").Keys(arg("Day", api.Date("2024-03-01")), arg("Tier", int32(0))), "/v1/Pairs(Day=2024-03-01,Tier=0)"},

		// Objects and collections go through aliases (OData ABNF, functionParameter).
		{predicates.Call("G", params{pointer(api.Raw(`{"X":1}`)), pointer([]string{"a", "b/c"}), pointer(int32(1))}, "p", "l", "n"), "/v1/G(p=@p,l=@l,n=1)?@p=%7B%22X%22:1%7D&@l=%5B%22a%22,%22b/c%22%5D"},
		{predicates.Call("G", params{pointer([]string{})}, "l").Call("H", params{pointer([]int32{1})}, "l").Child("x"), "/v1/G(l=@l)/H(l=@l2)/x?@l=%5B%5D&@l2=%5B1%5D"},
		{predicates.Call("G", params{pointer("[a]")}, "l"), "/v1/G(l='%5Ba%5D')"},
	} {
		if got := strings.TrimPrefix(tt.at.url("").String(), "https://a"); got != tt.want || tt.at.err != nil {
			t.Errorf("URL %s, %v, want %s", got, tt.at.err, tt.want)
		}
	}
}

func TestAliasesComeBeforeQueryOptions(t *testing.T) {
	var got string
	at := gadgets(t, nil, func(r seen) { got = r.uri }).Call("find", params{pointer([]string{"a&b"})}, "ids")
	if _, err := Value[int32](context.Background(), at, odata.Top(2)); err == nil && got != "/v1/gadgets/find(ids=@ids)?@ids=%5B%22a%26b%22%5D&$top=2" {
		t.Errorf("asked for %s, %v", got, err)
	}
	if values, err := url.ParseQuery(at.query); err != nil || values.Get("@ids") != `["a&b"]` {
		t.Errorf("query %s, %v", at.query, err)
	}
}

func TestAnEmptyKeyIsReportedByTheCall(t *testing.T) {
	at := New("https://a").Child("users")
	for want, all := range map[string][]Resource{
		"/users: the key is empty": {
			at.Key(""), at.Key("").Child("manager"), at.KeyArg(Arg{}), at.KeyArg(arg("id", api.GUID(""))),
			at.KeyArg(arg("id", api.Opt[int32]{})), at.KeyArg(arg("id", api.Null[int32]())), at.KeyArg(arg("id", "")),
		},
		"/users: the key b is empty": {at.Keys(arg("a", int32(0)), arg("b", api.Opt[int32]{})), at.Keys(arg("b", "")), at.Keys(arg("b", api.Null[int32]()))},
	} {
		for i, r := range all {
			if err := Delete(context.Background(), r); err == nil || err.Error() != want {
				t.Errorf("%d: Delete = %v, want %s", i, err, want)
			}
		}
	}
}

// A value that has no literal is not left out as an absent one is.
// A value that has no literal was forgotten: leaving it out would be another call.
func TestAnArgumentThatIsEmptyIsReportedByTheCall(t *testing.T) {
	at := gadgets(t, nil, nil)
	for _, value := range []any{new(api.GUID), new(api.Date), new(api.Decimal), new(*gadget)} {
		err := Call(context.Background(), at.Call("f", params{value}, "a"))
		if err == nil || !strings.HasSuffix(err.Error(), `f: parameter "a" is empty`) {
			t.Errorf("%T: %v", value, err)
		}
	}
	for _, value := range []any{new(string), new(int32), new(api.Opt[api.GUID]), new([]string), new(api.Raw), new(api.Opt[*gadget])} {
		if err := Call(context.Background(), at.Call("f", params{value}, "a")); err != nil {
			t.Errorf("%T: %v", value, err)
		}
	}
}

func TestAPathHasNoSegmentThatIsLostOnItsWay(t *testing.T) {
	asked := 0
	at := gadgets(t, nil, func(seen) { asked++ })
	for _, path := range []string{"", "/", "a//b", "root:/../x:", "./x", "a/."} {
		if err := Delete(context.Background(), at.Path(path)); err == nil {
			t.Errorf("Path(%q) was sent", path)
		}
	}
	if asked > 0 {
		t.Errorf("%d requests", asked)
	}
}

// A precondition that cannot be stated must not become none (OData Protocol 4.01, 8.2.4).
func TestAnETagThatIsNotThereIsNoPrecondition(t *testing.T) {
	var got []string
	at := gadgets(t, nil, func(r seen) { got = append(got, r.line) })
	if err := Delete(context.Background(), at.Key("1"), odata.IfMatch("")); err == nil || got != nil {
		t.Errorf("%v, sent %q", err, got)
	}
	if err := Call(context.Background(), at, odata.IfNoneMatch("")); err != nil || len(got) != 1 || strings.Contains(got[0], "If-None-Match") {
		t.Errorf("%v, sent %q", err, got)
	}
}

func TestAnArgumentThatCannotBeWrittenIsReportedByTheCall(t *testing.T) {
	at := New("https://a").Child("x")
	for want, r := range map[string]Resource{
		`/x: f: parameter "d": encode: want a date, got "2023-02-29"`:         at.Call("f", params{pointer(api.Date("2023-02-29"))}, "d"),
		`/x: f: parameter "s": encode: a string has bytes that are not UTF-8`: at.Call("f", params{pointer("\xff")}, "s").Child("y"),
		`/x: the key: encode: want a GUID, got "1"`:                           at.KeyArg(arg("id", api.GUID("1"))),
		`/x: the key a: encode: want a decimal number, got "1,5"`:             at.Keys(arg("a", api.Decimal("1,5")), arg("b", int32(1))),
	} {
		if err := Call(context.Background(), r); err == nil || err.Error() != want {
			t.Errorf("Call = %v, want %s", err, want)
		}
	}
}

func FuzzAKeyIsOneSegment(f *testing.F) {
	for _, key := range []string{"ann", "O'Neil", "a/b", "..", ".", "a b", "(1)", "x=1,y='2'", "%2F", "$count", "''", "a+b", "é\xff\x00", "//", "a.b"} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) { sent(t, key) })
}

func TestAnyKeyIsOneSegment(t *testing.T) {
	property := func(key string) bool { sent(t, key); return !t.Failed() }
	if err := quick.Check(property, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

// sent checks that a key is one segment of a path, and can be read from it.
func sent(t *testing.T, key string) {
	if key == "" {
		return
	}
	for _, root := range []Resource{New("https://a"), NewSegments("https://a")} {
		path := root.Child("users").Key(key).Child("parts").url("").EscapedPath()
		if strings.ContainsAny(path, "+ ") {
			t.Errorf("path %s has a byte that must be encoded", path)
		}
		parts := strings.Split(path, "/")
		if last := parts[len(parts)-1]; last != "parts" {
			t.Errorf("path %s does not end in parts", path)
		}
		link := strings.TrimSuffix(path, "/parts")
		got := keyIn(link, "users")
		if len(got) != 1 || got[0] != (Arg{Literal: odata.Quote(key)}) {
			t.Errorf("path %s has the key %v, want %q", link, got, key)
		}
	}
}

func TestLiteralsAreThoseOfURLs(t *testing.T) {
	day := must(api.ParseDate("2026-01-02"))
	for _, tt := range []struct {
		got  Arg
		want string
	}{
		{arg("a", "x"), "'x'"},
		{arg("a", "it's"), "'it''s'"},
		{arg("a", `"\é`), `'"\é'`},
		{arg("a", ""), "''"},
		{arg("a", api.Some("")), "''"},
		{arg("a", int64(-5)), "-5"},
		{arg("a", 1.5), "1.5"},
		{arg("a", true), "true"},
		{arg("a", api.Null[int32]()), "null"},
		{arg("a", api.Opt[int32]{}), ""},
		{arg("a", day), "2026-01-02"},
		{arg("a", api.Some(day)), "2026-01-02"},
		{arg("a", api.GUID("01234567-89ab-cdef-0123-456789abcdef")), "01234567-89ab-cdef-0123-456789abcdef"},
		{arg("a", api.DateTimeOffset("2026-01-02T03:04:05Z")), "2026-01-02T03:04:05Z"},
		{arg("a", api.Duration("PT1S")), "duration'PT1S'"},
		{arg("a", api.Decimal("12.50")), "12.50"},
		{arg("a", []byte{0xfb, 0xff}), "binary'-_8='"},
		{ArgOf("a", ptr(day)), "2026-01-02"},
		{ArgOf("a", ptr("x")), "'x'"},
		{ArgOf("a", new(*string)), ""},
		{ArgOf("a", new(color)), "''"},
	} {
		if tt.got != (Arg{Name: "a", Literal: tt.want}) {
			t.Errorf("argument %v, want %s", tt.got, tt.want)
		}
	}
}

// ptr returns a pointer to a pointer to v, which an optional parameter is.
func ptr[T any](v T) **T {
	p := &v
	return &p
}

type color string

func (c color) IsKnown() bool { return c == "red" }

// What a literal says comes back when the key of an answer is read.
func TestTheLiteralsOfKeysComeBack(t *testing.T) {
	same := func(v, back any) bool {
		literal := ArgOf("k", v).Literal
		if err := wire.DecodeField(jsonOf(literal), back); err != nil {
			t.Errorf("%s: %v", literal, err)
			return false
		}
		return ArgOf("k", back).Literal == literal
	}
	for _, property := range []any{
		func(v string) bool { return !utf8.ValidString(v) || same(&v, new(string)) },
		func(v int64) bool { return same(&v, new(int64)) },
		func(v bool) bool { return same(&v, new(bool)) },
		func(v []byte) bool { return same(&v, new([]byte)) },
	} {
		if err := quick.Check(property, nil); err != nil {
			t.Error(err)
		}
	}
	same(&[]api.Date{"2026-01-02"}[0], new(api.Date))
	same(&[]api.GUID{"01234567-89ab-cdef-0123-456789abcdef"}[0], new(api.GUID))
	same(&[]api.Decimal{"12.50"}[0], new(api.Decimal))
	same(&[]api.Duration{"PT1S"}[0], new(api.Duration))
	same(&[]api.DateTimeOffset{"2026-01-02T03:04:05Z"}[0], new(api.DateTimeOffset))
}

// pointer is new(v) of Go 1.26.
func pointer[T any](v T) *T { return &v }
