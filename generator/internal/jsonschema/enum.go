package jsonschema

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// enum reads a schema that lists its values.
func (r *Reader) enum(s *Schema, types Types, name api.Name, key *Schema) api.Type {
	kind := kindOfAll(s.Enum, types)
	switch kind {
	case TypeString, TypeInteger:
	case TypeBoolean, TypeNumber:
		return primitive(kind, s.Format)
	default:
		r.warn(s.Place, "enum", fmt.Sprintf("enumeration %q has values of several types and is kept as JSON text", name),
			"use values of one type")
		return api.Untyped
	}
	if kind == TypeInteger && slices.ContainsFunc(s.Enum, isBeyondInt64) {
		return api.UInt64 // the values are a rule
	}
	e := &api.Enum{Name: r.own(name, key), Doc: NewDoc(s.Title, s.Description, s.Deprecated), Pos: s.Place.At()}
	e.Doc.URL = s.DocsURL
	if kind == TypeInteger {
		e.Numbers, e.Underlying = true, primitive(kind, s.Format)
		if e.Underlying == api.UInt64 {
			e.Underlying = api.Int64
		}
	}
	texts := s.memberTexts()
	msNames, msDocs := s.msEnum()
	seen := map[string]bool{}
	for i, v := range s.Enum {
		text := scalarText(v)
		if v.IsNull() || seen[text] {
			continue // null is told by the property
		}
		seen[text] = true
		m := api.EnumValue{Name: text, Doc: api.Doc{Text: first(at(texts.docs, i), msDocs[text])}, GoName: first(at(texts.names, i), msNames[text])}
		m.Value, _ = strconv.ParseInt(text, 10, 64)
		e.Values = append(e.Values, m)
	}
	r.api.Enums = append(r.api.Enums, e)
	if key == nil {
		e.Places = []api.Name{e.Name}
	} else {
		e.GoName = goName(s)
	}
	same := r.sameEnum(e, name)
	makes(same, s)
	return same
}

// isBeyondInt64 reports whether an integer takes 64 bits without a sign.
func isBeyondInt64(v *tree.Node) bool {
	n, err := strconv.ParseUint(scalarText(v), 10, 64)
	return err == nil && n > math.MaxInt64
}

// kindOfAll returns the type that all values have, "" when there are several.
// What the schema says is its type counts for texts: YAML reads some as numbers.
func kindOfAll(all []*tree.Node, types Types) string {
	if types.Is(TypeString) {
		return TypeString
	}
	kind := ""
	for _, v := range all {
		if v.IsNull() {
			continue
		}
		of := kindOf(v)
		switch {
		case of == nil:
			return ""
		case kind == "" || kind == TypeInteger && of[0] == TypeNumber:
			kind = of[0]
		case kind == TypeNumber && of[0] == TypeInteger:
		case kind != of[0]:
			return ""
		}
	}
	if kind == TypeInteger && types.Is(TypeNumber) {
		kind = TypeNumber
	}
	if len(types) == 1 && kind != types[0] {
		return ""
	}
	return kind
}

// scalarText is a value of the document as text.
func scalarText(n *tree.Node) string {
	switch {
	case n == nil:
		return ""
	case n.Kind == tree.Integer || n.Kind == tree.Number:
		return decimal(n)
	case n.IsScalar():
		return n.Text
	}
	return JSON(n)
}

// memberTexts are what members of an enumeration are called in Go, and what is said
// about them, in their order.
type memberTexts struct{ names, docs []string }

func (s *Schema) memberTexts() memberTexts {
	if s.texts != nil {
		return *s.texts
	}
	return memberTexts{
		s.memberTextsOf("x-enum-varnames", "x-enumNames", "x-enum-names"), s.memberTextsOf("x-enum-descriptions", "x-enumDescriptions"),
	}
}

// memberTextsOf returns the texts that an extension has for the members.
func (s *Schema) memberTextsOf(extensions ...string) []string {
	for _, name := range extensions {
		list := s.Extension(name)
		if list == nil || list.IsScalar() {
			continue
		}
		var texts []string
		if list.Kind == tree.List {
			for _, item := range list.Content {
				texts = append(texts, textOf(item))
			}
			return texts
		}
		for _, v := range s.Enum {
			texts = append(texts, textOf(list.Get(scalarText(v))))
		}
		return texts
	}
	return nil
}

// textOf is the text that n is; "" for anything else.
func textOf(n *tree.Node) string {
	if n.IsText() {
		return n.Text
	}
	return ""
}

// msEnum returns the names and descriptions that x-ms-enum gives to values.
func (s *Schema) msEnum() (names, docs map[string]string) {
	names, docs = map[string]string{}, map[string]string{}
	values := s.Extension("x-ms-enum").Get("values")
	if values == nil || values.Kind != tree.List {
		return names, docs
	}
	for _, m := range values.Content {
		value := scalarText(m.Get("value"))
		names[value], docs[value] = textOf(m.Get("name")), textOf(m.Get("description"))
	}
	return names, docs
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
