// Package api is the one model that the readers fill and the emitters read: an
// OData entity model with what OpenAPI knows beside it. A reader never knows Go
// and an emitter never knows XML or YAML; both know this package.
package api

import "github.com/seed-349153d7/odagen/generator/internal/diag"

// API is one service description.
type API struct {
	Source    string // base name of the document
	Title     string
	Doc       string
	BaseURL   string // the service root, without a trailing slash
	BasePath  string // its path, where there is no BaseURL
	Structs   []*Struct
	Enums     []*Enum
	Container []*Navigation // entity sets and singletons at the service root
	Imports   []*Operation  // unbound actions and functions at the service root
	Unions    []*Union
	Endpoints []*Endpoint       // what has none of the forms of OData
	Servers   []*Server         // that a client can call, where there is a choice
	Webhooks  []*Endpoint       // that the service calls: they have no path
	Schemes   []*SecurityScheme // that endpoints ask for
	Schemas   []*Schema         // what the schemas of types and facets refer to

	// KeyPredicates says that keys stand in parentheses, as in Users('ann'), and
	// not in segments of their own.
	KeyPredicates bool

	// Whole says that types have no members but those that are here, unless they are
	// open, and no types derive from them but those that are here.
	Whole bool

	// How the paths of an OpenAPI document were read, and what of it says so.
	Form    Form
	FormPos diag.Position
	Sets    []Set           // in the order of the document
	Paths   map[string]bool // the paths of the document and what they lead through, keys as "{}"
}

// Name is the qualified name of a type: "microsoft.graph" and
// "remoteAssistancePartner". OpenAPI schemas without a namespace have none.
type Name struct {
	Namespace, Local string
}

func (n Name) String() string {
	if n.Namespace == "" {
		return n.Local
	}
	return n.Namespace + "." + n.Local
}

// Type is what a property, parameter or result holds: a Primitive, *Enum,
// *Struct, *Union, List, Map or File.
type Type interface{ isType() }

// Primitive is a type without parts (OData CSDL 4.01, 3.3).
type Primitive string

// The primitive types. OpenAPI formats map to the one with the same values.
const (
	Binary         Primitive = "Edm.Binary"
	Boolean        Primitive = "Edm.Boolean"
	Byte           Primitive = "Edm.Byte"
	Date           Primitive = "Edm.Date"
	DateTimeOffset Primitive = "Edm.DateTimeOffset"
	Decimal        Primitive = "Edm.Decimal"
	Double         Primitive = "Edm.Double"
	Duration       Primitive = "Edm.Duration"
	GUID           Primitive = "Edm.Guid"
	Int16          Primitive = "Edm.Int16"
	Int32          Primitive = "Edm.Int32"
	Int64          Primitive = "Edm.Int64"
	SByte          Primitive = "Edm.SByte"
	Single         Primitive = "Edm.Single"
	Stream         Primitive = "Edm.Stream"
	String         Primitive = "Edm.String"
	TimeOfDay      Primitive = "Edm.TimeOfDay"
	Untyped        Primitive = "Edm.Untyped"

	UInt64 Primitive = "uint64" // which OData does not have
)

// List is a collection of Elem.
type List struct{ Elem Type }

// Map is an object with arbitrary names and values of type Elem.
type Map struct{ Elem Type }

func (Primitive) isType() {}
func (List) isType()      {}
func (Map) isType()       {}
func (*Enum) isType()     {}
func (*Struct) isType()   {}

// Struct is an entity type, a complex type or an object schema.
type Struct struct {
	Name       Name
	Doc        Doc
	Pos        diag.Position
	Base       *Struct
	Abstract   bool
	Open       bool
	Key        []string  // names of the key properties; empty for complex types
	KeyPaths   []string  // paths of the key properties, beside Key; nil when they are their names
	Alternates [][]Alias // other keys, which tell entities apart too
	Entity     bool      // CSDL says that it is an entity type
	Media      bool      // an entity with a media stream
	Properties []*Property

	Navigations []*Navigation // navigation properties that paths follow
	Related     []*Navigation // those whose targets have models, which the model of this one has
	Operations  []*Operation  // actions and functions bound to one entity
	Calls       []*Call       // Get, Update, Delete of one entity
	SetCalls    []*Call       // List, Create on a set of entities
	SetOps      []*Operation  // actions and functions bound to a collection
	Hidden      []*Operation  // those of base types that it does not have

	// Discriminator is the property that tells the types that are made of this one by
	// allOf apart; "" when nothing is said. Derived are those types.
	Discriminator string
	Derived       []Derived

	Places []Name // of an inline schema, which has no name: what its places are called
	GoName string // what the document wants it to be called in Go; "" for nothing

	// Schema has the rules for the whole value that nothing else says; nil for
	// none. Closed says that it has no members but its properties.
	Schema *Schema
	Closed bool

	// Patched marks a type that the body of a change has: what is not set of it is not
	// sent. Merged marks one in a merge patch, in which null removes a value, too.
	Patched, Merged bool

	// PathOnly marks a type that is there only because a path leads through
	// it: it has no model, but navigations, or operations bound to it.
	PathOnly bool
}

// Alias is a property of an alternate key: Name is what URLs call it.
type Alias struct{ Name, Path string }

// Derived is a type that is made of another one by allOf, with the values that the
// discriminator of that has for it.
type Derived struct {
	Type   *Struct
	Values []string
}

// Property is a structural property of a Struct.
type Property struct {
	Name      string
	Doc       Doc
	Pos       diag.Position
	Type      Type
	Required  bool // must be there; a key is required without this
	Nullable  bool
	NullItems bool // of a collection whose elements are not Nullable: null can be among them
	ReadOnly  bool // the service computes it
	WriteOnly bool
	Immutable bool   // given at creation and not changed after that
	Default   string // text of the default value, JSON of one with parts; "" for none
	GoName    string // what the document wants it to be called in Go; "" for nothing
	Facets    Facets
}

// Facets restrict the values of a property beyond its type. Zero values and
// nil pointers do not restrict.
type Facets struct {
	MinLength uint64 // in characters, for strings
	MaxLength *uint64
	Pattern   string // Go regular expression
	MinItems  uint64
	MaxItems  *uint64
	Minimum   string // decimal text, so that no digit is lost
	Maximum   string

	ExclusiveMinimum, ExclusiveMaximum string // likewise, and the bound itself is out

	MultipleOf string // likewise

	Precision *uint64 // significant digits of decimals
	Scale     *uint64 // digits of decimals right of the point

	Format string  // of texts that have no type for it: "email"
	Wire   Wire    // of the values, those in lists and maps too
	Schema *Schema // the rules that nothing else says; nil for none
}

// Wire is how values are written where that is not how OData writes their type.
type Wire string

// The forms of texts in JSON and in parameters. The zero Wire is that of OData in a
// document of OData, and that of the Go type elsewhere.
const (
	WireBase64   Wire = "base64"    // bytes with padding (RFC 4648, 4)
	WireURL      Wire = "base64url" // bytes in the alphabet of URLs, without padding (RFC 4648, 5)
	WireText     Wire = "text"      // a number as a text
	WireTime     Wire = "time"      // a time with its offset (RFC 3339, full-time)
	WireDuration Wire = "duration"  // with years, months and weeks (RFC 3339, A)
)

// Navigation is an entity set, a singleton or a navigation property.
type Navigation struct {
	Name       string
	Doc        Doc
	Pos        diag.Position
	Target     *Struct
	Collection bool
	Contained  bool
	Nullable   bool   // a single entity that may not be there
	Partner    string // path of the navigation property that leads back

	// Constraints are the properties that hold the key of the target.
	Constraints []Constraint
	// OnDelete is what happens to the targets when the source is deleted:
	// Cascade, None, SetNull, SetDefault; "" when nothing is said.
	OnDelete string
}

// Constraint says that a property has the value of a property of the target of
// a navigation.
type Constraint struct{ Property, Referenced string }

// CallKind is what a Call does.
type CallKind string

// The calls that OData defines on sets and entities (Protocol 4.01, 11).
const (
	ListCall   CallKind = "List"
	CreateCall CallKind = "Create"
	GetCall    CallKind = "Get"
	UpdateCall CallKind = "Update"
	DeleteCall CallKind = "Delete"
)

// Call is one of the calls that OData defines.
type Call struct {
	Kind CallKind
	Doc  Doc
	Pos  diag.Position
}

// Operation is an action or a function.
type Operation struct {
	Namespace string // qualifies the name in a path; "" where it stands alone
	Name      string
	Function  bool
	Doc       Doc
	Pos       diag.Position
	Params    []*Param
	Result    Type // nil when it answers with no content

	ResultNullable bool   // or, of a collection, its items
	Composable     bool   // of a function: its result can be addressed further
	EntitySetPath  string // from the binding parameter to the set of the result
}

// Param is a parameter of an Operation.
type Param struct {
	Name      string
	Doc       Doc
	Pos       diag.Position
	Type      Type
	Nullable  bool
	NullItems bool // as that of Property
	Required  bool
	Default   string // text of the default value; "" for none
	Facets    Facets
}

// Enum is an enumeration. Its values travel as their names.
type Enum struct {
	Name   Name
	Doc    Doc
	Pos    diag.Position
	Flags  bool
	Values []EnumValue

	Underlying Primitive // of the values; "" when the document gives none
	Places     []Name    // as those of Struct
	GoName     string    // likewise

	// Numbers says that the values travel as numbers: their names are the texts.
	Numbers bool
}

// EnumValue is a member of an Enum.
type EnumValue struct {
	Name  string // on the wire
	Doc   Doc
	Value int64 // as the document numbers it; 0 when it does not

	GoName string // what the document wants it to be called in Go; "" for nothing
}

// Doc is what a document says about one of its parts.
type Doc struct {
	Summary    string // one sentence
	Text       string // paragraphs, separated by an empty line
	Deprecated string // why, or what to use instead; "" when it is not
	URL        string // of a page that says more
	Default    string // as it is shown; "" for none

	// Permissions of which a caller needs one, from least to most privileged.
	Permissions []string
}
