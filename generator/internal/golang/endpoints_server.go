package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitPlainService emits the interface of the endpoints, its unimplemented form,
// and the function that makes their routes.
func (f *file) emitPlainService(s serverPlan, endpoints []endpointPlan) {
	name, unimplemented := s.Plain, s.Unimplemented
	var methods, routes []jen.Code
	for _, e := range endpoints {
		methods = append(methods, comment(prose(e.Name.String()+" answers "+e.Method+" "+e.Path+"."),
			id(e.Name).Params(f.endpointArgs(e)...).Add(f.endpointResults(e, false))))
		routes = append(routes, id(e.Serve).Call(jen.Id("s")))
	}
	f.decl(prose(name.String()+" serves what has none of the forms of OData."), jen.Type().Add(id(name)).Interface(methods...))
	f.decl(prose(unimplemented.String()+" answers each call with 501. Embed it in a service that has not all the methods, or not yet."),
		jen.Type().Add(id(unimplemented)).Struct())
	for _, e := range endpoints {
		f.decl([]string{e.Name.String() + " answers 501."},
			jen.Func().Params(id(unimplemented)).Add(id(e.Name)).Params(f.endpointArgs(e)...).
				Params(append(f.zeroResults(e), jen.Id("err").Error())...).
				Block(jen.Return(append(zeroNames(e), f.odata("NotImplemented").Call(jen.Lit(e.Name.String())))...)))
	}
	f.decl(nil, jen.Func().Add(id(s.PlainRoutes)).Params(jen.Id("s").Add(id(name))).Index().Add(f.odata("EndpointRoute")).Block(
		jen.If(jen.Id("s").Op("==").Nil()).Block(jen.Id("s").Op("=").Add(id(unimplemented)).Values()),
		jen.Return(jen.Index().Add(f.odata("EndpointRoute")).Add(lines("{", "}", routes))),
	))
}

// zeroResults is (v T) for what an unimplemented method returns beside its error.
func (f *file) zeroResults(e endpointPlan) []jen.Code {
	switch e.Result {
	case nothing:
		return nil
	case severalResults:
		return []jen.Code{jen.Id("v").Op("*").Add(id(e.Parts.Name))}
	case sequenceResult:
		return []jen.Code{jen.Id("v").Add(f.typ(seqOf{e.Out.Type}))}
	}
	if e.Out.Type == readerType("ReadCloser") {
		return []jen.Code{jen.Id("v").Add(f.typ(readerType("Reader")))}
	}
	return []jen.Code{jen.Id("v").Add(f.typ(e.Out.Type))}
}

func zeroNames(e endpointPlan) []jen.Code {
	if e.Result == nothing {
		return nil
	}
	return []jen.Code{jen.Id("v")}
}

// emitEndpointRoute emits
//
//	func serveGetPet(s Operations) odata.EndpointRoute {
//		return odata.Serve(&getPetEndpoint, func(x *odata.Exchange) error {
//			...
//		})
//	}
func (f *file) emitEndpointRoute(e endpointPlan) {
	f.decl(nil, jen.Func().Add(id(e.Serve)).Params(jen.Id("s").Add(id(e.Service))).Add(f.odata("EndpointRoute")).Block(
		jen.Return(f.odata("Serve").Call(jen.Op("&").Add(id(e.Table)), f.exchange(e, jen.Id("s").Dot(e.Name.String())))),
	))
}

// exchange is the function that reads a request, calls what serves it, and answers:
//
//	func(x *odata.Exchange) error {
//		var id string
//		if err := x.Args(&id); err != nil {
//			return err
//		}
//		v, err := s.GetPet(x, id)
//		return x.Answer(odata.OneValue(&v), err)
//	}
func (f *file) exchange(e endpointPlan, serve *jen.Statement) *jen.Statement {
	var body, addresses []jen.Code
	args := []jen.Code{jen.Id("x")}
	for _, a := range e.Args {
		body = append(body, jen.Var().Add(id(a.Name)).Add(f.typ(a.Type)))
		addresses = append(addresses, f.value(a))
		args = append(args, id(a.Name))
	}
	if len(e.Params.Fields) > 0 {
		body = append(body, jen.Var().Id("params").Add(id(e.Params.Name)))
		addresses = append(addresses, jen.Op("&").Id("params"))
		args = append(args, jen.Op("&").Id("params"))
	}
	if e.Body != nil {
		body = append(body, jen.Var().Id("body").Add(f.typ(e.Body.Type)))
		addresses = append(addresses, f.value(e.Body.valuePlan))
		args = append(args, jen.Id("body"))
	}
	if len(addresses) > 0 {
		body = append(body, jen.If(jen.Id("err").Op(":=").Id("x").Dot("Args").Call(addresses...), jen.Id("err").Op("!=").Nil()).
			Block(jen.Return(jen.Id("err"))))
	}
	call := serve.Call(args...)
	if e.Result == nothing {
		body = append(body, jen.Return(jen.Id("x").Dot("Answer").Call(jen.Nil(), call)))
	} else {
		body = append(body,
			jen.List(jen.Id("v"), jen.Id("err")).Op(":=").Add(call),
			jen.Return(f.answer(e)))
	}
	return jen.Func().Params(jen.Id("x").Op("*").Add(f.odata("Exchange"))).Error().Block(body...)
}

// answer is what a route answers with.
func (f *file) answer(e endpointPlan) *jen.Statement {
	v := e.Out
	v.Name = naming.Kind("v")
	switch e.Result {
	case severalResults:
		return f.odata("AnswerAny").Call(jen.Id("x"), jen.Id("v"), jen.Id("err"))
	case sequenceResult:
		return f.odata("AnswerSequence").Call(jen.Id("x"), f.outFunc(e), jen.Id("v"), jen.Id("err"))
	}
	return jen.Id("x").Dot("Answer").Call(f.value(v), jen.Id("err"))
}

// handlerOptions is opts, with the routes of the endpoints before it.
func (f *file) handlerOptions(s serverPlan) *jen.Statement {
	if s.Plain == (naming.Ident{}) {
		return jen.Id("opts")
	}
	return jen.Append(
		jen.Index().Add(f.odata("HandlerOption")).Values(f.odata("Endpoints").Call(id(s.PlainRoutes).Call(jen.Id("s").Dot(s.Field.String())).Op("..."))),
		opts(),
	)
}
