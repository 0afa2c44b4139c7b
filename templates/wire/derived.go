package wire

import (
	"errors"
	"slices"

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
	t := none.WireType()
	for _, v := range family.Variants {
		if v.Value == value.Text && (v.Of.WireType() == t || t.Derived.has(v.Of.WireType())) {
			as, err = Convert[T](o)
			return as, err == nil
		}
	}
	return none, false
}

// has reports whether t is one of the types.
func (u *Union) has(t *Type) bool {
	return u != nil && slices.ContainsFunc(u.Variants, func(v Variant) bool { return v.Of.WireType() == t })
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
	if family := none.WireType().Derived; family.has(o.WireType()) {
		return Convert[T](family.tell(o))
	}
	return none, errors.New(o.WireType().Name + " is not made of " + none.WireType().Name)
}
