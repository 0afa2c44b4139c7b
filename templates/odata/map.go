package odata

import (
	"maps"
	"slices"
	"strconv"
)

// Plain is the wrapper of a value whose type the codec knows, where a wrapper is
// wanted: see Items, Map and Do.
//
//go:noinline
func Plain[T any](to *T) any { return to }

type itemList[E any] struct {
	to   *[]E
	item func(*E) any
}

// Items is a collection whose elements need a wrapper themselves: collections,
// maps, values that can be null. Item is that wrapper.
//
//go:noinline
func Items[E any](to *[]E, item func(*E) any) any { return itemList[E]{to, item} }

func (f itemList[E]) decode(d *decoder) bool {
	if d.noNull() {
		return true
	}
	if d.data[d.pos] != '[' {
		return d.want("an array")
	}
	start, n := d.pos, 0
	if !d.list(func() bool { n++; return d.skip() }) {
		return false
	}
	d.pos = start
	list := make([]E, n)
	i := 0
	ok := d.list(func() bool {
		i++
		return d.value() && d.field(f.item(&list[i-1]))
	})
	*f.to = list
	return ok
}

func (f itemList[E]) encode(e *encoder) {
	if *f.to == nil {
		return
	}
	e.buf = append(e.buf, '[')
	for i := range *f.to {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.element(f.item(&(*f.to)[i]))
	}
	e.buf = append(e.buf, ']')
}

// element appends a value that cannot be left out: null stands for an absent one.
func (e *encoder) element(f any) {
	n := len(e.buf)
	if e.field(f, 0); len(e.buf) == n {
		e.buf = append(e.buf, "null"...)
	}
}

func (f itemList[E]) validate(v *validator) {
	v.items(*f.to != nil, len(*f.to))
	for i := range *f.to {
		v.element(strconv.Itoa(i), f.item(&(*f.to)[i]))
	}
}

// elementProperty stands for the elements of collections and maps.
var elementProperty = Property{Flags: Nullable}

// element checks an element, for which the rules of the property do not hold.
func (v *validator) element(token string, f any) {
	prop, facets := v.prop, v.facets
	v.prop, v.facets = &elementProperty, nil
	v.at(token, func() { v.field(f) })
	v.prop, v.facets = prop, facets
}

// each calls do with the wrapped address of each element.
func (f itemList[E]) each(do func(f any)) {
	for i := range *f.to {
		do(f.item(&(*f.to)[i]))
	}
}

// add appends an element and returns its wrapped address, which is good until the
// next is added.
func (f itemList[E]) add() any {
	var e E
	*f.to = append(*f.to, e)
	return f.item(&(*f.to)[len(*f.to)-1])
}

func (f itemList[E]) files() bool {
	_, ok := f.item(new(E)).(fileField)
	return ok
}

type mapField[E any] struct {
	to   *map[string]E
	item func(*E) any
}

// Map is an object with any names, whose values item wraps. A nil map is absent.
// Encoding sorts the names.
//
//go:noinline
func Map[E any](to *map[string]E, item func(*E) any) any { return mapField[E]{to, item} }

func (f mapField[E]) decode(d *decoder) bool {
	if d.noNull() {
		return true
	}
	if d.data[d.pos] != '{' {
		return d.want("an object")
	}
	m := map[string]E{}
	ok := d.members(func(name []byte, escaped bool) bool {
		if escaped {
			name, _ = unescape(nil, name)
		}
		key := string(name)
		if _, twice := m[key]; twice {
			return d.twice(d.pos)
		}
		value := new(E)
		if !d.value() || !d.field(f.item(value)) {
			return false
		}
		d.settle() // the map has a copy of the value, not its place
		m[key] = *value
		return true
	})
	*f.to = m
	return ok
}

func (f mapField[E]) encode(e *encoder) {
	if *f.to == nil {
		return
	}
	e.buf = append(e.buf, '{')
	for i, name := range slices.Sorted(maps.Keys(*f.to)) {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.name(name)
		value := (*f.to)[name]
		e.element(f.item(&value))
	}
	e.buf = append(e.buf, '}')
}

func (f mapField[E]) validate(v *validator) {
	for _, name := range slices.Sorted(maps.Keys(*f.to)) {
		value := (*f.to)[name]
		v.element(name, f.item(&value))
	}
}

// eachName calls do with each name, sorted, and the wrapped address of a copy of
// its value.
func (f mapField[E]) eachName(do func(name string, f any)) {
	for _, name := range slices.Sorted(maps.Keys(*f.to)) {
		value := (*f.to)[name]
		do(name, f.item(&value))
	}
}

// set reads a value into the map.
func (f mapField[E]) set(name string, read func(f any) error) error {
	value := new(E)
	if err := read(f.item(value)); err != nil {
		return err
	}
	if *f.to == nil {
		*f.to = map[string]E{}
	}
	(*f.to)[name] = *value
	return nil
}

// number is what an enumeration generated as an integer type can do.
type number interface {
	~int8 | ~uint8 | ~int16 | ~int32 | ~int64
	IsKnown() bool
}

type numberOpt[T number] Opt[T]

// Number is a property that holds a member of an enumeration of numbers.
//
//go:noinline
func Number[T number](to *Opt[T]) any { return (*numberOpt[T])(to) }

func (f *numberOpt[T]) decode(d *decoder) bool {
	return d.null(&f.state) || decodeNumber(d, &f.value)
}

func (f *numberOpt[T]) encode(e *encoder) {
	if e.has(f.state) {
		e.int(int64(f.value))
	}
}

func (f *numberOpt[T]) validate(v *validator) {
	v.null(f.state == null)
	if m, ok := (*Opt[T])(f).Get(); ok {
		validateNumber(v, m)
	}
}

type numberValue[T number] struct{ to *T }

// NumberValue is a property that must hold a member of an enumeration of numbers.
//
//go:noinline
func NumberValue[T number](to *T) any { return numberValue[T]{to} }

func (f numberValue[T]) decode(d *decoder) bool { return d.noNull() || decodeNumber(d, f.to) }

func (f numberValue[T]) encode(e *encoder) { e.int(int64(*f.to)) }

func (f numberValue[T]) validate(v *validator) { validateNumber(v, *f.to) }

type numberList[T number] []T

// Numbers is a collection of members of an enumeration of numbers.
//
//go:noinline
func Numbers[T number](to *[]T) any { return (*numberList[T])(to) }

func (f *numberList[T]) decode(d *decoder) bool { return decodeList(d, (*[]T)(f), decodeNumber[T]) }

func (f *numberList[T]) encode(e *encoder) {
	encodeList(e, *f, func(e *encoder, v T) { e.int(int64(v)) })
}

func (f *numberList[T]) validate(v *validator) {
	v.items(*f != nil, len(*f))
	for i, m := range *f {
		v.at(strconv.Itoa(i), func() { validateNumber(v, m) })
	}
}

func decodeNumber[T number](d *decoder, to *T) bool {
	start := d.pos
	var n int64
	if !decodeInt(d, &n, 64) {
		return false
	}
	if *to = T(n); int64(*to) != n {
		return d.wantText(start, "a smaller integer")
	}
	return true
}

func validateNumber[T number](v *validator, m T) {
	if !m.IsKnown() {
		v.report("want a member of the enumeration, got " + strconv.FormatInt(int64(m), 10))
	}
}

// ValidateNumber returns an *EnumError when v is not a member of its enumeration.
func ValidateNumber[T number](v T) error {
	if v.IsKnown() {
		return nil
	}
	return &EnumError{strconv.FormatInt(int64(v), 10)}
}
