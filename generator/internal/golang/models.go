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
//		// Related holds ...
//		Related *PartnerRelated
//
//		// Extra holds ...
//		Extra api.Members
//	}
//
//	func (p *Partner) Validate() error { return wire.Validate(p) }
func (f *file) emitStruct(s structPlan) {
	f.emitFields(s)
	f.emitValidate(s.Name)
}

// emitValidate emits the method that checks a value.
func (f *file) emitValidate(name naming.Ident) {
	f.decl([]string{"Validate joins an [api.ValueError] for each value that breaks a rule."},
		jen.Func().Params(jen.Id("p").Op("*").Add(id(name))).Id("Validate").Params().Error().
			Add(inline(jen.Return(f.wire("Validate").Call(jen.Id("p"))))))
}

// emitFields emits the struct alone.
func (f *file) emitFields(s structPlan) {
	body := f.fields(s.Fields)
	if len(s.Related) > 0 {
		body = append(body, comment(
			[]string{"Related holds what $expand brought, and what is sent on odata.WithRelated."},
			jen.Id("Related").Op("*").Add(id(s.RelatedStruct)),
		))
	}
	body = append(body, comment(
		[]string{"Extra holds the members that the type does not declare."},
		jen.Id("Extra").Add(f.api("Members")),
	))
	f.decl(s.Doc, jen.Type().Add(id(s.Name)).Struct(body...))
	f.emitDefaults(s)
	if len(s.Related) > 0 {
		f.decl([]string{s.RelatedStruct.String() + " has the navigation properties of " + s.Name.String() + "."},
			jen.Type().Add(id(s.RelatedStruct)).Struct(f.fields(s.Related)...))
	}
}

// fields are the fields of a struct.
func (f *file) fields(fields []fieldPlan) []jen.Code {
	var body []jen.Code
	for _, fd := range fields {
		body = append(body, comment(fd.Doc, id(fd.Name).Add(f.typ(fd.Type))))
	}
	return body
}

// emitPackageDoc emits the comment of the package.
func (f *file) emitPackageDoc(doc []string) {
	for _, line := range doc {
		f.jen.PackageComment(commentLine(line))
	}
}

// emitParams emits the struct of the parameters of an operation. Those of an action are
// the body of its request.
func (f *file) emitParams(op operationPlan) {
	if op.Function || len(op.Params.Fields) == 0 {
		f.emitEndpointParams(op.Params)
		return
	}
	f.emitFields(op.Params)
	f.emitObject(op.Params)
}
