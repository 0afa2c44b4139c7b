package golang

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// derivedPlan is what tells the types apart that are made of another one by allOf.
type derivedPlan struct {
	Discriminator string // as between the quotes of a JSON string
	Types         []derivedType
}

// derivedType is a type that is made of another one.
type derivedType struct {
	Name   naming.Ident
	Values []string // of the discriminator
}

// madeOf plans the types that are made of s. Those of OData are told by "@odata.type".
func (p *planner) madeOf(s *api.Struct) derivedPlan {
	out := derivedPlan{Discriminator: escaped(s.Discriminator)}
	if p.isPlain() {
		for _, d := range s.Derived {
			out.Types = append(out.Types, derivedType{p.structName(d.Type), d.Values})
		}
	}
	return out
}

// The keys of the functions that take and set derived types.
const (
	derivedAs   = "derived as"
	derivedFrom = "derived from"
)

func (p *planner) hasDerived() bool {
	return p.isPlain() && slices.ContainsFunc(p.api.Structs, func(s *api.Struct) bool { return len(s.Derived) > 0 })
}

func (p *planner) derivedNames() (as, from naming.Ident) {
	if !p.hasDerived() {
		return as, from
	}
	return p.pkg.Of(derivedAs), p.pkg.Of(derivedFrom)
}

// variants are the rows of the table of a type.
func (d derivedPlan) variants() []jen.Code {
	var rows []jen.Code
	for _, t := range d.Types {
		rows = append(rows, variantRows(t.Values, t.Name)...)
	}
	return rows
}

// emitDerived emits
//
//	func As[T wire.Object](o wire.Object) (as T, ok bool) { return wire.As[T](o) }
//
//	func From[T wire.Object](o wire.Object) (T, error) { return wire.From[T](o) }
func (f *file) emitDerived(as, from naming.Ident) {
	typ := jen.Types(jen.Id("T").Add(f.wire("Object")))
	o := jen.Params(jen.Id("o").Add(f.wire("Object")))
	f.decl(prose(as.String()+" returns o as a T, a type that is made of the one of o by allOf: ok is false when the discriminator says that it is another."),
		jen.Func().Add(id(as), typ, o).Params(jen.Id("as").Id("T"), jen.Id("ok").Bool()).
			Add(inline(jen.Return(f.wire("As").Types(jen.Id("T")).Call(jen.Id("o"))))))
	f.decl(prose(from.String()+" returns o as a T, a type that the one of o is made of by allOf. Its discriminator says what o is, also where that of o is not set."),
		jen.Func().Add(id(from), typ, o).Params(jen.Id("T"), jen.Error()).
			Add(inline(jen.Return(f.wire("From").Types(jen.Id("T")).Call(jen.Id("o"))))))
}
