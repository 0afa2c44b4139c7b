package jsonschema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// rules reads all that a schema says about its values. What a reference leads to
// is read into api.Schemas.
func (r *Reader) rules(s *Schema) *api.Schema {
	if s.Value() == nil {
		return &api.Schema{}
	}
	if s.Ref != "" {
		return &api.Schema{Ref: r.namedRules(s)}
	}
	return s.orNull(r.ownRules(s))
}

// namedRules reads what a reference leads to and returns its name in api.Schemas.
// Where other keywords stand beside references they lead to several schemas.
func (r *Reader) namedRules(s *Schema) string {
	v := s.Value().first()
	if v.rules != "" {
		return v.rules
	}
	name := r.nameOfRules(s.end())
	for r.rulesByName[name] != nil {
		name += " and more"
	}
	v.rules = name
	out := &api.Schema{Name: name}
	r.rulesByName[name] = out
	r.api.Schemas = append(r.api.Schemas, out)
	*out = *v.orNull(r.ownRules(v))
	out.Name = name
	return name
}

// nameOfRules is the name of a component, or a pointer to another schema.
func (r *Reader) nameOfRules(s *Schema) string {
	if s.Name != "" {
		return s.Name
	}
	pointer := s.Place.Pointer()
	for _, prefix := range []string{"/components/schemas/", "/definitions/"} {
		if rest, ok := strings.CutPrefix(pointer, prefix); ok && !s.Place.Foreign() {
			return rest
		}
	}
	return r.files.Relative(s.Place.Tree) + "#" + pointer
}

// ownRules reads what is written in a schema itself.
func (r *Reader) ownRules(s *Schema) *api.Schema {
	if s.Always != nil {
		return &api.Schema{Never: !*s.Always}
	}
	if s.keywords != nil {
		out := r.ownRules(s.keywords)
		if out.Ref == "" {
			out.Ref = r.namedRules(s.target)
		}
		return out
	}
	out := &api.Schema{Enum: s.valueTexts(), Types: slices.Clone(s.Types)}
	if s.NoValues && s.Const == nil {
		r.warnOnce(s.Place.Get("enum"), "enum", "the enumeration has no values: nothing is one", "list values, or take it out")
		out.Never = true
	}
	if s.Nullable && len(out.Types) > 0 {
		out.Types = append(out.Types, TypeNull)
	}
	r.scalarRules(out, s)
	r.arrayRules(out, s)
	r.objectRules(out, s)
	r.composedRules(out, s)
	if ref := textOf(s.Extension("$dynamicRef")); ref != "" {
		r.warnOnce(s.Place, "dynamic-ref", fmt.Sprintf("the reference %q depends on where it is reached from, and is not followed", ref),
			"use $ref")
	}
	return out
}

// orNull returns rules that let null pass, too, where OpenAPI 3.0 says so beside
// alternatives, of which none is null.
func (s *Schema) orNull(rules *api.Schema) *api.Schema {
	if !s.Nullable || len(rules.OneOf)+len(rules.AnyOf) == 0 {
		return rules
	}
	return &api.Schema{AnyOf: []*api.Schema{{Types: []string{TypeNull}}, rules}}
}

// valueTexts returns the JSON texts of the values that enum and const allow; nil for
// any.
func (s *Schema) valueTexts() []string {
	list := s.Enum
	null := &tree.Node{Kind: tree.Null}
	switch {
	case s.Const != nil:
		list = []*tree.Node{s.Const}
	case s.Nullable && len(list) > 0 && !slices.ContainsFunc(list, (*tree.Node).IsNull):
		list = append(slices.Clone(list), null)
	}
	var out []string
	for _, v := range list {
		out = append(out, JSON(v))
	}
	return out
}

// scalarRules adds the rules of texts and numbers.
func (r *Reader) scalarRules(out *api.Schema, s *Schema) {
	f := r.Facets(s)
	out.MinLength, out.MaxLength, out.Pattern = f.MinLength, f.MaxLength, f.Pattern
	out.Minimum, out.ExclusiveMinimum = f.Minimum, f.ExclusiveMinimum
	out.Maximum, out.ExclusiveMaximum = f.Maximum, f.ExclusiveMaximum
	out.MultipleOf = f.MultipleOf
	if formats[s.Format] {
		out.Format = s.Format
	}
}

// formats are those of texts that the runtime checks.
var formats = map[string]bool{
	"date": true, "time": true, "date-time": true, "duration": true, "uuid": true, "byte": true,
	"email": true, "idn-email": true, "hostname": true, "idn-hostname": true, "ipv4": true, "ipv6": true,
	"uri": true, "uri-reference": true, "iri": true, "iri-reference": true, "uri-template": true,
	"json-pointer": true, "relative-json-pointer": true, "regex": true,
}

func (r *Reader) arrayRules(out *api.Schema, s *Schema) {
	out.MinItems, out.MaxItems, out.UniqueItems = s.MinItems, s.MaxItems, s.UniqueItems
	out.PrefixItems = r.rulesList(s.PrefixItems)
	out.Items = r.optionalRules(s.Items)
	out.Contains = r.optionalRules(s.Contains)
	if s.Contains != nil {
		out.MinContains, out.MaxContains = s.MinContains, s.MaxContains
	}
	out.UnevaluatedItems = r.optionalRules(s.UnevaluatedItems)
}

func (r *Reader) objectRules(out *api.Schema, s *Schema) {
	out.MinProperties, out.MaxProperties = s.MinProperties, s.MaxProperties
	for _, name := range s.Required {
		if p := s.Properties.Get(name).Value(); p == nil || !p.ReadOnly && !p.WriteOnly {
			out.Required = append(out.Required, name)
		}
	}
	out.DependentRequired = s.DependentRequired
	out.Properties = r.namedList(s.Properties)
	for _, named := range r.namedList(s.PatternProperties) {
		if named.Name = r.pattern(named.Name, "pattern of properties", s.Place); named.Name != "" {
			out.PatternProperties = append(out.PatternProperties, named)
		}
	}
	if len(out.PatternProperties) == s.PatternProperties.Len() { // or additional are those that match, too
		out.AdditionalProperties = r.optionalRules(s.AdditionalProperties)
		out.UnevaluatedProperties = r.optionalRules(s.UnevaluatedProperties)
	}
	out.PropertyNames = r.optionalRules(s.PropertyNames)
	out.DependentSchemas = r.namedList(s.DependentSchemas)
}

func (r *Reader) composedRules(out *api.Schema, s *Schema) {
	out.AllOf, out.AnyOf, out.OneOf = r.rulesList(s.AllOf), r.rulesList(s.AnyOf), r.rulesList(s.OneOf)
	if told := r.byDiscriminator(s); told != nil {
		out.OneOf, out.AnyOf, out.AllOf = nil, nil, append(out.AllOf, told)
	}
	out.Not = r.optionalRules(s.Not)
	if s.If != nil {
		out.If, out.Then, out.Else = r.rules(s.If), r.optionalRules(s.Then), r.optionalRules(s.Else)
	}
}

// optionalRules is rules where no schema is one that says nothing.
func (r *Reader) optionalRules(s *Schema) *api.Schema {
	if s == nil {
		return nil
	}
	return r.rules(s)
}

func (r *Reader) rulesList(list []*Schema) []*api.Schema {
	var out []*api.Schema
	for _, s := range list {
		out = append(out, r.rules(s))
	}
	return out
}

func (r *Reader) namedList(all Properties) []api.NamedSchema {
	var out []api.NamedSchema
	for _, p := range all.All() {
		out = append(out, api.NamedSchema{Name: p.Name, Schema: r.rules(p.Schema)})
	}
	return out
}
