package bind

import (
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/query"
)

// checker is within one option. It ends at the first fault by a panic with a
// *query.Error, which the exported functions recover.
type checker struct {
	m       *Model
	it      Type // of $it
	this    Type // of $this, and what paths start at
	vars    map[string]Type
	aliases map[string]*alias
	// flat is whether a path can go on from a collection, as in aggregate.
	flat bool
	// nested is whether the options are in the text of another.
	nested bool
}

// alias is the value of a parameter alias, whose type is looked for where it is used
// first.
type alias struct {
	x     query.Expr
	t     Type
	known bool
}

func (c *checker) fault(at query.Pos, message string) {
	panic(&query.Error{Offset: int(at), Message: message})
}

// Expr returns the type of an expression on an instance of a type.
func (m *Model) Expr(it Type, x query.Expr) (t Type, err error) {
	defer recovered(&err)
	c := &checker{m: m, it: it, this: it}
	return c.expr(x), nil
}

// recovered makes the fault that ended a check an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		fault, ok := r.(*query.Error)
		if !ok {
			panic(r)
		}
		*err = fault
	}
}

// at is the place of an expression.
func at(x query.Expr) (pos query.Pos) {
	pos = -1
	query.Walk(x, func(n query.Node) bool {
		if p, ok := posOf(n); ok && pos < 0 {
			pos = p
		}
		return pos < 0
	})
	return max(pos, 0)
}

// posOf is the place of the nodes that expressions start with.
func posOf(n query.Node) (query.Pos, bool) {
	switch n := n.(type) {
	case query.Literal:
		return n.Pos, true
	case query.Not:
		return n.Pos, true
	case query.Negate:
		return n.Pos, true
	case query.Call:
		return n.Pos, true
	case query.Cast:
		return n.Pos, true
	case query.IsOf:
		return n.Pos, true
	case query.Case:
		return n.Pos, true
	case query.List:
		return n.Pos, true
	case query.Array:
		return n.Pos, true
	case query.Object:
		return n.Pos, true
	case query.Name:
		return n.Pos, true
	case query.Var:
		return n.Pos, true
	case query.Word:
		return n.Pos, true
	case query.Alias:
		return n.Pos, true
	case query.Annotation:
		return n.Pos, true
	case query.Count:
		return n.Pos, true
	}
	return 0, false
}

var literals = [...]string{
	query.Boolean: "Boolean", query.Integer: "Int64", query.Decimal: "Decimal", query.String: "String", query.GUID: "Guid",
	query.Date: "Date", query.TimeOfDay: "TimeOfDay", query.DateTimeOffset: "DateTimeOffset", query.Duration: "Duration",
	query.Bytes: "Binary", query.Geography: "Geography", query.Geometry: "Geometry",
}

// expr returns the type of an expression.
func (c *checker) expr(x query.Expr) Type {
	switch x := x.(type) {
	case query.Literal:
		return c.literal(x)
	case query.Path:
		return c.path(x)
	case query.Not:
		c.boolean(x.X)
		return edm("Boolean")
	case query.Negate:
		t := c.expr(x.X)
		if !t.isNumber() && !t.is("Duration") {
			c.fault(x.Pos, "- has a number or a duration after it, got "+t.String())
		}
		return t
	case query.Binary:
		return c.binary(x)
	case query.Call:
		return c.call(x)
	case query.Cast:
		if x.X != nil {
			c.expr(x.X)
		}
		return c.typeName(x.Type)
	case query.IsOf:
		if x.X != nil {
			c.expr(x.X)
		}
		c.typeName(x.Type)
		return edm("Boolean")
	case query.Case:
		var t Type
		for _, pair := range x.Pairs {
			c.boolean(pair.If)
			then := c.expr(pair.Then)
			if !c.m.comparable(t, then) {
				c.fault(at(pair.Then), "the values of case have one type, got "+t.String()+" and "+then.String())
			}
			if t = promoted(t, then); t == (Type{}) {
				t = then
			}
		}
		return t
	case query.Array:
		item := Type{Name: untyped}
		for i, x := range x.Items {
			if t := c.expr(x); i == 0 {
				item = t
			} else if t != item {
				item = Type{Name: untyped}
			}
		}
		if item.Collection || item.Name == "" {
			item = Type{Name: untyped}
		}
		return item.list()
	case query.Object:
		for _, m := range x.Members {
			c.expr(m.Value)
		}
	}
	return Type{Name: untyped}
}

func (c *checker) literal(l query.Literal) Type {
	switch l.Kind {
	case query.Null:
		return Type{}
	case query.Enum:
		name, members, ok := find(c.m.Enums, l.Type)
		if !ok {
			c.fault(l.Pos, "there is no enumeration "+strconv.Quote(l.Type)+closest(l.Type, keys(c.m.Enums)))
		}
		c.members(l, name, members)
		return Type{Name: name}
	}
	return edm(literals[l.Kind])
}

// members checks the text of a value of an enumeration.
func (c *checker) members(l query.Literal, name string, members []string) {
	for member := range strings.SplitSeq(l.Text, ",") {
		if _, err := strconv.ParseInt(member, 10, 64); err != nil && !contains(members, member) {
			c.fault(l.Pos, name+" has no member "+strconv.Quote(member)+closest(member, members))
		}
	}
}

// boolean checks a condition.
func (c *checker) boolean(x query.Expr) {
	if t := c.expr(x); !t.is("Boolean") {
		c.fault(at(x), "want a condition, got "+t.String())
	}
}

func (c *checker) typeName(t query.TypeName) Type {
	out, ok := c.m.typeNamed(t.Name)
	if !ok {
		c.fault(t.Pos, "there is no type "+strconv.Quote(t.Name)+closest(t.Name, append(keys(c.m.Types), keys(c.m.Enums)...)))
	}
	out.Collection = t.Collection
	return out
}

func (c *checker) binary(b query.Binary) Type {
	switch b.Op {
	case query.And, query.Or:
		c.boolean(b.X)
		c.boolean(b.Y)
		return edm("Boolean")
	case query.In:
		c.in(b)
		return edm("Boolean")
	}
	x := c.expr(b.X)
	x, y := c.meet(b.X, x, b.Y, c.expr(b.Y))
	var ok bool
	result := edm("Boolean")
	switch b.Op {
	case query.Eq, query.Ne:
		ok = c.m.comparable(x, y)
	case query.Gt, query.Ge, query.Lt, query.Le:
		ok = c.m.comparable(x, y) && c.m.ordered(x) && c.m.ordered(y)
	case query.Has:
		_, _, enum := find(c.m.Enums, x.Name)
		ok = (enum || x.any()) && c.m.comparable(x, y)
	default:
		result, ok = arithmetic(b.Op, x, y)
	}
	if !ok {
		c.fault(b.Pos, b.Op.String()+" is not for "+x.String()+" and "+y.String())
	}
	return result
}

// in checks that what is looked for can be equal to what it is looked for in.
func (c *checker) in(b query.Binary) {
	x := c.expr(b.X)
	if list, ok := b.Y.(query.List); ok {
		for _, item := range list.Items {
			if a, y := c.meet(b.X, x, item, c.literal(item)); !c.m.comparable(a, y) {
				c.fault(item.Pos, "in is not for "+a.String()+" and "+y.String())
			}
		}
		return
	}
	y := c.expr(b.Y)
	if !y.Collection && !y.any() {
		c.fault(at(b.Y), "in has a collection after it, got "+y.String())
	}
	if a, item := c.meet(b.X, x, b.Y, y.item()); y.Collection && !a.Collection && !c.m.comparable(a, item) {
		c.fault(b.Pos, "in is not for "+x.String()+" and "+y.String())
	}
}

// meet gives a string beside an enumeration or a duration that type (URL Conventions,
// 5.1.1.14.1).
func (c *checker) meet(x query.Expr, xt Type, y query.Expr, yt Type) (Type, Type) {
	return c.adapt(x, xt, yt), c.adapt(y, yt, xt)
}

func (c *checker) adapt(x query.Expr, own, other Type) Type {
	l, ok := x.(query.Literal)
	if !ok || l.Kind != query.String {
		return own
	}
	if name, members, ok := find(c.m.Enums, other.Name); ok && other.Name != "" {
		c.members(l, name, members)
		return Type{Name: name}
	}
	if other.Name != "Edm.String" && query.IsValue(query.Duration, l.Text) {
		return edm("Duration")
	}
	return own
}

// arithmetic is the type of a calculation (URL Conventions, 5.1.1.2).
func arithmetic(op query.Op, x, y Type) (Type, bool) {
	if x.isNumber() && y.isNumber() {
		if op == query.DivBy && ranks[promoted(x, y).Name] < ranks["Edm.Decimal"] {
			return edm("Decimal"), true
		}
		return promoted(x, y), true
	}
	span := edm("Duration")
	switch op {
	case query.Add, query.Sub:
		switch {
		case y == span && x.is("DateTimeOffset", "Date", "Duration"):
			return x, true
		case op == query.Add && x == span && y.is("DateTimeOffset", "Date"):
			return y, true
		case op == query.Sub && (x.is("DateTimeOffset") && y.is("DateTimeOffset") || x.is("Date") && y.is("Date")):
			return span, true
		case x.any() && y == span || y.any() && x == span:
			return Type{Name: primitive}, true
		}
	case query.Mul:
		if x == span && y.isNumber() || y == span && x.isNumber() {
			return span, true
		}
	case query.Div, query.DivBy:
		if x == span && y.isNumber() {
			return span, true
		}
	}
	return Type{}, false
}
