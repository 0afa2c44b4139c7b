package api

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Opt is a property that can be absent, null, or hold a value of type T.
// The zero Opt is absent: encoding leaves it out. A null Opt is encoded as JSON
// null, which in a PATCH asks the service to clear the property (RFC 7396).
//
// A copy of an Opt shares the value, which is never written to: to change an Opt
// is to give it another. Two are compared with Equal; == does not compile. In a
// struct of your own, the option omitzero of encoding/json leaves out what is
// absent.
type Opt[T any] struct {
	_    [0]func() // makes == an error of the compiler: it would compare places
	cell *cell[T]
}

// The methods are compiled for each T, which is most of what compiling an Opt costs: so
// none is inlined into another form of it.

// cell is what an Opt that is not absent leads to. The codec relies on its form:
// the value first, null behind it.
type cell[T any] struct {
	value T
	null  bool
}

// Some returns an Opt that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{cell: &cell[T]{value: v}} }

// Null returns an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{cell: &cell[T]{null: true}} }

// Get returns the value, and whether there is one.
//
//go:noinline
func (o Opt[T]) Get() (v T, ok bool) {
	if o.cell == nil || o.cell.null {
		return v, false
	}
	return o.cell.value, true
}

// Or returns the value, or v when o is absent or null.
//
//go:noinline
func (o Opt[T]) Or(v T) T {
	if o.cell == nil || o.cell.null {
		return v
	}
	return o.cell.value
}

// IsNull reports whether o is null.
//
//go:noinline
func (o Opt[T]) IsNull() bool { return o.cell != nil && o.cell.null }

// IsZero reports whether o is absent.
//
//go:noinline
func (o Opt[T]) IsZero() bool { return o.cell == nil }

// Equal reports whether o and p are both absent, both null, or hold equal values, as
// reflect.DeepEqual has it.
//
//go:noinline
func (o Opt[T]) Equal(p Opt[T]) bool { return reflect.DeepEqual(o.cell, p.cell) }

// String returns the value as fmt prints it, "null" or "absent".
//
//go:noinline
func (o Opt[T]) String() string {
	v, isNull := Peek(&o)
	if v == nil {
		return textOf(nil, isNull)
	}
	return textOf(v, false)
}

// MarshalJSON returns the value as JSON text, and null when o is null or absent.
//
//go:noinline
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	v, _ := Peek(&o)
	return json.Marshal(v)
}

// UnmarshalJSON reads a value, or null.
//
//go:noinline
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*o = Null[T]()
		return nil
	}
	return json.Unmarshal(data, Fill(o))
}

// textOf returns what v leads to as fmt prints it. It is no method, as those are
// compiled for each T.
func textOf(v any, isNull bool) string {
	switch {
	case isNull:
		return "null"
	case v == nil:
		return "absent"
	}
	return fmt.Sprint(reflect.ValueOf(v).Elem().Interface())
}

// Fill makes o hold a new zero value and returns where that is, for code that reads
// one in place, as a decoder does. What o held stays as it is, for those who share it.
func Fill[T any](o *Opt[T]) *T {
	o.cell = new(cell[T])
	return &o.cell.value
}

// Peek returns where the value of o is, nil when there is none, and whether o is
// null. The value must not be changed.
func Peek[T any](o *Opt[T]) (v *T, isNull bool) {
	if o.cell == nil || o.cell.null {
		return nil, o.cell != nil
	}
	return &o.cell.value, false
}
