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
	Home  home
	Doc   []string
	Wire  string
	Table naming.Ident

	// Sealed is the interface of the variants, when a property tells them apart:
	// Discriminator. It has the method Mark.
	Sealed, Mark  naming.Ident
	Discriminator string

	Variants []variantPlan
	Schema   *api.Schema // nil for none
	Plain    bool        // not of OData
}

// variantPlan is a type that a union can have.
type variantPlan struct {
	Type   goType
	Struct naming.Ident // of a sealed union
	Values []string     // of the discriminator
	In     string       // as of a field
	As     funcPlan
	Set    funcPlan
}

func (p *planner) unionName(u *api.Union) naming.Ident { return p.pkg.Of("type " + u.Name.String()) }

func (p *planner) wantUnion(w *wants, u *api.Union) {
	name, key := p.unionName(u), p.entryOf(u.Name)
	w.add("table "+key, naming.Unexported(name).Plus(naming.Kind("Type")), naming.Unexported(name).Plus(naming.Kind("Description")))
	if u.Discriminator != "" {
		w.add("sealed "+key, name.Plus(naming.Kind("Variant")), name.Plus(naming.Kind("Alternative")))
	}
}

func (p *planner) unionPlan(u *api.Union) unionPlan {
	name, key := p.unionName(u), p.entryOf(u.Name)
	out := unionPlan{
		Name:          name,
		Home:          p.homeOf(u.Name, name),
		Wire:          u.Name.String(),
		Table:         p.pkg.Of("table " + key),
		Sealed:        p.pkg.Of("sealed " + key),
		Mark:          naming.Kind("is").Plus(name),
		Discriminator: u.Discriminator,
		Schema:        u.Schema,
		Plain:         p.isPlain(),
	}
	scope := p.scope("union "+key+"/", naming.MemberNames...)
	var w wants
	for _, v := range u.Variants {
		part := naming.Exported(v.Name)
		w.add(variantKey(v), naming.Kind("As").Plus(part), naming.Kind("As").Plus(part).Plus(naming.Kind("Value")))
	}
	scope.Give(w...)
	var types []string
	for _, v := range u.Variants {
		plan := variantPlan{Values: v.Values, Type: p.fieldType(v.Type, false)}
		if p.isPlain() {
			plan.In = wireName(v.Wire)
		}
		plan.access(scope.Of(variantKey(v)))
		types = append(types, v.Name)
		if s, ok := v.Type.(*api.Struct); ok {
			plan.Struct = p.structName(s)
			types[len(types)-1] = "[" + plan.Struct.String() + "]"
		}
		out.Variants = append(out.Variants, plan)
	}
	text := fmt.Sprintf("%s is the type %s, one of %s", name, u.Name, strings.Join(types, ", "))
	if u.Discriminator != "" {
		text += fmt.Sprintf("; its property %s tells which, and is written where it is not set", plainName(u.Discriminator))
	}
	out.Doc = docOf(text+".", u.Doc)
	return out
}

// access plans the methods of an open union that get and set a value of the variant.
func (v *variantPlan) access(as naming.Ident) {
	set := as.Instead(naming.Kind("As"), naming.Kind("Set"))
	v.As = funcPlan{
		as, prose(fmt.Sprintf("%s returns the value as that type, or an error when it does not fit.", as)),
		takes().returns(v.Type, errorType).named(),
	}
	v.Set = funcPlan{
		set, prose(fmt.Sprintf("%s makes v the value.", set)),
		takes(param{Name: naming.Kind("v"), Type: v.Type}).returns(errorType),
	}
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
	f.decl([]string{"WireType describes the type; see [wire.Object]."},
		jen.Func().Params(jen.Op("*").Add(id(u.Name))).Id("WireType").Params().Op("*").Add(f.wire("Type")).
			Add(inline(jen.Return(jen.Op("&").Add(id(u.Table))))))
	f.emitJSON(u.Name)
	f.emitValidate(u.Name)
}

// emitSealedUnion emits
//
//	type Pet struct {
//		Value PetVariant
//		Raw   api.Raw
//	}
//
//	type PetVariant interface {
//		wire.Object
//		isPet()
//	}
func (f *file) emitSealedUnion(u unionPlan) {
	f.decl(u.Doc, jen.Type().Add(id(u.Name)).Struct(
		comment([]string{"Value is nil when Raw is not absent."}, jen.Id("Value").Add(id(u.Sealed))),
		comment([]string{"Raw is the JSON text of a value that is none of the types."}, jen.Id("Raw").Add(f.api("Raw"))),
	))
	f.decl([]string{u.Sealed.String() + " is what " + u.Name.String() + " can hold."},
		jen.Type().Add(id(u.Sealed)).Interface(f.wire("Object"), id(u.Mark).Params()))
	var rows []jen.Code
	for _, v := range u.Variants {
		f.decl(nil, jen.Func().Params(jen.Op("*").Add(id(v.Struct))).Add(id(u.Mark)).Params().Block())
		rows = append(rows, variantRows(v.Values, v.Struct)...)
	}
	f.unionTable(u, f.unionLiteral(escaped(u.Discriminator), rows))
}

// unionLiteral is &wire.Union{Discriminator: "kind", Variants: ...}.
func (f *file) unionLiteral(discriminator string, variants []jen.Code) *jen.Statement {
	return jen.Op("&").Add(f.wire("Union")).Add(lines("{", "}", []jen.Code{
		jen.Id("Discriminator").Op(":").Lit(discriminator),
		jen.Id("Variants").Op(":").Index().Add(f.wire("Variant")).Add(lines("{", "}", variants)),
	}))
}

// variantRows are rows {Value: "cat", Of: (*Cat)(nil)}.
func variantRows(values []string, of naming.Ident) []jen.Code {
	var rows []jen.Code
	for _, value := range values {
		rows = append(rows, jen.Values(jen.Id("Value").Op(":").Lit(value), jen.Id("Of").Op(":").Add(nilPointer(of))))
	}
	return rows
}

// emitOpenUnion emits
//
//	type Result struct {
//		Raw api.Raw
//	}
//
//	func (p *Result) AsList() (v []*Item, err error) {
//		err = wire.UnionAs(p, &v)
//		return v, err
//	}
//
//	func (p *Result) SetList(v []*Item) error {
//		return wire.EncodeRaw(&p.Raw, &v)
//	}
func (f *file) emitOpenUnion(u unionPlan) {
	f.decl(u.Doc, jen.Type().Add(id(u.Name)).Struct(
		comment([]string{"Raw is the JSON text of the value."}, jen.Id("Raw").Add(f.api("Raw"))),
	))
	var types []jen.Code
	for _, v := range u.Variants {
		types = append(types, jen.Parens(jen.Op("*").Add(f.typ(v.Type))).Call(jen.Nil()))
		value := f.written(v.In, jen.Op("&").Id("v"))
		f.decl(v.As.Doc, ptrMethod(u.Name, v.As.Name).Add(f.sig(v.As.Signature)).Block(
			jen.Id("err").Op("=").Add(f.wire("UnionAs").Call(jen.Id("p"), value)),
			jen.Return(jen.Id("v"), jen.Id("err")),
		))
		f.decl(v.Set.Doc, ptrMethod(u.Name, v.Set.Name).Add(f.sig(v.Set.Signature)).Block(
			jen.Return(f.wire("EncodeRaw").Call(jen.Op("&").Id("p").Dot("Raw"), value.Clone())),
		))
	}
	f.unionTable(u, jen.Op("&").Add(f.wire("Union")).Values(jen.Id("Types").Op(":").Index().Any().Values(types...)))
}

// unionTable emits
//
//	var petType = wire.Type{Name: "Pet", New: ..., Union: &wire.Union{...}}
func (f *file) unionTable(u unionPlan, union jen.Code) {
	rows := []jen.Code{
		jen.Id("Name").Op(":").Lit(u.Wire),
	}
	if u.Plain {
		rows = append(rows, jen.Id("Plain").Op(":").True())
	}
	rows = append(rows,
		jen.Id("Of").Op(":").Add(nilPointer(u.Name)),
		jen.Id("Union").Op(":").Add(union),
	)
	if u.Schema != nil {
		rows = append(rows, jen.Id("Schema").Op(":").Add(f.rootSchema(u.Schema)))
	}
	f.decl(nil, jen.Var().Add(id(u.Table)).Op("=").Add(f.wire("Type")).Add(lines("{", "}", rows)))
}

// nilPointer is (*Cat)(nil).
func nilPointer(name naming.Ident) *jen.Statement {
	return jen.Parens(jen.Op("*").Add(id(name))).Call(jen.Nil())
}

// ptrMethod is func (p *T) name.
func ptrMethod(t, name naming.Ident) *jen.Statement {
	return jen.Func().Params(jen.Id("p").Op("*").Add(id(t))).Add(id(name))
}
