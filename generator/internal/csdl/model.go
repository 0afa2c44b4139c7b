package csdl

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// model has what the documents declare, by qualified name.
type model struct {
	diags       *diag.List
	docs        []*Document // the first is the one that was asked for
	structs     map[string]*structDecl
	enums       map[string]*enumDecl
	definitions map[string]*TypeDefinition
	operations  map[string][]*Operation
	containers  map[string]*EntityContainer
	external    map[string][]*Annotation // by target
	unreachable map[string]*Reference    // by namespace

	ordered  []*structDecl    // in the order of the documents
	hints    int              // unknown types so far
	declared map[string]place // by class and qualified name
	leftOut  map[string]fault // types

	overloads map[string]*Operation // by what tells them apart
}

// place is where a name was declared, and as what.
type place struct {
	kind string
	pos  diag.Position
}

// structDecl is a structured type with its name and its base.
type structDecl struct {
	*StructuredType
	name       api.Name
	base       *structDecl
	props      map[string]*Property           // its own, by name
	navs       map[string]*NavigationProperty // its own, by name
	vocabulary bool                           // belongs to a referenced schema that only defines terms
	limits     *restrictions                  // what the annotations of the type say
	out        *api.Struct
}

// enumDecl is an enumeration with its name.
type enumDecl struct {
	*EnumType
	name       api.Name
	vocabulary bool
	out        *api.Enum
}

func newModel(diags *diag.List) *model {
	return &model{
		diags:       diags,
		structs:     map[string]*structDecl{},
		enums:       map[string]*enumDecl{},
		definitions: map[string]*TypeDefinition{},
		operations:  map[string][]*Operation{},
		containers:  map[string]*EntityContainer{},
		external:    map[string][]*Annotation{},
		unreachable: map[string]*Reference{},
		declared:    map[string]place{},
		leftOut:     map[string]fault{},
		overloads:   map[string]*Operation{},
	}
}

// missing notes the namespaces of a document that is not read.
func (m *model) missing(r *Reference) {
	for _, inc := range r.Includes {
		m.unreachable[inc.Namespace] = r
	}
}

// hasSchema tells whether a document read so far has a schema of namespace.
func (m *model) hasSchema(namespace string) bool {
	for _, doc := range m.docs {
		for _, s := range doc.Schemas {
			if s.Namespace == namespace {
				return true
			}
		}
	}
	return false
}

// maxOverloads is how many operations may share a name.
const maxOverloads = 1000

// declare enters what the documents declare under its qualified name.
func (m *model) declare() {
	for i, doc := range m.docs {
		here := map[string]bool{}
		for _, s := range doc.Schemas {
			if here[s.Namespace] {
				m.warn(s.Pos, "duplicate-namespace", fmt.Sprintf("namespace %q has a second schema", s.Namespace), "merge the two Schema elements")
			}
			here[s.Namespace] = true
			m.declareTypes(s, i > 0 && isVocabulary(s))
			m.declareRest(s)
			m.declareAnnotations(doc, s)
		}
	}
	m.declareVocabularies()
}

// isVocabulary tells whether a schema is there for its terms: its types are
// then those of annotations.
func isVocabulary(s *Schema) bool {
	for _, t := range s.Types {
		if t.Entity {
			return false
		}
	}
	return len(s.Terms) > 0 && len(s.Containers) == 0
}

func (m *model) declareTypes(s *Schema, vocabulary bool) {
	for _, t := range s.Types {
		kind := "ComplexType"
		if t.Entity {
			kind = "EntityType"
		}
		d := &structDecl{StructuredType: t, name: api.Name{Namespace: s.Namespace, Local: t.Name}, vocabulary: vocabulary}
		if m.isNew(s, kind, t.Name, t.Pos) {
			d.index()
			m.structs[d.name.String()] = d
			m.ordered = append(m.ordered, d)
		}
	}
	for _, t := range s.Enums {
		name := api.Name{Namespace: s.Namespace, Local: t.Name}
		if m.isNew(s, "EnumType", t.Name, t.Pos) {
			m.enums[name.String()] = &enumDecl{EnumType: t, name: name, vocabulary: vocabulary}
		}
	}
	for _, t := range s.Definitions {
		if m.isNew(s, "TypeDefinition", t.Name, t.Pos) {
			m.definitions[s.Namespace+"."+t.Name] = t
		}
	}
}

func (m *model) declareRest(s *Schema) {
	for _, c := range s.Containers {
		if m.isNew(s, "EntityContainer", c.Name, c.Pos) {
			m.containers[s.Namespace+"."+c.Name] = c
		}
	}
	for _, o := range s.Operations {
		kind := "Action"
		if o.Function {
			kind = "Function"
		}
		m.isNew(s, kind, o.Name, o.Pos)
	}
	for _, t := range s.Terms {
		m.isNew(s, "Term", t.Name, t.Pos)
	}
}

// classes are the kinds of elements that share names among each other.
var classes = map[string]string{"Action": "operation", "Function": "operation", "Term": "term"}

// isNew enters a name and reports one that is taken. Overloads share a name;
// services get away with a term that is there twice, and with an operation or a
// term that is named like a type.
func (m *model) isNew(s *Schema, kind, name string, pos diag.Position) bool {
	full := s.Namespace + "." + name
	class := classes[kind]
	own, taken := m.declared[class+" "+full]
	if !taken {
		m.declared[class+" "+full] = place{kind, pos}
	}
	if taken && class == "operation" {
		return true
	}
	report := func(other place) diag.Diagnostic {
		return diag.Diagnostic{
			Code: "duplicate-name", Pos: pos,
			Message: fmt.Sprintf("%s %q has the name of the %s at %s", kind, name, other.kind, other.pos),
			Hint:    "give each element of a schema its own name",
		}
	}
	if taken && class == "" {
		d := report(own)
		d.Severity, d.LeftOut, d.Of = diag.Loss, fmt.Sprintf("the second %q", name), full
		m.diags.Add(d)
		return false
	}
	for _, c := range []string{"", "operation", "term"} {
		if other, ok := m.declared[c+" "+full]; ok && (c != class || taken) {
			d := report(other)
			d.Severity = diag.Warning
			m.diags.Add(d)
			break
		}
	}
	return true
}

// String tells a type in a message.
func (d *structDecl) String() string {
	if d.Entity {
		return fmt.Sprintf("entity type %q", d.name)
	}
	return fmt.Sprintf("complex type %q", d.name)
}

// index fills the maps of what d declares; of two with one name, the first stays.
func (d *structDecl) index() {
	d.props = make(map[string]*Property, len(d.Properties))
	for _, p := range d.Properties {
		if d.props[p.Name] == nil {
			d.props[p.Name] = p
		}
	}
	d.navs = make(map[string]*NavigationProperty, len(d.Navigations))
	for _, n := range d.Navigations {
		if d.navs[n.Name] == nil {
			d.navs[n.Name] = n
		}
	}
}

// property returns the property called name of d or its bases.
func (d *structDecl) property(name string) *Property {
	for ; d != nil; d = d.base {
		if p := d.props[name]; p != nil {
			return p
		}
	}
	return nil
}

// navigation returns the navigation property called name of d or its bases, and
// the type that declares it.
func (d *structDecl) navigation(name string) (*NavigationProperty, *structDecl) {
	for ; d != nil; d = d.base {
		if n := d.navs[name]; n != nil {
			return n, d
		}
	}
	return nil, nil
}

// inheritedKey returns the key that a base of d declares, nil when none does.
func (d *structDecl) inheritedKey() []*PropertyRef {
	for at := d.base; at != nil; at = at.base {
		if len(at.Key) > 0 {
			if above := at.inheritedKey(); above != nil {
				return above
			}
			return at.Key
		}
	}
	return nil
}

// annotations returns the annotations of an element: those in it and those that
// name it as one of targets.
func (m *model) annotations(inline []*Annotation, targets ...string) []*Annotation {
	all := inline
	for _, t := range targets {
		if external := m.external[t]; len(external) > 0 {
			all = append(all[:len(all):len(all)], external...)
		}
	}
	return all
}

// fault is what is wrong with a part of the model. Cause is what is wrong in the end,
// when the fault follows from another one.
type fault struct{ code, message, hint, cause string }

func wrong(code, message, hint string) fault { return fault{code, message, hint, ""} }

// unknownType says why there is no type called name. What refers to a document that could
// not be read says so.
func (m *model) unknownType(what, name string) fault {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		hint := "qualify the name with the namespace or the alias of its schema"
		if _, ok := primitives["Edm."+name]; ok {
			hint = fmt.Sprintf("write %q", "Edm."+name)
		}
		return wrong("unknown-type", fmt.Sprintf("%s: %q is not a qualified name", what, name), hint)
	}
	if f, ok := m.leftOut[name]; ok {
		cause := cmp.Or(f.cause, f.message)
		return fault{"left-out", fmt.Sprintf("%s: type %q is left out: %s", what, name, cause), f.hint, cause}
	}
	if ref := m.unreachable[name[:dot]]; ref != nil {
		return wrong("unresolved-reference", fmt.Sprintf("%s: type %q is in %q, which was not read", what, name, ref.URI), getDocument)
	}
	hint := "declare the type, or correct the name"
	if m.hints++; m.hints <= maxHints {
		if near := diag.Nearest(name, m.typeNames(name[:dot])); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
	}
	return wrong("unknown-type", fmt.Sprintf("%s: no type %q", what, name), hint)
}

// getDocument is the hint for what is in a document that was not read.
const getDocument = `download that document, and name its directory in "references" of the target or refer to it by a relative path`

// namespaceOf returns the namespace of a qualified name, "" when it has none.
func namespaceOf(name string) string {
	return name[:max(0, strings.LastIndexByte(name, '.'))]
}

// maxHints is how many unknown types get a hint that compares all names.
const maxHints = 20

// typeNames are the names of the types in a namespace, as far as a hint needs
// them.
func (m *model) typeNames(namespace string) []string {
	var names []string
	for _, d := range m.ordered {
		if d.name.Namespace == namespace {
			names = append(names, d.name.String())
		}
	}
	return names
}

// lose reports what is wrong with a part of the model, which is left out. Of is the type,
// or "/" and the name at the service root, that it belongs to.
func (m *model) lose(pos diag.Position, of, what string, f fault) {
	m.diags.Add(diag.Diagnostic{Severity: diag.Loss, Code: f.code, Pos: pos, Of: of, LeftOut: what, Message: f.message, Hint: f.hint})
}

func (m *model) warn(pos diag.Position, code, message, hint string) {
	m.diags.Add(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: pos, Message: message, Hint: hint})
}
