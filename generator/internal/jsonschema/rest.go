package jsonschema

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// Rest reads what a schema says about values of type t beyond what t says itself,
// nil for nothing. Faceted leaves out what facets say, too.
func (r *Reader) Rest(s *Schema, t api.Type, faceted bool) *api.Schema {
	return r.rest(s, t, faceted, nil)
}

// rest is Rest for what also holds beside the schemas that were said.
func (r *Reader) rest(s *Schema, t api.Type, faceted bool, said map[*Schema]bool) *api.Schema {
	v := s.Value()
	if v == nil || v.made == t || v.first().made == t {
		return nil // the type has it
	}
	return r.typeRules(v, t, faceted, said)
}

// typeRules is rest for the schema that t was made of.
func (r *Reader) typeRules(s *Schema, t api.Type, faceted bool, said map[*Schema]bool) *api.Schema {
	if s.resting {
		return nil // a type without a name that holds itself
	}
	s.resting = true
	defer func() { s.resting = false }()
	if s.keywords != nil && t != api.Untyped && !hasUnevaluated(s) {
		out := &api.Schema{}
		for _, rest := range []*api.Schema{r.rest(s.target, t, faceted, said), r.rest(s.keywords, t, false, said)} {
			if rest != nil {
				out.AllOf = append(out.AllOf, rest)
			}
		}
		return r.bounded(out)
	}
	out := r.ownRules(s)
	u, isUnion := t.(*api.Union)
	if t == api.Untyped || hasUnevaluated(s) || isUnion && u.Discriminator == "" && (s.made == t || len(u.Places) > 0) {
		if name := s.first().rules; name != "" && slices.Contains(out.Refs(), name) {
			out = &api.Schema{Ref: name} // it is in the table anyway
		}
		return r.bounded(s.orNull(out))
	}
	r.dropComposed(out, s, t, said)
	switch t := t.(type) {
	case api.Primitive:
		dropPrimitive(out, t, faceted)
	case *api.Enum:
		*out = api.Schema{AllOf: out.AllOf, AnyOf: out.AnyOf, OneOf: out.OneOf, Not: out.Not, If: out.If, Then: out.Then, Else: out.Else}
	case api.List:
		r.dropList(out, s, t, faceted)
	case api.Map:
		r.dropMap(out, s, t)
	case *api.Struct:
		r.dropStruct(out, s, t)
	case api.File:
		return nil
	}
	return r.bounded(s.orNull(out))
}

// hasUnevaluated reports whether s or a schema of the same value says what holds
// for what others have not looked at: then nothing can be left out.
func hasUnevaluated(s *Schema) bool {
	if s == nil {
		return false
	}
	return s.unevaluated.find(func() bool { return s.looksAtOthers() })
}

func (s *Schema) looksAtOthers() bool {
	if s.UnevaluatedItems != nil || s.UnevaluatedProperties != nil {
		return true
	}
	for _, list := range [][]*Schema{s.AllOf, s.AnyOf, s.OneOf, {s.Not, s.If, s.Then, s.Else}} {
		for _, part := range list {
			if hasUnevaluated(part.Value()) {
				return true
			}
		}
	}
	return false
}

// dropComposed leaves out of allOf what was said, and of allOf, oneOf and anyOf what the type t that they make
// says.
func (r *Reader) dropComposed(out *api.Schema, s *Schema, t api.Type, said map[*Schema]bool) {
	out.AllOf = nil
	if said == nil {
		said = map[*Schema]bool{}
	}
	for _, part := range s.AllOf {
		v := part.Value().first()
		if said[v] {
			continue
		}
		said[v] = true
		if rest := r.rest(part, t, false, said); rest != nil {
			out.AllOf = append(out.AllOf, rest)
		}
	}
	u, isUnion := t.(*api.Union)
	if isUnion && s.made == t && u.Discriminator == "" {
		return
	}
	variants := alternatives(s)
	switch _, isEnum := t.(*api.Enum); {
	case len(variants) == 0 || s.Properties.Len() > 0:
	case isEnum, isUnion:
		out.OneOf, out.AnyOf = nil, nil
	case len(variants) == 1:
		out.OneOf, out.AnyOf = nil, nil
		if rest := r.Rest(variants[0], t, false); rest != nil {
			out.AnyOf = []*api.Schema{{Types: []string{TypeNull}}, rest}
		}
	case sayTypesAlone(out.AnyOf) && sayTypesAlone(out.OneOf):
		out.OneOf, out.AnyOf = nil, nil
	}
}

// sayTypesAlone reports whether alternatives tell no more than the type that they
// have in common.
func sayTypesAlone(list []*api.Schema) bool {
	for _, s := range list {
		bare := *s
		bare.Types = nil
		if !bare.IsZero() {
			return false
		}
	}
	return true
}

func dropPrimitive(out *api.Schema, t api.Primitive, faceted bool) {
	kept := api.Schema{
		Enum: out.Enum, Never: out.Never,
		AllOf: out.AllOf, AnyOf: out.AnyOf, OneOf: out.OneOf, Not: out.Not, If: out.If, Then: out.Then, Else: out.Else,
	}
	switch t {
	case api.Boolean:
	case api.SByte, api.Byte, api.Int16, api.Int32, api.Int64, api.UInt64, api.Single, api.Double:
		if !faceted {
			kept.Minimum, kept.ExclusiveMinimum = out.Minimum, out.ExclusiveMinimum
			kept.Maximum, kept.ExclusiveMaximum = out.Maximum, out.ExclusiveMaximum
			kept.MultipleOf = out.MultipleOf
		}
	default:
		if t != api.String || !faceted {
			kept.MinLength, kept.MaxLength, kept.Pattern, kept.Format = out.MinLength, out.MaxLength, out.Pattern, out.Format
		}
		if out.Format != "" && textType(out.Format) == t {
			kept.Format = "" // the type is the format
		}
	}
	*out = kept
}

func (r *Reader) dropList(out *api.Schema, s *Schema, t api.List, faceted bool) {
	out.Types = nil
	if faceted {
		out.MinItems, out.MaxItems = 0, nil
	}
	if len(s.PrefixItems) == 0 {
		out.Items = r.Rest(s.Items, elementOf(t.Elem), false)
	}
}

func elementOf(t api.Type) api.Type {
	if n, ok := t.(api.Nullable); ok {
		return n.Elem
	}
	return t
}

func (r *Reader) dropMap(out *api.Schema, s *Schema, t api.Map) {
	out.Types = nil
	if value := values(s.AdditionalProperties); value != nil && s.PatternProperties.Len() == 0 {
		out.AdditionalProperties = r.Rest(value, elementOf(t.Elem), false)
	}
}

func (r *Reader) dropStruct(out *api.Schema, s *Schema, t *api.Struct) {
	out.Types = nil
	out.Required = slices.DeleteFunc(out.Required, func(name string) bool {
		p := r.property(t, name)
		return p != nil && p.Required
	})
	if len(out.Required) == 0 {
		out.Required = nil
	}
	if out.AdditionalProperties.IsZero() && out.AdditionalProperties != nil {
		out.AdditionalProperties = nil // true
	}
	if t.Closed && s.made == t {
		out.AdditionalProperties = nil
	}
	var kept []api.NamedSchema
	for _, named := range out.Properties {
		switch {
		case !r.hasProperty(t, named.Name, s.Properties.Get(named.Name)):
			kept = append(kept, named)
		case out.AdditionalProperties != nil:
			kept = append(kept, api.NamedSchema{Name: named.Name, Schema: &api.Schema{}})
		}
	}
	out.Properties = kept
}

// property returns the property of t that is called name, nil for none. All are there.
func (r *Reader) property(t *api.Struct, name string) *api.Property {
	if r.lastStruct != t || len(r.lastProperties) != len(t.Properties) {
		r.lastStruct, r.lastProperties = t, make(map[string]*api.Property, len(t.Properties))
		for _, p := range t.Properties {
			r.lastProperties[p.Name] = p
		}
	}
	return r.lastProperties[name]
}

// hasProperty reports whether t has a property that says what a schema does.
func (r *Reader) hasProperty(t *api.Struct, name string, s *Schema) bool {
	p, v := r.property(t, name), s.Value()
	if p == nil || v == nil {
		return false
	}
	from := r.propertyOf[p]
	return from == v || from != nil && slices.ContainsFunc(from.AllOf, func(part *Schema) bool { return part.Value() == v })
}

// maxRules is how many schemas the rules of one type may refer to: with more the
// table of schemas would be as long as the types.
const maxRules = 40

// bounded returns s, or what of it can be said without so many references. Nothing
// is nil.
func (r *Reader) bounded(s *api.Schema) *api.Schema {
	if s.IsZero() {
		return nil
	}
	seen := map[string]bool{}
	for next := s.Refs(); len(next) > 0 && len(seen) <= maxRules; {
		name := next[0]
		next = next[1:]
		if !seen[name] {
			seen[name] = true
			next = append(next, r.rulesByName[name].Refs()...)
		}
	}
	if len(seen) > maxRules {
		if s = r.loose(s); s.IsZero() {
			return nil
		}
	}
	return s
}

// loose returns a schema without references that allows what s does, and more.
func (r *Reader) loose(s *api.Schema) *api.Schema {
	if s == nil || len(s.Refs()) == 0 {
		return s
	}
	out := *s
	if s.Ref != "" {
		out.Ref = ""
		if out.Types == nil {
			out.Types = r.rulesByName[s.Ref].Types
		}
	}
	list := func(in []*api.Schema) []*api.Schema {
		var list []*api.Schema
		for _, part := range in {
			list = append(list, r.loose(part))
		}
		return list
	}
	named := func(in []api.NamedSchema) []api.NamedSchema {
		var list []api.NamedSchema
		for _, part := range in {
			list = append(list, api.NamedSchema{Name: part.Name, Schema: r.loose(part.Schema)})
		}
		return list
	}
	out.PrefixItems, out.AllOf, out.AnyOf, out.OneOf = list(s.PrefixItems), list(s.AllOf), list(s.AnyOf), nil
	if s.OneOf != nil {
		out.AllOf = append(out.AllOf, &api.Schema{AnyOf: list(s.OneOf)})
	}
	out.Properties, out.PatternProperties, out.DependentSchemas = named(s.Properties), named(s.PatternProperties), named(s.DependentSchemas)
	out.Items, out.AdditionalProperties, out.PropertyNames = r.loose(s.Items), r.loose(s.AdditionalProperties), r.loose(s.PropertyNames)
	out.Contains, out.MinContains, out.MaxContains = nil, nil, nil
	out.Not, out.If, out.Then, out.Else = nil, nil, nil, nil
	out.UnevaluatedItems, out.UnevaluatedProperties = nil, nil
	return &out
}
