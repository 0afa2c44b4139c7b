package golang

import (
	"github.com/dave/jennifer/jen"
)

// emitPlainService emits the interface of the endpoints, its unimplemented form,
// and the function that makes their routes.
func (f *file) emitPlainService(s serverPlan, endpoints []endpointPlan) {
	var methods []funcPlan
	var stubs []stubPlan
	var routes []jen.Code
	for _, e := range endpoints {
		methods = append(methods, e.Service)
		stubs = append(stubs, e.Stub)
		routes = append(routes, f.serveEndpoint(e, jen.Id("s").Dot(e.Name.String())))
	}
	f.emitInterface(s.Plain, prose(s.Plain.String()+" serves "+s.PlainDoc+"."), methods, mustEmbed(s.Unimplemented))
	f.emitStubs(s.Unimplemented, stubs)
	f.decl(nil, jen.Func().Add(id(s.PlainRoutes)).Params(jen.Id("s").Add(id(s.Plain))).Index().Add(f.restserver("Route")).Block(
		jen.If(jen.Id("s").Op("==").Nil()).Block(jen.Id("s").Op("=").Add(id(s.Unimplemented)).Values()),
		jen.Return(jen.Index().Add(f.restserver("Route")).Add(lines("{", "}", routes))),
	))
}

// serveEndpoint is the route of an endpoint:
//
//	restserver.Serve(&getPetEndpoint, s.GetPet)
func (f *file) serveEndpoint(e endpointPlan, serve *jen.Statement) *jen.Statement {
	name := map[endpointResult]string{nothing: "ServeNothing", oneResult: "Serve", contentAnswer: "Serve", sequenceResult: "ServeSequence"}[e.Result]
	return f.restserver(name).Call(jen.Op("&").Add(id(e.Table)), serve)
}
