package restclient

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/transport"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Pages calls an endpoint that answers with pages, and returns the items of all of
// them. Page returns the items of a page and the link to the next one, "" behind the
// last. A page is asked for when its items are wanted: the first as Do does, the
// others by GET at their links, which must be on an allowed host. An error is the
// last item.
//
//go:noinline
func Pages[P wire.Object, T any](ctx context.Context, c *transport.Client, e *rest.Endpoint, page func(P) ([]T, string), p wire.Params, opts []client.CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		pages := &pager{client: c, endpoint: e, seen: map[string]bool{}}
		var err error
		pages.next, err = prepare(c, e, false, p, opts)
		for err == nil && pages.next != nil {
			var v P
			if err = pages.read(ctx, &v); err != nil {
				break
			}
			items, link := page(v)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			err = pages.follow(link)
		}
		if err != nil && !errors.Is(err, client.ErrNoContent) {
			yield(none, err)
		}
	}
}

// ControlOf returns the text of a member that o does not declare, such as the link to the
// next page; "" when there is none.
func ControlOf(o wire.Object, name string) string {
	return wire.StoreOf(o).StringOf(name)
}

// pager goes from page to page.
type pager struct {
	client   *transport.Client
	endpoint *rest.Endpoint
	next     *transport.Request
	seen     map[string]bool // the pages that came, each as method and URL
}

// read asks for the next page.
func (p *pager) read(ctx context.Context, out any) error {
	return send(ctx, p.client, p.endpoint, p.next, func(resp *http.Response) error {
		if err := checkPlain(p.client, p.endpoint, resp); err != nil {
			return err
		}
		return readPlain(p.client, p.endpoint, resp, out)
	})
}

// follow makes ready the request of the page at a link.
func (p *pager) follow(link string) error {
	last := p.next
	if p.next = nil; link == "" {
		return nil
	}
	p.seen[last.Method+" "+last.URL.String()] = true
	u, err := url.Parse(link)
	if err != nil {
		return p.client.Fault(last, errors.New("the link to the next page is no URL"))
	}
	u = last.URL.ResolveReference(u)
	if p.seen[http.MethodGet+" "+u.String()] {
		return p.client.Fault(last, errors.New("the links of the pages lead in a circle"))
	}
	// It has none of the body of the first request.
	next := *last
	next.Method, next.URL = http.MethodGet, u
	next.Body, next.Stream, next.ContentType = nil, nil, ""
	p.next = &next
	return nil
}
