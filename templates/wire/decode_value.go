package wire

import (
	"encoding/base64"
	"reflect"
	"strconv"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// Field decodes the value that stands here into the variable that field leads to.
func (d *Decoder) Field(field any) bool {
	c, p := open(field)
	return d.into(c, p)
}

// into decodes the value that stands here into the one at p.
func (d *Decoder) into(c *form, p place) bool {
	switch c.kind {
	case optKind:
		return d.opt(c, p)
	case rawKind:
		return d.rawValue(textAt(p))
	case pointerKind:
		return d.pointer(c, p)
	case fileKind:
		return d.want("a file in a multipart form")
	}
	if d.data[d.pos] == 'n' && d.literal("null") {
		d.odd = true // the Go type has no place for it: the text is kept beside the value
		return true
	}
	switch c.kind {
	case objectKind:
		return d.object(c.plan(), newObject(c, p))
	case listKind:
		return d.anyList(c, p)
	case mapKind:
		return d.anyMap(c, p)
	}
	return d.scalar(c, p)
}

// opt decodes a value or null.
func (d *Decoder) opt(c *form, p place) bool {
	if d.data[d.pos] == 'n' && d.literal("null") {
		setNull(c, p)
		return true
	}
	var ok bool
	switch elem := c.elem; elem.kind {
	case boolKind:
		var v bool
		if ok = d.bool(&v); ok {
			setBool(c, p, v)
		}
		return ok
	case objectKind:
		ok = d.object(elem.plan(), d.cells.fillObject(c, p))
	default:
		ok = d.into(elem, d.cells.fillOpt(c, p))
	}
	if !ok {
		setAbsent(c, p)
	}
	return ok
}

// scalar decodes a value without parts.
func (d *Decoder) scalar(c *form, p place) bool {
	switch {
	case c.class == textClass:
		return d.stringOf(c.kind, textAt(p))
	case c.kind == boolKind:
		return d.bool(boolAt(p))
	case c.kind == bytesKind || c.kind == standardKind:
		return d.binary(bytesAt(p), c.kind == standardKind)
	case c.kind == base64Kind:
		return d.base64(bytesAt(p), base64.StdEncoding, "base64 with padding")
	case c.kind == base64URLKind:
		return d.base64(bytesAt(p), base64.RawURLEncoding, "base64url without padding")
	}
	return d.numeric(c, p)
}

// stringOf decodes a value that is a string in Go.
func (d *Decoder) stringOf(k kind, to *string) bool {
	if common := k.common(); common != unknownKind {
		if s, ok := d.common(common); ok {
			*to = s
			return true
		}
	}
	switch k {
	case enumKind:
		s, ok := d.plain("a string")
		if ok {
			*to = d.interned.intern(s)
		}
		return ok
	case decimalKind, numeralKind:
		return d.decimal(to, k == numeralKind)
	}
	if int(k) < len(literals) && literals[k].is != nil {
		if k <= durationKind { // the dates and times of OData
			return d.time(to, literals[k].is, literals[k].name)
		}
		return d.text(to, literals[k].is, literals[k].name)
	}
	return d.string(to)
}

// numeric decodes a number.
func (d *Decoder) numeric(c *form, p place) bool {
	switch c.kind {
	case int8Kind:
		return decodeInt(d, int8At(p), 8, c.plain)
	case uint8Kind:
		return decodeUint(d, uint8At(p), 8, c.plain)
	case int16Kind:
		return decodeInt(d, int16At(p), 16, c.plain)
	case int32Kind:
		return decodeInt(d, int32At(p), 32, c.plain)
	case int64Kind:
		return decodeInt(d, int64At(p), 64, c.plain)
	case uint64Kind:
		return decodeUint(d, uint64At(p), 64, c.plain)
	case float32Kind:
		return decodeFloat(d, float32At(p), 32, c.plain)
	case float64Kind:
		return decodeFloat(d, float64At(p), 64, c.plain)
	case numberKind:
		return d.numberMember(c, p)
	}
	return d.syntax("internal error: a field has the type " + c.String() + ", which the codec does not know; please report")
}

// numberMember decodes a member of an enumeration of numbers.
func (d *Decoder) numberMember(c *form, p place) bool {
	start := d.pos
	var n int64
	if !decodeInt(d, &n, 64, c.plain) {
		return false
	}
	v := valueAt(c, p)
	small := v.CanUint() && n >= 0 && !v.OverflowUint(uint64(n)) || v.CanInt() && !v.OverflowInt(n)
	if !small {
		return d.wantText(start, "a smaller integer")
	}
	v.Set(reflect.ValueOf(n).Convert(c.rt))
	return true
}

// pointer decodes a value that can be absent, for which null stands too.
func (d *Decoder) pointer(c *form, p place) bool {
	if d.data[d.pos] == 'n' && d.literal("null") {
		return true
	}
	v := reflect.New(c.rt.Elem())
	if !d.into(c.elem, placeIn(v)) {
		return false
	}
	valueAt(c, p).Set(v)
	return true
}

// anyList decodes an array.
func (d *Decoder) anyList(c *form, p place) bool {
	if d.data[d.pos] != '[' {
		return d.want("an array")
	}
	if d.patch && !d.request {
		d.request = true
		defer func() { d.request = false }()
	}
	switch {
	case c.elem.kind == objectKind:
		return d.objects(c, p)
	case c.elem.class == textClass && c.elem.kind != rawKind:
		return d.strings(c, p)
	}
	list := valueAt(c, p)
	list.Set(reflect.MakeSlice(c.rt, 0, 0))
	return d.List(func() bool {
		if !d.value() {
			return false
		}
		n := list.Len()
		list.Grow(1)
		list.SetLen(n + 1)
		list.Index(n).SetZero()
		return d.into(c.elem, placeOf(list.Index(n)))
	})
}

// mayBeNull reports whether null is an item of a collection with flags: requests must not
// have one that the type does not have, answers may.
func (d *Decoder) mayBeNull(flags Flags) bool { return !d.request || flags&NullItems != 0 }

// objects decodes an array of objects.
func (d *Decoder) objects(c *form, p place) bool {
	start, pl, flags := d.list.start(), c.elem.plan(), d.flags
	ok := d.List(func() bool {
		if d.space() == 'n' && d.mayBeNull(flags) && d.literal("null") {
			d.list.add(nil)
			return true
		}
		return d.object(pl, d.list.add(c.elem))
	})
	d.list.give(c, start, p)
	return ok
}

// strings decodes an array of values that are strings in Go.
func (d *Decoder) strings(c *form, p place) bool {
	list := []string{}
	ok := d.List(func() bool {
		if !d.value() {
			return false
		}
		list = append(list, "")
		if d.data[d.pos] == 'n' && d.mayBeNull(d.flags) && d.literal("null") {
			d.odd = true
			return true
		}
		return d.stringOf(c.elem.kind, &list[len(list)-1])
	})
	setTexts(c, p, list)
	return ok
}

// anyMap decodes an object with any names.
func (d *Decoder) anyMap(c *form, p place) bool {
	if d.data[d.pos] != '{' {
		return d.want("an object")
	}
	m := reflect.MakeMap(c.rt)
	ok := d.members(func(name []byte, escaped bool) bool {
		if escaped {
			name, _ = jsonstr.Unescape(nil, name)
		}
		key := reflect.ValueOf(string(name))
		if m.MapIndex(key).IsValid() {
			return d.twice(d.pos)
		}
		v := reflect.New(c.rt.Elem())
		if !d.value() || !d.into(c.elem, placeIn(v)) {
			return false
		}
		m.SetMapIndex(key, v.Elem())
		return true
	})
	valueAt(c, p).Set(m)
	return ok
}

func (c *form) String() string {
	if c.rt == nil {
		return "none"
	}
	return c.rt.String() + " (" + strconv.Itoa(int(c.kind)) + ")"
}
