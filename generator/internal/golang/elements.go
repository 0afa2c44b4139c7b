package golang

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// itemPlan is what the elements of a list or map are, where the support package
// cannot know it: the function that wraps the address of one.
type itemPlan struct {
	Type goType // of an element
	Wrap string // "" for types that the codec knows
	Arg  goType // type argument of Wrap
	Item *itemPlan
}

// itemOf returns the elements of a list or map of which fieldType gives Items or
// Map as the wrapper; nil for other types.
func (p *planner) itemOf(t api.Type) *itemPlan {
	switch t := t.(type) {
	case api.List:
		if _, wrap := p.fieldType(t, false); wrap == "Items" {
			_, item := p.element(t.Elem)
			return item
		}
	case api.Map:
		_, item := p.element(t.Elem)
		return item
	}
	return nil
}

// element returns the Go type of an element, and how it is wrapped.
func (p *planner) element(t api.Type) (goType, *itemPlan) {
	optional := false
	if n, ok := t.(api.Nullable); ok {
		t, optional = n.Elem, true
	}
	g, wrap := p.fieldType(t, optional)
	item := &itemPlan{Type: g, Wrap: wrap, Arg: g, Item: p.itemOf(t)}
	switch g := g.(type) {
	case optOf:
		item.Arg = g.elem
	case sliceOf:
		item.Arg = g.elem
	case mapOf:
		item.Arg = g.elem
	}
	return g, item
}

// wrap is the call of a wrapper of the support package round the address of a
// value: odata.One(&p.Owner), odata.Map(&p.Owners, odata.OneValue[*User]).
func (f *file) wrap(name string, address jen.Code, item *itemPlan) *jen.Statement {
	if item == nil {
		return f.odata(name).Call(address)
	}
	return f.odata(name).Call(address, f.item(item))
}

// item is the second argument of a wrapper, a function: odata.OneValue[*User].
func (f *file) item(i *itemPlan) *jen.Statement {
	switch {
	case i.Wrap == "":
		return f.odata("Plain").Types(f.typ(i.Type))
	case i.Wrap == "FileValue":
		return f.odata(i.Wrap)
	case i.Item == nil:
		return f.odata(i.Wrap).Types(f.typ(i.Arg))
	}
	return jen.Func().Params(jen.Id("v").Op("*").Add(f.typ(i.Type))).Any().Add(inline(
		jen.Return(f.odata(i.Wrap).Call(jen.Id("v"), f.item(i.Item)))))
}

// numberNames are the names of a member of an enumeration of numbers, or of one
// that the document gives a name.
func numberNames(enum naming.Ident, m api.EnumValue) []naming.Ident {
	digits := naming.Kind(strings.Replace(m.Name, "-", "Minus", 1))
	if strings.Trim(m.Name, "-0123456789") != "" {
		digits = naming.Exported(m.Name)
	}
	names := []naming.Ident{enum.Plus(digits), enum.Plus(naming.Kind("Value")).Plus(digits)}
	if m.GoName != "" {
		hint := naming.Exported(m.GoName)
		names = append([]naming.Ident{enum.Plus(hint), enum.Plus(hint).Plus(digits)}, names...)
	}
	return names
}

// emitNumbers emits an enumeration of numbers:
//
//	type Level int32
//
//	const (
//		// Level1 is 1.
//		Level1 Level = 1
//	)
func (f *file) emitNumbers(e enumPlan) {
	f.decl(e.Doc, jen.Type().Add(id(e.Name)).Add(f.typ(e.Number)))
	var body []jen.Code
	for _, m := range e.Members {
		body = append(body, comment(m.Doc, id(m.Name).Add(id(e.Name)).Op("=").Lit(int(m.Number))))
	}
	f.decl([]string{"The members of " + e.Name.String() + "."}, jen.Const().Defs(body...))
	f.decl(prose(e.Values.String()+" returns the members in the order of the description."), f.enumValues(e))
	f.decl([]string{"IsKnown reports whether v is one of the members. Services may add others."}, f.enumIsKnown(e))
	f.decl([]string{"Validate returns an error when v is not one of the members."},
		enumMethod(e.Name, "Validate").Error().Block(jen.Return(f.odata("ValidateNumber").Call(jen.Id("v")))))
}
