// Package schema checks values against schemas of JSON Schema, for the rules that a type
// of Go cannot have. It is for generated code: a program has no need to name it.
package schema

// Schema is a schema of JSON Schema (draft 2020-12), for the rules that a Go type
// cannot have: Validate checks the JSON text of the value against it. The zero
// Schema allows any value. Keywords that hold for one kind of value say nothing
// about others.
type Schema struct {
	// Name is what references in Schemas call it.
	Name string

	// In has the schemas that references lead to. It is set in the outermost
	// schema alone.
	In *Schemas

	// Ref is the name of a schema in In that the value must fit too.
	Ref string

	// Never allows no value: it is the schema false.
	Never bool

	// Types are the names of the types that the value can have; nil is any.
	Types []string

	// Enum are the JSON texts of the values that are allowed; nil is any.
	Enum []string

	// Format is the name of a format of texts. One that Validate does not know is
	// not checked.
	Format string

	// Minimum and its like are decimal numbers; "" does not restrict.
	Minimum, Maximum, ExclusiveMinimum, ExclusiveMaximum, MultipleOf string

	// MinLength and MaxLength are in characters. In this and the maxima below 0
	// does not restrict, and -1 is the maximum 0.
	MinLength, MaxLength int

	// Pattern is a Go regular expression, of which texts have a match.
	Pattern string

	MinItems, MaxItems int
	UniqueItems        bool

	// PrefixItems are of the first items, one by one; Items is of the others.
	PrefixItems []Schema
	Items       *Schema

	// Contains is of at least MinContains items: 0 is one, and -1 none.
	Contains                 *Schema
	MinContains, MaxContains int

	MinProperties, MaxProperties int

	// Required are properties that are there, DependentRequired those that are when
	// another is.
	Required          []string
	DependentRequired []DependentRequired

	// Properties have schemas by name, PatternProperties those whose names match a
	// Go regular expression; AdditionalProperties is of all others.
	Properties           []NamedSchema
	PatternProperties    []NamedSchema
	AdditionalProperties *Schema

	// PropertyNames is of the names.
	PropertyNames *Schema

	// DependentSchemas are of an object that has the property so called.
	DependentSchemas []NamedSchema

	AllOf, AnyOf, OneOf []Schema
	Not                 *Schema

	// If decides which of Then and Else holds.
	If, Then, Else *Schema

	// UnevaluatedItems and UnevaluatedProperties are of what nothing above has
	// looked at.
	UnevaluatedItems, UnevaluatedProperties *Schema
}

// Schemas are the schemas that references lead to.
type Schemas []Schema

// NamedSchema is the schema of a property, or of properties.
type NamedSchema struct {
	Name   string
	Schema Schema
}

// DependentRequired are the properties that an object with the property Name has.
type DependentRequired struct {
	Name     string
	Required []string
}

// named returns the schema called name; nil when there is none.
func (s *Schemas) named(name string) *Schema {
	if s == nil {
		return nil
	}
	for i := range *s {
		if (*s)[i].Name == name {
			return &(*s)[i]
		}
	}
	return nil
}
