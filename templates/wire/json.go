package wire

import (
	"reflect"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/members"
)

// Marshal returns the JSON text of o: annotations, then the properties that are
// not absent in the order of the type, then the undeclared members.
func Marshal(o Object) ([]byte, error) { return Append(nil, o) }

// Append appends the JSON text of o to dst: null for a nil o.
func Append(dst []byte, o Object) ([]byte, error) {
	if IsNil(o) {
		return append(dst, "null"...), nil
	}
	e := NewEncoder(dst)
	e.Object(o)
	return e.Free()
}

// Request says how the body of a request is written.
type Request struct {
	Method string

	// Exact gives strings for the numbers that a float64 may not hold: integers of 64
	// bits, and decimal numbers (IEEE754Compatible).
	Exact bool

	// Related gives the values of navigation properties too.
	Related bool
}

// AppendRequest appends the body of a request: "@odata.type" is there even if o has
// none, and read-only properties are left out, with what the service has said of links and
// places; in a PATCH, so are immutable ones. The parameters of an action, which have no name,
// are sent as they are. An
// object of an abstract type needs to have "@odata.type", except in a PATCH: the service
// knows what it has.
func AppendRequest(dst []byte, r Request, o Object) ([]byte, error) {
	e := NewEncoder(dst)
	t := o.WireType()
	e.typed, e.Without, e.exact, e.request = r.Method != patch || !t.Abstract, ReadOnly, r.Exact, t.Name != ""
	if !r.Related {
		e.Without |= Navigation
	}
	if r.Method == patch {
		e.outer = Immutable
	}
	e.Object(o)
	return e.Free()
}

// AppendResponse appends the body of an answer, without write-only properties.
func AppendResponse(dst []byte, o Object) ([]byte, error) {
	e := NewEncoder(dst)
	e.Without = WriteOnly
	e.Object(o)
	return e.Free()
}

const patch = "PATCH"

// Unmarshal reads the JSON text of an object into o. What the text does not mention
// is left as it is; after an error o holds what came before the fault. The error is a
// *DecodeError.
func Unmarshal(data []byte, o Object) error { return unmarshalBy(data, o, func(*Decoder) {}) }

// UnmarshalRequest is Unmarshal for the body of a request: a required property
// that is missing, a null where the property has none, and an object of an abstract type are
// errors. Read-only properties but keys are ignored, as the service has their values.
func UnmarshalRequest(data []byte, o Object) error {
	return Body{}.Unmarshal(data, o)
}

// Body says how the body of a request is read.
type Body struct {
	// Update is for a PATCH, which has what changes. Values that do not change are
	// ignored, as OData asks for (Protocol 4.01, 11.4.3).
	Update bool

	// Whole makes members and types that are not known an error.
	Whole bool
}

// Unmarshal is UnmarshalRequest.
func (b Body) Unmarshal(data []byte, o Object) error {
	return unmarshalBy(data, o, func(d *Decoder) {
		d.request, d.ignored, d.known = !b.Update, ReadOnly, b.Whole
		if b.Update {
			d.ignored |= Immutable
		}
	})
}

func unmarshalBy(data []byte, o Object, set func(d *Decoder)) error {
	d := newDecoder(data)
	set(d)
	pl, p := openObject(o)
	var err error
	if !d.root(pl, p) || !d.end() {
		err = d.fault(pl.typ.Name)
	}
	d.Free() // not deferred: a decoder that a panic loses is no loss
	return err
}

// Reading says how an answer is read.
type Reading struct {
	// LenientDates takes any text for a date or a time.
	LenientDates bool
}

// Unmarshal is Unmarshal for an answer.
func (r Reading) Unmarshal(data []byte, o Object) error {
	return unmarshalBy(data, o, func(d *Decoder) { d.lenient = r.LenientDates })
}

// Links are what an answer has beside its value.
type Links struct {
	Next    string
	Context string // from which Next counts, where it is relative
}

// UnmarshalValue reads the member "value" of an object into the variable that field
// leads to, as answers have values that are no objects. The error is a *DecodeError.
func (r Reading) UnmarshalValue(data []byte, field any) (links Links, err error) {
	d := newDecoder(data)
	d.lenient = r.LenientDates
	defer d.Free()
	var names frame
	var came []extra
	ok := d.value()
	if ok && d.data[d.pos] != '{' {
		ok = d.want("an object")
	}
	ok = ok && d.members(func(name []byte, escaped bool) bool {
		if escaped {
			name, _ = jsonstr.Unescape(nil, name)
		}
		key := string(name)
		if !names.first(key, came) {
			return d.twice(d.pos)
		}
		came = append(came, extra{name: key})
		switch {
		case !d.value():
			return false
		case key == "value":
			return d.Field(field)
		case key == "@odata.nextLink", key == "@nextLink":
			return d.link(&links.Next)
		case key == "@odata.context", key == "@context":
			return d.link(&links.Context)
		}
		return d.skip()
	})
	if !ok || !d.end() {
		return links, d.fault("")
	}
	return links, nil
}

// fault returns the error, which is of a typeName unless it knows better.
func (d *Decoder) fault(typeName string) error {
	if d.err.Type == "" {
		d.err.Type = typeName
	}
	return d.err
}

// end reports whether only white space is left.
func (d *Decoder) end() bool {
	d.space()
	if d.pos < len(d.data) {
		return d.unexpected("after the value")
	}
	return true
}

// DecodePage reads a page of objects. The error is a *DecodeError.
func DecodePage[T Object](data []byte) (api.Page[T], error) {
	page, _, err := ReadingPage[T](Reading{}, data)
	return page, err
}

// ReadingPage is DecodePage for an answer: it returns the context too, and an item that is
// null is nil.
func ReadingPage[T Object](r Reading, data []byte) (page api.Page[T], context string, err error) {
	d := newDecoder(data)
	d.lenient = r.LenientDates
	defer d.Free()
	t := (*new(T)).WireType()
	var items []T
	var h pageHead
	ok := d.page(&h, func() bool { return decodeItems(d, &items, t) }) && d.end() && h.complete(d)
	if !ok {
		return api.Page[T]{}, "", d.fault("collection of " + t.Name)
	}
	return api.Page[T]{Items: items, NextLink: h.next, DeltaLink: h.delta, Count: h.count}, h.context, nil
}

// page reads the object that a page is, and calls items before its array.
func (d *Decoder) page(h *pageHead, items func() bool) bool {
	if d.space() != '{' {
		return d.want("an object")
	}
	if d.enter(); d.space() == '}' {
		return d.leave()
	}
	for more := true; more; {
		if d.space() != '"' {
			return d.unexpected("where a name belongs")
		}
		var name string
		if !h.name(d, &name) || !d.colon() {
			return false
		}
		ok := d.value()
		if ok && name == "value" {
			ok = items()
		} else if ok {
			ok = h.member(d, name)
		}
		if !ok {
			d.under([]byte(name), false)
			return false
		}
		if more, ok = d.comma('}'); !ok {
			return false
		}
	}
	return d.leave()
}

func decodeItems[T Object](d *Decoder, to *[]T, t *Type) bool {
	if d.data[d.pos] != '[' {
		return d.want("an array")
	}
	list := []T{}
	ok := d.List(func() bool {
		if d.space() == 'n' && d.literal("null") {
			var none T
			list = append(list, none)
			return true
		}
		o := t.New()
		start := d.pos
		if list = append(list, o.(T)); !d.root(openObject(o)) {
			return false
		}
		if len(list) == 1 {
			// Items are mostly of a size. A short first one must not ask for much.
			list = slices.Grow(list, (len(d.data)-d.pos)/max(d.pos-start, 128))
		}
		return true
	})
	*to = list
	return ok
}

// AppendPage appends the JSON text of p.
func AppendPage[T Object](dst []byte, p api.Page[T]) ([]byte, error) {
	e := NewEncoder(dst)
	e.Without = WriteOnly
	e.buf = append(e.buf, '{')
	if n, ok := p.Count.Get(); ok {
		e.name("@odata.count")
		e.int(n)
		e.buf = append(e.buf, ',')
	}
	e.slot(`"@odata.nextLink":`, p.NextLink)
	e.slot(`"@odata.deltaLink":`, p.DeltaLink)
	e.name("value")
	if items := p.Items; items != nil {
		e.Field(&items, 0)
	} else {
		e.buf = append(e.buf, "[]"...)
	}
	e.buf = append(e.buf, '}')
	return e.Free()
}

// MembersOf returns the Members of o. A union has none of its own.
func MembersOf(o Object) *api.Members {
	pl, p := openObject(o)
	if pl.members == nil {
		return new(api.Members)
	}
	return valueAt(membersForm, pl.members.fieldAt(p)).Addr().Interface().(*api.Members)
}

var membersForm = &form{rt: reflect.TypeFor[api.Members]()}

// StoreOf opens the Members of o.
func StoreOf(o Object) *members.Store { return MembersOf(o).Wire(members.Key{}) }

// KeyOf returns the key of o as text: the value of its key property, or
// name=value pairs separated by commas when the key has several. It is "" when a
// part of the key is missing.
func KeyOf(o Object) string {
	if IsNil(o) {
		return ""
	}
	pl, p := openObject(o)
	var values []string
	for _, i := range pl.keys {
		f := &pl.fields[i]
		var value string
		if f.form.kind == textKind {
			value = *textAt(f.fieldAt(p))
		} else {
			value = strings.Trim(string(appendAt(nil, f.form, f.fieldAt(p), Key)), `"`)
		}
		if value == "" {
			return ""
		}
		values = append(values, value)
	}
	if len(values) == 1 {
		return values[0]
	}
	for i := range values {
		values[i] = pl.fields[pl.keys[i]].name() + "=" + values[i]
	}
	return strings.Join(values, ",")
}

// UnmarshalJSON is Unmarshal for a method of that name: null leaves o as it is, as
// encoding/json has it.
func UnmarshalJSON(data []byte, o Object) error {
	if string(data) == "null" {
		return nil
	}
	return Unmarshal(data, o)
}
