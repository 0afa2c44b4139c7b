package wire

import (
	"errors"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// As returns o as a T: the type of o, or one that is made of it by "allOf", when the
// discriminator of o says that it is one. Ok is false also when o has members that do not
// fit a T.
func As[T Object](o Object) (as T, ok bool) {
	var none T
	if IsNil(o) {
		return none, false
	}
	if as, ok = o.(T); ok {
		return as, true
	}
	family := o.WireType().Derived
	text, err := Marshal(o)
	if family == nil || err != nil {
		return none, false
	}
	property, _ := jsonstr.Unescape(nil, []byte(family.Discriminator))
	value, ok := ParseValue(MemberAt(text, string(property)))
	if !ok || value.Kind != '"' {
		return none, false
	}
	for _, t := range family.path(func(v Variant) bool { return v.Value == value.Text }, map[*Type]bool{}) {
		if t == none.WireType() {
			as, err = Convert[T](o)
			return as, err == nil
		}
	}
	return none, false
}

// path returns the types from the one that is wanted up to those that are made of that to
// which u belongs: each is made of the next. It is nil where none is wanted.
func (u *Union) path(want func(Variant) bool, seen map[*Type]bool) []*Type {
	if u == nil {
		return nil
	}
	for _, v := range u.Variants {
		t := v.Of.WireType()
		if want(v) {
			return []*Type{t}
		}
		if seen[t] {
			continue
		}
		seen[t] = true
		if path := t.Derived.path(want, seen); path != nil {
			return append(path, t)
		}
	}
	return nil
}

// From returns o as a T: a type that the one of o is made of by "allOf", with the
// discriminator that says what o is.
func From[T Object](o Object) (T, error) {
	var none T
	if IsNil(o) {
		return none, errors.New("there is no object")
	}
	if as, ok := o.(T); ok {
		return as, nil
	}
	is := func(v Variant) bool { return v.Of.WireType() == o.WireType() }
	if path := none.WireType().Derived.path(is, map[*Type]bool{}); path != nil {
		family := none.WireType().Derived
		if len(path) > 1 {
			family = path[1].Derived
		}
		return Convert[T](family.tell(o))
	}
	return none, errors.New(o.WireType().Name + " is not made of " + none.WireType().Name)
}
