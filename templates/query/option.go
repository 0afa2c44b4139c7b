package query

// Options are query options in their order: of a URL, of an item of $select or $expand,
// or of a Count. The grammar lets an option come twice; the protocol does not (Protocol
// 4.01, 11.2.1), and Twice tells.
type Options []Option

// Option is a query option: a Filter, OrderBy, Select, Expand, Compute, SearchBy, Apply,
// Top, Skip, InlineCount, Levels, Index, Temporal, AliasValue or Opaque.
type Option interface {
	Node
	option()
}

// Find returns the first option of a type.
func Find[T Option](o Options) (option T, ok bool) {
	for _, x := range o {
		if x, ok := x.(T); ok {
			return x, true
		}
	}
	return option, false
}

// Twice returns the first option whose name came before; nil when there is none. Custom
// options may repeat.
func (o Options) Twice() Option {
	seen := map[string]bool{}
	for _, x := range o {
		name := NameOf(x)
		if seen[name] {
			return x
		}
		seen[name] = name[0] == '$' || name[0] == '@'
	}
	return nil
}

// Filter is $filter, and a Step.
type Filter struct {
	Pos Pos
	X   Expr
}

// OrderBy is $orderby, and a Step.
type OrderBy struct {
	Pos   Pos
	Items []Order
}

// Order is an item of OrderBy (rule orderbyItem).
type Order struct {
	X    Expr
	Desc bool
}

// Select is $select.
type Select struct {
	Pos   Pos
	Items []Item
}

// Expand is $expand.
type Expand struct {
	Pos   Pos
	Items []Item
}

// Item is an item of Select or Expand (rules selectItem and expandItem).
type Item struct {
	Path    Path
	Options Options
}

// Compute is $compute, and a Step.
type Compute struct {
	Pos   Pos
	Items []Computed
}

// Computed is an item of Compute (rules computeItem and computeExpr).
type Computed struct {
	X  Expr
	As Name
}

// SearchBy is $search, and a Step.
type SearchBy struct {
	Pos Pos
	X   Search
}

// Apply is $apply.
type Apply struct {
	Pos   Pos
	Steps []Step
}

// Top is $top, and a Step.
type Top struct {
	Pos Pos
	N   int64
}

// Skip is $skip, and a Step.
type Skip struct {
	Pos Pos
	N   int64
}

// InlineCount is $count.
type InlineCount struct {
	Pos   Pos
	Count bool
}

// Levels is $levels.
type Levels struct {
	Pos Pos
	N   int64 // 0 for max
}

// Index is $index.
type Index struct {
	Pos Pos
	N   int64 // negative from the end
}

// Temporal is $at, $from, $to or $toInclusive (Temporal Data 4.0).
type Temporal struct {
	Pos   Pos
	Name  string
	Bound string // min, max, or empty
	X     Expr   // nil with a Bound
}

// AliasValue is the value of a parameter alias (rule aliasAndValue).
type AliasValue struct {
	Pos   Pos
	Name  string // without the "@"
	Value Expr
}

// Opaque is an option whose value is text to the language: $format, $schemaversion,
// $skiptoken, $deltatoken, $id, and custom options, whose names have no "$".
type Opaque struct {
	Pos   Pos
	Name  string
	Value string
}

func (Options) node()     {}
func (Filter) node()      {}
func (OrderBy) node()     {}
func (Select) node()      {}
func (Expand) node()      {}
func (Compute) node()     {}
func (SearchBy) node()    {}
func (Apply) node()       {}
func (Top) node()         {}
func (Skip) node()        {}
func (InlineCount) node() {}
func (Levels) node()      {}
func (Index) node()       {}
func (Temporal) node()    {}
func (AliasValue) node()  {}
func (Opaque) node()      {}

func (Filter) option()      {}
func (OrderBy) option()     {}
func (Select) option()      {}
func (Expand) option()      {}
func (Compute) option()     {}
func (SearchBy) option()    {}
func (Apply) option()       {}
func (Top) option()         {}
func (Skip) option()        {}
func (InlineCount) option() {}
func (Levels) option()      {}
func (Index) option()       {}
func (Temporal) option()    {}
func (AliasValue) option()  {}
func (Opaque) option()      {}

// Search is an expression of $search: a SearchWord, SearchPhrase, SearchText, SearchNot,
// SearchAnd or SearchOr.
type Search interface {
	Node
	search()
}

// SearchWord is a word to look for (rule searchWord).
type SearchWord struct {
	Pos  Pos
	Text string
}

// SearchPhrase is text in double quotes (rule searchPhrase).
type SearchPhrase struct {
	Pos  Pos
	Text string
}

// SearchText is text in single quotes, which a service may take apart as it likes (rule
// searchExpr-incomplete).
type SearchText struct {
	Pos  Pos
	Text string
}

// SearchNot asks for what does not match X.
type SearchNot struct {
	Pos Pos
	X   Search
}

// SearchAnd asks for what matches X and Y.
type SearchAnd struct{ X, Y Search }

// SearchOr asks for what matches X or Y.
type SearchOr struct{ X, Y Search }

func (SearchWord) node()   {}
func (SearchPhrase) node() {}
func (SearchText) node()   {}
func (SearchNot) node()    {}
func (SearchAnd) node()    {}
func (SearchOr) node()     {}

func (SearchWord) search()   {}
func (SearchPhrase) search() {}
func (SearchText) search()   {}
func (SearchNot) search()    {}
func (SearchAnd) search()    {}
func (SearchOr) search()     {}
