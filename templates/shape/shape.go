// Package shape reads texts as values and writes values as texts, where a parameter or a
// form has them: without the types of JSON. It is for generated code alone, and promises
// nothing.
package shape

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Pair is a name and a text.
type Pair struct{ Name, Text string }

// Shape is what the text of a parameter is read as.
type Shape struct {
	Kind Kind
	Elem func() Shape // of a list or a map
	of   wire.Object  // of an object, or of a union, whose kind is Any: a nil pointer

	// Facets restrict the values; nil when nothing does.
	Facets *wire.Facets

	// A member that an object does not declare has its name, and the rules of that.
	name  string
	rules wire.Rules
}

// Kind is a kind of shapes.
type Kind uint8

// The kinds of shapes.
const (
	Text Kind = iota
	Bare      // a number, true or false
	Any       // JSON text, or else a text
	List
	Object
	Map
)

// Of returns the shape of the value that field leads to.
func Of(field any) Shape { return of(wire.TypeOf(field), wire.HowOf(field)) }

func of(t reflect.Type, w wire.Wire) Shape {
	if t == nil {
		return Shape{}
	}
	t = wire.Bare(t)
	elem := func() Shape { return of(t.Elem(), w) }
	switch t.Kind() {
	case reflect.Pointer:
		o, ok := reflect.Zero(t).Interface().(wire.Object)
		switch {
		case !ok:
			return Shape{}
		case o.WireType().Union != nil:
			return Shape{Kind: Any, of: o}
		}
		return Shape{Kind: Object, of: o}
	case reflect.Slice:
		if t == reflect.TypeFor[[]byte]() || t == reflect.TypeFor[api.Base64]() {
			return Shape{}
		}
		return Shape{Kind: List, Elem: elem}
	case reflect.Map:
		return Shape{Kind: Map, Elem: elem}
	case reflect.String:
		switch {
		case t == reflect.TypeFor[api.Raw]():
			return Shape{Kind: Any}
		case t == reflect.TypeFor[api.Decimal]() && w != wire.Text:
			return Shape{Kind: Bare}
		}
		return Shape{}
	case reflect.Struct, reflect.Interface:
		return Shape{}
	}
	return Shape{Kind: Bare}
}

func listOf(elem func() Shape) Shape { return Shape{Kind: List, Elem: elem} }

// Properties returns the shapes of the properties of an object by their names.
func (s Shape) Properties() (names []string, shapes []Shape) {
	if s.Kind != Object {
		return nil, nil
	}
	types := wire.FieldTypes(s.of)
	for i, p := range s.of.WireType().Properties {
		name, _ := jsonstr.Unescape(nil, []byte(p.Name))
		names = append(names, string(name))
		shapes = append(shapes, of(types[i], p.Wire))
		shapes[i].Facets = p.Facets
	}
	return names, shapes
}

// Property returns the shape of a member of an object or map.
func (s Shape) Property(name string) Shape { return s.lookup()(name) }

// lookup returns a function that returns the shapes of members by their names.
func (s Shape) lookup() func(name string) Shape {
	switch s.Kind {
	case Map:
		elem := s.Elem()
		return func(string) Shape { return elem }
	case Object:
		names, shapes := s.Properties()
		known := make(map[string]Shape, len(names))
		for i, name := range names {
			known[name] = shapes[i]
		}
		return func(name string) Shape {
			if shape, ok := known[name]; ok {
				return shape
			}
			return Shape{Kind: Any, name: name, rules: s.of.WireType().Schema}
		}
	}
	return func(string) Shape { return Shape{Kind: Any} }
}

// JSON appends a text as JSON of the shape. A text that is none becomes a string,
// so that decoding says what it should be.
func (s Shape) JSON(dst []byte, text string) []byte {
	if s.isUnion() {
		json, _ := s.Pick(func(s Shape) ([]byte, error) { return s.JSON(nil, text), nil })
		return append(dst, json...)
	}
	switch s.Kind {
	case Bare:
		if text == "true" || text == "false" || isNumber(text) {
			return append(dst, text...)
		}
	case Any, List, Object, Map:
		if raw, err := api.ParseRaw(text); err == nil && (s.allows(string(raw)) || !s.allows(string(jsonstr.AppendQuoted(nil, text)))) {
			return append(dst, strings.TrimSpace(string(raw))...)
		}
	}
	return jsonstr.AppendQuoted(dst, text)
}

// allows reports whether the rules of an object let a member that it does not declare have
// a value.
func (s Shape) allows(json string) bool {
	if s.rules == nil {
		return true
	}
	var v wire.Validator
	v.Schema(s.rules, append(append(jsonstr.AppendQuoted([]byte{'{'}, s.name), ':'), json+"}"...))
	return !slices.ContainsFunc(v.Errs, func(err error) bool {
		var fault *api.ValueError
		return errors.As(err, &fault) && strings.HasPrefix(fault.Pointer, "/"+wire.PointerToken(s.name))
	})
}

// List appends texts as a JSON array of the shape.
func (s Shape) List(dst []byte, texts []string) []byte {
	elem := s.Elem()
	dst = append(dst, '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = elem.JSON(dst, text)
	}
	return append(dst, ']')
}

// Whole is Object where each name comes once, and a list is JSON text.
func (s Shape) Whole(dst []byte, pairs []Pair) []byte {
	shapeOf := s.lookup()
	dst = append(dst, '{')
	for i, p := range pairs {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsonstr.AppendQuoted(dst, p.Name), ':')
		member := shapeOf(p.Name)
		if member.Kind == List && !strings.HasPrefix(p.Text, "[") {
			dst = member.List(dst, []string{p.Text})
			continue
		}
		dst = member.JSON(dst, p.Text)
	}
	return append(dst, '}')
}

// Object appends names and texts as a JSON object of the shape. Texts of one name
// are a list.
func (s Shape) Object(dst []byte, pairs []Pair) []byte {
	shapeOf := s.lookup()
	var names []string
	texts := map[string][]string{}
	for _, p := range pairs {
		if texts[p.Name] == nil {
			names = append(names, p.Name)
		}
		texts[p.Name] = append(texts[p.Name], p.Text)
	}
	dst = append(dst, '{')
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsonstr.AppendQuoted(dst, name), ':')
		dst = shapeOf(name).Texts(dst, texts[name])
	}
	return append(dst, '}')
}

// Texts appends the texts of one name, which are a list or a text alone.
func (s Shape) Texts(dst []byte, texts []string) []byte {
	switch {
	case s.Kind == List:
		return s.List(dst, texts)
	case s.isUnion():
		json, _ := s.Pick(func(s Shape) ([]byte, error) { return s.Texts(nil, texts), nil })
		return append(dst, json...)
	case s.Kind == Any && len(texts) > 1:
		return listOf(func() Shape { return s }).List(dst, texts)
	}
	return s.JSON(dst, texts[0])
}

// isNumber reports whether text is a number as JSON has it.
func isNumber(text string) bool {
	if text == "" || text[0] != '-' && (text[0] < '0' || text[0] > '9') || text[len(text)-1] <= ' ' {
		return false
	}
	n, ok := wire.ParseValue([]byte(text))
	return ok && n.Kind == '0'
}
