package openapi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// object reads an object: a struct, or a map when no property is declared.
func (r *reader) object(ref *openapi3.SchemaRef, name api.Name, key string) api.Type {
	s := ref.Value
	if len(s.Properties) == 0 {
		return r.mapOf(s, name)
	}
	t := r.newStruct(ref, name, key)
	for _, prop := range inOrder(r, s.Properties, schemaOrigin) {
		ref := s.Properties[prop]
		if ref == nil {
			continue
		}
		if strings.HasPrefix(prop, "@") {
			r.control(t, prop, ref)
			continue
		}
		t.Properties = append(t.Properties, r.property(t, prop, ref, slices.Contains(s.Required, prop)))
	}
	return r.sameStruct(t, name)
}

// newStruct adds a struct without properties.
func (r *reader) newStruct(ref *openapi3.SchemaRef, name api.Name, key string) *api.Struct {
	s := ref.Value
	t := &api.Struct{Name: r.own(name, key), Doc: r.docOf(s.Title, s.Description, s.Deprecated), Pos: r.at(schemaOrigin(ref))}
	if s.ExternalDocs != nil {
		t.Doc.URL = s.ExternalDocs.URL
	}
	t.Open = s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has
	if key != "" {
		t.GoName = goName(s) // that of an inline schema is of the property
		r.types[key] = t     // a property can lead back here
	} else {
		t.Places = []api.Name{t.Name}
	}
	r.api.Structs = append(r.api.Structs, t)
	return t
}

// mapOf reads an object of which only the type of the values is known.
func (r *reader) mapOf(s *openapi3.Schema, name api.Name) api.Type {
	value := s.AdditionalProperties.Schema
	if value == nil && len(s.PatternProperties) == 1 {
		for _, only := range s.PatternProperties {
			value = only
		}
	}
	if s.AdditionalProperties.Schema != nil && len(s.PatternProperties) > 0 {
		value = nil // values of several types
	}
	elem, nullable := r.typeOf(value, inner(name, "value"))
	return api.Map{Elem: element(elem, nullable)}
}

// control reads a property that is control information of OData: only the type
// says something about the model.
func (r *reader) control(t *api.Struct, name string, ref *openapi3.SchemaRef) {
	if name != "@odata.type" || ref.Value == nil {
		return
	}
	for _, v := range []any{ref.Value.Const, ref.Value.Default} {
		if text, ok := v.(string); ok && strings.HasPrefix(text, "#") && !r.names[componentName(text[1:]).String()] {
			t.Name, t.Places = r.unique(componentName(text[1:])), nil
		}
	}
}

func (r *reader) property(t *api.Struct, name string, ref *openapi3.SchemaRef, required bool) *api.Property {
	p := &api.Property{Name: name, Pos: r.at(schemaOrigin(ref)), Required: required}
	p.Type, p.Nullable = r.typeOf(ref, inner(t.Name, name))
	s := ref.Value
	if s == nil {
		return p
	}
	p.Doc = r.docOf("", s.Description, s.Deprecated)
	if target := r.components()[strings.TrimPrefix(ref.Ref, schemaRef)]; target != nil && target.Value != nil &&
		target.Value.Description == s.Description {
		p.Doc.Text = "" // it is said at the type
	}
	if p.GoName = goName(s); ref.Ref != "" {
		p.GoName, _ = ref.Extensions["x-go-name"].(string) // that of what it leads to is of the type
	}
	p.ReadOnly, p.WriteOnly = directions(s, 0)
	p.Facets = facets(s)
	return p
}

// directions reports whether s or a part of its allOf is read-only or write-only.
func directions(s *openapi3.Schema, depth int) (readOnly, writeOnly bool) {
	readOnly, writeOnly = s.ReadOnly, s.WriteOnly
	for _, part := range s.AllOf {
		if part != nil && part.Value != nil && depth < maxParts {
			r, w := directions(part.Value, depth+1)
			readOnly, writeOnly = readOnly || r, writeOnly || w
		}
	}
	return readOnly, writeOnly
}

// maxParts is how deep allOf is followed for what it says beside types.
const maxParts = 20

func facets(s *openapi3.Schema) api.Facets {
	f := api.Facets{
		MinLength: s.MinLength, MaxLength: s.MaxLength, Pattern: s.Pattern,
		MinItems: s.MinItems, MaxItems: s.MaxItems,
	}
	if _, err := regexp.Compile(s.Pattern); err != nil {
		f.Pattern = "" // newType says so
	}
	f.Minimum, f.ExclusiveMinimum = bounds(s.Min, s.ExclusiveMin)
	f.Maximum, f.ExclusiveMaximum = bounds(s.Max, s.ExclusiveMax)
	f.MultipleOf = decimal(s.MultipleOf)
	return f
}

// bounds returns the bound of a number that is included and the one that is not,
// in the form of OpenAPI 3.0 or 3.1.
func bounds(value *float64, exclusive openapi3.ExclusiveBound) (included, excluded string) {
	if exclusive.Bool != nil && *exclusive.Bool {
		return "", decimal(value)
	}
	return decimal(value), decimal(exclusive.Value)
}

// decimal returns the shortest decimal text of a number, which is what the document
// has for numbers of up to 15 digits; "" when there is none.
func decimal(value *float64) string {
	if value == nil {
		return ""
	}
	return strconv.FormatFloat(*value, 'f', -1, 64)
}
