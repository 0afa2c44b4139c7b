package odataclient

import (
	"context"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/transport"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Content reads what is no JSON: a stream property, the content of a media entity
// ("$value"), the result of a function that returns a stream. It comes while it is read,
// and is closed by who gets it. client.Header("Range", "bytes=0-99") asks for a part.
//
//go:noinline
func Content(ctx context.Context, at Resource, opts ...odata.Option) (*api.Content, error) {
	return at.content(ctx, http.MethodGet, nil, opts)
}

// ActionContent calls an action that returns a stream.
//
//go:noinline
func ActionContent(ctx context.Context, at Resource, body wire.Object, opts ...odata.Option) (*api.Content, error) {
	return at.content(ctx, http.MethodPost, body, opts)
}

func (r Resource) content(ctx context.Context, method string, body wire.Object, opts []odata.Option) (c *api.Content, err error) {
	req, err := r.requestWith(method, body, opts)
	if err != nil {
		return nil, err
	}
	req.Accept = "*/*"
	err = r.client.Send(ctx, req, func(resp *http.Response) error {
		if resp.StatusCode == http.StatusNoContent {
			_ = resp.Body.Close()
			return client.ErrNoContent
		}
		c = transport.ContentOf(resp)
		return nil
	})
	return c, err
}

// SetContent replaces what is no JSON: a stream property, the content of a media entity
// ("$value"). It is sent while it is read, and closed.
//
//go:noinline
func SetContent(ctx context.Context, at Resource, content *api.Content, opts ...client.CallOption) error {
	all := make([]odata.Option, len(opts))
	for i, o := range opts {
		all[i] = o
	}
	req, _, err := at.request(http.MethodPut, all)
	if err != nil {
		if content != nil && content.ReadCloser != nil {
			_ = content.Close()
		}
		return err
	}
	transport.SetContent(req, content)
	return at.client.Send(ctx, req, func(resp *http.Response) error {
		b, err := at.client.ReadAll(resp)
		if err == nil {
			b.Free()
		}
		return err
	})
}
