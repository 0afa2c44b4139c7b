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
// with parts has none, and stays JSON text.
func Of(text string, field any) string {
	if text == "" || text[0] != '"' {
		return text
	}
	plain, _ := jsonstr.Unescape(nil, []byte(text[1:len(text)-1]))
	if unquoted[wire.TypeOf(field)] {
		return string(plain)
	}
	return Quote(string(plain))
}

// Quote returns s in single quotes, which are doubled within.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// unquoted are the types that are strings in JSON and whose literals are in no quotes.
// Durations and binary values have a prefix before theirs, which OData 4.01 lets out.
var unquoted = map[reflect.Type]bool{
	reflect.TypeFor[api.DateTimeOffset](): true,
	reflect.TypeFor[api.Date]():           true,
	reflect.TypeFor[api.TimeOfDay]():      true,
	reflect.TypeFor[api.GUID]():           true,
	reflect.TypeFor[api.Decimal]():        true,
	reflect.TypeFor[float32]():            true,
	reflect.TypeFor[float64]():            true,
}
