package odata

import (
	"context"
	"net/http"
	"strconv"
)

// Route leads requests that end in an entity, a collection or an operation to a
// function of a service. See TypeRoutes for where they stand.
type Route struct {
	method string
	name   string   // of an operation, as in a path; "" for the place itself
	params []string // of a function
	serve  func(x *exchange) error
	anyway bool // whatever the request accepts: the answer need not be JSON

	object func(x *exchange) (Object, error) // of a GetRoute, for the properties
	typ    *Type
	count  func(x *exchange) (Opt[int64], error) // of a ListRoute
}

// ListRoute answers GET with a page of a collection, and GET of its $count with
// the number that the page has for a query that asks for it.
func ListRoute[T Object](list func(context.Context, *Query) (Page[T], error)) Route {
	return Route{
		method: http.MethodGet,
		serve: func(x *exchange) error {
			page, err := list(x, &x.Query)
			return answerPage(x, page, err)
		},
		count: func(x *exchange) (Opt[int64], error) {
			page, err := list(x, &x.Query)
			return page.Count, err
		},
	}
}

// CreateRoute answers POST to a set: 201 with the entity that create returns, and
// where to find it.
func CreateRoute[T Object](create func(context.Context, T) (T, error)) Route {
	return Route{method: http.MethodPost, serve: func(x *exchange) error {
		body, err := decodeBody[T](x, UnmarshalRequest)
		if err != nil {
			return err
		}
		made, err := create(x, body)
		return reply(x, http.StatusCreated, made, err)
	}}
}

// GetRoute answers GET with an entity, and GET of one of its properties with that.
func GetRoute[T Object](get func(ctx context.Context, key string, q *Query) (T, error)) Route {
	var none T
	return Route{
		method: http.MethodGet,
		serve: func(x *exchange) error {
			v, err := get(x, x.key(0), &x.Query)
			return reply(x, http.StatusOK, v, err)
		},
		object: func(x *exchange) (Object, error) {
			v, err := get(x, x.key(0), &x.Query)
			if Object(v) == Object(none) {
				return nil, err
			}
			return v, err
		},
		typ: none.ODataType(),
	}
}

// UpdateRoute answers PATCH with the entity that update returns. The body has
// only the properties to change.
func UpdateRoute[T Object](update func(ctx context.Context, key string, body T) (T, error)) Route {
	return Route{method: http.MethodPatch, serve: func(x *exchange) error {
		body, err := decodeBody[T](x, unmarshalUpdate)
		if err != nil {
			return err
		}
		v, err := update(x, x.key(0), body)
		return reply(x, http.StatusOK, v, err)
	}}
}

// DeleteRoute answers DELETE with 204.
func DeleteRoute(remove func(ctx context.Context, key string) error) Route {
	return Route{method: http.MethodDelete, serve: func(x *exchange) error {
		return x.empty(remove(x, x.key(0)))
	}}
}

// The routes below are of types without a key.

// GetSingleRoute is GetRoute without a key.
func GetSingleRoute[T Object](get func(context.Context, *Query) (T, error)) Route {
	return GetRoute(func(ctx context.Context, _ string, q *Query) (T, error) { return get(ctx, q) })
}

// UpdateSingleRoute is UpdateRoute without a key.
func UpdateSingleRoute[T Object](update func(context.Context, T) (T, error)) Route {
	return UpdateRoute(func(ctx context.Context, _ string, body T) (T, error) { return update(ctx, body) })
}

// DeleteSingleRoute is DeleteRoute without a key.
func DeleteSingleRoute(remove func(context.Context) error) Route {
	return DeleteRoute(func(ctx context.Context, _ string) error { return remove(ctx) })
}

// decodeBody reads the body of a request into a new T.
func decodeBody[T Object](x *exchange, decode func([]byte, Object) error) (T, error) {
	var none T
	o := none.ODataType().New()
	if err := x.decode(o, decode); err != nil {
		return none, err
	}
	return o.(T), nil
}

// reply answers with v, or with 204 when that is nil.
func reply[T Object](x *exchange, status int, v T, err error) error {
	var none T
	if err != nil || Object(v) == Object(none) {
		return x.empty(err)
	}
	return x.object(status, v)
}

func answerPage[T Object](x *exchange, page Page[T], err error) error {
	if err != nil {
		return err
	}
	b := newBuffer()
	defer b.free()
	if b.b, err = AppendPage(b.b, page); err != nil {
		return err
	}
	x.write(http.StatusOK, b.b)
	return nil
}

// countRoute answers GET of $count (OData URL Conventions 4.01, 4.7).
func countRoute(list Route) Route {
	return Route{method: http.MethodGet, name: "$count", anyway: true, serve: func(x *exchange) error {
		x.Query.Count, x.Query.Top = true, Some(0)
		n, err := list.count(x)
		if err != nil {
			return err
		}
		count, ok := n.Get()
		if !ok {
			return NotImplemented("$count")
		}
		x.text("text/plain", strconv.AppendInt(nil, count, 10))
		return nil
	}}
}

// propertyRoute answers GET of a property of the entity that get leads to, with its
// value in JSON or, after $value, as it is (OData Protocol 4.01, 11.2.4).
func propertyRoute(get Route) Route {
	return Route{method: http.MethodGet, anyway: true, serve: func(x *exchange) error {
		if !x.raw && !acceptsJSON(x.HTTP.Header["Accept"]) {
			return errNotJSON()
		}
		name := get.typ.Properties[x.property].Name
		if x.Query.Select == nil {
			x.Query.Select = []string{name}
		}
		o, err := get.object(x)
		if err != nil || o == nil {
			return x.empty(err)
		}
		field := o.ODataFields(nil)[x.property+1]
		if x.raw {
			return x.rawValue(field)
		}
		return x.value(field, nil)
	}}
}
