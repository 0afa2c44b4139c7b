// Package literal writes values as literals of URLs (OData URL Conventions 4.01, 5.1.1.6).
package literal

import (
	"reflect"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Of returns the literal of the value that field leads to and that is text in JSON. A value
// with parts has none, and stays JSON text. Durations, binary values and members of
// enumerations have a prefix, which OData 4.0 asks for and 4.01 allows (OData ABNF,
// durationLiteral, binaryLiteral, enumLiteral).
func Of(text string, field any) string {
	if text == "" || text[0] != '"' {
		return text
	}
	plain, _ := jsonstr.Unescape(nil, []byte(text[1:len(text)-1]))
	t := wire.TypeOf(field)
	if unquoted[t] {
		return string(plain)
	}
	prefix := prefixes[t]
	if prefix == "" && t != nil && t.Implements(namedType) {
		prefix = reflect.Zero(t).Interface().(named).WireName()
	}
	return prefix + Quote(string(plain))
}

// named is a member of an enumeration that URLs have: it tells the qualified name of that.
type named interface{ WireName() string }

var namedType = reflect.TypeFor[named]()

var prefixes = map[reflect.Type]string{
	reflect.TypeFor[api.Duration](): "duration",
	reflect.TypeFor[[]byte]():       "binary",
	reflect.TypeFor[api.Base64]():   "binary",
}

// Cut returns the text of a literal in quotes, which may have a prefix; ok is false for
// another.
func Cut(literal string) (text string, ok bool) {
	start := strings.IndexByte(literal, '\'')
	if start < 0 || len(literal) < start+2 || literal[len(literal)-1] != '\'' || strings.ContainsAny(literal[:start], "\"{}[]:, ") {
		return "", false
	}
	text = literal[start+1 : len(literal)-1]
	if strings.IndexByte(text, '\'') < 0 {
		return text, true
	}
	if strings.Contains(strings.ReplaceAll(text, "''", ""), "'") {
		return "", false
	}
	return strings.ReplaceAll(text, "''", "'"), true
}

// Quote returns s in single quotes, which are doubled within.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// unquoted are the types that are strings in JSON and whose literals are in no quotes.
var unquoted = map[reflect.Type]bool{
	reflect.TypeFor[api.DateTimeOffset](): true,
	reflect.TypeFor[api.Date]():           true,
	reflect.TypeFor[api.TimeOfDay]():      true,
	reflect.TypeFor[api.GUID]():           true,
	reflect.TypeFor[api.Decimal]():        true,
	reflect.TypeFor[float32]():            true,
	reflect.TypeFor[float64]():            true,
}
