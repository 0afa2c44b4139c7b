package golang

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// receivers returns the webhooks, and the callbacks of endpoints.
func (p *planner) receivers() []*api.Endpoint {
	out := append([]*api.Endpoint{}, p.api.Webhooks...)
	for _, e := range p.api.Endpoints {
		out = append(out, e.Callbacks...)
	}
	return out
}

// wantReceivers asks for the names in the package that receivers need.
func (p *planner) wantReceivers(w *wants) {
	webhooks := len(p.api.Webhooks)
	for i, e := range p.receivers() {
		kind := naming.Kind("Webhook")
		if i >= webhooks {
			kind = naming.Kind("Callback")
		}
		name := naming.Exported(e.Name).Plus(kind)
		w.add("receiver "+e.Name, name, name.Plus(naming.Kind("Receiver")), naming.Spelled(e.Name).Plus(kind))
		p.wantEndpoint(w, e, name)
	}
}

// receiverPlans plans the receivers: endpoints without a path.
func (p *planner) receiverPlans() []endpointPlan {
	var out []endpointPlan
	for _, e := range byName(p.receivers(), p.endpointName) {
		name := p.endpointName(e)
		plan := endpointPlan{
			Name:   name,
			Doc:    docOf(fmt.Sprintf("%s returns a handler that receives the %s, for which it calls receive.", name, e.Receives), e.Doc),
			Link:   "[" + name.String() + "]",
			Table:  p.pkg.Of("endpoint " + e.Name),
			Method: e.Method,
		}
		p.exchange(&plan, e)
		out = append(out, plan)
	}
	return out
}

// emitReceiver emits the table of a webhook or a callback, and
//
//	func NewPetWebhook(receive func(ctx context.Context, body *Pet) error, opts ...odata.HandlerOption) http.Handler {
//		return odata.Receiver(&newPetWebhookEndpoint, opts, func(x *odata.Exchange) error {
//			...
//		})
//	}
func (f *file) emitReceiver(e endpointPlan) {
	f.emitEndpointTable(e)
	receive := jen.Id("receive").Func().Params(f.endpointArgs(e)...).Add(f.endpointResults(e, false))
	f.decl(e.Doc, jen.Func().Add(id(e.Name)).
		Params(receive, jen.Id("opts").Op("...").Add(f.odata("HandlerOption"))).
		Qual("net/http", "Handler").
		Block(jen.Return(f.odata("Receiver").Call(jen.Op("&").Add(id(e.Table)), jen.Id("opts"), f.exchange(e, jen.Id("receive"))))))
}
