package api

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/brief"
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

// Error returns all that is known, as in "decode microsoft.graph.user: /id: want a string,
// got a number".
func (e *DecodeError) Error() string {
	var b strings.Builder
	b.WriteString("decode ")
	if e.Type != "" {
		b.WriteString(e.Type + ": ")
	}
	if e.Pointer != "" {
		b.WriteString(brief.Line(e.Pointer) + ": ")
	}
	b.WriteString(brief.Line(e.Message))
	if errors.Is(e.Err, ErrSyntax) {
		fmt.Fprintf(&b, " (at byte %d)", e.Offset)
	}
	return b.String()
}

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// EnumError says that a text is not a member of an enumeration.
type EnumError struct{ Value string }

// Error returns the text that is no member.
func (e *EnumError) Error() string {
	return fmt.Sprintf("%q is not a member of the enumeration", brief.Cut(e.Value))
}

// ValueError says which value of an object breaks a rule of its type.
type ValueError struct {
	Pointer string // RFC 6901 JSON pointer to the value
	Message string
}

// Error returns the place and the message.
func (e *ValueError) Error() string { return brief.Line(e.Pointer) + ": " + brief.Line(e.Message) }
