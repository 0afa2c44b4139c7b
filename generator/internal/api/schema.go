package api

import "reflect"

// Schema is a schema of JSON Schema (draft 2020-12) for the rules that no type and
// no facet has. Its fields are those of schema.Schema in the runtime.
type Schema struct {
	Name  string // what references call it, in API.Schemas
	Ref   string // of a schema in API.Schemas
	Never bool   // it allows no value

	Types  []string
	Enum   []string // JSON texts
	Format string

	Minimum, Maximum, ExclusiveMinimum, ExclusiveMaximum, MultipleOf string // decimal texts

	MinLength uint64
	MaxLength *uint64
	Pattern   string // Go regular expression

	MinItems    uint64
	MaxItems    *uint64
	UniqueItems bool
	PrefixItems []*Schema
	Items       *Schema

	Contains                 *Schema
	MinContains, MaxContains *uint64

	MinProperties     uint64
	MaxProperties     *uint64
	Required          []string
	DependentRequired []DependentRequired

	Properties           []NamedSchema
	PatternProperties    []NamedSchema // by Go regular expressions
	AdditionalProperties *Schema
	PropertyNames        *Schema
	DependentSchemas     []NamedSchema

	AllOf, AnyOf, OneOf []*Schema
	Not                 *Schema
	If, Then, Else      *Schema

	UnevaluatedItems, UnevaluatedProperties *Schema
}

// NamedSchema is the schema of a property, or of those whose names match.
type NamedSchema struct {
	Name   string
	Schema *Schema
}

// DependentRequired are the properties that an object with the property Name has.
type DependentRequired struct {
	Name     string
	Required []string
}

// IsZero reports whether s allows any value.
func (s *Schema) IsZero() bool { return s == nil || reflect.DeepEqual(*s, Schema{}) }

// Parts returns the schemas that are written in s.
func (s *Schema) Parts() []*Schema {
	if s == nil {
		return nil
	}
	var out []*Schema
	for _, list := range [][]*Schema{
		s.PrefixItems, s.AllOf, s.AnyOf, s.OneOf,
		{
			s.Items, s.Contains, s.AdditionalProperties, s.PropertyNames, s.Not, s.If, s.Then, s.Else,
			s.UnevaluatedItems, s.UnevaluatedProperties,
		},
	} {
		for _, part := range list {
			if part != nil {
				out = append(out, part)
			}
		}
	}
	for _, list := range [][]NamedSchema{s.Properties, s.PatternProperties, s.DependentSchemas} {
		for _, named := range list {
			out = append(out, named.Schema)
		}
	}
	return out
}

// Refs returns the names of the schemas that s refers to, itself or in a part.
func (s *Schema) Refs() []string {
	if s == nil {
		return nil
	}
	var out []string
	if s.Ref != "" {
		out = append(out, s.Ref)
	}
	for _, part := range s.Parts() {
		out = append(out, part.Refs()...)
	}
	return out
}
