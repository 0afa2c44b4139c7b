package odata

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// schema checks a value that is given as JSON text; "" is an absent one.
func (v *validator) schema(s *Schema, text []byte) {
	if s == nil || len(text) == 0 {
		return
	}
	if n, ok := parseValue(text); ok {
		c := schemaCheck{v: v, in: s.In}
		c.value(s, &n, nil)
	}
}

// schemaCheck checks values against schemas. Its methods report what is wrong, and
// return whether nothing is.
type schemaCheck struct {
	v     *validator
	in    *Schemas
	quiet int // the depth of schemas of which only the verdict counts
	depth int
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

func (e *evaluated) add(inner *evaluated) {
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
		c.v.report(message)
	}
	return false
}

// at checks a part of a value.
func (c *schemaCheck) at(token string, s *Schema, n *jsonValue) (ok bool) {
	c.v.at(token, func() { ok = c.value(s, n, nil) })
	return ok
}

// same checks the value itself against another schema.
func (c *schemaCheck) same(s *Schema, n *jsonValue, seen *evaluated) bool {
	inner := seen.inner()
	ok := c.value(s, n, inner)
	if ok {
		seen.add(inner)
	}
	return ok
}

// fits is same without a report.
func (c *schemaCheck) fits(s *Schema, n *jsonValue, seen *evaluated) bool {
	c.quiet++
	ok := c.same(s, n, seen)
	c.quiet--
	return ok
}

func (c *schemaCheck) value(s *Schema, n *jsonValue, seen *evaluated) bool {
	if s.Never {
		return c.fail("want no value, got " + n.short())
	}
	if c.depth == maxDepth {
		return c.fail("want values that nest at most 1000 deep, and a schema that does not lead to itself")
	}
	c.depth++
	defer func() { c.depth-- }()
	if seen == nil && (s.UnevaluatedItems != nil || s.UnevaluatedProperties != nil) {
		seen = &evaluated{map[string]bool{}, map[int]bool{}}
	}
	ok := c.kind(s, n)
	switch n.kind {
	case '0':
		ok = c.number(s, n) && ok
	case '"':
		ok = c.text(s, n) && ok
	case '[':
		ok = c.array(s, n, seen) && ok
	case '{':
		ok = c.object(s, n, seen) && ok
	}
	ok = c.composed(s, n, seen) && ok
	return c.unevaluated(s, n, seen) && ok
}

// kind checks the keywords that are about values of all types.
func (c *schemaCheck) kind(s *Schema, n *jsonValue) bool {
	if s.Types != nil && !slices.ContainsFunc(s.Types, n.is) {
		return c.fail("want " + strings.Join(s.Types, " or ") + ", got " + n.short())
	}
	if s.Enum == nil {
		return true
	}
	key := n.key()
	for _, text := range s.Enum {
		if allowed, ok := parseValue([]byte(text)); ok && allowed.key() == key {
			return true
		}
	}
	return c.fail("want " + strings.Join(s.Enum, " or ") + ", got " + n.short())
}

func (c *schemaCheck) number(s *Schema, n *jsonValue) bool {
	f := Facets{
		Minimum: s.Minimum, Maximum: s.Maximum,
		ExclusiveMinimum: s.ExclusiveMinimum, ExclusiveMaximum: s.ExclusiveMaximum,
		MultipleOf: s.MultipleOf,
	}
	if message := f.number(n.text); message != "" {
		return c.fail(message)
	}
	return true
}

// number returns what is wrong with a number given as JSON text.
func (f *Facets) number(text string) string {
	if f.Minimum+f.Maximum+f.ExclusiveMinimum+f.ExclusiveMaximum+f.MultipleOf == "" {
		return ""
	}
	n, ok := exact(text)
	switch {
	case ok:
	case text != "" && text[0] != '"' && text[0] != 'n':
		return "want an exponent of at most four digits, got " + text
	default: // it is not there, or not finite
		return ""
	}
	compare := func(bound string, allowed func(sign int) bool) bool {
		b, ok := exact(bound)
		return !ok || allowed(n.Cmp(b))
	}
	switch {
	case !compare(f.Minimum, func(sign int) bool { return sign >= 0 }):
		return "want at least " + f.Minimum + ", got " + text
	case !compare(f.Maximum, func(sign int) bool { return sign <= 0 }):
		return "want at most " + f.Maximum + ", got " + text
	case !compare(f.ExclusiveMinimum, func(sign int) bool { return sign > 0 }):
		return "want more than " + f.ExclusiveMinimum + ", got " + text
	case !compare(f.ExclusiveMaximum, func(sign int) bool { return sign < 0 }):
		return "want less than " + f.ExclusiveMaximum + ", got " + text
	}
	if step, ok := exact(f.MultipleOf); ok && step.Sign() != 0 && !new(big.Rat).Quo(n, step).IsInt() {
		return "want a multiple of " + f.MultipleOf + ", got " + text
	}
	return ""
}

func (c *schemaCheck) text(s *Schema, n *jsonValue) bool {
	f := Facets{MinLength: s.MinLength, MaxLength: s.MaxLength, Pattern: s.Pattern, Format: s.Format}
	if message := f.text(n.text); message != "" {
		return c.fail(message)
	}
	return true
}

// text returns what is wrong with a text.
func (f *Facets) text(s string) string {
	n := 0
	if f.MinLength != 0 || f.MaxLength != 0 {
		n = utf8.RuneCountInString(s)
	}
	switch {
	case n < f.MinLength:
		return "want at least " + strconv.Itoa(f.MinLength) + " characters, got " + strconv.Itoa(n)
	case tooMany(n, f.MaxLength):
		return "want at most " + most(f.MaxLength) + " characters, got " + strconv.Itoa(n)
	case f.Pattern != "" && !pattern(f.Pattern).MatchString(s):
		return "want text that matches " + f.Pattern
	case f.Format != "" && !hasFormat(f.Format, s):
		return "want text of the format " + f.Format
	}
	return ""
}

// tooMany reports whether n is above a maximum, for which 0 is none and -1 is 0.
func tooMany(n, limit int) bool { return limit != 0 && n > max(limit, 0) }

func most(limit int) string { return strconv.Itoa(max(limit, 0)) }

// composed checks the schemas that are about the value itself.
func (c *schemaCheck) composed(s *Schema, n *jsonValue, seen *evaluated) bool {
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
func (c *schemaCheck) count(list []Schema, n *jsonValue, seen *evaluated) int {
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
func (c *schemaCheck) none(list []Schema, n *jsonValue) bool {
	var meant *Schema
	for i := range list {
		s := &list[i]
		if to := c.in.named(s.Ref); to != nil {
			s = to
		}
		if s.Never || s.Types != nil && !slices.ContainsFunc(s.Types, n.is) {
			continue
		}
		if meant != nil {
			return c.fail("want a value that fits one of the alternatives, got " + n.short() + " that fits none")
		}
		meant = &list[i]
	}
	if meant == nil {
		return c.fail("want a value that fits one of the alternatives, got " + n.short())
	}
	return c.value(meant, n, nil)
}
