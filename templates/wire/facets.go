package wire

import (
	"strconv"
	"unicode/utf8"
)

// Number returns what is wrong with a number given as JSON text.
func (f *Facets) Number(text string) string {
	if f.Minimum+f.Maximum+f.ExclusiveMinimum+f.ExclusiveMaximum+f.MultipleOf == "" {
		return ""
	}
	n, ok := exactOf(text)
	switch {
	case ok:
	case len(text) > maxDigits:
		return "want a number of at most " + strconv.Itoa(maxDigits) + " characters"
	case text != "" && text[0] != '"' && text[0] != 'n':
		return "want an exponent of at most " + strconv.Itoa(maxExponent) + " digits, got " + text
	default: // it is not there, or not finite
		return ""
	}
	allowed := func(bound string, is func(sign int) bool) bool {
		b, ok := exactOf(bound)
		return !ok || is(n.compare(b))
	}
	switch {
	case !allowed(f.Minimum, func(sign int) bool { return sign >= 0 }):
		return "want at least " + f.Minimum + ", got " + text
	case !allowed(f.Maximum, func(sign int) bool { return sign <= 0 }):
		return "want at most " + f.Maximum + ", got " + text
	case !allowed(f.ExclusiveMinimum, func(sign int) bool { return sign > 0 }):
		return "want more than " + f.ExclusiveMinimum + ", got " + text
	case !allowed(f.ExclusiveMaximum, func(sign int) bool { return sign < 0 }):
		return "want less than " + f.ExclusiveMaximum + ", got " + text
	}
	if step, ok := exactOf(f.MultipleOf); ok && step.digits != "" && !n.isMultiple(step) {
		return "want a multiple of " + f.MultipleOf + ", got " + text
	}
	return ""
}

// Text returns what is wrong with a text.
func (f *Facets) Text(s string) string {
	n := 0
	if f.MinLength != 0 || f.MaxLength != 0 {
		n = utf8.RuneCountInString(s)
	}
	switch {
	case n < f.MinLength:
		return "want at least " + strconv.Itoa(f.MinLength) + " characters, got " + strconv.Itoa(n)
	case TooMany(n, f.MaxLength):
		return "want at most " + Most(f.MaxLength) + " characters, got " + strconv.Itoa(n)
	case f.Pattern != "" && !Pattern(f.Pattern).MatchString(s):
		return "want text that matches " + f.Pattern
	case f.Format != "" && f.HasFormat != nil && !f.HasFormat(f.Format, s):
		return "want text of the format " + f.Format
	}
	return ""
}

// TooMany reports whether n is above a maximum, for which 0 is none and -1 is 0.
func TooMany(n, limit int) bool { return limit != 0 && n > max(limit, 0) }

// Most returns a maximum of [TooMany] as text.
func Most(limit int) string { return strconv.Itoa(max(limit, 0)) }
