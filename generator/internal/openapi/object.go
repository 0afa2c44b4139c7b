package openapi

import (
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
	t.Schema = r.typeRules(&openapi3.SchemaRef{Value: r.whole(s), Origin: schemaOrigin(ref)}, t, true)
	same := r.sameStruct(t, name)
	r.makes(same, s)
	return same
}

// newStruct adds a struct without properties.
func (r *reader) newStruct(ref *openapi3.SchemaRef, name api.Name, key string) *api.Struct {
	s := ref.Value
	t := &api.Struct{Name: r.own(name, key), Doc: r.docOf(s.Title, s.Description, s.Deprecated), Pos: r.at(schemaOrigin(ref))}
	if s.ExternalDocs != nil {
		t.Doc.URL = s.ExternalDocs.URL
	}
	t.Open = s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has
	r.makes(t, s)
	t.Closed = !t.Open && len(s.PatternProperties) == 0 && r.whole(s) == s
	if key != "" {
		t.GoName = goName(s) // that of an inline schema is of the property
		r.types[key] = t     // a property can lead back here
	} else {
		t.Places = []api.Name{t.Name}
	}
	r.api.Structs = append(r.api.Structs, t)
	return t
}

// mapOf reads an object of which only the type of the values is known. Without a
// schema for those whose names do not match a pattern they can be anything.
func (r *reader) mapOf(s *openapi3.Schema, name api.Name) api.Type {
	value := s.AdditionalProperties.Schema
	closed := s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
	if len(s.PatternProperties) == 1 && value == nil {
		for pattern, only := range s.PatternProperties {
			if closed || isAnyName(pattern) {
				value = only
			}
		}
	} else if len(s.PatternProperties) > 0 {
		value = nil // values of several types
	}
	elem, nullable := r.typeOf(value, inner(name, "value"))
	return api.Map{Elem: element(elem, nullable)}
}

// isAnyName reports whether a pattern is one of those that people write for any
// name.
func isAnyName(pattern string) bool {
	return slices.Contains([]string{"", ".*", ".+", "^.*$", "^.+$", "^.*", "^(.*)$"}, pattern)
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
	if p.Type == api.Untyped && s.Type.IsEmpty() {
		p.Nullable = true // what else the schema says is a rule
	}
	p.Facets = r.facets(ref)
	p.Facets.Schema = r.rest(ref, p.Type, true)
	r.propertyOf[p] = s
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

// facets reads the rules of a schema that facets have.
func (r *reader) facets(ref *openapi3.SchemaRef) api.Facets {
	s := ref.Value
	f := api.Facets{
		MinLength: s.MinLength, MaxLength: s.MaxLength,
		Pattern:  r.pattern(s.Pattern, "pattern", schemaOrigin(ref)),
		MinItems: s.MinItems, MaxItems: s.MaxItems,
	}
	if formats[s.Format] && textType(s.Format) == api.String {
		f.Format = s.Format
	}
	f.Minimum, f.ExclusiveMinimum = bounds(r.decimal(s, "minimum", s.Min), r.decimal(s, "exclusiveMinimum", s.ExclusiveMin.Value), s.ExclusiveMin)
	f.Maximum, f.ExclusiveMaximum = bounds(r.decimal(s, "maximum", s.Max), r.decimal(s, "exclusiveMaximum", s.ExclusiveMax.Value), s.ExclusiveMax)
	f.MultipleOf = r.decimal(s, "multipleOf", s.MultipleOf)
	return f
}

// bounds returns the bound of a number that is included and the one that is not. In
// OpenAPI 3.0 a truth value tells which it is.
func bounds(included, excluded string, exclusive openapi3.ExclusiveBound) (least, above string) {
	if exclusive.Bool != nil && *exclusive.Bool {
		return "", included
	}
	return included, excluded
}

// exactDigits is how many digits of a number surely survive in a float64.
const exactDigits = 15

// decimal returns the text of the number that a keyword has: the shortest one, or
// that of the document where a float64 has not all digits. It is "" for nil.
func (r *reader) decimal(s *openapi3.Schema, keyword string, value *float64) string {
	if value == nil {
		return ""
	}
	short := strconv.FormatFloat(*value, 'f', -1, 64)
	if s.Origin == nil {
		return short
	}
	at, _ := s.Origin.Fields.Lookup(keyword)
	text := r.texts[filePath(at.File)]
	if text == nil {
		return short
	}
	whole := text.Scalar(at.Line)
	if n, err := strconv.ParseFloat(whole, 64); err != nil || n != *value || len(whole) <= exactDigits || strings.Trim(whole, "0123456789.eE+-") != "" {
		return short
	}
	return whole
}
