package golang

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// unionPlan is a value of one of several types.
type unionPlan struct {
	Name  naming.Ident
	Doc   []string
	Wire  string
	Table naming.Ident

	// Sealed is the interface of the variants, when a property tells them apart:
	// Discriminator. It has the method Mark.
	Sealed, Mark  naming.Ident
	Discriminator string

	Variants []variantPlan
	Schema   *api.Schema // nil for none
}

// variantPlan is a type that a union can have.
type variantPlan struct {
	Type   goType
	Struct naming.Ident // of a sealed union
	Values []string     // of the discriminator
	As     naming.Ident
	Set    naming.Ident
	Wrap   string
	Item   *itemPlan
}

func (p *planner) unionName(u *api.Union) naming.Ident { return p.pkg.Of("type " + u.Name.String()) }

func (p *planner) wantUnions(w *wants) {
	for _, u := range p.api.Unions {
		name, key := p.unionName(u), u.Name.String()
		w.add("table "+key, naming.Unexported(name).Plus(naming.Kind("Type")), naming.Unexported(name).Plus(naming.Kind("Description")))
		if u.Discriminator != "" {
			w.add("sealed "+key, name.Plus(naming.Kind("Variant")), name.Plus(naming.Kind("Alternative")))
		}
	}
}

func (p *planner) unionPlan(u *api.Union) unionPlan {
	key := u.Name.String()
	name := p.unionName(u)
	out := unionPlan{
		Name:          name,
		Wire:          key,
		Table:         p.pkg.Of("table " + key),
		Sealed:        p.pkg.Of("sealed " + key),
		Mark:          naming.Kind("is").Plus(name),
		Discriminator: u.Discriminator,
		Schema:        u.Schema,
	}
	scope := naming.NewScope(nil, naming.MemberNames...)
	var w wants
	for _, v := range u.Variants {
		part := naming.Exported(v.Name)
		w.add(variantKey(v), naming.Kind("As").Plus(part), naming.Kind("As").Plus(part).Plus(naming.Kind("Value")))
	}
	scope.Give(w...)
	var types []string
	for _, v := range u.Variants {
		plan := variantPlan{Values: v.Values, Item: p.itemOf(v.Type), As: scope.Of(variantKey(v))}
		plan.Set = naming.Kind("Set").Plus(naming.Kind(strings.TrimPrefix(plan.As.String(), "As")))
		plan.Type, plan.Wrap = p.fieldType(v.Type, false)
		types = append(types, v.Name)
		if s, ok := v.Type.(*api.Struct); ok {
			plan.Struct = p.structName(s)
			types[len(types)-1] = "[" + plan.Struct.String() + "]"
		}
		out.Variants = append(out.Variants, plan)
	}
	text := fmt.Sprintf("%s is the type %s, one of %s", name, u.Name, strings.Join(types, ", "))
	if u.Discriminator != "" {
		text += fmt.Sprintf("; its property %s tells which", plainName(u.Discriminator))
	}
	out.Doc = docOf(text+".", u.Doc)
	return out
}

// variantKey tells variants of a union apart in a scope: two can have one name.
func variantKey(v api.Variant) string { return fmt.Sprintf("%s %v", v.Name, typeKey(v.Type)) }

func typeKey(t api.Type) string {
	switch t := t.(type) {
	case *api.Struct:
		return t.Name.String()
	case *api.Enum:
		return t.Name.String()
	case *api.Union:
		return t.Name.String()
	case api.List:
		return "list of " + typeKey(t.Elem)
	case api.Map:
		return "map of " + typeKey(t.Elem)
	case api.Nullable:
		return "nullable " + typeKey(t.Elem)
	case api.Primitive:
		return string(t)
	}
	return "file"
}

// emitUnion emits the type of a union and what the codec knows about it.
func (f *file) emitUnion(u unionPlan) {
	emit := f.emitOpenUnion
	if u.Discriminator != "" {
		emit = f.emitSealedUnion
	}
	emit(u)
	f.decl([]string{"ODataType describes the type; see [odata.Object]."},
		jen.Func().Params(jen.Op("*").Add(id(u.Name))).Id("ODataType").Params().Op("*").Add(f.odata("Type")).
			Block(jen.Return(jen.Op("&").Add(id(u.Table)))))
	f.emitJSON(u.Name)
	f.emitValidate(u.Name)
}

// emitSealedUnion emits
//
//	type Pet struct {
//		Value PetVariant
//		Raw   odata.Raw
//	}
//
//	type PetVariant interface {
//		odata.Object
//		isPet()
//	}
func (f *file) emitSealedUnion(u unionPlan) {
	f.decl(u.Doc, jen.Type().Add(id(u.Name)).Struct(
		comment([]string{"Value is nil when Raw is not absent."}, jen.Id("Value").Add(id(u.Sealed))),
		comment([]string{"Raw is the JSON text of a value that is none of the types."}, jen.Id("Raw").Add(f.odata("Raw"))),
	))
	f.decl([]string{u.Sealed.String() + " is what " + u.Name.String() + " can hold."},
		jen.Type().Add(id(u.Sealed)).Interface(f.odata("Object"), id(u.Mark).Params()))
	var rows []jen.Code
	for _, v := range u.Variants {
		f.decl(nil, jen.Func().Params(jen.Op("*").Add(id(v.Struct))).Add(id(u.Mark)).Params().Block())
		for _, value := range v.Values {
			rows = append(rows, jen.Values(jen.Id("Value").Op(":").Lit(value), jen.Id("New").Op(":").Add(f.newObject(v.Struct))))
		}
	}
	f.unionTable(u, jen.Id("Discriminator").Op(":").Lit(escaped(u.Discriminator)),
		jen.Id("Variants").Op(":").Index().Add(f.odata("Variant")).Add(lines("{", "}", rows)))
	f.unionFields(u, f.odata("Sealed").Call(jen.Op("&").Id("p").Dot("Value")), jen.Op("&").Id("p").Dot("Raw"))
}

// emitOpenUnion emits
//
//	type Result struct {
//		Raw odata.Raw
//	}
//
//	func (p *Result) AsList() (v []*Item, err error) {
//		err = odata.DecodeRaw(p.Raw, odata.Many(&v))
//		return v, err
//	}
//
//	func (p *Result) SetList(v []*Item) error {
//		return odata.EncodeRaw(&p.Raw, odata.Many(&v))
//	}
func (f *file) emitOpenUnion(u unionPlan) {
	f.decl(u.Doc, jen.Type().Add(id(u.Name)).Struct(
		comment([]string{"Raw is the JSON text of the value."}, jen.Id("Raw").Add(f.odata("Raw"))),
	))
	for _, v := range u.Variants {
		value := jen.Op("&").Id("v")
		if v.Wrap != "" {
			value = f.wrap(v.Wrap, jen.Op("&").Id("v"), v.Item)
		}
		f.decl(prose(v.As.String()+" returns the value as that type, or an error when it does not fit."),
			ptrMethod(u.Name, v.As).Params().Params(jen.Id("v").Add(f.typ(v.Type)), jen.Id("err").Error()).Block(
				jen.Id("err").Op("=").Add(f.odata("DecodeRaw").Call(jen.Id("p").Dot("Raw"), value)),
				jen.Return(jen.Id("v"), jen.Id("err")),
			))
		f.decl(prose(v.Set.String()+" makes v the value."),
			ptrMethod(u.Name, v.Set).Params(jen.Id("v").Add(f.typ(v.Type))).Error().Block(
				jen.Return(f.odata("EncodeRaw").Call(jen.Op("&").Id("p").Dot("Raw"), value.Clone())),
			))
	}
	f.unionTable(u)
	f.unionFields(u, jen.Op("&").Id("p").Dot("Raw"))
}

// unionTable emits
//
//	var petType = odata.Type{Name: "Pet", New: ..., Union: &odata.Union{...}}
func (f *file) unionTable(u unionPlan, members ...jen.Code) {
	rows := []jen.Code{
		jen.Id("Name").Op(":").Lit(u.Wire),
		jen.Id("New").Op(":").Add(f.newObject(u.Name)),
		jen.Id("Union").Op(":").Op("&").Add(f.odata("Union")).Add(lines("{", "}", members)),
	}
	if u.Schema != nil {
		rows = append(rows, jen.Id("Schema").Op(":").Add(f.rootSchema(u.Schema)))
	}
	f.decl(nil, jen.Var().Add(id(u.Table)).Op("=").Add(f.odata("Type")).Add(lines("{", "}", rows)))
}

// newObject is func() odata.Object { return new(Cat) }.
func (f *file) newObject(name naming.Ident) *jen.Statement {
	return jen.Func().Params().Add(f.odata("Object")).Add(inline(jen.Return(jen.New(id(name)))))
}

// unionFields emits ODataFields, which has no members of its own.
func (f *file) unionFields(u unionPlan, fields ...jen.Code) {
	args := append([]jen.Code{jen.Id("f"), jen.New(f.odata("Members"))}, fields...)
	f.decl([]string{"ODataFields appends the fields; see [odata.Object]."},
		ptrMethod(u.Name, naming.Kind("ODataFields")).
			Params(jen.Id("f").Index().Any()).Index().Any().
			Block(jen.Return(jen.Append(args...))))
}

// ptrMethod is func (p *T) name.
func ptrMethod(t, name naming.Ident) *jen.Statement {
	return jen.Func().Params(jen.Id("p").Op("*").Add(id(t))).Add(id(name))
}
