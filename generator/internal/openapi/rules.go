package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/ecma"
)

// rules reads all that a schema says about its values. What a reference leads to
// is read into api.Schemas.
func (r *reader) rules(ref *openapi3.SchemaRef) *api.Schema {
	if ref == nil || ref.Value == nil {
		return &api.Schema{}
	}
	if ref.Ref != "" {
		return &api.Schema{Ref: r.namedRules(ref)}
	}
	return r.ownRules(ref)
}

// namedRules reads what a reference leads to and returns its name in api.Schemas.
// Where other keywords stand beside references they lead to several schemas.
func (r *reader) namedRules(ref *openapi3.SchemaRef) string {
	if name, ok := r.ruleNames[ref.Value]; ok {
		return name
	}
	name := strings.TrimPrefix(r.target(ref), schemaRef)
	if to := r.lookup(r.target(ref)); to != nil && to.Value != ref.Value && sameRules(to.Value, ref.Value) {
		return r.namedRules(&openapi3.SchemaRef{Ref: ref.Ref, Value: to.Value})
	}
	for r.rulesByName[name] != nil {
		name += " and more"
	}
	r.ruleNames[ref.Value] = name
	out := &api.Schema{Name: name}
	r.rulesByName[name] = out
	r.api.Schemas = append(r.api.Schemas, out)
	*out = *r.ownRules(ref)
	out.Name = name
	return name
}

// beside returns the keywords that stand beside a reference, and what it leads to;
// nil when there are none. Kin-openapi makes a copy of the latter with the former in
// its allOf.
func (r *reader) beside(ref *openapi3.SchemaRef) (keywords, target *openapi3.SchemaRef) {
	at, all := ref, ref.Value.AllOf
	for depth := 0; at != nil && at.Ref != "" && depth < 20; depth++ {
		to := r.lookup(r.target(at))
		if to != nil && to.Value != ref.Value && len(all) == len(to.Value.AllOf)+1 {
			return all[len(all)-1], &openapi3.SchemaRef{Ref: at.Ref, Value: to.Value}
		}
		at = to
	}
	return nil, nil
}

// lookup returns the schema that a pointer leads to: a component, or a definition
// in one.
func (r *reader) lookup(target string) *openapi3.SchemaRef {
	path, ok := strings.CutPrefix(target, schemaRef)
	if !ok {
		return nil
	}
	tokens := strings.Split(path, "/")
	at := r.components()[unescapeToken(tokens[0])]
	for rest := tokens[1:]; at != nil && at.Value != nil && len(rest) > 1; rest = rest[2:] {
		switch name := unescapeToken(rest[1]); rest[0] {
		case "$defs":
			at = definition(at.Value, name)
		case "properties":
			at = at.Value.Properties[name]
		default:
			return nil
		}
	}
	if at == nil || at.Value == nil || len(tokens)%2 == 0 {
		return nil
	}
	return at
}

// ownRules reads what is written in a schema itself.
func (r *reader) ownRules(ref *openapi3.SchemaRef) *api.Schema {
	s := ref.Value
	if s.Always != nil {
		return &api.Schema{Never: !*s.Always}
	}
	if keywords, target := r.beside(ref); keywords != nil {
		out := r.ownRules(keywords)
		if out.Ref == "" {
			out.Ref = r.namedRules(target)
		}
		return out
	}
	out := &api.Schema{Enum: r.values(s)}
	if s.Type != nil {
		out.Types = slices.Clone(s.Type.Slice())
	}
	if s.Nullable && len(out.Types) > 0 {
		out.Types = append(out.Types, openapi3.TypeNull)
	}
	r.scalarRules(out, ref)
	r.arrayRules(out, s)
	r.objectRules(out, s)
	r.composedRules(out, s)
	if s.DynamicRef != "" {
		r.warnOnce(r.at(schemaOrigin(ref)), "dynamic-ref", fmt.Sprintf("the reference %q depends on where it is reached from, and is not followed", s.DynamicRef),
			"use $ref")
	}
	return out
}

// values returns the JSON texts of the values that enum and const allow; nil for
// any.
func (r *reader) values(s *openapi3.Schema) []string {
	list := s.Enum
	switch {
	case s.Const != nil || isConstNull(s):
		list = []any{s.Const}
	case s.Nullable && len(list) > 0 && !slices.Contains(list, nil):
		list = append(slices.Clone(list), nil)
	}
	var out []string
	for _, v := range list {
		out = append(out, jsonText(v))
	}
	return out
}

// isConstNull reports whether s has the constant null, of which only the place is
// left.
func isConstNull(s *openapi3.Schema) bool {
	if s.Origin == nil || s.Const != nil {
		return false
	}
	_, there := s.Origin.Fields.Lookup("const")
	return there
}

// jsonText is a value of the document as JSON.
func jsonText(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return "null"
	}
	return strings.TrimSpace(b.String())
}

// scalarRules adds the rules of texts and numbers.
func (r *reader) scalarRules(out *api.Schema, ref *openapi3.SchemaRef) {
	s := ref.Value
	f := r.facets(ref)
	out.MinLength, out.MaxLength, out.Pattern = f.MinLength, f.MaxLength, f.Pattern
	out.Minimum, out.ExclusiveMinimum = f.Minimum, f.ExclusiveMinimum
	out.Maximum, out.ExclusiveMaximum = f.Maximum, f.ExclusiveMaximum
	out.MultipleOf = f.MultipleOf
	if formats[s.Format] {
		out.Format = s.Format
	}
}

// formats are those of texts that the support package checks.
var formats = map[string]bool{
	"date": true, "time": true, "date-time": true, "duration": true, "uuid": true, "byte": true,
	"email": true, "idn-email": true, "hostname": true, "idn-hostname": true, "ipv4": true, "ipv6": true,
	"uri": true, "uri-reference": true, "iri": true, "iri-reference": true, "uri-template": true,
	"json-pointer": true, "relative-json-pointer": true, "regex": true,
}

// pattern translates a regular expression; "" when that cannot be, which is said
// once.
func (r *reader) pattern(expr, what string, origin *openapi3.Origin) string {
	if expr == "" {
		return ""
	}
	translated, err := ecma.RE2(expr)
	if err != nil {
		r.warnOnce(r.at(origin), "pattern", fmt.Sprintf("the %s %q has no meaning in Go and is not checked: %v", what, expr, err),
			"use what RE2 knows: no look-ahead, no back references")
		return ""
	}
	return translated
}

// warnOnce is warn about a schema, which is read for each type that has its rules.
func (r *reader) warnOnce(pos diag.Position, code, message, hint string) {
	key := fmt.Sprint(pos, message)
	if !r.told[key] {
		r.told[key] = true
		r.warn(pos, code, message, hint)
	}
}

// definition returns a schema of $defs, which stand in allOf where they stood beside
// a reference.
func definition(s *openapi3.Schema, name string) *openapi3.SchemaRef {
	if s.Defs[name] == nil && len(s.AllOf) > 0 {
		if last := s.AllOf[len(s.AllOf)-1]; last != nil && last.Ref == "" && last.Value != nil {
			return last.Value.Defs[name]
		}
	}
	return s.Defs[name]
}

func (r *reader) arrayRules(out *api.Schema, s *openapi3.Schema) {
	out.MinItems, out.MaxItems, out.UniqueItems = s.MinItems, s.MaxItems, s.UniqueItems
	out.PrefixItems = r.rulesList(s.PrefixItems)
	out.Items = r.optionalRules(s.Items)
	out.Contains = r.optionalRules(s.Contains)
	if s.Contains != nil {
		out.MinContains, out.MaxContains = s.MinContains, s.MaxContains
	}
	out.UnevaluatedItems = r.boolRules(s.UnevaluatedItems)
}

func (r *reader) objectRules(out *api.Schema, s *openapi3.Schema) {
	out.MinProperties, out.MaxProperties = s.MinProps, s.MaxProps
	for _, name := range s.Required {
		if p := s.Properties[name]; p == nil || p.Value == nil || !p.Value.ReadOnly && !p.Value.WriteOnly {
			out.Required = append(out.Required, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.DependentRequired)) {
		out.DependentRequired = append(out.DependentRequired, api.DependentRequired{Name: name, Required: s.DependentRequired[name]})
	}
	out.Properties = r.namedList(s.Properties)
	for _, named := range r.namedList(s.PatternProperties) {
		if named.Name = r.pattern(named.Name, "pattern of properties", s.Origin); named.Name != "" {
			out.PatternProperties = append(out.PatternProperties, named)
		}
	}
	if len(out.PatternProperties) == len(s.PatternProperties) { // or additional are those that match, too
		out.AdditionalProperties = r.boolRules(s.AdditionalProperties)
		out.UnevaluatedProperties = r.boolRules(s.UnevaluatedProperties)
	}
	out.PropertyNames = r.optionalRules(s.PropertyNames)
	out.DependentSchemas = r.namedList(s.DependentSchemas)
}

func (r *reader) composedRules(out *api.Schema, s *openapi3.Schema) {
	out.AllOf, out.AnyOf, out.OneOf = r.rulesList(s.AllOf), r.rulesList(s.AnyOf), r.rulesList(s.OneOf)
	out.Not = r.optionalRules(s.Not)
	if s.If != nil {
		out.If, out.Then, out.Else = r.rules(s.If), r.optionalRules(s.Then), r.optionalRules(s.Else)
	}
}

// optionalRules is rules where no schema is one that says nothing.
func (r *reader) optionalRules(ref *openapi3.SchemaRef) *api.Schema {
	if ref == nil {
		return nil
	}
	return r.rules(ref)
}

func (r *reader) boolRules(b openapi3.BoolSchema) *api.Schema {
	switch {
	case b.Schema != nil:
		return r.rules(b.Schema)
	case b.Has != nil:
		return &api.Schema{Never: !*b.Has}
	}
	return nil
}

func (r *reader) rulesList(list openapi3.SchemaRefs) []*api.Schema {
	var out []*api.Schema
	for _, ref := range list {
		out = append(out, r.rules(ref))
	}
	return out
}

func (r *reader) namedList(all openapi3.Schemas) []api.NamedSchema {
	var out []api.NamedSchema
	for _, name := range inOrder(r, all, schemaOrigin) {
		out = append(out, api.NamedSchema{Name: name, Schema: r.rules(all[name])})
	}
	return out
}
