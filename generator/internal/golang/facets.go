package golang

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// facetPlan is a field of wire.Facets; Value is an int, a string or an
// *api.Schema.
type facetPlan struct {
	Name  naming.Ident
	Value any
}

func facetPlans(f api.Facets) []facetPlan {
	f = digits(f)
	var out []facetPlan
	add := func(name naming.Ident, value any, there bool) {
		if there {
			out = append(out, facetPlan{name, value})
		}
	}
	add(naming.Kind("MinLength"), int(f.MinLength), f.MinLength > 0)
	most := func(name naming.Ident, n *uint64) {
		if n != nil {
			add(name, limit(*n), true)
		}
	}
	most(naming.Kind("MaxLength"), f.MaxLength)
	add(naming.Kind("Pattern"), f.Pattern, f.Pattern != "")
	add(naming.Kind("Format"), f.Format, f.Format != "")
	add(naming.Kind("MinItems"), int(f.MinItems), f.MinItems > 0)
	most(naming.Kind("MaxItems"), f.MaxItems)
	add(naming.Kind("Minimum"), f.Minimum, f.Minimum != "")
	add(naming.Kind("Maximum"), f.Maximum, f.Maximum != "")
	add(naming.Kind("ExclusiveMinimum"), f.ExclusiveMinimum, f.ExclusiveMinimum != "")
	add(naming.Kind("ExclusiveMaximum"), f.ExclusiveMaximum, f.ExclusiveMaximum != "")
	add(naming.Kind("MultipleOf"), f.MultipleOf, f.MultipleOf != "")
	add(naming.Kind("Schema"), f.Schema, f.Schema != nil)
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

// limit is a maximum as the runtime has it, where 0 does not restrict and
// -1 is the maximum 0.
func limit(n uint64) int {
	if n == 0 {
		return -1
	}
	return int(n)
}

// facets is &wire.Facets{MinLength: 1}. A format comes with what knows formats.
func (f *file) facets(list []facetPlan) *jen.Statement {
	var out []jen.Code
	for _, fc := range list {
		out = append(out, id(fc.Name).Op(":").Add(f.facetValue(fc.Value)))
		if fc.Name == naming.Kind("Format") {
			out = append(out, jen.Id("HasFormat").Op(":").Add(f.schema("HasFormat")))
		}
	}
	return jen.Op("&").Add(f.wire("Facets")).Values(out...)
}

func (f *file) facetValue(v any) jen.Code {
	if s, ok := v.(*api.Schema); ok {
		return f.rootSchema(s)
	}
	return jen.Lit(v)
}
