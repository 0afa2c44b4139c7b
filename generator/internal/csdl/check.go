package csdl

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// check reports what is wrong with the elements of the model beyond its
// syntax.
func (m *model) check() {
	for _, doc := range m.docs {
		for _, s := range doc.Schemas {
			m.checkSchema(s)
		}
	}
	for _, d := range m.ordered {
		m.checkStruct(d)
	}
}

func (m *model) checkSchema(s *Schema) {
	for _, e := range s.Enums {
		m.checkEnum(e)
	}
	for _, d := range s.Definitions {
		m.checkName(d.Pos, "TypeDefinition", d.Name)
		m.checkFacets(d.Pos, fmt.Sprintf("type definition %q", d.Name), d.Facets)
		if _, ok := primitives[d.Underlying]; !ok && d.Underlying != "" {
			m.error(d.Pos, "bad-underlying-type", fmt.Sprintf("type definition %q has the underlying type %q, which is not primitive", d.Name, d.Underlying),
				`name a primitive type, like "Edm.String"`)
		}
	}
	for _, o := range s.Operations {
		m.checkOperation(o)
	}
	for _, t := range s.Terms {
		m.checkName(t.Pos, "Term", strings.TrimSpace(t.Name))
		m.checkType(t.Pos, fmt.Sprintf("term %q", t.Name), t.Type)
	}
	for _, c := range s.Containers {
		m.checkContainer(c)
	}
	for _, e := range s.External {
		m.checkTarget(e)
	}
}

func (m *model) checkStruct(d *structDecl) {
	what := d.String()
	m.checkName(d.Pos, "type", d.Name)
	seen := map[string]diag.Position{}
	own := func(pos diag.Position, name string) {
		m.checkName(pos, "property", name)
		if other, ok := seen[name]; ok {
			m.error(pos, "duplicate-name", fmt.Sprintf("property %q of %s stands there already, at %s", name, what, other), "remove one of them")
		}
		seen[name] = pos
	}
	for _, p := range d.Properties {
		own(p.Pos, p.Name)
		if d.base != nil && d.base.property(p.Name) != nil {
			m.warn(p.Pos, "inherited-name", fmt.Sprintf("property %q of %s is one of its base type too", p.Name, what), "remove it here")
		}
		m.checkType(p.Pos, fmt.Sprintf("property %q of %s", p.Name, what), p.Type)
	}
	for _, n := range d.Navigations {
		own(n.Pos, n.Name)
		m.checkNavigation(n, what)
	}
	for _, k := range d.Key {
		m.checkKey(d, k)
	}
	m.checkKeyOfBase(d)
}

// checkKeyOfBase reports a key beside that of a base type: only one type of a chain
// declares a key (CSDL 4.01, 6.5). Dynamics repeats it in each type of activities.
func (m *model) checkKeyOfBase(d *structDecl) {
	base := d.inheritedKey()
	if base == nil || len(d.Key) == 0 {
		return
	}
	if slices.Equal(keyNames(d.Key), keyNames(base)) {
		m.warn(d.Pos, "repeated-key", fmt.Sprintf("%s repeats the key of its base type", d), "remove the Key here")
		return
	}
	m.error(d.Pos, "another-key", fmt.Sprintf("%s has the key (%s), and its base type the key (%s)", d, strings.Join(keyNames(d.Key), ", "), strings.Join(keyNames(base), ", ")),
		"remove one of them: a type has the key that its base type has")
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

func (m *model) checkNavigation(n *NavigationProperty, what string) {
	switch d := m.structs[n.Type.Name]; {
	case n.Type.Name == "Edm.EntityType":
	case d == nil:
		m.unknownType(n.Pos, fmt.Sprintf("navigation property %q of %s", n.Name, what), n.Type.Name)
	case !d.Entity:
		m.error(n.Pos, "not-an-entity", fmt.Sprintf("navigation property %q of %s leads to %s", n.Name, what, d), "name an entity type, or make it a Property")
	}
	if n.OnDelete == nil {
		return
	}
	switch n.OnDelete.Action {
	case "Cascade", "None", "SetNull", "SetDefault", "":
	default:
		m.error(n.OnDelete.Pos, "bad-value", fmt.Sprintf("OnDelete of %q has the action %q", n.Name, n.OnDelete.Action),
			`write "Cascade", "None", "SetNull" or "SetDefault"`)
	}
}

// checkKey reports a part of a key that leads to no property.
func (m *model) checkKey(d *structDecl, k *PropertyRef) {
	at := d
	for _, segment := range strings.Split(k.Path, "/") {
		if n, _ := at.navigation(segment); n != nil {
			at = m.structs[n.Type.Name]
			continue
		}
		p := at.property(segment)
		if p == nil {
			m.error(k.Pos, "unknown-property", fmt.Sprintf("the key of %s names %q, which is not a property", d, k.Path), "declare the property, or correct the key")
			return
		}
		at = m.structs[p.Type.Name]
	}
	if strings.Contains(k.Path, "/") && k.Alias == "" {
		m.error(k.Pos, "missing-alias", fmt.Sprintf("the key of %s names the path %q without an alias", d, k.Path), "add an Alias, which is the name in URLs")
	}
}

// enumUnderlying are the underlying types of enumerations and their bits.
var enumUnderlying = map[string]int{
	"": 32, "Edm.Byte": 9, "Edm.SByte": 8, "Edm.Int16": 16, "Edm.Int32": 32, "Edm.Int64": 64,
}

func (m *model) checkEnum(e *EnumType) {
	m.checkName(e.Pos, "EnumType", e.Name)
	bits, ok := enumUnderlying[e.Underlying]
	if !ok {
		m.error(e.Pos, "bad-underlying-type", fmt.Sprintf("enumeration %q has the underlying type %q", e.Name, e.Underlying),
			`write "Edm.Byte", "Edm.SByte", "Edm.Int16", "Edm.Int32" or "Edm.Int64"`)
		return
	}
	if len(e.Members) == 0 {
		m.warn(e.Pos, "empty-enumeration", fmt.Sprintf("enumeration %q has no members", e.Name), "add its members")
	}
	seen := map[string]bool{}
	for _, v := range e.Members {
		m.checkName(v.Pos, "member", v.Name)
		if seen[v.Name] {
			m.error(v.Pos, "duplicate-name", fmt.Sprintf("member %q stands in enumeration %q twice", v.Name, e.Name), "remove one of them")
		}
		seen[v.Name] = true
		if _, err := strconv.ParseInt(v.Value, 10, bits); v.Value != "" && err != nil {
			m.error(v.Pos, "bad-value", fmt.Sprintf("member %q of enumeration %q has the value %q", v.Name, e.Name, v.Value),
				"write a whole number that its underlying type can hold")
		}
	}
}

// An operation is named like this in messages.
func (o *Operation) String() string {
	if o.Function {
		return fmt.Sprintf("function %q", o.Name)
	}
	return fmt.Sprintf("action %q", o.Name)
}

func (m *model) checkOperation(o *Operation) {
	what := o.String()
	m.checkName(o.Pos, "operation", o.Name)
	if o.Bound && len(o.Parameters) == 0 {
		m.error(o.Pos, "missing-parameter", what+" is bound and has no parameter to be bound to", "add the binding parameter")
	}
	if o.Function && o.Return == nil {
		m.error(o.Pos, "missing-return-type", what+" has no return type", "add a ReturnType, or make it an action")
	}
	seen := map[string]bool{}
	for _, p := range o.Parameters {
		m.checkName(p.Pos, "parameter", p.Name)
		if seen[p.Name] {
			m.error(p.Pos, "duplicate-name", fmt.Sprintf("parameter %q stands in %s twice", p.Name, what), "remove one of them")
		}
		seen[p.Name] = true
		m.checkType(p.Pos, fmt.Sprintf("parameter %q of %s", p.Name, what), p.Type)
	}
	if o.Return != nil {
		m.checkType(o.Return.Pos, "the return type of "+what, o.Return.Type)
	}
}

func (m *model) checkContainer(c *EntityContainer) {
	m.checkName(c.Pos, "EntityContainer", c.Name)
	seen := map[string]bool{}
	child := func(pos diag.Position, name string) {
		m.checkName(pos, "container child", name)
		if seen[name] {
			m.error(pos, "duplicate-name", fmt.Sprintf("%q stands in container %q twice", name, c.Name), "remove one of them")
		}
		seen[name] = true
	}
	for _, s := range c.Sets {
		child(s.Pos, s.Name)
		switch d := m.structs[s.Type]; {
		case s.Type == "Edm.EntityType":
		case d == nil:
			m.unknownType(s.Pos, fmt.Sprintf("entity set %q", s.Name), s.Type)
		case !d.Entity:
			m.error(s.Pos, "not-an-entity", fmt.Sprintf("entity set %q has %s", s.Name, d), "name an entity type")
		}
	}
	for _, i := range c.Imports {
		child(i.Pos, i.Name)
		m.checkImport(i)
	}
	m.checkExtends(c)
}

// checkImport reports an import of nothing that can be imported.
func (m *model) checkImport(i *Import) {
	if i.Operation == "" {
		return
	}
	for _, o := range m.operations[i.Operation] {
		if o.Function == i.Function && !o.Bound {
			return
		}
	}
	kind := "action"
	if i.Function {
		kind = "function"
	}
	if ref := m.unreachable[namespaceOf(i.Operation)]; ref != nil {
		m.error(i.Pos, "unresolved-reference", fmt.Sprintf("import %q: %s %q is in %q, which was not read", i.Name, kind, i.Operation, ref.URI),
			"download that document and refer to it by a relative path")
		return
	}
	m.error(i.Pos, "unknown-operation", fmt.Sprintf("import %q: no unbound %s %q", i.Name, kind, i.Operation), "declare it, or correct the name")
}

// checkExtends reports a container that extends none, or itself.
func (m *model) checkExtends(c *EntityContainer) {
	seen := map[*EntityContainer]bool{}
	for at := c; at.Extends != ""; {
		seen[at] = true
		next := m.containers[at.Extends]
		switch {
		case next == nil && at != c:
			return // reported there
		case next == nil:
			hint := "declare it, or correct the name"
			if ref := m.unreachable[namespaceOf(c.Extends)]; ref != nil {
				hint = fmt.Sprintf("download %q and refer to it by a relative path", ref.URI)
			}
			m.error(c.Pos, "unknown-container", fmt.Sprintf("container %q extends %q, which is not declared", c.Name, c.Extends), hint)
			return
		case seen[next] || len(seen) > maxDepth:
			m.error(c.Pos, "cyclic-container", fmt.Sprintf("container %q extends itself", c.Name), "remove an Extends of the cycle")
			return
		}
		at = next
	}
}

// target is the form of what Annotations apply to: a name, the types that tell
// overloads apart, and a path.
var target = regexp.MustCompile(`^[^\s/()]+(\(([^\s,()]+(\([^\s,()]+\))?(,[^\s,()]+(\([^\s,()]+\))?)*)?\))?(/[^\s].*)?$`)

func (m *model) checkTarget(e *Annotations) {
	if e.Target != "" && !target.MatchString(e.Target) {
		m.error(e.Pos, "bad-target", fmt.Sprintf("%q is not the path of a model element", e.Target),
			`write it like "self.Type/Property" or "self.Function(self.Type,Edm.String)"`)
		return
	}
	m.checkTargetPath(e)
}

// checkType reports a type that does not exist, and facets out of form.
func (m *model) checkType(pos diag.Position, what string, t TypeRef) {
	m.checkFacets(pos, what, t.Facets)
	if _, ok := primitives[t.Name]; ok {
		return
	}
	_, isStruct := m.structs[t.Name]
	_, isEnum := m.enums[t.Name]
	_, isDefinition := m.definitions[t.Name]
	if !isStruct && !isEnum && !isDefinition && !m.isVocabularyType(t.Name) {
		m.unknownType(pos, what, t.Name)
	}
}

func (m *model) checkFacets(pos diag.Position, what string, f Facets) {
	if f == (Facets{}) {
		return
	}
	m.checkFacet(pos, what, "MaxLength", f.MaxLength, "max")
	m.checkFacet(pos, what, "Precision", f.Precision)
	m.checkFacet(pos, what, "Scale", f.Scale, "variable", "floating")
	m.checkFacet(pos, what, "SRID", f.SRID, "variable")
	if f.Unicode != "" {
		if _, err := strconv.ParseBool(f.Unicode); err != nil {
			m.error(pos, "bad-value", fmt.Sprintf("%s: Unicode is %q", what, f.Unicode), `write "true" or "false"`)
		}
	}
}

// checkFacet reports a facet that is neither a number nor one of words. A word
// in other letters is a warning: services write "Variable".
func (m *model) checkFacet(pos diag.Position, what, facet, value string, words ...string) {
	if _, err := strconv.ParseUint(value, 10, 64); value == "" || err == nil {
		return
	}
	message := fmt.Sprintf("%s: %s is %q", what, facet, value)
	hint := "write a number"
	for _, w := range words {
		hint += fmt.Sprintf(" or %q", w)
	}
	for _, w := range words {
		switch {
		case value == w:
			return
		case strings.EqualFold(value, w):
			m.warn(pos, "bad-value", message, hint)
			return
		}
	}
	m.error(pos, "bad-value", message, hint)
}

// simpleName is the form of names (CSDL 4.01, 15.2).
var simpleName = regexp.MustCompile(`^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*$`)

// checkName warns of a name out of form; services use others all the same.
func (m *model) checkName(pos diag.Position, what, name string) {
	if name == "" || isPlain(name) {
		return
	}
	if !simpleName.MatchString(name) {
		m.warn(pos, "bad-name", fmt.Sprintf("%s name %q has characters that CSDL does not allow in names", what, name), "use letters, digits and underscores")
	}
	if n := utf8.RuneCountInString(name); n > 128 {
		m.warn(pos, "long-name", fmt.Sprintf("%s name %.20q... has %d characters", what, name, n), "use at most 128")
	}
}

// isPlain tells the names that most are, without the regular expression.
func isPlain(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return len(name) <= 128
}
