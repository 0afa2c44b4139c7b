package odata

import (
	"bytes"
	"context"
	"net/http"
	"slices"
)

// Call calls a function that returns nothing.
//
//go:noinline
func Call(ctx context.Context, at Resource, opts ...RequestOption) error {
	_, err := at.exchange(ctx, http.MethodGet, nil, nil, opts)
	return err
}

// ActionList calls an action that returns a collection of objects.
//
//go:noinline
func ActionList[T Object](ctx context.Context, at Resource, body Object, opts ...RequestOption) ([]T, error) {
	var v listObject[T]
	_, err := at.exchange(ctx, http.MethodPost, body, &v, opts)
	return v.value, err
}

// ActionEnum calls an action that returns a member of an enumeration.
//
//go:noinline
func ActionEnum[T enum](ctx context.Context, at Resource, body Object, opts ...RequestOption) (T, error) {
	v, err := ActionValue[string](ctx, at, body, opts...)
	return T(v), err
}

// ValueEnum calls a function that returns a member of an enumeration.
//
//go:noinline
func ValueEnum[T enum](ctx context.Context, at Resource, opts ...RequestOption) (T, error) {
	v, err := Value[string](ctx, at, opts...)
	return T(v), err
}

// ActionEnums calls an action that returns a collection of members of an enumeration.
//
//go:noinline
func ActionEnums[T enum](ctx context.Context, at Resource, body Object, opts ...RequestOption) ([]T, error) {
	v, err := ActionValue[[]string](ctx, at, body, opts...)
	return enums[T](v), err
}

// ValueEnums calls a function that returns a collection of members of an enumeration.
//
//go:noinline
func ValueEnums[T enum](ctx context.Context, at Resource, opts ...RequestOption) ([]T, error) {
	v, err := Value[[]string](ctx, at, opts...)
	return enums[T](v), err
}

func enums[T enum](names []string) []T {
	var out []T
	for _, name := range names {
		out = append(out, T(name))
	}
	return out
}

// Bytes reads what is no JSON: a stream property, the content of a media entity
// ("$value"), the result of a function that returns a stream. It is held in memory
// up to the limit of WithMaxResponse.
//
//go:noinline
func Bytes(ctx context.Context, at Resource, opts ...RequestOption) ([]byte, error) {
	return at.bytes(ctx, http.MethodGet, nil, opts)
}

// ActionBytes calls an action that returns a stream.
//
//go:noinline
func ActionBytes(ctx context.Context, at Resource, body Object, opts ...RequestOption) ([]byte, error) {
	return at.bytes(ctx, http.MethodPost, body, opts)
}

func (r Resource) bytes(ctx context.Context, method string, body Object, opts []RequestOption) ([]byte, error) {
	_, a, err := r.request(ctx, method, body, append(slices.Clip(opts), Header("Accept", "*/*")))
	if err != nil {
		return nil, err
	}
	defer a.body.free()
	return bytes.Clone(a.body.b), nil
}

// listObject is the object that a collection is wrapped in.
type listObject[T Object] struct {
	Members
	value []T
}

var listType = Type{Properties: []Property{{Name: "value"}}}

func (v *listObject[T]) ODataType() *Type { return &listType }

func (v *listObject[T]) ODataFields(f []any) []any { return append(f, &v.Members, Many(&v.value)) }
