package odata

import (
	"strconv"
	"strings"
)

func (c *schemaCheck) array(s *Schema, n *jsonValue, seen *evaluated) bool {
	ok := true
	switch count := len(n.list); {
	case count < s.MinItems:
		ok = c.fail("want at least " + strconv.Itoa(s.MinItems) + " items, got " + strconv.Itoa(count))
	case tooMany(count, s.MaxItems):
		ok = c.fail("want at most " + most(s.MaxItems) + " items, got " + strconv.Itoa(count))
	}
	for i := range n.list {
		var item *Schema
		if item = s.Items; i < len(s.PrefixItems) {
			item = &s.PrefixItems[i]
		}
		if item != nil {
			ok = c.at(strconv.Itoa(i), item, &n.list[i]) && ok
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
func (c *schemaCheck) unique(n *jsonValue) bool {
	first := make(map[string]int, len(n.list))
	for i := range n.list {
		key := n.list[i].key()
		if j, twice := first[key]; twice {
			return c.fail("want items that differ, got two that are equal: " + strconv.Itoa(j) + " and " + strconv.Itoa(i))
		}
		first[key] = i
	}
	return true
}

func (c *schemaCheck) contains(s *Schema, n *jsonValue, seen *evaluated) bool {
	count := 0
	for i := range n.list {
		if c.fits(s.Contains, &n.list[i], nil) {
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
	case tooMany(count, s.MaxContains):
		return c.fail("want at most " + most(s.MaxContains) + " items of the kind that it contains, got " + strconv.Itoa(count))
	}
	return true
}

func (c *schemaCheck) object(s *Schema, n *jsonValue, seen *evaluated) bool {
	ok := c.size(s, n)
	for _, name := range s.Required {
		if !n.has(name) {
			ok = c.fail("want the property " + strconv.Quote(name))
		}
	}
	for _, d := range s.DependentRequired {
		for _, name := range d.Required {
			if n.has(d.Name) && !n.has(name) {
				ok = c.fail("want the property " + strconv.Quote(name) + " beside " + strconv.Quote(d.Name))
			}
		}
	}
	for i, name := range n.names {
		ok = c.member(s, name, &n.list[i], seen) && ok
	}
	for i := range s.DependentSchemas {
		if d := &s.DependentSchemas[i]; n.has(d.Name) {
			ok = c.same(&d.Schema, n, seen) && ok
		}
	}
	return ok
}

func (c *schemaCheck) size(s *Schema, n *jsonValue) bool {
	switch count := len(n.names); {
	case count < s.MinProperties:
		return c.fail("want at least " + strconv.Itoa(s.MinProperties) + " properties, got " + strconv.Itoa(count))
	case tooMany(count, s.MaxProperties):
		return c.fail("want at most " + most(s.MaxProperties) + " properties, got " + strconv.Itoa(count))
	}
	return true
}

// member checks a property against the schemas that its name has.
func (c *schemaCheck) member(s *Schema, name string, n *jsonValue, seen *evaluated) bool {
	ok, known := true, false
	if s.PropertyNames != nil {
		ok = c.at(name, s.PropertyNames, &jsonValue{kind: '"', text: name})
	}
	for i := range s.Properties {
		if p := &s.Properties[i]; p.Name == name {
			ok, known = c.at(name, &p.Schema, n) && ok, true
		}
	}
	for i := range s.PatternProperties {
		if p := &s.PatternProperties[i]; pattern(p.Name).MatchString(name) {
			ok, known = c.at(name, &p.Schema, n) && ok, true
		}
	}
	if !known && s.AdditionalProperties != nil && !isControl(name) {
		ok, known = c.at(name, s.AdditionalProperties, n) && ok, true
	}
	if known {
		seen.name(name)
	}
	return ok
}

// isControl reports whether name is of control information, which every object
// can have.
func isControl(name string) bool { return strings.Contains(name, "@odata.") }

// unevaluated checks what the other keywords have not looked at.
func (c *schemaCheck) unevaluated(s *Schema, n *jsonValue, seen *evaluated) bool {
	ok := true
	for i := range n.list {
		switch {
		case n.kind == '[' && s.UnevaluatedItems != nil && !seen.items[i]:
			ok = c.at(strconv.Itoa(i), s.UnevaluatedItems, &n.list[i]) && ok
			seen.item(i)
		case n.kind == '{' && s.UnevaluatedProperties != nil && !seen.names[n.names[i]] && !isControl(n.names[i]):
			ok = c.at(n.names[i], s.UnevaluatedProperties, &n.list[i]) && ok
			seen.name(n.names[i])
		}
	}
	return ok
}
