package wire

import (
	"strconv"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// EachPart calls part with the name and the text of each member of an object, or with the
// index and the text of each item of an array.
func EachPart(text []byte, part func(name string, value []byte)) error {
	d := newDecoder(text)
	defer d.Free()
	read := func(name string) bool {
		if !d.value() {
			return false
		}
		start := d.pos
		ok := d.skip()
		if ok {
			part(name, text[start:d.pos])
		}
		return ok
	}
	ok := true
	switch d.space() {
	case '{':
		ok = d.members(func(key []byte, escaped bool) bool {
			if escaped {
				key, _ = jsonstr.Unescape(nil, key)
			}
			return read(string(key))
		})
	case '[':
		i := -1
		ok = d.List(func() bool {
			i++
			return read(strconv.Itoa(i))
		})
	}
	if !ok {
		return d.err
	}
	return nil
}

// MemberAt returns the text of a member of an object, or of an item of an array; nil
// when there is none.
func MemberAt(text []byte, name string) (found []byte) {
	_ = EachPart(text, func(n string, value []byte) { // a fault is one of who reads the text
		if n == name {
			found = value
		}
	})
	return found
}

// EncodeRequest returns the JSON text of the value that field leads to, without
// read-only properties.
func EncodeRequest(field any) ([]byte, error) {
	e := NewEncoder(nil)
	e.Without = ReadOnly
	e.Field(field, 0)
	return e.Free()
}

// Rewrite writes o with its type and reads it as a t.
func Rewrite[T Object](o Object, t *Type, to *T) error {
	b := buffer.New()
	defer b.Free()
	e := NewEncoder(b.Bytes)
	e.typed = true
	e.Object(o)
	var err error
	if b.Bytes, err = e.Free(); err != nil {
		return err
	}
	made := t.New()
	if err := (Reading{LenientDates: true}).Unmarshal(b.Bytes, made); err != nil { // what o has was taken
		return err
	}
	*to = made.(T)
	return nil
}

// DecodeMember reads the value of the member called name into field.
func DecodeMember(raw api.Raw, name string, field any) error {
	d := newDecoder([]byte(raw))
	defer d.Free()
	if !d.Field(field) {
		d.under([]byte(name), false)
		return d.err
	}
	return nil
}
