package query

import (
	"math/rand/v2"
	"strings"

	"pgregory.net/rapid"
)

// random draws trees that the grammar has. It has a generator of its own, as those of
// rapid prefer small numbers, which here are the plain kinds of nodes.
type random struct {
	*rand.Rand
	depth int
	vars  []string
	inner bool // in nested options
}

func draw(t *rapid.T) *random {
	return &random{Rand: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))}
}

func (r *random) n(most int) int { return r.IntN(most + 1) }

func (r *random) bool() bool { return r.n(1) == 1 }

func pick[T any](r *random, list ...T) T { return list[r.n(len(list)-1)] }

// some draws one to three.
func some[T any](r *random, draw func() T) []T {
	var out []T
	for range 1 + r.n(2) {
		out = append(out, draw())
	}
	return out
}

func (r *random) name() string {
	return pick(r, "Name", "price", "ID", "_x", "Émile", "duration", "length", "asc", "with", "INFO", "eq", "Straße9")
}

func (r *random) typ() string { return pick(r, "M.T", "Sales.Model.Customer", "a.b") }

func (r *random) literal() Literal {
	switch kind := Kind(r.n(int(Geometry))); kind {
	case Null:
		return Literal{Kind: kind, Text: "null"}
	case Boolean:
		return Literal{Kind: kind, Text: pick(r, "true", "false")}
	case Enum:
		return Literal{Kind: kind, Type: r.typ(), Text: pick(r, "Yellow", "Solid,Yellow", "32", "A,-1")}
	case Geography, Geometry:
		return Literal{Kind: kind, Text: "SRID=" + pick(r, "0", "4326") + ";" + r.shape()}
	default:
		texts := map[Kind][]string{
			Integer: {"0", "5", "-5", "+7", "9223372036854775807", "123456789012345678901234567890"},
			Decimal: {"1.50", "-0.1", "1e5", "2.5E-3", "NaN", "INF", "-INF"},
			String:  {"", "O'Neil", "''", "a b", "100%", `x"y\z`, "née\n", "[{}]/?#&;"},
			GUID:    {"01234567-89ab-cdef-0123-456789abcdef", "ABCDEFAB-89ab-cdef-0123-456789abcdef"},
			Date:    {"2012-09-03", "-10000-04-01", "0000-01-01"}, TimeOfDay: {"10:15", "23:59:60", "00:00:00.123456789012"},
			DateTimeOffset: {"2012-09-03T13:52Z", "2012-09-03T23:59:59.5+01:00", "2012-09-03T23:59-08:00"},
			Duration:       {"P1D", "-PT1.5S", "P6DT23H59M59.9999S"}, Bytes: {"", "Zg==", "Zm9vYg", "Zm9vYmFy", "_-Aw"},
		}
		return Literal{Kind: kind, Text: pick(r, texts[kind]...)}
	}
}

func (r *random) shape() string {
	return pick(r, "Point(142.1 64.1)", "Point(1 2 -3 4e1)", "LineString(1 1,2 2)", "Polygon((1 1,2 2,1 1),(3 3,3 3))",
		"MultiPoint()", "MultiPoint((1 2),(3 4))", "MultiLineString((1 1,2 2))", "MultiPolygon(((1 1,2 2,1 1)))",
		"GeometryCollection(Point(1 2),GeometryCollection(MultiPoint()))")
}

func (r *random) expr() Expr {
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > 4 {
		return pick[func() Expr](r, func() Expr { return r.literal() }, func() Expr { return Path{Name{Name: r.name()}} })()
	}
	return pick[func() Expr](r,
		func() Expr { return r.literal() },
		func() Expr { return r.path() },
		func() Expr { return r.path() },
		func() Expr { return r.binary() },
		func() Expr { return r.binary() },
		func() Expr { return Not{X: r.expr()} },
		func() Expr { return Negate{X: r.expr()} },
		func() Expr { return r.call() },
		func() Expr {
			var x Expr
			if r.bool() {
				x = r.expr()
			}
			t := TypeName{Name: pick(r, "Edm.String", "M.T", "Customer"), Collection: r.bool()}
			if r.bool() {
				return Cast{X: x, Type: t}
			}
			return IsOf{X: x, Type: t}
		},
		func() Expr {
			return Case{Pairs: some(r, func() CasePair { return CasePair{r.expr(), r.expr()} })}
		},
		func() Expr { return Array{Items: r.exprs()} },
		func() Expr {
			var o Object
			for _, x := range r.exprs() {
				o.Members = append(o.Members, Member{Name: pick(r, "a", "@odata.type", `no "name"`, ""), Value: x})
			}
			return o
		},
	)()
}

func (r *random) exprs() []Expr {
	if r.n(3) == 0 {
		return nil
	}
	return some(r, r.expr)
}

func (r *random) binary() Expr {
	b := Binary{Op: Op(r.n(int(In))), X: r.expr()}
	switch {
	case b.Op == Has:
		b.Y = pick(r, Literal{Kind: String, Text: "Yellow"}, Literal{Kind: Enum, Type: "M.T", Text: "A,B"})
	case b.Op == In && r.bool():
		var l List
		for range r.n(3) {
			l.Items = append(l.Items, r.literal())
		}
		b.Y = l
	default:
		b.Y = r.expr()
	}
	return b
}

func (r *random) call() Expr {
	c := Call{Func: Func(r.n(int(FuncIsDefined)))}
	if c.Func == FuncIsDefined {
		c.Args = []Expr{append(Path{Word{Word: It}}, r.names()...)}
		return c
	}
	for range funcs[c.Func].min + r.n(funcs[c.Func].max-funcs[c.Func].min) {
		c.Args = append(c.Args, r.expr())
	}
	return c
}

func (r *random) path() Path {
	var path Path
	switch r.n(7) {
	case 0:
		path = Path{Word{Word: pick(r, It, This)}}
	case 1:
		path = pick(r, Path{Word{Word: Root}, Name{Name: r.name()}}, Path{Word{Word: These}, Count{}})
	case 2:
		path = Path{Alias{Name: r.name()}}
	case 3:
		path = Path{Annotation{Term: r.typ(), Qualifier: pick(r, "", "q")}}
	case 4:
		path = Path{Name{Name: r.typ()}, Name{Name: r.name()}}
	case 5:
		if len(r.vars) > 0 {
			path = Path{Var{Name: pick(r, r.vars...)}}
			break
		}
		path = Path{Name{Name: r.typ()}, Args{List: r.args()}}
	default:
		path = Path{Name{Name: r.name()}}
	}
	for r.depth < 4 && r.n(2) > 0 && !last(path) {
		switch path[len(path)-1].(type) {
		case Word, Var, Alias, Annotation, Key:
			path = append(path, Name{Name: r.name()})
		default:
			path = append(path, r.segments()...)
		}
	}
	return path
}

func (r *random) args() []Arg {
	var args []Arg
	for _, x := range r.exprs() {
		args = append(args, Arg{Name: r.name(), Value: x})
	}
	return args
}

func (r *random) key() Key {
	for {
		if l := r.literal(); l.Kind != Null && (l.Kind < Bytes || l.Kind == Enum) {
			return Key{Value: pick[Expr](r, l, Path{Alias{Name: "a"}})}
		}
	}
}

func (r *random) segments() Path {
	r.depth++
	defer func() { r.depth-- }()
	switch r.n(9) {
	case 0:
		return Path{Annotation{Term: pick(r, "t", "M.t"), Qualifier: pick(r, "", "q")}}
	case 1:
		return Path{Name{Name: r.typ()}, Name{Name: r.name()}}
	case 2:
		return Path{Name{Name: pick(r, "F", "M.F")}, Args{List: r.args()}}
	case 3:
		return Path{Name{Name: "Items"}, r.key()}
	case 4:
		return Path{Count{Options: r.options(countOptions)}}
	case 5:
		return Path{FilterBy{X: r.expr()}}
	case 6:
		return Path{Raw{Text: pick(r, "1", "2001", "0a-b")}}
	case 7:
		return Path{Aggregated{Item: r.aggregate(false)}}
	case 8:
		l := Lambda{All: r.bool()}
		if l.All || r.bool() {
			l.Var = "v" + strings.Repeat("v", len(r.vars))
			r.vars = append(r.vars, l.Var)
			l.X = r.expr()
			r.vars = r.vars[:len(r.vars)-1]
		}
		return Path{l}
	}
	return Path{Name{Name: r.name()}}
}

func (r *random) options(allowed optSet) Options {
	var out Options
	r.depth++
	before := r.inner
	r.inner = true
	for range r.n(2) {
		if o := r.option(); r.depth < 4 && allowedOption(o)&allowed != 0 {
			out = append(out, o)
		}
	}
	r.inner = before
	r.depth--
	return out
}

func allowedOption(o Option) optSet {
	name := NameOf(o)
	if name[0] == '@' {
		return optAlias
	}
	set, _ := optionOf(name)
	return set
}

func (r *random) option() Option {
	return pick[func() Option](r,
		func() Option { return Filter{X: r.expr()} },
		func() Option { return SearchBy{X: r.search()} },
		func() Option { return OrderBy{Items: some(r, r.order)} },
		func() Option { return Top{N: int64(r.n(10))} },
		func() Option { return Skip{N: int64(r.n(10))} },
		func() Option { return InlineCount{Count: r.bool()} },
		func() Option { return Select{Items: some(r, r.selected)} },
		func() Option { return Expand{Items: some(r, r.expanded)} },
		func() Option { return Compute{Items: some(r, r.computed)} },
		func() Option { return Apply{Steps: r.steps(false)} },
		func() Option { return Levels{N: int64(r.n(3))} },
		func() Option { return AliasValue{Name: "a", Value: r.expr()} },
		func() Option {
			name := pick(r, "$at", "$from", "$to", "$toInclusive")
			if r.bool() {
				return Temporal{Name: name, Bound: pick(r, "min", "max")}
			}
			return Temporal{Name: name, X: r.expr()}
		},
	)()
}

// topOption draws an option of a URL.
func (r *random) topOption() Option {
	switch r.n(5) {
	case 0:
		return Index{N: int64(r.n(6) - 3)}
	case 1:
		return pick(r, Opaque{Name: "$format", Value: "application/json;odata.metadata=full"}, Opaque{Name: "$skiptoken", Value: "a&b=c d"},
			Opaque{Name: "$id", Value: "http://host/a(1)?b#c"}, Opaque{Name: "custom name", Value: "a+b"}, Opaque{Name: "$schemaversion", Value: "*"})
	}
	for {
		if o := r.option(); allowedOption(o) != optLevels {
			return o
		}
	}
}

func (r *random) order() Order { return Order{r.expr(), r.bool()} }

func (r *random) computed() Computed { return Computed{r.expr(), Name{Name: r.name()}} }

func (r *random) selected() Item {
	switch r.n(4) {
	case 0:
		return Item{Path: Path{Word{Word: Star}}}
	case 1:
		return Item{Path: Path{Operations{Namespace: "M"}}}
	case 2:
		return Item{Path: Path{Name{Name: "M.F"}, Overload{Params: some(r, r.name)}}}
	}
	return Item{r.names(), r.options(selectOptions)}
}

func (r *random) names() Path {
	path := Path{Name{Name: r.name()}}
	if r.bool() {
		path = append(path, Name{Name: r.typ()}, Name{Name: r.name()})
	}
	return path
}

func (r *random) expanded() Item {
	item := Item{Path: r.names()}
	switch r.n(6) {
	case 0:
		return Item{Path: Path{Word{Word: Value}}}
	case 1:
		return Item{append(item.Path, Word{Word: Star}), pick(r, nil, Options{Levels{N: 2}})}
	case 2:
		return Item{append(item.Path, Word{Word: Star}, Word{Word: Ref}), nil}
	case 3:
		return Item{append(item.Path, Word{Word: Ref}), r.options(refOptions)}
	case 4:
		return Item{append(item.Path, Count{}), r.options(countOptions)}
	case 5:
		item.Path = append(item.Path, Annotation{Term: "M.t"})
	}
	item.Options = r.options(expandOptions)
	return item
}

func (r *random) search() Search {
	if r.n(5) == 0 {
		return SearchText{Text: pick(r, "a", `"gr(een`, "it's", "")}
	}
	return r.searchExpr()
}

func (r *random) searchExpr() Search {
	r.depth++
	defer func() { r.depth-- }()
	if r.depth < 6 {
		switch r.n(4) {
		case 0:
			return SearchAnd{r.searchExpr(), r.searchExpr()}
		case 1:
			return SearchOr{r.searchExpr(), r.searchExpr()}
		case 2:
			return SearchNot{X: r.searchExpr()}
		}
	}
	words := []string{"blue", "AND", "OR", "NOT", "NOTE", "ORDER", "Daniel's", "$search", "08/15", "Δ"}
	if !r.inner {
		words = append(words, "a;b")
	}
	return pick[Search](r, SearchWord{Text: pick(r, words...)}, SearchPhrase{Text: pick(r, "a b", "x;)", "AND")})
}

func (r *random) aggregate(alias bool) AggregateItem {
	r.depth++
	defer func() { r.depth-- }()
	var item AggregateItem
	method := func() Name { return Name{Name: pick(r, "sum", "countdistinct", "Custom.concat")} }
	from := func() AggregateFrom { return AggregateFrom{some(r, r.names), method()} }
	switch r.n(3) {
	case 0:
		item.X = Path{Count{}}
	case 1:
		item.X = Path{Name{Name: "Sales"}, Count{}}
	case 2:
		item.X = r.names()
		if r.bool() {
			item.From = some(r, func() AggregateFrom { return AggregateFrom{By: some(r, r.names)} })
		}
		if !alias || item.From == nil && r.bool() {
			return item
		}
	default:
		item.X, item.With = r.expr(), method()
		if r.n(3) == 0 {
			item.X, item.With = Path{Name{Name: r.typ()}}, Name{Name: pick(r, "countdistinct", "Custom.concat")}
		}
	}
	if r.bool() && item.From == nil {
		item.From = some(r, from)
	}
	if alias {
		item.As = Name{Name: r.name()}
	}
	return item
}

func (r *random) hierarchy() Hierarchy {
	return Hierarchy{Path{Word{Word: Root}, Name{Name: "Orgs"}}, Name{Name: "Q"}, r.names()}
}

func (r *random) steps(preserving bool) []Step {
	r.depth++
	defer func() { r.depth-- }()
	return some(r, func() Step { return r.step(preserving) })
}

func (r *random) step(preserving bool) Step {
	if r.depth > 3 {
		return pick[Step](r, Identity{}, Top{N: 1}, Skip{N: 0}, Custom{Name: "M.F"})
	}
	as := func() Name { return Name{Name: r.name()} }
	steps := func() []Step {
		if r.bool() {
			return nil
		}
		return r.steps(false)
	}
	keeping := []func() Step{
		func() Step { return Identity{} },
		func() Step { return Filter{X: r.expr()} },
		func() Step { return OrderBy{Items: some(r, r.order)} },
		func() Step { return SearchBy{X: r.search()} },
		func() Step {
			return Ranked{Method: pick(r, "topcount", "bottompercent", "topsum"), N: r.expr(), By: r.expr()}
		},
		func() Step { return Custom{Name: "Custom.fn", Args: r.args()} },
		func() Step {
			return Related{Descendants: r.bool(), Hierarchy: r.hierarchy(), Steps: r.steps(true), Distance: int64(r.n(2)), KeepStart: r.bool()}
		},
		func() Step {
			tr := Traverse{Hierarchy: r.hierarchy(), PostOrder: r.bool()}
			if r.bool() {
				tr.Steps = r.steps(true)
			}
			if r.bool() { // a function would be a step
				tr.OrderBy = []Order{{Path{Name{Name: r.name()}}, r.bool()}}
			}
			return tr
		},
	}
	changing := []func() Step{
		func() Step { return Aggregate{Items: some(r, func() AggregateItem { return r.aggregate(true) })} },
		func() Step { return Compute{Items: some(r, r.computed)} },
		func() Step { return Concat{Branches: [][]Step{r.steps(false), r.steps(false)}} },
		func() Step {
			return GroupBy{By: some(r, func() Grouping {
				return pick[func() Grouping](r,
					func() Grouping { return r.names() },
					func() Grouping { return Rollup{Levels: []Path{{Name{Name: "H"}}}} },
					func() Grouping { return Rollup{Levels: []Path{r.names(), r.names()}} },
					func() Grouping { return RollupRecursive{Hierarchy: r.hierarchy(), Steps: r.steps(true)} },
				)()
			}), Steps: steps()}
		},
		func() Step {
			return Join{Outer: r.bool(), Path: pick(r, Path{Name{Name: "Sales"}}, Path{Name{Name: "Sales"}, Name{Name: "M.T"}}, Path{Annotation{Term: "M.t"}}), As: as(), Steps: steps()}
		},
		func() Step {
			n := Nest{Items: some(r, func() Nested { return Nested{r.steps(false), as()} })}
			if r.bool() {
				n.Path = r.names()
			}
			return n
		},
	}
	if preserving {
		return pick(r, keeping...)()
	}
	return pick(r, append(keeping, changing...)...)()
}

// uri draws a URL.
func (r *random) uri() URI {
	var u URI
	switch r.n(6) {
	case 0:
		u.Path = pick(r, Path{Word{Word: All}}, Path{Word{Word: All}, Name{Name: "M.T"}}, Path{CrossJoin{Sets: []Name{{Name: "A"}, {Name: "B"}}}})
	case 1:
		return URI{Path: Path{Word{Word: Entity}}, Options: Options{Opaque{Name: "$id", Value: "A(1)"}}}
	case 2:
		return URI{Path: Path{Word{Word: Metadata}}, Context: r.context()}
	default:
		u.Path = Path{Name{Name: r.name()}}
		for range r.n(3) {
			u.Path = append(u.Path, r.resource()...)
		}
		u.Path = append(u.Path, pick(r, Path{}, Path{Count{}}, Path{Word{Word: Ref}}, Path{Word{Word: Value}}, Path{Word{Word: Query}}, Path{Word{Word: Each}, Name{Name: "M.A"}})...)
	}
	for range r.n(2) {
		u.Options = append(u.Options, r.topOption())
	}
	return u
}

func (r *random) resource() Path {
	return pick[func() Path](r,
		func() Path { return Path{Name{Name: pick(r, r.name(), r.typ())}} },
		func() Path { return Path{Name{Name: "Items"}, r.key()} },
		func() Path {
			return Path{Name{Name: "M.F"}, Args{List: []Arg{{Name: "a", Value: r.literal()}, {Name: "b", Value: Path{Alias{Name: "b"}}}}}}
		},
		func() Path { return Path{FilterBy{X: r.expr()}} },
		func() Path {
			return Path{Raw{Text: pick(r, "1", "-1", "O'Neil", "a/b", "$value", "x y(", "%41", "é@x.de")}}
		},
	)()
}

func (r *random) context() *Context {
	c := &Context{}
	switch r.n(2) {
	case 0:
		c.Type = TypeName{Name: pick(r, Ref, "Edm.String"), Collection: r.bool()}
	default:
		c.Path = Path{Name{Name: "Customers"}}
		if r.bool() {
			key := r.key()
			if _, ok := key.Value.(Path); ok { // (@a) would be selected
				key.Value = Literal{Kind: Integer, Text: "1"}
			}
			c.Path = append(c.Path, key, Name{Name: "Orders"})
		}
		c.Suffix = pick(r, "", "$entity", "$delta")
	}
	if c.Path != nil && r.bool() {
		c.Select = r.contextSelect()
	}
	return c
}

func (r *random) contextSelect() *ContextSelect {
	r.depth++
	defer func() { r.depth-- }()
	s := &ContextSelect{}
	if r.depth > 3 {
		return s
	}
	s.Items = some(r, func() ContextItem {
		switch r.n(3) {
		case 0:
			return ContextItem{Path: pick(r, Path{Word{Word: Star}}, Path{Operations{Namespace: "M"}}, Path{Annotation{Term: "M.t", Qualifier: "q"}})}
		case 1:
			return ContextItem{Path: r.names()}
		}
		return ContextItem{r.names(), r.bool(), r.contextSelect()}
	})
	return s
}
