package restserver

import (
	"context"
	"iter"
	"sync"

	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/shape"
)

// Route leads requests to a function that serves an endpoint.
type Route struct {
	endpoint *rest.Endpoint
	query    []shape.Pair // that the path asks for
	serve    func(ctx context.Context, c *Call) error
	op       *exchange.Operation
	told     *sync.Once // that a header field is missing
}

// Serve returns the route of an endpoint that answers with a value. P is the struct of its
// parameters, whose pointer is wire.Params unless it has no fields.
func Serve[P, R any](e *rest.Endpoint, serve func(context.Context, P) (R, error)) Route {
	return Route{endpoint: e, serve: func(ctx context.Context, c *Call) error {
		p := new(P)
		if err := c.Read(p); err != nil {
			return err
		}
		v, err := serve(ctx, *p)
		return c.Answer(&v, err)
	}}
}

// ServeNothing is Serve for an endpoint that answers without content.
func ServeNothing[P any](e *rest.Endpoint, serve func(context.Context, P) error) Route {
	return Route{endpoint: e, serve: func(ctx context.Context, c *Call) error {
		p := new(P)
		if err := c.Read(p); err != nil {
			return err
		}
		return c.Answer(nil, serve(ctx, *p))
	}}
}

// ServeSequence is Serve for an endpoint that answers with the items of a sequence, each
// sent when it comes, as a line of JSON or as an event. An error in the midst cuts the
// answer off: its status is sent already.
func ServeSequence[P, T any](e *rest.Endpoint, serve func(context.Context, P) (iter.Seq2[T, error], error)) Route {
	return Route{endpoint: e, serve: func(ctx context.Context, c *Call) error {
		p := new(P)
		if err := c.Read(p); err != nil {
			return err
		}
		items, err := serve(ctx, *p)
		if err != nil {
			return c.Answer(nil, err)
		}
		var plain rest.Answer // is there wherever the description has one
		if len(e.Answers) > 0 {
			plain = e.Answers[e.Plain]
			c.checkHeader(&plain)
		}
		send := c.sequence(plain.Code(), plain.Media)
		if items == nil || send == nil {
			return nil
		}
		for v, err := range items {
			if err == nil {
				err = send(&v)
			}
			if err != nil {
				c.abort(err)
			}
		}
		return nil
	}}
}
