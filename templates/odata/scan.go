package odata

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep objects and arrays may nest. It bounds the stack that a
// hostile document can use; real ones stay below 20.
const maxDepth = 1000

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// special marks bytes of w, eight bytes of a string, that do not stand for
// themselves in JSON: quotes, backslashes, control characters, and what is not
// ASCII. A subtraction borrows into the high bit of the bytes that are zero
// (quote, backslash) or below 0x20. A borrow can carry on into later bytes, so
// only the first mark is exact, and only that one may be used.
func special(w uint64) uint64 {
	quote := (w ^ 0x22*lowBits) - lowBits
	slash := (w ^ 0x5c*lowBits) - lowBits
	control := w - 0x20*lowBits
	return (quote | slash | control | w) & highBits
}

// isSpecial is special for one byte.
func isSpecial(c byte) bool { return c < 0x20 || c == '"' || c == '\\' || c >= utf8.RuneSelf }

// plainEnd returns the index of the first special byte of b from i on, or len(b).
func plainEnd(b []byte, i int) int {
	for ; len(b)-i >= 8; i += 8 {
		if marks := special(binary.LittleEndian.Uint64(b[i:])); marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
	}
	for i < len(b) && !isSpecial(b[i]) {
		i++
	}
	return i
}

// isPlain reports whether s has no special bytes.
func isPlain(s string) bool {
	if len(s) < 8 {
		for i := range len(s) {
			if isSpecial(s[i]) {
				return false
			}
		}
		return true
	}
	for i := 0; len(s)-i > 8; i += 8 {
		if special(word(s[i:])) != 0 {
			return false
		}
	}
	// The last eight bytes overlap those before: no bytes are left to go through
	// one by one.
	return special(word(s[len(s)-8:])) == 0
}

// word returns the first eight bytes of s. The compiler makes one load of it.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// space moves to the next byte that is not white space and returns it, or 0 at
// the end of the text.
func (d *decoder) space() byte {
	for d.pos < len(d.data) {
		switch c := d.data[d.pos]; c {
		case ' ', '\t', '\n', '\r':
			d.pos++
		default:
			return c
		}
	}
	return 0
}

// stringEnd scans a string that starts at the opening quote and moves behind
// the closing one. It returns the text between the quotes; escaped reports
// whether the text has escapes.
func (d *decoder) stringEnd() (text []byte, escaped, ok bool) {
	data, start := d.data, d.pos+1
	// Most strings are plain: the first special byte is the quote at their end.
	for i := start; len(data)-i >= 8; i += 8 {
		if marks := special(binary.LittleEndian.Uint64(data[i:])); marks != 0 {
			i += bits.TrailingZeros64(marks) / 8
			if data[i] == '"' {
				d.pos = i + 1
				return data[start:i], false, true
			}
			break
		}
	}
	return d.anyStringEnd()
}

// anyStringEnd is stringEnd for all strings.
func (d *decoder) anyStringEnd() (text []byte, escaped, ok bool) {
	start := d.pos + 1
	i := start
	for {
		i = plainEnd(d.data, i)
		if i >= len(d.data) {
			d.pos = i
			return nil, false, d.unexpected("in a string")
		}
		switch c := d.data[i]; {
		case c == '"':
			d.pos = i + 1
			return d.data[start:i], escaped, true
		case c == '\\':
			n := escapeLen(d.data[i:])
			if n == 0 {
				d.pos = i
				return nil, false, d.syntax("a string has an escape that JSON does not know")
			}
			escaped = true
			i += n
		case c < 0x20:
			d.pos = i
			return nil, false, d.syntax("a string has a control character that is not escaped")
		default:
			_, n := utf8.DecodeRune(d.data[i:])
			if n == 1 {
				d.pos = i
				return nil, false, d.syntax("a string has bytes that are not UTF-8")
			}
			i += n
		}
	}
}

// escapeLen returns the length of the escape at the start of b, or 0.
func escapeLen(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) < 6 {
			return 0
		}
		for _, c := range b[2:6] {
			if hexDigit(c) > 15 {
				return 0
			}
		}
		return 6
	}
	return 0
}

func hexDigit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c - 'a' + 10)
	case 'A' <= c && c <= 'F':
		return rune(c - 'A' + 10)
	}
	return 255
}

func hex4(b []byte) rune {
	return hexDigit(b[0])<<12 | hexDigit(b[1])<<8 | hexDigit(b[2])<<4 | hexDigit(b[3])
}

// unescape appends the value of text, which stringEnd accepted, to dst. A lone
// surrogate has no value in UTF-8: it becomes U+FFFD and lossless is false.
func unescape(dst, text []byte) (out []byte, lossless bool) {
	lossless = true
	for i := 0; i < len(text); {
		c := text[i]
		if c != '\\' {
			dst = append(dst, c)
			i++
			continue
		}
		if c = text[i+1]; c != 'u' {
			dst = append(dst, unescaped[c])
			i += 2
			continue
		}
		r := hex4(text[i+2:])
		i += 6
		if utf16.IsSurrogate(r) {
			var low rune
			if i+6 <= len(text) && text[i] == '\\' && text[i+1] == 'u' {
				low = hex4(text[i+2:])
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				lossless = false
			} else {
				i += 6
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst, lossless
}

var unescaped = [128]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// numberEnd scans a number and moves behind it. integer reports that it has
// neither fraction nor exponent.
func (d *decoder) numberEnd() (text []byte, integer, ok bool) {
	b, i := d.data, d.pos
	if i < len(b) && b[i] == '-' {
		i++
	}
	switch {
	case i < len(b) && b[i] == '0':
		i++
	case i < len(b) && '1' <= b[i] && b[i] <= '9':
		i = digitsEnd(b, i)
	default:
		return nil, false, d.unexpectedAt(i, "in a number")
	}
	integer = true
	if i < len(b) && b[i] == '.' {
		integer = false
		end := digitsEnd(b, i+1)
		if end == i+1 {
			return nil, false, d.unexpectedAt(end, "in a number")
		}
		i = end
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		integer = false
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		end := digitsEnd(b, i)
		if end == i {
			return nil, false, d.unexpectedAt(end, "in a number")
		}
		i = end
	}
	text = b[d.pos:i]
	d.pos = i
	return text, integer, true
}

func digitsEnd(b []byte, i int) int {
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	return i
}

// literal moves behind word when it stands here.
func (d *decoder) literal(word string) bool {
	if len(d.data)-d.pos < len(word) || string(d.data[d.pos:d.pos+len(word)]) != word {
		return false
	}
	d.pos += len(word)
	return true
}

// raw scans any value and returns its text.
func (d *decoder) raw() ([]byte, bool) {
	d.space()
	start := d.pos
	if !d.skip() {
		return nil, false
	}
	return d.data[start:d.pos], true
}

// skip moves behind the value that stands here, checking its syntax.
func (d *decoder) skip() bool {
	switch c := d.space(); {
	case c == '"':
		_, _, ok := d.stringEnd()
		return ok
	case c == '-' || '0' <= c && c <= '9':
		_, _, ok := d.numberEnd()
		return ok
	case c == '{':
		return d.skipObject()
	case c == '[':
		return d.list(d.skip)
	case c == 't' && d.literal("true"), c == 'f' && d.literal("false"), c == 'n' && d.literal("null"):
		return true
	}
	return d.unexpected("where a value belongs")
}

func (d *decoder) skipObject() bool {
	return d.members(func([]byte, bool) bool { return d.skip() })
}

// members scans the object that starts here. It calls member for each name,
// with the text between its quotes, standing before the value.
func (d *decoder) members(member func(name []byte, escaped bool) bool) bool {
	if !d.enter() {
		return false
	}
	if d.space() == '}' {
		return d.leave()
	}
	for {
		if d.space() != '"' {
			return d.unexpected("where a name belongs")
		}
		name, escaped, ok := d.stringEnd()
		if !ok || !d.colon() {
			return false
		}
		if !member(name, escaped) {
			d.under(name, escaped)
			return false
		}
		more, ok := d.comma('}')
		if !ok {
			return false
		}
		if !more {
			return d.leave()
		}
	}
}

// list scans the array that starts here and calls elem before each element.
func (d *decoder) list(elem func() bool) bool {
	if !d.enter() {
		return false
	}
	if d.space() == ']' {
		return d.leave()
	}
	for i := 0; ; i++ {
		if !elem() {
			d.underIndex(i)
			return false
		}
		more, ok := d.comma(']')
		if !ok {
			return false
		}
		if !more {
			return d.leave()
		}
	}
}

// enter moves behind an opening brace or bracket.
func (d *decoder) enter() bool {
	if d.depth++; d.depth > maxDepth {
		return d.syntax("objects and arrays nest deeper than 1000")
	}
	d.pos++
	return true
}

// leave moves behind a closing brace or bracket.
func (d *decoder) leave() bool {
	d.depth--
	d.pos++
	return true
}

// colon moves behind the colon after a name.
func (d *decoder) colon() bool {
	if d.pos < len(d.data) && d.data[d.pos] != ':' && d.space() != ':' || d.pos >= len(d.data) {
		return d.unexpected("where a colon belongs")
	}
	d.pos++
	return true
}

// comma moves behind a comma, or stays before end. more tells which it was.
func (d *decoder) comma(end byte) (more, ok bool) {
	switch d.space() {
	case ',':
		d.pos++
		return true, true
	case end:
		return false, true
	}
	return false, d.unexpected("where a comma or the end belongs")
}
