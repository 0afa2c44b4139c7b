package wire

import (
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// MaxDepth is how deep objects and arrays may nest. It bounds the stack that a
// hostile document can use; real ones stay below 20.
const MaxDepth = 1000

// space moves to the next byte that is not white space and returns it, or 0 at
// the end of the text.
func (d *Decoder) space() byte {
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
func (d *Decoder) stringEnd() (text []byte, escaped, ok bool) {
	start := d.pos + 1
	end, ascii := jsonstr.TextEnd(d.data, start)
	if end == len(d.data) || d.data[end] != '"' || !ascii && !utf8.Valid(d.data[start:end]) {
		return d.anyStringEnd()
	}
	d.pos = end + 1
	return d.data[start:end], false, true
}

// anyStringEnd is stringEnd for strings with escapes or faults.
func (d *Decoder) anyStringEnd() (text []byte, escaped, ok bool) {
	start := d.pos + 1
	i := start
	for {
		end, ascii := jsonstr.TextEnd(d.data, i)
		if !ascii && !utf8.Valid(d.data[i:end]) {
			d.pos = i + validLen(d.data[i:end])
			return nil, false, d.syntax("a string has bytes that are not UTF-8")
		}
		if i = end; i >= len(d.data) {
			d.pos = i
			return nil, false, d.unexpected("in a string")
		}
		switch d.data[i] {
		case '"':
			d.pos = i + 1
			return d.data[start:i], escaped, true
		case '\\':
			n := jsonstr.EscapeLen(d.data[i:])
			if n == 0 {
				d.pos = i
				return nil, false, d.syntax("a string has an escape that JSON does not know")
			}
			escaped = true
			i += n
		default:
			d.pos = i
			return nil, false, d.syntax("a string has a control character that is not escaped")
		}
	}
}

// validLen returns how many bytes of b are UTF-8 before the first that are not.
func validLen(b []byte) int {
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		n += size
	}
	return n
}

// numberEnd scans a number and moves behind it. integer reports that it has
// neither fraction nor exponent.
func (d *Decoder) numberEnd() (text []byte, integer, ok bool) {
	b, i := d.data, d.pos
	if i < len(b) && b[i] == '-' {
		i++
	}
	switch {
	case i < len(b) && b[i] == '0':
		i++
	case i < len(b) && '1' <= b[i] && b[i] <= '9':
		i = jsonstr.DigitsEnd(b, i)
	default:
		return nil, false, d.unexpectedAt(i, "in a number")
	}
	integer = true
	if i < len(b) && b[i] == '.' {
		integer = false
		end := jsonstr.DigitsEnd(b, i+1)
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
		end := jsonstr.DigitsEnd(b, i)
		if end == i {
			return nil, false, d.unexpectedAt(end, "in a number")
		}
		i = end
	}
	text = b[d.pos:i]
	d.pos = i
	return text, integer, true
}

// literal moves behind word when it stands here.
func (d *Decoder) literal(word string) bool {
	if len(d.data)-d.pos < len(word) || string(d.data[d.pos:d.pos+len(word)]) != word {
		return false
	}
	d.pos += len(word)
	return true
}

// skip moves behind the value that stands here, checking its syntax.
func (d *Decoder) skip() bool {
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
		return d.List(d.skip)
	case c == 't' && d.literal("true"), c == 'f' && d.literal("false"), c == 'n' && d.literal("null"):
		return true
	}
	return d.unexpected("where a value belongs")
}

func (d *Decoder) skipObject() bool {
	return d.members(func([]byte, bool) bool { return d.skip() })
}

// members scans the object that starts here. It calls member for each name,
// with the text between its quotes, standing before the value.
func (d *Decoder) members(member func(name []byte, escaped bool) bool) bool {
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

// List scans the array that starts here and calls elem before each element.
func (d *Decoder) List(elem func() bool) bool {
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
func (d *Decoder) enter() bool {
	if d.depth++; d.depth > MaxDepth {
		return d.syntax("objects and arrays nest deeper than 1000")
	}
	d.pos++
	return true
}

// leave moves behind a closing brace or bracket.
func (d *Decoder) leave() bool {
	d.depth--
	d.pos++
	return true
}

// colon moves behind the colon after a name.
func (d *Decoder) colon() bool {
	if d.pos < len(d.data) && d.data[d.pos] != ':' && d.space() != ':' || d.pos >= len(d.data) {
		return d.unexpected("where a colon belongs")
	}
	d.pos++
	return true
}

// comma moves behind a comma, or stays before end. more tells which it was.
func (d *Decoder) comma(end byte) (more, ok bool) {
	switch d.space() {
	case ',':
		d.pos++
		return true, true
	case end:
		return false, true
	}
	return false, d.unexpected("where a comma or the end belongs")
}
