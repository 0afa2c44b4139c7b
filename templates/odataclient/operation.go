package odataclient

import (
	"context"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// ActionList calls an action that returns a collection, and reads all its pages: they would
// not come again. They have at most the length of client.WithMaxResponse together.
//
//go:noinline
func ActionList[V any](ctx context.Context, at Resource, body wire.Object, opts ...odata.Option) ([]V, error) {
	return values[V](ctx, at, http.MethodPost, body, opts)
}

// ValueList calls a function that returns a collection of values, and reads all its pages.
//
//go:noinline
func ValueList[V any](ctx context.Context, at Resource, opts ...odata.Option) ([]V, error) {
	return values[V](ctx, at, http.MethodGet, nil, opts)
}

func values[V any](ctx context.Context, at Resource, method string, body wire.Object, opts []odata.Option) ([]V, error) {
	var all []V
	err := at.pages(ctx, method, body, opts, func(text []byte) (wire.Links, error) {
		var page []V
		links, err := at.reading().UnmarshalValue(text, &page)
		if all == nil {
			all = page
		} else {
			all = append(all, page...)
		}
		return links, err
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// ActionEnum calls an action that returns a member of an enumeration.
//
//go:noinline
func ActionEnum[T wire.EnumType](ctx context.Context, at Resource, body wire.Object, opts ...odata.Option) (T, error) {
	v, err := ActionValue[string](ctx, at, body, opts...)
	return T(v), err
}

// ValueEnum calls a function that returns a member of an enumeration.
//
//go:noinline
func ValueEnum[T wire.EnumType](ctx context.Context, at Resource, opts ...odata.Option) (T, error) {
	v, err := Value[string](ctx, at, opts...)
	return T(v), err
}
