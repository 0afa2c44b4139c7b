package csdl

import (
	"fmt"
	"slices"
	"strings"
)

// declareAnnotations enters the annotations that a schema has for elements that
// stand elsewhere. Those of elements in other documents are as the references to
// the document want them (CSDL 4.01, 3.4).
func (m *model) declareAnnotations(doc *Document, s *Schema) {
	for _, e := range s.External {
		own := slices.ContainsFunc(doc.Schemas, func(s *Schema) bool { return s.Namespace == targetNamespace(e.Target) })
		for _, a := range e.Annotations {
			if a.Qualifier == "" {
				a.Qualifier = e.Qualifier
			}
			if own || doc.Applied == nil || slices.ContainsFunc(doc.Applied, func(i *IncludeAnnotations) bool { return i.has(a, e.Target) }) {
				m.external[e.Target] = append(m.external[e.Target], a)
			}
		}
	}
}

// has reports whether i brings in an annotation of the element at target.
func (i *IncludeAnnotations) has(a *Annotation, target string) bool {
	return i.TermNamespace == namespaceOf(a.Term) &&
		(i.Qualifier == "" || i.Qualifier == a.Qualifier) &&
		(i.TargetNamespace == "" || i.TargetNamespace == targetNamespace(target))
}

// targetElement returns the qualified name that a target starts with.
func targetElement(target string) string {
	if end := strings.IndexAny(target, "/("); end >= 0 {
		return target[:end]
	}
	return target
}

func targetNamespace(target string) string { return namespaceOf(targetElement(target)) }

// checkTargetPath warns of annotations whose target is not there: a name in a
// namespace that was read, or a path from it.
func (m *model) checkTargetPath(e *Annotations) {
	element := targetElement(e.Target)
	if !m.hasSchema(namespaceOf(element)) {
		return
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(e.Target, element), "/")
	what := ""
	switch {
	case m.structs[element] != nil:
		what = m.unknownSegment(m.structs[element], path)
	case m.enums[element] != nil:
		if path != "" && !slices.ContainsFunc(m.enums[element].Members, func(v *Member) bool { return v.Name == path }) {
			what = path
		}
	case m.containers[element] != nil:
		what = m.unknownChild(m.containers[element], path)
	case m.isDeclared(element):
	default:
		what = element
	}
	if what != "" && !strings.HasPrefix(what, "@") {
		m.warn(e.Pos, "unknown-target", fmt.Sprintf("the annotations of %q have no effect: there is no %q", e.Target, what), "declare it, or correct the target")
	}
}

// isDeclared reports whether an element of any kind has a qualified name.
func (m *model) isDeclared(name string) bool {
	for _, class := range []string{"", "operation", "term"} {
		if _, ok := m.declared[class+" "+name]; ok {
			return true
		}
	}
	return false
}

// unknownChild returns the name in a path from a container that is not there.
func (m *model) unknownChild(c *EntityContainer, path string) string {
	name, _, _ := strings.Cut(path, "/")
	for range maxDepth {
		if name == "" || c == nil ||
			slices.ContainsFunc(c.Sets, func(s *EntitySet) bool { return s.Name == name }) ||
			slices.ContainsFunc(c.Imports, func(i *Import) bool { return i.Name == name }) {
			return ""
		}
		if c.Extends == "" {
			return name
		}
		c = m.containers[c.Extends]
	}
	return name
}

// unknownSegment returns the segment in a path from d that leads nowhere. Names of
// types are casts; what follows a property of an open type, of a primitive type or of
// one that was not read is not looked at.
func (m *model) unknownSegment(d *structDecl, path string) string {
	for _, segment := range strings.Split(path, "/") {
		if d == nil || segment == "" || strings.HasPrefix(segment, "@") {
			return ""
		}
		if strings.Contains(segment, ".") {
			d = m.structs[segment]
			continue
		}
		n, _ := d.navigation(segment)
		p := d.property(segment)
		switch {
		case n != nil:
			d = m.structs[n.Type.Name]
		case p != nil:
			d = m.structs[p.Type.Name]
		case d.takesMore():
			return ""
		default:
			return segment
		}
	}
	return ""
}

// takesMore reports whether d or a base of it is open.
func (d *structDecl) takesMore() bool {
	for ; d != nil; d = d.base {
		if d.Open {
			return true
		}
	}
	return false
}
