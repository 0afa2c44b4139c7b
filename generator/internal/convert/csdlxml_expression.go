package convert

import (
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// typed returns an element with a name, a type and its facets.
func (w *xmlWriter) typed(element, name string, t csdl.TypeRef) *element {
	e := elem(element, "Name", name, "Type", w.typeName(t))
	switch {
	case element == "Cast" || element == "IsOf": // tests of a type, which have no defaults
		w.plainFacets(e, t.Facets)
		return e
	case !t.Nullable:
		e.attr("Nullable", "false")
	case t.Collection:
		e.attr("Nullable", "true")
	}
	if w.fromJSON && t.Name == "Edm.DateTimeOffset" && t.Precision == "" {
		t.Precision = "12" // any precision in JSON, where none in XML is zero
	}
	w.facets(e, t.Facets, t.Name)
	return e
}

func (w *xmlWriter) typeName(t csdl.TypeRef) string {
	if t.Collection {
		return "Collection(" + w.name(t.Name) + ")"
	}
	return w.name(t.Name)
}

func (w *xmlWriter) facets(e *element, f csdl.Facets, typ string) {
	if w.fromJSON && typ == "Edm.Decimal" && f.Scale == "" {
		f.Scale = "variable"
	}
	w.plainFacets(e, f)
}

func (w *xmlWriter) plainFacets(e *element, f csdl.Facets) {
	for _, facet := range [][2]string{
		{"MaxLength", f.MaxLength}, {"Precision", f.Precision}, {"Scale", f.Scale}, {"Unicode", f.Unicode}, {"SRID", f.SRID},
	} {
		if facet[1] != "" {
			e.attr(facet[0], facet[1])
		}
	}
}

func (w *xmlWriter) annotate(e *element, notes []*csdl.Annotation) {
	for _, a := range notes {
		note := elem("Annotation", "Term", w.name(a.Term), "Qualifier", a.Qualifier)
		w.value(note, a.Value)
		w.annotate(note, a.Annotations)
		e.add(note)
	}
}

// value gives e a value: as an attribute where it is a constant or a path, as a
// child otherwise.
func (w *xmlWriter) value(e *element, value csdl.Expression) {
	switch v := value.(type) {
	case nil:
	case csdl.Constant:
		if v.Kind == "Null" {
			e.add(elem("Null"))
			return
		}
		e.attr(v.Kind, w.constant(v))
	case csdl.Path:
		e.attr(v.Kind, w.path(v.Text))
	default:
		e.add(w.expression(v))
	}
}

// constant returns the text of a constant: of members of an enumeration, each
// with the name of the enumeration.
func (w *xmlWriter) constant(c csdl.Constant) string {
	if c.Kind != "EnumMember" {
		return c.Text
	}
	members := strings.Split(c.Text, ",")
	for i, m := range members {
		if c.Type != "" {
			members[i] = w.name(c.Type) + "/" + m
		}
	}
	return strings.Join(members, " ")
}

func (w *xmlWriter) expression(value csdl.Expression) *element {
	switch v := value.(type) {
	case csdl.Constant:
		e := elem(v.Kind)
		e.text = w.constant(v)
		return e
	case csdl.Path:
		e := elem(v.Kind)
		e.text = w.path(v.Text)
		return e
	case *csdl.Collection:
		e := elem("Collection")
		w.items(e, v.Items)
		return e
	case *csdl.Record:
		return w.record(v)
	case *csdl.Operator:
		e := elem(v.Name, "Function", w.name(v.Function))
		w.items(e, v.Args)
		w.annotate(e, v.Annotations)
		return e
	case *csdl.TypeTest:
		e := w.typed(v.Name, "", v.Type)
		if v.Value != nil {
			e.add(w.expression(v.Value))
		}
		w.annotate(e, v.Annotations)
		return e
	case *csdl.Labeled:
		e := elem("LabeledElement", "Name", v.Name)
		w.value(e, v.Value)
		w.annotate(e, v.Annotations)
		return e
	case csdl.LabelRef:
		e := elem("LabeledElementReference")
		e.text = w.name(v.Name)
		return e
	}
	return elem("Null")
}

func (w *xmlWriter) items(e *element, all []csdl.Expression) {
	for _, item := range all {
		e.add(w.expression(item))
	}
}

func (w *xmlWriter) record(r *csdl.Record) *element {
	e := elem("Record", "Type", w.name(r.Type))
	for _, p := range r.Values {
		value := elem("PropertyValue", "Property", p.Property)
		w.value(value, p.Value)
		w.annotate(value, p.Annotations)
		e.add(value)
	}
	w.annotate(e, r.Annotations)
	return e
}
