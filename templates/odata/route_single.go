package odata

import (
	"context"
	"net/http"
)

// The routes below lead to a singleton, which has no key, and to actions that
// have parameters or return something.

// GetSingleRoute answers GET with a singleton.
func GetSingleRoute[T Object](pattern string, get func(context.Context, *Query) (T, error)) Route {
	return GetRoute(pattern, func(ctx context.Context, _ string, q *Query) (T, error) { return get(ctx, q) })
}

// UpdateSingleRoute answers PATCH of a singleton.
func UpdateSingleRoute[T Object](pattern string, update func(context.Context, T) (T, error)) Route {
	return UpdateRoute(pattern, func(ctx context.Context, _ string, body T) (T, error) { return update(ctx, body) })
}

// ActionSingleRoute answers POST to an action that is bound to a singleton, has no
// parameters and returns nothing.
func ActionSingleRoute(pattern string, run func(context.Context) error) Route {
	return ActionRoute(pattern, func(ctx context.Context, _ string) error { return run(ctx) })
}

// ParamsRoute answers POST to an action with parameters that returns nothing.
func ParamsRoute[P Object](pattern string, run func(ctx context.Context, key string, params P) error) Route {
	return Route{http.MethodPost, pattern, func(x *exchange) error {
		params, err := decodeBody[P](x, UnmarshalRequest)
		if err != nil {
			return err
		}
		if err := run(x, x.lastKey(), params); err != nil {
			return err
		}
		x.empty()
		return nil
	}}
}

// ResultRoute answers POST to an action without parameters that returns an object.
func ResultRoute[R Object](pattern string, run func(ctx context.Context, key string) (R, error)) Route {
	return Route{http.MethodPost, pattern, func(x *exchange) error {
		v, err := run(x, x.lastKey())
		return reply(x, http.StatusOK, v, err)
	}}
}

// ParamsResultRoute answers POST to an action with parameters that returns an
// object.
func ParamsResultRoute[P, R Object](pattern string, run func(ctx context.Context, key string, params P) (R, error)) Route {
	return Route{http.MethodPost, pattern, func(x *exchange) error {
		params, err := decodeBody[P](x, UnmarshalRequest)
		if err != nil {
			return err
		}
		v, err := run(x, x.lastKey(), params)
		return reply(x, http.StatusOK, v, err)
	}}
}
