package odata

import "errors"

// Union describes a generated type that is one of several. Where a property tells
// them apart, the type has a Value of one of them, and Raw for what is none;
// otherwise Raw alone, and methods that read it as each of them.
type Union struct {
	// Discriminator is the property, as it stands between the quotes of a JSON
	// string; "" when nothing tells the types apart.
	Discriminator string

	Variants []Variant
}

// Variant is a type that a Union can have.
type Variant struct {
	Value string // of the discriminator
	New   func() Object
}

// sealedField is the field of a union that holds one of its types.
type sealedField interface {
	get() Object
	set(o Object)
}

type sealed[T any] struct{ to *T }

// Sealed is the field of a union whose type is an interface that its types
// implement.
//
//go:noinline
func Sealed[T any](to *T) any { return sealed[T]{to} }

func (f sealed[T]) get() Object {
	o, _ := any(*f.to).(Object)
	return o
}

func (f sealed[T]) set(o Object) { *f.to, _ = o.(T) }

// unionFields returns the fields of a union; value is nil in one without a
// discriminator.
func unionFields(o Object) (value sealedField, raw *Raw) {
	var room [3]any
	fields := o.ODataFields(room[:0])
	value, _ = fields[1].(sealedField)
	raw, _ = fields[len(fields)-1].(*Raw)
	return value, raw
}

// union decodes the value that stands here: into the type that its discriminator
// names, or as it is.
func (d *decoder) union(o Object, t *Type) bool {
	value, raw := unionFields(o)
	if value == nil || d.data[d.pos] != '{' {
		return d.rawValue(raw)
	}
	start := d.pos
	name, ok := d.discriminator(t.Union.Discriminator)
	if !ok {
		return false
	}
	d.pos = start
	for _, v := range t.Union.Variants {
		if v.Value == name {
			made := v.New()
			value.set(made)
			return d.object(made, made.ODataType())
		}
	}
	return d.rawValue(raw)
}

// discriminator returns the text of a property of the object that stands here, ""
// when it has none.
func (d *decoder) discriminator(property string) (text string, ok bool) {
	ok = d.members(func(name []byte, _ bool) bool {
		if !d.value() {
			return false
		}
		if string(name) != property || d.data[d.pos] != '"' {
			return d.skip()
		}
		s, ok := d.plain("a string")
		text = string(s)
		return ok
	})
	return text, ok
}

// union appends the value of a union; an empty one is null.
func (e *encoder) union(o Object) {
	value, raw := unionFields(o)
	if value != nil {
		if v := value.get(); v != nil {
			e.object(v, v.ODataType())
			return
		}
	}
	e.raw(*raw)
}

// union checks the value of a union.
func (v *validator) union(o Object) {
	if s := o.ODataType().Schema; s != nil {
		v.whole(s, o)
	}
	if value, _ := unionFields(o); value != nil {
		if held := value.get(); held != nil {
			v.object(held)
		}
	}
}

// DecodeRaw reads the JSON text in raw into the value that field leads to, which
// may be wrapped as in Object.ODataFields. The error is a *DecodeError.
func DecodeRaw(raw Raw, field any) error { return decodeField([]byte(raw.text), field) }

// EncodeRaw makes raw the JSON text of the value that field leads to, which may be
// wrapped as in Object.ODataFields.
func EncodeRaw(raw *Raw, field any) error {
	e := newEncoder(nil)
	e.element(field)
	text, err := e.free()
	if err == nil {
		raw.text = string(text)
	}
	return err
}

// decodeField reads JSON text into the value that field leads to.
func decodeField(text []byte, field any) error { return decodeAs(text, field, false) }

// decodeAs is decodeField for an answer, or for a request: see UnmarshalRequest.
func decodeAs(text []byte, field any, request bool) error {
	d := newDecoder(text)
	if request {
		d.request, d.ignored = true, ReadOnly
	}
	defer d.free()
	if !d.value() || !d.field(field) || !d.end() {
		return d.err
	}
	d.settle()
	d.odd = false
	return nil
}

// Convert returns o as a T: a type that is derived from that of o, as "allOf" has
// it, or the reverse. What T does not declare is kept as undeclared members.
func Convert[T Object](o Object) (T, error) {
	var none T
	text, err := Marshal(o)
	if err != nil {
		return none, err
	}
	made := none.ODataType().New()
	if err := Unmarshal(text, made); err != nil {
		return none, err
	}
	return made.(T), nil
}

// ErrorBody returns the body of the answer that err is about as a T, where the
// description of the service gives errors a type of their own. ok is false when err
// is of another kind, or its body does not fit.
func ErrorBody[T Object](err error) (body T, ok bool) {
	var e *Error
	if !errors.As(err, &e) || e.Body == "" {
		return body, false
	}
	made := body.ODataType().New()
	if Unmarshal([]byte(e.Body), made) != nil {
		return body, false
	}
	return made.(T), true
}
