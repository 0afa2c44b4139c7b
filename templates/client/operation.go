package client

import "context"

// Operation is an operation of a plain API, as the description has it: what logs, metrics
// and traces are kept by.
type Operation struct {
	Name    string // "getPet"
	Method  string
	Pattern string // with the names of parameters in braces: "GET /pets/{id}"
}

type operation struct{}

// OperationFrom returns the operation that a request is made for; nil for one that a
// program makes itself, and for those that have no row in a table. An http.RoundTripper of
// [WithHTTPClient] asks with the context of the request:
//
//	op := client.OperationFrom(req.Context())
func OperationFrom(ctx context.Context) *Operation {
	op, _ := ctx.Value(operation{}).(*Operation)
	return op
}

// In returns a context of requests for the operation. It is for generated code.
func (op *Operation) In(ctx context.Context) context.Context {
	return context.WithValue(ctx, operation{}, op)
}
