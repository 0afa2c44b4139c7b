package shape

import (
	"bytes"
	"errors"
	"slices"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Flat is a value as parameters and forms have it: a text, a list of texts, or
// names with texts.
type Flat struct {
	Kind  FlatKind
	Text  string // of a list or an object, the JSON text
	JSON  string // of a text, the JSON text
	Names []string
	Items []Flat
}

// FlatKind is what a Flat is.
type FlatKind uint8

// The kinds of what is flat.
const (
	FlatNone FlatKind = iota // absent or null
	FlatText
	FlatList
	FlatObject
)

// IsUndefined reports whether v has no text: it is absent, or a list or an object without
// members. Parameters and forms leave it out (RFC 6570, 2.3).
func (v Flat) IsUndefined() bool {
	return v.Kind == FlatNone || v.Kind != FlatText && !slices.ContainsFunc(v.Items, func(item Flat) bool {
		return item.Kind != FlatNone || v.Kind == FlatList
	})
}

// Flatten returns the value that field leads to. Read-only properties are left
// out.
func Flatten(field any) (Flat, error) {
	text, err := wire.EncodeRequest(wire.In(wire.Plain, field))
	if text = bytes.TrimSpace(text); err != nil || len(text) == 0 {
		return Flat{}, err
	}
	return flat(text)
}

func flat(text []byte) (v Flat, err error) {
	v.Kind, v.Text, v.JSON = FlatText, string(text), string(text)
	switch text[0] {
	case 'n':
		return Flat{}, nil
	case '"':
		s, _ := jsonstr.Unescape(nil, text[1:len(text)-1])
		v.Text = string(s)
		return v, nil
	case '[':
		v.Kind = FlatList
	case '{':
		v.Kind = FlatObject
	}
	err = wire.EachPart(text, func(name string, value []byte) {
		item, itemErr := flat(value)
		err = errors.Join(err, itemErr)
		if v.Items = append(v.Items, item); v.Kind == FlatObject {
			v.Names = append(v.Names, name)
		}
	})
	return v, err
}
