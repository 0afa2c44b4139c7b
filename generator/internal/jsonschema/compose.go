package jsonschema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// merge turns allOf into one schema. When the schema only wraps another, for a
// description or null beside it, that one is returned as part.
func (r *Reader) merge(s *Schema) (part, merged *Schema) {
	parts := slices.DeleteFunc(slices.Clone(s.AllOf), func(p *Schema) bool {
		v := p.Value()
		return v == nil || isNullType(v) || isEmpty(v)
	})
	if len(parts) == 1 && isWrapper(s) {
		return parts[0], nil
	}
	return nil, r.flatten(s, s)
}

// isWrapper reports whether s says nothing about the form of its values beside
// allOf.
func isWrapper(s *Schema) bool {
	return s.Properties.Len() == 0 && len(s.Enum) == 0 && s.constant() == nil && s.Items == nil &&
		len(s.OneOf) == 0 && len(s.AnyOf) == 0 && len(s.Required) == 0 && s.Discriminator == nil &&
		values(s.AdditionalProperties) == nil && s.PatternProperties.Len() == 0
}

// isEmpty reports whether s says nothing about the form of its values at all.
func isEmpty(s *Schema) bool {
	return isWrapper(s) && len(s.Types) == 0 && s.Format == "" && len(s.AllOf) == 0
}

func isNullType(s *Schema) bool {
	return s != nil && (s.Types.Is(TypeNull) || len(s.Enum) == 1 && s.Enum[0].IsNull())
}

// copied returns a copy of s of which nothing was made.
func (s *Schema) copied() *Schema {
	out := *s
	out.Name, out.alias, out.inlineName = "", "", api.Name{}
	out.typ, out.made, out.rules, out.merged, out.flat = nil, nil, "", nil, nil
	out.keywords, out.target, out.same = nil, nil, nil
	out.last, out.ended, out.ending = nil, false, false
	out.reading, out.resting, out.inside = false, false, false
	out.null, out.unevaluated = finding{}, finding{}
	return &out
}

// flatten returns the schema with what its allOf has, the schema itself first:
// where two say different things, the outer one holds. From is the part of another
// allOf that s is.
func (r *Reader) flatten(s, from *Schema) *Schema {
	if len(s.AllOf) == 0 {
		return s
	}
	if s.flat != nil {
		return s.flat
	}
	out := s.copied()
	out.AllOf = nil
	out.Properties = s.Properties.clone()
	out.Required, out.extensions = nil, nil
	f := &flattener{r: r, out: out, seen: map[*Schema]bool{}, required: map[string]bool{}, extensions: map[*tree.Node]bool{}}
	add(&out.Required, f.required, s.Required)
	add(&out.extensions, f.extensions, s.extensions)
	f.parts(s)
	slices.SortStableFunc(out.Properties.list, func(a, b Named) int { return comparePlaces(a.Schema.Place, b.Schema.Place) })
	out.Properties.index = nil
	s.flat = out
	return out
}

// flattener adds the parts of allOf to a schema, and the parts of those. Each part is
// looked at once: a chain of levels costs as much as it has levels.
type flattener struct {
	r          *Reader
	out        *Schema
	seen       map[*Schema]bool // the parts so far; true while theirs are being added
	required   map[string]bool
	extensions map[*tree.Node]bool
}

// parts adds the parts of s.
func (f *flattener) parts(s *Schema) {
	f.seen[s] = true
	for _, part := range s.AllOf {
		v := part.Value()
		if v == nil {
			continue
		}
		switch adding, known := f.seen[v]; {
		case adding:
			f.r.warnOnce(part.Place, "allof-cycle", "the schema is a part of its own allOf, which adds nothing", "take it out of allOf")
		case !known && f.add(v, part):
			f.parts(v)
		}
	}
	f.seen[s] = false
}

// add adds to a list what it has not.
func add[T comparable](list *[]T, known map[T]bool, more []T) {
	for _, item := range more {
		if !known[item] {
			known[item] = true
			*list = append(*list, item)
		}
	}
}

// comparePlaces compares two places by where they are in the documents.
func comparePlaces(a, b tree.Place) int {
	p, q := a.At(), b.At()
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// Merged returns the schema of the values that s is for, with what its allOf has.
func (r *Reader) Merged(s *Schema) *Schema { return r.flatten(s.Value(), s) }

// add adds what part says itself and the schema does not. It returns false for a part
// of another type, which adds nothing.
func (f *flattener) add(part, from *Schema) bool {
	out := f.out
	if types := withoutNull(part); len(out.Types) == 0 && len(types) > 0 {
		out.Types = part.Types
		if len(out.Types) == 0 {
			out.Types = Types{types[0]}
		}
	} else if own := withoutNull(out); len(own) > 0 && len(types) > 0 && !slices.ContainsFunc(types, own.Includes) && !numbers(own, types) {
		f.r.warn(from.Place, "allof-conflict", fmt.Sprintf("a part of allOf is %q, and the others %q; the first holds", types[0], own[0]),
			"give all parts one type")
		return false
	}
	addProperties(out, part)
	add(&out.Required, f.required, part.Required)
	if len(out.Enum) == 0 {
		out.Enum, out.texts = part.Enum, part.texts
		add(&out.extensions, f.extensions, part.extensions)
	}
	addValues(out, part)
	addRules(out, part)
	if len(part.OneOf)+len(part.AnyOf) > 0 {
		if len(out.OneOf)+len(out.AnyOf) > 0 {
			f.r.warn(from.Place, "allof-conflict", "several parts of allOf have oneOf or anyOf; the first counts", "have one such part")
			return true
		}
		out.OneOf, out.AnyOf = part.OneOf, part.AnyOf
		out.Discriminator = part.Discriminator
	}
	return true
}

func numbers(a, b Types) bool {
	number := func(t Types) bool { return t.Includes(TypeNumber) || t.Includes(TypeInteger) }
	return number(a) && number(b)
}

// addProperties adds the properties of part. One that both have takes from the
// other what it does not say itself, unless either is a type with a name.
func addProperties(out, part *Schema) {
	for _, p := range part.Properties.All() {
		own := out.Properties.Get(p.Name)
		switch {
		case own == nil:
			out.Properties.set(p.Name, p.Schema)
		case own.Ref == "" && p.Schema.Ref == "" && own != p.Schema:
			both := &Schema{Place: own.Place, doc: own.doc, AllOf: []*Schema{own, p.Schema}, Description: first(own.Description, p.Schema.Description)}
			out.Properties.set(p.Name, both)
		case own.Ref == "" && isEmpty(own):
			out.Properties.set(p.Name, p.Schema)
		}
	}
	if out.AdditionalProperties == nil {
		out.AdditionalProperties = part.AdditionalProperties
	}
	if out.PatternProperties.Len() == 0 {
		out.PatternProperties = part.PatternProperties
	}
}

// addValues adds what part says about which values there are.
func addValues(out, part *Schema) {
	if out.constant() == nil {
		out.Const = part.Const
	}
	if out.Items == nil {
		out.Items = part.Items
	}
	out.Format = first(out.Format, part.Format)
	out.Description = first(out.Description, part.Description)
	out.ReadOnly = out.ReadOnly || part.ReadOnly
	out.WriteOnly = out.WriteOnly || part.WriteOnly
}

// addRules adds the restrictions of part that out has not.
func addRules(out, part *Schema) {
	if out.MinLength == 0 {
		out.MinLength = part.MinLength
	}
	if out.MaxLength == nil {
		out.MaxLength = part.MaxLength
	}
	out.Pattern = first(out.Pattern, part.Pattern)
	if out.MinItems == 0 {
		out.MinItems = part.MinItems
	}
	if out.MaxItems == nil {
		out.MaxItems = part.MaxItems
	}
	none := Bound{}
	if out.Minimum == "" && out.ExclusiveMinimum == none {
		out.Minimum, out.ExclusiveMinimum = part.Minimum, part.ExclusiveMinimum
	}
	if out.Maximum == "" && out.ExclusiveMaximum == none {
		out.Maximum, out.ExclusiveMaximum = part.Maximum, part.ExclusiveMaximum
	}
}
