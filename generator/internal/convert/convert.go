// Package convert writes the syntax tree of a CSDL document as CSDL JSON, as
// CSDL XML, or as an OpenAPI description of the service.
//
// What comes out is in the order of the document and a function of it alone.
package convert

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// Input is a CSDL document and the format that it was read from: XML and JSON
// have different defaults.
type Input struct {
	*csdl.Document
	Kind source.Kind
}

// versionOf returns the version of CSDL that a document has, 4.0 where it is a
// schema alone, which says none.
func versionOf(doc *csdl.Document) string {
	if doc.Version == "" {
		return "4.0"
	}
	return doc.Version
}

// aliases has the alias of each namespace that has one.
type aliases map[string]string

func aliasesOf(doc *csdl.Document) aliases {
	a := aliases{}
	add := func(namespace, alias string) {
		if _, ok := a[namespace]; !ok && alias != "" {
			a[namespace] = alias
		}
	}
	for _, s := range doc.Schemas {
		add(s.Namespace, s.Alias)
	}
	for _, r := range doc.References {
		for _, inc := range r.Includes {
			add(inc.Namespace, inc.Alias)
		}
	}
	return a
}

// name returns a qualified name with the alias of its namespace.
func (a aliases) name(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return name
	}
	if alias, ok := a[name[:dot]]; ok {
		return alias + name[dot:]
	}
	return name
}

// path returns a path with aliases in its qualified names.
func (a aliases) path(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		before, term, isTerm := strings.Cut(segment, "@")
		name, overload, isOverload := strings.Cut(segment, "(")
		switch {
		case isTerm:
			segments[i] = before + "@" + a.name(term)
		case isOverload:
			segments[i] = a.name(name) + "(" + a.overload(overload)
		default:
			segments[i] = a.name(segment)
		}
	}
	return strings.Join(segments, "/")
}

// overload returns the types of parameters up to ")" with aliases.
func (a aliases) overload(types string) string {
	parts := strings.Split(types, ",")
	for i, part := range parts {
		inner, collection := strings.CutPrefix(part, "Collection(")
		if parts[i] = a.name(inner); collection {
			parts[i] = "Collection(" + parts[i]
		}
	}
	return strings.Join(parts, ",")
}

// twin returns the URI of a vocabulary of OASIS in the other format; those are
// there in both.
func twin(uri, from, to string) string {
	const vocabularies = "oasis-tcs.github.io/odata-vocabularies/vocabularies/"
	if base, ok := strings.CutSuffix(uri, from); ok && strings.Contains(uri, vocabularies) {
		return base + to
	}
	return uri
}

// inContainer returns a path without the name of the container c in front.
func inContainer(path, container string) string {
	return strings.TrimPrefix(path, container+"/")
}

// placed is a part of an element and where it stands.
type placed struct {
	pos  diag.Position
	part any
}

// inOrder returns parts in the order of the document.
func inOrder(parts []placed) []placed {
	slices.SortStableFunc(parts, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.pos.Line, b.pos.Line), cmp.Compare(a.pos.Col, b.pos.Col))
	})
	return parts
}

// schemaParts are the elements of a schema but its annotations.
func schemaParts(s *csdl.Schema) []placed {
	var all []placed
	for _, t := range s.Types {
		all = append(all, placed{t.Pos, t})
	}
	for _, t := range s.Enums {
		all = append(all, placed{t.Pos, t})
	}
	for _, t := range s.Definitions {
		all = append(all, placed{t.Pos, t})
	}
	for _, o := range s.Operations {
		all = append(all, placed{o.Pos, o})
	}
	for _, t := range s.Terms {
		all = append(all, placed{t.Pos, t})
	}
	for _, c := range s.Containers {
		all = append(all, placed{c.Pos, c})
	}
	for _, e := range s.External {
		all = append(all, placed{e.Pos, e})
	}
	return inOrder(all)
}

// typeParts are the properties and navigation properties of a type.
func typeParts(t *csdl.StructuredType) []placed {
	var all []placed
	for _, p := range t.Properties {
		all = append(all, placed{p.Pos, p})
	}
	for _, n := range t.Navigations {
		all = append(all, placed{n.Pos, n})
	}
	return inOrder(all)
}

// containerParts are the sets and imports of a container.
func containerParts(c *csdl.EntityContainer) []placed {
	var all []placed
	for _, s := range c.Sets {
		all = append(all, placed{s.Pos, s})
	}
	for _, i := range c.Imports {
		all = append(all, placed{i.Pos, i})
	}
	return inOrder(all)
}
