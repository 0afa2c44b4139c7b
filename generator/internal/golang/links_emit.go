package golang

import "github.com/dave/jennifer/jen"

// emitLink emits
//
//	func AddUserGetUserLink(answer *User) (p GetUserParams, err error) {
//		err = errors.Join(
//			restclient.TakeValue(&answer, "/id", &p.ID),
//		)
//		return p, err
//	}
func (f *file) emitLink(l linkPlan) {
	var values []jen.Code
	for _, v := range l.Values {
		values = append(values, f.linkValue(v))
	}
	f.emitFunc(l.funcPlan,
		jen.Id("err").Op("=").Qual("errors", "Join").Add(lines("(", ")", values)),
		jen.Return(jen.Id("p"), jen.Id("err")))
}

// linkValue is restclient.TakeValue(&answer, "/id", &p.ID).
func (f *file) linkValue(v linkValuePlan) *jen.Statement {
	to, root := f.address(v.To), jen.Op("&").Add(id(v.Root))
	field := root.Clone().Dot(v.Field.Name.String())
	switch v.From {
	case fromArgument:
		return f.restcall("TakeValue").Call(f.addressOf(v.Field.Type, root), jen.Lit(v.At), to)
	case fromBody:
		return f.restcall("TakeValue").Call(f.addressOf(v.Field.Type, field), jen.Lit(v.At), to)
	case fromField:
		return f.restcall("TakeField").Call(jen.Lit(v.At), f.addressOf(v.Field.Type, field), to)
	}
	return f.restcall("TakeText").Call(jen.Lit(v.At), to)
}
