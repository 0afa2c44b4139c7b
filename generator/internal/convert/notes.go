package convert

import (
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// The vocabularies whose terms the mapping to OpenAPI follows.
const (
	core          = "Org.OData.Core.V1."
	capabilities  = "Org.OData.Capabilities.V1."
	validation    = "Org.OData.Validation.V1."
	authorization = "Org.OData.Authorization.V1."
)

// split cuts a qualified name into its namespace and its local name.
func split(name string) (namespace, local string) {
	dot := strings.LastIndexByte(name, '.')
	return name[:max(dot, 0)], name[dot+1:]
}

// tag stands for the value of an annotation that gives none: true is the
// default of tags.
var tag = csdl.Constant{Kind: "Bool", Text: "true"}

// noteOf returns the value of the last annotation with term and no qualifier,
// nil when there is none.
func noteOf(notes []*csdl.Annotation, term string) csdl.Expression {
	for i := len(notes) - 1; i >= 0; i-- {
		if a := notes[i]; a.Term == term && a.Qualifier == "" {
			if a.Value == nil {
				return tag
			}
			return a.Value
		}
	}
	return nil
}

// textOf returns the text that an annotation gives, "" when there is none.
func textOf(notes []*csdl.Annotation, term string) string {
	return text(noteOf(notes, term))
}

// text returns the text of a constant or a path to a model element.
func text(e csdl.Expression) string {
	switch v := e.(type) {
	case csdl.Constant:
		return v.Text
	case csdl.Path:
		if v.Kind != "Path" {
			return v.Text
		}
	}
	return ""
}

// is tells whether an annotation is there and not false.
func is(notes []*csdl.Annotation, term string) bool {
	e := noteOf(notes, term)
	return e != nil && !isFalse(e)
}

func isFalse(e csdl.Expression) bool {
	c, ok := e.(csdl.Constant)
	return ok && c.Kind == "Bool" && c.Text != "true"
}

// record is the value of an annotation that is a record; nil is one without
// members.
type record struct{ *csdl.Record }

// recordOf returns the record that an annotation gives.
func recordOf(notes []*csdl.Annotation, term string) record {
	r, _ := noteOf(notes, term).(*csdl.Record)
	return record{r}
}

// get returns the value of a member, nil when there is none.
func (r record) get(name string) csdl.Expression {
	if r.Record == nil {
		return nil
	}
	for _, v := range r.Values {
		if v.Property == name {
			if v.Value == nil {
				return tag
			}
			return v.Value
		}
	}
	return nil
}

func (r record) text(name string) string { return text(r.get(name)) }

// isTrue tells whether a member is true; notFalse, whether it is not false.
func (r record) isTrue(name string) bool   { return r.text(name) == "true" }
func (r record) notFalse(name string) bool { return !isFalse(r.get(name)) }

// record returns a member that is a record.
func (r record) record(name string) record {
	inner, _ := r.get(name).(*csdl.Record)
	return record{inner}
}

// records returns the records in a member that is a collection.
func (r record) records(name string) []record { return recordsOf(r.get(name)) }

func recordsOf(e csdl.Expression) []record {
	var all []record
	if c, ok := e.(*csdl.Collection); ok {
		for _, item := range c.Items {
			if inner, ok := item.(*csdl.Record); ok {
				all = append(all, record{inner})
			}
		}
	}
	return all
}

// texts returns the texts in a member that is a collection.
func (r record) texts(name string) []string {
	var all []string
	if c, ok := r.get(name).(*csdl.Collection); ok {
		for _, item := range c.Items {
			all = append(all, text(item))
		}
	}
	return all
}

// note returns the text of an annotation of the record itself.
func (r record) note(term string) string {
	if r.Record == nil {
		return ""
	}
	return textOf(r.Annotations, term)
}

// or returns r, or other where there is no r.
func (r record) or(other record) record {
	if r.Record == nil {
		return other
	}
	return r
}
