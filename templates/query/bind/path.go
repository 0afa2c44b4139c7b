package bind

import (
	"maps"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/query"
)

// path returns the type of what a path of an expression leads to.
func (c *checker) path(path query.Path) Type {
	t, rest := c.first(path)
	for len(rest) > 0 {
		t, rest = c.next(t, rest)
	}
	return t
}

// first returns the type of the start of a path, and what comes after it.
func (c *checker) first(path query.Path) (Type, query.Path) {
	switch s := path[0].(type) {
	case query.Word:
		switch s.Word {
		case query.It:
			return c.it, path[1:]
		case query.These:
			return c.this.list(), path[1:]
		case query.Root:
			return c.m.root(path[1:])
		}
		return c.this, path[1:]
	case query.Var:
		return c.vars[s.Name], path[1:]
	case query.Alias:
		if a := c.aliases[s.Name]; a != nil {
			if !a.known {
				a.known = true // also for an alias that uses itself
				a.t = Type{Name: untyped}
				own := *c
				own.nested = false
				own.named(query.AliasValue{Name: s.Name}, func() { a.t = own.expr(a.x) })
			}
			return a.t, path[1:]
		}
		return c.m.term(s.Name), path[1:]
	case query.Name:
		if args, ok := argsAt(path, 1); ok {
			if o, ok := c.m.operation(s.Name, Type{}, argNames(args)); ok {
				c.arguments(o, args)
				return o.Result, path[2:]
			}
		}
	}
	return c.next(c.this, path)
}

// root resolves what stands after $root: an entity set, a singleton or a function import.
func (m *Model) root(path query.Path) (Type, query.Path) {
	n := path[0].(query.Name)
	if t, ok := m.Sets[n.Name]; ok {
		return t, path[1:]
	}
	if o, ok := m.Imports[n.Name]; ok {
		if _, called := argsAt(path, 1); called {
			return o.Result, path[2:]
		}
		return o.Result, path[1:]
	}
	fault(n.Pos, "there is no entity set "+strconv.Quote(n.Name)+closest(n.Name, append(keys(m.Sets), keys(m.Imports)...)))
	return Type{}, nil
}

func fault(at query.Pos, message string) {
	panic(&query.Error{Offset: int(at), Message: message})
}

// term returns the type of the value of an annotation. What is annotated with terms that
// the model does not know has any value.
func (m *Model) term(name string) Type {
	if _, t, ok := find(m.Terms, name); ok {
		return t
	}
	return Type{Name: untyped}
}

func argsAt(path query.Path, i int) (args query.Args, ok bool) {
	if i < len(path) {
		args, ok = path[i].(query.Args)
	}
	return args, ok
}

func argNames(args query.Args) []string {
	names := []string{}
	for _, a := range args.List {
		names = append(names, a.Name)
	}
	return names
}

func (c *checker) arguments(o Operation, args query.Args) {
	for _, a := range args.List {
		want := o.Parameters[a.Name]
		got := c.adapt(a.Value, c.expr(a.Value), want)
		if !c.m.comparable(want, got) {
			c.fault(a.Pos, "the argument "+a.Name+" is "+want.String()+", got "+got.String())
		}
	}
}

// next resolves the next segment of a path on a value of a type.
func (c *checker) next(t Type, path query.Path) (Type, query.Path) {
	rest := path[1:]
	switch s := path[0].(type) {
	case query.Name:
		return c.name(t, s, path)
	case query.Key:
		return c.key(t, s.Pos), rest
	case query.Raw:
		return c.key(t, s.Pos), rest
	case query.Args:
		return c.key(t, s.Pos), rest
	case query.Annotation:
		return c.m.term(s.Term), rest
	case query.Count:
		c.collection(t, s.Pos, "$count")
		c.within(t.item()).options(s.Options)
		return edm("Int64"), rest
	case query.FilterBy:
		c.collection(t, s.Pos, "$filter")
		c.within(t.item()).boolean(s.X)
		return t, rest
	case query.Lambda:
		c.lambda(t, s)
		return edm("Boolean"), rest
	case query.Aggregated:
		c.collection(t, s.Pos, "aggregate")
		return c.within(t.item()).aggregated(s.Item), rest
	}
	return t, rest
}

// within is the checker for options on an item of a collection.
func (c *checker) within(item Type) *checker {
	inner := *c
	inner.this = item
	inner.flat = false
	inner.nested = true
	return &inner
}

func (c *checker) collection(t Type, at query.Pos, what string) {
	if !t.Collection && !t.any() {
		c.fault(at, what+" is for collections, got "+t.String())
	}
}

func (c *checker) key(t Type, at query.Pos) Type {
	if !t.Collection || !c.m.isEntity(t) {
		c.fault(at, "a key is for a collection of entities, got "+t.String())
	}
	return t.item()
}

func (c *checker) lambda(t Type, l query.Lambda) {
	what := "any"
	if l.All {
		what = "all"
	}
	c.collection(t, l.Pos, what)
	if l.X == nil {
		return
	}
	inner := *c
	inner.vars = maps.Clone(c.vars)
	if inner.vars == nil {
		inner.vars = map[string]Type{}
	}
	inner.vars[l.Var] = t.item()
	inner.flat = false
	inner.boolean(l.X)
}

// name resolves a name on a value: a property, a function or a type.
func (c *checker) name(t Type, n query.Name, path query.Path) (Type, query.Path) {
	args, called := argsAt(path, 1)
	if called {
		if o, ok := c.m.operation(n.Name, t, argNames(args)); ok && !o.Action {
			c.arguments(o, args)
			return o.Result, path[2:]
		}
	} else if p, ok := c.m.property(t, n.Name); ok && !strings.Contains(n.Name, ".") {
		if t.Collection && !c.flat {
			c.fault(n.Pos, t.String()+" has no property "+strconv.Quote(n.Name)+", its items have; any, all or a key lead to them")
		}
		if t.Collection {
			p = p.list()
		}
		return p, path[1:]
	}
	if cast, ok := c.cast(t, n.Name); ok && !called {
		return cast, path[1:]
	}
	c.unknown(t, n, called)
	return Type{}, nil
}

// cast returns a type as one that is derived from it.
func (c *checker) cast(t Type, name string) (Type, bool) {
	q, _, ok := find(c.m.Types, name)
	if !ok {
		return Type{}, false
	}
	cast := Type{Name: q, Collection: t.Collection}
	return cast, t.any() || c.m.isA(cast, t.Name) || c.m.isA(t, q)
}

// unknown says that a value has no such property, function or type.
func (c *checker) unknown(t Type, n query.Name, called bool) {
	name := strconv.Quote(n.Name)
	switch _, structured := c.m.structOf(t); {
	case called:
		c.fault(n.Pos, t.String()+" has no function "+name+" with these arguments"+closest(n.Name, keys(c.m.Operations)))
	case strings.Contains(n.Name, "."):
		c.fault(n.Pos, name+" is no type that "+t.String()+" can be"+closest(n.Name, keys(c.m.Types)))
	case !structured:
		c.fault(n.Pos, t.String()+" has no properties, got "+name)
	}
	c.fault(n.Pos, t.item().String()+" has no property "+name+closest(n.Name, c.m.names(t)))
}
