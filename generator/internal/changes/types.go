package changes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// typeEffect is what it means that a value of type o has type n now. Types with names are
// the same when their names are: what changed in them is told there.
func (c *comparer) typeEffect(o, n api.Type) effect {
	if o == nil || n == nil {
		if o == nil && n == nil {
			return same
		}
		return other
	}
	switch o := o.(type) {
	case api.Primitive:
		if n, ok := n.(api.Primitive); ok {
			return primitiveEffect(o, n)
		}
	case api.List:
		if n, ok := n.(api.List); ok {
			return c.typeEffect(o.Elem, n.Elem)
		}
	case api.Map:
		if n, ok := n.(api.Map); ok {
			return c.typeEffect(o.Elem, n.Elem)
		}
	case api.File:
		if _, ok := n.(api.File); ok {
			return same
		}
	}
	if e, ok := c.nullableEffect(o, n); ok {
		return e
	}
	if sameKind(o, n) && c.nameNow(nameOf(o)) == nameOf(n) {
		return same
	}
	return c.alternatives(o, n)
}

func (c *comparer) nullableEffect(o, n api.Type) (effect, bool) {
	on, wasNull := o.(api.Nullable)
	nn, isNull := n.(api.Nullable)
	switch {
	case wasNull && isNull:
		return c.typeEffect(on.Elem, nn.Elem), true
	case wasNull:
		return narrower.and(c.typeEffect(on.Elem, n)), true
	case isNull:
		return wider.and(c.typeEffect(o, nn.Elem)), true
	}
	return same, false
}

// alternatives finds one type among the alternatives of the other.
func (c *comparer) alternatives(o, n api.Type) effect {
	switch {
	case n == api.Untyped:
		return wider
	case o == api.Untyped:
		return narrower
	}
	if e, ok := o.(*api.Enum); ok && !e.Numbers && n == api.String {
		return wider
	}
	if e, ok := n.(*api.Enum); ok && !e.Numbers && o == api.String {
		return narrower
	}
	if o, ok := o.(*api.Union); ok {
		if n, ok := n.(*api.Union); ok {
			return c.variantsEffect(o, n)
		}
	}
	if u, ok := n.(*api.Union); ok && slices.ContainsFunc(u.Variants, func(v api.Variant) bool { return c.typeEffect(o, v.Type) == same }) {
		return wider
	}
	if u, ok := o.(*api.Union); ok && slices.ContainsFunc(u.Variants, func(v api.Variant) bool { return c.typeEffect(v.Type, n) == same }) {
		return narrower
	}
	if o, ok := o.(*api.Struct); ok {
		if n, ok := n.(*api.Struct); ok && o.Name.Namespace != "" {
			switch {
			case slices.ContainsFunc(basesOf(o), func(b *api.Struct) bool { return c.nameNow(b.Name.String()) == n.Name.String() }):
				return wider
			case slices.ContainsFunc(basesOf(n), func(b *api.Struct) bool { return c.nameNow(o.Name.String()) == b.Name.String() }):
				return narrower
			}
		}
	}
	return other
}

// variantsEffect compares unions that are called by what they hold.
func (c *comparer) variantsEffect(o, n *api.Union) effect {
	rest, less := slices.Clone(n.Variants), false
	for _, v := range o.Variants {
		if i := c.variant(v, rest); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			less = true
		}
	}
	switch {
	case less && len(rest) > 0:
		return other
	case less:
		return narrower
	case len(rest) > 0:
		return wider
	}
	return same
}

func basesOf(s *api.Struct) []*api.Struct {
	var out []*api.Struct
	for s = s.Base; s != nil; s = s.Base {
		out = append(out, s)
	}
	return out
}

// wide has for each type those that have all of its values too, in the same form on the
// wire.
var wide = map[api.Primitive][]api.Primitive{
	api.SByte:          {api.Int16, api.Int32, api.Int64, api.Decimal, api.Double, api.Single},
	api.Byte:           {api.Int16, api.Int32, api.Int64, api.Decimal, api.Double, api.Single},
	api.Int16:          {api.Int32, api.Int64, api.Decimal, api.Double, api.Single},
	api.Int32:          {api.Int64, api.Decimal, api.Double},
	api.Int64:          {api.Decimal, api.Double},
	api.Single:         {api.Double},
	api.Decimal:        {api.Double},
	api.Double:         {api.Decimal},
	api.Date:           {api.String},
	api.DateTimeOffset: {api.String},
	api.Duration:       {api.String},
	api.TimeOfDay:      {api.String},
	api.GUID:           {api.String},
	api.Binary:         {api.String},
}

func primitiveEffect(o, n api.Primitive) effect {
	switch {
	case o == n:
		return same
	case n == api.Untyped || slices.Contains(wide[o], n):
		return wider
	case o == api.Untyped || slices.Contains(wide[n], o):
		return narrower
	}
	return other
}

// sameKind reports whether both are structs, enumerations or unions.
func sameKind(o, n api.Type) bool {
	switch o.(type) {
	case *api.Struct:
		_, ok := n.(*api.Struct)
		return ok
	case *api.Enum:
		_, ok := n.(*api.Enum)
		return ok
	case *api.Union:
		_, ok := n.(*api.Union)
		return ok
	}
	return false
}

func named(t api.Type) bool { return nameOf(t) != "" }

// nameOf is the name of a type that has one.
func nameOf(t api.Type) string {
	switch t := t.(type) {
	case *api.Struct:
		return t.Name.String()
	case *api.Enum:
		return t.Name.String()
	case *api.Union:
		return t.Name.String()
	}
	return ""
}

// typeText is a type in words.
func typeText(t api.Type) string {
	switch t := t.(type) {
	case nil:
		return "nothing"
	case api.List:
		return "a list of " + plural(t.Elem)
	case api.Map:
		return "a map of " + plural(t.Elem)
	case api.Nullable:
		return typeText(t.Elem) + " or null"
	case api.File:
		return "bytes"
	case api.Primitive:
		return strings.TrimPrefix(string(t), "Edm.")
	}
	return nameOf(t)
}

func plural(t api.Type) string {
	switch t := t.(type) {
	case api.Nullable:
		return typeText(t.Elem) + ", which can be null"
	case api.Primitive:
		return typeText(t) + "s"
	}
	return typeText(t)
}

// changed is the end of a sentence about what was one thing and is another.
func changed(was, is string) string { return fmt.Sprintf("was %s and is %s", was, is) }
