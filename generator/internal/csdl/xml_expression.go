package csdl

import (
	"fmt"
	"strings"
)

// xmlAnnotations reads the annotations that stand in e.
func (s *scope) xmlAnnotations(e *element) []*Annotation {
	var all []*Annotation
	for _, c := range e.children {
		if c.name == "Annotation" {
			all = append(all, &Annotation{
				Pos: s.at(c.offset), Term: s.name(strings.TrimSpace(c.first("Term"))), Qualifier: c.first("Qualifier"),
				Value: s.xmlValue(c), Annotations: s.xmlAnnotations(c),
			})
		}
	}
	return all
}

// xmlValue reads the value that an attribute or a child of e gives; nil when
// there is none.
func (s *scope) xmlValue(e *element) Expression {
	if n := countValues(e); n > 1 {
		s.warn(s.at(e.offset), "several-values", fmt.Sprintf("%s has %d values, and the first counts", e, n), "write one value, or a Collection")
	}
	for _, a := range e.attrs {
		if a.Name.Space != "" {
			continue
		}
		switch {
		case contains(constants, a.Name.Local):
			return s.constant(a.Name.Local, a.Value)
		case contains(paths, a.Name.Local):
			return Path{Kind: a.Name.Local, Text: s.path(a.Value)}
		case a.Name.Local == "UrlRef":
			return &Operator{Name: "UrlRef", Args: []Expression{Constant{Kind: "String", Text: a.Value}}}
		}
	}
	for _, c := range e.children {
		if c.name != "Annotation" {
			return s.xmlExpression(c)
		}
	}
	return nil
}

// countValues counts the attributes and children of e that are values.
func countValues(e *element) int {
	n := 0
	for _, a := range e.attrs {
		if a.Name.Space == "" && contains(valueAttrs, a.Name.Local) {
			n++
		}
	}
	for _, c := range e.children {
		if c.name != "Annotation" {
			n++
		}
	}
	return n
}

func (s *scope) xmlValues(e *element) []Expression {
	var values []Expression
	for _, c := range e.children {
		if c.name != "Annotation" {
			values = append(values, s.xmlExpression(c))
		}
	}
	return values
}

func (s *scope) xmlExpression(e *element) Expression {
	switch {
	case contains(constants, e.name):
		return s.constant(e.name, string(e.text))
	case contains(paths, e.name):
		return Path{Kind: e.name, Text: s.path(strings.TrimSpace(string(e.text)))}
	}
	switch e.name {
	case "Null":
		return null(s.xmlAnnotations(e))
	case "Collection":
		return &Collection{Items: s.xmlValues(e)}
	case "Record":
		return s.xmlRecord(e)
	case "Cast", "IsOf":
		return &TypeTest{Name: e.name, Type: s.xmlType(e), Value: s.xmlValue(e), Annotations: s.xmlAnnotations(e)}
	case "LabeledElement":
		return &Labeled{Name: e.first("Name"), Value: s.xmlValue(e), Annotations: s.xmlAnnotations(e)}
	case "LabeledElementReference":
		return LabelRef{Name: s.name(strings.TrimSpace(string(e.text)))}
	}
	return &Operator{Name: e.name, Function: e.first("Function"), Args: s.xmlValues(e), Annotations: s.xmlAnnotations(e)}
}

func (s *scope) xmlRecord(e *element) *Record {
	r := &Record{Type: s.name(e.first("Type")), Annotations: s.xmlAnnotations(e)}
	for _, c := range e.children {
		if c.name == "PropertyValue" {
			r.Values = append(r.Values, &PropertyValue{
				Pos: s.at(c.offset), Property: c.first("Property"), Value: s.xmlValue(c), Annotations: s.xmlAnnotations(c),
			})
		}
	}
	return r
}

// constant makes a Constant; the members of enumerations lose their type, which
// JSON does not write.
func (s *scope) constant(kind, text string) Constant {
	if kind == "String" {
		return Constant{Kind: kind, Text: text}
	}
	text = strings.TrimSpace(text)
	if kind != "EnumMember" {
		return Constant{Kind: kind, Text: text}
	}
	members, typ := strings.Fields(text), ""
	for i, m := range members {
		slash := strings.LastIndexByte(m, '/')
		members[i], typ = m[slash+1:], s.name(m[:max(slash, 0)])
	}
	return Constant{Kind: kind, Text: strings.Join(members, ","), Type: typ}
}

// contains tells whether word is one of the words of list.
func contains(list, word string) bool {
	i := strings.Index(list, " "+word)
	if i < 0 {
		return false
	}
	end := i + 1 + len(word)
	return end == len(list) || list[end] == ' ' || contains(list[end:], word)
}
