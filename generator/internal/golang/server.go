package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitService emits
//
//	type PartnerService interface {
//		// Get returns the entity with the key.
//		Get(ctx context.Context, id string, q *odata.Query) (*Partner, error)
//	}
func (f *file) emitService(s servicePlan) {
	var body []jen.Code
	for _, m := range s.methods() {
		body = append(body, comment(m.Doc, id(m.Name).Add(f.params(m), f.methodResults(m))))
	}
	f.decl(s.Doc, jen.Type().Add(id(s.Name)).Interface(body...))
}

// params are the parameters of a method of a service.
func (f *file) params(m serverMethodPlan) *jen.Statement {
	params := []jen.Code{ctxParam()}
	for _, k := range m.Key {
		params = append(params, id(k.Param).Add(f.typ(k.Type)))
	}
	switch m.Kind {
	case listCall, getCall:
		params = append(params, jen.Id("q").Op("*").Add(f.odata("Query")))
	case createCall, updateCall:
		params = append(params, jen.Id("body").Add(f.typ(m.Type)))
	case setContentCall:
		params = append(params, contentParams()...)
	case operationCall:
		for _, a := range m.Operation.Args {
			params = append(params, id(a.Name).Add(f.typ(a.Type)))
		}
		if m.Operation.Params != (naming.Ident{}) {
			params = append(params, jen.Id("params").Op("*").Add(id(m.Operation.Params)))
		}
	}
	return jen.Params(params...)
}

// result is what a method of a service returns beside its error; nil for nothing.
func (f *file) result(m serverMethodPlan) *jen.Statement {
	page := func(elem goType) *jen.Statement { return f.odata("Page").Types(f.typ(elem)) }
	op := m.Operation
	switch {
	case m.Kind == listCall:
		return page(m.Type)
	case m.Kind == contentCall:
		return jen.Index().Byte()
	case m.Kind == deleteCall, m.Kind == setContentCall, m.Kind == operationCall && op.Result == noResult:
		return nil
	case m.Kind != operationCall:
		return f.typ(m.Type)
	case op.Result == listResult && op.Function:
		return page(op.Type)
	case op.Result == listResult, op.Result == enumsResult:
		return jen.Index().Add(f.typ(op.Type))
	}
	return f.typ(op.Type)
}

func (f *file) methodResults(m serverMethodPlan) *jen.Statement {
	if r := f.result(m); r != nil {
		return jen.Params(r, jen.Error())
	}
	return jen.Error()
}

// emitUnimplemented emits
//
//	type UnimplementedPartnerService struct{}
//
//	func (UnimplementedPartnerService) Get(ctx context.Context, id string, q *odata.Query) (v *Partner, err error) {
//		return v, odata.NotImplemented("Partner.Get")
//	}
func (f *file) emitUnimplemented(s servicePlan) {
	f.decl(prose(s.Unimplemented.String()+" answers each call with 501. Embed it in a service that has not all the methods, or not yet."),
		jen.Type().Add(id(s.Unimplemented)).Struct())
	for _, m := range s.methods() {
		results, values := jen.Error(), []jen.Code{f.odata("NotImplemented").Call(jen.Lit(m.Method))}
		if r := f.result(m); r != nil {
			results = jen.Params(jen.Id("v").Add(r), jen.Id("err").Error())
			values = append([]jen.Code{jen.Id("v")}, values...)
		}
		f.decl([]string{m.Name.String() + " answers 501."},
			jen.Func().Params(id(s.Unimplemented)).Add(id(m.Name), f.params(m), results).Block(jen.Return(values...)))
	}
}

// emitServices emits
//
//	type Services struct {
//		// Partner serves partner.
//		Partner PartnerService
//	}
func (f *file) emitServices(s serverPlan) {
	var body []jen.Code
	for _, service := range append(s.Types, s.Root) {
		if len(service.methods()) > 0 {
			body = append(body, comment(service.FieldDoc, id(service.Field).Add(id(service.Name))))
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
//		return odata.NewHandler(opts, "/v1.0",
//			rootRoutes(),
//			partnerRoutes(s.Partner),
//		)
//	}
func (f *file) emitHandler(s serverPlan) {
	args := []jen.Code{f.handlerOptions(s), jen.Lit(s.BasePath)}
	for _, service := range append([]servicePlan{s.Root}, s.Types...) {
		var arg []jen.Code
		if len(service.methods()) > 0 {
			arg = append(arg, jen.Id("s").Dot(service.Field.String()))
		}
		args = append(args, id(service.Routes).Call(arg...))
	}
	f.decl(prose("NewHandler returns a handler that serves the paths of the description below its base path, and checks requests before a service sees them."),
		jen.Func().Id("NewHandler").
			Params(jen.Id("s").Id("Services"), jen.Id("opts").Op("...").Add(f.odata("HandlerOption"))).
			Qual("net/http", "Handler").
			Block(jen.Return(f.odata("NewHandler").Add(lines("(", ")", args)))))
}

// emitRoutes emits
//
//	func partnerRoutes(s PartnerService) odata.TypeRoutes {
//		if s == nil {
//			s = UnimplementedPartnerService{}
//		}
//		return odata.TypeRoutes{
//			Type: "partner",
//			Key: []string{"id"},
//			One: []odata.Route{
//				odata.GetRoute(s.Get),
//			},
//			Leads: []odata.Lead{
//				{Name: "orders", Type: "order", Many: true},
//			},
//		}
//	}
func (f *file) emitRoutes(s servicePlan) {
	var params, body, fields []jen.Code
	if len(s.methods()) > 0 {
		params = append(params, jen.Id("s").Add(id(s.Name)))
		body = append(body, jen.If(jen.Id("s").Op("==").Nil()).Block(jen.Id("s").Op("=").Add(id(s.Unimplemented)).Values()))
	}
	field := func(name string, value jen.Code) { fields = append(fields, id(naming.Kind(name)).Op(":").Add(value)) }
	if s.Type != "" {
		field("Type", jen.Lit(s.Type))
	}
	if len(s.Key) > 0 {
		var names []jen.Code
		for _, k := range s.Key {
			names = append(names, jen.Lit(k.Wire))
		}
		field("Key", jen.Index().String().Values(names...))
	}
	if len(s.Derived) > 0 {
		var names []jen.Code
		for _, name := range s.Derived {
			names = append(names, jen.Lit(name))
		}
		field("Derived", jen.Index().String().Add(lines("{", "}", names)))
	}
	f.routeField("Set", s.Set, field)
	f.routeField("One", s.One, field)
	if len(s.Leads) > 0 {
		var rows []jen.Code
		for _, l := range s.Leads {
			row := []jen.Code{jen.Id("Name").Op(":").Lit(l.Name), jen.Id("Type").Op(":").Lit(l.Type)}
			if l.Many {
				row = append(row, jen.Id("Many").Op(":").True())
			}
			rows = append(rows, jen.Values(row...))
		}
		field("Leads", jen.Index().Add(f.odata("Lead")).Add(lines("{", "}", rows)))
	}
	if s.Type != "" && len(s.Leads) > 0 && len(s.methods()) > 0 {
		field("Service", jen.Id("s"))
	}
	body = append(body, jen.Return(f.odata("TypeRoutes").Add(lines("{", "}", fields))))
	f.decl(nil, jen.Func().Add(id(s.Routes)).Params(params...).Add(f.odata("TypeRoutes")).Block(body...))
}

func (f *file) routeField(name string, methods []serverMethodPlan, field func(string, jen.Code)) {
	var routes []jen.Code
	for _, m := range methods {
		routes = append(routes, f.route(m))
	}
	if len(routes) > 0 {
		field(name, jen.Index().Add(f.odata("Route")).Add(lines("{", "}", routes)))
	}
}

// route is the route to a method of a service.
func (f *file) route(m serverMethodPlan) *jen.Statement {
	method := jen.Id("s").Dot(m.Name.String())
	switch m.Kind {
	case listCall:
		return f.odata("ListRoute").Call(method)
	case createCall:
		return f.odata("CreateRoute").Call(method)
	case operationCall:
		return f.operationRoute(m)
	}
	name := map[callKind]string{getCall: "Get", updateCall: "Update", deleteCall: "Delete", contentCall: "Content", setContentCall: "SetContent"}[m.Kind]
	var segment []jen.Code
	if m.Segment != "" {
		segment = append(segment, jen.Lit(m.Segment))
	}
	switch {
	case len(m.Key) == 0:
		return f.odata(name + "SingleRoute").Call(append(segment, method)...)
	case len(m.Key) > 1:
		method = f.splitKey(m)
	}
	return f.odata(name + "Route").Call(append(segment, method)...)
}

// splitKey is the method with the parts of the key in place of one:
//
//	func(ctx context.Context, _ string, q *odata.Query) (*Item, error) {
//		return s.Get(ctx, odata.KeyPart(ctx, 0), odata.KeyPart(ctx, 1), q)
//	}
func (f *file) splitKey(m serverMethodPlan) *jen.Statement {
	whole := m
	whole.Key = []keyPlan{{Param: naming.Kind("_"), Type: builtin("string")}}
	args := append([]jen.Code{jen.Id("ctx")}, f.keyParts(jen.Id("ctx"), m)...)
	switch m.Kind {
	case getCall:
		args = append(args, jen.Id("q"))
	case updateCall:
		args = append(args, jen.Id("body"))
	case setContentCall:
		args = append(args, jen.Id("contentType"), jen.Id("content"))
	}
	return jen.Func().Add(f.params(whole), f.methodResults(m)).Block(
		jen.Return(jen.Id("s").Dot(m.Name.String()).Call(args...)),
	)
}

// keyParts are odata.KeyPart(x, 0), odata.KeyPart(x, 1).
func (f *file) keyParts(ctx jen.Code, m serverMethodPlan) []jen.Code {
	var out []jen.Code
	for i := range m.Key {
		out = append(out, f.odata("KeyPart").Call(ctx, jen.Lit(i)))
	}
	return out
}

// operationRoute is the route to a method that serves an action or a function:
//
//	odata.FunctionRoute("report", []string{"period"}, func(x *odata.Invocation) error {
//		var period string
//		if err := x.Args(&period); err != nil {
//			return err
//		}
//		v, err := s.Report(x, odata.KeyPart(x, 0), period)
//		return x.Answer(&v, err)
//	})
func (f *file) operationRoute(m serverMethodPlan) *jen.Statement {
	op := m.Operation
	var body, names, addresses []jen.Code
	args := append([]jen.Code{jen.Id("x")}, f.keyParts(jen.Id("x"), m)...)
	returned := jen.If(jen.Id("err").Op("!=").Nil()).Block(jen.Return(jen.Id("err")))
	for _, a := range op.Args {
		body = append(body, jen.Var().Add(id(a.Name), f.typ(a.Type)))
		names = append(names, jen.Lit(a.Wire))
		addresses = append(addresses, f.wrapped(a.Wrap, id(a.Name)))
		args = append(args, id(a.Name))
	}
	if len(op.Args) > 0 {
		body = append(body, jen.If(jen.Id("err").Op(":=").Id("x").Dot("Args").Call(addresses...), jen.Id("err").Op("!=").Nil()).
			Block(jen.Return(jen.Id("err"))))
	}
	if op.Params != (naming.Ident{}) {
		body = append(body,
			jen.List(jen.Id("params"), jen.Id("err")).Op(":=").Add(f.odata("ReadParams").Types(jen.Op("*").Add(id(op.Params)))).Call(jen.Id("x")),
			returned)
		args = append(args, jen.Id("params"))
	}
	call := jen.Id("s").Dot(m.Name.String()).Call(args...)
	if op.Result == noResult {
		body = append(body, jen.Return(jen.Id("x").Dot("AnswerNothing").Call(call)))
	} else {
		body = append(body, jen.List(jen.Id("v"), jen.Id("err")).Op(":=").Add(call), jen.Return(f.reply(op)))
	}
	serve := jen.Func().Params(jen.Id("x").Op("*").Add(f.odata("Invocation"))).Error().Block(body...)
	wire := jen.Lit(op.Wire)
	route := f.odata("ActionRoute").Call(wire, serve)
	if op.Function {
		list := jen.Nil()
		if len(names) > 0 {
			list = jen.Index().String().Values(names...)
		}
		route = f.odata("FunctionRoute").Call(wire, list, serve)
	}
	if op.Result == bytesResult {
		route.Dot("Raw").Call()
	}
	return route
}

// reply answers with what an operation returned.
func (f *file) reply(op operationPlan) *jen.Statement {
	v, err := jen.Id("v"), jen.Id("err")
	answer := func(name string, value jen.Code) *jen.Statement { return jen.Id("x").Dot(name).Call(value, err) }
	switch op.Result {
	case objectResult:
		return f.odata("AnswerObject").Call(jen.Id("x"), v, err)
	case listResult:
		if op.Function {
			return f.odata("AnswerPage").Call(jen.Id("x"), v, err)
		}
		return answer("AnswerList", f.odata("Many").Call(jen.Op("&").Add(v)))
	case bytesResult:
		return answer("AnswerBytes", v)
	}
	if _, many := op.Type.(sliceOf); many && op.Type != (sliceOf{builtin("byte")}) || op.Result == enumsResult {
		return answer("AnswerList", f.wrapped(op.Wrap, v))
	}
	return answer("Answer", f.wrapped(op.Wrap, v))
}

// wrapped is the address of a variable as the codec takes it: &v, odata.Enums(&v).
func (f *file) wrapped(wrap string, name jen.Code) *jen.Statement {
	address := jen.Op("&").Add(name)
	if wrap == "" {
		return address
	}
	return f.odata(wrap).Call(address)
}
