package odata

import "strings"

// shape is what the text of a parameter is read as.
type shape struct {
	kind shapeKind
	elem func() shape // of a list or a map
	of   *Type        // of an object
}

type shapeKind uint8

const (
	textShape shapeKind = iota
	bareShape           // a number, true or false
	anyShape            // JSON text, or else a text
	listShape
	objectShape
	mapShape
)

// shaper is what wrappers know about the shape of their values.
type shaper interface{ shape() shape }

// shapeOf returns the shape of the value that field leads to.
func shapeOf(field any) shape {
	switch f := field.(type) {
	case shaper:
		return f.shape()
	case *bool, *int8, *uint8, *int16, *int32, *int64, *float32, *float64, *Decimal,
		*Opt[bool], *Opt[int8], *Opt[uint8], *Opt[int16], *Opt[int32], *Opt[int64], *Opt[float32], *Opt[float64], *Opt[Decimal]:
		return shape{kind: bareShape}
	case *[]bool, *[]int8, *[]Byte, *[]int16, *[]int32, *[]int64, *[]float32, *[]float64, *[]Decimal:
		return listOf(func() shape { return shape{kind: bareShape} })
	case *[]string, *[]DateTimeOffset, *[]Date, *[]TimeOfDay, *[]Duration, *[]GUID, *[][]byte:
		return listOf(func() shape { return shape{} })
	case *[]Raw:
		return listOf(func() shape { return shape{kind: anyShape} })
	case *Raw:
		return shape{kind: anyShape}
	}
	return shape{}
}

func listOf(elem func() shape) shape { return shape{kind: listShape, elem: elem} }

func objectShapeOf(t *Type) shape {
	if t.Union != nil {
		return shape{kind: anyShape}
	}
	return shape{kind: objectShape, of: t}
}

func (f *objectOpt[T]) shape() shape  { return objectShapeOf((*new(T)).ODataType()) }
func (f objectValue[T]) shape() shape { return objectShapeOf((*new(T)).ODataType()) }

func (f *objectList[T]) shape() shape {
	return listOf(func() shape { return objectShapeOf((*new(T)).ODataType()) })
}

func (f *enumList[T]) shape() shape   { return listOf(func() shape { return shape{} }) }
func (f *numberOpt[T]) shape() shape  { return shape{kind: bareShape} }
func (f numberValue[T]) shape() shape { return shape{kind: bareShape} }

func (f *numberList[T]) shape() shape {
	return listOf(func() shape { return shape{kind: bareShape} })
}

func (f itemList[E]) shape() shape {
	return listOf(func() shape { return shapeOf(f.item(new(E))) })
}

func (f mapField[E]) shape() shape {
	return shape{kind: mapShape, elem: func() shape { return shapeOf(f.item(new(E))) }}
}

// properties returns the shapes of the properties of an object by their names.
func (s shape) properties() (names []string, shapes []shape) {
	fields := s.of.New().ODataFields(nil)[1:]
	for i, f := range fields {
		name, _ := unescape(nil, []byte(s.of.Properties[i].Name))
		names = append(names, string(name))
		shapes = append(shapes, shapeOf(f))
	}
	return names, shapes
}

// property returns the shape of a member of an object or map.
func (s shape) property(name string) shape {
	if s.kind == mapShape {
		return s.elem()
	}
	names, shapes := s.properties()
	for i := range names {
		if names[i] == name {
			return shapes[i]
		}
	}
	return shape{kind: anyShape}
}

// json appends a text as JSON of the shape. A text that is none becomes a string,
// so that decoding says what it should be.
func (s shape) json(dst []byte, text string) []byte {
	switch s.kind {
	case bareShape:
		if text == "true" || text == "false" || isNumber(text) {
			return append(dst, text...)
		}
	case anyShape, listShape, objectShape, mapShape:
		if raw, err := ParseRaw(text); err == nil {
			return append(dst, strings.TrimSpace(raw.text)...)
		}
	}
	return appendQuoted(dst, text)
}

// list appends texts as a JSON array of the shape.
func (s shape) list(dst []byte, texts []string) []byte {
	elem := s.elem()
	dst = append(dst, '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = elem.json(dst, text)
	}
	return append(dst, ']')
}

// whole is object where each name comes once, and a list is JSON text.
func (s shape) whole(dst []byte, pairs []pair) []byte {
	dst = append(dst, '{')
	for i, p := range pairs {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendQuoted(dst, p.name), ':')
		member := s.property(p.name)
		if member.kind == listShape && !strings.HasPrefix(p.text, "[") {
			dst = member.list(dst, []string{p.text})
			continue
		}
		dst = member.json(dst, p.text)
	}
	return append(dst, '}')
}

// object appends names and texts as a JSON object of the shape. Texts of one name
// are a list.
func (s shape) object(dst []byte, pairs []pair) []byte {
	dst = append(dst, '{')
	seen := map[string]bool{}
	for i, p := range pairs {
		if seen[p.name] {
			continue
		}
		seen[p.name] = true
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendQuoted(dst, p.name), ':')
		member := s.property(p.name)
		if member.kind != listShape {
			dst = member.json(dst, p.text)
			continue
		}
		var texts []string
		for _, q := range pairs[i:] {
			if q.name == p.name {
				texts = append(texts, q.text)
			}
		}
		dst = member.list(dst, texts)
	}
	return append(dst, '}')
}

// isNumber reports whether text is a number as JSON has it.
func isNumber(text string) bool {
	if text == "" || text[0] != '-' && (text[0] < '0' || text[0] > '9') {
		return false
	}
	d := newDecoder([]byte(text))
	defer d.free()
	_, _, ok := d.numberEnd()
	return ok && d.pos == len(text)
}
