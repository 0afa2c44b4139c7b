package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitLink emits
//
//	func AddUserGetUserLink(answer *User) (id string, err error) {
//		err = errors.Join(
//			odata.TakeValue(answer, "/id", &id),
//		)
//		return id, err
//	}
func (f *file) emitLink(l linkPlan) {
	var params, results, body, values, returned []jen.Code
	for _, s := range l.Sources {
		params = append(params, id(s.Name).Add(f.typ(s.Type)))
	}
	for _, r := range l.Results {
		results = append(results, id(r.Name).Add(f.typ(r.Type)))
		returned = append(returned, id(r.Name))
	}
	if l.Params != (naming.Ident{}) {
		results = append(results, jen.Id("params").Op("*").Add(id(l.Params)))
		returned = append(returned, jen.Id("params"))
		body = append(body, jen.Id("params").Op("=").New(id(l.Params)))
	}
	for _, c := range l.Copies {
		body = append(body, id(c.To).Op("=").Add(id(c.From)))
	}
	for _, v := range l.Values {
		values = append(values, f.linkValue(v))
	}
	if len(values) > 0 {
		body = append(body, jen.Id("err").Op("=").Qual("errors", "Join").Add(lines("(", ")", values)))
	}
	results, returned = append(results, jen.Id("err").Error()), append(returned, jen.Id("err"))
	f.decl(l.Doc, jen.Func().Add(id(l.Name)).Params(params...).Params(results...).Block(append(body, jen.Return(returned...))...))
}

// linkValue is odata.TakeValue(answer, "/id", &id).
func (f *file) linkValue(v linkValuePlan) *jen.Statement {
	if v.Field == nil {
		return f.take(v, f.value(v.To))
	}
	to := jen.Op("&").Id("params").Dot(v.Field.Name.String())
	if v.Field.Wrap != "" {
		to = f.wrap(v.Field.Wrap, to, v.Field.Item)
	}
	return f.take(v, to)
}

func (f *file) take(v linkValuePlan, to *jen.Statement) *jen.Statement {
	if v.Source == (naming.Ident{}) {
		return f.odata("TakeText").Call(jen.Lit(v.At), to)
	}
	return f.odata("TakeValue").Call(id(v.Source), jen.Lit(v.At), to)
}
