package schema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/wire"
)

// Check reports what is wrong with a value.
func (s *Schema) Check(v *wire.Validator, n *wire.JSONValue) {
	c := schemaCheck{v: v, in: s.In, verdicts: map[verdict]bool{}}
	c.value(s, n, nil)
}

// schemaCheck checks values against schemas. Its methods report what is wrong, and
// return whether nothing is.
type schemaCheck struct {
	v     *wire.Validator
	in    *Schemas
	quiet int // the depth of schemas of which only the verdict counts
	depth int

	// verdicts are of objects and arrays, so that none is looked at twice where only
	// the verdict counts; nil remembers nothing.
	verdicts map[verdict]bool
}

// verdict is what a verdict is about.
type verdict struct {
	s *Schema
	n *wire.JSONValue
}

// evaluated is what schemas have looked at of an object or array. It is nil when
// nobody asks.
type evaluated struct {
	names map[string]bool
	items map[int]bool
}

func (e *evaluated) name(name string) {
	if e != nil {
		e.names[name] = true
	}
}

func (e *evaluated) item(i int) {
	if e != nil {
		e.items[i] = true
	}
}

// inner is for a schema of the same value.
func (e *evaluated) inner() *evaluated {
	if e == nil {
		return nil
	}
	return &evaluated{map[string]bool{}, map[int]bool{}}
}

func (e *evaluated) Add(inner *evaluated) {
	if e == nil {
		return
	}
	for name := range inner.names {
		e.names[name] = true
	}
	for i := range inner.items {
		e.items[i] = true
	}
}

func (c *schemaCheck) fail(message string) bool {
	if c.quiet == 0 {
		c.v.Report(message)
	}
	return false
}

// At checks a part of a value.
func (c *schemaCheck) At(token string, s *Schema, n *wire.JSONValue) (ok bool) {
	c.v.At(token, func() { ok = c.value(s, n, nil) })
	return ok
}

// same checks the value itself against another schema.
func (c *schemaCheck) same(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	inner := seen.inner()
	ok := c.value(s, n, inner)
	if ok {
		seen.Add(inner)
	}
	return ok
}

// fits is same without a report.
func (c *schemaCheck) fits(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	c.quiet++
	ok := c.same(s, n, seen)
	c.quiet--
	return ok
}

// value checks a value against a schema.
func (c *schemaCheck) value(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	if c.quiet == 0 || seen != nil || c.verdicts == nil || n.Kind != '{' && n.Kind != '[' {
		return c.look(s, n, seen)
	}
	ok, known := c.verdicts[verdict{s, n}]
	if !known {
		ok = c.look(s, n, nil)
		c.verdicts[verdict{s, n}] = ok
	}
	return ok
}

// look is value without memory.
func (c *schemaCheck) look(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	if s.Never {
		return c.fail("want no value, got " + n.Short())
	}
	if !c.v.Work(1) {
		return false
	}
	if c.depth == wire.MaxDepth {
		return c.fail("want values that nest at most 1000 deep, and a schema that does not lead to itself")
	}
	c.depth++
	defer func() { c.depth-- }()
	if seen == nil && (s.UnevaluatedItems != nil || s.UnevaluatedProperties != nil) {
		seen = &evaluated{map[string]bool{}, map[int]bool{}}
	}
	ok := c.kind(s, n)
	switch n.Kind {
	case '0':
		ok = c.Number(s, n) && ok
	case '"':
		ok = c.Text(s, n) && ok
	case '[':
		ok = c.array(s, n, seen) && ok
	case '{':
		ok = c.Object(s, n, seen) && ok
	}
	ok = c.composed(s, n, seen) && ok
	return c.unevaluated(s, n, seen) && ok
}

// kind checks the keywords that are about values of all types.
func (c *schemaCheck) kind(s *Schema, n *wire.JSONValue) bool {
	if s.Types != nil && !slices.ContainsFunc(s.Types, n.Is) {
		return c.fail("want " + strings.Join(s.Types, " or ") + ", got " + n.Short())
	}
	if s.Enum == nil {
		return true
	}
	key := n.Key()
	for _, text := range s.Enum {
		if allowed, ok := wire.ParseValue([]byte(text)); ok && allowed.Key() == key {
			return true
		}
	}
	return c.fail("want " + strings.Join(s.Enum, " or ") + ", got " + n.Short())
}

func (c *schemaCheck) Number(s *Schema, n *wire.JSONValue) bool {
	f := wire.Facets{
		Minimum: s.Minimum, Maximum: s.Maximum,
		ExclusiveMinimum: s.ExclusiveMinimum, ExclusiveMaximum: s.ExclusiveMaximum,
		MultipleOf: s.MultipleOf,
	}
	if message := f.Number(n.Text); message != "" {
		return c.fail(message)
	}
	return true
}

func (c *schemaCheck) Text(s *Schema, n *wire.JSONValue) bool {
	f := wire.Facets{MinLength: s.MinLength, MaxLength: s.MaxLength, Pattern: s.Pattern, Format: s.Format, HasFormat: HasFormat}
	if message := f.Text(n.Text); message != "" {
		return c.fail(message)
	}
	return true
}

// composed checks the schemas that are about the value itself.
func (c *schemaCheck) composed(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	ok := true
	if s.Ref != "" {
		if to := c.in.named(s.Ref); to != nil {
			ok = c.same(to, n, seen)
		}
	}
	for i := range s.AllOf {
		ok = c.same(&s.AllOf[i], n, seen) && ok
	}
	if s.AnyOf != nil && c.count(s.AnyOf, n, seen) == 0 {
		ok = c.none(s.AnyOf, n)
	}
	if s.OneOf != nil {
		switch count := c.count(s.OneOf, n, seen); {
		case count == 0:
			ok = c.none(s.OneOf, n)
		case count > 1:
			ok = c.fail("want a value that fits one of the alternatives, got one that fits " + strconv.Itoa(count))
		}
	}
	if s.Not != nil && c.fits(s.Not, n, nil) {
		ok = c.fail("want a value that does not fit what is excluded")
	}
	if s.If != nil {
		then := s.Else
		if c.fits(s.If, n, seen) {
			then = s.Then
		}
		if then != nil {
			ok = c.same(then, n, seen) && ok
		}
	}
	return ok
}

// count returns how many alternatives n fits.
func (c *schemaCheck) count(list []Schema, n *wire.JSONValue, seen *evaluated) int {
	count := 0
	for i := range list {
		if c.fits(&list[i], n, seen) {
			count++
		}
	}
	return count
}

// none reports that n fits none of the alternatives: what is wrong with the one
// that it must be, where only one allows its type.
func (c *schemaCheck) none(list []Schema, n *wire.JSONValue) bool {
	if c.quiet > 0 {
		return false
	}
	var meant *Schema
	for i := range list {
		s := &list[i]
		if to := c.in.named(s.Ref); to != nil {
			s = to
		}
		if s.Never || s.Types != nil && !slices.ContainsFunc(s.Types, n.Is) {
			continue
		}
		if meant != nil {
			return c.fail("want a value that fits one of the alternatives, got " + n.Short() + " that fits none")
		}
		meant = &list[i]
	}
	if meant == nil {
		return c.fail("want a value that fits one of the alternatives, got " + n.Short())
	}
	return c.value(meant, n, nil)
}
