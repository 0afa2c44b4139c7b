package csdl

import (
	"strconv"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// primitives has the built-in types. Those whose values have no one form are
// Untyped: geography and geometry, and the abstract types.
var primitives = map[string]api.Primitive{
	"Edm.Binary":         api.Binary,
	"Edm.Boolean":        api.Boolean,
	"Edm.Byte":           api.Byte,
	"Edm.Date":           api.Date,
	"Edm.DateTimeOffset": api.DateTimeOffset,
	"Edm.Decimal":        api.Decimal,
	"Edm.Double":         api.Double,
	"Edm.Duration":       api.Duration,
	"Edm.Guid":           api.GUID,
	"Edm.Int16":          api.Int16,
	"Edm.Int32":          api.Int32,
	"Edm.Int64":          api.Int64,
	"Edm.SByte":          api.SByte,
	"Edm.Single":         api.Single,
	"Edm.Stream":         api.Stream,
	"Edm.String":         api.String,
	"Edm.TimeOfDay":      api.TimeOfDay,

	"Edm.Geography":                api.Untyped,
	"Edm.GeographyPoint":           api.Untyped,
	"Edm.GeographyLineString":      api.Untyped,
	"Edm.GeographyPolygon":         api.Untyped,
	"Edm.GeographyMultiPoint":      api.Untyped,
	"Edm.GeographyMultiLineString": api.Untyped,
	"Edm.GeographyMultiPolygon":    api.Untyped,
	"Edm.GeographyCollection":      api.Untyped,
	"Edm.Geometry":                 api.Untyped,
	"Edm.GeometryPoint":            api.Untyped,
	"Edm.GeometryLineString":       api.Untyped,
	"Edm.GeometryPolygon":          api.Untyped,
	"Edm.GeometryMultiPoint":       api.Untyped,
	"Edm.GeometryMultiLineString":  api.Untyped,
	"Edm.GeometryMultiPolygon":     api.Untyped,
	"Edm.GeometryCollection":       api.Untyped,

	"Edm.Untyped":       api.Untyped,
	"Edm.PrimitiveType": api.Untyped,
	"Edm.ComplexType":   api.Untyped,
	"Edm.EntityType":    api.Untyped,

	"Edm.AnnotationPath":         api.String,
	"Edm.AnyPropertyPath":        api.String,
	"Edm.ModelElementPath":       api.String,
	"Edm.NavigationPropertyPath": api.String,
	"Edm.PropertyPath":           api.String,
}

// typeOf returns the type that t names and the facets of its values. Types that
// do not exist were reported before.
func (p *mapper) typeOf(t TypeRef) (api.Type, api.Facets) {
	name, written := t.Name, t.Facets
	if def := p.definitions[name]; def != nil {
		name, written = def.Underlying, over(t.Facets, def.Facets)
	}
	var typ api.Type = api.Untyped
	facets := api.Facets{}
	switch {
	case p.saysNothing(p.structs[name]):
	case p.structs[name] != nil:
		typ = p.structOf(p.structs[name])
	case p.enums[name] != nil:
		typ = p.enumOf(p.enums[name])
	default:
		if primitive, ok := primitives[name]; ok {
			typ = primitive
			facets = facetsOf(primitive, written)
		}
	}
	if t.Collection {
		return api.List{Elem: typ}, facets
	}
	return typ, facets
}

// saysNothing reports whether d is a complex type that tells nothing of its values:
// closed, without members, without relatives. Services use such a type for values
// of any kind, as Microsoft Graph does microsoft.graph.Json; they are untyped.
func (p *mapper) saysNothing(d *structDecl) bool {
	return d != nil && !d.Entity && !d.Open && !d.Abstract && d.base == nil && !p.bases[d] &&
		len(d.Properties)+len(d.Navigations) == 0
}

// over returns the facets f, and those of below where f says nothing.
func over(f, below Facets) Facets {
	for _, v := range []struct{ to, from *string }{
		{&f.MaxLength, &below.MaxLength},
		{&f.Precision, &below.Precision},
		{&f.Scale, &below.Scale},
	} {
		if *v.to == "" {
			*v.to = *v.from
		}
	}
	return f
}

// facetsOf keeps the facets that values can be held against. A scale of 0 is
// what CSDL XML means by saying nothing, which services do whose decimals have
// fractions: it is not kept.
func facetsOf(p api.Primitive, f Facets) api.Facets {
	out := api.Facets{}
	switch p {
	case api.String:
		out.MaxLength = number(f.MaxLength)
	case api.Decimal:
		out.Precision = number(f.Precision)
		if out.Scale = number(f.Scale); out.Scale != nil && *out.Scale == 0 {
			out.Scale = nil
		}
	}
	return out
}

// number returns nil for "", "max" and "variable".
func number(text string) *uint64 {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return nil
	}
	return &n
}
