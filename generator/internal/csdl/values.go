package csdl

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/ecma"
)

// find returns the annotation with term and without a qualifier.
func find(notes []*Annotation, term string) *Annotation {
	for _, a := range notes {
		if a.Term == term && a.Qualifier == "" {
			return a
		}
	}
	return nil
}

// valueOf returns the constant that an annotation gives, "" when there is none.
func valueOf(notes []*Annotation, term string) string {
	if a := find(notes, term); a != nil {
		return constantText(a.Value)
	}
	return ""
}

// isTrue tells whether a tag is set; true is the default of tags.
func isTrue(notes []*Annotation, term string) bool {
	a := find(notes, term)
	return a != nil && (a.Value == nil || strings.EqualFold(constantText(a.Value), "true"))
}

func constantText(e Expression) string {
	c, _ := e.(Constant)
	return c.Text
}

// records returns the records of a collection, or the one that e is.
func records(e Expression) []*Record {
	switch v := e.(type) {
	case *Record:
		return []*Record{v}
	case *Collection:
		var all []*Record
		for _, item := range v.Items {
			if r, ok := item.(*Record); ok {
				all = append(all, r)
			}
		}
		return all
	}
	return nil
}

// record returns the record that an annotation gives, nil when there is none.
func record(notes []*Annotation, term string) *Record {
	if a := find(notes, term); a != nil {
		r, _ := a.Value.(*Record)
		return r
	}
	return nil
}

// get returns the value of a property of a record, nil when there is none.
func (r *Record) get(name string) Expression {
	if r == nil {
		return nil
	}
	for _, v := range r.Values {
		if v.Property == name {
			return v.Value
		}
	}
	return nil
}

const validation = "Org.OData.Validation.V1."

// validate adds what the Validation vocabulary says of a property or a
// parameter of type t.
func (p *mapper) validate(f *api.Facets, t api.Type, notes []*Annotation) {
	for _, a := range notes {
		term, ok := strings.CutPrefix(a.Term, validation)
		if !ok || a.Qualifier != "" {
			continue
		}
		text := constantText(a.Value)
		switch term {
		case "Pattern":
			translated, err := ecma.RE2(text)
			if err != nil {
				p.warn(a.Pos, "pattern", fmt.Sprintf("the pattern %q has no meaning in Go and is not checked", text), "use what RE2 knows: no look-ahead, no back references")
				continue
			}
			f.Pattern = translated
		case "Minimum":
			f.Minimum, f.ExclusiveMinimum = bounds(a)
		case "Maximum":
			f.Maximum, f.ExclusiveMaximum = bounds(a)
		case "MinItems":
			f.MinItems, _ = strconv.ParseUint(text, 10, 64)
		case "MaxItems":
			f.MaxItems = number(text)
		case "MultipleOf":
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				f.MultipleOf = text
			}
		case "AllowedValues":
			f.Schema = allowed(records(a.Value), t)
		}
	}
}

// bounds returns the number that an annotation gives, as a bound that is included
// or one that is not. A bound that is no number, like a date, does not restrict.
func bounds(a *Annotation) (included, excluded string) {
	text := constantText(a.Value)
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return "", ""
	}
	if isTrue(a.Annotations, validation+"Exclusive") {
		return "", text
	}
	return text, ""
}

// allowed returns the rule that values, or the items of a collection, are of those
// that Validation.AllowedValues lists; nil when it cannot be told. Whether null is
// allowed is told elsewhere.
func allowed(listed []*Record, t api.Type) *api.Schema {
	if list, ok := t.(api.List); ok {
		if s := allowed(listed, list.Elem); s != nil {
			return &api.Schema{Items: s}
		}
		return nil
	}
	primitive, ok := t.(api.Primitive)
	if !ok {
		return nil
	}
	s := new(api.Schema)
	for _, r := range listed {
		c, ok := r.get("Value").(Constant)
		if !ok {
			return nil
		}
		s.Enum = append(s.Enum, jsonText(c.Text, primitive))
	}
	if s.Enum == nil {
		return nil
	}
	s.Enum = append(s.Enum, "null")
	return s
}

// jsonText is a value of type t as JSON (OData JSON Format 4.01, 7.1).
func jsonText(text string, t api.Primitive) string {
	switch t {
	case api.Boolean, api.Byte, api.SByte, api.Int16, api.Int32, api.Int64, api.Single, api.Double, api.Decimal:
		if json.Valid([]byte(text)) {
			return text
		}
	}
	quoted, _ := json.Marshal(text) // a string has no error
	return string(quoted)
}
