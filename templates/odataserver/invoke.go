package odataserver

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Invocation is a call of an action or a function on its way to an answer.
type Invocation struct{ c *call }

// ActionRoute answers POST to the action called name, qualified where it is bound.
func ActionRoute(name string, serve func(ctx context.Context, x Invocation) error) Route {
	return Route{method: http.MethodPost, name: name, serve: func(ctx context.Context, c *call) error { return serve(ctx, Invocation{c}) }}
}

// FunctionRoute answers GET of the function called name, qualified where it is
// bound. Of overloads the one with the parameters that come is called.
func FunctionRoute(name string, params []string, serve func(ctx context.Context, x Invocation) error) Route {
	return Route{
		method: http.MethodGet, name: name, params: params,
		serve: func(ctx context.Context, c *call) error { return serve(ctx, Invocation{c}) },
	}
}

// Raw returns the route of an operation that answers with what is no JSON.
func (r Route) Raw() Route {
	r.anyway = true
	return r
}

// Key returns a property of the key of the entity that the operation is bound to, the
// first being 0; "" where there is none.
func (x Invocation) Key(i int) string { return x.c.key(i) }

// Body reads the parameters of an action from the body of the request. No body is one
// without parameters, of which an action can have none that it needs (OData Protocol 4.01,
// 11.5.5.1).
func (x Invocation) Body(params wire.Object) error {
	return x.c.decode(params, true, x.c.request)
}

// Args reads the parameters of a function from the path or the query. They are in the
// order of the route.
func (x Invocation) Args(params wire.Params) error {
	fields := params.WireFields(nil)
	for i, name := range x.c.route.params {
		text, found := x.c.argument(name)
		var err error
		switch {
		case found:
			if err := x.c.CheckJSON([]byte(text)); err != nil {
				return err
			}
			err = decodeArgument(text, fields[i])
		case !isOptional(fields[i]):
			err = errors.New("is missing")
		}
		if err == nil {
			v := wire.Validator{Prop: &wire.ElementProperty}
			v.Field(fields[i])
			err = errors.Join(v.Errs...)
		}
		if err != nil {
			bad := exchange.BadRequest("parameter " + strconv.Quote(name) + ": " + exchange.Message(err))
			bad.Target = name
			return bad
		}
	}
	return nil
}

// argument returns the literal or JSON text of a parameter: from the path, from the
// alias that stands there, or from the query when no parameters are in the path
// (OData URL Conventions 4.01, 4.5 and 5.3). An alias that is not defined is null.
func (c *call) argument(name string) (text string, found bool) {
	for _, p := range c.params {
		if p.name != name {
			continue
		}
		if p.literal[0] != '@' {
			return p.literal, true
		}
		if c.Query.Custom.Has(p.literal) {
			return c.Query.Custom.Get(p.literal), true
		}
		return "null", true
	}
	if c.params == nil && c.Query.Custom.Has(name) {
		return c.Query.Custom.Get(name), true
	}
	return "", false
}

// AnswerNothing answers 204, unless err is not nil.
func (x Invocation) AnswerNothing(err error) error { return x.c.empty(err) }

// Answer answers with the value that field points to, wrapped for the codec; with 204
// for null, and with an empty collection for a nil one.
func (x Invocation) Answer(field any, err error) error {
	if err != nil {
		return err
	}
	return x.c.value(field)
}

// AnswerContent answers with content, which is closed; with 204 for nil.
func (x Invocation) AnswerContent(content *api.Content, err error) error {
	return x.c.content(content, err)
}

// AnswerObject answers with v, or with 204 when that is nil.
func AnswerObject[T wire.Object](x Invocation, v T, err error) error {
	return reply(x.c, http.StatusOK, v, err)
}

// AnswerPage answers with a page of a collection of objects.
func AnswerPage[T wire.Object](x Invocation, page api.Page[T], err error) error {
	return answerPage(x.c, page, err)
}
