package odataclient

import (
	"reflect"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Arg names a value in a URL: a property of a key, or a parameter of a function.
type Arg struct {
	Name string
	// Literal is the value as OData writes it in URLs: 1, true, null,
	// 2016-12-31, 'text'. It is "" for what is absent.
	Literal string

	err error // why there is none
}

// isKey reports whether the argument has a value: null is none that a key can have.
func (a Arg) isKey() bool { return a.Literal != "" && a.Literal != "null" && a.Literal != "''" }

// ArgOf returns a parameter of a function, or a part of a key, from a pointer to its
// value. A value without parts becomes a literal of URLs, another its JSON text (OData
// URL Conventions 4.01, 5.1.1.6).
//
//go:noinline
func ArgOf(name string, value any) Arg {
	encoded, err := wire.EncodeRequest(value)
	text := string(encoded)
	switch {
	case err != nil:
		return Arg{Name: name, err: err} // a value that cannot be written is not an absent one
	case text == "":
		return Arg{Name: name}
	case text[0] != '"':
		return Arg{Name: name, Literal: text}
	}
	plain, _ := jsonstr.Unescape(nil, []byte(text[1:len(text)-1]))
	if isQuoted(value) {
		return Arg{Name: name, Literal: odata.Quote(string(plain))}
	}
	return Arg{Name: name, Literal: string(plain)}
}

// isQuoted reports whether literals of the type that value points to are in
// quotes. Dates, times, GUIDs and numbers are not; durations and binary values
// have a prefix before the quotes, which OData 4.01 lets out.
func isQuoted(value any) bool { return !unquoted[wire.TypeOf(value)] }

var unquoted = map[reflect.Type]bool{
	reflect.TypeFor[api.DateTimeOffset](): true,
	reflect.TypeFor[api.Date]():           true,
	reflect.TypeFor[api.TimeOfDay]():      true,
	reflect.TypeFor[api.GUID]():           true,
	reflect.TypeFor[api.Decimal]():        true,
	reflect.TypeFor[float32]():            true,
	reflect.TypeFor[float64]():            true,
}
