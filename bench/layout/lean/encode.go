package lean

import "strconv"

// Encoder appends JSON text to Buf.
type Encoder struct {
	Buf    []byte
	fields []any
}

// String appends a string without escapes.
func (e *Encoder) String(s string) {
	e.Buf = append(e.Buf, '"')
	e.Buf = append(e.Buf, s...)
	e.Buf = append(e.Buf, '"')
}

// Strings appends an array.
func (e *Encoder) Strings(list []string) {
	e.Buf = append(e.Buf, '[')
	for i, s := range list {
		if i > 0 {
			e.Buf = append(e.Buf, ',')
		}
		e.String(s)
	}
	e.Buf = append(e.Buf, ']')
}

// Has reports whether there is a value, and appends null where that is it.
func (e *Encoder) Has(state uint8) bool {
	if state == Null {
		e.Buf = append(e.Buf, "null"...)
	}
	return state == Present
}

// Name appends the name of a member, with quotes and colon.
func (e *Encoder) Name(name string) {
	if last := e.Buf[len(e.Buf)-1]; last != '{' {
		e.Buf = append(e.Buf, ',')
	}
	e.Buf = append(e.Buf, '"')
	e.Buf = append(e.Buf, name...)
	e.Buf = append(e.Buf, '"', ':')
}

// Bool appends true or false.
func (e *Encoder) Bool(v bool) { e.Buf = strconv.AppendBool(e.Buf, v) }

// Int32 appends an integer.
func (e *Encoder) Int32(v int32) { e.Buf = strconv.AppendInt(e.Buf, int64(v), 10) }

// Float64 appends a number.
func (e *Encoder) Float64(v float64) { e.Buf = strconv.AppendFloat(e.Buf, v, 'f', -1, 64) }
