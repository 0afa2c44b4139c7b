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

// wantReceivers asks for the names in the package that receivers need: those that an
// earlier run knew, or the others.
func (p *planner) wantReceivers(w *wants, known bool) {
	webhooks := len(p.api.Webhooks)
	for i, e := range p.receivers() {
		if p.knowsEndpoint(e) != known {
			continue
		}
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
		doc := docOf(fmt.Sprintf("%s returns a handler that receives the %s, for which it calls receive.", name, e.Receives), e.Doc)
		plan := endpointPlan{
			Home:   endpointHome(e),
			Link:   "[" + name.String() + "]",
			Table:  p.pkg.Of("endpoint " + e.Name),
			Wire:   e.Name,
			Method: e.Method,
		}
		p.exchange(&plan, e)
		plan.Service = funcPlan{Name: naming.Kind("receive"), Signature: plan.service()}
		receive := param{Name: plan.Service.Name, Type: funcOf{plan.Service.Signature}}
		plan.funcPlan = funcPlan{name, doc, takes(receive, authParam, handlerOptions).returns(handlerType)}
		out = append(out, plan)
	}
	return out
}

// emitReceiver emits the table of a webhook or a callback, and
//
//	func NewPetWebhook(receive func(ctx context.Context, p NewPetWebhookParams) error, auth server.Auth, opts ...server.Option) http.Handler {
//		return restserver.Receiver(auth, restserver.ServeNothing(&newPetWebhookEndpoint, receive), opts)
//	}
func (f *file) emitReceiver(e endpointPlan) {
	f.emitEndpointTable(e)
	f.emitFunc(e.funcPlan, jen.Return(f.restserver("Receiver").Call(
		jen.Id("auth"), f.serveEndpoint(e, id(e.Service.Name)), jen.Id("opts"),
	)))
}
