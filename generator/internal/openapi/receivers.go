package openapi

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// readWebhooks reads what a service calls without being asked to.
func (r *reader) readWebhooks() {
	for _, name := range inOrder(r, r.doc.Webhooks, pathOrigin) {
		r.api.Webhooks = append(r.api.Webhooks, r.receivers(r.doc.Webhooks[name], name, "webhook "+name)...)
	}
}

// callbacks reads what a service calls because e was called.
func (r *reader) callbacks(op operation, e *api.Endpoint) []*api.Endpoint {
	var out []*api.Endpoint
	for _, name := range inOrder(r, op.Callbacks, func(c *openapi3.CallbackRef) *openapi3.Origin {
		if c == nil || c.Value == nil {
			return nil
		}
		return c.Value.Origin
	}) {
		c := op.Callbacks[name]
		if c == nil || c.Value == nil {
			continue
		}
		for _, expression := range inOrder(r, c.Value.Map(), pathOrigin) {
			out = append(out, r.receivers(c.Value.Value(expression), e.Name+" "+name, "callback "+name+" of "+e.Method+" "+e.Path)...)
		}
	}
	return out
}

func pathOrigin(p *openapi3.PathItem) *openapi3.Origin {
	if p == nil {
		return nil
	}
	return p.Origin
}

// receivers reads the operations of a webhook or a callback. They have no path: that
// is where the receiver is. What they ask for they say themselves, as the security of
// the document is that of its paths.
func (r *reader) receivers(item *openapi3.PathItem, name, what string) []*api.Endpoint {
	if item == nil {
		return nil
	}
	n := &node{item: item, path: name}
	ops := operationsOf(n)
	var out []*api.Endpoint
	for _, op := range ops {
		e := &api.Endpoint{Method: op.method, Receives: what, Doc: r.opDoc(op), Pos: r.at(op.Origin)}
		e.Doc.Text = first(e.Doc.Text, e.Doc.Summary)
		e.Name = first(strings.TrimSpace(op.OperationID), name)
		if len(ops) > 1 && op.OperationID == "" {
			e.Name = strings.ToLower(op.method) + " " + name
		}
		for r.ops[e.Name] {
			e.Name += " " + strings.ToLower(op.method)
		}
		r.ops[e.Name] = true
		r.exchange(n, op, e)
		if op.Security != nil {
			e.Security = r.security(op)
		}
		out = append(out, e)
	}
	return out
}
