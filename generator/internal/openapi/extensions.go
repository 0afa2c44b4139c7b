package openapi

import (
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// goName is what x-go-name says that something is called in Go; "" when it says
// nothing.
func goName(s *openapi3.Schema) string {
	name, _ := s.Extensions["x-go-name"].(string)
	return name
}

// goTypes are the types of Go that x-go-type may name, with the types of JSON that
// they are for.
var goTypes = map[string]struct {
	json []string
	typ  api.Primitive
}{
	"bool":    {[]string{openapi3.TypeBoolean}, api.Boolean},
	"string":  {[]string{openapi3.TypeString}, api.String},
	"int8":    {[]string{openapi3.TypeInteger}, api.SByte},
	"uint8":   {[]string{openapi3.TypeInteger}, api.Byte},
	"byte":    {[]string{openapi3.TypeInteger}, api.Byte},
	"int16":   {[]string{openapi3.TypeInteger}, api.Int16},
	"int32":   {[]string{openapi3.TypeInteger}, api.Int32},
	"int64":   {[]string{openapi3.TypeInteger}, api.Int64},
	"int":     {[]string{openapi3.TypeInteger}, api.Int64},
	"float32": {[]string{openapi3.TypeNumber, openapi3.TypeInteger}, api.Single},
	"float64": {[]string{openapi3.TypeNumber, openapi3.TypeInteger}, api.Double},
}

// anyTypes are the types of Go for any JSON.
var anyTypes = map[string]bool{"any": true, "interface{}": true, "json.RawMessage": true}

// goType returns the type that x-go-type asks for; nil when it asks for nothing, or
// for a type that generated code does not have: it imports the standard library
// alone.
func (r *reader) goType(ref *openapi3.SchemaRef, name api.Name) api.Type {
	s := ref.Value
	want := ""
	switch v := s.Extensions["x-go-type"].(type) {
	case nil:
		return nil
	case string:
		want = v
	case map[string]any:
		want, _ = v["type"].(string)
	}
	if anyTypes[want] {
		return api.Untyped
	}
	if t, ok := goTypes[want]; ok && len(s.Enum) == 0 {
		for _, json := range t.json {
			if s.Type.IsEmpty() || s.Type.Includes(json) && len(withoutNull(s)) == 1 {
				return t.typ
			}
		}
	}
	r.warn(r.at(schemaOrigin(ref)), "go-type", fmt.Sprintf("schema %q: x-go-type %q is not followed", name, want),
		"a number or text can have a type of Go that holds it, and anything json.RawMessage; else take it out")
	return nil
}
