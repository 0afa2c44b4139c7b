package jsonschema

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// Form returns the type of the body of a form with files, which have a type of their own
// there: the same schema in JSON has strings.
func (r *Reader) Form(from *Schema, name api.Name) api.Type {
	s := from.Value()
	if s == nil {
		return api.Map{Elem: api.File{}}
	}
	if !HasFiles(s) {
		t, _ := r.Type(from, name)
		if _, ok := t.(*api.Struct); ok {
			return t
		}
		return api.Map{Elem: api.File{}}
	}
	s = r.flatten(s, from).copied() // the type of JSON is another one
	s.Place = from.Place
	t := r.newStruct(s, name, nil)
	required := s.required()
	for _, p := range s.Properties.All() {
		if p.Schema.Value() != nil {
			t.Properties = append(t.Properties, r.formProperty(t, p.Name, p.Schema, required[p.Name]))
		}
	}
	return r.sameStruct(t, name)
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
	return v != nil && v.Types.Includes(TypeString) && isBinary(v)
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
	return v != nil && IsObject(v) && v.Properties.Len()+len(v.AllOf)+len(v.Required) == 0 && values(v.AdditionalProperties) == nil
}

// SameForm reports whether two schemas say the same about the form of values, as far
// as header fields have one.
func SameForm(a, b *Schema) bool {
	a, b = a.Value(), b.Value()
	return a == b || a == nil || b == nil ||
		slices.Equal(a.Types, b.Types) && a.Format == b.Format && a.Properties.Len() == b.Properties.Len()
}
