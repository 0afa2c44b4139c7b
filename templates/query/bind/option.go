package bind

import (
	"maps"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/query"
)

// Options checks the options of a URL that leads to a type.
func (m *Model) Options(resource Type, options query.Options) (err error) {
	defer recovered(&err)
	c := &checker{m: m, it: resource.item(), this: resource.item()}
	c.options(options)
	return nil
}

// options checks options: $apply first, then $compute, which add to what the others see.
func (c *checker) options(options query.Options) {
	c.alias(options)
	if a, ok := query.Find[query.Apply](options); ok {
		c.named(a, func() { c.this = c.steps(a.Steps) })
		c.it = c.this
	}
	if o, ok := query.Find[query.Compute](options); ok {
		c.named(o, func() { c.this = c.computed(o.Items) })
		c.it = c.this
	}
	for _, o := range options {
		c.named(o, func() { c.option(o) })
	}
}

// alias adds the aliases of options.
func (c *checker) alias(options query.Options) {
	c.aliases = maps.Clone(c.aliases)
	for _, o := range options {
		if a, ok := o.(query.AliasValue); ok {
			if c.aliases == nil {
				c.aliases = map[string]*alias{}
			}
			c.aliases[a.Name] = &alias{x: a.Value}
		}
	}
}

// named names the option in a fault. Places of nested options are in the outermost.
func (c *checker) named(o query.Option, f func()) {
	defer func() {
		if r := recover(); r != nil {
			if fault, ok := r.(*query.Error); ok && !c.nested && !strings.HasPrefix(fault.Option, "@") { // of its own text
				fault.Option = query.NameOf(o)
			}
			panic(r)
		}
	}()
	f()
}

func (c *checker) option(o query.Option) {
	switch o := o.(type) {
	case query.Filter:
		c.boolean(o.X)
	case query.OrderBy:
		c.order(o.Items)
	case query.Select:
		for _, item := range o.Items {
			c.selected(item)
		}
	case query.Expand:
		for _, item := range o.Items {
			c.expanded(item)
		}
	case query.Temporal:
		if o.X != nil {
			if t := c.expr(o.X); !t.is("Date", "DateTimeOffset") {
				c.fault(at(o.X), "want a date, got "+t.String())
			}
		}
	}
}

func (c *checker) order(items []query.Order) {
	for _, item := range items {
		if t := c.expr(item.X); !c.m.ordered(t) {
			c.fault(at(item.X), "there is no order of "+t.String())
		}
	}
}

// computed adds properties to the type.
func (c *checker) computed(items []query.Computed) Type {
	s := Struct{Properties: map[string]Type{}, Base: c.this.Name}
	if c.this.Struct != nil {
		s = *c.this.Struct
		s.Properties = maps.Clone(s.Properties)
	}
	for _, item := range items {
		s.Properties[item.As.Name] = c.expr(item.X)
	}
	s.Entity = c.m.isEntity(c.this)
	return Type{Struct: &s}
}

// selected checks an item of $select.
func (c *checker) selected(item query.Item) {
	t := c.this
	for i, s := range item.Path {
		n, ok := s.(query.Name)
		if !ok {
			t = Type{Name: untyped}
			continue
		}
		if p, ok := c.m.property(t, n.Name); ok {
			t = p.item()
		} else if cast, ok := c.cast(t, n.Name); ok {
			t = cast
		} else if _, ok := c.m.bound(n.Name, t); !ok || i+2 < len(item.Path) {
			c.unknown(t, n, false)
		}
	}
	c.within(t).options(item.Options)
}

// bound finds an operation that is bound to a type or a collection of it.
func (m *Model) bound(name string, t Type) (o Operation, ok bool) {
	if o, ok = m.operation(name, t, nil); !ok {
		o, ok = m.operation(name, t.list(), nil)
	}
	return o, ok
}

// expanded checks an item of $expand.
func (c *checker) expanded(item query.Item) {
	t := c.this
	for _, s := range item.Path {
		n, ok := s.(query.Name)
		if !ok {
			continue
		}
		p, ok := c.m.property(t, n.Name)
		if !ok {
			if p, ok = c.cast(t, n.Name); !ok {
				c.unknown(t, n, false)
			}
		}
		t = p.item()
	}
	c.within(t).options(item.Options)
}

// steps returns the type that transformations make of the items of a collection.
func (c *checker) steps(steps []query.Step) Type {
	inner := *c
	for _, s := range steps {
		inner.this = inner.step(s)
		inner.it = inner.this
	}
	return inner.this
}

func (c *checker) step(s query.Step) Type {
	switch s := s.(type) {
	case query.Filter:
		c.boolean(s.X)
	case query.OrderBy:
		c.order(s.Items)
	case query.Ranked:
		for _, x := range []query.Expr{s.N, s.By} {
			if t := c.expr(x); !t.isNumber() {
				c.fault(at(x), s.Method+" takes a number here, got "+t.String())
			}
		}
	case query.Compute:
		return c.computed(s.Items)
	case query.Aggregate:
		out := Struct{Properties: map[string]Type{}}
		for _, item := range s.Items {
			c.aggregate(item, out.Properties)
		}
		return Type{Struct: &out}
	case query.GroupBy:
		return c.groupBy(s)
	case query.Concat:
		out := Struct{Properties: map[string]Type{}, Open: true}
		for _, b := range s.Branches {
			t := c.steps(b)
			c.m.each(t, func(s Struct) bool {
				maps.Copy(out.Properties, s.Properties)
				return true
			})
		}
		return Type{Struct: &out}
	case query.Join:
		t := c.property(s.Path)
		if !t.Collection && !t.any() {
			c.fault(at(s.Path), "a join is with a collection, got "+t.String())
		}
		return c.add(s.As, c.within(t.item()).steps(s.Steps))
	case query.Nest:
		return c.nest(s)
	case query.Related:
		c.hierarchy(s.Hierarchy)
		c.steps(s.Steps)
	case query.Traverse:
		c.hierarchy(s.Hierarchy)
		c.steps(s.Steps)
		c.order(s.OrderBy)
	case query.Custom:
		o, ok := c.m.operation(s.Name, c.this.list(), argNames(query.Args{List: s.Args}))
		if !ok && c.this.Struct == nil {
			c.fault(s.Pos, "there is no function "+strconv.Quote(s.Name)+" for "+c.this.list().String()+closest(s.Name, keys(c.m.Operations)))
		}
		if ok && o.Result.Name != "" {
			return o.Result.item()
		}
	}
	return c.this
}

// add adds a property to the type.
func (c *checker) add(as query.Name, t Type) Type {
	s := Struct{Base: c.this.Name, Entity: c.m.isEntity(c.this), Properties: map[string]Type{}}
	if c.this.Struct != nil {
		s = *c.this.Struct
		s.Properties = maps.Clone(s.Properties)
	}
	s.Properties[as.Name] = t
	return Type{Struct: &s}
}

func (c *checker) nest(n query.Nest) Type {
	from := c.this
	if n.Path != nil {
		from = c.property(n.Path).item()
	}
	out := *c
	for _, item := range n.Items {
		out.this = out.add(item.As, c.within(from).steps(item.Steps).list())
	}
	return out.this
}

// property is a path of properties and types, through collections, too.
func (c *checker) property(path query.Path) Type {
	flat := *c
	flat.flat = true
	t, rest := flat.next(c.this, path)
	for len(rest) > 0 {
		t, rest = flat.next(t, rest)
	}
	return t
}

func (c *checker) hierarchy(h query.Hierarchy) {
	t, rest := c.m.root(h.Nodes[1:])
	for len(rest) > 0 {
		t, rest = c.next(t, rest)
	}
	if !t.Collection || !c.m.isEntity(t) {
		c.fault(at(h.Nodes), "a hierarchy has a collection of entities, got "+t.String())
	}
	c.property(h.Property)
}

// groupBy returns the grouping properties with what the steps make of each group.
func (c *checker) groupBy(g query.GroupBy) Type {
	out := Struct{Properties: map[string]Type{}}
	for _, by := range g.By {
		switch by := by.(type) {
		case query.Path:
			c.group(&out, by)
		case query.Rollup:
			if len(by.Levels) > 1 { // one is the name of a hierarchy
				for _, level := range by.Levels {
					c.group(&out, level)
				}
			}
		case query.RollupRecursive:
			c.hierarchy(by.Hierarchy)
			c.steps(by.Steps)
			out.Open = true
		}
	}
	if g.Steps != nil {
		t := c.steps(g.Steps)
		c.m.each(t, func(s Struct) bool {
			maps.Copy(out.Properties, s.Properties)
			return true
		})
	}
	return Type{Struct: &out}
}

// group adds a grouping property, with the path that leads to it.
func (c *checker) group(out *Struct, path query.Path) {
	t := c.property(path)
	if t.Collection {
		c.fault(at(path), "a group is by single values, got "+t.String())
	}
	n, ok := path[0].(query.Name)
	if _, single := c.m.property(c.this, n.Name); !ok || !single {
		out.Open = true // a type is before the property
		return
	}
	p, _ := c.m.property(c.this, n.Name)
	out.Properties[n.Name] = p
}

// aggregate adds what is aggregated.
func (c *checker) aggregate(item query.AggregateItem, out map[string]Type) {
	t := c.aggregated(item)
	name := item.As.Name
	if name == "" {
		n, ok := item.X.(query.Path)[len(item.X.(query.Path))-1].(query.Name)
		if !ok {
			return
		}
		name = n.Name
	}
	out[name] = t
}

// aggregated returns the type of an aggregate.
func (c *checker) aggregated(item query.AggregateItem) Type {
	flat := *c
	flat.flat = true
	for _, from := range item.From {
		for _, by := range from.By {
			c.property(by)
		}
	}
	path, _ := item.X.(query.Path)
	if item.With.Name == "" {
		if _, ok := path[len(path)-1].(query.Count); ok {
			flat.counted(path)
			return edm("Int64")
		}
		return flat.custom(path)
	}
	t := flat.expr(item.X).item()
	switch item.With.Name {
	case "countdistinct":
		return edm("Int64")
	case "sum", "average":
		if !t.isNumber() && !t.is("Duration") {
			c.fault(item.With.Pos, item.With.Name+" is for numbers, got "+t.String())
		}
	case "min", "max":
		if !c.m.ordered(t) {
			c.fault(item.With.Pos, item.With.Name+" is for what has an order, got "+t.String())
		}
	}
	return t
}

// counted checks the path before a $count.
func (c *checker) counted(path query.Path) {
	t := c.this.list()
	for rest := path[:len(path)-1]; len(rest) > 0; {
		t, rest = c.next(t, rest)
	}
}

// custom returns the type of a custom aggregate.
func (c *checker) custom(path query.Path) Type {
	t := c.this.list()
	for rest := path[:len(path)-1]; len(rest) > 0; {
		t, rest = c.next(t, rest)
	}
	n := path[len(path)-1].(query.Name)
	a, ok := c.m.aggregate(t, n.Name)
	if !ok {
		c.fault(n.Pos, t.item().String()+" has no custom aggregate "+strconv.Quote(n.Name)+"; a property has a method after \"with\"")
	}
	return a
}
