package bind

import (
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/query"
)

// URI checks the path and the options of a URL.
func (m *Model) URI(u query.URI) error {
	r := resource{c: &checker{m: m}}
	if err := m.resolve(&r, u); err != nil {
		return err
	}
	if u.Context != nil {
		return m.Context(*u.Context)
	}
	return m.Options(r.on, u.Options)
}

// Path returns the type of what a resource path leads to; the zero Type for $batch, $metadata
// and the results of actions without one. Places in faults are within their segment.
func (m *Model) Path(path query.Path) (Type, error) {
	r := resource{c: &checker{m: m}}
	err := m.resolve(&r, query.URI{Path: path})
	return r.t, err
}

func (m *Model) resolve(r *resource, u query.URI) (err error) {
	defer nameFault(&err, "path")
	defer recovered(&err)
	r.c.alias(u.Options)
	r.walk(u.Path)
	return nil
}

// resource is a place in a resource path.
type resource struct {
	c    *checker
	t    Type
	on   Type // what the options are for: before a $count, what is counted
	cast bool // whether the segment before was a type
}

func (r *resource) walk(path query.Path) {
	rest := path[1:]
	m := r.c.m
	switch s := path[0].(type) {
	case query.Name:
		r.t, rest = m.root(path)
	case query.CrossJoin:
		joined := Struct{Properties: map[string]Type{}, Aggregates: m.Aggregates}
		for _, set := range s.Sets {
			t, _ := m.root(query.Path{set})
			joined.Properties[set.Name] = t.item()
		}
		r.t = Type{Struct: &joined, Collection: true}
	default:
		if len(rest) > 0 { // $all and $entity with a type
			r.name(rest[0].(query.Name), rest)
		}
		r.on = r.t
		return
	}
	for r.on = r.t; len(rest) > 0; {
		_, counted := rest[0].(query.Count)
		if rest = r.next(rest); !counted {
			r.on = r.t
		}
	}
}

func (r *resource) next(path query.Path) query.Path {
	rest := path[1:]
	cast := r.cast
	r.cast = false
	switch s := path[0].(type) {
	case query.Name:
		r.cast = cast
		return r.name(s, path)
	case query.Raw:
		r.segment(s.Pos)
	case query.Word:
		return rest
	default:
		r.c.it = r.t.item()
		r.c.this = r.c.it
		r.t, rest = r.c.next(r.t, path)
	}
	return rest
}

// segment is a key as segment, or an index (rules keyPathSegments and ordinalIndex).
func (r *resource) segment(at query.Pos) {
	if !r.t.Collection {
		fault(at, r.t.String()+" has no items")
	}
	r.t = r.t.item()
}

// name resolves a name: a property, an operation, a type or a key.
func (r *resource) name(n query.Name, path query.Path) query.Path {
	m := r.c.m
	cast := r.cast
	r.cast = false
	args, called := argsAt(path, 1)
	if !called {
		if p, ok := m.property(r.t, n.Name); ok && !r.t.Collection {
			r.t = p
			return path[1:]
		}
		if o, ok := m.operation(n.Name, r.t, nil); ok {
			r.t = o.Result
			return path[1:]
		}
		if t, ok := r.c.cast(r.t, n.Name); ok && !cast {
			r.t, r.cast = t, true
			return path[1:]
		}
		if r.t.Collection && m.isEntity(r.t) {
			r.t = r.t.item()
			return path[1:]
		}
	} else if o, ok := m.operation(n.Name, r.t, argNames(args)); ok && !o.Action {
		r.t = o.Result
		return path[2:]
	} else if t, ok := r.c.cast(r.t, n.Name); ok && !cast {
		r.t = t
		return path[1:]
	}
	r.c.unknown(r.t, n, called)
	return nil
}

// Context checks what stands after "$metadata#".
func (m *Model) Context(c query.Context) (err error) {
	defer nameFault(&err, "context")
	defer recovered(&err)
	r := resource{c: &checker{m: m}}
	if c.Path != nil {
		r.walk(c.Path)
	} else if t, ok := m.typeNamed(c.Type.Name); ok {
		r.t = t
	} else if c.Type.Name != query.Ref {
		fault(c.Type.Pos, "there is no type "+strconv.Quote(c.Type.Name)+closest(c.Type.Name, keys(m.Types)))
	}
	r.c.context(r.t.item(), c.Select)
	return nil
}

// context checks what is selected. Types have their namespace there.
func (c *checker) context(t Type, s *query.ContextSelect) {
	if s == nil {
		return
	}
	for _, item := range s.Items {
		at := t
		for _, segment := range item.Path {
			n, ok := segment.(query.Name)
			if !ok {
				at = Type{Name: untyped}
				continue
			}
			if p, ok := c.m.property(at, n.Name); ok {
				at = p.item()
				continue
			}
			qualified := strings.Contains(n.Name, ".")
			if cast, ok := c.cast(at, n.Name); ok && qualified {
				at = cast
			} else if _, ok := c.m.bound(n.Name, at); !ok || !qualified {
				c.unknown(at, n, false)
			}
		}
		c.context(at, item.Select)
	}
}

// nameFault says in which part of a URL a fault is.
func nameFault(err *error, part string) {
	if fault, ok := (*err).(*query.Error); ok { //nolint:errorlint // there is no other
		fault.Option = part
	}
}
