package api

import (
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// Raw is a value without a declared type (anything, a geography):
// the JSON text of any value, kept byte by byte. The zero Raw is absent.
type Raw string

// ParseRaw returns text as a Raw, once it has been checked to be JSON. The error is a
// *DecodeError.
func ParseRaw(text string) (Raw, error) {
	if message, at := jsonstr.Fault([]byte(text)); message != "" {
		return "", &DecodeError{Offset: int64(at), Message: message, Err: ErrSyntax}
	}
	return Raw(strings.Trim(text, " \t\r\n")), nil
}

// String returns the JSON text.
func (r Raw) String() string { return string(r) }

// IsZero reports whether r is absent.
func (r Raw) IsZero() bool { return r == "" }

// MarshalJSON returns the text as it came, null for the zero Raw.
func (r Raw) MarshalJSON() ([]byte, error) {
	if r == "" {
		return []byte("null"), nil
	}
	return []byte(r), nil
}

// UnmarshalJSON keeps b.
func (r *Raw) UnmarshalJSON(b []byte) (err error) {
	*r, err = ParseRaw(string(b))
	return err
}
