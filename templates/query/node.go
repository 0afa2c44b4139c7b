package query

// Node is a part of a query: an Expr, a Segment, an Option, a Step, a Search or what
// these are made of.
type Node interface{ node() }

// Expr is an expression (rule commonExpr): a Literal, Path, Not, Negate, Binary, Call,
// Cast, IsOf, Case, List, Array or Object.
type Expr interface {
	Node
	expr()
}

// Pos is where a node starts: the number of bytes before it in the text that was parsed.
// In trees that a program builds it is 0.
type Pos int32

// Kind is what the text of a literal shows of its type. A String can also stand for an
// enumeration or a duration without prefix, and an Integer for a number of any type.
type Kind uint8

// The kinds of literals.
const (
	Null Kind = iota
	Boolean
	Integer // digits, with or without sign
	Decimal // a number with a point or an exponent, NaN, INF or -INF
	String
	GUID
	Date
	TimeOfDay
	DateTimeOffset
	Duration
	Bytes // base64url
	Enum
	Geography
	Geometry
)

// Literal is a value (rule primitiveLiteral).
type Literal struct {
	Pos  Pos
	Kind Kind
	Type string // the qualified name of the type of an Enum
	Text string // without prefix and quotes; numbers have the digits that were written
}

// Not is the negation of a condition (rule notExpr).
type Not struct {
	Pos Pos
	X   Expr
}

// Negate is a number with the other sign (rule negateExpr).
type Negate struct {
	Pos Pos
	X   Expr
}

// Op is an operator with two operands.
type Op uint8

// The operators (URL Conventions, 5.1.1.1 and 5.1.1.2).
const (
	Or Op = iota
	And
	Eq
	Ne
	Gt
	Ge
	Lt
	Le
	Add
	Sub
	Mul
	Div
	DivBy
	Mod
	Has
	In
)

var ops = [...]struct {
	name string
	prec int // the higher binds closer (URL Conventions, 5.1.1.17)
}{
	Or: {"or", 1}, And: {"and", 2}, Eq: {"eq", 3}, Ne: {"ne", 3},
	Gt: {"gt", 4}, Ge: {"ge", 4}, Lt: {"lt", 4}, Le: {"le", 4},
	Add: {"add", 5}, Sub: {"sub", 5},
	Mul: {"mul", 6}, Div: {"div", 6}, DivBy: {"divby", 6}, Mod: {"mod", 6},
	Has: {"has", precMember}, In: {"in", precMember},
}

const (
	precUnary   = 7
	precMember  = 8
	precPrimary = 9
)

// String returns the operator as it is written.
func (o Op) String() string { return ops[o].name }

// Binary is an operator between two operands. Y of Has is a Literal; of In it can be a
// List.
type Binary struct {
	Pos  Pos // of the operator
	Op   Op
	X, Y Expr
}

// Call is a call of a function that the standard defines (rule methodCallExpr). Calls of
// a model's functions are paths.
type Call struct {
	Pos  Pos
	Func Func
	Args []Expr
}

// Cast is X as another type (rule castExpr). X is nil for the current instance.
type Cast struct {
	Pos  Pos
	X    Expr
	Type TypeName
}

// IsOf is whether X has a type (rule isofExpr). X is nil for the current instance.
type IsOf struct {
	Pos  Pos
	X    Expr
	Type TypeName
}

// TypeName is the name of a type, qualified or not, and whether it is a collection of it
// (rule optionallyQualifiedTypeName).
type TypeName struct {
	Pos        Pos
	Name       string
	Collection bool
}

// Case is the value of the first pair whose condition is true (rule caseMethodCallExpr).
type Case struct {
	Pos   Pos
	Pairs []CasePair
}

// CasePair is a condition and the value to take then.
type CasePair struct{ If, Then Expr }

// List is what stands in parentheses after "in" (rule listExpr).
type List struct {
	Pos   Pos
	Items []Literal
}

// Array is a JSON array of expressions (rule array). A string of JSON is a Literal.
type Array struct {
	Pos   Pos
	Items []Expr
}

// Object is a JSON object of expressions (rule object).
type Object struct {
	Pos     Pos
	Members []Member
}

// Member is a member of an Object.
type Member struct {
	Pos   Pos
	Name  string
	Value Expr
}

func (Literal) node() {}
func (Path) node()    {}
func (Not) node()     {}
func (Negate) node()  {}
func (Binary) node()  {}
func (Call) node()    {}
func (Cast) node()    {}
func (IsOf) node()    {}
func (Case) node()    {}
func (List) node()    {}
func (Array) node()   {}
func (Object) node()  {}

func (Literal) expr() {}
func (Path) expr()    {}
func (Not) expr()     {}
func (Negate) expr()  {}
func (Binary) expr()  {}
func (Call) expr()    {}
func (Cast) expr()    {}
func (IsOf) expr()    {}
func (Case) expr()    {}
func (List) expr()    {}
func (Array) expr()   {}
func (Object) expr()  {}
