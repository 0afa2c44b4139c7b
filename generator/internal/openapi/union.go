package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// composed reads oneOf and anyOf; nil when the schema has none that tell the form
// of its values.
func (r *reader) composed(ref *openapi3.SchemaRef, name api.Name, key string) api.Type {
	s := ref.Value
	variants := alternatives(s)
	switch {
	case len(variants) == 0:
		return nil
	case len(s.Properties) > 0:
		r.warn(r.at(schemaOrigin(ref)), "composition", fmt.Sprintf("schema %q has properties beside oneOf or anyOf; what those add is kept as undeclared members", name),
			"move the properties into each alternative")
		return nil
	case len(variants) == 1:
		t, _ := r.typeOf(variants[0], name)
		return t
	}
	if e := r.constants(ref, variants, name, key); e != nil {
		return e
	}
	if kind, format := commonKind(variants); kind != "" {
		return primitive(kind, format)
	}
	return r.union(ref, variants, name, key)
}

// alternatives returns what oneOf and anyOf have beside null and beside rules
// that say nothing about the form of values, such as "one of these is required".
func alternatives(s *openapi3.Schema) []*openapi3.SchemaRef {
	var out []*openapi3.SchemaRef
	form := false
	for _, list := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
		if len(out) > 0 {
			break
		}
		for _, v := range list {
			if v == nil || v.Value == nil || isNullType(v.Value) {
				continue
			}
			form = form || v.Ref != "" || len(withoutNull(v.Value)) > 0 || len(v.Value.AllOf)+len(v.Value.OneOf)+len(v.Value.AnyOf)+len(v.Value.Enum) > 0
			if v.Ref == "" || !slices.ContainsFunc(out, func(o *openapi3.SchemaRef) bool { return o.Ref == v.Ref }) {
				out = append(out, v)
			}
		}
	}
	if !form {
		return nil
	}
	return out
}

// constants reads alternatives that each have one value: an enumeration with a
// title for each member.
func (r *reader) constants(ref *openapi3.SchemaRef, variants []*openapi3.SchemaRef, name api.Name, key string) api.Type {
	s := *ref.Value
	s.OneOf, s.AnyOf, s.Enum = nil, nil, nil
	titles, docs := make([]any, len(variants)), make([]any, len(variants))
	for i, v := range variants {
		value := v.Value.Const
		if value == nil && len(v.Value.Enum) == 1 {
			value = v.Value.Enum[0]
		}
		if value == nil || kindOf(value) == nil || v.Ref != "" {
			return nil
		}
		s.Enum = append(s.Enum, value)
		titles[i], docs[i] = v.Value.Title, v.Value.Description
	}
	s.Extensions = map[string]any{"x-enum-varnames": titles, "x-enum-descriptions": docs}
	if kindOfAll(s.Enum, nil) == "" {
		return nil
	}
	return r.enum(&openapi3.SchemaRef{Value: &s, Origin: schemaOrigin(ref)}, nil, name, key)
}

// commonKind returns the type that all alternatives have, when they are values
// without parts, and their format when that is one too.
func commonKind(variants []*openapi3.SchemaRef) (kind, format string) {
	for i, v := range variants {
		types := withoutNull(v.Value)
		if len(types) == 0 && len(v.Value.Enum) > 0 {
			types = []string{kindOfAll(v.Value.Enum, nil)}
		}
		if len(types) != 1 || types[0] == openapi3.TypeObject || types[0] == openapi3.TypeArray || len(v.Value.OneOf)+len(v.Value.AnyOf)+len(v.Value.AllOf) > 0 {
			return "", ""
		}
		switch {
		case i == 0:
			kind, format = types[0], v.Value.Format
		case kind == types[0]:
			if format != v.Value.Format {
				format = ""
			}
		case numbers([]string{kind}, types):
			kind, format = openapi3.TypeNumber, ""
		default:
			return "", ""
		}
	}
	return kind, format
}

// severalTypes reads a schema with several types: an alternative for each.
func (r *reader) severalTypes(ref *openapi3.SchemaRef, types []string, name api.Name, key string) api.Type {
	var variants []*openapi3.SchemaRef
	for _, t := range types {
		s := *ref.Value
		s.Type = &openapi3.Types{t}
		s.Enum, s.Title = nil, ""
		variants = append(variants, &openapi3.SchemaRef{Value: &s, Origin: schemaOrigin(ref)})
	}
	if kind, format := commonKind(variants); kind != "" {
		return primitive(kind, format)
	}
	return r.union(ref, variants, name, key)
}

// union reads alternatives of several forms.
func (r *reader) union(ref *openapi3.SchemaRef, variants []*openapi3.SchemaRef, name api.Name, key string) api.Type {
	s := ref.Value
	u := &api.Union{Name: name, Doc: r.docOf(s.Title, s.Description, s.Deprecated), Pos: r.at(schemaOrigin(ref))}
	if key != "" {
		r.types[key] = u // an alternative can lead back here
		r.makes(u, s)
	}
	for _, v := range variants {
		label := r.variantName(v)
		t, _ := r.typeOf(v, inner(name, label))
		if slices.ContainsFunc(u.Variants, func(o api.Variant) bool { return o.Type == t && comparableType(t) }) {
			continue
		}
		u.Variants = append(u.Variants, api.Variant{Type: t, Name: label})
	}
	r.discriminate(u, s, variants)
	if key == "" {
		u.Name = r.unique(name)
		u.Places = []api.Name{u.Name}
	}
	r.api.Unions = append(r.api.Unions, u)
	if key == "" && u.Discriminator == "" {
		return r.sameUnion(u, name) // its places have rules of their own
	}
	u.Schema = r.typeRules(&openapi3.SchemaRef{Value: r.whole(s), Origin: schemaOrigin(ref)}, u, true)
	same := r.sameUnion(u, name)
	r.makes(same, s)
	return same
}

// comparableType reports whether t can be told from others with ==, as lists of
// lists cannot.
func comparableType(t api.Type) bool {
	switch t.(type) {
	case api.Primitive, *api.Struct, *api.Enum, *api.Union:
		return true
	}
	return false
}

// variantName is what the document calls an alternative, or its type.
func (r *reader) variantName(v *openapi3.SchemaRef) string {
	if v.Ref != "" {
		name := unescapeToken(v.Ref[strings.LastIndexAny(v.Ref, "/#")+1:])
		return componentName(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".yml"), ".json")).Local
	}
	if v.Value.Title != "" {
		return v.Value.Title
	}
	if types := withoutNull(v.Value); len(types) == 1 {
		return first(v.Value.Format, types[0])
	}
	return "value"
}

// discriminate fills in which property tells the alternatives apart: the one
// that the document names, or one that has a value of its own in each.
func (r *reader) discriminate(u *api.Union, s *openapi3.Schema, variants []*openapi3.SchemaRef) {
	if len(u.Variants) != len(variants) {
		return
	}
	for _, v := range u.Variants {
		if _, ok := v.Type.(*api.Struct); !ok {
			return
		}
	}
	var property string
	values := make([][]string, len(variants))
	if d := s.Discriminator; d != nil && d.PropertyName != "" {
		property = d.PropertyName
		for _, value := range inOrder(r, d.Mapping, func(openapi3.MappingRef) *openapi3.Origin { return nil }) {
			for i, v := range variants {
				if to := d.Mapping[value].Ref; to == v.Ref || to == u.Variants[i].Name {
					values[i] = append(values[i], value)
				}
			}
		}
		for i, v := range variants {
			if len(values[i]) == 0 && v.Ref != "" {
				values[i] = firstOf(constantsOf(v.Value, property, 0), []string{u.Variants[i].Name})
			}
		}
	} else {
		property, values = inferred(variants)
	}
	if property == "" {
		return
	}
	seen := map[string]bool{}
	for i := range values {
		if len(values[i]) == 0 {
			return
		}
		for _, v := range values[i] {
			if seen[v] {
				return
			}
			seen[v] = true
		}
	}
	u.Discriminator = property
	for i := range u.Variants {
		u.Variants[i].Values = values[i]
	}
}

func firstOf(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

// inferred returns the first property that has constant texts in each
// alternative.
func inferred(variants []*openapi3.SchemaRef) (property string, values [][]string) {
	names := make([]string, 0, len(variants[0].Value.Properties))
	for name := range variants[0].Value.Properties {
		names = append(names, name)
	}
	for _, part := range variants[0].Value.AllOf {
		if part != nil && part.Value != nil {
			for name := range part.Value.Properties {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	for _, name := range names {
		values = nil
		for _, v := range variants {
			values = append(values, constantsOf(v.Value, name, 0))
		}
		if !slices.ContainsFunc(values, func(v []string) bool { return len(v) == 0 }) {
			return name, values
		}
	}
	return "", nil
}

// constantsOf returns the texts that a property of s can have, nil when it can
// have any.
func constantsOf(s *openapi3.Schema, property string, depth int) []string {
	if s == nil || depth > 20 {
		return nil
	}
	if p := s.Properties[property]; p != nil && p.Value != nil {
		values := p.Value.Enum
		if p.Value.Const != nil {
			values = []any{p.Value.Const}
		}
		var texts []string
		for _, v := range values {
			text, ok := v.(string)
			if !ok {
				return nil
			}
			texts = append(texts, text)
		}
		return texts
	}
	for _, part := range s.AllOf {
		if part != nil {
			if texts := constantsOf(part.Value, property, depth+1); texts != nil {
				return texts
			}
		}
	}
	return nil
}
