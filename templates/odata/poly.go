package odata

import (
	"errors"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// As returns o as a T, if it came as one: its "@odata.type" names that, or a type that
// derives from it, in full, with an alias of the namespace, or without. ok is false when it
// is another type, or when o has members that do not fit a T.
//
//	switch odata.TypeOf(item) {
//	case "microsoft.graph.fileAttachment":
//		file, ok := odata.As[*graph.FileAttachment](item)
func As[T wire.Object](o wire.Object) (as T, ok bool) {
	var none T
	if wire.IsNil(o) {
		return none, false
	}
	if as, ok = o.(T); ok {
		return as, true
	}
	t := none.WireType()
	if !t.IsNamed(TypeOf(o)) {
		return none, false
	}
	if err := wire.Rewrite(o, t, &as); err != nil {
		return none, false
	}
	return as, true
}

// From returns o as a T, a base type of its own, for a position of that type. The
// value has "@odata.type", so that the service sees what o is. The error tells a
// property that T has with another type.
func From[T wire.Object](o wire.Object) (as T, err error) {
	if wire.IsNil(o) {
		return as, errors.New("there is no object")
	}
	t := as.WireType()
	return as, wire.Rewrite(o, t, &as)
}

// Expanded returns the entity that $expand put into the navigation property
// called name. It is absent when o does not have it.
func Expanded[T wire.Object](o wire.Object, name string) (api.Opt[T], error) {
	var value api.Opt[T]
	raw, ok := expanded(o, name)
	if !ok {
		return value, nil
	}
	return value, wire.DecodeMember(raw, name, &value)
}

// ExpandedList is Expanded for a collection; nil when o does not have it.
func ExpandedList[T wire.Object](o wire.Object, name string) ([]T, error) {
	var list []T
	raw, ok := expanded(o, name)
	if !ok {
		return nil, nil
	}
	return list, wire.DecodeMember(raw, name, &list)
}

func expanded(o wire.Object, name string) (api.Raw, bool) {
	if wire.IsNil(o) {
		return "", false
	}
	if i := o.WireType().Index(name); i >= 0 {
		text := wire.AppendField(nil, wire.FieldOf(o, i))
		return api.Raw(text), len(text) > 0
	}
	return wire.MembersOf(o).Get(name)
}
