package jsonschema

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// discriminate fills in which property tells the alternatives apart: the one
// that the document names, or one that has a value of its own in each.
func (r *Reader) discriminate(u *api.Union, s *Schema, variants []*Schema) {
	if len(u.Variants) != len(variants) {
		return
	}
	for _, v := range u.Variants {
		if _, ok := v.Type.(*api.Struct); !ok {
			return
		}
	}
	names := make([]string, len(variants))
	for i, v := range u.Variants {
		names[i] = v.Name
	}
	property, values := r.discriminator(s, variants, names)
	if property == "" {
		property, values = inferred(variants)
	}
	if property == "" {
		return
	}
	u.Discriminator = property
	for i := range u.Variants {
		u.Variants[i].Values = values[i]
	}
}

// discriminator returns the property that the document says tells alternatives apart, and its values
// for each; "" for none. Values that are no texts tell no type.
func (r *Reader) discriminator(s *Schema, variants []*Schema, names []string) (property string, values [][]string) {
	d := s.Discriminator
	if d == nil && len(s.OneOf)+len(s.AnyOf) > 0 {
		d = r.inherited(variants, names)
	}
	if d == nil || d.Property == "" {
		return "", nil
	}
	for _, v := range variants {
		for part := range v.Value().parts() {
			if p := part.Properties.Get(d.Property).Value(); p != nil && len(withoutNull(p)) > 0 && !p.Types.Includes(TypeString) && p.constants() == nil {
				return "", nil
			}
		}
	}
	if values = r.mapped(names, d, variants); !distinct(values) {
		return "", nil
	}
	return d.Property, values
}

// inherited returns the discriminator of the type that all alternatives are made of, when
// it has a value for each; nil for none.
func (r *Reader) inherited(variants []*Schema, names []string) *Discriminator {
	var base *Schema
	for _, v := range variants {
		i := slices.IndexFunc(v.Value().AllOf, func(part *Schema) bool { return part.Value() != nil && part.Value().Discriminator != nil })
		if i < 0 || base != nil && v.Value().AllOf[i].Value() != base {
			return nil
		}
		base = v.Value().AllOf[i].Value()
	}
	for i, v := range variants {
		if !slices.ContainsFunc(base.Discriminator.Mapping, func(m Mapping) bool { return r.isFor(m, v, names[i]) }) {
			return nil
		}
	}
	return base.Discriminator
}

// mapped returns the values that the discriminator of the document has for each
// alternative. One that is not mapped has the values that its property can have, or its
// name where others can have them too.
func (r *Reader) mapped(names []string, d *Discriminator, variants []*Schema) [][]string {
	values := make([][]string, len(variants))
	mapped := map[string]bool{}
	for _, m := range d.Mapping {
		for i, v := range variants {
			if r.isFor(m, v, names[i]) {
				values[i] = append(values[i], m.Value)
				mapped[m.Value] = true
			}
		}
	}
	// In a mapping that leaves some out, names count beside it.
	partly := slices.ContainsFunc(values, func(v []string) bool { return v == nil })
	named := make([][]string, len(variants))
	for i, v := range variants {
		name := names[i]
		own := constantsOf(v.Value(), d.Property)
		if allowed := both(values[i], own); allowed != nil {
			values[i] = allowed
		}
		if len(values[i]) > 0 && partly && v.Ref != "" && !mapped[name] && own == nil {
			values[i] = append(values[i], name)
		}
		named[i] = values[i]
		if len(values[i]) > 0 || v.Ref == "" {
			continue
		}
		named[i] = []string{name}
		own = slices.DeleteFunc(own, func(value string) bool { return mapped[value] })
		if values[i] = own; len(own) == 0 {
			values[i] = named[i]
		}
	}
	if !distinct(values) {
		return named
	}
	return values
}

// both returns the texts of a that b has too; nil for none.
func both(a, b []string) (out []string) {
	for _, text := range a {
		if slices.Contains(b, text) {
			out = append(out, text)
		}
	}
	return out
}

// isFor reports whether a mapping is for an alternative with a name.
func (r *Reader) isFor(m Mapping, v *Schema, name string) bool {
	return m.Ref == v.Ref || m.Ref == name || r.leadsTo(m, v)
}

// leadsTo reports whether a mapping refers to the schema that an alternative refers to.
func (r *Reader) leadsTo(m Mapping, v *Schema) bool {
	if v.Ref == "" || !strings.ContainsAny(m.Ref, "/#.") {
		return false
	}
	to, fault := r.files.ResolveText(m.at, m.Ref, 0)
	return fault == nil && v.Target() != nil && v.Target().Place.Node == to.Node
}

// distinct reports whether each alternative has values, and none has one of another.
func distinct(values [][]string) bool {
	seen := map[string]bool{}
	for _, list := range values {
		if len(list) == 0 {
			return false
		}
		for _, v := range list {
			if seen[v] {
				return false
			}
			seen[v] = true
		}
	}
	return true
}

// inferred returns the first property of the document that has constant texts in each
// alternative, and different ones in each.
func inferred(variants []*Schema) (property string, values [][]string) {
	first := variants[0].Value()
	names := first.Properties.All()
	for _, part := range first.AllOf {
		if v := part.Value(); v != nil {
			names = slices.Concat(names, v.Properties.All())
		}
	}
	for _, p := range names {
		values = nil
		for _, v := range variants {
			values = append(values, constantsOf(v.Value(), p.Name))
		}
		if distinct(values) {
			return p.Name, values
		}
	}
	return "", nil
}

// constantsOf returns the texts that a property of s can have, nil when it can
// have any.
func constantsOf(s *Schema, property string) []string {
	if s == nil {
		return nil
	}
	for part := range s.parts() {
		if p := part.Properties.Get(property).Value(); p != nil {
			if texts := p.constants(); texts != nil {
				return texts
			}
		}
	}
	return nil
}

// constants returns the texts that are the values of s, nil when it has others too.
func (s *Schema) constants() []string {
	all := s.Enum
	if c := s.constant(); c != nil {
		all = []*tree.Node{c}
	}
	var texts []string
	for _, v := range all {
		if !v.IsText() {
			return nil
		}
		texts = append(texts, v.Text)
	}
	return texts
}

// Discriminate gives the types of components those that are made of them by allOf, with the
// values of the discriminator that they have, or that they are made of one with: those
// that are mapped to them, else their names.
func (r *Reader) Discriminate() {
	for _, c := range r.components {
		t, ok := c.typ.(*api.Struct)
		if !ok || c.Value() == nil {
			continue
		}
		for _, part := range c.Value().AllOf {
			from := part.Target()
			base := r.Discriminated(from)
			if base == nil {
				continue
			}
			if to, ok := from.typ.(*api.Struct); ok && to != t {
				to.Discriminator = base.Value().Discriminator.Property
				to.Derived = append(to.Derived, api.Derived{Type: t, Values: r.valuesOf(base, c)})
			}
		}
	}
}

// Discriminated returns the component with a discriminator that s is, or is made of by
// allOf; nil for none.
func (r *Reader) Discriminated(s *Schema) *Schema {
	base, ok := r.discriminated[s]
	v := s.Value()
	if ok || v == nil {
		return base
	}
	r.discriminated[s] = nil // it can hold itself
	if v.Discriminator != nil && len(v.OneOf)+len(v.AnyOf) == 0 {
		r.discriminated[s] = s
		return s
	}
	for _, part := range v.AllOf {
		if base = r.Discriminated(part.Target()); base != nil {
			break
		}
	}
	r.discriminated[s] = base
	return base
}

// valuesOf returns the values that the discriminator of base has for a component: those
// that are mapped to it, else its name.
func (r *Reader) valuesOf(base, component *Schema) []string {
	var values []string
	for _, m := range base.Value().Discriminator.Mapping {
		if m.Ref == component.Name || r.leadsTo(m, component.Reference()) {
			values = append(values, m.Value)
		}
	}
	if values == nil {
		values = []string{component.Name}
	}
	return values
}
