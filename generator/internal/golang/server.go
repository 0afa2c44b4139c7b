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
	var methods []funcPlan
	for _, m := range s.methods() {
		methods = append(methods, m.funcPlan)
	}
	f.emitInterface(s.Name, s.Doc, methods, mustEmbed(s.Unimplemented))
}

// mustEmbed is the method that only the unimplemented form of a service has: a service
// embeds it, and so gets each operation that is new.
func mustEmbed(unimplemented naming.Ident) naming.Ident {
	return naming.Kind("mustEmbed").Plus(unimplemented)
}

// emitInterface emits the interface of a service.
func (f *file) emitInterface(name naming.Ident, doc []string, methods []funcPlan, embed naming.Ident) {
	var body []jen.Code
	for _, m := range methods {
		body = append(body, comment(m.Doc, id(m.Name).Add(f.sig(m.Signature))))
	}
	body = append(body, id(embed).Params())
	f.decl(doc, jen.Type().Add(id(name)).Interface(body...))
}

// emitUnimplemented emits the unimplemented form of a service.
func (f *file) emitUnimplemented(s servicePlan) {
	var stubs []stubPlan
	for _, m := range s.methods() {
		stubs = append(stubs, m.Stub)
	}
	f.emitStubs(s.Unimplemented, stubs)
}

// emitStubs emits
//
//	type UnimplementedPartnerService struct{}
//
//	func (UnimplementedPartnerService) Get(ctx context.Context, id string, q *odata.Query) (v *Partner, err error) {
//		return v, server.NotImplemented("Partner.Get")
//	}
func (f *file) emitStubs(name naming.Ident, stubs []stubPlan) {
	f.decl(prose(name.String()+" answers each call with 501. Each service embeds it, by value: what the description gets later is answered so until the service has it."),
		jen.Type().Add(id(name)).Struct())
	f.decl(nil, jen.Func().Params(id(name)).Add(id(mustEmbed(name))).Params().Block())
	for _, s := range stubs {
		var values []jen.Code
		if len(s.Signature.Results) > 1 {
			values = append(values, id(s.Signature.Results[0].Name))
		}
		f.decl(s.Doc, jen.Func().Params(id(name)).Add(id(s.Name), f.sig(s.Signature)).Block(
			jen.Return(append(values, f.server("NotImplemented").Call(jen.Lit(s.Method)))...),
		))
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
		body = append(body, comment([]string{s.Field.String() + " serves " + s.PlainDoc + "."}, id(s.Field).Add(id(s.Plain))))
	}
	f.decl([]string{"Services are what the handler serves. One that is nil answers 501."},
		jen.Type().Id("Services").Struct(body...))
}

// emitHandler emits
//
//	func NewHandler(s Services, auth server.Auth, opts ...server.Option) http.Handler {
//		return odataserver.NewHandler(auth, "/v1.0", opts,
//			odataserver.Routes(
//				nil,
//				rootRoutes(),
//				partnerRoutes(s.Partner),
//			),
//		)
//	}
func (f *file) emitHandler(s serverPlan) {
	newHandler := f.restserver("NewHandler")
	args := []jen.Code{jen.Id("auth"), jen.Lit(s.BasePath), jen.Id("opts")}
	if s.Places {
		newHandler = f.odataserver("NewHandler")
		args = append(args, f.odataserver("Routes").Add(lines("(", ")", f.typeRoutes(s))))
	}
	if s.Plain != (naming.Ident{}) {
		args = append(args, f.restserver("Routes").Call(id(s.PlainRoutes).Call(jen.Id("s").Dot(s.Field.String())).Op("...")))
	}
	f.emitFunc(s.New, jen.Return(newHandler.Add(lines("(", ")", args))))
}

// typeRoutes are what all routes ask for, and the routes of each type.
func (f *file) typeRoutes(s serverPlan) []jen.Code {
	args := []jen.Code{f.alternatives(s.Security)}
	for _, service := range append([]servicePlan{s.Root}, s.Types...) {
		var arg []jen.Code
		if len(service.methods()) > 0 {
			arg = append(arg, jen.Id("s").Dot(service.Field.String()))
		}
		args = append(args, id(service.Routes).Call(arg...))
	}
	return args
}

// emitRoutes emits
//
//	func partnerRoutes(s PartnerService) odataserver.TypeRoutes {
//		if s == nil {
//			s = UnimplementedPartnerService{}
//		}
//		return odataserver.TypeRoutes{
//			Type: "partner",
//			Key: []string{"id"},
//			One: []odataserver.Route{
//				odataserver.GetRoute(s.Get),
//			},
//			Children: []odataserver.Child{
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
	field := func(name naming.Ident, value jen.Code) { fields = append(fields, id(name).Op(":").Add(value)) }
	if s.Type != "" {
		field(naming.Kind("Type"), jen.Lit(s.Type))
	}
	if len(s.Key) > 0 {
		var names []jen.Code
		for _, k := range s.Key {
			names = append(names, jen.Lit(k.Wire))
		}
		field(naming.Kind("Key"), jen.Index().String().Values(names...))
	}
	if len(s.Derived) > 0 {
		var names []jen.Code
		for _, name := range s.Derived {
			names = append(names, jen.Lit(name))
		}
		field(naming.Kind("Derived"), jen.Index().String().Add(lines("{", "}", names)))
	}
	if len(s.Alternates) > 0 {
		var keys []jen.Code
		for _, key := range s.Alternates {
			var names []jen.Code
			for _, name := range key {
				names = append(names, jen.Lit(name))
			}
			keys = append(keys, jen.Values(names...))
		}
		field(naming.Kind("Alternates"), jen.Index().Index().String().Add(lines("{", "}", keys)))
	}
	f.routeField(naming.Kind("Set"), s.Set, field)
	f.routeField(naming.Kind("One"), s.One, field)
	if len(s.Leads) > 0 {
		var rows []jen.Code
		for _, l := range s.Leads {
			row := []jen.Code{jen.Id("Name").Op(":").Lit(l.Name), jen.Id("Type").Op(":").Lit(l.Type)}
			if l.Many {
				row = append(row, jen.Id("Many").Op(":").True())
			}
			rows = append(rows, jen.Values(row...))
		}
		field(naming.Kind("Children"), jen.Index().Add(f.odataserver("Child")).Add(lines("{", "}", rows)))
	}
	if s.Type != "" && len(s.Leads)+len(s.Alternates) > 0 && len(s.methods()) > 0 {
		field(naming.Kind("Service"), jen.Id("s"))
	}
	if s.Segments {
		field(naming.Kind("Segments"), jen.True())
	}
	if s.Whole {
		field(naming.Kind("Whole"), jen.True())
	}
	body = append(body, jen.Return(f.odataserver("TypeRoutes").Add(lines("{", "}", fields))))
	f.decl(nil, jen.Func().Add(id(s.Routes)).Params(params...).Add(f.odataserver("TypeRoutes")).Block(body...))
}

func (f *file) routeField(name naming.Ident, methods []serverMethodPlan, field func(naming.Ident, jen.Code)) {
	var routes []jen.Code
	for _, m := range methods {
		routes = append(routes, f.route(m))
	}
	if len(routes) > 0 {
		field(name, jen.Index().Add(f.odataserver("Route")).Add(lines("{", "}", routes)))
	}
}

// route is the route to a method of a service, with what it asks for.
func (f *file) route(m serverMethodPlan) *jen.Statement {
	route := f.plainRoute(m)
	if len(m.Scopes) > 0 {
		var scopes []jen.Code
		for _, s := range m.Scopes {
			scopes = append(scopes, jen.Lit(s))
		}
		route.Dot("Scopes").Call(scopes...)
	}
	return route
}

func (f *file) plainRoute(m serverMethodPlan) *jen.Statement {
	method := jen.Id("s").Dot(m.Name.String())
	switch m.Kind {
	case listCall:
		return f.odataserver("ListRoute").Call(method)
	case createCall:
		return f.odataserver("CreateRoute").Call(method)
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
		return f.odataserver(name + "SingleRoute").Call(append(segment, method)...)
	case len(m.Key) > 1:
		method = f.splitKey(m)
	}
	return f.odataserver(name + "Route").Call(append(segment, method)...)
}

// splitKey is the method with the parts of the key in place of one:
//
//	func(ctx context.Context, _ string, q *odata.Query) (*Item, error) {
//		return s.Get(ctx, odataserver.KeyPart(ctx, 0), odataserver.KeyPart(ctx, 1), q)
//	}
func (f *file) splitKey(m serverMethodPlan) *jen.Statement {
	args := append([]jen.Code{jen.Id("ctx")}, f.keyParts(m)...)
	for _, p := range m.Whole.Params[2:] {
		args = append(args, id(p.Name))
	}
	return jen.Func().Add(f.sig(m.Whole)).Block(
		jen.Return(jen.Id("s").Dot(m.Name.String()).Call(args...)),
	)
}

// keyParts are odataserver.KeyPart(ctx, 0), odataserver.KeyPart(ctx, 1).
func (f *file) keyParts(m serverMethodPlan) []jen.Code {
	var out []jen.Code
	for i := range m.Key {
		out = append(out, f.odataserver("KeyPart").Call(jen.Id("ctx"), jen.Lit(i)))
	}
	return out
}

// operationRoute is the route to a method that serves an action or a function:
//
//	odataserver.FunctionRoute("report", []string{"period"}, func(ctx context.Context, x odataserver.Invocation) error {
//		var p ReportParams
//		if err := x.Args(&p); err != nil {
//			return err
//		}
//		v, err := s.Report(ctx, x.Key(0), p)
//		return x.Answer(&v, err)
//	})
func (f *file) operationRoute(m serverMethodPlan) *jen.Statement {
	op := m.Operation
	args := []jen.Code{jen.Id("ctx")}
	for i := range m.Key {
		args = append(args, jen.Id("x").Dot("Key").Call(jen.Lit(i)))
	}
	read := "Body"
	if op.Function {
		read = "Args"
	}
	var body, names []jen.Code
	p := id(op.Params.Name).Values()
	if len(op.Params.Fields) > 0 {
		p = jen.Id("p")
		body = append(body,
			jen.Var().Id("p").Add(id(op.Params.Name)),
			jen.If(jen.Id("err").Op(":=").Id("x").Dot(read).Call(jen.Op("&").Id("p")), jen.Id("err").Op("!=").Nil()).
				Block(jen.Return(jen.Id("err"))))
	}
	for _, fd := range op.Params.Fields {
		names = append(names, jen.Lit(fd.Wire))
	}
	call := jen.Id("s").Dot(m.Name.String()).Call(append(args, p)...)
	if op.Result == noResult {
		body = append(body, jen.Return(jen.Id("x").Dot("AnswerNothing").Call(call)))
	} else {
		body = append(body, jen.List(jen.Id("v"), jen.Id("err")).Op(":=").Add(call), jen.Return(f.reply(op)))
	}
	serve := jen.Func().Params(jen.Id("ctx").Qual("context", "Context"), jen.Id("x").Add(f.odataserver("Invocation"))).Error().Block(body...)
	wire := jen.Lit(op.Wire)
	route := f.odataserver("ActionRoute").Call(wire, serve)
	if op.Function {
		list := jen.Nil()
		if len(names) > 0 {
			list = jen.Index().String().Values(names...)
		}
		route = f.odataserver("FunctionRoute").Call(wire, list, serve)
	}
	if op.Result == contentResult {
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
		return f.odataserver("AnswerObject").Call(jen.Id("x"), v, err)
	case listResult:
		if op.Function {
			return f.odataserver("AnswerPage").Call(jen.Id("x"), v, err)
		}
		return answer("Answer", jen.Op("&").Add(v))
	case contentResult:
		return answer("AnswerContent", v)
	}
	return answer("Answer", jen.Op("&").Add(v))
}
