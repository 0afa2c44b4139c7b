package wire

import (
	"reflect"
	"slices"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// Union describes a generated type that is one of several. Where a property tells
// them apart, the type has a Value of one of them, and Raw for what is none;
// otherwise Raw alone, and methods that read it as each of them.
type Union struct {
	// Discriminator is the property, as it stands between the quotes of a JSON
	// string; "" when nothing tells the types apart.
	Discriminator string

	Variants []Variant

	// Types are those that a union without a Discriminator can have: nil pointers to
	// them.
	Types []any
}

// Variant is a type that a Union can have.
type Variant struct {
	Value string // of the discriminator
	Of    Object // a nil pointer
}

// held returns what a union at p holds, nil for nothing: one without a discriminator has
// the text alone.
func (pl *plan) held(p place) Object {
	if pl.value == nil {
		return nil
	}
	o, _ := valueAt(pl.value.form, pl.value.fieldAt(p)).Interface().(Object)
	if o == nil || reflect.ValueOf(o).IsNil() {
		return nil
	}
	return pl.typ.Union.tell(o)
}

// tell returns o with the value of the discriminator: a copy when o has none. Of several
// values that its type can have, it is the first.
func (u *Union) tell(o Object) Object {
	pl, p := openObject(o)
	i := pl.find([]byte(u.Discriminator))
	if i >= 0 && pl.says(i, p) || i < 0 && pl.membersAt(p).Has(u.name()) {
		return o
	}
	n := slices.IndexFunc(u.Variants, func(v Variant) bool { return v.Of.WireType() == o.WireType() })
	if n < 0 {
		return o
	}
	told := reflect.New(reflect.TypeOf(o).Elem())
	told.Elem().Set(reflect.ValueOf(o).Elem())
	out, value := told.Interface().(Object), jsonstr.AppendQuoted(nil, u.Variants[n].Value)
	switch {
	case i < 0: // the type does not declare it
		MembersOf(out).Set(u.name(), api.Raw(value))
	case DecodeField(value, FieldOf(out, i)) != nil:
		return o
	}
	return out
}

// name is that of the property that tells the types apart.
func (u *Union) name() string {
	name, _ := jsonstr.Unescape(nil, []byte(u.Discriminator))
	return string(name)
}

// says reports whether the object at p has a value of property i: an empty text is none.
func (pl *plan) says(i int, p place) bool {
	f := &pl.fields[i]
	return pl.present(p, i) == i && (f.form.class != textClass || *textAt(f.fieldAt(p)) != "")
}

// union decodes the value that stands here: into the type that its discriminator
// names, or as it is.
func (d *Decoder) union(pl *plan, p place) bool {
	raw := textAt(pl.raw.fieldAt(p))
	if pl.value == nil || d.data[d.pos] != '{' {
		return d.rawValue(raw)
	}
	start := d.pos
	name, ok := d.discriminator(pl.typ.Union.Discriminator)
	if !ok {
		return false
	}
	d.pos = start
	for _, v := range pl.typ.Union.Variants {
		if v.Value == name {
			made := v.Of.WireType().New()
			valueAt(pl.value.form, pl.value.fieldAt(p)).Set(reflect.ValueOf(made))
			return d.object(openObject(made))
		}
	}
	return d.rawValue(raw)
}

// discriminator returns the text of a property of the object that stands here, ""
// when it has none.
func (d *Decoder) discriminator(property string) (text string, ok bool) {
	if !d.enter() {
		return "", false
	}
	for more := d.space() != '}'; more; more, _ = d.comma('}') {
		if d.space() != '"' {
			return "", d.unexpected("where a name belongs")
		}
		name, escaped, ok := d.stringEnd()
		if !ok || !d.colon() {
			return "", false
		}
		if ok = d.value(); ok && string(name) == property && d.data[d.pos] == '"' {
			if s, ok := d.plain("a string"); ok {
				d.depth-- // what comes behind is read with the object
				return string(s), true
			}
			ok = false
		} else if ok {
			ok = d.pass()
		}
		if !ok {
			d.under(name, escaped)
			return "", false
		}
	}
	return "", d.err == nil && d.leave()
}

// pass is skip for what a discriminator may stand behind. It keeps where the larger
// objects and arrays end: within these each union would look for its own otherwise, and
// what is innermost would be read as often as it is deep.
func (d *Decoder) pass() bool {
	start := d.pos
	if end, ok := d.ends[start]; ok {
		d.pos = end
		return true
	}
	var ok bool
	switch d.data[start] {
	case '{':
		ok = d.members(func([]byte, bool) bool { return d.value() && d.pass() })
	case '[':
		ok = d.List(func() bool { return d.value() && d.pass() })
	default:
		return d.skip()
	}
	if ok && d.pos-start > largePart {
		if d.ends == nil {
			d.ends = map[int]int{}
		}
		d.ends[start] = d.pos
	}
	return ok
}

// largePart is from which length on it is worth keeping where a part of a text ends.
const largePart = 256

// union appends the value of a union; an empty one is null.
func (e *encoder) union(pl *plan, p place) {
	if o := pl.held(p); o != nil {
		e.object(openObject(o))
		return
	}
	e.raw(*textAt(pl.raw.fieldAt(p)))
}

// union checks the value of a union.
func (v *Validator) union(pl *plan, p place) {
	if s := pl.typ.Schema; s != nil && !v.Patch {
		v.know(func() []byte { return textOf(pl, p) })
		v.follow(s)
	}
	if o := pl.held(p); o != nil {
		v.object(openObject(o))
	}
}

// EncodeRaw makes raw the JSON text of the value that field leads to.
func EncodeRaw(raw *api.Raw, field any) error {
	e := NewEncoder(nil)
	e.Element(In(Plain, field))
	text, err := e.Free()
	if err == nil {
		*raw = api.Raw(text)
	}
	return err
}

// DecodeField reads JSON text into the value that field leads to.
func DecodeField(text []byte, field any) error { return decodeField(text, field, false) }

// DecodeAs is DecodeField for a value of a plain API, in an answer or in a request: see
// UnmarshalRequest.
func DecodeAs(text []byte, field any, request bool) error {
	return decodeField(text, In(Plain, field), request)
}

// DecodePatch is DecodeAs for a merge patch (RFC 7396), which has what changes: a required
// property can be absent, and any can be null.
func DecodePatch(text []byte, field any) error {
	d := newDecoder(text)
	d.patch, d.ignored = true, ReadOnly
	return d.whole(In(Plain, field))
}

func decodeField(text []byte, field any, request bool) error {
	d := newDecoder(text)
	if request {
		d.request, d.ignored = true, ReadOnly
	}
	return d.whole(field)
}

// whole decodes the text into the value that field leads to, and gives d back.
func (d *Decoder) whole(field any) error {
	defer d.Free()
	if !d.value() || !d.Field(field) || !d.end() {
		return d.err
	}
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
	made := none.WireType().New()
	if err := (Reading{LenientDates: true}).Unmarshal(text, made); err != nil { // what o has was taken
		return none, err
	}
	return made.(T), nil
}
