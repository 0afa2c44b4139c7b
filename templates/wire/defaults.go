package wire

// SetDefaults gives the objects in the value that field leads to the defaults of the
// properties that they do not have. It is for what was read, and checked: what is absent
// there has the default (OpenAPI 3.1, Schema Object; JSON Schema Validation 2020-12, 9.2).
func SetDefaults(field any) {
	c, p := open(field)
	setDefaults(c, p)
}

func setDefaults(c *form, p place) {
	switch c.kind {
	case optKind:
		if v, ok, _ := peekOpt(c, p); ok {
			setDefaults(c.elem, v)
		}
	case pointerKind:
		if v := valueAt(c, p); !v.IsNil() {
			setDefaults(c.elem, placeIn(v))
		}
	case objectKind:
		if o, ok := objectAt(c, p); ok {
			c.plan().setDefaults(o)
		}
	case listKind, mapKind:
		if !c.elem.hasParts() {
			return
		}
		v := valueAt(c, p)
		if c.kind == mapKind {
			for _, name := range namesOf(v) {
				setDefaults(c.elem, entryOf(v, name))
			}
			return
		}
		for i := range v.Len() {
			setDefaults(c.elem, placeOf(v.Index(i)))
		}
	}
}

// hasParts reports whether objects can be in the values.
func (c *form) hasParts() bool {
	k := c.bare().kind
	return k == objectKind || k == listKind || k == mapKind
}

func (pl *plan) setDefaults(p place) {
	if o := pl.held(p); o != nil {
		within, p := openObject(o)
		within.setDefaults(p)
	}
	for i := range pl.fields {
		f, text := &pl.fields[i], pl.typ.Properties[i].Default
		switch {
		case f.behind != nil:
		case text == "" || pl.present(p, i) == i:
			setDefaults(f.form, f.fieldAt(p))
		default:
			d := newDecoder([]byte(text))
			_ = d.value() && d.into(f.form, f.fieldAt(p)) // the generator has checked the text
			d.Free()
		}
	}
}
