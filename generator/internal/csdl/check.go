package csdl

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// check reports what is wrong with the elements of the model beyond its syntax. What
// cannot be told is taken out of the model, and of the syntax tree.
func (m *model) check() {
	for _, doc := range m.docs {
		for _, s := range doc.Schemas {
			for _, e := range s.Enums {
				m.checkEnum(s, e)
			}
			s.Definitions = kept(s.Definitions, func(d *TypeDefinition) bool { return m.checkDefinition(s, d) })
		}
	}
	m.checkTypes()
	for _, doc := range m.docs {
		for _, s := range doc.Schemas {
			m.checkSchema(s)
		}
	}
	for _, doc := range m.docs { // with the operations of all documents
		for _, s := range doc.Schemas {
			for _, c := range s.Containers {
				m.checkContainer(c)
			}
		}
	}
}

// kept returns the items that are to stay. What it takes out of a list it takes out of
// the document.
func kept[T any](all []T, stays func(T) bool) []T {
	out := all[:0]
	for _, item := range all {
		if stays(item) {
			out = append(out, item)
		}
	}
	clear(all[len(out):])
	return out
}

func (m *model) checkSchema(s *Schema) {
	s.Types = kept(s.Types, func(t *StructuredType) bool { return !m.isLeftOut(s.Namespace + "." + t.Name) })
	s.Operations = kept(s.Operations, func(o *Operation) bool { return m.checkOperation(s, o) })
	for _, t := range s.Terms {
		m.checkTerm(t)
	}
	s.External = kept(s.External, m.checkTarget)
}

// checkDefinition reports a type definition of what is no primitive type.
func (m *model) checkDefinition(s *Schema, d *TypeDefinition) bool {
	m.checkName(d.Pos, "TypeDefinition", d.Name)
	what := fmt.Sprintf("type definition %q", d.Name)
	m.checkFacets(d.Pos, what, &d.Facets)
	if _, ok := primitives[d.Underlying]; ok {
		return true
	}
	name := s.Namespace + "." + d.Name
	f := wrong("bad-underlying-type", fmt.Sprintf("%s has the underlying type %q, which is not primitive", what, d.Underlying),
		`name a primitive type, like "Edm.String"`)
	m.lose(d.Pos, name, what, f)
	m.leftOut[name] = f
	delete(m.definitions, name)
	return false
}

// checkTerm tells of a term whose type is not there. Nothing is generated for terms.
func (m *model) checkTerm(t *Term) {
	m.checkName(t.Pos, "Term", strings.TrimSpace(t.Name))
	what := fmt.Sprintf("term %q", t.Name)
	m.checkFacets(t.Pos, what, &t.Type.Facets)
	if !m.isType(t.Type.Name) {
		f := m.unknownType(what, t.Type.Name)
		m.warn(t.Pos, f.code, f.message, f.hint)
	}
}

// enumUnderlying are the underlying types of enumerations and their bits.
var enumUnderlying = map[string]int{
	"": 32, "Edm.Byte": 9, "Edm.SByte": 8, "Edm.Int16": 16, "Edm.Int32": 32, "Edm.Int64": 64,
}

func (m *model) checkEnum(s *Schema, e *EnumType) {
	m.checkName(e.Pos, "EnumType", e.Name)
	bits, ok := enumUnderlying[e.Underlying]
	if !ok { // the names of members are what is sent
		m.warn(e.Pos, "bad-underlying-type", fmt.Sprintf("enumeration %q has the underlying type %q, and is read as one of \"Edm.Int32\"", e.Name, e.Underlying),
			`write "Edm.Byte", "Edm.SByte", "Edm.Int16", "Edm.Int32" or "Edm.Int64"`)
		e.Underlying, bits = "", enumUnderlying[""]
	}
	if len(e.Members) == 0 {
		m.warn(e.Pos, "empty-enumeration", fmt.Sprintf("enumeration %q has no members", e.Name), "add its members")
	}
	seen := map[string]*Member{}
	e.Members = kept(e.Members, func(v *Member) bool {
		m.checkName(v.Pos, "member", v.Name)
		what, of := fmt.Sprintf("member %q of enumeration %q", v.Name, e.Name), s.Namespace+"."+e.Name
		if other := seen[v.Name]; other != nil {
			message := fmt.Sprintf("member %q stands in enumeration %q twice", v.Name, e.Name)
			if v.Value == other.Value {
				m.warn(v.Pos, "duplicate-name", message, "remove one of them")
			} else {
				m.lose(v.Pos, of, "the second "+what, wrong("duplicate-name", message, "remove one of them"))
			}
			return false
		}
		if _, err := strconv.ParseInt(v.Value, 10, bits); v.Value != "" && err != nil {
			m.lose(v.Pos, of, what, wrong("bad-value", fmt.Sprintf("%s has the value %q", what, v.Value),
				"write a whole number that its underlying type can hold"))
			return false
		}
		seen[v.Name] = v
		return true
	})
}

// An operation is named like this in messages.
func (o *Operation) String() string {
	if o.Function {
		return fmt.Sprintf("function %q", o.Name)
	}
	return fmt.Sprintf("action %q", o.Name)
}

// checkOperation reports what is wrong with an overload, and enters one that has no
// fault.
func (m *model) checkOperation(s *Schema, o *Operation) bool {
	m.checkName(o.Pos, "operation", o.Name)
	what, of, name := o.String(), "/"+o.Name, s.Namespace+"."+o.Name
	if o.Bound && len(o.Parameters) > 0 {
		of = o.Parameters[0].Type.Name
	}
	lose := func(pos diag.Position, code, message, hint string) bool {
		m.lose(pos, of, "this overload of "+what, wrong(code, message, hint))
		return false
	}
	switch {
	case o.Bound && len(o.Parameters) == 0:
		return lose(o.Pos, "missing-parameter", what+" is bound and has no parameter to be bound to", "add the binding parameter")
	case o.Function && o.Return == nil:
		return lose(o.Pos, "missing-return-type", what+" has no return type", "add a ReturnType, or make it an action")
	case len(m.operations[name]) == maxOverloads:
		return lose(o.Pos, "too-many-overloads", fmt.Sprintf("%s has more than %d overloads", o, maxOverloads), "remove some of them")
	}
	seen := map[string]bool{}
	for _, p := range o.Parameters {
		m.checkName(p.Pos, "parameter", p.Name)
		if seen[p.Name] {
			return lose(p.Pos, "duplicate-name", fmt.Sprintf("parameter %q stands in %s twice", p.Name, what), "remove one of them")
		}
		seen[p.Name] = true
		if !m.checkType(p.Pos, of, fmt.Sprintf("parameter %q of %s", p.Name, what), &p.Type) {
			return false
		}
	}
	if o.Return != nil && !m.checkType(o.Return.Pos, of, "the return type of "+what, &o.Return.Type) {
		return false
	}
	if other := m.equalOverload(name, o); other != nil {
		message := fmt.Sprintf("%s is called like the one at %s", what, other.Pos)
		if o.Return == nil && other.Return == nil || o.Return != nil && other.Return != nil && o.Return.Type == other.Return.Type {
			m.warn(o.Pos, "equal-overloads", message, "remove one of them")
			return false
		}
		return lose(o.Pos, "equal-overloads", message, "remove one of them, or give it other parameters")
	}
	m.operations[name] = append(m.operations[name], o)
	m.overloads[overloadKey(name, o)] = o
	return true
}

// equalOverload returns the overload that is called as o is, nil when there is none
// (CSDL 4.01, 12.2 and 12.4).
func (m *model) equalOverload(name string, o *Operation) *Operation {
	return m.overloads[overloadKey(name, o)]
}

// overloadKey is what tells an overload from others: what it is bound to, and its
// parameters in any order.
func overloadKey(name string, o *Operation) string {
	var names []string
	binding := ""
	for i, p := range o.Parameters {
		if i == 0 && o.Bound {
			binding = fmt.Sprint(p.Type.Name, p.Type.Collection)
			continue
		}
		names = append(names, fmt.Sprint(p.Name, " ", p.Type.Name, " ", p.Type.Collection))
	}
	slices.Sort(names)
	return fmt.Sprint(name, " ", o.Function, o.Bound, " ", binding, " ", names)
}

func (m *model) checkContainer(c *EntityContainer) {
	m.checkName(c.Pos, "EntityContainer", c.Name)
	seen := map[string]bool{}
	isNew := func(pos diag.Position, name string) bool {
		m.checkName(pos, "container child", name)
		if seen[name] {
			m.lose(pos, "/"+name, fmt.Sprintf("the second %q", name), wrong("duplicate-name", fmt.Sprintf("%q stands in container %q twice", name, c.Name),
				"remove one of them"))
			return false
		}
		seen[name] = true
		return true
	}
	c.Sets = kept(c.Sets, func(s *EntitySet) bool { return isNew(s.Pos, s.Name) && m.checkSet(s) })
	c.Imports = kept(c.Imports, func(i *Import) bool { return isNew(i.Pos, i.Name) && m.checkImport(i) })
	m.checkExtends(c)
}

// checkSet reports a set of what are no entities.
func (m *model) checkSet(s *EntitySet) bool {
	what := fmt.Sprintf("entity set %q", s.Name)
	switch d := m.structs[s.Type]; {
	case s.Type == "Edm.EntityType":
	case d == nil:

		m.lose(s.Pos, "/"+s.Name, what, m.unknownType(what, s.Type))
		return false
	case !d.Entity:
		m.lose(s.Pos, "/"+s.Name, what, wrong("not-an-entity", fmt.Sprintf("%s has %s", what, d), "name an entity type"))
		return false
	}
	return true
}

// checkImport reports an import of nothing that can be imported.
func (m *model) checkImport(i *Import) bool {
	kind := "action"
	if i.Function {
		kind = "function"
	}
	bound := false
	for _, o := range m.operations[i.Operation] {
		if o.Function == i.Function && !o.Bound {
			return true
		}
		bound = bound || o.Function == i.Function
	}
	what := fmt.Sprintf("import %q", i.Name)
	lose := func(code, message, hint string) bool {
		m.lose(i.Pos, "/"+i.Name, what, wrong(code, what+": "+message, hint))
		return false
	}
	if ref := m.unreachable[namespaceOf(i.Operation)]; ref != nil {
		return lose("unresolved-reference", fmt.Sprintf("%s %q is in %q, which was not read", kind, i.Operation, ref.URI), getDocument)
	}
	if bound {
		return lose("bound-operation", fmt.Sprintf("%s %q is bound, and is called at what it is bound to", kind, i.Operation), "take the import out")
	}
	return lose("unknown-operation", fmt.Sprintf("no unbound %s %q", kind, i.Operation), "declare it, or correct the name")
}

// checkExtends reports a container that extends none, or itself, and cuts it off.
func (m *model) checkExtends(c *EntityContainer) {
	lose := func(code, message, hint string) {
		m.lose(c.Pos, "", fmt.Sprintf("what container %q has of %q", c.Name, c.Extends), wrong(code, message, hint))
		c.Extends = ""
	}
	seen := map[*EntityContainer]bool{}
	for at := c; at.Extends != ""; {
		seen[at] = true
		next := m.containers[at.Extends]
		switch {
		case next == nil && at != c:
			return // reported there
		case next == nil:
			hint := "declare it, or correct the name"
			if m.unreachable[namespaceOf(c.Extends)] != nil {
				hint = getDocument
			}
			lose("unknown-container", fmt.Sprintf("container %q extends %q, which is not declared", c.Name, c.Extends), hint)
			return
		case seen[next] || len(seen) > maxDepth:
			lose("cyclic-container", fmt.Sprintf("container %q extends itself", c.Name), "remove an Extends of the cycle")
			return
		}
		at = next
	}
}

// target is the form of what Annotations apply to: a name, the types that tell
// overloads apart, and a path.
var target = regexp.MustCompile(`^[^\s/()]+(\(([^\s,()]+(\([^\s,()]+\))?(,[^\s,()]+(\([^\s,()]+\))?)*)?\))?(/[^\s].*)?$`)

func (m *model) checkTarget(e *Annotations) bool {
	if e.Target != "" && !target.MatchString(e.Target) {
		m.lose(e.Pos, targetElement(e.Target), fmt.Sprintf("the annotations of %q", e.Target), wrong("bad-target", fmt.Sprintf("%q is not the path of a model element", e.Target),
			`write it like "self.Type/Property" or "self.Function(self.Type,Edm.String)"`))
		return false
	}
	m.checkTargetPath(e)
	return true
}

// checkType reports a type that does not exist, and takes out facets that are out of
// form. Of is what has it.
func (m *model) checkType(pos diag.Position, of, what string, t *TypeRef) bool {
	m.checkFacets(pos, what, &t.Facets)
	if m.isType(t.Name) {
		return true
	}

	m.lose(pos, of, what, m.unknownType(what, t.Name))
	return false
}

// isType reports whether there is a type called name.
func (m *model) isType(name string) bool {
	_, isPrimitive := primitives[name]
	_, isStruct := m.structs[name]
	_, isEnum := m.enums[name]
	_, isDefinition := m.definitions[name]
	return isPrimitive || isStruct || isEnum || isDefinition || m.isVocabularyType(name)
}

// checkFacets takes facets out of form out: values are read all the same.
func (m *model) checkFacets(pos diag.Position, what string, f *Facets) {
	if *f == (Facets{}) {
		return
	}
	m.checkFacet(pos, what, "MaxLength", &f.MaxLength, "max")
	m.checkFacet(pos, what, "Precision", &f.Precision)
	m.checkFacet(pos, what, "Scale", &f.Scale, "variable", "floating")
	m.checkFacet(pos, what, "SRID", &f.SRID, "variable")
	if f.Unicode == "" {
		return
	}
	if _, err := strconv.ParseBool(f.Unicode); err != nil {
		m.warn(pos, "bad-value", fmt.Sprintf("%s: Unicode is %q", what, f.Unicode), `write "true" or "false"`)
		f.Unicode = ""
	}
}

// checkFacet reports a facet that is neither a number nor one of words. A word in other
// letters is the word: Microsoft's libraries write "Variable" and "Max".
func (m *model) checkFacet(pos diag.Position, what, facet string, value *string, words ...string) {
	if _, err := strconv.ParseUint(*value, 10, 64); *value == "" || err == nil {
		return
	}
	hint := "write a number"
	for _, w := range words {
		if strings.EqualFold(*value, w) {
			*value = w
			return
		}
		hint += fmt.Sprintf(" or %q", w)
	}
	m.warn(pos, "bad-value", fmt.Sprintf("%s: %s is %q, which says nothing", what, facet, *value), hint)
	*value = ""
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
