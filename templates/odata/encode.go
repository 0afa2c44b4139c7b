package odata

import (
	"errors"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

// encoder appends JSON text to buf.
type encoder struct {
	buf    []byte
	fields []any // fields of the objects that are being encoded
	used   int   // how much of fields has been in use
	depth  int
	err    error

	without Flags // which properties are left out
	outer   Flags // of the outermost object too
	typed   bool  // add "@odata.type" to the first object
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

func newEncoder(dst []byte) *encoder {
	e := encoders.Get().(*encoder)
	e.buf, e.err, e.depth, e.without, e.outer, e.typed = dst, nil, 0, 0, 0, false
	return e
}

// free returns the text and gives e back.
func (e *encoder) free() ([]byte, error) {
	buf, err := e.buf, e.err
	e.buf, e.err = nil, nil
	clear(e.fields[:e.used])
	e.fields, e.used = e.fields[:0], 0
	if cap(e.fields) <= maxKept/16 {
		encoders.Put(e)
	}
	return buf, err
}

var errDepth = errors.New("odata: encode: objects nest deeper than 1000, or one holds itself")

// object appends o.
func (e *encoder) object(o Object, t *Type) {
	if t.Union != nil {
		e.union(o)
		return
	}
	base := len(e.fields)
	if e.depth++; e.depth > maxDepth {
		e.err = errDepth
	}
	if e.err != nil {
		return // an object that holds itself twice would take forever
	}
	e.fields = o.ODataFields(e.fields)
	e.used = max(e.used, len(e.fields))
	m := e.fields[base].(*Members)
	e.buf = append(e.buf, '{')
	e.control(m, t)
	e.properties(e.fields[base+1:], m, t)
	e.undeclared(m, t)
	e.fields = e.fields[:base]
	e.depth--
	if last := len(e.buf) - 1; e.buf[last] == ',' {
		e.buf[last] = '}'
		return
	}
	e.buf = append(e.buf, '}')
}

// properties appends the declared properties that are not absent.
func (e *encoder) properties(fields []any, m *Members, t *Type) {
	stashes, without := m.stashes(), e.without
	if e.depth == 1 {
		without |= e.outer
	}
	for i, f := range fields {
		p := &t.Properties[i]
		if p.Flags&without != 0 {
			continue
		}
		if !stashes && e.common(p, f) {
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
}

// common appends a property of a type that most have, name and value in one go. It
// is false when the property is for field.
func (e *encoder) common(p *Property, f any) bool {
	switch f := f.(type) {
	case *Opt[string]:
		if f.state == present && isPlain(f.value) {
			e.plainMember(p.Name, f.value)
			return true
		}
		return f.state == absent
	case *Opt[DateTimeOffset]:
		if f.state == present {
			e.plainMember(p.Name, f.value.text)
		}
		return f.state != null
	case *Opt[bool]:
		return f.state == absent
	case *Opt[int32]:
		return f.state == absent
	case *string:
		if *f != "" && isPlain(*f) {
			e.plainMember(p.Name, *f)
			return true
		}
	}
	return false
}

// plainMember appends a member with a string that needs no escapes, and a comma.
// It asks once whether there is room, not once for each part.
func (e *encoder) plainMember(name, value string) {
	const around = len(`"":"",`)
	n := len(e.buf)
	size := len(name) + len(value) + around
	if cap(e.buf)-n < size {
		e.buf = slices.Grow(e.buf, size)
	}
	e.buf = e.buf[:n+size]
	b := e.buf[n:]
	b[0] = '"'
	i := 1 + copy(b[1:], name)
	b = b[i:]
	b[0], b[1], b[2] = '"', ':', '"'
	i = 3 + copy(b[3:], value)
	b = b[i:]
	b[0], b[1] = '"', ','
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
	context := slices.IndexFunc(m.list, Member.isContext) // comes first (OData JSON 4.01, 4.6.1)
	if context >= 0 {
		e.member(&m.list[context])
	}
	e.slot("@odata.type", m.odataType)
	e.slot("@odata.etag", m.etag)
	for i := range m.list {
		if n := &m.list[i]; i != context && n.aboutObject() {
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
func (e *encoder) undeclared(m *Members, t *Type) {
	for i := range m.list {
		n := &m.list[i]
		if n.declared || n.aboutObject() {
			continue
		}
		if n.set && t.index(string(appendEscaped(nil, n.Name))) >= 0 {
			e.err = errors.New("odata: encode: " + t.Name + ": the member " + strconv.Quote(n.Name) + " is a declared property: set its field")
		}
		e.member(n)
	}
}

func (e *encoder) member(n *Member) {
	e.name(n.Name)
	e.buf = append(append(e.buf, n.Text...), ',')
}

// slot appends a member with a string, unless that is empty.
func (e *encoder) slot(name, value string) {
	switch {
	case value == "":
	case isPlain(value):
		e.plainMember(name, value)
	default:
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
	if isPlain(s) {
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
