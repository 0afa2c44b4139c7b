package odataclient

import (
	"context"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// ActionList calls an action that returns a collection of objects.
//
//go:noinline
func ActionList[T wire.Object](ctx context.Context, at Resource, body wire.Object, opts ...odata.Option) ([]T, error) {
	return value[[]T](ctx, at, http.MethodPost, body, opts)
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

// ActionEnums calls an action that returns a collection of members of an enumeration.
//
//go:noinline
func ActionEnums[T wire.EnumType](ctx context.Context, at Resource, body wire.Object, opts ...odata.Option) ([]T, error) {
	v, err := ActionValue[[]string](ctx, at, body, opts...)
	return enums[T](v), err
}

// ValueEnums calls a function that returns a collection of members of an enumeration.
//
//go:noinline
func ValueEnums[T wire.EnumType](ctx context.Context, at Resource, opts ...odata.Option) ([]T, error) {
	v, err := Value[[]string](ctx, at, opts...)
	return enums[T](v), err
}

func enums[T wire.EnumType](names []string) []T {
	var out []T
	for _, name := range names {
		out = append(out, T(name))
	}
	return out
}
