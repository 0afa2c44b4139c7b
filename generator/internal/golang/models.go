package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitStruct emits
//
//	type Partner struct {
//		// ID is the key.
//		ID string
//
//		// OData holds ...
//		OData odata.Members
//	}
//
//	func (p *Partner) Validate() error { return odata.Validate(p) }
func (f *file) emitStruct(s structPlan) {
	f.emitFields(s)
	f.emitValidate(s.Name)
}

// emitValidate emits the method that checks a value.
func (f *file) emitValidate(name naming.Ident) {
	f.decl([]string{
		"Validate checks the values that are there against the rules of the type. The",
		"error joins an [odata.ValueError] for each value that breaks one.",
	}, jen.Func().Params(jen.Id("p").Op("*").Add(id(name))).Id("Validate").Params().Error().Block(
		jen.Return(f.odata("Validate").Call(jen.Id("p"))),
	))
}

// emitFields emits the struct alone.
func (f *file) emitFields(s structPlan) {
	var body []jen.Code
	for _, fd := range s.Fields {
		body = append(body, comment(fd.Doc, id(fd.Name).Add(f.typ(fd.Type))))
	}
	body = append(body, comment(
		[]string{"OData holds annotations and members that the type does not declare."},
		jen.Id("OData").Add(f.odata("Members")),
	))
	f.decl(s.Doc, jen.Type().Add(id(s.Name)).Struct(body...))
}

// emitPackageDoc emits the comment of the package.
func (f *file) emitPackageDoc(doc []string) {
	for _, line := range doc {
		f.jen.PackageComment(commentLine(line))
	}
}

// emitParams emits the struct of the parameters of an operation.
func (f *file) emitParams(s structPlan) {
	f.emitFields(s)
	f.emitObject(s)
}

// emitEnum emits the type of an enumeration, its members and what checks them.
func (f *file) emitEnum(e enumPlan) {
	if e.Number != nil {
		f.emitNumbers(e)
		return
	}
	f.decl(e.Doc, jen.Type().Add(id(e.Name)).String())
	if !e.isLong() {
		f.emitMembers(e)
	}
	f.decl(prose(e.Values.String()+" returns the members in the order of the description."), f.enumValues(e))
	f.decl(prose(e.Parse.String()+" returns the member called name, and an error when there is none."), f.enumParse(e))
	f.decl([]string{"IsKnown reports whether v is one of the members. Services may add others."}, f.enumIsKnown(e))
	f.decl([]string{"Validate returns an error when v is not one of the members."}, f.enumValidate(e))
}

// emitMembers emits
//
//	// The members of Status.
//	const (
//		// StatusActive means ...
//		StatusActive Status = "active"
//	)
func (f *file) emitMembers(e enumPlan) {
	var body []jen.Code
	for _, m := range e.Members {
		body = append(body, comment(m.Doc, id(m.Name).Add(id(e.Name)).Op("=").Lit(m.Wire)))
	}
	f.decl([]string{"The members of " + e.Name.String() + "."}, jen.Const().Defs(body...))
}

// enumValues is
//
//	func StatusValues() []Status {
//		return []Status{
//			StatusActive,
//		}
//	}
func (f *file) enumValues(e enumPlan) jen.Code {
	return jen.Func().Add(id(e.Values)).Params().Index().Add(id(e.Name)).Block(
		jen.Return(jen.Index().Add(id(e.Name)).Add(lines("{", "}", names(e.Members)))),
	)
}

// enumParse is
//
//	func ParseStatus(name string) (Status, error) {
//		return odata.ParseEnum(Status(name))
//	}
func (f *file) enumParse(e enumPlan) jen.Code {
	return jen.Func().Add(id(e.Parse)).Params(jen.Id("name").String()).Params(id(e.Name), jen.Error()).Block(
		jen.Return(f.odata("ParseEnum").Call(id(e.Name).Call(jen.Id("name")))),
	)
}

// enumIsKnown is
//
//	func (v Status) IsKnown() bool {
//		switch v {
//		case
//			StatusActive:
//			return true
//		}
//		return false
//	}
func (f *file) enumIsKnown(e enumPlan) jen.Code {
	known := jen.Case(jen.Custom(jen.Options{Open: "\n", Separator: ",\n"}, names(e.Members)...)).Block(jen.Return(jen.True()))
	if len(e.Members) == 0 {
		known = jen.Null()
	}
	return enumMethod(e.Name, "IsKnown").Bool().Block(
		jen.Switch(jen.Id("v")).Block(known),
		jen.Return(jen.False()),
	)
}

// enumValidate is
//
//	func (v Status) Validate() error { return odata.ValidateEnum(v) }
func (f *file) enumValidate(e enumPlan) jen.Code {
	return enumMethod(e.Name, "Validate").Error().Block(
		jen.Return(f.odata("ValidateEnum").Call(jen.Id("v"))),
	)
}

func enumMethod(recv naming.Ident, name string) *jen.Statement {
	return jen.Func().Params(jen.Id("v").Add(id(recv))).Add(id(naming.Kind(name))).Params()
}

func names(members []memberPlan) []jen.Code {
	out := make([]jen.Code, len(members))
	for i, m := range members {
		out[i] = id(m.Name)
	}
	return out
}
