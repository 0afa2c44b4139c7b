// Package shape tells what the generated types of package graph look like, for
// those who make other forms of them.
package shape

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/seed-349153d7/odagen/bench/graph"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Struct is a generated struct.
type Struct struct {
	Name       string
	Root       bool // a payload is of this type
	Properties []Property
}

// Property is a property of a struct.
type Property struct {
	Wire string // its name on the wire
	Name string // the name of its field

	// Kind of its values: "string", "bool", "int32", "int64", "float64", or the
	// name of a struct. Enumerations and dates are strings.
	Kind       string
	Structured bool // Kind is the name of a struct
	List       bool
}

// Structs returns the types that the payloads are of, and those that they lead
// to, by name.
func Structs() []Struct {
	w := &walk{seen: map[reflect.Type]bool{}}
	for _, root := range []wire.Object{new(graph.RemoteAssistancePartner), new(graph.User), new(graph.Event)} {
		w.add(root, true)
	}
	slices.SortFunc(w.structs, func(a, b Struct) int { return cmp.Compare(a.Name, b.Name) })
	return w.structs
}

type walk struct {
	seen    map[reflect.Type]bool
	structs []Struct
}

// add adds the type of o and those that it leads to. The fields of a generated
// struct are its properties in their order, and Members at the end.
func (w *walk) add(o wire.Object, root bool) {
	t := reflect.TypeOf(o).Elem()
	if w.seen[t] {
		return
	}
	w.seen[t] = true
	s := Struct{Name: t.Name(), Root: root}
	for i, p := range o.WireType().Properties {
		s.Properties = append(s.Properties, w.property(p.Name, t.Field(i)))
	}
	w.structs = append(w.structs, s)
}

func (w *walk) property(name string, f reflect.StructField) Property {
	p := Property{Wire: name, Name: f.Name}
	t := f.Type
	if wire.IsOpt(t) {
		get, _ := t.MethodByName("Get")
		t = get.Type.Out(0)
	}
	if t.Kind() == reflect.Slice {
		p.List = true
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Pointer:
		p.Structured = true
		p.Kind = t.Elem().Name()
		w.add(reflect.New(t.Elem()).Interface().(wire.Object), false)
	case reflect.Bool, reflect.Int32, reflect.Int64, reflect.Float64:
		p.Kind = t.Kind().String()
	default:
		p.Kind = "string"
	}
	return p
}
