package query

import "strings"

// Apply reads the value of $apply.
func (l Parser) Apply(text string) ([]Step, error) {
	return run(l, text, func(p *parser) []Step { return p.steps(anyStep) })
}

// What steps can be: all, or those that leave instances as they are (rules applyTrafo
// and preservingTrafo).
const (
	anyStep        = false
	preservingStep = true
)

// steps reads transformations with "/" between (rule applyExpr).
func (p *parser) steps(preserving bool) []Step {
	p.enter()
	steps := []Step{p.step(preserving)}
	for p.take("/") {
		steps = append(steps, p.step(preserving))
	}
	p.leave()
	return steps
}

// step reads a transformation.
func (p *parser) step(preserving bool) Step {
	at := p.at()
	n := p.qualified("a transformation")
	if isQualified(n.Name) {
		return Custom{at, n.Name, p.args().List}
	}
	if n.Name == "identity" {
		return Identity{at}
	}
	if !isKeeping(n.Name) && (preserving || !isChanging(n.Name)) {
		p.pos = p.index(at)
		p.want("a transformation that can be here")
	}
	p.open()
	s := p.stepOf(n)
	p.close()
	return s
}

// isKeeping reports whether name is a transformation that a preserving sequence can have.
func isKeeping(name string) bool {
	switch name {
	case "bottomcount", "bottompercent", "bottomsum", "topcount", "toppercent", "topsum",
		"ancestors", "descendants", "traverse", "filter", "orderby", "search", "skip", "top":
		return true
	}
	return false
}

// isChanging reports whether name is one of the other transformations.
func isChanging(name string) bool {
	switch name {
	case "aggregate", "compute", "concat", "groupby", "join", "outerjoin", "nest", "addnested":
		return true
	}
	return false
}

// stepOf reads what is in the parentheses of a transformation.
func (p *parser) stepOf(n Name) Step {
	switch n.Name {
	case "aggregate":
		return Aggregate{n.Pos, separated(p, func() AggregateItem { return p.aggregateItem(true) })}
	case "compute":
		return Compute{n.Pos, separated(p, p.computed)}
	case "concat":
		c := Concat{n.Pos, [][]Step{p.steps(anyStep)}}
		p.expectComma()
		c.Branches = append(c.Branches, separated(p, func() []Step { return p.steps(anyStep) })...)
		return c
	case "groupby":
		return p.groupBy(n)
	case "join", "outerjoin":
		return p.join(n)
	case "nest", "addnested":
		return p.nest(n)
	case "ancestors", "descendants":
		return p.related(n)
	case "traverse":
		return p.traverse(n)
	case "filter":
		return Filter{n.Pos, p.expr()}
	case "orderby":
		return OrderBy{n.Pos, separated(p, p.order)}
	case "search":
		return SearchBy{n.Pos, p.search()}
	case "skip":
		return Skip{n.Pos, p.number()}
	case "top":
		return Top{n.Pos, p.number()}
	}
	r := Ranked{Pos: n.Pos, Method: n.Name, N: p.expr()}
	p.expectComma()
	r.By = p.expr()
	return r
}

// aggregateItem reads an item of aggregate (rules aggregateExpr and
// aggregateFunctionExpr, which has no alias).
func (p *parser) aggregateItem(alias bool) AggregateItem {
	var item AggregateItem
	start := p.pos
	if p.peek() == '$' && p.identEnd(p.pos+1) == p.pos+6 && p.take("$count") {
		item.X = Path{Count{Pos: Pos(start)}}
	} else {
		if p.typeAlone() {
			p.alone = start
		}
		item.X = p.expr()
		p.alone = -1
	}
	path, _ := item.X.(Path)
	_, counted := Segment(nil), false
	if len(path) > 0 {
		_, counted = path[len(path)-1].(Count)
	}
	if len(path) != 1 || !counted {
		item.With = p.with()
	}
	if n, ok := path.lone(); ok && isQualified(n.Name) && item.With.Name != "countdistinct" && !isQualified(item.With.Name) {
		p.want("a property of the type, countdistinct, or a method with its namespace")
	}
	custom := item.With.Name == "" && !counted
	if custom && !isCustom(path) || item.With.Name == "" && counted && !isNames(path[:len(path)-1]) {
		p.want(`" with " and a method`)
	}
	for p.keyword("from") {
		from := AggregateFrom{By: separated(p, p.property), With: p.with()}
		if from.With.Name == "" && !custom {
			p.want(`" with " and a method`)
		}
		item.From = append(item.From, from)
	}
	if !alias {
		return item
	}
	if i := p.afterSpaces(p.pos); custom && item.From == nil && (p.byteAt(i) == ',' || p.byteAt(i) == ')') {
		return item
	}
	item.As = p.as()
	return item
}

// lone returns the Name that is all of a path.
func (path Path) lone() (n Name, ok bool) {
	if len(path) == 1 {
		n, ok = path[0].(Name)
	}
	return n, ok
}

// typeAlone reports whether a type is next and all of the path to aggregate, or all before
// a $count.
func (p *parser) typeAlone() bool {
	end := p.qualifiedEnd(p.pos)
	i := p.afterSpaces(end)
	return strings.HasPrefix(p.text[end:], "/$count") || i > end && p.text[i:p.identEnd(i)] == "with"
}

// isCustom reports whether a path can lead to a custom aggregate (rule aggregateCustom).
func isCustom(path Path) bool {
	if path == nil || !isNames(path) {
		return false
	}
	return !isQualified(path[len(path)-1].(Name).Name)
}

func isNames(path Path) bool {
	for _, s := range path {
		if _, ok := s.(Name); !ok {
			return false
		}
	}
	return true
}

// with reads a method when there is one (rule aggregateWith).
func (p *parser) with() Name {
	if !p.keyword("with") {
		return Name{}
	}
	n := p.qualified("a method")
	switch n.Name {
	case "sum", "min", "max", "average", "countdistinct":
	default:
		if !isQualified(n.Name) {
			p.wantAt(p.index(n.Pos), "sum, min, max, average, countdistinct or a method with its namespace")
		}
	}
	return n
}

// property reads a path of names that does not end in a type (rule groupingProperty).
func (p *parser) property() Path {
	path := p.names()
	if n := path[len(path)-1].(Name); isQualified(n.Name) {
		p.want(`"/" after the type ` + excerpt(n.Name))
	}
	return path
}

// names reads names with "/" between, and no type after a type.
func (p *parser) names() Path {
	path := Path{p.qualified("a property")}
	for p.take("/") {
		path = append(path, p.qualified("a property"))
	}
	p.checkTypes(path, p.alone)
	return path
}

// groupBy reads what is in groupby(...).
func (p *parser) groupBy(n Name) GroupBy {
	g := GroupBy{Pos: n.Pos}
	p.open()
	g.By = separated(p, p.grouping)
	p.close()
	if p.comma() {
		g.Steps = p.steps(anyStep)
	}
	return g
}

func (p *parser) grouping() Grouping {
	at := p.at()
	switch {
	case p.take("rollup("):
		p.spaces()
		r := Rollup{at, separated(p, p.property)}
		if len(r.Levels) == 1 && len(r.Levels[0]) > 1 {
			p.want("another level")
		}
		p.close()
		return r
	case p.take("rolluprecursive("):
		p.spaces()
		r := RollupRecursive{Pos: at, Hierarchy: p.hierarchy()}
		if p.comma() {
			r.Steps = p.steps(preservingStep)
		}
		p.close()
		return r
	}
	return p.property()
}

// hierarchy reads a reference to a recursive hierarchy (rule recHierReference).
func (p *parser) hierarchy() Hierarchy {
	var h Hierarchy
	if !strings.HasPrefix(p.rest(), Root) {
		p.want("a path that starts with $root")
	}
	h.Nodes = p.path()
	p.expectComma()
	h.Qualifier = p.ident("the qualifier of a hierarchy")
	p.expectComma()
	h.Property = p.property()
	return h
}

// join reads what is in join(...) and outerjoin(...).
func (p *parser) join(n Name) Join {
	j := Join{Pos: n.Pos, Outer: n.Name == "outerjoin"}
	if p.peek() == '@' {
		j.Path = Path{p.annotation()}
	} else {
		j.Path = Path{p.ident("a property")}
	}
	if p.take("/") {
		j.Path = append(j.Path, p.qualified("a type"))
	}
	j.As = p.as()
	if p.comma() {
		j.Steps = p.steps(anyStep)
	}
	return j
}

// nest reads what is in nest(...) and addnested(...).
func (p *parser) nest(n Name) Nest {
	out := Nest{Pos: n.Pos}
	if n.Name == "addnested" {
		out.Path = p.names()
		p.expectComma()
	}
	out.Items = separated(p, func() Nested { return Nested{p.steps(anyStep), p.as()} })
	return out
}

const keepStart = "keep start"

// related reads what is in ancestors(...) and descendants(...).
func (p *parser) related(n Name) Related {
	r := Related{Pos: n.Pos, Descendants: n.Name == "descendants", Hierarchy: p.hierarchy()}
	p.expectComma()
	r.Steps = p.steps(preservingStep)
	more := p.comma()
	if more && digit(p.peek()) {
		start := p.pos
		if r.Distance = p.number(); r.Distance == 0 {
			p.wantAt(start, "a number from 1 on")
		}
		more = p.comma()
	}
	if more {
		p.expect(keepStart)
		r.KeepStart = true
	}
	return r
}

// traverse reads what is in traverse(...).
func (p *parser) traverse(n Name) Traverse {
	t := Traverse{Pos: n.Pos, Hierarchy: p.hierarchy()}
	p.expectComma()
	if t.PostOrder = p.take("postorder"); !t.PostOrder {
		p.expect("preorder")
	}
	if !p.comma() {
		return t
	}
	if p.stepStarts() {
		t.Steps = p.steps(preservingStep)
		if !p.comma() {
			return t
		}
	}
	t.OrderBy = separated(p, p.order)
	return t
}

// stepStarts reports whether a transformation is next, rather than an expression to sort
// by.
func (p *parser) stepStarts() bool {
	end := p.qualifiedEnd(p.pos)
	word := p.text[p.pos:end]
	return word == "identity" || p.byteAt(end) == '(' && (isKeeping(word) || isQualified(word))
}
