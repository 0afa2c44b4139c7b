package convert

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// CSDLXML returns the document as CSDL XML. Defaults of CSDL JSON that XML does
// not have are written out. Characters that XML does not have are replaced, which
// is added to diags.
func CSDLXML(in Input, diags *diag.List) []byte {
	w := &xmlWriter{aliases: aliasesOf(in.Document), fromJSON: in.Kind == source.CSDLJSON}
	root := elem("edmx:Edmx", "Version", versionOf(in.Document), "xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx",
		"xmlns", "http://docs.oasis-open.org/odata/ns/edm")
	for _, r := range in.References {
		root.add(w.reference(r))
	}
	services := elem("edmx:DataServices")
	for _, s := range in.Schemas {
		services.add(w.schema(s))
	}
	root.add(services)
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	root.print(&b, "")
	if e := root.unprintable(); e != nil {
		diags.Add(diag.Diagnostic{
			Severity: diag.Warning, Code: "not-in-xml", Pos: in.Pos,
			Message: fmt.Sprintf("a text of %s %q has a character that XML does not have; it is replaced", e.name, first(e.attrs...)),
			Hint:    "remove control characters from the text",
		})
	}
	return b.Bytes()
}

// unprintable returns the first element with a character that XML does not have.
func (e *element) unprintable() *element {
	for _, text := range append(e.attrs, e.text) {
		if strings.ContainsFunc(text, isUnprintable) {
			return e
		}
	}
	for _, c := range e.children {
		if found := c.unprintable(); found != nil {
			return found
		}
	}
	return nil
}

func isUnprintable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// element is an element of XML with attributes and either children or text.
type element struct {
	name     string
	attrs    []string // names and values by turns
	children []*element
	text     string
}

// elem returns an element with attributes, names and values by turns; empty
// values are left out.
func elem(name string, attrs ...string) *element {
	e := &element{name: name}
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			e.attrs = append(e.attrs, attrs[i], attrs[i+1])
		}
	}
	return e
}

// attr adds an attribute, even an empty one.
func (e *element) attr(name, value string) { e.attrs = append(e.attrs, name, value) }

// flag adds an attribute that is true, or none.
func (e *element) flag(name string, is bool) {
	if is {
		e.attr(name, "true")
	}
}

func (e *element) add(children ...*element) { e.children = append(e.children, children...) }

// print writes the element and a line end; indent is what its lines start with.
func (e *element) print(b *bytes.Buffer, indent string) {
	b.WriteString(indent + "<" + e.name)
	for i := 0; i < len(e.attrs); i += 2 {
		b.WriteString(" " + e.attrs[i] + `="`)
		escape(b, e.attrs[i+1])
		b.WriteByte('"')
	}
	switch {
	case len(e.children) > 0:
		b.WriteString(">\n")
		for _, c := range e.children {
			c.print(b, indent+"  ")
		}
		b.WriteString(indent + "</" + e.name + ">\n")
	case e.text != "":
		b.WriteByte('>')
		escape(b, e.text)
		b.WriteString("</" + e.name + ">\n")
	default:
		b.WriteString("/>\n")
	}
}

// escape writes the text of an attribute or an element. Apostrophes, which
// stand in many descriptions, need no escape between quotes.
func escape(b *bytes.Buffer, text string) {
	for i, part := range strings.Split(text, "'") {
		if i > 0 {
			b.WriteByte('\'')
		}
		_ = xml.EscapeText(b, []byte(part)) // a Buffer takes everything
	}
}

// xmlWriter makes CSDL XML of the parts of a document.
type xmlWriter struct {
	aliases
	fromJSON bool
}

func (w *xmlWriter) reference(r *csdl.Reference) *element {
	e := elem("edmx:Reference")
	e.attr("Uri", twin(r.URI, ".json", ".xml"))
	for _, inc := range r.Includes {
		i := elem("edmx:Include", "Namespace", inc.Namespace, "Alias", inc.Alias)
		w.annotate(i, inc.Annotations)
		e.add(i)
	}
	for _, x := range r.External {
		e.add(elem("edmx:IncludeAnnotations", "TermNamespace", x.TermNamespace,
			"TargetNamespace", x.TargetNamespace, "Qualifier", x.Qualifier))
	}
	w.annotate(e, r.Annotations)
	return e
}

func (w *xmlWriter) schema(s *csdl.Schema) *element {
	e := elem("Schema", "Namespace", s.Namespace, "Alias", s.Alias)
	w.annotate(e, s.Annotations)
	for _, p := range schemaParts(s) {
		switch v := p.part.(type) {
		case *csdl.StructuredType:
			e.add(w.structuredType(v))
		case *csdl.EnumType:
			e.add(w.enumType(v))
		case *csdl.TypeDefinition:
			t := elem("TypeDefinition", "Name", v.Name, "UnderlyingType", w.name(v.Underlying))
			w.facets(t, v.Facets, v.Underlying)
			w.annotate(t, v.Annotations)
			e.add(t)
		case *csdl.Operation:
			e.add(w.operation(v))
		case *csdl.Term:
			e.add(w.term(v))
		case *csdl.EntityContainer:
			e.add(w.container(v, s.Namespace+"."+v.Name))
		case *csdl.Annotations:
			a := elem("Annotations", "Target", w.path(v.Target), "Qualifier", v.Qualifier)
			w.annotate(a, v.Annotations)
			e.add(a)
		}
	}
	return e
}

func (w *xmlWriter) structuredType(t *csdl.StructuredType) *element {
	e := elem(kindOf(t), "Name", t.Name, "BaseType", w.name(t.BaseType))
	e.flag("Abstract", t.Abstract)
	e.flag("OpenType", t.Open)
	e.flag("HasStream", t.HasStream)
	if len(t.Key) > 0 {
		key := elem("Key")
		for _, k := range t.Key {
			key.add(elem("PropertyRef", "Name", k.Path, "Alias", k.Alias))
		}
		e.add(key)
	}
	for _, p := range typeParts(t) {
		switch v := p.part.(type) {
		case *csdl.Property:
			prop := w.typed("Property", v.Name, v.Type)
			if v.Default != "" {
				prop.attr("DefaultValue", v.Default)
			}
			w.annotate(prop, v.Annotations)
			e.add(prop)
		case *csdl.NavigationProperty:
			e.add(w.navigation(v))
		}
	}
	w.annotate(e, t.Annotations)
	return e
}

func (w *xmlWriter) navigation(n *csdl.NavigationProperty) *element {
	e := elem("NavigationProperty", "Name", n.Name, "Type", w.typeName(n.Type))
	if !n.Type.Nullable && !n.Type.Collection {
		e.attr("Nullable", "false")
	}
	if n.Partner != "" {
		e.attr("Partner", w.path(n.Partner))
	}
	e.flag("ContainsTarget", n.ContainsTarget)
	for _, c := range n.Constraints {
		constraint := elem("ReferentialConstraint", "Property", c.Property, "ReferencedProperty", c.Referenced)
		w.annotate(constraint, c.Annotations)
		e.add(constraint)
	}
	if n.OnDelete != nil {
		action := elem("OnDelete", "Action", n.OnDelete.Action)
		w.annotate(action, n.OnDelete.Annotations)
		e.add(action)
	}
	w.annotate(e, n.Annotations)
	return e
}

func (w *xmlWriter) enumType(t *csdl.EnumType) *element {
	e := elem("EnumType", "Name", t.Name, "UnderlyingType", w.name(t.Underlying))
	e.flag("IsFlags", t.Flags)
	for _, m := range t.Members {
		member := elem("Member", "Name", m.Name, "Value", m.Value)
		w.annotate(member, m.Annotations)
		e.add(member)
	}
	w.annotate(e, t.Annotations)
	return e
}

func (w *xmlWriter) operation(o *csdl.Operation) *element {
	name := "Action"
	if o.Function {
		name = "Function"
	}
	e := elem(name, "Name", o.Name)
	e.flag("IsBound", o.Bound)
	e.flag("IsComposable", o.Composable)
	if o.EntitySetPath != "" {
		e.attr("EntitySetPath", w.path(o.EntitySetPath))
	}
	for _, p := range o.Parameters {
		param := w.typed("Parameter", p.Name, p.Type)
		w.annotate(param, p.Annotations)
		e.add(param)
	}
	if o.Return != nil {
		r := w.typed("ReturnType", "", o.Return.Type)
		w.annotate(r, o.Return.Annotations)
		e.add(r)
	}
	w.annotate(e, o.Annotations)
	return e
}

func (w *xmlWriter) term(t *csdl.Term) *element {
	e := w.typed("Term", t.Name, t.Type)
	if t.Base != "" {
		e.attr("BaseTerm", w.name(t.Base))
	}
	if t.Default != "" {
		e.attr("DefaultValue", t.Default)
	}
	if len(t.AppliesTo) > 0 {
		e.attr("AppliesTo", strings.Join(t.AppliesTo, " "))
	}
	w.annotate(e, t.Annotations)
	return e
}

func (w *xmlWriter) container(c *csdl.EntityContainer, name string) *element {
	e := elem("EntityContainer", "Name", c.Name, "Extends", w.name(c.Extends))
	for _, p := range containerParts(c) {
		switch v := p.part.(type) {
		case *csdl.EntitySet:
			e.add(w.set(v, name))
		case *csdl.Import:
			kind := "Action"
			if v.Function {
				kind = "Function"
			}
			i := elem(kind+"Import", "Name", v.Name, kind, w.name(v.Operation), "EntitySet", w.path(inContainer(v.EntitySet, name)))
			i.flag("IncludeInServiceDocument", v.Advertised)
			w.annotate(i, v.Annotations)
			e.add(i)
		}
	}
	w.annotate(e, c.Annotations)
	return e
}

func (w *xmlWriter) set(s *csdl.EntitySet, container string) *element {
	e := elem("EntitySet", "Name", s.Name, "EntityType", w.name(s.Type))
	if s.Singleton {
		e = elem("Singleton", "Name", s.Name, "Type", w.name(s.Type))
		e.flag("Nullable", s.Nullable)
	}
	if s.Hidden {
		e.attr("IncludeInServiceDocument", "false")
	}
	for _, b := range s.Bindings {
		e.add(elem("NavigationPropertyBinding", "Path", w.path(b.Path), "Target", w.path(inContainer(b.Target, container))))
	}
	w.annotate(e, s.Annotations)
	return e
}
