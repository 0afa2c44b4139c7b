package odata

// Object is a structured value with generated code: an entity, a complex value
// or the parameters of an action. Generated types implement it on the pointer.
type Object interface {
	// ODataType describes the type. It does not read the receiver, which may
	// be nil.
	ODataType() *Type

	// ODataFields appends to f a pointer to each field, Members first and then
	// in the order of Type.Properties.
	ODataFields(f []any) []any
}

// Type describes a generated struct: what the codec, Validate and the client
// know about it beside its fields.
type Type struct {
	// Name is the qualified name, as in "microsoft.graph.user".
	Name string

	// New returns a pointer to a new value of the type.
	New func() Object

	// Abstract types have no values of their own: a request with one is an error.
	Abstract bool

	// Properties are the declared properties in the order of the fields.
	Properties []Property

	// Closed types have no members but their properties and annotations.
	Closed bool

	// Schema has the rules that hold for the whole value; nil for none.
	Schema *Schema

	// Union is there when the type is one of several, and has no properties.
	Union *Union
}

// index returns the index of the property that has name on the wire, or -1.
func (t *Type) index(name string) int {
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

	// Facets restrict the values; nil when nothing does.
	Facets *Facets
}

// Flags say how a property takes part in requests and answers.
type Flags uint8

const (
	// Key marks a key property: left out when it has the zero value.
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
)
