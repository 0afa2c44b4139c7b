package odataserver

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/internal/literal"
	"github.com/seed-349153d7/odagen/templates/wire"
)

func TestAFunctionGetsTheArgumentThatAClientSends(t *testing.T) {
	for _, property := range []any{
		func(v string) bool { return !utf8.ValidString(v) || sentArgument(t, v) },
		func(v []string) bool { return v == nil || sentArgument(t, v) },
		func(v int64) bool { return sentArgument(t, v) },
		func(v float64) bool { return sentArgument(t, v) },
		func(v bool) bool { return sentArgument(t, api.Some(v)) },
		func(v []byte) bool { return v == nil || sentArgument(t, v) },
	} {
		if err := quick.Check(property, nil); err != nil {
			t.Error(err)
		}
	}
	sentArgument(t, api.Null[string]())
	sentArgument(t, api.Null[int32]())
	sentArgument(t, must(api.ParseGUID("01234567-89ab-cdef-0123-456789abcdef")))
	sentArgument(t, must(api.ParseDate("2026-01-02")))
	sentArgument(t, must(api.ParseDateTimeOffset("2026-01-02T03:04:05Z")))
	sentArgument(t, must(api.ParseDuration("PT1S")))
	sentArgument(t, must(api.ParseDecimal("12.50")))
}

// sentArgument reports whether v is what comes of the literal that is made of it.
func sentArgument[V any](t *testing.T, v V) bool {
	t.Helper()
	text := literal.Of(string(wire.AppendFlagged(nil, &v, 0)), &v)
	params, ok := parseArguments("a=1,b="+text+",c='x'", 3)
	if !ok || len(params) != 3 {
		t.Errorf("%#v was sent as %q, which is no parameter", v, text)
		return false
	}
	var got V
	if err := decodeArgument(params[1].literal, &got); err != nil || !reflect.DeepEqual(got, v) {
		t.Errorf("%#v was sent as %q and read as %#v, %v", v, params[1].literal, got, err)
		return false
	}
	return true
}

func TestALiteralThatDoesNotFitIsAnError(t *testing.T) {
	for _, tt := range []struct {
		literal string
		field   any
		want    string
	}{
		{"ann", new(string), "want a string in single quotes"},
		{"'a'b'", new(string), "want a string in single quotes"},
		{"7", new(string), "want a string, got a number"},
		{"null", new(string), "want a value, got null"},
		{"null", new(int32), "want a value, got null"},
		{"1.5", new(int32), "want an integer of 32 bits, got 1.5"},
		{"2026-13-01", new(api.Date), `want a date, got "2026-13-01"`},
		{"'\xff'", new(string), "a string has bytes that are not UTF-8"},
	} {
		err := decodeArgument(tt.literal, tt.field)
		if err == nil || exchange.Message(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.literal, err, tt.want)
		}
	}
}

func FuzzAServiceGetsTheKeyThatAClientSends(f *testing.F) {
	for _, key := range []string{"ann", "O'Neil", "a/b", "..", ".", "a b", "(1)", "x=1,y='2'", "%2F", "$count", "''", "a+b", "é\xff\x00", "//", "a.b", "near(place='x')"} {
		f.Add(key)
	}
	root := routes(f)
	f.Fuzz(func(t *testing.T, key string) { sent(t, root, key) })
}

func TestAServiceGetsAnyKeyThatAClientSends(t *testing.T) {
	root := routes(t)
	property := func(key string) bool { sent(t, root, key); return !t.Failed() }
	if err := quick.Check(property, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

// quote returns a string literal of URLs.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// sent checks that root finds key as a segment and in parentheses. A key that is no
// text is found nowhere.
func sent(t *testing.T, root *router, key string) {
	paths := []string{"/users(" + escape.Escape(quote(key), escape.LiteralBytes) + ")/parts('1')"}
	if key != "" && key != "." && key != ".." {
		paths = append(paths, "/users/"+escape.Escape(key, escape.SegmentBytes)+"/parts/1")
	}
	for _, path := range paths {
		var m matcher
		found := root.match(path, &m) != nil
		if !utf8.ValidString(key) || strings.Contains(key, "\x00") {
			if found {
				t.Errorf("path %s leads somewhere", path)
			}
			continue
		}
		if !found || !slices.Equal(m.keys, []string{key, "1"}) {
			t.Errorf("path %s gave the keys %q, want %q", path, m.keys, key)
		}
	}
}
