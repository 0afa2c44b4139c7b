package schema

import (
	"strconv"

	"github.com/seed-349153d7/odagen/templates/wire"
)

func (c *schemaCheck) array(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	ok := true
	switch count := len(n.List); {
	case count < s.MinItems:
		ok = c.fail("want at least " + strconv.Itoa(s.MinItems) + " items, got " + strconv.Itoa(count))
	case wire.TooMany(count, s.MaxItems):
		ok = c.fail("want at most " + wire.Most(s.MaxItems) + " items, got " + strconv.Itoa(count))
	}
	for i := range n.List {
		var item *Schema
		if item = s.Items; i < len(s.PrefixItems) {
			item = &s.PrefixItems[i]
		}
		if item != nil {
			ok = c.At(strconv.Itoa(i), item, &n.List[i]) && ok
			seen.item(i)
		}
	}
	if s.UniqueItems {
		ok = c.unique(n) && ok
	}
	if s.Contains != nil {
		ok = c.contains(s, n, seen) && ok
	}
	return ok
}

// unique checks that no two items are equal.
func (c *schemaCheck) unique(n *wire.JSONValue) bool {
	first := make(map[string]int, len(n.List))
	for i := range n.List {
		key := n.List[i].Key()
		if j, twice := first[key]; twice {
			return c.fail("want items that differ, got two that are equal: " + strconv.Itoa(j) + " and " + strconv.Itoa(i))
		}
		first[key] = i
	}
	return true
}

func (c *schemaCheck) contains(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	count := 0
	for i := range n.List {
		if c.fits(s.Contains, &n.List[i], nil) {
			count++
			seen.item(i)
		}
	}
	least := s.MinContains
	if least == 0 {
		least = 1
	}
	switch {
	case count < least:
		return c.fail("want at least " + strconv.Itoa(least) + " items of the kind that it contains, got " + strconv.Itoa(count))
	case wire.TooMany(count, s.MaxContains):
		return c.fail("want at most " + wire.Most(s.MaxContains) + " items of the kind that it contains, got " + strconv.Itoa(count))
	}
	return true
}

func (c *schemaCheck) Object(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	ok := c.size(s, n)
	for _, name := range s.Required {
		if !n.Has(name) {
			ok = c.fail("want the property " + strconv.Quote(name))
		}
	}
	for _, d := range s.DependentRequired {
		for _, name := range d.Required {
			if n.Has(d.Name) && !n.Has(name) {
				ok = c.fail("want the property " + strconv.Quote(name) + " beside " + strconv.Quote(d.Name))
			}
		}
	}
	for i, name := range n.Names {
		ok = c.member(s, name, &n.List[i], seen) && ok
	}
	for i := range s.DependentSchemas {
		if d := &s.DependentSchemas[i]; n.Has(d.Name) {
			ok = c.same(&d.Schema, n, seen) && ok
		}
	}
	return ok
}

func (c *schemaCheck) size(s *Schema, n *wire.JSONValue) bool {
	switch count := len(n.Names); {
	case count < s.MinProperties:
		return c.fail("want at least " + strconv.Itoa(s.MinProperties) + " properties, got " + strconv.Itoa(count))
	case wire.TooMany(count, s.MaxProperties):
		return c.fail("want at most " + wire.Most(s.MaxProperties) + " properties, got " + strconv.Itoa(count))
	}
	return true
}

// member checks a property against the schemas that its name has.
func (c *schemaCheck) member(s *Schema, name string, n *wire.JSONValue, seen *evaluated) bool {
	ok, known := true, false
	if s.PropertyNames != nil {
		ok = c.At(name, s.PropertyNames, &wire.JSONValue{Kind: '"', Text: name})
	}
	for i := range s.Properties {
		if p := &s.Properties[i]; p.Name == name {
			ok, known = c.At(name, &p.Schema, n) && ok, true
		}
	}
	for i := range s.PatternProperties {
		if p := &s.PatternProperties[i]; wire.Pattern(p.Name).MatchString(name) {
			ok, known = c.At(name, &p.Schema, n) && ok, true
		}
	}
	if !known && s.AdditionalProperties != nil && !wire.IsControl(name) {
		ok, known = c.At(name, s.AdditionalProperties, n) && ok, true
	}
	if known {
		seen.name(name)
	}
	return ok
}

// unevaluated checks what the other keywords have not looked at.
func (c *schemaCheck) unevaluated(s *Schema, n *wire.JSONValue, seen *evaluated) bool {
	ok := true
	for i := range n.List {
		switch {
		case n.Kind == '[' && s.UnevaluatedItems != nil && !seen.items[i]:
			ok = c.At(strconv.Itoa(i), s.UnevaluatedItems, &n.List[i]) && ok
			seen.item(i)
		case n.Kind == '{' && s.UnevaluatedProperties != nil && !seen.names[n.Names[i]] && !wire.IsControl(n.Names[i]):
			ok = c.At(n.Names[i], s.UnevaluatedProperties, &n.List[i]) && ok
			seen.name(n.Names[i])
		}
	}
	return ok
}
