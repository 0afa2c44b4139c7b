package convert

import (
	"encoding/json"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// annotate adds annotations of the member called prefix, or of o itself.
func (w *jsonWriter) annotate(o *object, prefix string, notes []*csdl.Annotation) {
	for _, a := range notes {
		name := prefix + "@" + w.name(a.Term)
		if a.Qualifier != "" {
			name += "#" + a.Qualifier
		}
		var value any = true
		if a.Value != nil {
			value = w.expression(a.Value)
		}
		if text, ok := value.(string); ok && isJSON(a.Term, a.Annotations) && json.Valid([]byte(text)) {
			value = raw(text)
		}
		o.set(name, value)
		w.annotate(o, name, a.Annotations)
	}
}

// isJSON tells a value that is JSON in a string, which CSDL JSON holds as what
// it is.
func isJSON(term string, notes []*csdl.Annotation) bool {
	if term == "Org.OData.JSON.V1.Schema" {
		return true
	}
	mediaType, _ := noteOf(notes, core+"MediaType").(csdl.Constant)
	return mediaType.Text == "application/json"
}

func (w *jsonWriter) expression(e csdl.Expression) any {
	switch v := e.(type) {
	case csdl.Constant:
		return constant(v)
	case *csdl.Collection:
		return w.items(v.Items)
	case *csdl.Record:
		return w.record(v)
	case csdl.Path:
		if v.Kind == "Path" {
			return obj("$Path", w.path(v.Text))
		}
		return w.path(v.Text)
	case *csdl.Operator:
		return w.operator(v)
	case *csdl.TypeTest:
		o := obj("$"+v.Name, w.expression(v.Value))
		w.typeRef(o, v.Type, true)
		w.annotate(o, "", v.Annotations)
		return o
	case *csdl.Labeled:
		o := obj("$LabeledElement", w.expression(v.Value), "$Name", v.Name)
		w.annotate(o, "", v.Annotations)
		return o
	case csdl.LabelRef:
		return obj("$LabeledElementReference", w.name(v.Name))
	}
	return nil
}

func constant(c csdl.Constant) any {
	switch c.Kind {
	case "Bool":
		return c.Text == "true"
	case "Int", "Float", "Decimal":
		return numberOr(c.Text)
	case "Null":
		return nil
	}
	return c.Text
}

// items returns the values of a collection or of an operator. There a member of
// an enumeration needs its type, which no term or property gives.
func (w *jsonWriter) items(all []csdl.Expression) array {
	a := make(array, len(all))
	for i, e := range all {
		a[i] = w.expression(e)
		if c, ok := e.(csdl.Constant); ok && c.Type != "" {
			a[i] = obj("$Cast", a[i], "$Type", w.name(c.Type))
		}
	}
	return a
}

func (w *jsonWriter) record(r *csdl.Record) *object {
	o := obj()
	if r.Type != "" {
		name := "@type"
		if w.version == "4.0" {
			name = "@odata.type"
		}
		namespace, _ := split(r.Type)
		o.set(name, twin(w.uris[namespace], ".json", ".xml")+"#"+w.name(r.Type))
	}
	for _, p := range r.Values {
		var value any = true
		if p.Value != nil {
			value = w.expression(p.Value)
		}
		if text, ok := value.(string); ok && isJSON("", p.Annotations) && json.Valid([]byte(text)) {
			value = raw(text)
		}
		o.set(p.Property, value)
		w.annotate(o, p.Property, p.Annotations)
	}
	w.annotate(o, "", r.Annotations)
	return o
}

func (w *jsonWriter) operator(op *csdl.Operator) *object {
	o := obj()
	o.setIf("$Function", w.name(op.Function))
	switch op.Name {
	case "Null", "Neg", "Not", "UrlRef":
		var value any
		if len(op.Args) > 0 {
			value = w.items(op.Args[:1])[0]
		}
		o.set("$"+op.Name, value)
	default:
		o.set("$"+op.Name, w.items(op.Args))
	}
	w.annotate(o, "", op.Annotations)
	return o
}
