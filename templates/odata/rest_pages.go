package odata

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
)

// Pages calls an endpoint that answers with pages, and returns the items of all of
// them. Page returns the items of a page and the link to the next one, "" behind the
// last. A page is asked for when its items are wanted: the first as Do does, the
// others by GET at their links, which must be on an allowed host. An error is the
// last item.
//
//go:noinline
func Pages[P Object, T any](ctx context.Context, at Resource, e *Endpoint, out func(*P) any, page func(P) ([]T, string), opts []RequestOption, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		p := &pager{at: at, endpoint: e}
		err := p.first(opts, args)
		for err == nil && p.next != nil {
			var v P
			if err = p.read(ctx, out(&v)); err != nil || isNilObject(v) {
				break
			}
			items, link := page(v)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			err = p.follow(link)
		}
		if err != nil {
			yield(none, err)
		}
	}
}

// ControlOf returns a text of the control information of o, such as
// "@odata.nextLink"; "" when there is none.
func ControlOf(o Object, name string) string { return membersOf(o).stringOf(name) }

// pager goes from page to page.
type pager struct {
	at       Resource
	endpoint *Endpoint
	next     *request
}

// first makes ready the request of the first page.
func (p *pager) first(opts []RequestOption, args []any) (err error) {
	p.next, err = p.at.prepare(p.endpoint, opts, args)
	return err
}

// read asks for the next page.
func (p *pager) read(ctx context.Context, out any) error {
	return p.at.client.do(ctx, p.endpoint, p.next, out)
}

// follow makes ready the request of the page at a link.
func (p *pager) follow(link string) error {
	last := p.next
	if p.next = nil; link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil {
		return &callError{p.endpoint.Method, last.url, errors.New("the link to the next page is no URL")}
	}
	u = last.url.ResolveReference(u)
	if u.String() == last.url.String() {
		return &callError{p.endpoint.Method, last.url, errors.New("the page links to itself")}
	}
	// It has none of the body of the first request.
	get := *p.endpoint
	get.Method, get.Body = http.MethodGet, ""
	header := last.header.Clone()
	header.Del("Content-Type")
	p.endpoint, p.next = &get, &request{url: u, header: header, headers: last.headers, own: last.own}
	return nil
}
