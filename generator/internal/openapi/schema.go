package openapi

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

const schemaRef = "#/components/schemas/"

// component returns the type of the schema called name in components.
func (r *reader) component(name string) api.Type {
	if t, ok := r.schemas[name]; ok {
		return t
	}
	ref := r.doc.Components.Schemas[name]
	if ref == nil || r.depth[name] {
		return api.Untyped
	}
	r.depth[name] = true
	t := r.newType(ref, componentName(name))
	r.schemas[name] = t
	return t
}

// componentName splits "microsoft.graph.user" at its last dot. A name that is
// no qualified name of OData stays whole.
func componentName(name string) api.Name {
	i := strings.LastIndexByte(name, '.')
	if i < 1 || i == len(name)-1 {
		return api.Name{Local: name}
	}
	return api.Name{Namespace: name[:i], Local: name[i+1:]}
}

// typeOf returns the type of a schema at a place that would call it name, and
// whether it can be null.
func (r *reader) typeOf(ref *openapi3.SchemaRef, name api.Name) (t api.Type, nullable bool) {
	if ref == nil || ref.Value == nil {
		return api.Untyped, true
	}
	s := ref.Value
	if component, ok := strings.CutPrefix(ref.Ref, schemaRef); ok {
		return r.component(component), isNullable(s)
	}
	return r.newType(ref, name), isNullable(s)
}

func isNullable(s *openapi3.Schema) bool { return s.Nullable || s.Type.IncludesNull() }

// newType returns the type that the schema itself describes.
func (r *reader) newType(ref *openapi3.SchemaRef, name api.Name) api.Type {
	s := ref.Value
	if len(s.OneOf)+len(s.AnyOf)+len(s.AllOf) > 0 {
		r.warn(r.at(schemaOrigin(ref)), "composition", fmt.Sprintf("schema %q is composed of others, which is kept as JSON text", name),
			"use a schema with properties")
		return api.Untyped
	}
	switch types := withoutNull(s.Type); {
	case len(types) > 1:
		r.warn(r.at(schemaOrigin(ref)), "several-types", fmt.Sprintf("schema %q has several types and is kept as JSON text", name),
			"use one type, and null")
		return api.Untyped
	case len(types) == 1 && types[0] == openapi3.TypeString && len(s.Enum) > 0:
		return r.enum(ref, name)
	case len(types) == 1 && types[0] == openapi3.TypeArray:
		elem, _ := r.typeOf(s.Items, name)
		return api.List{Elem: elem}
	case len(types) == 1 && types[0] != openapi3.TypeObject:
		return primitive(types[0], s.Format)
	case len(s.Properties) > 0:
		return r.object(ref, name)
	}
	return api.Untyped
}

func withoutNull(t *openapi3.Types) []string {
	return slices.DeleteFunc(slices.Clone(t.Slice()), func(s string) bool { return s == openapi3.TypeNull })
}

// primitive maps a type and a format of the OpenAPI registry.
func primitive(typ, format string) api.Primitive {
	switch typ {
	case openapi3.TypeBoolean:
		return api.Boolean
	case openapi3.TypeInteger:
		switch format {
		case "int8":
			return api.SByte
		case "uint8":
			return api.Byte
		case "int16":
			return api.Int16
		case "int32":
			return api.Int32
		}
		return api.Int64
	case openapi3.TypeNumber:
		switch format {
		case "float":
			return api.Single
		case "decimal":
			return api.Decimal
		}
		return api.Double
	}
	switch format {
	case "date-time":
		return api.DateTimeOffset
	case "date":
		return api.Date
	case "time":
		return api.TimeOfDay
	case "duration":
		return api.Duration
	case "uuid":
		return api.GUID
	case "byte", "base64url":
		return api.Binary
	case "decimal":
		return api.Decimal
	}
	return api.String
}

// object reads a schema with properties.
func (r *reader) object(ref *openapi3.SchemaRef, name api.Name) *api.Struct {
	s := ref.Value
	t := &api.Struct{Name: name, Doc: r.docOf(s.Title, s.Description, s.Deprecated), Pos: r.at(schemaOrigin(ref))}
	if s.ExternalDocs != nil {
		t.Doc.URL = s.ExternalDocs.URL
	}
	t.Open = s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has
	r.schemas[refName(name)] = t // a property can lead back here
	r.api.Structs = append(r.api.Structs, t)
	for _, prop := range inOrder(r, s.Properties, schemaOrigin) {
		if strings.HasPrefix(prop, "@") {
			r.control(t, prop, s.Properties[prop])
			continue
		}
		t.Properties = append(t.Properties, r.property(t, prop, s.Properties[prop], slices.Contains(s.Required, prop)))
	}
	return t
}

func refName(n api.Name) string { return n.String() }

// control reads a property that is control information of OData: only the type
// says something about the model.
func (r *reader) control(t *api.Struct, name string, ref *openapi3.SchemaRef) {
	if name != "@odata.type" || ref.Value == nil {
		return
	}
	for _, v := range []any{ref.Value.Const, ref.Value.Default} {
		if text, ok := v.(string); ok && strings.HasPrefix(text, "#") {
			t.Name = componentName(text[1:])
		}
	}
}

func (r *reader) property(t *api.Struct, name string, ref *openapi3.SchemaRef, required bool) *api.Property {
	p := &api.Property{Name: name, Pos: r.at(schemaOrigin(ref)), Required: required}
	p.Type, p.Nullable = r.typeOf(ref, api.Name{Namespace: t.Name.Namespace, Local: t.Name.Local + "_" + name})
	s := ref.Value
	if s == nil {
		return p
	}
	p.Doc = r.docOf("", s.Description, s.Deprecated)
	if target := r.doc.Components.Schemas[strings.TrimPrefix(ref.Ref, schemaRef)]; target != nil && target.Value != nil &&
		target.Value.Description == s.Description {
		p.Doc.Text = "" // it is said at the type
	}
	p.ReadOnly, p.WriteOnly = s.ReadOnly, s.WriteOnly
	p.Facets = r.facets(s, p)
	return p
}

func (r *reader) facets(s *openapi3.Schema, p *api.Property) api.Facets {
	f := api.Facets{
		MinLength: s.MinLength, MaxLength: s.MaxLength, Pattern: s.Pattern,
		MinItems: s.MinItems, MaxItems: s.MaxItems,
	}
	if _, err := regexp.Compile(s.Pattern); err != nil {
		r.warn(p.Pos, "pattern", fmt.Sprintf("property %q: the pattern %q has no meaning in Go and is not checked", p.Name, s.Pattern),
			"use what RE2 knows: no look-ahead, no back references")
		f.Pattern = ""
	}
	if s.Min != nil {
		f.Minimum = strconv.FormatFloat(*s.Min, 'f', -1, 64)
	}
	if s.Max != nil {
		f.Maximum = strconv.FormatFloat(*s.Max, 'f', -1, 64)
	}
	return f
}

// enum reads a string schema that lists its values.
func (r *reader) enum(ref *openapi3.SchemaRef, name api.Name) *api.Enum {
	s := ref.Value
	e := &api.Enum{Name: name, Doc: r.docOf(s.Title, s.Description, s.Deprecated), Pos: r.at(schemaOrigin(ref))}
	if s.ExternalDocs != nil {
		e.Doc.URL = s.ExternalDocs.URL
	}
	docs := memberDocs(s.Extensions)
	for _, v := range s.Enum {
		text, ok := v.(string)
		if !ok {
			continue // null, which Nullable tells
		}
		e.Values = append(e.Values, api.EnumValue{Name: text, Doc: api.Doc{Text: docs[text]}})
	}
	r.api.Enums = append(r.api.Enums, e)
	return e
}

// memberDocs returns the descriptions that x-ms-enum gives to values.
func memberDocs(extensions map[string]any) map[string]string {
	docs := map[string]string{}
	ext, _ := extensions["x-ms-enum"].(map[string]any)
	values, _ := ext["values"].([]any)
	for _, v := range values {
		m, _ := v.(map[string]any)
		value, _ := m["value"].(string)
		docs[value], _ = m["description"].(string)
	}
	return docs
}

func (r *reader) docOf(summary, text string, deprecated bool) api.Doc {
	d := api.Doc{Summary: strings.TrimSpace(summary), Text: strings.TrimSpace(text)}
	if deprecated {
		d.Deprecated = "the description says so."
	}
	return d
}
