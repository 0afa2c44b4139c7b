package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitServer emits the services and the handler.
func (f *file) emitServer(s serverPlan) {
	for _, service := range s.Services {
		f.emitService(service)
		f.emitUnimplemented(service)
	}
	f.emitServices(s)
	f.emitHandler(s)
}

// emitService emits
//
//	type PartnerService interface {
//		// Get returns the entity with the key.
//		Get(ctx context.Context, id string, q *odata.Query) (*Partner, error)
//	}
func (f *file) emitService(s servicePlan) {
	var body []jen.Code
	for _, m := range s.Methods {
		body = append(body, comment(m.Doc, id(m.Name).Add(f.signature(m))))
	}
	f.decl(s.Doc, jen.Type().Add(id(s.Name)).Interface(body...))
}

// signature is the parameters and results of a method of a service.
func (f *file) signature(m serverMethodPlan) *jen.Statement {
	params := []jen.Code{ctxParam()}
	for _, k := range m.Key {
		params = append(params, id(k.Param).Add(f.typ(k.Type)))
	}
	query := jen.Id("q").Op("*").Add(f.odata("Query"))
	body := jen.Id("body").Add(f.typ(m.Type))
	switch m.Kind {
	case listCall:
		return jen.Params(append(params, query)...).Params(f.odata("Page").Types(f.typ(m.Type)), jen.Error())
	case getCall:
		return jen.Params(append(params, query)...).Params(f.typ(m.Type), jen.Error())
	case createCall, updateCall:
		return jen.Params(append(params, body)...).Params(f.typ(m.Type), jen.Error())
	case deleteCall:
		return jen.Params(params...).Error()
	}
	if m.Operation.Params != (naming.Ident{}) {
		params = append(params, jen.Id("params").Op("*").Add(id(m.Operation.Params)))
	}
	return jen.Params(params...).Add(f.results(m.Operation))
}

// emitUnimplemented emits
//
//	type UnimplementedPartnerService struct{}
//
//	func (UnimplementedPartnerService) Get(ctx context.Context, id string, q *odata.Query) (*Partner, error) {
//		return nil, odata.NotImplemented("Partner.Get")
//	}
func (f *file) emitUnimplemented(s servicePlan) {
	f.decl(prose(s.Unimplemented.String()+" answers each call with 501. Embed it in a service that has not all the methods, or not yet."),
		jen.Type().Add(id(s.Unimplemented)).Struct())
	for _, m := range s.Methods {
		fault := f.odata("NotImplemented").Call(jen.Lit(m.Method))
		results := []jen.Code{jen.Nil(), fault}
		switch {
		case m.Kind == listCall:
			results[0] = f.odata("Page").Types(f.typ(m.Type)).Values()
		case m.Kind == deleteCall, m.Kind == operationCall && m.Operation.Result == noResult:
			results = results[1:]
		}
		f.decl([]string{m.Name.String() + " answers 501."},
			jen.Func().Params(id(s.Unimplemented)).Add(id(m.Name)).Add(f.signature(m)).Block(jen.Return(results...)))
	}
}

// emitServices emits
//
//	type Services struct {
//		// Partners serves a collection of partner.
//		Partners PartnerService
//	}
func (f *file) emitServices(s serverPlan) {
	var body []jen.Code
	for _, service := range s.Services {
		for _, m := range service.Mounts {
			doc := prose(m.Name.String() + " serves " + m.Path + ".")
			body = append(body, comment(doc, id(m.Name).Add(id(service.Name))))
		}
	}
	if s.Plain != (naming.Ident{}) {
		body = append(body, comment([]string{s.Field.String() + " serves what has none of the forms of OData."}, id(s.Field).Add(id(s.Plain))))
	}
	f.decl([]string{"Services are what the handler serves. One that is nil answers 501."},
		jen.Type().Id("Services").Struct(body...))
}

// emitHandler emits
//
//	func NewHandler(s Services, opts ...odata.HandlerOption) http.Handler {
//		s.Partners = cmp.Or[PartnerService](s.Partners, UnimplementedPartnerService{})
//		return odata.NewHandler(opts, "/v1.0",
//			odata.GetRoute("/partners/{id}", s.Partners.Get),
//		)
//	}
func (f *file) emitHandler(s serverPlan) {
	var body []jen.Code
	for _, service := range s.Services {
		for _, m := range service.Mounts {
			field := func() *jen.Statement { return jen.Id("s").Dot(m.Name.String()) }
			body = append(body, field().Op("=").Qual("cmp", "Or").Types(id(service.Name)).Call(
				field(), id(service.Unimplemented).Values(),
			))
		}
	}
	args := []jen.Code{f.handlerOptions(s), jen.Lit(s.BasePath)}
	for _, r := range s.Routes {
		args = append(args, f.odata(r.Func).Call(
			jen.Lit(r.Path), jen.Id("s").Dot(r.Service.String()).Dot(r.Method.String()),
		))
	}
	body = append(body, jen.Return(f.odata("NewHandler").Add(lines("(", ")", args))))
	f.decl(prose("NewHandler returns a handler that serves the paths of the description below its base path, and checks requests before a service sees them."),
		jen.Func().Id("NewHandler").
			Params(jen.Id("s").Id("Services"), jen.Id("opts").Op("...").Add(f.odata("HandlerOption"))).
			Qual("net/http", "Handler").
			Block(body...))
}
