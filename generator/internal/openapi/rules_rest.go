package openapi

import (
	"reflect"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// rest reads what a schema says about values of type t beyond what t says itself,
// nil for nothing. Faceted leaves out what facets say, too.
func (r *reader) rest(ref *openapi3.SchemaRef, t api.Type, faceted bool) *api.Schema {
	if ref == nil || ref.Value == nil {
		return nil
	}
	if r.made[ref.Value] == t {
		return nil // the type has it
	}
	if to := r.lookup(r.target(ref)); to != nil && r.made[to.Value] == t && sameRules(to.Value, ref.Value) {
		return nil
	}
	return r.typeRules(ref, t, faceted)
}

// typeRules is rest for the schema that t was made of.
func (r *reader) typeRules(ref *openapi3.SchemaRef, t api.Type, faceted bool) *api.Schema {
	if r.resting[ref.Value] {
		return nil // a type without a name that holds itself
	}
	r.resting[ref.Value] = true
	defer delete(r.resting, ref.Value)
	if keywords, target := r.beside(ref); keywords != nil && t != api.Untyped && !hasUnevaluated(ref.Value, 0) {
		out := &api.Schema{}
		for _, rest := range []*api.Schema{r.rest(target, t, faceted), r.rest(keywords, t, false)} {
			if rest != nil {
				out.AllOf = append(out.AllOf, rest)
			}
		}
		return r.bounded(out)
	}
	out := r.ownRules(ref)
	u, isUnion := t.(*api.Union)
	if t == api.Untyped || hasUnevaluated(ref.Value, 0) || isUnion && u.Discriminator == "" && (r.made[ref.Value] == t || len(u.Places) > 0) {
		if name := r.ruleNames[ref.Value]; name != "" && slices.Contains(out.Refs(), name) {
			out = &api.Schema{Ref: name} // it is in the table anyway
		}
		return r.bounded(out)
	}
	r.dropComposed(out, ref.Value, t)
	switch t := t.(type) {
	case api.Primitive:
		dropPrimitive(out, t, faceted)
	case *api.Enum:
		*out = api.Schema{AllOf: out.AllOf, AnyOf: out.AnyOf, OneOf: out.OneOf, Not: out.Not, If: out.If, Then: out.Then, Else: out.Else}
	case api.List:
		r.dropList(out, ref.Value, t, faceted)
	case api.Map:
		r.dropMap(out, ref.Value, t)
	case *api.Struct:
		r.dropStruct(out, ref.Value, t)
	case api.File:
		return nil
	}
	return r.bounded(out)
}

// sameRules reports whether two schemas differ in nothing but what they tell
// people: beside a reference stands a copy of what it leads to.
func sameRules(a, b *openapi3.Schema) bool {
	if a == b {
		return true
	}
	bare := func(s openapi3.Schema) openapi3.Schema {
		s.Extensions, s.Origin, s.ExternalDocs, s.XML = nil, nil, nil, nil
		s.Title, s.Description, s.Comment = "", "", ""
		s.Default, s.Example, s.Examples = nil, nil, nil
		s.ReadOnly, s.WriteOnly, s.Deprecated, s.AllowEmptyValue = false, false, false, false
		return s
	}
	return reflect.DeepEqual(bare(*a), bare(*b))
}

// hasUnevaluated reports whether s or a schema of the same value says what holds
// for what others have not looked at: then nothing can be left out.
func hasUnevaluated(s *openapi3.Schema, depth int) bool {
	if s == nil || depth > 20 {
		return false
	}
	if s.UnevaluatedItems.Has != nil || s.UnevaluatedItems.Schema != nil || s.UnevaluatedProperties.Has != nil || s.UnevaluatedProperties.Schema != nil {
		return true
	}
	for _, list := range []openapi3.SchemaRefs{s.AllOf, s.AnyOf, s.OneOf, {s.Not, s.If, s.Then, s.Else}} {
		for _, part := range list {
			if part != nil && hasUnevaluated(part.Value, depth+1) {
				return true
			}
		}
	}
	return false
}

// dropComposed leaves out of allOf, oneOf and anyOf what the type t that they make
// says.
func (r *reader) dropComposed(out *api.Schema, s *openapi3.Schema, t api.Type) {
	out.AllOf = nil
	for _, part := range s.AllOf {
		if rest := r.rest(part, t, false); rest != nil {
			out.AllOf = append(out.AllOf, rest)
		}
	}
	u, isUnion := t.(*api.Union)
	if isUnion && r.made[s] == t && u.Discriminator == "" {
		return
	}
	variants := alternatives(s)
	switch _, isEnum := t.(*api.Enum); {
	case len(variants) == 0 || len(s.Properties) > 0:
	case isEnum, isUnion:
		out.OneOf, out.AnyOf = nil, nil
	case len(variants) == 1:
		out.OneOf, out.AnyOf = nil, nil
		if rest := r.rest(variants[0], t, false); rest != nil {
			out.AnyOf = []*api.Schema{{Types: []string{openapi3.TypeNull}}, rest}
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
	case api.SByte, api.Byte, api.Int16, api.Int32, api.Int64, api.Single, api.Double:
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

func (r *reader) dropList(out *api.Schema, s *openapi3.Schema, t api.List, faceted bool) {
	out.Types = nil
	if faceted {
		out.MinItems, out.MaxItems = 0, nil
	}
	if len(s.PrefixItems) == 0 {
		out.Items = r.rest(s.Items, elementOf(t.Elem), false)
	}
}

func elementOf(t api.Type) api.Type {
	if n, ok := t.(api.Nullable); ok {
		return n.Elem
	}
	return t
}

func (r *reader) dropMap(out *api.Schema, s *openapi3.Schema, t api.Map) {
	out.Types = nil
	if value := s.AdditionalProperties.Schema; value != nil && len(s.PatternProperties) == 0 {
		out.AdditionalProperties = r.rest(value, elementOf(t.Elem), false)
	}
}

func (r *reader) dropStruct(out *api.Schema, s *openapi3.Schema, t *api.Struct) {
	out.Types = nil
	out.Required = slices.DeleteFunc(out.Required, func(name string) bool {
		p := propertyOf(t, name)
		return p != nil && p.Required
	})
	if len(out.Required) == 0 {
		out.Required = nil
	}
	if out.AdditionalProperties.IsZero() && out.AdditionalProperties != nil {
		out.AdditionalProperties = nil // true
	}
	if t.Closed && r.made[s] == t {
		out.AdditionalProperties = nil
	}
	var kept []api.NamedSchema
	for _, named := range out.Properties {
		switch {
		case !r.hasProperty(t, named.Name, s.Properties[named.Name]):
			kept = append(kept, named)
		case out.AdditionalProperties != nil:
			kept = append(kept, api.NamedSchema{Name: named.Name, Schema: &api.Schema{}})
		}
	}
	out.Properties = kept
}

func propertyOf(t *api.Struct, name string) *api.Property {
	for _, p := range t.Properties {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// hasProperty reports whether t has a property that says what the schema ref does.
func (r *reader) hasProperty(t *api.Struct, name string, ref *openapi3.SchemaRef) bool {
	p := propertyOf(t, name)
	if p == nil || ref == nil {
		return false
	}
	from := r.propertyOf[p]
	return from == ref.Value || from != nil && slices.ContainsFunc(from.AllOf, func(part *openapi3.SchemaRef) bool { return part.Value == ref.Value })
}

// maxRules is how many schemas the rules of one type may refer to: with more the
// table of schemas would be as long as the types.
const maxRules = 40

// bounded returns s, or what of it can be said without so many references. Nothing
// is nil.
func (r *reader) bounded(s *api.Schema) *api.Schema {
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
func (r *reader) loose(s *api.Schema) *api.Schema {
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
