package wire

import (
	"math/big"
	"strconv"
	"unicode/utf8"
)

// Number returns what is wrong with a number given as JSON text.
func (f *Facets) Number(text string) string {
	if f.Minimum+f.Maximum+f.ExclusiveMinimum+f.ExclusiveMaximum+f.MultipleOf == "" {
		return ""
	}
	n, ok := exact(text)
	switch {
	case ok:
	case len(text) > maxDigits:
		return "want a number of at most " + strconv.Itoa(maxDigits) + " characters"
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
