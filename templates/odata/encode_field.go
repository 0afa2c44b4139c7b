package odata

import (
	"encoding/base64"
	"math"
	"strconv"
)

// field appends the value that f points to, and nothing when it is absent.
func (e *encoder) field(f any, flags Flags) {
	switch f := f.(type) {
	case *Opt[string]:
		if e.has(f.state) {
			e.string(f.value)
		}
	case *Opt[DateTimeOffset]:
		if e.has(f.state) {
			e.text(f.value.text)
		}
	case *Opt[bool]:
		if e.has(f.state) {
			e.buf = strconv.AppendBool(e.buf, f.value)
		}
	case *Opt[int32]:
		if e.has(f.state) {
			e.int(int64(f.value))
		}
	case *Opt[int64]:
		if e.has(f.state) {
			e.int(f.value)
		}
	case *Opt[float64]:
		if e.has(f.state) {
			e.float64(f.value)
		}
	case field:
		f.encode(e)
	case *string:
		if *f != "" || flags&Key == 0 {
			e.string(*f)
		}
	case *[]string:
		encodeList(e, *f, (*encoder).string)
	default:
		e.rareField(f, flags)
	}
}

// rareField is field for the types that are met less often.
func (e *encoder) rareField(f any, flags Flags) {
	switch f := f.(type) {
	case *Opt[Date]:
		if e.has(f.state) {
			e.text(f.value.text)
		}
	case *Opt[TimeOfDay]:
		if e.has(f.state) {
			e.text(f.value.text)
		}
	case *Opt[Duration]:
		if e.has(f.state) {
			e.text(f.value.text)
		}
	case *Opt[GUID]:
		if e.has(f.state) {
			e.text(f.value.text)
		}
	case *Opt[Decimal]:
		if e.has(f.state) {
			e.decimal(f.value)
		}
	case *Opt[[]byte]:
		if e.has(f.state) {
			e.buf = appendBinary(e.buf, f.value)
		}
	case *Opt[int8]:
		if e.has(f.state) {
			e.int(int64(f.value))
		}
	case *Opt[uint8]:
		if e.has(f.state) {
			e.int(int64(f.value))
		}
	case *Opt[int16]:
		if e.has(f.state) {
			e.int(int64(f.value))
		}
	case *Opt[float32]:
		if e.has(f.state) {
			e.float32(f.value)
		}
	case *Raw:
		e.buf = append(e.buf, f.text...)
	default:
		e.plainField(f, flags)
	}
}

// plainField is field for plain values and collections of them. A key with the
// zero value is absent.
func (e *encoder) plainField(f any, flags Flags) {
	key := flags&Key != 0
	switch f := f.(type) {
	case *bool:
		e.buf = strconv.AppendBool(e.buf, *f)
	case *int8:
		e.plainInt(int64(*f), key)
	case *uint8:
		e.plainInt(int64(*f), key)
	case *int16:
		e.plainInt(int64(*f), key)
	case *int32:
		e.plainInt(int64(*f), key)
	case *int64:
		e.plainInt(*f, key)
	case *float32:
		e.float32(*f)
	case *float64:
		e.float64(*f)
	case *DateTimeOffset:
		e.plainText(f.text)
	case *Date:
		e.plainText(f.text)
	case *TimeOfDay:
		e.plainText(f.text)
	case *Duration:
		e.plainText(f.text)
	case *GUID:
		e.plainText(f.text)
	case *Decimal:
		if f.text != "" {
			e.decimal(*f)
		}
	case *[]byte:
		e.buf = appendBinary(e.buf, *f)
	default:
		e.listField(f)
	}
}

// listField is field for collections of primitive values.
func (e *encoder) listField(f any) {
	switch f := f.(type) {
	case *[]bool:
		encodeList(e, *f, func(e *encoder, v bool) { e.buf = strconv.AppendBool(e.buf, v) })
	case *[]int8:
		encodeList(e, *f, func(e *encoder, v int8) { e.int(int64(v)) })
	case *[]Byte:
		encodeList(e, *f, func(e *encoder, v Byte) { e.int(int64(v)) })
	case *[]int16:
		encodeList(e, *f, func(e *encoder, v int16) { e.int(int64(v)) })
	case *[]int32:
		encodeList(e, *f, func(e *encoder, v int32) { e.int(int64(v)) })
	case *[]int64:
		encodeList(e, *f, (*encoder).int)
	case *[]float32:
		encodeList(e, *f, (*encoder).float32)
	case *[]float64:
		encodeList(e, *f, (*encoder).float64)
	case *[]DateTimeOffset:
		encodeList(e, *f, func(e *encoder, v DateTimeOffset) { e.text(v.text) })
	case *[]Date:
		encodeList(e, *f, func(e *encoder, v Date) { e.text(v.text) })
	case *[]TimeOfDay:
		encodeList(e, *f, func(e *encoder, v TimeOfDay) { e.text(v.text) })
	case *[]Duration:
		encodeList(e, *f, func(e *encoder, v Duration) { e.text(v.text) })
	case *[]GUID:
		encodeList(e, *f, func(e *encoder, v GUID) { e.text(v.text) })
	case *[]Decimal:
		encodeList(e, *f, (*encoder).decimal)
	case *[][]byte:
		encodeList(e, *f, func(e *encoder, v []byte) { e.buf = appendBinary(e.buf, v) })
	case *[]Raw:
		encodeList(e, *f, (*encoder).raw)
	}
}

// appendField appends the value that f points to, and nothing when it is absent or
// the zero value of a plain type.
func appendField(dst []byte, f any) []byte { return appendFlagged(dst, f, Key) }

// appendFlagged appends the value that f points to, as a property with the flags
// has it.
func appendFlagged(dst []byte, f any, flags Flags) []byte {
	e := newEncoder(dst)
	e.field(f, flags)
	dst, _ = e.free()
	return dst
}

// has reports whether there is a value, and appends null when there is a null.
func (e *encoder) has(s state) bool {
	if s == null {
		e.buf = append(e.buf, "null"...)
	}
	return s == present
}

// encodeList appends an array, and nothing when it is nil.
func encodeList[E any](e *encoder, list []E, elem func(*encoder, E)) {
	if list == nil {
		return
	}
	e.buf = append(e.buf, '[')
	for i, v := range list {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		elem(e, v)
	}
	e.buf = append(e.buf, ']')
}

// text appends a string that needs no escapes.
func (e *encoder) text(s string) {
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, s...)
	e.buf = append(e.buf, '"')
}

func (e *encoder) plainText(s string) {
	if s != "" {
		e.text(s)
	}
}

func (e *encoder) int(v int64) { e.buf = strconv.AppendInt(e.buf, v, 10) }

func (e *encoder) plainInt(v int64, key bool) {
	if v != 0 || !key {
		e.int(v)
	}
}

func (e *encoder) float32(v float32) { e.buf = appendFloat(e.buf, float64(v), 32) }

func (e *encoder) float64(v float64) { e.buf = appendFloat(e.buf, v, 64) }

func (e *encoder) decimal(v Decimal) { e.buf = appendDecimal(e.buf, v.text) }

func (e *encoder) raw(v Raw) {
	if v.text == "" {
		v.text = "null"
	}
	e.buf = append(e.buf, v.text...)
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

// appendDecimal appends text as a number where JSON has one for it.
func appendDecimal(dst []byte, text string) []byte {
	switch text {
	case "":
		return append(dst, '0')
	case "INF", "-INF", "NaN":
		return append(append(append(dst, '"'), text...), '"')
	}
	if text[0] == '+' {
		text = text[1:]
	}
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	for len(text) > 1 && text[0] == '0' && '0' <= text[1] && text[1] <= '9' {
		text = text[1:]
	}
	return append(append(dst, sign...), text...)
}

// appendBinary appends v as base64url without padding (OData JSON 4.01, 7.1).
func appendBinary(dst, v []byte) []byte {
	dst = append(dst, '"')
	dst = base64.RawURLEncoding.AppendEncode(dst, v)
	return append(dst, '"')
}
