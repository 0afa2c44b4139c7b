package openapi

import (
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
)

// readWebhooks reads what a service calls without being asked to.
func (r *reader) readWebhooks() {
	for _, item := range r.doc.Webhooks {
		r.api.Webhooks = append(r.api.Webhooks, r.receivers(item, item.Path, "webhook "+item.Path)...)
	}
}

// callbacks reads what a service calls because e was called.
func (r *reader) callbacks(op operation, e *api.Endpoint) []*api.Endpoint {
	var out []*api.Endpoint
	for _, c := range op.Callbacks {
		for _, item := range c.Items {
			out = append(out, r.receivers(item, e.Name+" "+c.Name, "callback "+c.Name+" of "+e.Method+" "+e.Path)...)
		}
	}
	return out
}

// receivers reads the operations of a webhook or a callback. They have no path: that
// is where the receiver is. What they ask for they say themselves, as the security of
// the document is that of its paths.
func (r *reader) receivers(item *document.PathItem, name, what string) []*api.Endpoint {
	n := &node{item: item, path: name}
	ops := operationsOf(n)
	var out []*api.Endpoint
	for _, op := range ops {
		e := &api.Endpoint{Method: op.method, Receives: what, Doc: r.opDoc(op), Pos: op.Place.At()}
		e.Doc.Text = first(e.Doc.Text, e.Doc.Summary)
		e.Name, e.Tag = first(strings.TrimSpace(op.OperationID), name), tagOf(op)
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
