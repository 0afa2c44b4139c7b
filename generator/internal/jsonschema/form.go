package jsonschema

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// Form returns the type of the body of a form with files, which have a type of their own
// there: the same schema in JSON has strings.
func (r *Reader) Form(from *Schema, name api.Name) api.Type {
	s := from.Value()
	if s == nil || IsFormOfFiles(from) {
		return api.Map{Elem: api.File{}}
	}
	alternatives := alternatives(s)
	if !HasFiles(s) && !slices.ContainsFunc(alternatives, HasFiles) {
		t, _ := r.Type(from, name)
		switch t.(type) {
		case *api.Struct, *api.Union, api.Map:
			return t
		}
		return api.Map{Elem: api.File{}}
	}
	s = r.flatten(s, from).copied() // the type of JSON is another one
	s.Place = from.Place
	if len(alternatives) > 0 {
		r.warn(from.Place, "composition", "a form with files has the members of all its alternatives; which of them go together is not checked",
			"describe the form as one object")
		r.addAlternatives(s, alternatives)
	}
	t := r.newStruct(s, name, nil)
	required := s.required()
	for _, p := range s.Properties.All() {
		if p.Schema.Value() != nil {
			t.Properties = append(t.Properties, r.formProperty(t, p.Name, p.Schema, required[p.Name]))
		}
	}
	t.Schema = r.undeclared(s)
	return r.sameStruct(t, name)
}

// addAlternatives adds the properties of all alternatives to an object. What each of them
// requires is required.
func (r *Reader) addAlternatives(s *Schema, alternatives []*Schema) {
	s.Properties = s.Properties.clone()
	var needed []string
	for i, part := range alternatives {
		v := r.Merged(part)
		addProperties(s, v)
		if i == 0 {
			needed = slices.Clone(v.Required)
		}
		needed = slices.DeleteFunc(needed, func(name string) bool { return !slices.Contains(v.Required, name) })
	}
	s.Required = slices.Concat(s.Required, needed)
	s.OneOf, s.AnyOf, s.Discriminator = nil, nil, nil
}

// IsFormOfFiles reports whether s is an object of files with any names, or one of which
// nothing is said.
func IsFormOfFiles(s *Schema) bool {
	v := s.Value()
	return IsFreeObject(s) || v != nil && v.Properties.Len() == 0 && v.AdditionalProperties != nil && isFile(v.AdditionalProperties)
}

// undeclared are the rules of the members that an object does not declare: those that a
// form with files can keep, which is no JSON as a whole.
func (r *Reader) undeclared(s *Schema) *api.Schema {
	if values(s.AdditionalProperties) == nil && s.PatternProperties.Len() == 0 {
		return nil
	}
	all := r.ownRules(s)
	out := &api.Schema{PatternProperties: all.PatternProperties, AdditionalProperties: all.AdditionalProperties}
	for _, p := range s.Properties.All() {
		out.Properties = append(out.Properties, api.NamedSchema{Name: p.Name, Schema: &api.Schema{}})
	}
	return r.bounded(out)
}

// formProperty reads a property of a form: a file, several, or as in JSON.
func (r *Reader) formProperty(t *api.Struct, name string, from *Schema, required bool) *api.Property {
	s := from.Value()
	p := &api.Property{Name: name, Pos: from.Place.At(), Required: required, Doc: NewDoc("", s.Description, s.Deprecated)}
	p.ReadOnly, p.WriteOnly = directions(s)
	switch {
	case isFile(from):
		p.Type = api.File{}
	case areFiles(from):
		p.Type = api.List{Elem: api.File{}}
	default:
		return r.Property(t, name, from, required)
	}
	return p
}

// alone returns the schema of the values of s but null: that of the only alternative,
// where s has alternatives.
func alone(s *Schema) *Schema {
	v := s.Value()
	if v == nil {
		return nil
	}
	if only := alternatives(v); len(only) == 1 && v.Properties.Len() == 0 {
		return only[0].Value()
	}
	return v
}

// isFile reports whether the values of s are bytes.
func isFile(s *Schema) bool {
	v := alone(s)
	if v == nil {
		return false
	}
	for part := range v.parts() {
		if part.Types.Includes(TypeString) && isBinary(part) {
			return true
		}
	}
	return false
}

// areFiles reports whether the values of s are lists of bytes.
func areFiles(s *Schema) bool {
	v := alone(s)
	return v != nil && v.Items != nil && isFile(v.Items)
}

// HasFiles reports whether a property of s is binary.
func HasFiles(s *Schema) bool {
	if s = s.Value(); s == nil {
		return false
	}
	for part := range s.parts() {
		for _, p := range part.Properties.All() {
			if isFile(p.Schema) || areFiles(p.Schema) {
				return true
			}
		}
	}
	return false
}

// IsObject reports whether s is an object, which forms can hold.
func IsObject(s *Schema) bool {
	s = s.Value()
	return s != nil && (s.Types.Is(TypeObject) || s.Properties.Len() > 0 || len(s.AllOf) > 0)
}

// IsFreeObject reports whether s is an object of which nothing is said.
func IsFreeObject(s *Schema) bool {
	v := s.Value()
	return v != nil && IsObject(v) && v.Properties.Len()+len(v.AllOf)+len(v.OneOf)+len(v.AnyOf)+len(v.Required) == 0 && values(v.AdditionalProperties) == nil
}

// SaysMore reports whether an object says that it has other members than its properties.
// That others are not forbidden says nothing.
func SaysMore(s *Schema) bool {
	for part := range s.Value().parts() {
		if part.AdditionalProperties != nil && !part.AdditionalProperties.isBool(false) || part.PatternProperties.Len() > 0 {
			return true
		}
	}
	return false
}

// SameForm reports whether two schemas say the same about the form of values, as far
// as header fields have one.
func SameForm(a, b *Schema) bool {
	a, b = a.Value(), b.Value()
	return a == b || a == nil || b == nil ||
		slices.Equal(a.Types, b.Types) && a.Format == b.Format && a.Properties.Len() == b.Properties.Len()
}
