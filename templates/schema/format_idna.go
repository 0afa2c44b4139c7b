package schema

import (
	"slices"
	"strings"
	"unicode"
)

// isULabel reports whether a label has only characters that internationalized host
// names allow, where they allow them (RFC 5892). Which letters are the old form of
// others is not checked.
func isULabel(label []rune) bool {
	if len(label) == 0 || unicode.IsMark(label[0]) || label[0] == '-' || label[len(label)-1] == '-' ||
		len(label) > 3 && label[2] == '-' && label[3] == '-' {
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
		return isAlnum(r)
	}
	return unicode.In(r, unicode.L, unicode.Mn, unicode.Mc, unicode.Nd)
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

// punycode decodes a label behind its "xn--" (RFC 3492, 6.2).
func punycode(s string) (label []rune, ok bool) {
	const base, least, most, skew, damp = 36, 1, 26, 38, 700
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
			digit := strings.IndexByte("abcdefghijklmnopqrstuvwxyz0123456789", s[0]|0x20)
			if '0' <= s[0] && s[0] <= '9' {
				digit = int(s[0]-'0') + 26
			}
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
		delta := at - start
		if delta /= 2; start == 0 {
			delta = (at - start) / damp
		}
		delta += delta / size
		bias = 0
		for ; delta > (base-least)*most/2; bias += base {
			delta /= base - least
		}
		bias += (base - least + 1) * delta / (delta + skew)
		n += at / size
		if at %= size; n > unicode.MaxRune {
			return nil, false
		}
		label = slices.Insert(label, at, rune(n))
		at++
	}
	return label, true
}
