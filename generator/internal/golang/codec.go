package golang

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitObject emits what the codec of the runtime knows about a type.
func (f *file) emitObject(s structPlan) {
	f.decl(nil, f.typeTable(s))
	f.decl([]string{"WireType describes the type; see [wire.Object]."}, f.typeMethod(s))
}

// emitCodec emits emitObject, and the methods that encoding/json looks for.
func (f *file) emitCodec(s structPlan) {
	f.emitObject(s)
	f.emitJSON(s.Name)
}

// emitJSON emits the methods that encoding/json looks for.
func (f *file) emitJSON(name naming.Ident) {
	f.decl([]string{"MarshalJSON returns p as JSON text, without the properties that are absent."},
		jen.Func().Params(jen.Id("p").Add(id(name))).Id("MarshalJSON").Params().
			Params(jen.Index().Byte(), jen.Error()).
			Add(inline(jen.Return(f.wire("Marshal").Call(jen.Op("&").Id("p"))))))
	f.decl([]string{"UnmarshalJSON reads JSON text into p. The error is an [api.DecodeError]."},
		jen.Func().Params(jen.Id("p").Op("*").Add(id(name))).Id("UnmarshalJSON").
			Params(jen.Id("data").Index().Byte()).Error().
			Add(inline(jen.Return(f.wire("UnmarshalJSON").Call(jen.Id("data"), jen.Id("p"))))))
}

// emitCodecV2 emits the method that encoding/json/v2 looks for first, in a file
// for the versions of Go that have it:
//
//	func (p Partner) MarshalJSONTo(enc *jsontext.Encoder) error { return wire.MarshalTo(enc, &p) }
//
// To read, MarshalJSON's counterpart is as fast there.
func (f *file) emitCodecV2(s structPlan) {
	f.build = "go1.27"
	f.decl([]string{"MarshalJSONTo writes p to enc, for encoding/json/v2."},
		jen.Func().Params(jen.Id("p").Add(id(s.Name))).Id("MarshalJSONTo").
			Params(jen.Id("enc").Op("*").Qual("encoding/json/jsontext", "Encoder")).Error().
			Add(inline(jen.Return(f.wire("MarshalTo").Call(jen.Id("enc"), jen.Op("&").Id("p"))))))
}

// typeTable is
//
//	var partnerType = wire.Type{
//		Name: "microsoft.graph.partner",
//		Of:   (*Partner)(nil),
//		Properties: []wire.Property{
//			{Name: "id", Flags: wire.Key},
//		},
//	}
func (f *file) typeTable(s structPlan) jen.Code {
	var rows []jen.Code
	for _, fd := range slices.Concat(s.Fields, s.Related) {
		rows = append(rows, f.propertyRow(fd))
	}
	var head []jen.Code
	if s.Wire != "" {
		head = append(head, jen.Id("Name").Op(":").Lit(s.Wire))
	}
	if s.Plain {
		head = append(head, jen.Id("Plain").Op(":").True())
	}
	if s.Abstract {
		head = append(head, jen.Id("Abstract").Op(":").True())
	}
	if s.Open {
		head = append(head, jen.Id("Open").Op(":").True())
	}
	if s.Closed {
		head = append(head, jen.Id("Closed").Op(":").True())
	}
	head = append(head,
		jen.Id("Of").Op(":").Add(nilPointer(s.Name)),
		jen.Id("Properties").Op(":").Index().Add(f.wire("Property")).Add(lines("{", "}", rows)),
	)
	if len(s.Heirs) > 0 {
		var names []jen.Code
		for _, name := range s.Heirs {
			names = append(names, jen.Lit(name))
		}
		head = append(head, jen.Id("Heirs").Op(":").Index().String().Add(lines("{", "}", names)))
	}
	if s.Schema != nil {
		head = append(head, jen.Id("Schema").Op(":").Add(f.rootSchema(s.Schema)))
	}
	if len(s.Derived.Types) > 0 {
		head = append(head, jen.Id("Derived").Op(":").Add(f.unionLiteral(s.Derived.Discriminator, s.Derived.variants())))
	}
	return jen.Var().Add(id(s.Table)).Op("=").Add(f.wire("Type")).Add(lines("{", "}", head))
}

func (f *file) propertyRow(fd fieldPlan) jen.Code {
	row := []jen.Code{jen.Id("Name").Op(":").Lit(fd.Wire)}
	if len(fd.Flags) > 0 {
		flags := f.wire(fd.Flags[0])
		for _, flag := range fd.Flags[1:] {
			flags.Op("|").Add(f.wire(flag))
		}
		row = append(row, jen.Id("Flags").Op(":").Add(flags))
	}
	if fd.In != "" {
		row = append(row, jen.Id("Wire").Op(":").Add(f.wire(fd.In)))
	}
	if fd.Default.JSON != "" {
		row = append(row, jen.Id("Default").Op(":").Lit(fd.Default.JSON))
	}
	if len(fd.Facets) > 0 {
		row = append(row, jen.Id("Facets").Op(":").Add(f.facets(fd.Facets)))
	}
	return jen.Values(row...)
}

// typeMethod is
//
//	func (*Partner) WireType() *wire.Type { return &partnerType }
func (f *file) typeMethod(s structPlan) jen.Code {
	return jen.Func().Params(jen.Op("*").Add(id(s.Name))).Id("WireType").Params().Op("*").Add(f.wire("Type")).
		Add(inline(jen.Return(jen.Op("&").Add(id(s.Table)))))
}
