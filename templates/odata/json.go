package odata

import (
	"net/http"
	"slices"
	"strings"
)

// Marshal returns the JSON text of o: annotations, then the properties that are
// not absent in the order of the type, then the undeclared members.
func Marshal(o Object) ([]byte, error) { return Append(nil, o) }

// Append appends the JSON text of o to dst.
func Append(dst []byte, o Object) ([]byte, error) {
	e := newEncoder(dst)
	e.object(o, o.ODataType())
	return e.free()
}

// AppendRequest appends the body of a request: "@odata.type" is there even if o
// has none, and read-only properties are left out; in a PATCH, so are immutable ones. An object of an abstract type
// needs to have "@odata.type", for which see [From], except in a PATCH: the
// service knows what it has.
func AppendRequest(dst []byte, method string, o Object) ([]byte, error) {
	e := newEncoder(dst)
	t := o.ODataType()
	e.typed, e.without = method != http.MethodPatch || !t.Abstract, ReadOnly
	if method == http.MethodPatch {
		e.outer = Immutable
	}
	e.object(o, o.ODataType())
	return e.free()
}

// AppendResponse appends the body of an answer, without write-only properties.
func AppendResponse(dst []byte, o Object) ([]byte, error) {
	e := newEncoder(dst)
	e.without = WriteOnly
	e.object(o, o.ODataType())
	return e.free()
}

// Unmarshal reads the JSON text of an object into o. What the text does not mention
// is left as it is; after an error o holds what came before the fault. The error is a
// *DecodeError.
func Unmarshal(data []byte, o Object) error { return unmarshal(data, o, false, 0) }

// UnmarshalRequest is Unmarshal for the body of a request: a required property
// that is missing and a null where the property has none are errors. Read-only
// properties but keys are ignored, as the service has their values.
func UnmarshalRequest(data []byte, o Object) error { return unmarshal(data, o, true, ReadOnly) }

// unmarshalUpdate is Unmarshal for the body of a PATCH, which has what changes.
// Values that do not change are ignored, as OData asks for (Protocol 4.01, 11.4.3).
func unmarshalUpdate(data []byte, o Object) error {
	return unmarshal(data, o, false, ReadOnly|Immutable)
}

func unmarshal(data []byte, o Object, request bool, ignored Flags) error {
	d := newDecoder(data)
	d.request, d.ignored = request, ignored
	t := o.ODataType()
	var err error
	if !d.root(o, t) || !d.end() {
		err = d.fault(t.Name)
	}
	d.free() // not deferred: a decoder that a panic loses is no loss
	return err
}

// fault returns the error, which is of a typeName unless it knows better.
func (d *decoder) fault(typeName string) error {
	if d.err.Type == "" {
		d.err.Type = typeName
	}
	return d.err
}

// end reports whether only white space is left.
func (d *decoder) end() bool {
	d.space()
	if d.pos < len(d.data) {
		return d.unexpected("after the value")
	}
	return true
}

// DecodePage reads a page of objects. The error is a *DecodeError.
func DecodePage[T Object](data []byte) (Page[T], error) {
	d := newDecoder(data)
	defer d.free()
	t := (*new(T)).ODataType()
	var items []T
	var h pageHead
	ok := d.page(&h, func() bool { return decodeItems(d, &items, t) }) && d.end() && h.complete(d)
	if !ok {
		return Page[T]{}, d.fault("collection of " + t.Name)
	}
	d.settle()
	return Page[T]{Items: items, NextLink: h.next, DeltaLink: h.delta, Count: h.count}, nil
}

// page reads the object that a page is, and calls items before its array.
func (d *decoder) page(h *pageHead, items func() bool) bool {
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

func decodeItems[T Object](d *decoder, to *[]T, t *Type) bool {
	if d.data[d.pos] != '[' {
		return d.want("an array")
	}
	// A link before the items waits in the text; it must not become part of the
	// memory of the first item.
	d.settle()
	list := []T{}
	ok := d.list(func() bool {
		o := t.New()
		start := d.pos
		if list = append(list, o.(T)); !d.root(o, t) {
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
func AppendPage[T Object](dst []byte, p Page[T]) ([]byte, error) {
	e := newEncoder(dst)
	e.without = WriteOnly
	e.buf = append(e.buf, '{')
	if n, ok := p.Count.Get(); ok {
		e.name("@odata.count")
		e.int(n)
		e.buf = append(e.buf, ',')
	}
	e.slot("@odata.nextLink", p.NextLink)
	e.slot("@odata.deltaLink", p.DeltaLink)
	e.name("value")
	items := p.Items
	if items == nil {
		items = []T{}
	}
	encodeList(e, items, encodeObject[T])
	e.buf = append(e.buf, '}')
	return e.free()
}

// membersOf returns the Members of o.
func membersOf(o Object) *Members {
	var buf [16]any
	return o.ODataFields(buf[:0])[0].(*Members)
}

// ETag returns the version of o for [IfMatch], or "".
func ETag(o Object) string { return membersOf(o).ETag() }

// KeyOf returns the key of o as text: the value of its key property, or
// name=value pairs separated by commas when the key has several. It is "" when a
// part of the key is missing.
func KeyOf(o Object) string {
	var buf [16]any
	fields := o.ODataFields(buf[:0])[1:]
	props := o.ODataType().Properties
	var names, values []string
	for i, f := range fields {
		if props[i].Flags&Key == 0 {
			continue
		}
		var value string
		if s, ok := f.(*string); ok {
			value = *s
		} else {
			value = strings.Trim(string(appendField(nil, f)), `"`)
		}
		if value == "" {
			return ""
		}
		names = append(names, props[i].Name)
		values = append(values, value)
	}
	if len(values) == 1 {
		return values[0]
	}
	for i := range values {
		values[i] = names[i] + "=" + values[i]
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
