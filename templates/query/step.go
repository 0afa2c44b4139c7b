package query

// Step is a transformation of $apply (Data Aggregation, rule applyTrafo): an Aggregate,
// GroupBy, Concat, Identity, Ranked, Join, Nest, Related, Traverse or Custom, or one of
// Filter, OrderBy, SearchBy, Compute, Top and Skip.
type Step interface {
	Node
	step()
}

// Aggregate is aggregate(...).
type Aggregate struct {
	Pos   Pos
	Items []AggregateItem
}

// AggregateItem is one of Aggregate (rule aggregateExpr). Without With, X is a path to a
// custom aggregate or ends in a Count.
type AggregateItem struct {
	X    Expr
	With Name // sum, min, max, average, countdistinct or a qualified name
	From []AggregateFrom
	As   Name
}

// AggregateFrom is a from of AggregateItem: the grouping properties, and how their values
// are aggregated.
type AggregateFrom struct {
	By   []Path
	With Name
}

// GroupBy is groupby(...).
type GroupBy struct {
	Pos   Pos
	By    []Grouping
	Steps []Step
}

// Grouping is one of GroupBy: a Path, Rollup or RollupRecursive.
type Grouping interface {
	Node
	grouping()
}

// Rollup is rollup(...): the paths of its levels, or one that is the name of a leveled
// hierarchy.
type Rollup struct {
	Pos    Pos
	Levels []Path
}

// RollupRecursive is rolluprecursive(...).
type RollupRecursive struct {
	Pos       Pos
	Hierarchy Hierarchy
	Steps     []Step
}

// Hierarchy names a recursive hierarchy (rule recHierReference).
type Hierarchy struct {
	Nodes     Path // starts with Root
	Qualifier Name
	Property  Path
}

// Concat is concat(...).
type Concat struct {
	Pos      Pos
	Branches [][]Step
}

// Identity is identity.
type Identity struct{ Pos Pos }

// Ranked is topcount, topsum, toppercent, bottomcount, bottomsum or bottompercent.
type Ranked struct {
	Pos    Pos
	Method string
	N, By  Expr
}

// Join is join(...) or outerjoin(...).
type Join struct {
	Pos   Pos
	Outer bool
	Path  Path
	As    Name
	Steps []Step
}

// Nest is nest(...), or addnested(...) with a Path.
type Nest struct {
	Pos   Pos
	Path  Path
	Items []Nested
}

// Nested is one of Nest.
type Nested struct {
	Steps []Step
	As    Name
}

// Related is ancestors(...) or descendants(...).
type Related struct {
	Pos         Pos
	Descendants bool
	Hierarchy   Hierarchy
	Steps       []Step
	Distance    int64 // 0 for any
	KeepStart   bool
}

// Traverse is traverse(...).
type Traverse struct {
	Pos       Pos
	Hierarchy Hierarchy
	PostOrder bool
	Steps     []Step
	OrderBy   []Order
}

// Custom is a function of the service (rule customFunction).
type Custom struct {
	Pos  Pos
	Name string
	Args []Arg
}

func (Aggregate) node()       {}
func (GroupBy) node()         {}
func (Rollup) node()          {}
func (RollupRecursive) node() {}
func (Concat) node()          {}
func (Identity) node()        {}
func (Ranked) node()          {}
func (Join) node()            {}
func (Nest) node()            {}
func (Related) node()         {}
func (Traverse) node()        {}
func (Custom) node()          {}

func (Aggregate) step() {}
func (GroupBy) step()   {}
func (Concat) step()    {}
func (Identity) step()  {}
func (Ranked) step()    {}
func (Join) step()      {}
func (Nest) step()      {}
func (Related) step()   {}
func (Traverse) step()  {}
func (Custom) step()    {}
func (Filter) step()    {}
func (OrderBy) step()   {}
func (SearchBy) step()  {}
func (Compute) step()   {}
func (Top) step()       {}
func (Skip) step()      {}

func (Path) grouping()            {}
func (Rollup) grouping()          {}
func (RollupRecursive) grouping() {}
