package golang

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// callsPlan is an interface that has the calls of the client, or of a place.
type callsPlan struct {
	Name    naming.Ident
	Home    home
	Doc     []string
	Of      naming.Ident // the type that has them
	Methods []funcPlan
}

// wantCalls asks for the name of the interface of the client or of a place, which key
// says.
func wantCalls(w *wants, key string, of naming.Ident) {
	w.add("calls of "+key, of.Plus(naming.Kind("Calls")), of.Plus(naming.Kind("Interface")))
}

// interfaces plans the interfaces of the client and of all places that have calls.
func (p *planner) interfaces(out plan) []callsPlan {
	if !p.opts.Calls {
		return nil
	}
	methods := methodsOf(out.Client.Calls)
	for _, e := range out.Plain {
		methods = append(methods, e.funcPlan)
		if e.Whole != nil {
			methods = append(methods, e.Whole.funcPlan)
		}
		if e.Stream != nil {
			methods = append(methods, e.Stream.funcPlan)
		}
		if e.Pages != nil {
			methods = append(methods, e.Pages.funcPlan)
		}
	}
	var list []callsPlan
	add := func(key string, of naming.Ident, h home, methods []funcPlan) {
		if len(methods) == 0 {
			return
		}
		name := p.pkg.Of("calls of " + key)
		doc := prose(fmt.Sprintf("%s are the calls of [%s], for a program that puts something else in its place. What has a part of them embeds the interface.", name, of))
		list = append(list, callsPlan{name, h, doc, of, methods})
	}
	add("client", naming.Kind("Client"), home{}, methods)
	for _, t := range out.Client.Types {
		add(t.Key, t.Name, t.Home, methodsOf(t.Calls))
	}
	return list
}

func methodsOf(calls []callPlan) []funcPlan {
	var out []funcPlan
	for _, c := range calls {
		out = append(out, c.funcPlan)
	}
	return out
}

// emitCalls emits
//
//	type ClientCalls interface {
//		GetPet(ctx context.Context, p GetPetParams, opts ...client.CallOption) (*Pet, error)
//	}
//
//	var _ ClientCalls = (*Client)(nil)
func (f *file) emitCalls(c callsPlan) {
	var body []jen.Code
	for _, m := range c.Methods {
		body = append(body, id(m.Name).Add(f.sig(m.Signature)))
	}
	f.decl(c.Doc, jen.Type().Add(id(c.Name)).Interface(body...))
	f.decl(nil, jen.Var().Id("_").Add(id(c.Name)).Op("=").Params(jen.Op("*").Add(id(c.Of))).Params(jen.Nil()))
}
