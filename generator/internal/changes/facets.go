package changes

import (
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// difference is a rule for values that has changed.
type difference struct {
	effect effect
	text   string
}

// facetChanges compares the rules for the values of a property or a parameter.
func (c *comparer) facetChanges(o, n api.Facets) []difference {
	var out []difference
	lower := func(name string, o, n uint64) { out = append(out, bound(name, count(o), count(n), narrower)...) }
	upper := func(name string, o, n *uint64) { out = append(out, bound(name, counted(o), counted(n), wider)...) }
	lower("minLength", o.MinLength, n.MinLength)
	upper("maxLength", o.MaxLength, n.MaxLength)
	lower("minItems", o.MinItems, n.MinItems)
	upper("maxItems", o.MaxItems, n.MaxItems)
	upper("precision", o.Precision, n.Precision)
	upper("scale", o.Scale, n.Scale)
	out = append(out, bound("minimum", o.Minimum, n.Minimum, narrower)...)
	out = append(out, bound("maximum", o.Maximum, n.Maximum, wider)...)
	out = append(out, bound("exclusiveMinimum", o.ExclusiveMinimum, n.ExclusiveMinimum, narrower)...)
	out = append(out, bound("exclusiveMaximum", o.ExclusiveMaximum, n.ExclusiveMaximum, wider)...)
	out = append(out, text("pattern", o.Pattern, n.Pattern)...)
	out = append(out, text("format", o.Format, n.Format)...)
	out = append(out, multiple(o.MultipleOf, n.MultipleOf)...)
	return distinct(append(out, c.schemaChanges(o.Schema, n.Schema)...))
}

// distinct leaves out what is told already: a facet can stand in a schema too.
func distinct(all []difference) []difference {
	var out []difference
	for _, d := range all {
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// count is a lower bound as text: none is 0.
func count(n uint64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func counted(n *uint64) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}

// bound compares bounds as decimal texts, "" for none. Raised is what a higher bound does
// to the values: a bound that is new or gone does what its kind does.
func bound(name, o, n string, raised effect) []difference {
	if o == n {
		return nil
	}
	d := difference{text: fmt.Sprintf("%s %s", name, changed(orNothing(o), orNothing(n)))}
	was, okWas := new(big.Rat).SetString(o)
	is, okIs := new(big.Rat).SetString(n)
	switch {
	case o == "":
		d.effect = narrower
	case n == "":
		d.effect = wider
	case !okWas || !okIs:
		d.effect = other
	case is.Cmp(was) == 0:
		return nil
	case is.Cmp(was) > 0:
		d.effect = raised
	default:
		d.effect = raised.not()
	}
	return []difference{d}
}

// text compares rules that nothing is known about but that they are others.
func text(name, o, n string) []difference {
	d := difference{text: fmt.Sprintf("%s %s", name, changed(orNothing(o), orNothing(n)))}
	switch {
	case o == n:
		return nil
	case o == "":
		d.effect = narrower
	case n == "":
		d.effect = wider
	default:
		d.effect = unclear
	}
	return []difference{d}
}

func multiple(o, n string) []difference {
	out := text("multipleOf", o, n)
	was, okWas := new(big.Rat).SetString(o)
	is, okIs := new(big.Rat).SetString(n)
	if len(out) == 0 || !okWas || !okIs || was.Sign() == 0 || is.Sign() == 0 {
		return out
	}
	switch {
	case was.Cmp(is) == 0:
		return nil
	case new(big.Rat).Quo(was, is).IsInt():
		out[0].effect = wider
	case new(big.Rat).Quo(is, was).IsInt():
		out[0].effect = narrower
	}
	return out
}

// schemaChanges compares the rules that no facet has, keyword by keyword.
func (c *comparer) schemaChanges(o, n *api.Schema) []difference {
	s := schemas{c: c, seen: map[[2]*api.Schema]bool{}}
	s.compare("", o, n)
	return s.found
}

// schemas compares schemas; each pair once.
type schemas struct {
	c     *comparer
	seen  map[[2]*api.Schema]bool
	found []difference
}

func (s *schemas) add(at string, all ...difference) {
	for _, d := range all {
		if at != "" {
			d.text = at + " " + d.text
		}
		s.found = append(s.found, d)
	}
}

// follow leads from a reference to the schema in its model.
func follow(a *api.API, s *api.Schema) *api.Schema {
	for range 8 {
		if s == nil || s.Ref == "" {
			return s
		}
		i := slices.IndexFunc(a.Schemas, func(t *api.Schema) bool { return t.Name == s.Ref })
		if i < 0 {
			return s
		}
		s = a.Schemas[i]
	}
	return s
}

func (s *schemas) compare(at string, o, n *api.Schema) {
	o, n = follow(s.c.old, o), follow(s.c.new, n)
	switch {
	case o.IsZero() && n.IsZero():
		return
	case o.IsZero():
		o = &api.Schema{}
	case n.IsZero():
		n = &api.Schema{}
	}
	if pair := [2]*api.Schema{o, n}; s.seen[pair] {
		return
	} else {
		s.seen[pair] = true
	}
	if o.Never != n.Never {
		s.add(at, difference{effectOf(n.Never, narrower), "no value is valid: " + fmt.Sprint(n.Never)})
		return
	}
	s.values(at, o, n)
	s.nested(at, o, n)
	s.composed(at, o, n)
}

// values compares the keywords that hold no schemas.
func (s *schemas) values(at string, o, n *api.Schema) {
	s.add(at, set("type", o.Types, n.Types)...)
	s.add(at, set("enum", o.Enum, n.Enum)...)
	s.add(at, s.c.facetChanges(
		api.Facets{MinLength: o.MinLength, MaxLength: o.MaxLength, MinItems: o.MinItems, MaxItems: o.MaxItems, Minimum: o.Minimum, Maximum: o.Maximum, ExclusiveMinimum: o.ExclusiveMinimum, ExclusiveMaximum: o.ExclusiveMaximum, MultipleOf: o.MultipleOf, Pattern: o.Pattern, Format: o.Format},
		api.Facets{MinLength: n.MinLength, MaxLength: n.MaxLength, MinItems: n.MinItems, MaxItems: n.MaxItems, Minimum: n.Minimum, Maximum: n.Maximum, ExclusiveMinimum: n.ExclusiveMinimum, ExclusiveMaximum: n.ExclusiveMaximum, MultipleOf: n.MultipleOf, Pattern: n.Pattern, Format: n.Format},
	)...)
	if o.UniqueItems != n.UniqueItems {
		s.add(at, difference{effectOf(n.UniqueItems, narrower), "uniqueItems is " + fmt.Sprint(n.UniqueItems)})
	}
	s.add(at, bound("minProperties", count(o.MinProperties), count(n.MinProperties), narrower)...)
	s.add(at, bound("maxProperties", counted(o.MaxProperties), counted(n.MaxProperties), wider)...)
	s.add(at, bound("minContains", counted(o.MinContains), counted(n.MinContains), narrower)...)
	s.add(at, bound("maxContains", counted(o.MaxContains), counted(n.MaxContains), wider)...)
	s.add(at, demanded("required", o.Required, n.Required)...)
	for _, name := range names(o.DependentRequired, n.DependentRequired, func(d api.DependentRequired) string { return d.Name }) {
		find := func(all []api.DependentRequired) (out []string) {
			for _, d := range all {
				if d.Name == name {
					out = d.Required
				}
			}
			return out
		}
		s.add(at, demanded("with "+name+" required", find(o.DependentRequired), find(n.DependentRequired))...)
	}
}

// nested compares the schemas of parts of a value.
func (s *schemas) nested(at string, o, n *api.Schema) {
	for _, part := range []struct {
		name string
		o, n *api.Schema
	}{
		{"items", o.Items, n.Items},
		{"contains", o.Contains, n.Contains},
		{"additionalProperties", o.AdditionalProperties, n.AdditionalProperties},
		{"propertyNames", o.PropertyNames, n.PropertyNames},
		{"unevaluatedItems", o.UnevaluatedItems, n.UnevaluatedItems},
		{"unevaluatedProperties", o.UnevaluatedProperties, n.UnevaluatedProperties},
	} {
		s.compare(join(at, part.name), part.o, part.n)
	}
	for i := range max(len(o.PrefixItems), len(n.PrefixItems)) {
		s.compare(join(at, fmt.Sprintf("prefixItems/%d", i)), nth(o.PrefixItems, i), nth(n.PrefixItems, i))
	}
	for _, list := range []struct {
		name string
		o, n []api.NamedSchema
	}{
		{"properties", o.Properties, n.Properties},
		{"patternProperties", o.PatternProperties, n.PatternProperties},
		{"dependentSchemas", o.DependentSchemas, n.DependentSchemas},
	} {
		for _, name := range names(list.o, list.n, func(s api.NamedSchema) string { return s.Name }) {
			s.compare(join(at, list.name+"/"+name), schemaOf(list.o, name), schemaOf(list.n, name))
		}
	}
}

// composed compares the schemas that a value has to fit besides.
func (s *schemas) composed(at string, o, n *api.Schema) {
	s.alternatives(join(at, "allOf"), o.AllOf, n.AllOf, narrower)
	s.alternatives(join(at, "anyOf"), o.AnyOf, n.AnyOf, wider)
	s.alternatives(join(at, "oneOf"), o.OneOf, n.OneOf, wider)
	for _, part := range []struct {
		name string
		o, n *api.Schema
	}{{"not", o.Not, n.Not}, {"if", o.If, n.If}, {"then", o.Then, n.Then}, {"else", o.Else, n.Else}} {
		if reflect.DeepEqual(part.o, part.n) {
			continue
		}
		d := difference{other, part.name + " is another one"}
		switch {
		case part.o.IsZero():
			d = difference{narrower, part.name + " is new"}
		case part.n.IsZero():
			d = difference{wider, part.name + " is gone"}
		}
		s.add(at, d)
	}
}

// alternatives compares lists of schemas, of which a new one makes more or fewer values
// fit. The first one of all does the opposite: it is a rule where there was none.
func (s *schemas) alternatives(at string, o, n []*api.Schema, added effect) {
	rest := slices.Clone(n)
	var gone []*api.Schema
	for _, a := range o {
		i := slices.IndexFunc(rest, func(b *api.Schema) bool { return reflect.DeepEqual(a, b) })
		if i < 0 {
			gone = append(gone, a)
			continue
		}
		rest = slices.Delete(rest, i, i+1)
	}
	switch {
	case len(gone) == 0 && len(rest) == 0:
	case len(gone) == len(rest):
		for i := range gone {
			s.compare(fmt.Sprintf("%s/%d", at, slices.Index(o, gone[i])), gone[i], rest[i])
		}
	case len(o) == 0:
		s.add(at, difference{narrower, "is new"})
	case len(n) == 0:
		s.add(at, difference{wider, "is gone"})
	case len(gone) == 0:
		s.add(at, difference{added, fmt.Sprintf("has %d more", len(rest))})
	case len(rest) == 0:
		s.add(at, difference{added.not(), fmt.Sprintf("has %d less", len(gone))})
	default:
		s.add(at, difference{other, "has others"})
	}
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "/" + name
}

func nth(all []*api.Schema, i int) *api.Schema {
	if i < len(all) {
		return all[i]
	}
	return nil
}

func schemaOf(all []api.NamedSchema, name string) *api.Schema {
	for _, s := range all {
		if s.Name == name {
			return s.Schema
		}
	}
	return nil
}

// names returns the names of two lists, those of the old one first.
func names[T any](o, n []T, name func(T) string) []string {
	var out []string
	for _, v := range slices.Concat(o, n) {
		if !slices.Contains(out, name(v)) {
			out = append(out, name(v))
		}
	}
	return out
}

// set compares lists of what is allowed; an empty one allows all.
func set(name string, o, n []string) []difference {
	less, more := without(o, n), without(n, o)
	if len(less) == 0 && len(more) == 0 {
		return nil
	}
	d := difference{text: fmt.Sprintf("%s %s", name, changed(orNothing(strings.Join(o, ", ")), orNothing(strings.Join(n, ", "))))}
	switch {
	case len(o) == 0:
		d.effect = narrower
	case len(n) == 0:
		d.effect = wider
	case len(less) == 0:
		d.effect = wider
	case len(more) == 0:
		d.effect = narrower
	default:
		d.effect = other
	}
	return []difference{d}
}

// demanded compares lists of what must be there.
func demanded(name string, o, n []string) []difference {
	var out []difference
	if more := without(n, o); len(more) > 0 {
		out = append(out, difference{narrower, fmt.Sprintf("%s: %s", name, strings.Join(more, ", "))})
	}
	if less := without(o, n); len(less) > 0 {
		out = append(out, difference{wider, fmt.Sprintf("%s no more: %s", name, strings.Join(less, ", "))})
	}
	return out
}

// without returns what of a is not in b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
