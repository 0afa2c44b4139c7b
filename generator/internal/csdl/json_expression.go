package csdl

import "strings"

// jsonAnnotations reads the annotations in an object, by the member that they
// belong to; "" has those of the object itself.
func (s *scope) jsonAnnotations(v *value) map[string][]*Annotation {
	if v == nil {
		return nil
	}
	all := map[string][]*Annotation{}
	byName := map[string]*Annotation{}
	var nested []string
	for _, m := range v.members {
		at := strings.LastIndexByte(m.name, '@')
		if at < 0 || isType(m.name) {
			continue
		}
		term, qualifier, _ := strings.Cut(m.name[at+1:], "#")
		a := &Annotation{Pos: s.at(m.offset), Term: s.name(strings.TrimSpace(term)), Qualifier: qualifier, Value: s.jsonExpression(m.value)}
		if a.Term == "Org.OData.JSON.V1.Schema" && m.value.kind == '{' {
			a.Value = Constant{Kind: "String", Text: s.text[m.value.offset:m.value.end]}
		}
		byName[m.name] = a
		if strings.Contains(m.name[:at], "@") {
			nested = append(nested, m.name)
			continue
		}
		all[m.name[:at]] = append(all[m.name[:at]], a)
	}
	for _, name := range nested {
		if of := byName[name[:strings.LastIndexByte(name, '@')]]; of != nil {
			of.Annotations = append(of.Annotations, byName[name])
		}
	}
	return all
}

func (s *scope) jsonExpression(v *value) Expression {
	switch v.kind {
	case '{':
		return s.jsonObject(v)
	case '[':
		return &Collection{Items: s.jsonItems(v.items)}
	case '"':
		return Constant{Kind: "String", Text: v.text}
	case 't', 'f':
		return Constant{Kind: "Bool", Text: v.text}
	case 'n':
		return Constant{Kind: "Null"}
	}
	if strings.ContainsAny(v.text, ".eE") {
		return Constant{Kind: "Float", Text: v.text}
	}
	return Constant{Kind: "Int", Text: v.text}
}

func (s *scope) jsonItems(values []*value) []Expression {
	items := make([]Expression, len(values))
	for i, v := range values {
		items[i] = s.jsonExpression(v)
	}
	return items
}

// jsonObject reads an object: the member that starts with $ says what it is,
// and without one it is a record.
func (s *scope) jsonObject(v *value) Expression {
	own := s.jsonAnnotations(v)
	for _, m := range v.members {
		name, isOwn := strings.CutPrefix(m.name, "$")
		switch {
		case !isOwn || strings.Contains(name, "@"):
		case name == "Null":
			return null(own[""])
		case name == "Path":
			return Path{Kind: "Path", Text: s.path(m.value.text)}
		case name == "Cast" || name == "IsOf":
			return &TypeTest{Name: name, Type: s.jsonType(v), Value: s.jsonExpression(m.value), Annotations: own[""]}
		case name == "LabeledElement":
			return &Labeled{Name: s.str(v, "$Name"), Value: s.jsonExpression(m.value), Annotations: own[""]}
		case name == "LabeledElementReference":
			return LabelRef{Name: s.name(m.value.text)}
		case name == "Apply", name == "UrlRef", contains(operators, name):
			args := []*value{m.value}
			if m.value.kind == '[' && name != "UrlRef" {
				args = m.value.items
			}
			return &Operator{Name: name, Function: s.str(v, "$Function"), Args: s.jsonItems(args), Annotations: own[""]}
		}
	}
	return s.jsonRecord(v, own)
}

// isType tells the member of a record that names its type, in JSON 4.01 and
// as it was in 4.0.
func isType(name string) bool { return name == "@type" || name == "@odata.type" }

func (s *scope) jsonRecord(v *value, annotations map[string][]*Annotation) *Record {
	r := &Record{Annotations: annotations[""]}
	for _, m := range v.members {
		if !isType(m.name) {
			continue
		}
		typ := s.str(v, m.name)
		r.Type = s.name(typ[strings.LastIndexByte(typ, '#')+1:])
	}
	for _, m := range s.named(v) {
		r.Values = append(r.Values, &PropertyValue{
			Pos: s.at(m.offset), Property: m.name, Value: s.jsonExpression(m.value), Annotations: annotations[m.name],
		})
	}
	return r
}
