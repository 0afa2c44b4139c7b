package csdl

import "github.com/seed-349153d7/odagen/generator/internal/diag"

// A Document is the syntax tree of a CSDL document, the same for XML and JSON.
// Names of model elements are qualified with namespaces: aliases are resolved
// as the tree is made.
type Document struct {
	Pos        diag.Position
	Version    string
	References []*Reference
	Schemas    []*Schema

	// Applied are the annotations that references to the document bring in: those of
	// elements in other documents. It is nil when no reference says which.
	Applied []*IncludeAnnotations
}

// Reference names another document and what of it is used (CSDL 4.01, 3).
type Reference struct {
	Pos         diag.Position
	URI         string
	Includes    []*Include
	External    []*IncludeAnnotations
	Annotations []*Annotation
}

// Include is a schema that a Reference brings in.
type Include struct {
	Pos              diag.Position
	Namespace, Alias string
	Annotations      []*Annotation
}

// IncludeAnnotations are annotations that a Reference brings in.
type IncludeAnnotations struct {
	Pos                                       diag.Position
	TermNamespace, Qualifier, TargetNamespace string
}

// Schema holds the model elements of a namespace (CSDL 4.01, 5).
type Schema struct {
	Pos              diag.Position
	Namespace, Alias string
	Types            []*StructuredType
	Enums            []*EnumType
	Definitions      []*TypeDefinition
	Operations       []*Operation
	Terms            []*Term
	Containers       []*EntityContainer
	External         []*Annotations
	Annotations      []*Annotation
}

// StructuredType is an entity type or a complex type (CSDL 4.01, 6 and 9).
type StructuredType struct {
	Pos         diag.Position
	Entity      bool
	Name        string // without namespace
	BaseType    string
	Abstract    bool
	Open        bool
	HasStream   bool
	Key         []*PropertyRef
	Properties  []*Property
	Navigations []*NavigationProperty
	Annotations []*Annotation
}

// PropertyRef is a part of a key.
type PropertyRef struct {
	Pos         diag.Position
	Path, Alias string
}

// TypeRef is a type where it is used. Name is "Edm.String" when the document
// leaves it out.
type TypeRef struct {
	Name       string
	Collection bool
	Nullable   bool
	NullItems  bool // items of a collection can be null, or nothing says that they can not
	Facets
}

// Facets are as the document writes them; "" is a facet that it leaves out.
type Facets struct{ MaxLength, Precision, Scale, Unicode, SRID string }

// Property is a structural property.
type Property struct {
	Pos         diag.Position
	Name        string
	Type        TypeRef
	Default     string
	Annotations []*Annotation
}

// NavigationProperty leads to entities.
type NavigationProperty struct {
	Pos            diag.Position
	Name           string
	Type           TypeRef
	Partner        string
	ContainsTarget bool
	Constraints    []*ReferentialConstraint
	OnDelete       *OnDelete
	Annotations    []*Annotation
}

// ReferentialConstraint says that a property equals a property of the target.
type ReferentialConstraint struct {
	Pos                  diag.Position
	Property, Referenced string
	Annotations          []*Annotation
}

// OnDelete says what happens to related entities.
type OnDelete struct {
	Pos         diag.Position
	Action      string
	Annotations []*Annotation
}

// EnumType is an enumeration (CSDL 4.01, 10).
type EnumType struct {
	Pos         diag.Position
	Name        string
	Underlying  string
	Flags       bool
	Members     []*Member
	Annotations []*Annotation
}

// Member is a value of an EnumType. Value is "" when the document leaves it
// out.
type Member struct {
	Pos         diag.Position
	Name, Value string
	Annotations []*Annotation
}

// TypeDefinition is a primitive type with a name of its own (CSDL 4.01, 11).
type TypeDefinition struct {
	Pos         diag.Position
	Name        string
	Underlying  string
	Facets      Facets
	Annotations []*Annotation
}

// Operation is an overload of an action or a function (CSDL 4.01, 12).
type Operation struct {
	Pos           diag.Position
	Function      bool
	Name          string
	Bound         bool
	Composable    bool
	EntitySetPath string
	Parameters    []*Parameter
	Return        *ReturnType
	Annotations   []*Annotation
}

// Parameter is a parameter of an Operation.
type Parameter struct {
	Pos         diag.Position
	Name        string
	Type        TypeRef
	Annotations []*Annotation
}

// ReturnType is what an Operation returns.
type ReturnType struct {
	Pos         diag.Position
	Type        TypeRef
	Annotations []*Annotation
}

// Term is what annotations are values of (CSDL 4.01, 14.1).
type Term struct {
	Pos         diag.Position
	Name        string
	Type        TypeRef
	Base        string
	Default     string
	AppliesTo   []string
	Annotations []*Annotation
}

// EntityContainer has what can be addressed at the service root (CSDL 4.01, 13).
type EntityContainer struct {
	Pos         diag.Position
	Name        string
	Extends     string
	Sets        []*EntitySet
	Imports     []*Import
	Annotations []*Annotation
}

// EntitySet is an entity set or a singleton.
type EntitySet struct {
	Pos         diag.Position
	Name        string
	Type        string
	Singleton   bool
	Nullable    bool // of a singleton
	Hidden      bool // left out of the service document
	Bindings    []*Binding
	Annotations []*Annotation
}

// Binding says in which set the targets of a navigation property are.
type Binding struct {
	Pos          diag.Position
	Path, Target string
}

// Import makes an unbound action or function callable.
type Import struct {
	Pos         diag.Position
	Function    bool
	Name        string
	Operation   string // qualified name
	EntitySet   string
	Advertised  bool // stands in the service document
	Annotations []*Annotation
}
