package odata

import (
	"errors"
	"sync"
	"unicode/utf8"
)

// encoder appends JSON text to buf.
type encoder struct {
	buf    []byte
	fields []any // fields of the objects that are being encoded
	err    error

	without Flags // which properties are left out
	typed   bool  // add "@odata.type" to the first object
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

func newEncoder(dst []byte) *encoder {
	e := encoders.Get().(*encoder)
	e.buf, e.err, e.without, e.typed = dst, nil, 0, false
	return e
}

// free returns the text and gives e back.
func (e *encoder) free() ([]byte, error) {
	buf, err := e.buf, e.err
	e.buf = nil
	clear(e.fields[:cap(e.fields)])
	e.fields = e.fields[:0]
	if cap(e.fields) <= maxKept/16 {
		encoders.Put(e)
	}
	return buf, err
}

// object appends o.
func (e *encoder) object(o Object, t *Type) {
	base := len(e.fields)
	e.fields = o.ODataFields(e.fields)
	fields := e.fields[base:]
	m := fields[0].(*Members)
	e.buf = append(e.buf, '{')
	e.control(m, t)
	stashes := m.stashes()
	for i, f := range fields[1:] {
		p := &t.Properties[i]
		if p.Flags&e.without != 0 {
			continue
		}
		start := len(e.buf)
		e.buf = append(e.buf, '"')
		e.buf = append(e.buf, p.Name...)
		e.buf = append(e.buf, '"', ':')
		value := len(e.buf)
		e.field(f, p.Flags)
		if stashes {
			if text, ok := m.stashed(p.Name, e.buf[value:]); ok {
				e.buf = append(e.buf[:value], text...)
			}
		}
		if len(e.buf) == value {
			e.buf = e.buf[:start]
			continue
		}
		e.buf = append(e.buf, ',')
	}
	e.undeclared(m)
	e.fields = e.fields[:base]
	if last := len(e.buf) - 1; e.buf[last] == ',' {
		e.buf[last] = '}'
		return
	}
	e.buf = append(e.buf, '}')
}

// control appends the control information and annotations of the object.
func (e *encoder) control(m *Members, t *Type) {
	if e.typed {
		e.typed = false
		e.typeOf(m, t)
	}
	if m.odataType == "" && m.etag == "" && len(m.list) == 0 {
		return
	}
	if len(m.list) > 0 && m.list[0].isContext() {
		e.member(&m.list[0])
	}
	e.plainMember("@odata.type", m.odataType)
	e.plainMember("@odata.etag", m.etag)
	for i := range m.list {
		if n := &m.list[i]; n.aboutObject() && (i > 0 || !n.isContext()) {
			e.member(n)
		}
	}
}

// typeOf appends "@odata.type" unless m has it. An abstract type is no type of a
// value: who means to make one has to say which.
func (e *encoder) typeOf(m *Members, t *Type) {
	switch {
	case m.odataType != "" || t.Name == "" || m.has("@odata.type") || m.has("@type"):
	case t.Abstract:
		e.err = &abstractError{t.Name}
	default:
		e.name("@odata.type")
		e.buf = append(e.buf, '"', '#')
		e.buf = append(e.buf, t.Name...)
		e.buf = append(e.buf, '"', ',')
	}
}

// undeclared appends the members that are not about the object as a whole.
func (e *encoder) undeclared(m *Members) {
	for i := range m.list {
		if n := &m.list[i]; !n.declared && !n.aboutObject() {
			e.member(n)
		}
	}
}

func (e *encoder) member(n *Member) {
	e.name(n.Name)
	e.buf = append(append(e.buf, n.Text...), ',')
}

func (e *encoder) plainMember(name, value string) {
	if value != "" {
		e.name(name)
		e.string(value)
		e.buf = append(e.buf, ',')
	}
}

func (e *encoder) name(name string) {
	e.string(name)
	e.buf = append(e.buf, ':')
}

var errUTF8 = errors.New("odata: encode: a string has bytes that are not UTF-8")

// string appends s as a JSON string.
func (e *encoder) string(s string) {
	e.buf = append(e.buf, '"')
	if plainPrefix(s) == len(s) {
		e.buf = append(e.buf, s...)
	} else {
		if !utf8.ValidString(s) {
			e.err = errUTF8
		}
		e.buf = appendEscaped(e.buf, s)
	}
	e.buf = append(e.buf, '"')
}

const hexDigits = "0123456789abcdef"

// appendEscaped appends s with the escapes that RFC 8259, 7 requires and no
// others.
func appendEscaped(dst []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c >= 0x20:
			dst = append(dst, c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return dst
}
