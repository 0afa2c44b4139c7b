package openapi

import (
	"fmt"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// enum reads a schema that lists its values.
func (r *reader) enum(ref *openapi3.SchemaRef, types []string, name api.Name, key string) api.Type {
	s := ref.Value
	kind := kindOfAll(s.Enum, types)
	switch kind {
	case openapi3.TypeString, openapi3.TypeInteger:
	case openapi3.TypeBoolean, openapi3.TypeNumber:
		return primitive(kind, s.Format)
	default:
		r.warn(r.at(schemaOrigin(ref)), "enum", fmt.Sprintf("enumeration %q has values of several types and is kept as JSON text", name),
			"use values of one type")
		return api.Untyped
	}
	e := &api.Enum{Name: r.own(name, key), Doc: r.docOf(s.Title, s.Description, s.Deprecated), Pos: r.at(schemaOrigin(ref))}
	if s.ExternalDocs != nil {
		e.Doc.URL = s.ExternalDocs.URL
	}
	if kind == openapi3.TypeInteger {
		e.Numbers, e.Underlying = true, primitive(kind, s.Format)
	}
	names, docs := memberTexts(s, "x-enum-varnames", "x-enumNames", "x-enum-names"), memberTexts(s, "x-enum-descriptions", "x-enumDescriptions")
	msNames, msDocs := msEnum(s.Extensions)
	seen := map[string]bool{}
	for i, v := range s.Enum {
		text := scalarText(v)
		if v == nil || seen[text] {
			continue // null is told by the property
		}
		seen[text] = true
		m := api.EnumValue{Name: text, Doc: api.Doc{Text: first(at(docs, i), msDocs[text])}, GoName: first(at(names, i), msNames[text])}
		m.Value, _ = strconv.ParseInt(text, 10, 64)
		e.Values = append(e.Values, m)
	}
	r.api.Enums = append(r.api.Enums, e)
	if key == "" {
		e.Places = []api.Name{e.Name}
	} else {
		e.GoName = goName(s)
	}
	same := r.sameEnum(e, name)
	r.makes(same, s)
	return same
}

// kindOfAll returns the type that all values have, "" when there are several.
// What the schema says is its type counts for texts: YAML reads some as numbers.
func kindOfAll(values []any, types []string) string {
	if len(types) == 1 && types[0] == openapi3.TypeString {
		return types[0]
	}
	kind := ""
	for _, v := range values {
		if v == nil {
			continue
		}
		of := kindOf(v)
		switch {
		case of == nil:
			return ""
		case kind == "" || kind == openapi3.TypeInteger && of[0] == openapi3.TypeNumber:
			kind = of[0]
		case kind == openapi3.TypeNumber && of[0] == openapi3.TypeInteger:
		case kind != of[0]:
			return ""
		}
	}
	if kind == openapi3.TypeInteger && len(types) == 1 && types[0] == openapi3.TypeNumber {
		kind = types[0]
	}
	if len(types) == 1 && kind != types[0] {
		return ""
	}
	return kind
}

// scalarText is a value of the document as text.
func scalarText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// memberTexts returns the texts that an extension has for the members, in their
// order.
func memberTexts(s *openapi3.Schema, extensions ...string) []string {
	for _, name := range extensions {
		switch list := s.Extensions[name].(type) {
		case []any:
			texts := make([]string, len(list))
			for i, v := range list {
				texts[i], _ = v.(string)
			}
			return texts
		case map[string]any:
			texts := make([]string, len(s.Enum))
			for i, v := range s.Enum {
				texts[i], _ = list[scalarText(v)].(string)
			}
			return texts
		}
	}
	return nil
}

// msEnum returns the names and descriptions that x-ms-enum gives to values.
func msEnum(extensions map[string]any) (names, docs map[string]string) {
	names, docs = map[string]string{}, map[string]string{}
	ext, _ := extensions["x-ms-enum"].(map[string]any)
	values, _ := ext["values"].([]any)
	for _, v := range values {
		m, _ := v.(map[string]any)
		value := scalarText(m["value"])
		names[value], _ = m["name"].(string)
		docs[value], _ = m["description"].(string)
	}
	return names, docs
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
