package golang

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

func (p *planner) structPlan(s *api.Struct) structPlan {
	out := structPlan{
		Name:  p.structName(s),
		Doc:   structDoc(s, p.structName(s)),
		Wire:  s.Name.String(),
		Table: p.pkg.Of("table " + s.Name.String()),

		Abstract: s.Abstract,
		Closed:   s.Closed,
	}
	if !isUpdated(s) { // the body of a PATCH is a part of a value
		out.Schema = s.Schema
	}
	for _, prop := range s.AllProperties() {
		out.Fields = append(out.Fields, p.fieldPlan(s, prop))
	}
	return out
}

// paramsPlan plans the struct of the parameters of an operation.
func (p *planner) paramsPlan(op *api.Operation) structPlan {
	name := p.paramsName(op)
	out := structPlan{
		Name:  name,
		Doc:   prose(fmt.Sprintf("%s are the parameters of the action %s.", name, op.Name)),
		Table: p.pkg.Of("table " + p.opKeys[op]),
	}
	var wire []string
	for _, param := range op.Params {
		wire = append(wire, param.Name)
	}
	scope := naming.Members(nil, "", wire, nil)
	for _, param := range op.Params {
		f := fieldPlan{Name: scope.Of(param.Name), Wire: escaped(param.Name), Facets: facetPlans(param.Facets)}
		f.Doc = fieldDoc("parameter", param.Name, param.Doc, f.Name)
		f.Type, f.Wrap = p.fieldType(param.Type, param.Nullable || !param.Required)
		if param.Required {
			f.Flags = append(f.Flags, "Required")
		}
		if param.Nullable {
			f.Flags = append(f.Flags, "Nullable")
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}

func (p *planner) fieldPlan(s *api.Struct, prop *api.Property) fieldPlan {
	key := slices.Contains(s.AllKey(), prop.Name)
	f := fieldPlan{
		Name:   p.fieldName(s, prop.Name),
		Wire:   escaped(prop.Name),
		Facets: facetPlans(prop.Facets),
	}
	f.Doc = fieldDoc("property", prop.Name, prop.Doc, f.Name)
	f.Item = p.itemOf(prop.Type)
	f.Type, f.Wrap = p.fieldType(prop.Type, !key && (!prop.Required || prop.Nullable || isUpdated(s)))
	for _, flag := range []struct {
		name string
		on   bool
	}{
		{"Key", key},
		{"Required", prop.Required},
		{"Nullable", prop.Nullable && !key},
		{"ReadOnly", prop.ReadOnly},
		{"WriteOnly", prop.WriteOnly},
		{"Immutable", prop.Immutable && !key},
	} {
		if flag.on {
			f.Flags = append(f.Flags, flag.name)
		}
	}
	return f
}

// isUpdated reports whether a PATCH has a body of type s, in which a required
// property is left out unless it is to be changed.
func isUpdated(s *api.Struct) bool {
	return slices.ContainsFunc(s.Calls, func(c *api.Call) bool { return c.Kind == api.UpdateCall })
}

// fieldType returns the Go type of a property and the function of the support
// package that wraps its address for the codec. Optional asks for an Opt, which
// collections and untyped values do without: nil and the zero Raw are absent.
func (p *planner) fieldType(t api.Type, optional bool) (goType, string) {
	opt := func(t goType, wrap, plain string) (goType, string) {
		if optional {
			return optOf{t}, wrap
		}
		return t, plain
	}
	switch t := t.(type) {
	case *api.Enum:
		if t.Numbers {
			return opt(namedType(p.enumName(t)), "Number", "NumberValue")
		}
		return opt(namedType(p.enumName(t)), "Enum", "EnumValue")
	case *api.Struct:
		return opt(pointerTo{namedType(p.structName(t))}, "One", "OneValue")
	case *api.Union:
		return opt(pointerTo{namedType(p.unionName(t))}, "One", "OneValue")
	case api.List:
		switch elem := t.Elem.(type) {
		case *api.Enum:
			if elem.Numbers {
				return sliceOf{namedType(p.enumName(elem))}, "Numbers"
			}
			return sliceOf{namedType(p.enumName(elem))}, "Enums"
		case *api.Struct:
			return sliceOf{pointerTo{namedType(p.structName(elem))}}, "Many"
		case *api.Union:
			return sliceOf{pointerTo{namedType(p.unionName(elem))}}, "Many"
		case api.Primitive:
			return sliceOf{itemType(elem)}, ""
		}
		elem, _ := p.element(t.Elem)
		return sliceOf{elem}, "Items"
	case api.Map:
		elem, _ := p.element(t.Elem)
		return mapOf{elem}, "Map"
	case api.File:
		return pointerTo{runtimeType("File")}, "FileValue"
	case api.Primitive:
		if g := primitiveType(t); g != rawType {
			return opt(g, "", "")
		}
	}
	return rawType, ""
}

const rawType = runtimeType("Raw")

// itemType is primitiveType for an item of a collection: []byte is one value, of
// Edm.Binary.
func itemType(t api.Primitive) goType {
	if t == api.Byte {
		return runtimeType("Byte")
	}
	return primitiveType(t)
}

func primitiveType(t api.Primitive) goType {
	switch t {
	case api.String:
		return builtin("string")
	case api.Boolean:
		return builtin("bool")
	case api.SByte:
		return builtin("int8")
	case api.Byte:
		return builtin("uint8")
	case api.Int16:
		return builtin("int16")
	case api.Int32:
		return builtin("int32")
	case api.Int64:
		return builtin("int64")
	case api.Single:
		return builtin("float32")
	case api.Double:
		return builtin("float64")
	case api.Binary:
		return sliceOf{builtin("byte")}
	case api.DateTimeOffset:
		return runtimeType("DateTimeOffset")
	case api.Date:
		return runtimeType("Date")
	case api.TimeOfDay:
		return runtimeType("TimeOfDay")
	case api.Duration:
		return runtimeType("Duration")
	case api.GUID:
		return runtimeType("GUID")
	case api.Decimal:
		return runtimeType("Decimal")
	}
	return rawType
}

func facetPlans(f api.Facets) []facetPlan {
	f = digits(f)
	var out []facetPlan
	add := func(name string, value any, there bool) {
		if there {
			out = append(out, facetPlan{name, value})
		}
	}
	add("MinLength", int(f.MinLength), f.MinLength > 0)
	most := func(name string, n *uint64) {
		if n != nil {
			add(name, limit(*n), true)
		}
	}
	most("MaxLength", f.MaxLength)
	add("Pattern", f.Pattern, f.Pattern != "")
	add("Format", f.Format, f.Format != "")
	add("MinItems", int(f.MinItems), f.MinItems > 0)
	most("MaxItems", f.MaxItems)
	add("Minimum", f.Minimum, f.Minimum != "")
	add("Maximum", f.Maximum, f.Maximum != "")
	add("ExclusiveMinimum", f.ExclusiveMinimum, f.ExclusiveMinimum != "")
	add("ExclusiveMaximum", f.ExclusiveMaximum, f.ExclusiveMaximum != "")
	add("MultipleOf", f.MultipleOf, f.MultipleOf != "")
	add("Schema", f.Schema, f.Schema != nil)
	return out
}

// maxDigits is up to where the precision and the scale of a decimal are checked.
const maxDigits = 100

// digits says what the precision and the scale of a decimal allow as bounds and as
// what it is a multiple of, unless the description gives these.
func digits(f api.Facets) api.Facets {
	scale := uint64(0)
	if f.Scale != nil {
		scale = *f.Scale
		if f.MultipleOf == "" && scale > 0 && scale <= maxDigits {
			f.MultipleOf = "0." + strings.Repeat("0", int(scale)-1) + "1"
		}
	}
	if f.Precision == nil || *f.Precision < scale || *f.Precision > maxDigits {
		return f
	}
	bound := "1" + strings.Repeat("0", int(*f.Precision-scale))
	if f.Minimum == "" && f.ExclusiveMinimum == "" {
		f.ExclusiveMinimum = "-" + bound
	}
	if f.Maximum == "" && f.ExclusiveMaximum == "" {
		f.ExclusiveMaximum = bound
	}
	return f
}

// limit is a maximum as the support package has it, where 0 does not restrict and
// -1 is the maximum 0.
func limit(n uint64) int {
	if n == 0 {
		return -1
	}
	return int(n)
}

// escaped returns name as it stands between the quotes of a JSON string, with the
// escapes that JSON requires and no others.
func escaped(name string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(name) != nil {
		return name
	}
	s := strings.TrimSuffix(b.String(), "\n")
	s = strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(s)
	return s[1 : len(s)-1]
}

func (p *planner) enumPlan(e *api.Enum) enumPlan {
	key := e.Name.String()
	out := enumPlan{
		Name:   p.enumName(e),
		Doc:    enumDoc(e, p.enumName(e)),
		Parse:  p.pkg.Of("parse " + key),
		Values: p.pkg.Of("values " + key),
	}
	if e.Numbers {
		out.Number = primitiveType(e.Underlying)
	}
	for _, m := range e.Values {
		name := p.pkg.Of("member " + key + " " + m.Name)
		out.Members = append(out.Members, memberPlan{Name: name, Doc: memberDoc(m, name), Wire: m.Name, Number: m.Value})
	}
	return out
}
