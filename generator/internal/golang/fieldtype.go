package golang

import "github.com/seed-349153d7/odagen/generator/internal/api"

// fieldType returns the Go type of a property. Optional asks for an Opt, which
// collections and untyped values do without: nil and the zero Raw are absent.
func (p *planner) fieldType(t api.Type, optional bool) goType {
	opt := func(t goType) goType {
		if optional {
			return optOf{t}
		}
		return t
	}
	switch t := t.(type) {
	case *api.Enum:
		return opt(namedType(p.enumName(t)))
	case *api.Struct:
		return opt(pointerTo{namedType(p.structName(t))})
	case *api.Union:
		return opt(pointerTo{namedType(p.unionName(t))})
	case api.List:
		if elem, ok := t.Elem.(api.Primitive); ok {
			return sliceOf{p.itemType(elem)}
		}
		return sliceOf{p.element(t.Elem)}
	case api.Map:
		return mapOf{p.element(t.Elem)}
	case api.File:
		return pointerTo{apiType("File")}
	case api.Primitive:
		if g := p.primitiveType(t); g != rawType {
			return opt(g)
		}
	}
	return rawType
}

// element returns the Go type of an element of a list or a map.
func (p *planner) element(t api.Type) goType {
	if n, ok := t.(api.Nullable); ok {
		return p.fieldType(n.Elem, true)
	}
	return p.fieldType(t, false)
}

// itemType is primitiveType for an item of a collection: []byte is one value, of
// Edm.Binary.
func (p *planner) itemType(t api.Primitive) goType {
	if t == api.Byte {
		return apiType("Byte")
	}
	return p.primitiveType(t)
}

// primitiveType is the Go type of values of t, in the alphabet that the target asks for.
func (p *planner) primitiveType(t api.Primitive) goType {
	if t == api.Binary && p.opts.Base64 {
		return apiType("Base64")
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
	case api.UInt64:
		return builtin("uint64")
	case api.Single:
		return builtin("float32")
	case api.Double:
		return builtin("float64")
	case api.Binary:
		return bytesType
	case api.DateTimeOffset:
		return apiType("DateTimeOffset")
	case api.Date:
		return apiType("Date")
	case api.TimeOfDay:
		return apiType("TimeOfDay")
	case api.Duration:
		return apiType("Duration")
	case api.GUID:
		return apiType("GUID")
	case api.Decimal:
		return apiType("Decimal")
	}
	return rawType
}
