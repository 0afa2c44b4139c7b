package odata

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrSyntax is in the chain of a DecodeError for text that is not JSON as RFC
// 8259 has it, or that has a name twice in an object.
var ErrSyntax = errors.New("not JSON")

// ErrType is in the chain of a DecodeError for a value of another type than
// the property has.
var ErrType = errors.New("another type")

// DecodeError says where JSON text does not fit the type it is decoded into.
type DecodeError struct {
	Type    string // the qualified name of the type, as in "microsoft.graph.user"
	Pointer string // RFC 6901 JSON pointer to the value
	Offset  int64  // in bytes from the start of the text
	Message string // "want a string, got a number"
	Err     error  // ErrSyntax or ErrType
}

func (e *DecodeError) Error() string {
	var b strings.Builder
	b.WriteString("odata: decode ")
	if e.Type != "" {
		b.WriteString(e.Type + ": ")
	}
	if e.Pointer != "" {
		b.WriteString(e.Pointer + ": ")
	}
	b.WriteString(e.Message)
	if errors.Is(e.Err, ErrSyntax) {
		fmt.Fprintf(&b, " (at byte %d)", e.Offset)
	}
	return b.String()
}

func (e *DecodeError) Unwrap() error { return e.Err }

// longestToken is the length of the longest token that is a fault when the text
// stops within it: \uXXXX.
const longestToken = 6

// syntax, want and unexpected record a fault and return false, so that callers
// can return what they return.

func (d *decoder) syntax(message string) bool {
	return d.fail(d.pos, ErrSyntax, message)
}

func (d *decoder) fail(pos int, err error, message string) bool {
	// What is wrong can lie before the end of a number that more digits follow.
	if len(d.data)-max(pos, d.pos) < longestToken {
		d.short = true
	}
	if d.err == nil {
		d.err = &DecodeError{Offset: int64(d.base + pos), Message: message, Err: err}
	}
	return false
}

func (d *decoder) unexpected(where string) bool { return d.unexpectedAt(d.pos, where) }

func (d *decoder) unexpectedAt(pos int, where string) bool {
	if pos >= len(d.data) {
		return d.fail(pos, ErrSyntax, "the text ends "+where)
	}
	r, _ := utf8.DecodeRune(d.data[pos:])
	return d.fail(pos, ErrSyntax, fmt.Sprintf("unexpected %q %s", r, where))
}

// want reports a value of another type than expected, where one stands. What
// is not a value is a fault of syntax.
func (d *decoder) want(expected string) bool {
	start := d.pos
	if !d.skip() {
		return false
	}
	return d.fail(start, ErrType, "want "+expected+", got "+kindOf(d.data[start:d.pos]))
}

// wantText is want for a value of the right kind that has unsuitable text.
func (d *decoder) wantText(start int, expected string) bool {
	text := d.data[start:d.pos]
	if len(text) > 40 {
		text = append(text[:37:37], "..."...)
	}
	return d.fail(start, ErrType, "want "+expected+", got "+strings.ToValidUTF8(string(text), "\uFFFD"))
}

func kindOf(text []byte) string {
	switch text[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return string(text)
	case 'n':
		return "null"
	}
	return "a number"
}

// under puts a name before the pointer of the error: the fault lies under it.
func (d *decoder) under(name []byte, escaped bool) {
	if escaped {
		name, _ = unescape(nil, name)
	}
	d.err.Pointer = "/" + pointerToken(string(name)) + d.err.Pointer
}

func (d *decoder) underIndex(i int) {
	d.err.Pointer = "/" + strconv.Itoa(i) + d.err.Pointer
}

// pointerToken escapes name as RFC 6901, 4 says.
func pointerToken(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}
