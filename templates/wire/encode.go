package wire

import (
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/members"
	"github.com/seed-349153d7/odagen/templates/internal/syntax"
)

// encoder appends JSON text to buf.
type encoder struct {
	buf   []byte
	depth int
	err   error

	Without Flags // which properties are left out
	outer   Flags // of the outermost object too
	typed   bool  // add "@odata.type" to the first object
	exact   bool  // numbers that a float64 may not hold are strings
	request bool  // what only a service says is left out: see isAnswer
}

// NewEncoder returns an encoder that appends to dst. It does not escape from where it is
// made, and so costs no allocation.
func NewEncoder(dst []byte) *encoder { return &encoder{buf: dst} }

// Free returns the text.
func (e *encoder) Free() ([]byte, error) { return e.buf, e.err }

var errDepth = errors.New("encode: objects nest deeper than 1000, or one holds itself")

// Object appends o.
func (e *encoder) Object(o Object) { e.object(openObject(o)) }

// object appends the object at p.
func (e *encoder) object(pl *plan, p place) {
	if pl.typ.Union != nil {
		e.union(pl, p)
		return
	}
	if e.depth++; e.depth > MaxDepth {
		e.err = errDepth
	}
	if e.err != nil {
		return // an object that holds itself twice would take forever
	}
	m := pl.membersAt(p)
	without := e.Without
	if e.depth == 1 {
		without |= e.outer
	}
	e.buf = append(e.buf, '{')
	e.control(m, pl.typ)
	if len(m.List) > 0 && m.Stashes() {
		e.stashed(pl, p, without, m)
	} else {
		e.properties(pl, p, without)
	}
	e.undeclared(m, pl, p, without)
	e.depth--
	if last := len(e.buf) - 1; e.buf[last] == ',' {
		e.buf[last] = '}'
		return
	}
	e.buf = append(e.buf, '}')
}

// properties appends the declared properties that are not absent.
func (e *encoder) properties(pl *plan, p place, without Flags) {
	without &= pl.flags
	for i := pl.present(p, 0); i < len(pl.fields); i = pl.present(p, i+1) {
		f := &pl.fields[i]
		if f.flags&without != 0 || e.common(f, p) {
			continue
		}
		start := len(e.buf)
		e.buf = append(e.buf, f.key...)
		e.value(f.form, f.fieldAt(p), f.flags)
		if len(e.buf) == start+len(f.key) {
			e.buf = e.buf[:start]
			continue
		}
		e.buf = append(e.buf, ',')
	}
}

// stashed is properties for an object that has the texts that some came with.
func (e *encoder) stashed(pl *plan, p place, without Flags, m *members.Store) {
	for i := range pl.fields {
		f := &pl.fields[i]
		if f.flags&without != 0 {
			continue
		}
		start := len(e.buf)
		e.buf = append(e.buf, f.key...)
		value, before := len(e.buf), e.err
		e.value(f.form, f.fieldAt(p), f.flags)
		if text, ok := m.Stashed(f.name(), e.buf[value:]); ok && (!e.request || text != "null" || len(e.buf) > value) {
			e.buf, e.err = append(e.buf[:value], text...), before // a lenient client took it as it came
		}
		if len(e.buf) == value {
			e.buf = e.buf[:start]
			continue
		}
		e.buf = append(e.buf, ',')
	}
}

// common appends a property that is a string of which most texts are plain, name and
// value in one go. It is false for others.
func (e *encoder) common(f *planField, p place) bool {
	if f.common == unknownKind {
		return false
	}
	at := f.fieldAt(p)
	if f.form.kind == optKind {
		v, ok, _ := peekOpt(f.form, at)
		if !ok {
			return false
		}
		at = v
	}
	s := *textAt(at)
	switch f.common {
	case dateTimeKind:
		if !syntax.IsCommonDateTime([]byte(s)) {
			return false
		}
	case guidKind:
		if !syntax.IsGUID([]byte(s)) {
			return false
		}
	default:
		if s == "" {
			return false
		}
	}
	return e.plainMember(f.key, s)
}

// plainMember appends a name and a colon, a string that needs no escapes, and a comma.
// It asks once whether there is room, and looks for what needs an escape while it
// copies; when there is such, it appends nothing and is false.
func (e *encoder) plainMember(key, s string) bool {
	n, size := len(e.buf), len(key)+len(s)+len(`"",`)
	if cap(e.buf)-n < size {
		e.buf = slices.Grow(e.buf, size)
	}
	b := e.buf[n : n+size]
	b = b[copy(b, key):]
	b[0] = '"'
	b = b[1:]
	if len(s) < 8 {
		if !jsonstr.IsPlain(s) {
			return false
		}
		copy(b, s)
	} else {
		var suspect uint64
		for i := 0; i < len(s)-8; i += 8 {
			w := jsonstr.Word(s[i:])
			suspect |= jsonstr.Suspect(w)
			binary.LittleEndian.PutUint64(b[i:], w)
		}
		// The last eight bytes overlap those before.
		w := jsonstr.Word(s[len(s)-8:])
		binary.LittleEndian.PutUint64(b[len(s)-8:], w)
		if (suspect|jsonstr.Suspect(w))&jsonstr.HighBits != 0 {
			if end, _ := jsonstr.TextEnd(s, 0); end < len(s) || !utf8.ValidString(s) {
				return false
			}
		}
	}
	b[len(s)], b[len(s)+1] = '"', ','
	e.buf = e.buf[:n+size]
	return true
}

// control appends the control information and annotations of the object.
func (e *encoder) control(m *members.Store, t *Type) {
	if e.typed {
		e.typed = false
		e.typeOf(m, t)
	}
	if m.OdataType == "" && m.Etag == "" && len(m.List) == 0 {
		return
	}
	context := slices.IndexFunc(m.List, func(n members.Entry) bool { return n.IsContext() && !n.Declared }) // comes first (OData JSON 4.01, 4.6.1)
	if context >= 0 && !e.isAnswer(&m.List[context]) {
		e.member(&m.List[context])
	}
	e.slot(typeKey, m.OdataType)
	e.slot(etagKey, m.Etag)
	for i := range m.List {
		if n := &m.List[i]; i != context && n.AboutObject() && !n.Declared && !e.isAnswer(n) {
			e.member(n)
		}
	}
}

// typeOf appends "@odata.type" unless m has it. An abstract type is no type of a
// value: who means to make one has to say which.
func (e *encoder) typeOf(m *members.Store, t *Type) {
	switch {
	case m.OdataType != "" || t.Name == "" || m.Has("@odata.type") || m.Has("@type"):
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
func (e *encoder) undeclared(m *members.Store, pl *plan, p place, without Flags) {
	t := pl.typ
	for i := range m.List {
		n := &m.List[i]
		if n.Declared || n.AboutObject() || e.Without&pl.flags&Navigation != 0 && pl.isOfNavigation(n) {
			continue
		}
		if e.request && (e.isAnswer(n) || e.isAlone(n, m, pl, p, without)) {
			continue
		}
		if n.Set && t.Index(string(jsonstr.AppendEscaped(nil, n.Name))) >= 0 {
			e.err = errors.New("encode: " + t.Name + ": the member " + strconv.Quote(n.Name) + " is a declared property: set its field")
		}
		e.member(n)
	}
}

// isAnswer reports whether a member is control information that came with an answer and is
// none of a request: links, places, counts, the actions that there are. Services ignore it or
// refuse it (OData JSON Format 4.01, 4.6; 4.01 lets "odata." out). Of a related entity, the
// id tells which one is meant.
func (e *encoder) isAnswer(n *members.Entry) bool {
	if !e.request || n.Set {
		return false
	}
	property, term, ok := strings.Cut(n.Name, "@")
	if !ok {
		return n.Name != "" && n.Name[0] == '#'
	}
	switch strings.TrimPrefix(term, "odata.") {
	case "id":
		return property != "" || e.depth == 1
	case "context", "metadataEtag", "editLink", "readLink", "navigationLink", "associationLink", "count", "nextLink", "deltaLink",
		"mediaReadLink", "mediaEditLink", "mediaContentType", "mediaEtag":
		return true
	}
	return false
}

// isAlone reports whether a member came as an annotation of a property that is not written:
// services refuse annotations without their property. A link to an entity, "@odata.bind", is
// in place of one.
func (e *encoder) isAlone(n *members.Entry, m *members.Store, pl *plan, p place, without Flags) bool {
	property, term, ok := strings.Cut(n.Name, "@")
	if !ok || n.Set || strings.TrimPrefix(term, "odata.") == "bind" {
		return false
	}
	i := pl.find(jsonstr.AppendEscaped(nil, property))
	if i < 0 {
		return !m.Has(property)
	}
	f := &pl.fields[i]
	start, err := len(e.buf), e.err
	e.value(f.form, f.fieldAt(p), f.flags)
	absent := len(e.buf) == start
	e.buf, e.err = e.buf[:start], err
	return absent || f.flags&without != 0
}

func (e *encoder) member(n *members.Entry) {
	if n.Set && !isJSON(n.Text) {
		e.notJSON(n.Text)
	}
	e.name(n.Name)
	e.buf = append(append(e.buf, n.Text...), ',')
}

// slot appends a name and a colon with a string, unless that is empty.
func (e *encoder) slot(key, value string) {
	if value == "" || e.plainMember(key, value) {
		return
	}
	e.buf = append(e.buf, key...)
	e.string(value)
	e.buf = append(e.buf, ',')
}

func (e *encoder) name(name string) {
	e.string(name)
	e.buf = append(e.buf, ':')
}

var errUTF8 = errors.New("encode: a string has bytes that are not UTF-8")

// string appends s as a JSON string.
func (e *encoder) string(s string) {
	e.buf = append(e.buf, '"')
	if jsonstr.IsPlain(s) {
		e.buf = append(e.buf, s...)
	} else {
		if !utf8.ValidString(s) {
			e.err = errUTF8
		}
		e.buf = jsonstr.AppendEscaped(e.buf, s)
	}
	e.buf = append(e.buf, '"')
}
