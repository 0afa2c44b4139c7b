package odata

import (
	"reflect"
	"testing"
	"testing/quick"
	"unicode/utf8"
)

func TestAFunctionGetsTheArgumentThatAClientSends(t *testing.T) {
	for _, property := range []any{
		func(v string) bool { return !utf8.ValidString(v) || sentArgument(t, v) },
		func(v string) bool { return !utf8.ValidString(v) || sentArgument(t, Some("@'"+v)) },
		func(v []string) bool { return v == nil || sentArgument(t, v) },
		func(v int64) bool { return sentArgument(t, v) },
		func(v float64) bool { return sentArgument(t, v) },
		func(v bool) bool { return sentArgument(t, Some(v)) },
		func(v []byte) bool { return v == nil || sentArgument(t, v) },
	} {
		if err := quick.Check(property, nil); err != nil {
			t.Error(err)
		}
	}
	sentArgument(t, Null[string]())
	sentArgument(t, Null[int32]())
	sentArgument(t, must(ParseGUID("01234567-89ab-cdef-0123-456789abcdef")))
	sentArgument(t, must(ParseDate("2026-01-02")))
	sentArgument(t, must(ParseDateTimeOffset("2026-01-02T03:04:05Z")))
	sentArgument(t, must(ParseDuration("PT1S")))
	sentArgument(t, must(ParseDecimal("12.50")))
}

// sentArgument reports whether v is what comes of the path that Arg makes of it.
func sentArgument[V any](t *testing.T, v V) bool {
	t.Helper()
	params, ok := parseArguments("a=1,b=" + Arg("b", &v).Literal + ",c='x'")
	if !ok || len(params) != 3 {
		t.Errorf("%#v was sent as %q, which is no parameter", v, Arg("b", &v).Literal)
		return false
	}
	var got V
	if err := decodeArgument(params[1].Literal, &got); err != nil || !reflect.DeepEqual(got, v) {
		t.Errorf("%#v was sent as %q and read as %#v, %v", v, params[1].Literal, got, err)
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
		{"2026-13-01", new(Date), `want a date, got "2026-13-01"`},
		{"'\xff'", new(string), "a string has bytes that are not UTF-8"},
	} {
		err := decodeArgument(tt.literal, tt.field)
		if err == nil || argumentFault(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.literal, err, tt.want)
		}
	}
}
