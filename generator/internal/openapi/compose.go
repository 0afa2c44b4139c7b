package openapi

import (
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// merge turns allOf into one schema. When the schema only wraps another, for a
// description or null beside it, that one is returned as part.
func (r *reader) merge(ref *openapi3.SchemaRef) (part, merged *openapi3.SchemaRef) {
	s := ref.Value
	parts := slices.DeleteFunc(slices.Clone(s.AllOf), func(p *openapi3.SchemaRef) bool {
		return p == nil || p.Value == nil || isNullType(p.Value) || isEmpty(p.Value)
	})
	if len(parts) == 1 && isWrapper(s) {
		return parts[0], nil
	}
	out := &openapi3.SchemaRef{Value: r.flatten(ref, map[*openapi3.Schema]bool{}), Origin: schemaOrigin(ref)}
	return nil, out
}

// isWrapper reports whether s says nothing about the form of its values beside
// allOf.
func isWrapper(s *openapi3.Schema) bool {
	return len(s.Properties) == 0 && len(s.Enum) == 0 && s.Const == nil && s.Items == nil &&
		len(s.OneOf) == 0 && len(s.AnyOf) == 0 && len(s.Required) == 0 && s.Discriminator == nil &&
		s.AdditionalProperties.Schema == nil && len(s.PatternProperties) == 0
}

// isEmpty reports whether s says nothing about the form of its values at all.
func isEmpty(s *openapi3.Schema) bool {
	return isWrapper(s) && s.Type.IsEmpty() && s.Format == "" && len(s.AllOf) == 0
}

func isNullType(s *openapi3.Schema) bool {
	if s == nil {
		return false
	}
	return s.Type.Is(openapi3.TypeNull) || len(s.Enum) == 1 && s.Enum[0] == nil
}

// flatten returns the schema with what its allOf has, the schema itself first:
// where two say different things, the outer one holds.
func (r *reader) flatten(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) *openapi3.Schema {
	s := ref.Value
	if len(s.AllOf) == 0 {
		return s
	}
	if seen[s] {
		r.warn(r.at(schemaOrigin(ref)), "allof-cycle", "the schema is a part of its own allOf, which adds nothing", "take it out of allOf")
		return &openapi3.Schema{}
	}
	seen[s] = true
	defer delete(seen, s)
	out := *s
	out.AllOf = nil
	out.Properties = maps.Clone(s.Properties)
	out.Required = slices.Clone(s.Required)
	for _, part := range s.AllOf {
		if part != nil && part.Value != nil {
			r.add(&out, r.flatten(part, seen), part)
		}
	}
	return &out
}

// add adds to out what part has and out has not.
func (r *reader) add(out, part *openapi3.Schema, from *openapi3.SchemaRef) {
	if types := withoutNull(part); out.Type.IsEmpty() && len(types) > 0 {
		out.Type = part.Type
		if out.Type.IsEmpty() {
			out.Type = &openapi3.Types{types[0]}
		}
	} else if own := withoutNull(out); len(own) > 0 && len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return slices.Contains(own, t) }) && !numbers(own, types) {
		r.warn(r.at(schemaOrigin(from)), "allof-conflict", fmt.Sprintf("a part of allOf is %q, and the others %q; the first holds", types[0], own[0]),
			"give all parts one type")
		return
	}
	addProperties(out, part)
	out.Required = append(out.Required, part.Required...)
	addValues(out, part)
	addRules(out, part)
	if len(part.OneOf)+len(part.AnyOf) > 0 {
		if len(out.OneOf)+len(out.AnyOf) > 0 {
			r.warn(r.at(schemaOrigin(from)), "allof-conflict", "several parts of allOf have oneOf or anyOf; the first counts", "have one such part")
			return
		}
		out.OneOf, out.AnyOf = part.OneOf, part.AnyOf
		out.Discriminator = part.Discriminator
	}
}

func numbers(a, b []string) bool {
	number := func(list []string) bool {
		return slices.Contains(list, openapi3.TypeNumber) || slices.Contains(list, openapi3.TypeInteger)
	}
	return number(a) && number(b)
}

// addProperties adds the properties of part. One that both have takes from the
// other what it does not say itself, unless either is a type with a name.
func addProperties(out, part *openapi3.Schema) {
	for name, p := range part.Properties {
		own := out.Properties[name]
		switch {
		case p == nil:
		case own == nil:
			if out.Properties == nil {
				out.Properties = openapi3.Schemas{}
			}
			out.Properties[name] = p
		case own.Ref == "" && p.Ref == "" && own.Value != nil && p.Value != nil && own.Value != p.Value:
			both := &openapi3.Schema{AllOf: openapi3.SchemaRefs{own, p}, Description: first(own.Value.Description, p.Value.Description)}
			out.Properties[name] = &openapi3.SchemaRef{Value: both, Origin: schemaOrigin(own)}
		case own.Ref == "" && own.Value != nil && isEmpty(own.Value):
			out.Properties[name] = p
		}
	}
	if out.AdditionalProperties.Schema == nil && out.AdditionalProperties.Has == nil {
		out.AdditionalProperties = part.AdditionalProperties
	}
	if len(out.PatternProperties) == 0 {
		out.PatternProperties = part.PatternProperties
	}
}

// addValues adds what part says about which values there are.
func addValues(out, part *openapi3.Schema) {
	if len(out.Enum) == 0 {
		out.Enum = part.Enum
		for name, v := range part.Extensions {
			if out.Extensions[name] == nil {
				out.Extensions = maps.Clone(out.Extensions)
				if out.Extensions == nil {
					out.Extensions = map[string]any{}
				}
				out.Extensions[name] = v
			}
		}
	}
	if out.Const == nil {
		out.Const = part.Const
	}
	if out.Items == nil {
		out.Items = part.Items
	}
	out.Format = first(out.Format, part.Format)
	out.Description = first(out.Description, part.Description)
	out.ReadOnly = out.ReadOnly || part.ReadOnly
	out.WriteOnly = out.WriteOnly || part.WriteOnly
}

// addRules adds the restrictions of part that out has not.
func addRules(out, part *openapi3.Schema) {
	if out.MinLength == 0 {
		out.MinLength = part.MinLength
	}
	if out.MaxLength == nil {
		out.MaxLength = part.MaxLength
	}
	out.Pattern = first(out.Pattern, part.Pattern)
	if out.MinItems == 0 {
		out.MinItems = part.MinItems
	}
	if out.MaxItems == nil {
		out.MaxItems = part.MaxItems
	}
	if out.Min == nil && !out.ExclusiveMin.IsSet() {
		out.Min, out.ExclusiveMin = part.Min, part.ExclusiveMin
	}
	if out.Max == nil && !out.ExclusiveMax.IsSet() {
		out.Max, out.ExclusiveMax = part.Max, part.ExclusiveMax
	}
}
