package shape

import (
	"reflect"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/wire"
)

// isUnion reports whether s is one of several shapes.
func (s Shape) isUnion() bool { return s.Kind == Any && s.of != nil }

// Pick returns what read makes of the alternative of a union that it fits. Where none
// fits, and for what is no union, it reads s as it is.
func (s Shape) Pick(read func(Shape) ([]byte, error)) ([]byte, error) {
	if !s.isUnion() {
		return read(s)
	}
	var object []byte // the one that declares most of what came
	var single []byte // a list of one item, which is as good as the item alone
	var loose []byte  // an object that declares nothing of it
	most := 0
	for _, t := range s.alternatives() {
		alternative := of(t, 0)
		json, err := read(alternative)
		if err != nil || json == nil || !s.takes(json, t) {
			continue
		}
		switch n := alternative.declared(json); {
		case json[0] == '{' && n > most:
			object, most = json, n
		case json[0] == '{' && loose == nil:
			loose = json
		case json[0] == '[' && n == 1:
			single = json
		case json[0] != '{' && object == nil:
			return json, nil
		}
	}
	for _, json := range [][]byte{object, single, loose} {
		if json != nil {
			return json, nil
		}
	}
	return read(Shape{Kind: Any})
}

// declared returns how many members of an object the shape has, and how many items a list
// has. To a map, names that can be indices are none.
func (s Shape) declared(json []byte) (n int) {
	names, _ := s.Properties()
	_ = wire.EachPart(json, func(name string, _ []byte) {
		isIndex := strings.Trim(name, "0123456789") == ""
		if s.Kind == List || s.Kind == Map && !isIndex || slices.Contains(names, name) {
			n++
		}
	})
	return n
}

// alternatives are the types that a union can have: those that any text fits come last.
func (s Shape) alternatives() (types []reflect.Type) {
	var texts []reflect.Type
	add := func(t reflect.Type) {
		if of(t, 0).Kind == Text {
			texts = append(texts, t)
		} else {
			types = append(types, t)
		}
	}
	u := s.of.WireType().Union
	for _, v := range u.Variants {
		add(reflect.TypeOf(v.Of))
	}
	for _, t := range u.Types {
		add(reflect.TypeOf(t).Elem())
	}
	return append(types, texts...)
}

// takes reports whether json is a value of the union, and of its alternative t.
func (s Shape) takes(json []byte, t reflect.Type) bool {
	field := reflect.New(reflect.TypeOf(s.of))
	if wire.DecodeAs(json, field.Interface(), true) != nil {
		return false
	}
	var v wire.Validator
	v.Value(s.Facets, field.Interface())
	if len(v.Errs) > 0 {
		return false
	}
	if s.of.WireType().Union.Discriminator != "" {
		value := field.Elem().Elem().FieldByName("Value")
		return !value.IsNil() && value.Elem().Type() == t
	}
	union, _ := field.Elem().Interface().(wire.Object)
	return wire.UnionAs(union, reflect.New(t).Interface()) == nil
}
