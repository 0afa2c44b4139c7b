package query

// Path is a path to a value, an entity or a resource: of an expression (rules
// firstMemberExpr and rootExpr), of an item of $select, $expand or $apply, or of a URL
// (rule resourcePath). Segments have "/" between them but for Key, Args and Overload,
// which belong to what stands before.
type Path []Segment

// Segment is a part of a Path: a Name, Var, Word, Alias, Annotation, Key, Args, Overload,
// Operations, Count, FilterBy, Lambda, Aggregated, Raw or CrossJoin.
type Segment interface {
	Node
	segment()
}

// Name is a name of the model, with its namespace when there are points in it: a
// property, an entity set, a type to cast to, an operation.
type Name struct {
	Pos  Pos
	Name string
}

// Var is the variable of a Lambda around (rule lambdaVariableExpr).
type Var struct {
	Pos  Pos
	Name string
}

// Word is a word of the language.
type Word struct {
	Pos  Pos
	Word string // one of the constants below
}

// The words that can be segments.
const (
	It       = "$it"       // the instance that the resource path leads to
	This     = "$this"     // the instance that the option is evaluated on
	These    = "$these"    // the collection of it (Data Aggregation, 3)
	Root     = "$root"     // the service
	Star     = "*"         // all properties, in $select and $expand
	Ref      = "$ref"      // references instead of entities
	Value    = "$value"    // the raw value, or the media stream
	Each     = "$each"     // each member of a collection
	Query    = "$query"    // the query is in the body
	All      = "$all"      // all entities
	Batch    = "$batch"    // a batch request
	Entity   = "$entity"   // the entity that $id names
	Metadata = "$metadata" // the description of the service
)

// Alias is a parameter alias (rule parameterAlias), without the "@". An annotation
// without namespace at the start of a path looks the same.
type Alias struct {
	Pos  Pos
	Name string
}

// Annotation is the value of an annotation (rule annotationInQuery).
type Annotation struct {
	Pos       Pos
	Term      string
	Qualifier string
}

// Key is a key without name after a Name (rule simpleKey). Value is a Literal or a Path
// of an Alias.
type Key struct {
	Pos   Pos
	Value Expr
}

// Args are what stands by name in parentheses after a Name: the parameters of a function
// (rule functionExprParameters) or a key (rule compoundKey).
type Args struct {
	Pos  Pos
	List []Arg
}

// Arg is one of Args.
type Arg struct {
	Pos   Pos
	Name  string
	Value Expr
}

// Overload are the names of the parameters that tell which overload of a function is
// selected (rule parameterNames).
type Overload struct {
	Pos    Pos
	Params []string
}

// Operations are all operations of a namespace, in $select (rule allOperationsInSchema).
type Operations struct {
	Pos       Pos
	Namespace string
}

// Count is the number of members of a collection (rule count). Options are Filter and
// SearchBy.
type Count struct {
	Pos     Pos
	Options Options
}

// FilterBy are the members of a collection for which a condition holds (rules
// filterInPath and filterExpr).
type FilterBy struct {
	Pos Pos
	X   Expr
}

// Lambda is whether a condition holds for any or all members of a collection (rules
// anyExpr and allExpr). Any without a condition has neither Var nor X.
type Lambda struct {
	Pos Pos
	All bool
	Var string
	X   Expr
}

// Aggregated is the aggregate of a collection (Data Aggregation, rule
// aggregateFunctionExpr). Its Item has no alias.
type Aggregated struct {
	Pos  Pos
	Item AggregateItem
}

// Raw is a segment that is no name: a key as segment (rule keyPathLiteral) or an index
// (rule ordinalIndex).
type Raw struct {
	Pos  Pos
	Text string
}

// CrossJoin is the cross join of entity sets (rule crossjoin).
type CrossJoin struct {
	Pos  Pos
	Sets []Name
}

func (Name) node()       {}
func (Var) node()        {}
func (Word) node()       {}
func (Alias) node()      {}
func (Annotation) node() {}
func (Key) node()        {}
func (Args) node()       {}
func (Overload) node()   {}
func (Operations) node() {}
func (Count) node()      {}
func (FilterBy) node()   {}
func (Lambda) node()     {}
func (Aggregated) node() {}
func (Raw) node()        {}
func (CrossJoin) node()  {}

func (Name) segment()       {}
func (Var) segment()        {}
func (Word) segment()       {}
func (Alias) segment()      {}
func (Annotation) segment() {}
func (Key) segment()        {}
func (Args) segment()       {}
func (Overload) segment()   {}
func (Operations) segment() {}
func (Count) segment()      {}
func (FilterBy) segment()   {}
func (Lambda) segment()     {}
func (Aggregated) segment() {}
func (Raw) segment()        {}
func (CrossJoin) segment()  {}
