// Package lean is a small JSON codec with both layouts of generated code: a
// property list that one loop walks, and a method with a switch to decode and a
// call for each property to encode. The primitives are the same for both, so that
// what differs is the layout. It is made to be measured: it has neither errors
// with places nor undeclared members.
package lean

import "strconv"

// Opt is a property that can be absent, null or a value.
type Opt[T any] struct {
	Value T
	State uint8
}

// The states of an Opt.
const (
	Absent = iota
	Null
	Present
)

// Decoder reads JSON text.
type Decoder struct {
	data   []byte
	pos    int
	fields []any
}

// NewDecoder returns a decoder of data.
func NewDecoder(data []byte) *Decoder { return &Decoder{data: data} }

func (d *Decoder) peek() byte {
	for d.pos < len(d.data) {
		if c := d.data[d.pos]; c > ' ' {
			return c
		}
		d.pos++
	}
	return 0
}

// next moves behind c if it stands here.
func (d *Decoder) next(c byte) bool {
	if d.peek() != c {
		return false
	}
	d.pos++
	return true
}

// text reads a string without escapes; others are refused.
func (d *Decoder) text() ([]byte, bool) {
	if !d.next('"') {
		return nil, false
	}
	start := d.pos
	for d.pos < len(d.data) {
		switch c := d.data[d.pos]; {
		case c == '"':
			d.pos++
			return d.data[start : d.pos-1], true
		case c == '\\':
			d.pos++
		}
		d.pos++
	}
	return nil, false
}

// Null reports whether null stands here and moves behind it; state tells.
func (d *Decoder) Null(state *uint8) bool {
	if d.peek() == 'n' {
		d.pos += len("null")
		*state = Null
		return true
	}
	*state = Present
	return false
}

// String decodes a string.
func (d *Decoder) String(to *string) bool {
	s, ok := d.text()
	*to = string(s)
	return ok
}

// Bool decodes true or false.
func (d *Decoder) Bool(to *bool) bool {
	*to = d.peek() == 't'
	return d.Skip()
}

func (d *Decoder) number() string {
	d.peek()
	start := d.pos
	for d.pos < len(d.data) && d.data[d.pos] != ',' && d.data[d.pos] != '}' && d.data[d.pos] != ']' {
		d.pos++
	}
	return string(d.data[start:d.pos])
}

// Int32 decodes an integer.
func (d *Decoder) Int32(to *int32) bool {
	n, err := strconv.ParseInt(d.number(), 10, 32)
	*to = int32(n)
	return err == nil
}

// Float64 decodes a number.
func (d *Decoder) Float64(to *float64) (ok bool) {
	var err error
	*to, err = strconv.ParseFloat(d.number(), 64)
	return err == nil
}

// Strings decodes an array of strings.
func (d *Decoder) Strings(to *[]string) bool {
	return d.list(func() bool {
		var s string
		ok := d.String(&s)
		*to = append(*to, s)
		return ok
	})
}

func (d *Decoder) list(element func() bool) bool {
	if !d.next('[') {
		return false
	}
	for first := true; !d.next(']'); first = false {
		if !first && !d.next(',') || !element() {
			return false
		}
	}
	return true
}

// Skip moves behind the value that stands here.
func (d *Decoder) Skip() bool {
	switch d.peek() {
	case '"':
		_, ok := d.text()
		return ok
	case '{':
		return d.members(func([]byte) bool { return d.Skip() })
	case '[':
		return d.list(d.Skip)
	}
	return d.number() != ""
}

// members reads an object; member decodes the value of a member.
func (d *Decoder) members(member func(name []byte) bool) bool {
	if !d.next('{') {
		return false
	}
	for first := true; !d.next('}'); first = false {
		if !first && !d.next(',') {
			return false
		}
		name, ok := d.text()
		if !ok || !d.next(':') || !member(name) {
			return false
		}
	}
	return true
}
