// Package bind holds queries against a model: what each name is, and whether operands and
// arguments have the types that the standard asks for (URL Conventions 4.01, 5.1.1).
package bind

import (
	"slices"
	"strings"
)

// Type is the type of a value: a name of the model or of Edm, or a Struct without name,
// which $compute and $apply make. The zero Type is that of null.
type Type struct {
	Name       string
	Struct     *Struct
	Collection bool
}

// Struct is an entity type or a complex type.
type Struct struct {
	Base       string
	Entity     bool
	Open       bool // can have properties that are not declared
	Properties map[string]Type
	Aggregates map[string]Type // custom aggregates (Data Aggregation, 5.2)
}

// Operation is a function or an action. On is the type it is bound to; the zero Type when
// it is bound to none.
type Operation struct {
	On         Type
	Parameters map[string]Type
	Result     Type
	Action     bool
}

// Model is what there is to name. Types, Enums, Operations and Terms have qualified names
// and are also found without their namespace.
type Model struct {
	Types      map[string]Struct
	Enums      map[string][]string // the members
	Operations map[string][]Operation
	Terms      map[string]Type
	Sets       map[string]Type // entity sets, which are collections, and singletons
	Imports    map[string]Operation
	Aggregates map[string]Type // custom aggregates of cross joins
}

// The types of Edm that stand for more than one: any value, or any of the primitive types.
const (
	untyped   = "Edm.Untyped"
	primitive = "Edm.PrimitiveType"
)

func edm(name string) Type { return Type{Name: "Edm." + name} }

func (t Type) item() Type {
	t.Collection = false
	return t
}

func (t Type) list() Type {
	t.Collection = true
	return t
}

// any reports whether nothing is known of a single value, so that it can be of each
// primitive type.
func (t Type) any() bool {
	return !t.Collection && t.Struct == nil && (t.Name == "" || t.Name == untyped || t.Name == primitive)
}

// String returns the type as it is written.
func (t Type) String() string {
	name := t.Name
	switch {
	case t.Struct != nil:
		name = "a structure"
	case name == "":
		name = "null"
	}
	if t.Collection {
		return "Collection(" + name + ")"
	}
	return name
}

// find returns what a map has by its qualified name, or by a name without namespace that
// is the end of one.
func find[T any](m map[string]T, name string) (qualified string, v T, ok bool) {
	if v, ok = m[name]; ok || strings.Contains(name, ".") {
		return name, v, ok
	}
	for key := range m {
		if i := strings.LastIndexByte(key, '.'); key[i+1:] == name && (!ok || key < qualified) {
			qualified, ok = key, true
		}
	}
	return qualified, m[qualified], ok
}

// structOf returns the structure of a type.
func (m *Model) structOf(t Type) (s Struct, ok bool) {
	if t.Struct != nil {
		return *t.Struct, true
	}
	_, s, ok = find(m.Types, t.Name)
	return s, ok
}

// each calls f for a structure and those that it is derived from, until f returns false.
func (m *Model) each(t Type, f func(Struct) bool) {
	s, ok := m.structOf(t)
	for n := 0; ok && f(s) && s.Base != "" && n < maxBases; n++ {
		_, s, ok = find(m.Types, s.Base)
	}
}

const maxBases = 100

// property returns a property of a structure.
func (m *Model) property(t Type, name string) (p Type, ok bool) {
	open := t.Name == untyped
	m.each(t, func(s Struct) bool {
		p, ok = s.Properties[name]
		open = open || s.Open
		return !ok
	})
	if !ok && open {
		return Type{Name: untyped}, true
	}
	return p, ok
}

// aggregate returns a custom aggregate of a structure.
func (m *Model) aggregate(t Type, name string) (a Type, ok bool) {
	m.each(t, func(s Struct) bool {
		a, ok = s.Aggregates[name]
		return !ok
	})
	return a, ok
}

// isA reports whether a structure is another, or derived from it.
func (m *Model) isA(t Type, base string) bool {
	if t.Name == base {
		return true
	}
	found := false
	m.each(t, func(s Struct) bool {
		found = s.Base == base
		return !found
	})
	return found
}

func (m *Model) isEntity(t Type) bool {
	entity := false
	m.each(t, func(s Struct) bool {
		entity = entity || s.Entity
		return !entity
	})
	return entity
}

// names are the properties of a structure, in order.
func (m *Model) names(t Type) []string {
	var names []string
	m.each(t, func(s Struct) bool {
		for name := range s.Properties {
			names = append(names, name)
		}
		return true
	})
	slices.Sort(names)
	return names
}

// typeNamed returns the type of a name: of Edm, a structure, or an enumeration.
func (m *Model) typeNamed(name string) (t Type, ok bool) {
	if strings.HasPrefix(name, "Edm.") {
		return Type{Name: name}, isPrimitive(name)
	}
	if q, _, ok := find(m.Types, name); ok {
		return Type{Name: q}, true
	}
	q, _, ok := find(m.Enums, name)
	return Type{Name: q}, ok
}

// operation returns the operation of a name that is bound to a type, or to none. Params
// are the names of the arguments; nil for any.
func (m *Model) operation(name string, on Type, params []string) (o Operation, ok bool) {
	_, list, _ := find(m.Operations, name)
	for _, o := range list {
		if o.On.Collection != on.Collection || (o.On == Type{}) != (on == Type{}) || o.On.Name != "" && !m.isA(on, o.On.Name) {
			continue
		}
		if params == nil || sameNames(o.Parameters, params) {
			return o, true
		}
	}
	return Operation{}, false
}

func sameNames(parameters map[string]Type, names []string) bool {
	for _, n := range names {
		if _, ok := parameters[n]; !ok {
			return false
		}
	}
	return true
}
