package lean

// Switched is an object with a method that has a case for each property, and one
// that has a call for each.
type Switched interface {
	LeanDecode(d *Decoder, name []byte) bool
	LeanEncode(e *Encoder)
}

// DecodeSwitched decodes an object.
func DecodeSwitched(d *Decoder, o Switched) bool {
	return d.members(func(name []byte) bool { return o.LeanDecode(d, name) })
}

// EncodeSwitched appends an object.
func EncodeSwitched(e *Encoder, o Switched) {
	e.Buf = append(e.Buf, '{')
	o.LeanEncode(e)
	e.Buf = append(e.Buf, '}')
}

// OptString decodes a property.
func (d *Decoder) OptString(to *Opt[string]) bool { return d.Null(&to.State) || d.String(&to.Value) }

// OptBool decodes a property.
func (d *Decoder) OptBool(to *Opt[bool]) bool { return d.Null(&to.State) || d.Bool(&to.Value) }

// OptInt32 decodes a property.
func (d *Decoder) OptInt32(to *Opt[int32]) bool { return d.Null(&to.State) || d.Int32(&to.Value) }

// OptFloat64 decodes a property.
func (d *Decoder) OptFloat64(to *Opt[float64]) bool { return d.Null(&to.State) || d.Float64(&to.Value) }

// DecodeOne decodes a property with a structured value, which v is.
//
//go:noinline
func DecodeOne[T Switched](d *Decoder, to *Opt[T], v T) bool {
	if d.Null(&to.State) {
		return true
	}
	to.Value = v
	return DecodeSwitched(d, v)
}

// DecodeMany decodes a collection of structured values.
//
//go:noinline
func DecodeMany[T Switched](d *Decoder, to *[]T, create func() T) bool {
	return d.list(func() bool {
		v := create()
		*to = append(*to, v)
		return DecodeSwitched(d, v)
	})
}

// OptString appends a property.
func (e *Encoder) OptString(name string, v *Opt[string]) {
	if v.State != Absent {
		e.Name(name)
		if e.Has(v.State) {
			e.String(v.Value)
		}
	}
}

// OptBool appends a property.
func (e *Encoder) OptBool(name string, v *Opt[bool]) {
	if v.State != Absent {
		e.Name(name)
		if e.Has(v.State) {
			e.Bool(v.Value)
		}
	}
}

// OptInt32 appends a property.
func (e *Encoder) OptInt32(name string, v *Opt[int32]) {
	if v.State != Absent {
		e.Name(name)
		if e.Has(v.State) {
			e.Int32(v.Value)
		}
	}
}

// OptFloat64 appends a property.
func (e *Encoder) OptFloat64(name string, v *Opt[float64]) {
	if v.State != Absent {
		e.Name(name)
		if e.Has(v.State) {
			e.Float64(v.Value)
		}
	}
}

// ListString appends a property that is a collection.
func (e *Encoder) ListString(name string, v []string) {
	if v != nil {
		e.Name(name)
		e.Strings(v)
	}
}

// EncodeOne appends a property with a structured value.
//
//go:noinline
func EncodeOne[T Switched](e *Encoder, name string, v *Opt[T]) {
	if v.State != Absent {
		e.Name(name)
		if e.Has(v.State) {
			EncodeSwitched(e, v.Value)
		}
	}
}

// EncodeMany appends a collection of structured values.
//
//go:noinline
func EncodeMany[T Switched](e *Encoder, name string, list []T) {
	if list == nil {
		return
	}
	e.Name(name)
	e.Buf = append(e.Buf, '[')
	for i, v := range list {
		if i > 0 {
			e.Buf = append(e.Buf, ',')
		}
		EncodeSwitched(e, v)
	}
	e.Buf = append(e.Buf, ']')
}
