package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitChoice emits a server:
//
//	type EuropeServer struct {
//		// Region is the variable region; "" is "eu".
//		Region EuropeServerRegion
//	}
//
//	func (s EuropeServer) Option() client.Option {
//		return client.WithServer(
//			"https://{region}.example.com",
//			client.ServerVariable{Name: "region", Value: string(s.Region), Default: "eu", Values: []string{"eu", "us"}},
//		)
//	}
func (f *file) emitChoice(c choicePlan) {
	var fields []jen.Code
	args := []jen.Code{jen.Lit(c.URL)}
	for _, v := range c.Fields {
		value := jen.Id("s").Dot(v.Name.String())
		if len(v.Values) > 0 {
			value = jen.String().Call(value)
		}
		fields = append(fields, comment(v.Doc, id(v.Name).Add(f.typ(v.Type))))
		args = append(args, f.variable(v, value))
	}
	f.decl(c.Doc, jen.Type().Add(id(c.Name)).Struct(fields...))
	f.decl(c.Option.Doc, jen.Func().Params(jen.Id("s").Add(id(c.Name))).Add(id(c.Option.Name)).Add(f.sig(c.Option.Signature)).Block(
		jen.Return(f.client("WithServer").Add(lines("(", ")", args))),
	))
	for _, v := range c.Fields {
		if len(v.Values) > 0 {
			f.emitVariable(c.Name, v)
		}
	}
}

// variable is what the runtime knows about a variable.
func (f *file) variable(v variablePlan, value *jen.Statement) *jen.Statement {
	members := []jen.Code{
		jen.Id("Name").Op(":").Lit(v.Wire),
		jen.Id("Value").Op(":").Add(value),
		jen.Id("Default").Op(":").Lit(v.Default),
	}
	if len(v.Values) > 0 {
		var values []jen.Code
		for _, m := range v.Values {
			values = append(values, jen.Lit(m.Wire))
		}
		members = append(members, jen.Id("Values").Op(":").Index().String().Values(values...))
	}
	return f.client("ServerVariable").Values(members...)
}

// emitVariable emits the values of a variable:
//
//	type EuropeServerRegion string
//
//	const (
//		EuropeServerRegionEu EuropeServerRegion = "eu"
//	)
func (f *file) emitVariable(server naming.Ident, v variablePlan) {
	f.decl(prose(v.Listed.String()+" is a value of the variable "+plainName(v.Wire)+" of ["+server.String()+"]."),
		jen.Type().Add(id(v.Listed)).String())
	var members []jen.Code
	for _, m := range v.Values {
		members = append(members, id(m.Name).Add(id(v.Listed)).Op("=").Lit(m.Wire))
	}
	f.decl([]string{"The values of " + v.Listed.String() + "."}, jen.Const().Defs(members...))
}
