package convert

import (
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// edm has the elements of a document by qualified name, with the annotations
// that stand elsewhere added to those in them.
type edm struct {
	aliases
	version     string
	structs     map[string]*csdl.StructuredType
	enums       map[string]*csdl.EnumType
	definitions map[string]*csdl.TypeDefinition
	operations  map[string][]*csdl.Operation
	bound       map[string][]boundOperation // by type, with collectionOf for collections
	derived     map[string][]string
	urls        map[string]string // of referenced documents, by namespace

	container *csdl.EntityContainer // nil when there is none
	schema    *csdl.Schema          // of the container
	sets      map[string]*csdl.EntitySet
	external  map[string][]*csdl.Annotation // by target
	inherited map[string][]property         // what properties has found
}

// boundOperation is an operation as a segment of a path names it.
type boundOperation struct {
	segment string
	*csdl.Operation
}

// property is a property or a navigation property of a structured type; nav is
// nil for the former.
type property struct {
	name   string
	typ    csdl.TypeRef
	preset string // the default
	notes  []*csdl.Annotation
	nav    *csdl.NavigationProperty
}

// collectionOf is the key of the operations that are bound to a collection.
func collectionOf(name string) string { return "Collection(" + name + ")" }

func newEDM(doc *csdl.Document) *edm {
	m := &edm{
		aliases: aliasesOf(doc), version: versionOf(doc), structs: map[string]*csdl.StructuredType{},
		enums: map[string]*csdl.EnumType{}, definitions: map[string]*csdl.TypeDefinition{},
		operations: map[string][]*csdl.Operation{}, bound: map[string][]boundOperation{}, derived: map[string][]string{},
		urls: map[string]string{}, sets: map[string]*csdl.EntitySet{}, external: map[string][]*csdl.Annotation{},
		inherited: map[string][]property{},
	}
	for _, r := range doc.References {
		for _, inc := range r.Includes {
			m.urls[inc.Namespace] = r.URI
		}
	}
	for _, s := range doc.Schemas {
		for _, e := range s.External {
			m.external[e.Target] = append(m.external[e.Target], qualified(e)...)
		}
	}
	for _, s := range doc.Schemas {
		m.addSchema(s)
	}
	return m
}

// annotate adds to notes the annotations that name target.
func (m *edm) annotate(notes *[]*csdl.Annotation, target string) {
	*notes = append((*notes)[:len(*notes):len(*notes)], m.external[target]...)
}

func (m *edm) addSchema(s *csdl.Schema) {
	delete(m.urls, s.Namespace)
	for _, p := range schemaParts(s) {
		switch v := p.part.(type) {
		case *csdl.StructuredType:
			m.addStruct(s.Namespace+"."+v.Name, v)
		case *csdl.EnumType:
			m.annotate(&v.Annotations, s.Namespace+"."+v.Name)
			m.enums[s.Namespace+"."+v.Name] = v
		case *csdl.TypeDefinition:
			m.annotate(&v.Annotations, s.Namespace+"."+v.Name)
			m.definitions[s.Namespace+"."+v.Name] = v
		case *csdl.Operation:
			m.addOperation(s, v)
		case *csdl.EntityContainer:
			m.addContainer(s, v)
		}
	}
}

func (m *edm) addStruct(name string, t *csdl.StructuredType) {
	m.annotate(&t.Annotations, name)
	for _, p := range t.Properties {
		m.annotate(&p.Annotations, name+"/"+p.Name)
	}
	for _, n := range t.Navigations {
		m.annotate(&n.Annotations, name+"/"+n.Name)
	}
	m.structs[name] = t
	if t.BaseType != "" {
		m.derived[t.BaseType] = append(m.derived[t.BaseType], name)
	}
}

func (m *edm) addOperation(s *csdl.Schema, o *csdl.Operation) {
	name := s.Namespace + "." + o.Name
	for _, target := range overloadTargets(name, o) {
		m.annotate(&o.Annotations, target)
		for _, p := range o.Parameters {
			m.annotate(&p.Annotations, target+"/"+p.Name)
		}
		if o.Return != nil {
			m.annotate(&o.Return.Annotations, target+"/$ReturnType")
		}
	}
	m.operations[name] = append(m.operations[name], o)
	if !o.Bound || len(o.Parameters) == 0 {
		return
	}
	to := o.Parameters[0].Type
	key := to.Name
	if to.Collection {
		key = collectionOf(key)
	}
	segment := m.name(name)
	if is(s.Annotations, core+"DefaultNamespace") {
		segment = o.Name
	}
	m.bound[key] = append(m.bound[key], boundOperation{segment, o})
}

// overloadTargets are the paths that annotations can name an overload by (CSDL 4.01,
// 14.2.2), the most exact last, as the last annotation counts: all overloads, for an
// action the type that it is bound to, and the types of all parameters, which services write for
// actions too.
func overloadTargets(name string, o *csdl.Operation) []string {
	types := make([]string, len(o.Parameters))
	for i, p := range o.Parameters {
		if types[i] = p.Type.Name; p.Type.Collection {
			types[i] = collectionOf(p.Type.Name)
		}
	}
	targets := []string{name}
	switch {
	case o.Function:
	case !o.Bound && len(types) > 0:
		targets = append(targets, name+"()")
	case o.Bound && len(types) > 1:
		targets = append(targets, name+"("+types[0]+")")
	}
	return append(targets, name+"("+strings.Join(types, ",")+")")
}

func (m *edm) addContainer(s *csdl.Schema, c *csdl.EntityContainer) {
	name := s.Namespace + "." + c.Name
	m.annotate(&c.Annotations, name)
	for _, set := range c.Sets {
		m.annotate(&set.Annotations, name+"/"+set.Name)
		m.sets[set.Name] = set
	}
	for _, i := range c.Imports {
		m.annotate(&i.Annotations, name+"/"+i.Name)
	}
	m.container, m.schema = c, s
}

// maxInheritance bounds the bases of a type: a document can have a cycle.
const maxInheritance = 200

// properties returns the properties of a type and of its bases, those first.
func (m *edm) properties(typ string) []property {
	all, ok := m.inherited[typ]
	if !ok {
		all = m.withInherited(typ)
		m.inherited[typ] = all
	}
	return all
}

func (m *edm) withInherited(typ string) []property {
	var chain []*csdl.StructuredType
	for t := m.structs[typ]; t != nil && len(chain) < maxInheritance; t = m.structs[t.BaseType] {
		chain = append(chain, t)
	}
	var all []property
	at := map[string]int{}
	for i := len(chain) - 1; i >= 0; i-- {
		for _, p := range ownProperties(chain[i]) {
			if n, ok := at[p.name]; ok {
				all[n] = p
				continue
			}
			at[p.name] = len(all)
			all = append(all, p)
		}
	}
	return all
}

func ownProperties(t *csdl.StructuredType) []property {
	var all []property
	for _, p := range typeParts(t) {
		switch v := p.part.(type) {
		case *csdl.Property:
			all = append(all, property{name: v.Name, typ: v.Type, preset: v.Default, notes: v.Annotations})
		case *csdl.NavigationProperty:
			typ := v.Type
			typ.Nullable = typ.Nullable && !typ.Collection
			all = append(all, property{name: v.Name, typ: typ, notes: v.Annotations, nav: v})
		}
	}
	return all
}

// key returns the key of an entity type, which can be that of a base.
func (m *edm) key(typ string) []*csdl.PropertyRef {
	t := m.structs[typ]
	for i := 0; t != nil && len(t.Key) == 0 && i < maxInheritance; i++ {
		t = m.structs[t.BaseType]
	}
	if t == nil {
		return nil
	}
	return t.Key
}

// find returns the property that a path of names leads to from a type.
func (m *edm) find(typ, path string) property {
	var found property
	for _, name := range strings.Split(path, "/") {
		found = property{}
		for _, p := range m.properties(typ) {
			if p.name == name {
				found = p
			}
		}
		typ = found.typ.Name
	}
	return found
}

// isStructured tells a type of the document that has properties.
func (m *edm) isStructured(name string) bool { return m.structs[name] != nil }

// isExternal tells a type that the document does not declare.
func (m *edm) isExternal(name string) bool {
	return !strings.HasPrefix(name, "Edm.") && m.structs[name] == nil && m.enums[name] == nil && m.definitions[name] == nil
}
