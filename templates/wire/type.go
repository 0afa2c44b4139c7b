// Package wire reads, writes and checks the JSON text of generated types. It is for
// generated code: a program has no need to name it.
package wire

import (
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
)

// Object is a structured value with generated code: an entity, a complex value
// or the parameters of an action. Generated types implement it on the pointer.
type Object interface {
	// WireType describes the type. It does not read the receiver, which may
	// be nil.
	WireType() *Type
}

// IsNil reports whether o is nil, or a nil pointer of a generated type: what a call
// returns beside an error.
func IsNil(o Object) bool { return o == nil || reflect.ValueOf(o).IsNil() }

// Params are the parameters of an operation as a struct of their own.
type Params interface {
	// WireFields appends to f the address of each field: in the order of the table of
	// the operation, the body last.
	WireFields(f []any) []any
}

// Type describes a generated struct: what the codec, Validate and the client
// know about it beside its fields.
type Type struct {
	// Name is the qualified name, as in "microsoft.graph.user".
	Name string

	// Of is a nil pointer to the struct: its Go type.
	Of Object

	// Abstract types have no values of their own: a request with one is an error.
	Abstract bool

	// Properties are the declared properties in the order of the fields of the
	// struct, which has Members behind them and no other field. Navigation properties
	// are the last, and the fields of a struct of their own that a field leads to.
	Properties []Property

	// Heirs are the qualified names of the types that derive from it: what came as one
	// of them can be read as it.
	Heirs []string

	// Open types have members beside their properties. It is told where all types are known
	// whole: see Body.
	Open bool

	// Plain types are of an API that is none of OData: see the Wire of that name. No
	// member has a meaning of its own in them, and required lists and maps are never
	// absent: nil ones are empty, or null where that is allowed.
	Plain bool

	// Closed types have no members but their properties and annotations.
	Closed bool

	// Schema has the rules that hold for the whole value; nil for none.
	Schema Rules

	// Union is there when the type is one of several, and has no properties.
	Union *Union

	// Derived are the types that are made of this one by "allOf", and the property that
	// tells which; nil for none.
	Derived *Union

	// plan is how the codec walks the fields: see planOf.
	plan atomic.Pointer[plan]
}

// New returns a pointer to a new value of the type.
func (t *Type) New() Object { return reflect.New(reflect.TypeOf(t.Of).Elem()).Interface().(Object) }

// IsNamed reports whether name, which a value came with, is that of the type, or of one that
// derives from it: in full, with an alias of the namespace, which is one identifier that is
// not known here (CSDL 4.01, 5.1.2), or without.
func (t *Type) IsNamed(name string) bool {
	return isNamed(name, t.Name) || slices.ContainsFunc(t.Heirs, func(derived string) bool { return isNamed(name, derived) })
}

func isNamed(name, qualified string) bool {
	if name == qualified {
		return true
	}
	space, local := "", name
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		space, local = name[:dot], name[dot+1:]
	}
	return local == qualified[strings.LastIndexByte(qualified, '.')+1:] && !strings.Contains(space, ".")
}

// Index returns the index of the property that has name on the wire, or -1.
func (t *Type) Index(name string) int {
	for i := range t.Properties {
		if t.Properties[i].Name == name {
			return i
		}
	}
	return -1
}

// Property describes a declared property.
type Property struct {
	// Name is the name on the wire, as it stands between the quotes of a JSON
	// string.
	Name string

	Flags Flags

	// Wire is how the values are written, where Plain does not say it.
	Wire Wire

	// Default is the JSON text of the value that a request has where it has none: see
	// SetDefaults. "" is none.
	Default string

	// Facets restrict the values; nil when nothing does.
	Facets *Facets
}

// Flags say how a property takes part in requests and answers.
type Flags uint8

const (
	// Key marks a key property: a text is left out when it is empty.
	Key Flags = 1 << iota
	// Required marks a property that a complete value has.
	Required
	// Nullable marks a property that can be null.
	Nullable
	// ReadOnly marks a property that only answers have.
	ReadOnly
	// WriteOnly marks a property that only requests have.
	WriteOnly
	// Immutable marks a property that an update does not change.
	Immutable
	// Navigation marks a property that leads to other objects.
	Navigation
	// NullItems marks a collection whose items can be null.
	NullItems
)
