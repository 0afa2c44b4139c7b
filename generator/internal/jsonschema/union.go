package jsonschema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// composed reads oneOf and anyOf; nil when the schema has none that tell the form
// of its values.
func (r *Reader) composed(s *Schema, name api.Name, key *Schema) api.Type {
	variants := alternatives(s)
	switch {
	case len(variants) == 0:
		return nil
	case s.Properties.Len() > 0:
		r.warn(s.Place, "composition", fmt.Sprintf("schema %q has properties beside oneOf or anyOf; what those add is kept as undeclared members", name),
			"move the properties into each alternative")
		return nil
	case len(variants) == 1:
		return r.only(variants[0], name, key)
	}
	if e := r.constants(s, variants, name, key); e != nil {
		return e
	}
	if kind, format := commonKind(variants); kind != "" {
		return primitive(kind, format)
	}
	return r.union(s, variants, name, key)
}

// alternatives returns what oneOf and anyOf have beside null and beside rules
// that say nothing about the form of values, such as "one of these is required".
func alternatives(s *Schema) []*Schema {
	var out []*Schema
	var refs map[string]bool
	form := false
	for _, list := range [][]*Schema{s.OneOf, s.AnyOf} {
		if len(out) > 0 {
			break
		}
		for _, part := range list {
			v := part.Value()
			if v == nil || isNullType(v) {
				continue
			}
			form = form || part.Ref != "" || len(withoutNull(v)) > 0 || len(v.AllOf)+len(v.OneOf)+len(v.AnyOf)+len(v.Enum) > 0
			if part.Ref == "" || !refs[part.Ref] {
				out = append(out, part)
			}
			if part.Ref != "" {
				if refs == nil {
					refs = map[string]bool{}
				}
				refs[part.Ref] = true
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
func (r *Reader) constants(s *Schema, variants []*Schema, name api.Name, key *Schema) api.Type {
	out := s.copied()
	out.OneOf, out.AnyOf, out.Enum = nil, nil, nil
	out.extensions, out.texts = nil, &memberTexts{}
	for _, v := range variants {
		value := v.constant()
		if value == nil && len(v.Enum) == 1 {
			value = v.Enum[0]
		}
		if value == nil || kindOf(value) == nil || v.Ref != "" {
			return nil
		}
		out.Enum = append(out.Enum, value)
		out.texts.names, out.texts.docs = append(out.texts.names, v.Title), append(out.texts.docs, v.Description)
	}
	if kindOfAll(out.Enum, nil) == "" {
		return nil
	}
	return r.enum(out, nil, name, key)
}

// commonKind returns the type that all alternatives have, when they are values
// without parts, and their format when that is one too.
func commonKind(variants []*Schema) (kind, format string) {
	for i, part := range variants {
		v := part.Value()
		types := withoutNull(v)
		if len(types) == 0 && len(v.Enum) > 0 {
			types = Types{kindOfAll(v.Enum, nil)}
		}
		if len(types) != 1 || types[0] == TypeObject || types[0] == TypeArray || len(v.OneOf)+len(v.AnyOf)+len(v.AllOf) > 0 {
			return "", ""
		}
		switch {
		case i == 0:
			kind, format = types[0], v.Format
		case kind == types[0]:
			if format != v.Format {
				format = ""
			}
		case numbers(Types{kind}, types):
			kind, format = TypeNumber, ""
		default:
			return "", ""
		}
	}
	return kind, format
}

// severalTypes reads a schema with several types: an alternative for each.
func (r *Reader) severalTypes(s *Schema, types Types, name api.Name, key *Schema) api.Type {
	var variants []*Schema
	for _, t := range types {
		v := s.copied()
		v.Types, v.Enum, v.Title = Types{t}, nil, ""
		variants = append(variants, v)
	}
	if kind, format := commonKind(variants); kind != "" {
		return primitive(kind, format)
	}
	return r.union(s, variants, name, key)
}

// union reads alternatives of several forms.
func (r *Reader) union(s *Schema, variants []*Schema, name api.Name, key *Schema) api.Type {
	u := &api.Union{Name: name, Doc: NewDoc(s.Title, s.Description, s.Deprecated), Pos: s.Place.At()}
	if key != nil {
		key.typ = u // an alternative can lead back here
		makes(u, s)
	}
	labels := r.labels(variants)
	seen := map[api.Type]bool{}
	for i, v := range variants {
		label := labels[i]
		t, _ := r.Type(v, Inner(name, label))
		if comparableType(t) {
			if seen[t] {
				continue
			}
			seen[t] = true
		}
		u.Variants = append(u.Variants, api.Variant{Type: t, Name: label, Wire: r.Wire(v)})
	}
	r.discriminate(u, s, variants)
	if key == nil {
		u.Name = r.Unique(name)
		u.Places = []api.Name{u.Name}
	}
	r.api.Unions = append(r.api.Unions, u)
	if key == nil && u.Discriminator == "" {
		return r.sameUnion(u, name) // its places have rules of their own
	}
	u.Schema = r.typeRules(s.whole(), u, true, nil)
	if u.Discriminator != "" && r.api.Form != api.FormOData { // which lets a type be left out, and has derived ones
		u.Schema = allOf(u.Schema, r.oneOfThem(u, s, variants))
	}
	same := r.sameUnion(u, name)
	makes(same, s)
	return same
}

// allOf is what two schemas say, of which the first may be nil.
func allOf(a, b *api.Schema) *api.Schema {
	if a == nil {
		return b
	}
	return &api.Schema{AllOf: []*api.Schema{a, b}}
}

// oneOfThem is the rule that a value is one of the alternatives of u: of other objects, and
// of what is no object, none is. Where the discriminator need not be there, those without it
// must fit the alternatives.
func (r *Reader) oneOfThem(u *api.Union, s *Schema, variants []*Schema) *api.Schema {
	rule := &api.Schema{Types: []string{TypeObject}, Properties: []api.NamedSchema{{Name: u.Discriminator, Schema: &api.Schema{}}}}
	there := &api.Schema{Required: []string{u.Discriminator}}
	if requires(variants, u.Discriminator) {
		rule.Required = there.Required
	} else {
		rule.AnyOf = []*api.Schema{there, {OneOf: r.rulesList(s.OneOf), AnyOf: r.rulesList(s.AnyOf)}}
	}
	for _, v := range u.Variants {
		for _, value := range v.Values {
			rule.Properties[0].Schema.Enum = append(rule.Properties[0].Schema.Enum, JSON(tree.String(value)))
		}
	}
	return r.bounded(rule)
}

// requires reports whether all alternatives require a property.
func requires(variants []*Schema, property string) bool {
	return !slices.ContainsFunc(variants, func(v *Schema) bool {
		for part := range v.Value().parts() {
			if slices.Contains(part.Required, property) {
				return false
			}
		}
		return true
	})
}

// byDiscriminator returns the rules of alternatives that a property tells apart: a value is
// the one that its property says, whether it fits others or not. It is nil for others.
func (r *Reader) byDiscriminator(s *Schema) *api.Schema {
	variants := alternatives(s)
	if s.Discriminator == nil || len(variants) < 2 || slices.ContainsFunc(variants, func(v *Schema) bool { return v.Ref == "" }) {
		return nil
	}
	property, values := r.discriminator(s, variants, r.labels(variants))
	if property == "" || !requires(variants, property) {
		return nil
	}
	says := true // by itself
	for i, v := range variants {
		own := constantsOf(v.Value(), property)
		says = says && own != nil && len(both(own, values[i])) == len(own)
	}
	if says {
		return nil
	}
	is := func(values []string) *api.Schema {
		enum := &api.Schema{}
		for _, value := range values {
			enum.Enum = append(enum.Enum, JSON(tree.String(value)))
		}
		return &api.Schema{Properties: []api.NamedSchema{{Name: property, Schema: enum}}}
	}
	out := is(slices.Concat(values...))
	out.Types, out.Required = []string{TypeObject}, []string{property}
	for i, v := range variants {
		out.AllOf = append(out.AllOf, &api.Schema{If: is(values[i]), Then: r.rules(v)})
	}
	if isNullable(s) {
		return &api.Schema{AnyOf: []*api.Schema{{Types: []string{TypeNull}}, out}}
	}
	return out
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

// labels are what the alternatives are called. Those that would be called the same say what
// they hold, lists and objects, and what is the same then where they stand.
func (r *Reader) labels(variants []*Schema) []string {
	labels := make([]string, len(variants))
	for i, v := range variants {
		labels[i] = r.variantName(v)
	}
	for _, better := range []func(i int) string{
		func(i int) string {
			v := variants[i].Value()
			if v.Items.Value() != nil {
				return r.variantName(v.Items) + "_" + labels[i]
			}
			if name := ownProperty(variants, i); name != "" {
				return labels[i] + "_" + name
			}
			return labels[i]
		},
		func(i int) string { return fmt.Sprint(labels[i], "_", i+1) },
	} {
		count := map[string]int{}
		for _, label := range labels {
			count[label]++
		}
		for i, label := range labels {
			if count[label] > 1 && !isPlain(variants[i]) {
				labels[i] = better(i)
			}
		}
	}
	return labels
}

// isPlain reports whether the type of s is a primitive one, which alternatives share.
func isPlain(s *Schema) bool {
	v := s.Value()
	types := withoutNull(v)
	return len(types) == 1 && types[0] != TypeArray && types[0] != TypeObject && len(v.Enum) == 0
}

// ownProperty returns the first property of an alternative that no other has, of those
// that it requires if it has such; "" when there is none.
func ownProperty(variants []*Schema, i int) (name string) {
	v := variants[i].Value()
	for _, p := range v.Properties.All() {
		shared := slices.ContainsFunc(variants, func(other *Schema) bool {
			return other != variants[i] && other.Value().Properties.Get(p.Name) != nil
		})
		switch {
		case shared:
		case slices.Contains(v.Required, p.Name):
			return p.Name
		case name == "":
			name = p.Name
		}
	}
	return name
}

// variantName is what the document calls an alternative, or its type.
func (r *Reader) variantName(v *Schema) string {
	if v.Ref != "" {
		name := tree.Unescape(v.Ref[strings.LastIndexAny(v.Ref, "/#")+1:])
		return componentName(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".yml"), ".json")).Local
	}
	if v.Title != "" {
		return v.Title
	}
	if types := withoutNull(v); len(types) == 1 {
		return first(v.Format, types[0])
	}
	return "value"
}
