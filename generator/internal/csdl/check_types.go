package csdl

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// checkTypes looks at the structured types. A property that has a fault is left out, and
// so is a type whose base or key has one, with what refers to that.
func (m *model) checkTypes() {
	for _, d := range m.ordered {
		m.findBase(d)
	}
	m.breakCycles()
	c := &typeChecker{model: m, again: map[*structDecl]bool{}}
	for _, d := range m.ordered {
		c.check(d)
	}
	for len(c.queue) > 0 {
		d := c.queue[0]
		c.queue, c.again[d] = c.queue[1:], false
		c.check(d)
	}
	kept := m.ordered[:0]
	for _, d := range m.ordered {
		if !m.isLeftOut(d.name.String()) {
			kept = append(kept, d)
		}
	}
	m.ordered = kept
}

// typeChecker checks types, and those again that refer to one that is left out.
type typeChecker struct {
	*model
	queue []*structDecl
	again map[*structDecl]bool     // what is in the queue
	users map[string][]*structDecl // by the type that they refer to; nil while nothing is left out
}

func (c *typeChecker) check(d *structDecl) {
	if c.isLeftOut(d.name.String()) || c.checkStruct(d) {
		return
	}
	if c.users == nil {
		c.findUsers()
	}
	for _, user := range c.users[d.name.String()] {
		if !c.again[user] {
			c.again[user] = true
			c.queue = append(c.queue, user)
		}
	}
}

// findUsers collects which types refer to which.
func (c *typeChecker) findUsers() {
	c.users = map[string][]*structDecl{}
	for _, d := range c.ordered {
		c.users[d.BaseType] = append(c.users[d.BaseType], d)
		for _, p := range d.Properties {
			c.users[p.Type.Name] = append(c.users[p.Type.Name], d)
		}
		for _, n := range d.Navigations {
			c.users[n.Type.Name] = append(c.users[n.Type.Name], d)
		}
	}
}

// isLeftOut reports whether a type was taken out of the model.
func (m *model) isLeftOut(name string) bool {
	_, is := m.leftOut[name]
	return is
}

// findBase resolves the base type of d.
func (m *model) findBase(d *structDecl) {
	switch d.BaseType {
	case "", "Edm.EntityType", "Edm.ComplexType":
		return
	}
	if d.base = m.structs[d.BaseType]; d.base == nil && m.isVocabularyType(d.BaseType) {
		d.Open = true // takes what the base has
	}
}

// breakCycles leaves out types that are their own bases, which is told once for each
// cycle, and those that derive over more than maxDepth steps.
func (m *model) breakCycles() {
	const walking, done = 1, 2
	state := map[*structDecl]int{}
	depth := map[*structDecl]int{}
	for _, d := range m.ordered {
		var chain []*structDecl
		for at := d; at != nil && state[at] != done; at = at.base {
			if state[at] == walking {
				m.loseType(at, at.Pos, wrong("cyclic-base", fmt.Sprintf("%s derives from itself", at), "remove the BaseType of one of the types in the cycle"))
				at.base = nil
				break
			}
			state[at] = walking
			chain = append(chain, at)
		}
		for i := len(chain) - 1; i >= 0; i-- {
			c := chain[i]
			state[c] = done
			if depth[c] = depth[c.base] + 1; depth[c] > maxDepth {
				m.loseType(c, c.Pos, wrong("too-deep", fmt.Sprintf("%s derives over more than %d types", c, maxDepth), "flatten the inheritance"))
				c.base, depth[c] = nil, 1
			}
		}
	}
}

// loseType takes a type out of the model, and says why.
func (m *model) loseType(d *structDecl, pos diag.Position, f fault) {
	name := d.name.String()
	m.lose(pos, name, d.String(), f)
	m.leftOut[name] = f
	delete(m.structs, name)
}

// checkStruct takes the properties of d that have a fault out of it. It returns false
// when d as a whole cannot be told.
func (m *model) checkStruct(d *structDecl) bool {
	m.checkName(d.Pos, "type", d.Name)
	if !m.checkBase(d) {
		return false
	}
	own := &members{model: m, of: d, seen: map[string]string{}, pos: map[string]diag.Position{}}
	properties := d.Properties[:0]
	for _, p := range d.Properties {
		what := fmt.Sprintf("property %q of %s", p.Name, d)
		if own.has(p.Pos, what, p.Name, fmt.Sprint(p.Type)) && m.checkType(p.Pos, d.name.String(), what, &p.Type) {
			properties = append(properties, p)
		}
	}
	navigations := d.Navigations[:0]
	for _, n := range d.Navigations {
		what := fmt.Sprintf("navigation property %q of %s", n.Name, d)
		if own.has(n.Pos, what, n.Name, fmt.Sprint("to ", n.Type, n.ContainsTarget)) && m.checkNavigation(n, d, what) {
			navigations = append(navigations, n)
		}
	}
	d.Properties, d.Navigations = properties, navigations
	d.index()
	for _, k := range d.Key {
		if !m.checkKey(d, k) {
			return false
		}
	}
	return m.checkKeyOfBase(d)
}

// checkKeyOfBase reports a key beside that of a base type: only one type of a chain
// declares a key (CSDL 4.01, 6.5). Dynamics repeats it in each type of activities.
func (m *model) checkKeyOfBase(d *structDecl) bool {
	base := d.inheritedKey()
	if base == nil || len(d.Key) == 0 {
		return true
	}
	if slices.Equal(keyNames(d.Key), keyNames(base)) {
		m.warn(d.Pos, "repeated-key", fmt.Sprintf("%s repeats the key of its base type", d), "remove the Key here")
		return true
	}
	m.loseType(d, d.Pos, wrong("another-key", fmt.Sprintf("%s has the key (%s), and its base type the key (%s)", d, strings.Join(keyNames(d.Key), ", "), strings.Join(keyNames(base), ", ")),
		"remove one of them: a type has the key that its base type has"))
	return false
}

// keyNames are the names of the parts of a key in URLs, sorted.
func keyNames(key []*PropertyRef) []string {
	var names []string
	for _, k := range key {
		names = append(names, cmp.Or(k.Alias, k.Path))
	}
	slices.Sort(names)
	return names
}

// checkBase reports a base type that is not there, or cannot be one.
func (m *model) checkBase(d *structDecl) bool {
	switch {
	case d.BaseType == "", d.BaseType == "Edm.EntityType", d.BaseType == "Edm.ComplexType":
	case m.isLeftOut(d.BaseType), d.base == nil && !m.isVocabularyType(d.BaseType):
		m.loseType(d, d.Pos, m.unknownType(fmt.Sprintf("the base of %s", d), d.BaseType))
		return false
	case d.base != nil && d.base.Entity != d.Entity:
		m.loseType(d, d.Pos, wrong("bad-base", fmt.Sprintf("%s has the base %q, which is of the other kind", d, d.BaseType),
			"entity types derive from entity types, complex types from complex types"))
		return false
	}
	return true
}

// members are the names in a type so far.
type members struct {
	*model
	of   *structDecl
	seen map[string]string // what is said of each
	pos  map[string]diag.Position
}

// has enters a name. It returns false for one that is there already, in the type or in
// its base: when both say the same that costs nothing.
func (s *members) has(pos diag.Position, what, name, says string) bool {
	s.checkName(pos, "property", name)
	other, ok := s.seen[name]
	if !ok {
		s.seen[name], s.pos[name] = says, pos
		return s.isNotInherited(pos, what, name, says)
	}
	message := fmt.Sprintf("%s stands there already, at %s", what, s.pos[name])
	if other == says {
		s.warn(pos, "duplicate-name", message, "remove one of them")
		return false
	}
	s.lose(pos, s.of.name.String(), "the second "+what, wrong("duplicate-name", message, "remove one of them"))
	return false
}

// isNotInherited reports whether no base of the type has a property called name.
func (s *members) isNotInherited(pos diag.Position, what, name, says string) bool {
	base := s.of.base
	p := base.property(name)
	n, _ := base.navigation(name)
	if p == nil && n == nil {
		return true
	}
	message := what + " is one of its base type too"
	if p != nil && fmt.Sprint(p.Type) == says || n != nil && fmt.Sprint("to ", n.Type, n.ContainsTarget) == says {
		s.warn(pos, "inherited-name", message, "remove it here")
		return false
	}
	s.lose(pos, s.of.name.String(), what+"; that of the base type is there", wrong("inherited-name", message, "remove it here"))
	return false
}

// checkNavigation reports a navigation property that leads to no entities.
func (m *model) checkNavigation(n *NavigationProperty, d *structDecl, what string) bool {
	switch to := m.structs[n.Type.Name]; {
	case n.Type.Name == "Edm.EntityType":
	case to == nil:

		m.lose(n.Pos, d.name.String()+"/"+n.Name, what, m.unknownType(what, n.Type.Name))
		return false
	case !to.Entity:
		m.lose(n.Pos, d.name.String()+"/"+n.Name, what, wrong("not-an-entity", fmt.Sprintf("%s leads to %s", what, to), "name an entity type, or make it a Property"))
		return false
	}
	if n.OnDelete == nil {
		return true
	}
	switch n.OnDelete.Action {
	case "Cascade", "None", "SetNull", "SetDefault", "":
	default:
		m.warn(n.OnDelete.Pos, "bad-value", fmt.Sprintf("OnDelete of %q has the action %q, which CSDL does not have", n.Name, n.OnDelete.Action),
			`write "Cascade", "None", "SetNull" or "SetDefault"`)
		n.OnDelete = nil
	}
	return true
}

// checkKey reports a part of a key that leads to no property.
func (m *model) checkKey(d *structDecl, k *PropertyRef) bool {
	at := d
	for _, segment := range strings.Split(k.Path, "/") {
		if n, _ := at.navigation(segment); n != nil {
			at = m.structs[n.Type.Name]
			continue
		}
		p := at.property(segment)
		if p == nil {
			m.loseType(d, k.Pos, wrong("unknown-property", fmt.Sprintf("the key of %s names %q, which is not a property", d, k.Path),
				"declare the property, or correct the key"))
			return false
		}
		at = m.structs[p.Type.Name]
	}
	if strings.Contains(k.Path, "/") && k.Alias == "" {
		m.loseType(d, k.Pos, wrong("missing-alias", fmt.Sprintf("the key of %s names the path %q without an alias", d, k.Path),
			"add an Alias, which is the name in URLs"))
		return false
	}
	return true
}
