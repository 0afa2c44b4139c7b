package jsonstr

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep objects and arrays may nest, as the codec has it.
const maxDepth = 1000

// Fault returns what is wrong with text, which is to be one JSON value (RFC 8259), and
// where; "" when nothing is. encoding/json words its errors in another way with each
// version.
func Fault(text []byte) (message string, at int) {
	r := reader{b: text}
	if r.value(0) && r.next() != end {
		r.unexpected("after the value")
	}
	return r.message, r.i
}

// reader moves through a text.
type reader struct {
	b       []byte
	i       int
	message string
}

const end = 0 // what next returns behind the text; no byte that is good is zero

// next moves to the next byte that is no white space and returns it.
func (r *reader) next() byte {
	for r.i < len(r.b) {
		switch c := r.b[r.i]; c {
		case ' ', '\t', '\n', '\r':
			r.i++
		case end:
			return 1 // a zero is as bad as any other
		default:
			return c
		}
	}
	return end
}

func (r *reader) fault(message string) bool {
	r.message = message
	return false
}

func (r *reader) unexpected(where string) bool {
	if r.i >= len(r.b) {
		return r.fault("the text ends " + where)
	}
	c, _ := utf8.DecodeRune(r.b[r.i:])
	return r.fault(fmt.Sprintf("unexpected %q %s", c, where))
}

// value moves behind a value.
func (r *reader) value(depth int) bool {
	switch c := r.next(); {
	case c == '"':
		return r.str()
	case c == '-' || '0' <= c && c <= '9':
		return r.number()
	case c == '{' || c == '[':
		if depth == maxDepth {
			return r.fault("objects and arrays nest deeper than 1000")
		}
		return r.members(c == '{', depth+1)
	}
	for _, word := range []string{"true", "false", "null"} {
		if strings.HasPrefix(string(r.b[r.i:min(len(r.b), r.i+5)]), word) {
			r.i += len(word)
			return true
		}
	}
	return r.unexpected("where a value belongs")
}

// members moves behind an object or an array.
func (r *reader) members(object bool, depth int) bool {
	last := r.b[r.i] + 2 // in ASCII both closing brackets are two behind
	r.i++
	if r.next() == last {
		r.i++
		return true
	}
	for {
		if object && !r.name() || !r.value(depth) {
			return false
		}
		c := r.next()
		if c != ',' && c != last {
			return r.unexpected("where a comma or the end belongs")
		}
		if r.i++; c == last {
			return true
		}
	}
}

// name moves behind a name and its colon.
func (r *reader) name() bool {
	if r.next() != '"' {
		return r.unexpected("where a name belongs")
	}
	if !r.str() {
		return false
	}
	if r.next() != ':' {
		return r.unexpected("where a colon belongs")
	}
	r.i++
	return true
}

// str moves behind a string.
func (r *reader) str() bool {
	r.i++
	for {
		if r.i = PlainEnd(r.b, r.i); r.i >= len(r.b) {
			return r.unexpected("in a string")
		}
		switch c := r.b[r.i]; {
		case c == '"':
			r.i++
			return true
		case c == '\\':
			n := EscapeLen(r.b[r.i:])
			if n == 0 {
				return r.fault("a string has an escape that JSON does not know")
			}
			r.i += n
		case c < 0x20:
			return r.fault("a string has a control character that is not escaped")
		default:
			_, n := utf8.DecodeRune(r.b[r.i:])
			if n == 1 {
				return r.fault("a string has bytes that are not UTF-8")
			}
			r.i += n
		}
	}
}

// number moves behind a number.
func (r *reader) number() bool {
	if r.b[r.i] == '-' {
		r.i++
	}
	if r.i < len(r.b) && r.b[r.i] == '0' {
		r.i++
	} else if !r.digits() {
		return false
	}
	if r.i < len(r.b) && r.b[r.i] == '.' {
		if r.i++; !r.digits() {
			return false
		}
	}
	if r.i < len(r.b) && r.b[r.i]|0x20 == 'e' {
		r.i++
		if r.i < len(r.b) && (r.b[r.i] == '+' || r.b[r.i] == '-') {
			r.i++
		}
		return r.digits()
	}
	return true
}

// digits moves behind the digits of a number, one at least.
func (r *reader) digits() bool {
	last := DigitsEnd(r.b, r.i)
	if last == r.i {
		return r.unexpected("in a number")
	}
	r.i = last
	return true
}
