package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitObject emits what the codec of the support package knows about a type.
func (f *file) emitObject(s structPlan) {
	f.decl(nil, f.typeTable(s))
	f.decl([]string{"ODataType describes the type; see [odata.Object]."}, f.typeMethod(s))
	f.decl([]string{"ODataFields appends the fields; see [odata.Object]."}, f.fieldsMethod(s))
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
			Block(jen.Return(f.odata("Marshal").Call(jen.Op("&").Id("p")))))
	f.decl([]string{"UnmarshalJSON reads JSON text into p. The error is an [odata.DecodeError]."},
		jen.Func().Params(jen.Id("p").Op("*").Add(id(name))).Id("UnmarshalJSON").
			Params(jen.Id("data").Index().Byte()).Error().
			Block(jen.Return(f.odata("UnmarshalJSON").Call(jen.Id("data"), jen.Id("p")))))
}

// emitCodecV2 emits the method that encoding/json/v2 looks for first, in a file
// for the versions of Go that have it:
//
//	func (p Partner) MarshalJSONTo(enc *jsontext.Encoder) error {
//		return odata.MarshalTo(enc, &p)
//	}
//
// To read, MarshalJSON's counterpart is as fast there.
func (f *file) emitCodecV2(s structPlan) {
	f.build = "go1.27"
	f.decl([]string{"MarshalJSONTo writes p to enc, for encoding/json/v2."},
		jen.Func().Params(jen.Id("p").Add(id(s.Name))).Id("MarshalJSONTo").
			Params(jen.Id("enc").Op("*").Qual("encoding/json/jsontext", "Encoder")).Error().
			Block(jen.Return(f.odata("MarshalTo").Call(jen.Id("enc"), jen.Op("&").Id("p")))))
}

// typeTable is
//
//	var partnerType = odata.Type{
//		Name: "microsoft.graph.partner",
//		New:  func() odata.Object { return new(Partner) },
//		Properties: []odata.Property{
//			{Name: "id", Flags: odata.Key},
//		},
//	}
func (f *file) typeTable(s structPlan) jen.Code {
	var rows []jen.Code
	for _, fd := range s.Fields {
		rows = append(rows, f.propertyRow(fd))
	}
	var head []jen.Code
	if s.Wire != "" {
		head = append(head, jen.Id("Name").Op(":").Lit(s.Wire))
	}
	if s.Abstract {
		head = append(head, jen.Id("Abstract").Op(":").True())
	}
	if s.Closed {
		head = append(head, jen.Id("Closed").Op(":").True())
	}
	head = append(head,
		jen.Id("New").Op(":").Func().Params().Add(f.odata("Object")).Add(inline(jen.Return(jen.New(id(s.Name))))),
		jen.Id("Properties").Op(":").Index().Add(f.odata("Property")).Add(lines("{", "}", rows)),
	)
	if s.Schema != nil {
		head = append(head, jen.Id("Schema").Op(":").Add(f.rootSchema(s.Schema)))
	}
	return jen.Var().Add(id(s.Table)).Op("=").Add(f.odata("Type")).Add(lines("{", "}", head))
}

func (f *file) propertyRow(fd fieldPlan) jen.Code {
	row := []jen.Code{jen.Id("Name").Op(":").Lit(fd.Wire)}
	if len(fd.Flags) > 0 {
		flags := f.odata(fd.Flags[0])
		for _, flag := range fd.Flags[1:] {
			flags.Op("|").Add(f.odata(flag))
		}
		row = append(row, jen.Id("Flags").Op(":").Add(flags))
	}
	if len(fd.Facets) > 0 {
		var facets []jen.Code
		for _, fc := range fd.Facets {
			facets = append(facets, id(naming.Kind(fc.Name)).Op(":").Add(f.facetValue(fc.Value)))
		}
		row = append(row, jen.Id("Facets").Op(":").Op("&").Add(f.odata("Facets")).Values(facets...))
	}
	return jen.Values(row...)
}

func (f *file) facetValue(v any) jen.Code {
	if s, ok := v.(*api.Schema); ok {
		return f.rootSchema(s)
	}
	return jen.Lit(v)
}

// typeMethod is
//
//	func (*Partner) ODataType() *odata.Type { return &partnerType }
func (f *file) typeMethod(s structPlan) jen.Code {
	return jen.Func().Params(jen.Op("*").Add(id(s.Name))).Id("ODataType").Params().Op("*").Add(f.odata("Type")).
		Block(jen.Return(jen.Op("&").Add(id(s.Table))))
}

// fieldsMethod is
//
//	func (p *Partner) ODataFields(f []any) []any {
//		return append(f,
//			&p.OData,
//			&p.ID,
//			odata.Enum(&p.Status),
//		)
//	}
func (f *file) fieldsMethod(s structPlan) jen.Code {
	list := []jen.Code{jen.Id("f"), jen.Op("&").Id("p").Dot("OData")}
	for _, fd := range s.Fields {
		field := addr(fd.Name)
		if fd.Wrap != "" {
			field = f.wrap(fd.Wrap, addr(fd.Name), fd.Item)
		}
		list = append(list, field)
	}
	return jen.Func().Params(jen.Id("p").Op("*").Add(id(s.Name))).Id("ODataFields").
		Params(jen.Id("f").Index().Any()).Index().Any().
		Block(jen.Return(jen.Id("append").Add(lines("(", ")", list))))
}
