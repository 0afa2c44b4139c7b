package wire

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// longestToken is the length of the longest token that is a fault when the text
// stops within it: \uXXXX.
const longestToken = 6

// syntax, want and unexpected record a fault and return false, so that callers
// can return what they return.

func (d *Decoder) syntax(message string) bool {
	return d.fail(d.pos, api.ErrSyntax, message)
}

func (d *Decoder) fail(pos int, err error, message string) bool {
	// What is wrong can lie before the end of a number that more digits follow.
	if len(d.data)-max(pos, d.pos) < longestToken {
		d.short = true
	}
	if d.err == nil {
		d.err = &api.DecodeError{Offset: int64(d.base + pos), Message: message, Err: err}
	}
	return false
}

func (d *Decoder) unexpected(where string) bool { return d.unexpectedAt(d.pos, where) }

func (d *Decoder) unexpectedAt(pos int, where string) bool {
	if pos >= len(d.data) {
		return d.fail(pos, api.ErrSyntax, "the text ends "+where)
	}
	r, _ := utf8.DecodeRune(d.data[pos:])
	return d.fail(pos, api.ErrSyntax, fmt.Sprintf("unexpected %q %s", r, where))
}

// want reports a value of another type than expected, where one stands. What
// is not a value is a fault of syntax.
func (d *Decoder) want(expected string) bool {
	start := d.pos
	if !d.skip() {
		return false
	}
	return d.fail(start, api.ErrType, "want "+expected+", got "+kindOf(d.data[start:d.pos]))
}

// wantText is want for a value of the right kind that has unsuitable text.
func (d *Decoder) wantText(start int, expected string) bool {
	text := d.data[start:d.pos]
	if len(text) > 40 {
		text = append(text[:37:37], "..."...)
	}
	return d.fail(start, api.ErrType, "want "+expected+", got "+strings.ToValidUTF8(string(text), "\uFFFD"))
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

// under puts a name before the pointer of the error: the fault lies under it. Of what is
// longer than maxPointer the end is left out: each level would copy it.
func (d *Decoder) under(name []byte, escaped bool) {
	if escaped {
		name, _ = jsonstr.Unescape(nil, name)
	}
	d.err.Pointer = cutPointer("/" + PointerToken(string(name)) + d.err.Pointer)
}

func (d *Decoder) underIndex(i int) {
	d.err.Pointer = cutPointer("/" + strconv.Itoa(i) + d.err.Pointer)
}

// maxPointer is how much is told of where a fault is: a name can be as long as the text.
const maxPointer = 4000

func cutPointer(pointer string) string {
	if len(pointer) <= maxPointer+len("...") {
		return pointer
	}
	return strings.ToValidUTF8(pointer[:maxPointer], "") + "..."
}

// PointerToken escapes name as RFC 6901, 4 says.
func PointerToken(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}
