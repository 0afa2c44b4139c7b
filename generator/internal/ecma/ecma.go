// Package ecma translates the regular expressions of JSON Schema into those of Go.
package ecma

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// RE2 returns the expression of package regexp that matches what pattern matches
// as an ECMA-262 expression with the flag u. The error says what of it has no
// meaning there: look-around, back references, or a fault of the pattern.
func RE2(pattern string) (string, error) {
	t := translator{in: pattern}
	for t.in != "" && t.err == nil {
		t.next()
	}
	if t.err != nil {
		return "", t.err
	}
	out := t.out.String()
	if _, err := regexp.Compile(out); err != nil {
		return "", errors.New(strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return out, nil
}

// What a class has in ECMA-262 and not in RE2, where \s is ASCII alone and a dot
// leaves out \n only.
const (
	space    = `\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`
	notSpace = `\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`
	dot      = `[^\n\r\x{2028}\x{2029}]`
)

type translator struct {
	in  string
	out strings.Builder
	err error
}

func (t *translator) fail(format string, args ...any) { t.err = fmt.Errorf(format, args...) }

// take moves behind prefix, if it stands here.
func (t *translator) take(prefix string) bool {
	rest, ok := strings.CutPrefix(t.in, prefix)
	t.in = rest
	return ok
}

var quantifier = regexp.MustCompile(`^\{\d+(,\d*)?\}`)

// next translates what stands here, outside of classes.
func (t *translator) next() {
	r, size := utf8.DecodeRuneInString(t.in)
	switch r {
	case '\\':
		t.in = t.in[1:]
		t.escape(false)
		return
	case '[':
		t.in = t.in[1:]
		t.class()
		return
	case '(':
		t.group()
		return
	case '{':
		if q := quantifier.FindString(t.in); q != "" {
			t.out.WriteString(q)
			t.in = t.in[len(q):]
			return
		}
		t.out.WriteString(`\{`)
	case '}', ']':
		t.out.WriteString(`\` + string(r))
	case '.':
		t.out.WriteString(dot)
	default:
		t.out.WriteString(t.in[:size])
	}
	t.in = t.in[size:]
}

func (t *translator) group() {
	for _, open := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(t.in, open) {
			t.fail("it looks ahead or behind, by %q", open)
			return
		}
	}
	t.out.WriteByte('(')
	t.in = t.in[1:]
}

// class translates a class behind its bracket.
func (t *translator) class() {
	switch {
	case t.take("^]"):
		t.out.WriteString(`[\x{0}-\x{10ffff}]`)
		return
	case t.take("]"):
		t.out.WriteString(`[^\x{0}-\x{10ffff}]`)
		return
	}
	t.out.WriteByte('[')
	if t.take("^") {
		t.out.WriteByte('^')
	}
	for t.err == nil {
		r, size := utf8.DecodeRuneInString(t.in)
		switch {
		case size == 0:
			t.fail("a class has no end")
			return
		case t.take("]"):
			t.out.WriteByte(']')
			return
		case t.take(`\`):
			t.escape(true)
		case t.take("["):
			t.out.WriteString(`\[`)
		default:
			t.out.WriteRune(r)
			t.in = t.in[size:]
		}
	}
}

// escape translates what follows a backslash.
func (t *translator) escape(class bool) {
	r, size := utf8.DecodeRuneInString(t.in)
	if size == 0 {
		t.fail("nothing follows the last backslash")
		return
	}
	t.in = t.in[size:]
	switch {
	case strings.ContainsRune("dDwWtnvfr", r), strings.ContainsRune("bB", r) && !class:
		t.out.WriteString(`\` + string(r))
	case r == 'b':
		t.out.WriteString(`\x{8}`)
	case r == 's':
		t.set(space, class)
	case r == 'S' && class:
		t.out.WriteString(notSpace)
	case r == 'S':
		t.out.WriteString("[^" + space + "]")
	case r == '0' && !startsWithDigit(t.in):
		t.out.WriteString(`\x{0}`)
	case '1' <= r && r <= '9' || r == 'k':
		t.fail("it refers back, by %q", `\`+string(r))
	case r == 'c' || r == 'x' || r == 'u':
		t.char(r)
	case r == 'p' || r == 'P':
		t.property(r)
	case '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
		t.fail("%q is no escape", `\`+string(r))
	case r < utf8.RuneSelf:
		t.out.WriteString(`\` + string(r))
	default:
		t.out.WriteRune(r)
	}
}

func (t *translator) set(ranges string, class bool) {
	if !class {
		ranges = "[" + ranges + "]"
	}
	t.out.WriteString(ranges)
}

func startsWithDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

// char translates an escape that gives the number of a character.
func (t *translator) char(kind rune) {
	var r rune
	var ok bool
	switch {
	case kind == 'c':
		if ok = t.in != "" && ('a' <= t.in[0] && t.in[0] <= 'z' || 'A' <= t.in[0] && t.in[0] <= 'Z'); ok {
			r, t.in = rune(t.in[0]%32), t.in[1:]
		}
	case kind == 'x':
		r, ok = t.hex(2)
	case t.take("{"):
		digits, rest, found := strings.Cut(t.in, "}")
		n, err := strconv.ParseUint(digits, 16, 32)
		if ok = found && err == nil && n <= utf8.MaxRune; ok {
			r, t.in = rune(n), rest
		}
	default:
		if r, ok = t.hex(4); ok && utf16.IsSurrogate(r) && t.take(`\u`) {
			var low rune
			low, ok = t.hex(4)
			r = utf16.DecodeRune(r, low)
		}
	}
	if !ok || utf16.IsSurrogate(r) {
		t.fail("%q does not give a character", `\`+string(kind))
		return
	}
	fmt.Fprintf(&t.out, `\x{%x}`, r)
}

func (t *translator) hex(digits int) (rune, bool) {
	if len(t.in) < digits {
		return 0, false
	}
	n, err := strconv.ParseUint(t.in[:digits], 16, 32)
	t.in = t.in[digits:]
	return rune(n), err == nil
}

// categories are the names of general categories that RE2 has by their short
// names alone.
var categories = map[string]string{
	"Letter": "L", "Cased_Letter": "LC", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt",
	"Modifier_Letter": "Lm", "Other_Letter": "Lo",
	"Mark": "M", "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me",
	"Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
	"Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps",
	"Close_Punctuation": "Pe", "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po",
	"Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So",
	"Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp",
	"Other": "C", "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Surrogate": "Cs", "Private_Use": "Co",
}

// property translates \p{...}, of which general categories and scripts are known.
func (t *translator) property(kind rune) {
	name, rest, ok := strings.Cut(t.in, "}")
	name, open := strings.CutPrefix(name, "{")
	if !ok || !open {
		t.fail("%q has no name in braces", `\`+string(kind))
		return
	}
	t.in = rest
	for _, prefix := range []string{"General_Category=", "gc=", "Script=", "sc="} {
		name = strings.TrimPrefix(name, prefix)
	}
	if short := categories[name]; short != "" {
		name = short
	}
	if _, err := regexp.Compile(`\p{` + name + `}`); err != nil {
		t.fail("%q is no property of characters that Go knows", name)
		return
	}
	t.out.WriteString(`\` + string(kind) + "{" + name + "}")
}
