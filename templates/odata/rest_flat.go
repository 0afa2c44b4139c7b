package odata

// flat is a value as parameters and forms have it: a text, a list of texts, or
// names with texts.
type flat struct {
	kind  flatKind
	text  string // of a list or an object, the JSON text
	json  string // of a text, the JSON text
	names []string
	items []flat
}

type flatKind uint8

const (
	flatNone flatKind = iota // absent or null
	flatText
	flatList
	flatObject
)

// flatten returns the value that field leads to. Read-only properties are left
// out.
func flatten(field any) (flat, error) {
	text, err := encodeRequest(field)
	if err != nil || len(text) == 0 {
		return flat{}, err
	}
	d := newDecoder(text)
	defer d.free()
	v, ok := d.flat()
	if !ok {
		return flat{}, d.err
	}
	return v, nil
}

// encodeRequest returns the JSON text of the value that field leads to, without
// read-only properties.
func encodeRequest(field any) ([]byte, error) {
	e := newEncoder(nil)
	e.without = ReadOnly
	e.field(field, 0)
	return e.free()
}

func (d *decoder) flat() (v flat, ok bool) {
	d.space()
	start := d.pos
	switch {
	case d.pos < len(d.data) && d.data[d.pos] == '"':
		s, ok := d.plain("a string")
		return flat{kind: flatText, text: string(s), json: string(d.data[start:d.pos])}, ok
	case d.literal("null"):
		return flat{}, true
	case d.pos < len(d.data) && d.data[d.pos] == '[':
		v.kind = flatList
		ok = d.list(func() bool {
			item, ok := d.flat()
			v.items = append(v.items, item)
			return ok
		})
	case d.pos < len(d.data) && d.data[d.pos] == '{':
		v.kind = flatObject
		ok = d.members(func(name []byte, escaped bool) bool {
			if escaped {
				name, _ = unescape(nil, name)
			}
			v.names = append(v.names, string(name))
			item, ok := d.flat()
			v.items = append(v.items, item)
			return ok
		})
	default:
		v.kind = flatText
		_, ok = d.raw()
	}
	v.text = string(d.data[start:d.pos])
	v.json = v.text
	return v, ok
}
