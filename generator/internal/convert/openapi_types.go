package convert

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// use is where the schema of a type stands.
type use struct {
	purpose   purpose
	parameter bool // in a parameter, which has the description
	inURL     bool // as a literal in a URL
}

// typeSchema makes the schema of a value.
func (w *openAPI) typeSchema(t csdl.TypeRef, preset string, notes []*csdl.Annotation, u use) *object {
	s := w.baseSchema(t, notes, u.purpose)
	if values := recordsOf(noteOf(notes, validation+"AllowedValues")); len(values) > 0 {
		w.allow(s, values, t.Nullable)
	}
	if t.Nullable {
		s = w.nullable(s)
	}
	if preset != "" {
		s = wrapped(s)
		o := obj()
		w.json.defaultValue(o, preset, t)
		s.set("default", o.values["$DefaultValue"])
	}
	if value := recordOf(notes, core+"Example").get("Value"); value != nil {
		s = wrapped(s)
		s.set("example", w.json.expression(value))
	}
	if u.inURL {
		w.quote(s, t)
	}
	if w.v31 && s.has("example") {
		s.set("examples", array{s.values["example"]})
		s.remove("example")
	}
	s = w.limit(s, notes, "Maximum")
	s = w.limit(s, notes, "Minimum")
	if t.Collection {
		s = obj("type", "array", "items", s)
	}
	if u.parameter {
		return s
	}
	for _, text := range [][2]string{{"title", "Description"}, {"description", "LongDescription"}} {
		if value := textOf(notes, core+text[1]); value != "" {
			s = wrapped(s)
			s.set(text[0], value)
		}
	}
	return s
}

// wrapped returns s as a schema that keywords can stand beside.
func wrapped(s *object) *object {
	if s.has("$ref") {
		return obj("allOf", array{s})
	}
	return s
}

// nullable returns s with null.
func (w *openAPI) nullable(s *object) *object {
	switch types := s.values["type"].(type) {
	case array:
		s.set("type", append(types, "null"))
		return s
	case string:
		if w.v31 {
			s.set("type", array{types, "null"})
			return s
		}
	}
	if w.v31 {
		if s.has("$ref") {
			return obj("anyOf", array{s, obj("type", "null")})
		}
		return s // no type: null is in it
	}
	s = wrapped(s)
	s.set("nullable", true)
	return s
}

// allow restricts s to values. In OpenAPI 3.1 null is one of them, where it is
// allowed.
func (w *openAPI) allow(s *object, values []record, null bool) {
	enum := array{}
	for _, v := range values {
		enum = append(enum, w.json.expression(v.get("Value")))
	}
	if null && w.v31 {
		enum = append(enum, nil)
	}
	s.set("enum", enum)
}

// limit adds what Validation.Maximum or Minimum says.
func (w *openAPI) limit(s *object, notes []*csdl.Annotation, term string) *object {
	var note *csdl.Annotation
	for _, a := range notes {
		if a.Term == validation+term && a.Qualifier == "" {
			note = a
		}
	}
	if note == nil {
		return s
	}
	n, ok := w.json.expression(note.Value).(number)
	if !ok {
		return s
	}
	s = wrapped(s)
	keyword := strings.ToLower(term)
	exclusive := is(note.Annotations, validation+"Exclusive")
	switch {
	case exclusive && w.v31:
		s.remove(keyword)
		s.set("exclusive"+term, n)
	case exclusive:
		s.set("exclusive"+term, true)
		fallthrough
	default:
		s.set(keyword, n)
	}
	return s
}

// quote makes the example and the pattern those of a literal in a URL.
func (w *openAPI) quote(s *object, t csdl.TypeRef) {
	quote := w.keyQuote(t.Name)
	if example, ok := s.values["example"].(string); ok {
		s.set("example", quote+example+quote)
	}
	pattern, has := s.values["pattern"].(string)
	if has {
		if rest, ok := strings.CutPrefix(pattern, "^"); ok {
			pattern = "^" + quote + "(" + rest
		}
		if rest, ok := strings.CutSuffix(pattern, "$"); ok {
			pattern = rest + ")" + quote + "$"
		}
	} else if t.Name == "Edm.String" {
		pattern = "^'([^']|'')*'$"
	}
	if t.Nullable {
		s.set("default", nil)
		if t.Name == "Edm.String" {
			s.set("default", "null") // the literal
		}
		if rest, ok := strings.CutPrefix(pattern, "^"); ok {
			pattern = "^(null|" + strings.TrimSuffix(rest, "$") + ")$"
		}
	}
	s.setIf("pattern", pattern)
}

// plainTypes are the primitive types whose schema does not depend on facets:
// type, format, and an example.
var plainTypes = map[string][3]string{
	"Edm.AnnotationPath": {"string"}, "Edm.ModelElementPath": {"string"},
	"Edm.NavigationPropertyPath": {"string"}, "Edm.PropertyPath": {"string"},
	"Edm.Boolean":   {"boolean"},
	"Edm.Byte":      {"integer", "uint8"},
	"Edm.Date":      {"string", "date", `"2017-04-13"`},
	"Edm.Double":    {"number", "double", "3.14"},
	"Edm.Duration":  {"string", "duration", `"P4DT15H51M04S"`},
	"Edm.Guid":      {"string", "uuid", `"01234567-89ab-cdef-0123-456789abcdef"`},
	"Edm.Int16":     {"integer", "int16"},
	"Edm.Int32":     {"integer", "int32"},
	"Edm.SByte":     {"integer", "int8"},
	"Edm.Single":    {"number", "float", "3.14"},
	"Edm.TimeOfDay": {"string", "time", `"15:51:04"`},
}

func plainSchema(plain [3]string) *object {
	s := obj("type", plain[0])
	s.setIf("format", plain[1])
	if plain[2] != "" {
		s.set("example", raw(plain[2]))
		if text, err := strconv.Unquote(plain[2]); err == nil {
			s.set("example", text)
		}
	}
	return s
}

// baseSchema makes the schema of a type with its facets.
func (w *openAPI) baseSchema(t csdl.TypeRef, notes []*csdl.Annotation, p purpose) *object {
	if plain, ok := plainTypes[t.Name]; ok {
		return plainSchema(plain)
	}
	switch t.Name {
	case "Edm.String":
		s := obj("type", "string")
		if n, ok := asNumber(t.MaxLength); ok && n != "0" {
			s.set("maxLength", n)
		}
		s.setIf("pattern", textOf(notes, validation+"Pattern"))
		return s
	case "Edm.Binary":
		s := w.binary()
		if n, err := strconv.ParseUint(t.MaxLength, 10, 32); err == nil && n > 0 {
			s.set("maxLength", number(strconv.FormatUint((4*n+2)/3, 10)))
		}
		return s
	case "Edm.Stream":
		if s := jsonSchema(notes); s != nil {
			return s
		}
		return w.binary()
	case "Edm.DateTimeOffset":
		fraction := ""
		if n, err := strconv.ParseUint(t.Precision, 10, 8); err == nil && n > 0 && n <= 12 {
			fraction = "." + strings.Repeat("0", int(n))
		}
		return obj("type", "string", "format", "date-time", "example", "2017-04-13T15:51:04"+fraction+"Z")
	case "Edm.Int64":
		s := w.oneOf("integer", "string")
		s.set("format", "int64")
		s.set("example", "42")
		return s
	case "Edm.Decimal":
		return w.decimal(t.Facets)
	case "Edm.PrimitiveType":
		return w.oneOf("boolean", "number", "string")
	case "Edm.GeographyPoint", "Edm.GeometryPoint":
		w.geo = true
		return w.local("geoPoint")
	}
	if strings.HasPrefix(t.Name, "Edm.") {
		return obj()
	}
	if !w.isStructured(t.Name) {
		p = reading
	}
	s := w.ref(t.Name, p)
	if n, ok := asNumber(t.MaxLength); ok && n != "0" {
		s = obj("allOf", array{s}, "maxLength", n)
	}
	return s
}

// binary is the schema of bytes as text.
func (w *openAPI) binary() *object {
	if w.v31 {
		return obj("type", "string", "contentEncoding", "base64url")
	}
	return obj("type", "string", "format", "base64url")
}

// oneOf is the schema of a value of one of some types.
func (w *openAPI) oneOf(types ...string) *object {
	if w.v31 {
		return obj("type", list(types))
	}
	all := array{}
	for _, t := range types {
		all = append(all, obj("type", t))
	}
	return obj("anyOf", all)
}

// decimal is the schema of Edm.Decimal: its scale and precision bound it.
func (w *openAPI) decimal(f csdl.Facets) *object {
	s := w.oneOf("number", "string")
	s.set("format", "decimal")
	s.set("example", number("0"))
	if f.Precision == "34" && f.Scale == "floating" {
		s.set("format", "decimal128")
		s.set("example", "9.9e6144")
		return s
	}
	if f.Scale == "" && w.json.fromXML {
		f.Scale = "0"
	}
	scale, err := strconv.ParseUint(f.Scale, 10, 8)
	if err != nil {
		return s
	}
	s.set("multipleOf", number(decimals("1", "0", 1, scale)))
	if precision, err := strconv.ParseUint(f.Precision, 10, 8); err == nil && precision < 16 && precision >= scale && precision > 0 {
		limit := decimals("9", "9", precision-scale, scale)
		s.set("maximum", number(limit))
		s.set("minimum", number("-"+limit))
	}
	return s
}

// decimals returns the number that is 1 in its last place, for "1" and "0", or
// 9 in all places, for "9" and "9".
func decimals(last, other string, before, after uint64) string {
	if after == 0 {
		return strings.Repeat(other, int(max(before, 1))-1) + last
	}
	whole := "0"
	if other == "9" && before > 0 {
		whole = strings.Repeat(other, int(before))
	}
	return whole + "." + strings.Repeat(other, int(after)-1) + last
}

// jsonSchema returns the schema that an annotation has, nil when there is none.
func jsonSchema(notes []*csdl.Annotation) *object {
	text := textOf(notes, "Org.OData.JSON.V1.Schema")
	var members map[string]json.RawMessage
	if text == "" || json.Unmarshal([]byte(text), &members) != nil {
		return nil
	}
	return objectOf([]byte(text))
}
