// Package scope keeps what a request has for the functions that serve it, in the
// context that they get.
package scope

import (
	"context"
	"net/http"
)

// Scope is what the packages of the runtime know of a request. The types of the fields
// that are any are those of packages above this one.
type Scope struct {
	Writer    http.ResponseWriter
	HTTP      *http.Request
	Operation any // *server.Operation
	OData     any // *odata.Request; nil for a plain operation
	Exchange  any // *exchange.Exchange
}

type key struct{}

// With returns a context that has s.
func With(ctx context.Context, s *Scope) context.Context { return context.WithValue(ctx, key{}, s) }

// From returns what ctx has; nil when it is not of a request.
func From(ctx context.Context) *Scope {
	s, _ := ctx.Value(key{}).(*Scope)
	return s
}
