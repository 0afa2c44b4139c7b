package jsonschema

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// object reads an object: a struct, or a map when no property is declared.
func (r *Reader) object(s *Schema, name api.Name, key *Schema) api.Type {
	if s.Properties.Len() == 0 {
		return r.mapOf(s, name)
	}
	t := r.newStruct(s, name, key)
	required := s.required()
	for _, p := range s.Properties.All() {
		if strings.HasPrefix(p.Name, "@") && r.api.Form != api.FormPlain {
			r.control(t, p.Name, p.Schema)
			continue
		}
		t.Properties = append(t.Properties, r.Property(t, p.Name, p.Schema, required[p.Name]))
	}
	t.Schema = r.typeRules(s.whole(), t, true, nil)
	same := r.sameStruct(t, name)
	makes(same, s)
	return same
}

// required are the names of the properties that must be there.
func (s *Schema) required() map[string]bool {
	all := make(map[string]bool, len(s.Required))
	for _, name := range s.Required {
		all[name] = true
	}
	return all
}

// newStruct adds a struct without properties.
func (r *Reader) newStruct(s *Schema, name api.Name, key *Schema) *api.Struct {
	t := &api.Struct{Name: r.own(name, key), Doc: NewDoc(s.Title, s.Description, s.Deprecated), Pos: s.Place.At()}
	t.Doc.URL = s.DocsURL
	t.Open = !s.AdditionalProperties.isBool(false)
	if d := s.whole().Discriminator; d != nil && len(s.OneOf)+len(s.AnyOf) == 0 {
		t.Discriminator = d.Property
	}
	makes(t, s)
	t.Closed = !t.Open && s.PatternProperties.Len() == 0 && s.whole() == s
	if key != nil {
		t.GoName = goName(s) // that of an inline schema is of the property
		key.typ = t          // a property can lead back here
	} else {
		t.Places = []api.Name{t.Name}
	}
	r.api.Structs = append(r.api.Structs, t)
	return t
}

// mapOf reads an object of which only the type of the values is known. Without a
// schema for those whose names do not match a pattern they can be anything.
func (r *Reader) mapOf(s *Schema, name api.Name) api.Type {
	value := values(s.AdditionalProperties)
	switch patterns := s.PatternProperties.All(); {
	case len(patterns) == 1 && value == nil:
		if s.AdditionalProperties.isBool(false) || isAnyName(patterns[0].Name) {
			value = patterns[0].Schema
		}
	case len(patterns) > 0:
		value = nil // values of several types
	}
	elem, nullable := r.Type(value, Inner(name, "value"))
	return api.Map{Elem: element(elem, nullable)}
}

// isAnyName reports whether a pattern is one of those that people write for any
// name.
func isAnyName(pattern string) bool {
	return slices.Contains([]string{"", ".*", ".+", "^.*$", "^.+$", "^.*", "^(.*)$"}, pattern)
}

// control reads a property that is control information of OData: only the type
// says something about the model.
func (r *Reader) control(t *api.Struct, name string, s *Schema) {
	if s = s.Value(); name != "@odata.type" || s == nil {
		return
	}
	for _, v := range []*tree.Node{s.Const, s.Default} {
		if v.IsText() && strings.HasPrefix(v.Text, "#") && !r.names[componentName(v.Text[1:]).String()] {
			t.Name, t.Places = r.Unique(componentName(v.Text[1:])), nil
		}
	}
}

// Property reads a property of t.
func (r *Reader) Property(t *api.Struct, name string, from *Schema, required bool) *api.Property {
	p := &api.Property{Name: name, Pos: from.Place.At(), Required: required}
	p.Type, p.Nullable = r.Type(from, Inner(t.Name, name))
	s := from.Value()
	if s == nil {
		return p
	}
	p.Doc = NewDoc("", s.Description, s.Deprecated)
	if to := from.Target(); to != nil && to.Name != "" && to.Value().Description == s.Description {
		p.Doc.Text = "" // it is said at the type
	}
	if p.GoName = goName(s); from.Ref != "" {
		p.GoName = goName(from) // that of what it leads to is of the type
	}
	p.ReadOnly, p.WriteOnly = directions(s)
	if p.Type == api.Untyped && len(s.Types) == 0 {
		p.Nullable = true // what else the schema says is a rule
	}
	p.Facets = r.Facets(from)
	p.Facets.Schema = r.Rest(from, p.Type, true)
	p.Default = r.Default(from)
	r.propertyOf[p] = s
	return p
}

// Default is the text of the default value of s, JSON for one with parts; "" for none.
func (r *Reader) Default(s *Schema) string {
	if v := s.Value(); v != nil && v.Default != nil && !v.Default.IsNull() {
		return scalarText(v.Default)
	}
	return ""
}

// directions reports whether s or a part of its allOf is read-only or write-only.
func directions(s *Schema) (readOnly, writeOnly bool) {
	for part := range s.parts() {
		readOnly, writeOnly = readOnly || part.ReadOnly, writeOnly || part.WriteOnly
	}
	return readOnly, writeOnly
}

// Facets reads the rules of a schema that facets have.
func (r *Reader) Facets(s *Schema) api.Facets {
	at := s.Place
	if s = s.Value(); s == nil {
		return api.Facets{}
	}
	f := api.Facets{
		MinLength: s.MinLength, MaxLength: s.MaxLength,
		Pattern:  r.pattern(s.Pattern, "pattern", at),
		MinItems: s.MinItems, MaxItems: s.MaxItems,
		MultipleOf: s.MultipleOf,
	}
	if formats[s.Format] && textType(s.Format) == api.String {
		f.Format = s.Format
	}
	f.Minimum, f.ExclusiveMinimum = bounds(s.Minimum, s.ExclusiveMinimum)
	f.Maximum, f.ExclusiveMaximum = bounds(s.Maximum, s.ExclusiveMaximum)
	if limits, ok := unsigned[s.Format]; ok && s.Types.Includes(TypeInteger) {
		if f.Minimum == "" && f.ExclusiveMinimum == "" {
			f.Minimum = limits.least
		}
		if f.Maximum == "" && f.ExclusiveMaximum == "" {
			f.Maximum = limits.most
		}
	}
	f.Wire = r.Wire(s)
	return f
}

// unsigned are the limits of the formats of integers that have no type of their own.
var unsigned = map[string]struct{ least, most string }{
	"uint16": {"0", "65535"}, "uint32": {"0", "4294967295"},
}

// Wire returns how the values in s are written: those of lists and maps are meant.
func (r *Reader) Wire(s *Schema) api.Wire {
	for v, depth := s.Value(), 0; v != nil && depth < maxNested; depth++ {
		switch only := alternatives(v); {
		case withoutNull(v).Is(TypeString):
			return wires[v.form()]
		case withoutNull(v).Is(TypeArray):
			v = v.Items.Value()
		case withoutNull(v).Is(TypeObject):
			v = values(v.AdditionalProperties).Value()
		case len(only) == 1:
			v = only[0].Value()
		default:
			return ""
		}
	}
	return ""
}

// maxNested is how deep lists and maps are looked into.
const maxNested = 20

// wires are the forms of texts that OData writes otherwise.
var wires = map[string]api.Wire{
	"byte": api.WireBase64, "base64url": api.WireURL, "decimal": api.WireText, "time": api.WireTime, "duration": api.WireDuration,
}

// bounds returns the bound of a number that is included and the one that is not. In
// OpenAPI 3.0 a truth value tells which it is.
func bounds(included string, exclusive Bound) (least, above string) {
	if exclusive.Is {
		return "", included
	}
	return included, exclusive.Value
}
