package odata

import (
	"fmt"
	"strings"
)

// A position of a base type holds what came as the base type: its own properties
// in fields, all else in Members, so that nothing of a derived type is lost, known
// or not. As gives the value of the derived type; From makes a value of the base
// type of it. Neither needs a list of the derived types: a program has the code of
// those that it names.

// As returns o as a T, the type that it came with: that its "@odata.type" names,
// in full or by its name without the namespace. ok is false when it is another
// type, or when o has members that do not fit a T.
//
//	switch item.OData.Type() {
//	case "microsoft.graph.fileAttachment":
//		file, ok := odata.As[*graph.FileAttachment](item)
func As[T Object](o Object) (as T, ok bool) {
	if as, ok = o.(T); ok {
		return as, true
	}
	var none T
	t := none.ODataType()
	name := membersOf(o).Type()
	if name != t.Name && name != t.Name[strings.LastIndexByte(t.Name, '.')+1:] {
		return none, false
	}
	if err := convert(o, t, &as); err != nil {
		return none, false
	}
	return as, true
}

// From returns o as a T, a base type of its own, for a position of that type. The
// value has "@odata.type", so that the service sees what o is. The error tells a
// property that T has with another type.
func From[T Object](o Object) (as T, err error) {
	t := as.ODataType()
	return as, convert(o, t, &as)
}

// convert writes o with its type and reads it as a t.
func convert[T Object](o Object, t *Type, to *T) error {
	b := newBuffer()
	defer b.free()
	e := newEncoder(b.b)
	e.typed = true
	e.object(o, o.ODataType())
	var err error
	if b.b, err = e.free(); err != nil {
		return err
	}
	made := t.New()
	if err := Unmarshal(b.b, made); err != nil {
		return err
	}
	*to = made.(T)
	return nil
}

// Cast returns the place at, of a base type, as one of the derived type T
// (OData URL Conventions 4.01, 4.11):
//
//	&graph.UserRef{At: odata.Cast[*graph.User](members.ByID(id).At)}
func Cast[T Object](at Resource) Resource {
	var none T
	return at.Cast(none.ODataType().Name)
}

// Expanded returns the entity that $expand put into the navigation property
// called name. It is absent when o does not have it.
func Expanded[T Object](o Object, name string) (Opt[T], error) {
	var value Opt[T]
	raw, ok := membersOf(o).Get(name)
	if !ok {
		return value, nil
	}
	return value, decodeMember(raw, name, func(d *decoder) bool { return (*objectOpt[T])(&value).decode(d) })
}

// ExpandedList is Expanded for a collection; nil when o does not have it.
func ExpandedList[T Object](o Object, name string) ([]T, error) {
	var list []T
	raw, ok := membersOf(o).Get(name)
	if !ok {
		return nil, nil
	}
	return list, decodeMember(raw, name, func(d *decoder) bool { return (*objectList[T])(&list).decode(d) })
}

func decodeMember(raw Raw, name string, decode func(*decoder) bool) error {
	d := newDecoder([]byte(raw.text))
	defer d.free()
	if !decode(d) {
		d.under([]byte(name), false)
		return d.err
	}
	d.settle()
	return nil
}

// abstractError says that a value is of a type that has no values of its own.
type abstractError struct{ name string }

func (e *abstractError) Error() string {
	return fmt.Sprintf("odata: encode: %s is abstract: make a value of a derived type and use From", e.name)
}
