package odataserver

import (
	"context"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/security"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Route leads requests that end in an entity, a collection or an operation to a
// function of a service. See TypeRoutes for where they stand.
type Route struct {
	method string
	verb   string   // what the operation is called: "List"; "" is its name
	name   string   // of an operation, as in a path; "" for the node itself
	params []string // of a function
	serve  func(ctx context.Context, c *call) error
	anyway bool // whatever the request accepts: the answer need not be JSON

	object func(ctx context.Context, c *call) (wire.Object, error)    // of a GetRoute, for the properties
	typ    *wire.Type                                                 // of the entity; nil when no function says it
	count  func(ctx context.Context, c *call) (api.Opt[int64], error) // of a ListRoute

	scopes   []string
	secured  bool
	security [][]security.Requirement
	op       *exchange.Operation
}

// Secure sets what the operation asks for, in place of what the others of the router
// ask for: alternatives, of which a request shows one whole. None is open to all.
func (r Route) Secure(alternatives ...[]security.Requirement) Route {
	r.secured, r.security = true, alternatives
	return r
}

// ListRoute answers GET with a page of a collection, and GET of its $count with
// the number that the page has for a query that asks for it.
func ListRoute[T wire.Object](list func(context.Context, *odata.Query) (api.Page[T], error)) Route {
	return Route{
		method: http.MethodGet,
		verb:   "List",
		serve: func(ctx context.Context, c *call) error {
			page, err := list(ctx, &c.Query)
			return answerPage(c, page, err)
		},
		count: func(ctx context.Context, c *call) (api.Opt[int64], error) {
			page, err := list(ctx, &c.Query)
			return page.Count, err
		},
		typ: typeOf[T](),
	}
}

// CreateRoute answers POST to a set: 201 with the entity that create returns, and
// where to find it.
func CreateRoute[T wire.Object](create func(context.Context, T) (T, error)) Route {
	return Route{method: http.MethodPost, verb: "Create", typ: typeOf[T](), serve: func(ctx context.Context, c *call) error {
		body, err := decodeBody[T](c, c.request)
		if err != nil {
			return err
		}
		made, err := create(ctx, body)
		return reply(c, http.StatusCreated, made, err)
	}}
}

// GetRoute answers GET with an entity, and GET of one of its properties with that.
func GetRoute[T wire.Object](get func(ctx context.Context, key string, q *odata.Query) (T, error)) Route {
	var none T
	return Route{
		method: http.MethodGet,
		verb:   "Get",
		serve: func(ctx context.Context, c *call) error {
			v, err := get(ctx, c.key(0), &c.Query)
			return reply(c, http.StatusOK, v, err)
		},
		object: func(ctx context.Context, c *call) (wire.Object, error) {
			v, err := get(ctx, c.key(0), &c.Query)
			if wire.Object(v) == wire.Object(none) {
				return nil, err
			}
			return v, err
		},
		typ: none.WireType(),
	}
}

func typeOf[T wire.Object]() *wire.Type {
	var none T
	return none.WireType()
}

// UpdateRoute answers PATCH with the entity that update returns. The body has
// only the properties to change.
func UpdateRoute[T wire.Object](update func(ctx context.Context, key string, body T) (T, error)) Route {
	return Route{method: http.MethodPatch, verb: "Update", typ: typeOf[T](), serve: func(ctx context.Context, c *call) error {
		body, err := decodeBody[T](c, c.update)
		if err != nil {
			return err
		}
		v, err := update(ctx, c.key(0), body)
		return reply(c, http.StatusOK, v, err)
	}}
}

// DeleteRoute answers DELETE with 204.
func DeleteRoute(remove func(ctx context.Context, key string) error) Route {
	return Route{method: http.MethodDelete, verb: "Delete", serve: func(ctx context.Context, c *call) error {
		return c.empty(remove(ctx, c.key(0)))
	}}
}

// The routes below are of types without a key.

// GetSingleRoute is GetRoute without a key.
func GetSingleRoute[T wire.Object](get func(context.Context, *odata.Query) (T, error)) Route {
	return GetRoute(func(ctx context.Context, _ string, q *odata.Query) (T, error) { return get(ctx, q) })
}

// UpdateSingleRoute is UpdateRoute without a key.
func UpdateSingleRoute[T wire.Object](update func(context.Context, T) (T, error)) Route {
	return UpdateRoute(func(ctx context.Context, _ string, body T) (T, error) { return update(ctx, body) })
}

// DeleteSingleRoute is DeleteRoute without a key.
func DeleteSingleRoute(remove func(context.Context) error) Route {
	return DeleteRoute(func(ctx context.Context, _ string) error { return remove(ctx) })
}

// countRoute answers GET of $count (OData URL Conventions 4.01, 4.7).
func countRoute(list Route) Route {
	route := Route{method: http.MethodGet, name: "$count", verb: "Count", anyway: true, serve: func(ctx context.Context, c *call) error {
		c.Query.Count, c.Query.Top = true, api.Some(0)
		n, err := list.count(ctx, c)
		if err != nil {
			return err
		}
		count, ok := n.Get()
		if !ok {
			return server.NotImplemented("$count")
		}
		c.count(count)
		return nil
	}}
	route.scopes, route.secured, route.security = list.scopes, list.secured, list.security
	return route
}

// decodeBody reads the body of a request into a new T.
func decodeBody[T wire.Object](c *call, decode func([]byte, wire.Object) error) (T, error) {
	var none T
	o := none.WireType().New()
	if err := c.decode(o, false, decode); err != nil {
		return none, err
	}
	return o.(T), nil
}

// reply answers with v, or with 204 when that is nil.
func reply[T wire.Object](c *call, status int, v T, err error) error {
	var none T
	if err != nil || wire.Object(v) == wire.Object(none) {
		return c.empty(err)
	}
	return c.object(status, v)
}

func answerPage[T wire.Object](c *call, page api.Page[T], err error) error {
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, func(dst []byte) ([]byte, error) { return wire.AppendPage(dst, page) })
}
