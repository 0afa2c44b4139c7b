package csdl

import "github.com/seed-349153d7/odagen/generator/internal/diag"

// Annotations are annotations of a model element that stands elsewhere.
type Annotations struct {
	Pos         diag.Position
	Target      string
	Qualifier   string
	Annotations []*Annotation
}

// Annotation gives a term a value (CSDL 4.01, 14.2). A nil Value stands for the
// default of the term.
type Annotation struct {
	Pos         diag.Position
	Term        string
	Qualifier   string
	Value       Expression
	Annotations []*Annotation
}

// Expression is the value of an annotation: a Constant, *Collection, *Record,
// Path, *Operator, *TypeTest, *Labeled or LabelRef.
type Expression interface{ isExpression() }

type (
	// Constant is a value. Kind is the name that CSDL XML gives it, "String",
	// "Bool", "EnumMember", "Null"; JSON cannot tell all of them from "String".
	// Type is the enumeration of an "EnumMember", where the document names it.
	Constant struct{ Kind, Text, Type string }

	// Collection is a list of values.
	Collection struct{ Items []Expression }

	// Record is a structured value.
	Record struct {
		Type        string
		Values      []*PropertyValue
		Annotations []*Annotation
	}

	// PropertyValue is a member of a Record. A nil Value stands for the default.
	PropertyValue struct {
		Pos         diag.Position
		Property    string
		Value       Expression
		Annotations []*Annotation
	}

	// Path leads to a value or a model element. Kind is "Path" for the value
	// there, or the name of the kind of element: "PropertyPath",
	// "NavigationPropertyPath", "AnnotationPath", "ModelElementPath".
	Path struct{ Kind, Text string }

	// Operator combines values. Name is that of CSDL XML: "And", "If", "UrlRef";
	// Function is what an "Apply" calls. A "Null" here has annotations.
	Operator struct {
		Name, Function string
		Args           []Expression
		Annotations    []*Annotation
	}

	// TypeTest is a "Cast" or an "IsOf".
	TypeTest struct {
		Name        string
		Type        TypeRef
		Value       Expression
		Annotations []*Annotation
	}

	// Labeled gives a value a name.
	Labeled struct {
		Name        string
		Value       Expression
		Annotations []*Annotation
	}

	// LabelRef is the value that has a name.
	LabelRef struct{ Name string }
)

// null returns the value null: an Operator where it has annotations, which a
// Constant cannot have.
func null(notes []*Annotation) Expression {
	if len(notes) > 0 {
		return &Operator{Name: "Null", Annotations: notes}
	}
	return Constant{Kind: "Null"}
}

func (Constant) isExpression()    {}
func (*Collection) isExpression() {}
func (*Record) isExpression()     {}
func (Path) isExpression()        {}
func (*Operator) isExpression()   {}
func (*TypeTest) isExpression()   {}
func (*Labeled) isExpression()    {}
func (LabelRef) isExpression()    {}
