package odata

import (
	"context"
	"net/http"
	"slices"
)

// PutBytes replaces what is no JSON: a stream property, the content of a media entity
// ("$value").
//
//go:noinline
func PutBytes(ctx context.Context, at Resource, contentType string, content []byte, opts ...RequestOption) error {
	u, err := at.url(opts)
	if err != nil {
		return err
	}
	if content == nil {
		content = []byte{}
	}
	a, err := at.client.send(ctx, http.MethodPut, u, content, append(slices.Clip(opts), Header("Content-Type", contentType)))
	if err == nil {
		a.body.free()
	}
	return err
}

// ContentRoute answers GET of a stream property, or of "$value" of a media entity,
// with what get returns; with 204 for nil.
func ContentRoute(name string, get func(ctx context.Context, key string) ([]byte, error)) Route {
	return Route{method: http.MethodGet, name: name, anyway: true, serve: func(x *exchange) error {
		content, err := get(x, x.key(0))
		return x.bytes(content, err)
	}}
}

// SetContentRoute answers PUT of a stream property, or of "$value" of a media entity,
// with 204.
func SetContentRoute(name string, set func(ctx context.Context, key, contentType string, content []byte) error) Route {
	return Route{method: http.MethodPut, name: name, anyway: true, serve: func(x *exchange) error {
		b := newBuffer()
		defer b.free()
		if err := x.readAll(b); err != nil {
			return err
		}
		return x.empty(set(x, x.key(0), x.HTTP.Header.Get("Content-Type"), slices.Clone(b.b)))
	}}
}

// ContentSingleRoute is ContentRoute without a key.
func ContentSingleRoute(name string, get func(context.Context) ([]byte, error)) Route {
	return ContentRoute(name, func(ctx context.Context, _ string) ([]byte, error) { return get(ctx) })
}

// SetContentSingleRoute is SetContentRoute without a key.
func SetContentSingleRoute(name string, set func(ctx context.Context, contentType string, content []byte) error) Route {
	return SetContentRoute(name, func(ctx context.Context, _, contentType string, content []byte) error {
		return set(ctx, contentType, content)
	})
}

// bytes answers with content, of the type that the service has set.
func (x *exchange) bytes(content []byte, err error) error {
	if err != nil || content == nil {
		return x.empty(err)
	}
	contentType := x.w.Header().Get("Content-Type")
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	x.text(contentType, content)
	return nil
}
