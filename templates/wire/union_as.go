package wire

import "errors"

// UnionAs reads the value of a union into what field leads to. It is an error when the value is not one of that type: when a
// required member is missing or a rule is broken, of the type or of the union, such as
// that exactly one alternative fits. A text with a number in it is no number.
func UnionAs(union Object, field any) error {
	pl, p := openObject(union)
	if pl.typ.Plain {
		field = In(Plain, field)
	}
	d := newDecoder([]byte(*textAt(pl.raw.fieldAt(p))))
	d.request = true // insists on what is required
	d.bare = true
	defer d.Free()
	if !d.value() || !d.Field(field) || !d.end() {
		return d.err
	}
	d.odd = false
	var v Validator
	v.Value(nil, field)
	v.union(pl, p)
	return errors.Join(v.Errs...)
}
