package schema

import (
	"slices"
	"strings"
	"unicode"
)

// isULabel reports whether a label has only characters that internationalized host
// names allow, where they allow them (RFC 5892), and one that is not in ASCII.
func isULabel(label []rune) bool {
	if len(label) == 0 || unicode.IsMark(label[0]) || label[0] == '-' || label[len(label)-1] == '-' ||
		len(label) > 3 && label[2] == '-' && label[3] == '-' || !slices.ContainsFunc(label, func(r rune) bool { return r >= 0x80 }) {
		return false
	}
	for i, r := range label {
		var before, after rune
		if i > 0 {
			before = label[i-1]
		}
		if i+1 < len(label) {
			after = label[i+1]
		}
		if !isULabelRune(label, r, before, after) {
			return false
		}
	}
	return true
}

// isULabelRune is isULabel for a character between two others, which are 0 where
// there are none (RFC 5892, 2.6 and appendix A).
func isULabelRune(label []rune, r, before, after rune) bool {
	switch r {
	case '\u0640', '\u07fa', '\u302e', '\u302f', '\u3031', '\u3032', '\u3033', '\u3034', '\u3035', '\u303b':
		return false
	case '-', '\u06fd', '\u06fe', '\u0f0b', '\u3007':
		return true
	case '\u00b7': // middle dot
		return before == 'l' && after == 'l'
	case '\u0375': // Greek keraia
		return unicode.Is(unicode.Greek, after)
	case '\u05f3', '\u05f4': // Hebrew geresh, gershayim
		return unicode.Is(unicode.Hebrew, before)
	case '\u30fb': // Katakana middle dot
		return slices.ContainsFunc(label, func(r rune) bool {
			return r != '\u30fb' && unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han)
		})
	case '\u200c': // zero width non-joiner
		return isVirama(before) || unicode.In(before, joining...) && unicode.In(after, joining...)
	case '\u200d': // zero width joiner
		return isVirama(before)
	}
	switch {
	case '\u0660' <= r && r <= '\u0669':
		return !slices.ContainsFunc(label, func(r rune) bool { return '\u06f0' <= r && r <= '\u06f9' })
	case r < 0x80:
		return isAlnum(r) && !unicode.IsUpper(r)
	}
	return unicode.In(r, unicode.L, unicode.Mn, unicode.Mc, unicode.Nd) && !unicode.In(r, unicode.Lu, unicode.Lt, otherForms)
}

// otherForms are blocks of letters that are forms of others, and those of Hangul that only
// parts of syllables have (RFC 5892, 2.2 and 2.9).
var otherForms = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x11ff, 1},
		{0x2100, 0x214d, 1},
		{0x3130, 0x318f, 1},
		{0xa960, 0xa97f, 1},
		{0xd7b0, 0xd7ff, 1},
		{0xf900, 0xfaff, 1},
		{0xfb00, 0xfdff, 1},
		{0xfe70, 0xfeff, 1},
		{0xff00, 0xffef, 1},
	},
	R32: []unicode.Range32{{0x1d400, 0x1d7ff, 1}, {0x1ee00, 0x1eeff, 1}, {0x2f800, 0x2fa1f, 1}},
}

// Classes of characters by the direction of writing (UAX #9), as far as labels have them.
const (
	leftToRight  = 'L'
	rightToLeft  = 'R' // also of Arabic letters
	arabicNumber = 'A'
	number       = 'E'
	mark         = 'M' // takes the direction of what is before it
	neutral      = 'N'
)

func directionOf(r rune) rune {
	switch {
	case '0' <= r && r <= '9', '\u06f0' <= r && r <= '\u06f9':
		return number
	case '\u0660' <= r && r <= '\u0669', 0x10d30 <= r && r <= 0x10d39:
		return arabicNumber
	case unicode.In(r, unicode.Mn, unicode.Me):
		return mark
	case r == '-', r == '\u00b7', r == '\u0375', r == '\u30fb', r == '\u200c', r == '\u200d':
		return neutral
	case 0x590 <= r && r <= 0x8ff, 0xfb1d <= r && r <= 0xfdff, 0xfe70 <= r && r <= 0xfeff, 0x10800 <= r && r <= 0x10fff, 0x1e800 <= r && r <= 0x1efff:
		return rightToLeft
	}
	return leftToRight
}

// hasBidiOrder is the Bidi rule (RFC 5893, 2), which holds for all labels of a name that
// has characters from right to left.
func hasBidiOrder(labels [][]rune) bool {
	fromRight := func(r rune) bool { d := directionOf(r); return d == rightToLeft || d == arabicNumber }
	if !slices.ContainsFunc(labels, func(label []rune) bool { return slices.ContainsFunc(label, fromRight) }) {
		return true
	}
	return !slices.ContainsFunc(labels, func(label []rune) bool { return !isInOrder(label) })
}

func isInOrder(label []rune) bool {
	first, last := directionOf(label[0]), rune(0)
	seen := map[rune]bool{}
	for _, r := range label {
		d := directionOf(r)
		if seen[d] = true; d != mark {
			last = d
		}
	}
	switch first {
	case leftToRight:
		return !seen[rightToLeft] && !seen[arabicNumber] && (last == leftToRight || last == number)
	case rightToLeft:
		return !seen[leftToRight] && last != neutral && (!seen[number] || !seen[arabicNumber])
	}
	return false
}

// joining are the scripts whose letters join.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Mongolian, unicode.Nko, unicode.Phags_Pa, unicode.Manichaean,
}

// isVirama reports whether r takes the vowel from a letter of an Indic script
// (canonical combining class 9).
func isVirama(r rune) bool {
	return strings.ContainsRune("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a"+
		"\u1714\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua8c4\ua953\ua9c0\uaaf6\uabed", r)
}

// The parameters of Punycode (RFC 3492, 5).
const base, least, most, skew, damp = 36, 1, 26, 38, 700

// adapt returns the bias behind a delta, by which the next is written (RFC 3492, 6.1).
func adapt(delta, size int, first bool) (bias int) {
	if delta /= 2; first {
		delta /= damp / 2
	}
	delta += delta / size
	for ; delta > (base-least)*most/2; bias += base {
		delta /= base - least
	}
	return bias + (base-least+1)*delta/(delta+skew)
}

// punycodeOf encodes a label (RFC 3492, 6.3).
func punycodeOf(label []rune) string {
	var out []byte
	for _, r := range label {
		if r < 0x80 {
			out = append(out, byte(r))
		}
	}
	done := len(out)
	if done > 0 {
		out = append(out, '-')
	}
	basic := done
	for n, delta, bias := rune(0x80), 0, 72; done < len(label); n++ {
		next := rune(unicode.MaxRune)
		for _, r := range label {
			if r >= n {
				next = min(next, r)
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range label {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			out = appendDelta(out, delta, bias)
			bias = adapt(delta, done+1, done == basic)
			delta, done = 0, done+1
		}
		delta++
	}
	return string(out)
}

// appendDelta appends a number with digits of which the last says that it is the last.
func appendDelta(out []byte, delta, bias int) []byte {
	for k := base; ; k += base {
		limit := min(max(k-bias, least), most)
		if delta < limit {
			return append(out, digits[delta])
		}
		out = append(out, digits[limit+(delta-limit)%(base-limit)])
		delta = (delta - limit) / (base - limit)
	}
}

const digits = "abcdefghijklmnopqrstuvwxyz0123456789"

// punycode decodes a label behind its "xn--" (RFC 3492, 6.2).
func punycode(s string) (label []rune, ok bool) {
	if i := strings.LastIndexByte(s, '-'); i >= 0 {
		label, s = []rune(s[:i]), s[i+1:]
	}
	n, at, bias := 128, 0, 72
	for s != "" {
		start, weight := at, 1
		for k := base; ; k += base {
			if s == "" {
				return nil, false
			}
			digit := strings.IndexByte(digits, s[0]|0x20) // of a digit, this is itself
			if s = s[1:]; digit < 0 || weight > 1<<25 {
				return nil, false
			}
			at += digit * weight
			limit := min(max(k-bias, least), most)
			if digit < limit {
				break
			}
			weight *= base - limit
		}
		size := len(label) + 1
		bias = adapt(at-start, size, start == 0)
		n += at / size
		if at %= size; n > unicode.MaxRune {
			return nil, false
		}
		label = slices.Insert(label, at, rune(n))
		at++
	}
	return label, true
}
