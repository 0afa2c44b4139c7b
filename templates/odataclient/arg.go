package odataclient

import (
	"github.com/seed-349153d7/odagen/templates/internal/literal"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Arg names a value in a URL: a property of a key, or a parameter of a function.
type Arg struct {
	Name string
	// Literal is the value as OData writes it in URLs: 1, true, null,
	// 2016-12-31, 'text', duration'PT1H'. It is "" for what is absent.
	Literal string

	err error // why there is none
}

// isKey reports whether the argument has a value: null is none that a key can have, and an
// empty text is one that was forgotten.
func (a Arg) isKey() bool {
	text, quoted := literal.Cut(a.Literal)
	return a.Literal != "" && a.Literal != "null" && (!quoted || text != "")
}

// ArgOf returns a parameter of a function, or a part of a key, from a pointer to its
// value. A value without parts becomes a literal of URLs, another its JSON text (OData
// URL Conventions 4.01, 5.1.1.6).
//
//go:noinline
func ArgOf(name string, value any) Arg {
	text, err := wire.EncodeRequest(value)
	if err != nil {
		return Arg{Name: name, err: err} // a value that cannot be written is not an absent one
	}
	return Arg{Name: name, Literal: literal.Of(string(text), value)}
}
