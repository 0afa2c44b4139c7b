package wire

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/internal/syntax"
)

// Field appends the value that field leads to, and nothing when it is absent.
func (e *encoder) Field(field any, flags Flags) {
	c, p := open(field)
	e.value(c, p, flags)
}

// value appends the value at p, and nothing when it is absent.
func (e *encoder) value(c *form, p place, flags Flags) {
	switch c.kind {
	case optKind:
		switch v, ok, isNull := peekOpt(c, p); {
		case ok:
			e.present(c.elem, v)
		case isNull:
			e.buf = append(e.buf, "null"...)
		}
	case objectKind:
		if o, ok := objectAt(c, p); ok {
			e.object(c.plan(), o)
		}
	case listKind, mapKind:
		switch {
		case c.elem.kind == fileKind: // are parts of a form
		case c.plain && flags&Required != 0 && isNil(c, p):
			e.empty(c, flags&Nullable != 0)
		case c.kind == listKind:
			e.list(c, p)
		default:
			e.anyMap(c, p)
		}
	case pointerKind:
		if v := valueAt(c, p); !v.IsNil() {
			e.value(c.elem, placeIn(v), 0)
		}
	case textKind:
		if s := *textAt(p); s != "" || flags&Key == 0 {
			e.string(s)
		}
	case bytesKind, standardKind:
		if *bytesAt(p) != nil || flags&Key == 0 {
			e.present(c, p)
		}
	case enumKind:
		e.present(c, p)
	case fileKind: // is a part of a form
	default:
		if c.class != textClass || *textAt(p) != "" {
			e.present(c, p)
		}
	}
}

// present appends a value that is there, and null for a nil pointer.
func (e *encoder) present(c *form, p place) {
	switch {
	case c.class == textClass:
		e.stringOf(c.kind, *textAt(p))
	case c.kind == boolKind:
		e.buf = strconv.AppendBool(e.buf, *boolAt(p))
	case c.kind == int32Kind:
		e.int(int64(*int32At(p)))
	case c.kind == int64Kind:
		e.int64(*int64At(p))
	case c.kind == float64Kind:
		e.float(*float64At(p), 64, c.plain)
	case c.kind == float32Kind:
		e.float(float64(*float32At(p)), 32, c.plain)
	case c.kind == bytesKind:
		e.base64(*bytesAt(p), base64.URLEncoding) // padding can be left out, but many services want it (OData JSON 4.01, 7.1)
	case c.kind == base64URLKind:
		e.base64(*bytesAt(p), base64.RawURLEncoding)
	case c.kind == base64Kind, c.kind == standardKind:
		e.base64(*bytesAt(p), base64.StdEncoding)
	case c.kind == uint64Kind:
		e.buf = strconv.AppendUint(e.buf, *uint64At(p), 10)
	case c.kind == int8Kind:
		e.int(int64(*int8At(p)))
	case c.kind == uint8Kind:
		e.int(int64(*uint8At(p)))
	case c.kind == int16Kind:
		e.int(int64(*int16At(p)))
	case c.kind == numberKind:
		e.int(numberOf(c, p))
	case c.plain && (c.kind == listKind || c.kind == mapKind) && isNil(c, p):
		e.empty(c, false)
	case c.kind == objectKind || c.kind == listKind || c.kind == mapKind:
		e.element(c, p)
	case c.kind == unknownKind: // or it would be left out
		e.err = errors.New("encode: internal error: a field has the type " + c.String() + ", which the codec does not know; please report")
	}
}

// empty appends a list or map without items, or null.
func (e *encoder) empty(c *form, null bool) {
	switch {
	case null:
		e.buf = append(e.buf, "null"...)
	case c.kind == listKind:
		e.buf = append(e.buf, "[]"...)
	default:
		e.buf = append(e.buf, "{}"...)
	}
}

func isNil(c *form, p place) bool { return valueAt(c, p).IsNil() }

// numberOf returns the value of a member of an enumeration of numbers.
func numberOf(c *form, p place) int64 {
	v := valueAt(c, p)
	if v.CanUint() {
		return int64(v.Uint())
	}
	return v.Int()
}

// stringOf appends a value that is a string in Go. Dates and their like are: what one
// holds is not known to be such a literal.
func (e *encoder) stringOf(k kind, s string) {
	switch k {
	case textKind, enumKind:
		e.string(s)
	case decimalKind:
		e.decimal(s)
	case numeralKind:
		e.numeral(s)
	case rawKind:
		e.raw(s)
	default:
		e.literal(s, literals[k])
	}
}

// literal is a kind of texts.
type literal struct {
	is   func([]byte) bool
	name string
}

// literals are the kinds of texts that are checked, and need no escapes.
var literals = [...]literal{
	dateTimeKind:  {syntax.IsDateTimeOffset, "a date-time with an offset"},
	dateKind:      {syntax.IsDate, "a date"},
	timeOfDayKind: {syntax.IsTimeOfDay, "a time of day"},
	durationKind:  {syntax.IsDuration, "a duration"},
	guidKind:      {syntax.IsGUID, "a GUID"},
	stampKind:     {syntax.IsStamp, "a date-time of RFC 3339"},
	dayKind:       {syntax.IsDay, "a date"},
	fullTimeKind:  {syntax.IsFullTime, "a time with its offset"},
	periodKind:    {syntax.IsPeriod, "a duration of RFC 3339"},
	digitsKind:    {syntax.IsNumeral, "a decimal number"},
}

// Element appends a value that cannot be left out: null stands for an absent one.
func (e *encoder) Element(field any) {
	c, p := open(field)
	e.element(c, p)
}

func (e *encoder) element(c *form, p place) {
	n := len(e.buf)
	if e.value(c, p, 0); len(e.buf) == n && e.err == nil {
		e.buf = append(e.buf, "null"...)
	}
}

// list appends an array, and nothing when it is nil.
func (e *encoder) list(c *form, p place) {
	elem := c.elem
	switch {
	case elem.kind == objectKind:
		e.objects(c, p)
		return
	case elem.class == textClass:
		e.strings(elem.kind, textsAt(c, p))
		return
	}
	list := valueAt(c, p)
	if list.IsNil() {
		return
	}
	e.buf = append(e.buf, '[')
	for i := range list.Len() {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.element(elem, placeOf(list.Index(i)))
	}
	e.buf = append(e.buf, ']')
}

func (e *encoder) objects(c *form, p place) {
	n, isNil := objectsAt(c, p)
	if isNil {
		return
	}
	pl := c.elem.plan()
	e.buf = append(e.buf, '[')
	for i := range n {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		if o, ok := objectIn(c, p, i); ok {
			e.object(pl, o)
		} else {
			e.buf = append(e.buf, "null"...)
		}
	}
	e.buf = append(e.buf, ']')
}

func (e *encoder) strings(k kind, list []string) {
	if list == nil {
		return
	}
	e.buf = append(e.buf, '[')
	for i, s := range list {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.stringOf(k, s)
	}
	e.buf = append(e.buf, ']')
}

// anyMap appends an object with any names, sorted, and nothing when it is nil.
func (e *encoder) anyMap(c *form, p place) {
	m := valueAt(c, p)
	if m.IsNil() {
		return
	}
	e.buf = append(e.buf, '{')
	for i, name := range namesOf(m) {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.name(name)
		e.element(c.elem, entryOf(m, name))
	}
	e.buf = append(e.buf, '}')
}

// namesOf returns the names in a map, sorted.
func namesOf(m reflect.Value) []string {
	names := make([]string, 0, m.Len())
	for _, key := range m.MapKeys() {
		names = append(names, key.String())
	}
	slices.Sort(names)
	return names
}

// entryOf returns the place of a copy of a value in a map.
func entryOf(m reflect.Value, name string) place {
	v := reflect.New(m.Type().Elem())
	v.Elem().Set(m.MapIndex(reflect.ValueOf(name)))
	return placeIn(v)
}

// AppendField appends the value that field leads to, and nothing when it is absent or
// the zero value of a plain type.
func AppendField(dst []byte, field any) []byte { return AppendFlagged(dst, field, Key) }

// AppendFlagged appends the value that field leads to, as a property with the flags
// has it.
func AppendFlagged(dst []byte, field any, flags Flags) []byte {
	c, p := open(field)
	return appendAt(dst, c, p, flags)
}

func appendAt(dst []byte, c *form, p place, flags Flags) []byte {
	e := NewEncoder(dst)
	e.value(c, p, flags)
	dst, _ = e.Free()
	return dst
}

// literal appends a string that needs no escapes. One that is not what it is to be is an
// error, unless the property came with it: see stashed.
func (e *encoder) literal(s string, l literal) {
	if !l.is([]byte(s)) {
		e.err = errors.New("encode: want " + l.name + ", got " + strconv.Quote(s))
		e.string(s)
		return
	}
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, s...)
	e.buf = append(e.buf, '"')
}

// int64 appends a number that a float64 may not hold.
func (e *encoder) int64(v int64) {
	if !e.exact {
		e.int(v)
		return
	}
	e.buf = append(strconv.AppendInt(append(e.buf, '"'), v, 10), '"')
}

func (e *encoder) int(v int64) { e.buf = strconv.AppendInt(e.buf, v, 10) }

// decimal appends a number. A Decimal is a string in Go: what it holds is not
// known to be one.
func (e *encoder) decimal(v string) {
	if v != "" && !syntax.IsDecimal([]byte(v)) {
		e.err = errors.New("encode: want a decimal number, got " + strconv.Quote(v))
		return
	}
	start := len(e.buf)
	e.buf = syntax.AppendDecimal(e.buf, v)
	if e.exact && e.buf[start] != '"' {
		e.buf = append(slices.Insert(e.buf, start, '"'), '"')
	}
}

// raw appends the text of a Raw, which is a string in Go: what it holds is not known to
// be JSON. An empty one is null.
func (e *encoder) raw(v string) {
	switch {
	case v == "":
		v = "null"
	case !isJSON(v):
		e.notJSON(v)
		return
	}
	e.buf = append(e.buf, v...)
}

func isJSON(text string) bool { return utf8.ValidString(text) && json.Valid([]byte(text)) }

func (e *encoder) notJSON(text string) {
	e.err = errors.New("encode: want JSON text, got " + strconv.Quote(text[:min(len(text), 40)]))
}

// numeral appends a number as JSON has it.
func (e *encoder) numeral(v string) {
	if v != "" && !syntax.IsNumeral([]byte(v)) {
		e.err = errors.New("encode: want a decimal number, got " + strconv.Quote(v))
		return
	}
	e.buf = syntax.AppendDecimal(e.buf, v)
}

// float appends a number, which is finite where JSON alone says how it is written.
func (e *encoder) float(v float64, size int, plain bool) {
	if plain && (math.IsInf(v, 0) || math.IsNaN(v)) {
		e.err = errors.New("encode: JSON has no number for " + strconv.FormatFloat(v, 'g', -1, size))
		return
	}
	e.buf = appendFloat(e.buf, v, size)
}

// appendFloat appends the shortest text that gives v back. Infinities and NaN
// are strings (OData JSON 4.01, 7.1).
func appendFloat(dst []byte, v float64, size int) []byte {
	switch {
	case math.IsInf(v, 1):
		return append(dst, `"INF"`...)
	case math.IsInf(v, -1):
		return append(dst, `"-INF"`...)
	case math.IsNaN(v):
		return append(dst, `"NaN"`...)
	}
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(dst, v, format, -1, size)
}

func (e *encoder) base64(v []byte, encoding *base64.Encoding) {
	e.buf = encoding.AppendEncode(append(e.buf, '"'), v)
	e.buf = append(e.buf, '"')
}
