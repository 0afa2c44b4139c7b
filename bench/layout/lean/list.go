package lean

// Listed is an object with a property list.
type Listed interface {
	LeanType() *Type
	LeanFields(f []any) []any
}

// Type describes an object with a property list.
type Type struct {
	New   func() Listed
	Names []string
}

// field is what a list has for a property whose type this package does not know.
type field interface {
	decode(d *Decoder) bool
	encode(e *Encoder) bool
}

// DecodeListed decodes an object. The property after the last one is expected.
func DecodeListed(d *Decoder, o Listed) bool {
	base := len(d.fields)
	d.fields = o.LeanFields(d.fields)
	fields, names, next := d.fields[base:], o.LeanType().Names, 0
	ok := d.members(func(name []byte) bool {
		for n := range names {
			i := (next + n) % len(names)
			if names[i] == string(name) {
				next = i + 1
				return d.field(fields[i])
			}
		}
		return d.Skip()
	})
	d.fields = d.fields[:base]
	return ok
}

func (d *Decoder) field(f any) bool {
	switch f := f.(type) {
	case *Opt[string]:
		return d.Null(&f.State) || d.String(&f.Value)
	case *Opt[bool]:
		return d.Null(&f.State) || d.Bool(&f.Value)
	case *Opt[int32]:
		return d.Null(&f.State) || d.Int32(&f.Value)
	case *Opt[float64]:
		return d.Null(&f.State) || d.Float64(&f.Value)
	case *[]string:
		return d.Strings(f)
	case field:
		return f.decode(d)
	}
	return false
}

// EncodeListed appends an object.
func EncodeListed(e *Encoder, o Listed) {
	base := len(e.fields)
	e.fields = o.LeanFields(e.fields)
	e.Buf = append(e.Buf, '{')
	names := o.LeanType().Names
	for i, f := range e.fields[base:] {
		start := len(e.Buf)
		e.Name(names[i])
		if !e.field(f) {
			e.Buf = e.Buf[:start]
		}
	}
	e.Buf = append(e.Buf, '}')
	e.fields = e.fields[:base]
}

// field reports whether there was something to append.
func (e *Encoder) field(f any) bool {
	switch f := f.(type) {
	case *Opt[string]:
		if e.Has(f.State) {
			e.String(f.Value)
		}
		return f.State != Absent
	case *Opt[bool]:
		if e.Has(f.State) {
			e.Bool(f.Value)
		}
		return f.State != Absent
	case *Opt[int32]:
		if e.Has(f.State) {
			e.Int32(f.Value)
		}
		return f.State != Absent
	case *Opt[float64]:
		if e.Has(f.State) {
			e.Float64(f.Value)
		}
		return f.State != Absent
	case *[]string:
		if *f != nil {
			e.Strings(*f)
		}
		return *f != nil
	case field:
		return f.encode(e)
	}
	return false
}

type one[T Listed] struct{ to *Opt[T] }

// One is a property with a structured value.
//
//go:noinline
func One[T Listed](to *Opt[T]) any { return one[T]{to} }

func (f one[T]) decode(d *Decoder) bool {
	if d.Null(&f.to.State) {
		return true
	}
	f.to.Value = f.to.Value.LeanType().New().(T)
	return DecodeListed(d, f.to.Value)
}

func (f one[T]) encode(e *Encoder) bool {
	if e.Has(f.to.State) {
		EncodeListed(e, f.to.Value)
	}
	return f.to.State != Absent
}

type many[T Listed] struct{ to *[]T }

// Many is a collection of structured values.
//
//go:noinline
func Many[T Listed](to *[]T) any { return many[T]{to} }

func (f many[T]) decode(d *Decoder) bool {
	return d.list(func() bool {
		var v T
		v = v.LeanType().New().(T)
		*f.to = append(*f.to, v)
		return DecodeListed(d, v)
	})
}

func (f many[T]) encode(e *Encoder) bool {
	if *f.to == nil {
		return false
	}
	e.Buf = append(e.Buf, '[')
	for i, v := range *f.to {
		if i > 0 {
			e.Buf = append(e.Buf, ',')
		}
		EncodeListed(e, v)
	}
	e.Buf = append(e.Buf, ']')
	return true
}
