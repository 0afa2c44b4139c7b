package golang

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
	values "github.com/seed-349153d7/odagen/templates/api"
)

// preset is the default value of a property or a parameter.
type preset struct {
	JSON   string       // its text; "" for none
	Name   naming.Ident // of the constant; zero for a value that is none in Go
	Type   goType
	Value  any          // a number, a text or a truth value
	Member naming.Ident // of an enumeration, instead of Value
}

// maxShown is how long a default is that stands in a comment.
const maxShown = 60

// withDefault is d with a sentence about the default.
func withDefault(d api.Doc, text string, t api.Type) api.Doc {
	if text == "" || len(text) > maxShown {
		return d
	}
	if shown, ok := textOf(t, text); ok {
		text = shown
	}
	d.Default = text
	return d
}

// textOf returns a default of a type that is text in JSON in quotes.
func textOf(t api.Type, text string) (string, bool) {
	switch t := t.(type) {
	case api.Primitive:
		switch t {
		case api.String, api.Binary, api.DateTimeOffset, api.Date, api.TimeOfDay, api.Duration, api.GUID:
			return quoted(text), true
		}
	case *api.Enum:
		if !t.Numbers {
			return quoted(text), true
		}
	}
	return text, false
}

func quoted(text string) string { return `"` + escaped(text) + `"` }

// preset plans a default: nothing for one that is no value of the type, which counts as a
// part of the comment alone.
func (p *planner) preset(key, text string, t api.Type, w api.Wire) preset {
	if text == "" {
		return preset{}
	}
	out := p.presetOf(text, t, w)
	if out.JSON != "" && isConstant(t) {
		out.Name = p.pkg.Of(key)
	}
	return out
}

func isConstant(t api.Type) bool {
	switch t := t.(type) {
	case api.Primitive:
		return t != api.Binary && t != api.Untyped
	case *api.Enum:
		return true
	}
	return false
}

func (p *planner) presetOf(text string, t api.Type, w api.Wire) preset {
	switch t := t.(type) {
	case api.Primitive:
		json, value := presetText(t, text, w)
		return preset{JSON: json, Value: value, Type: primitiveType(t)}
	case *api.Enum:
		if !slices.ContainsFunc(t.Values, func(v api.EnumValue) bool { return v.Name == text }) {
			return preset{}
		}
		json, _ := textOf(t, text)
		return preset{JSON: json, Member: p.pkg.Of("member " + p.entryOf(t.Name) + " " + text), Type: namedType(p.enumName(t))}
	case api.List:
		return preset{JSON: p.presetList(text, t, w)}
	}
	return preset{}
}

// presetList returns the JSON text of a list, "" when an item does not fit.
func (p *planner) presetList(text string, t api.List, w api.Wire) string {
	var items []json.RawMessage
	if json.Unmarshal([]byte(text), &items) != nil {
		return ""
	}
	var texts []string
	for _, item := range items {
		var s string
		if json.Unmarshal(item, &s) != nil {
			s = string(item)
		}
		v := p.presetOf(s, t.Elem, w)
		if v.JSON == "" {
			return ""
		}
		texts = append(texts, v.JSON)
	}
	return "[" + strings.Join(texts, ",") + "]"
}

// bits are the sizes of numbers.
var bits = map[api.Primitive]int{
	api.SByte: 8, api.Byte: 8, api.Int16: 16, api.Int32: 32, api.Int64: 64, api.UInt64: 64, api.Single: 32, api.Double: 64,
}

// presetText returns the JSON text of a default, and its value; "" for one that is no value
// of the type.
func presetText(t api.Primitive, text string, w api.Wire) (string, any) {
	switch t {
	case api.String:
		return quoted(text), text
	case api.Boolean:
		return boolPreset(text)
	case api.SByte, api.Int16, api.Int32, api.Int64:
		if n, err := strconv.ParseInt(text, 10, bits[t]); err == nil {
			return strconv.FormatInt(n, 10), int(n)
		}
	case api.Byte, api.UInt64:
		if n, err := strconv.ParseUint(text, 10, bits[t]); err == nil && n <= math.MaxInt64 {
			return strconv.FormatUint(n, 10), int(n)
		} else if err == nil {
			return strconv.FormatUint(n, 10), n
		}
	case api.Single, api.Double:
		if n, err := strconv.ParseFloat(text, bits[t]); err == nil && json.Valid([]byte(text)) {
			return text, n
		}
	case api.Decimal:
		if _, err := values.ParseDecimal(text); err == nil && json.Valid([]byte(text)) {
			if w == api.WireText {
				return quoted(text), text
			}
			return text, text
		}
	default:
		if fits(t, text) {
			return quoted(text), text
		}
	}
	return "", nil
}

func boolPreset(text string) (string, any) {
	switch text {
	case "true", "false":
		return text, text == "true"
	}
	return "", nil
}

// fits reports whether a text is a value of a type that has a syntax.
func fits(t api.Primitive, text string) bool {
	var err error
	switch t {
	case api.DateTimeOffset:
		_, err = values.ParseDateTimeOffset(text)
	case api.Date:
		_, err = values.ParseDate(text)
	case api.GUID:
		_, err = values.ParseGUID(text)
	default:
		return false // of times and durations there are two syntaxes
	}
	return err == nil
}

// wantDefaults asks for the names of the constants of defaults.
func wantDefaults(w *wants, key string, of naming.Ident, name, text string, t api.Type) {
	if text == "" || !isConstant(t) {
		return
	}
	word := naming.Kind("Default")
	*w = append(*w, naming.Want{
		Key: key, Rank: 1,
		Names: []naming.Ident{of.Plus(naming.Exported(name)).Plus(word), of.Plus(naming.Spelled(name)).Plus(word), word.Plus(of).Plus(naming.Spelled(name))},
	})
}

func propertyDefault(s *api.Struct, p *api.Property) string {
	return "default " + s.Name.String() + "/" + p.Name
}

func paramDefault(e *api.Endpoint, p *api.EndpointParam) string {
	return "default of " + e.Name + "/" + paramKey(p)
}

// emitDefaults emits the defaults of the fields of a struct:
//
//	// The defaults of ListPetsParams.
//	const (
//		ListPetsLimitDefault int32 = 20
//	)
func (f *file) emitDefaults(s structPlan) {
	var rows []jen.Code
	for _, fd := range s.Fields {
		switch d := fd.Default; {
		case d.Name == (naming.Ident{}):
		case d.Member != (naming.Ident{}):
			rows = append(rows, id(d.Name).Op("=").Add(id(d.Member)))
		default:
			rows = append(rows, id(d.Name).Add(f.typ(d.Type)).Op("=").Lit(d.Value))
		}
	}
	doc := prose(fmt.Sprintf("The defaults of [%s].", s.Name))
	switch len(rows) {
	case 0:
	case 1:
		f.decl(doc, jen.Const().Add(rows...))
	default:
		f.decl(doc, jen.Const().Defs(rows...))
	}
}
