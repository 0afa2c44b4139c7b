package jsonschema

import (
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// goName is what x-go-name says that something is called in Go; "" when it says
// nothing.
func goName(s *Schema) string { return textOf(s.Extension("x-go-name")) }

// goTypes are the types of Go that x-go-type may name, with the types of JSON that
// they are for.
var goTypes = map[string]struct {
	json []string
	typ  api.Primitive
}{
	"bool":    {[]string{TypeBoolean}, api.Boolean},
	"string":  {[]string{TypeString}, api.String},
	"int8":    {[]string{TypeInteger}, api.SByte},
	"uint8":   {[]string{TypeInteger}, api.Byte},
	"byte":    {[]string{TypeInteger}, api.Byte},
	"int16":   {[]string{TypeInteger}, api.Int16},
	"int32":   {[]string{TypeInteger}, api.Int32},
	"int64":   {[]string{TypeInteger}, api.Int64},
	"uint64":  {[]string{TypeInteger}, api.UInt64},
	"uint":    {[]string{TypeInteger}, api.UInt64},
	"int":     {[]string{TypeInteger}, api.Int64},
	"float32": {[]string{TypeNumber, TypeInteger}, api.Single},
	"float64": {[]string{TypeNumber, TypeInteger}, api.Double},
}

// anyTypes are the types of Go for any JSON.
var anyTypes = map[string]bool{"any": true, "interface{}": true, "json.RawMessage": true}

// goType returns the type that x-go-type asks for; nil when it asks for nothing, or
// for a type that generated code does not have: it imports the standard library
// alone.
func (r *Reader) goType(s *Schema, name api.Name) api.Type {
	said := s.Extension("x-go-type")
	if said == nil || said.IsNull() {
		return nil
	}
	want := textOf(said)
	if want == "" {
		want = textOf(said.Get("type"))
	}
	if anyTypes[want] {
		return api.Untyped
	}
	if t, ok := goTypes[want]; ok && len(s.Enum) == 0 {
		for _, json := range t.json {
			if len(s.Types) == 0 || s.Types.Includes(json) && len(withoutNull(s)) == 1 {
				return t.typ
			}
		}
	}
	r.warn(s.Place, "go-type", fmt.Sprintf("schema %q: x-go-type %q is not followed", name, want),
		"a number or text can have a type of Go that holds it, and anything json.RawMessage; else take it out")
	return nil
}
