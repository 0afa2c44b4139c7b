package odata

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
)

// Page is a part of a list.
type Page[T any] struct {
	Items []T
	// NextLink leads to the next page; it is empty on the last one. A service
	// gives it whole, or relative to the URL of the request.
	NextLink string
	// DeltaLink leads to what has changed since; it is empty unless the last
	// page of a delta function has it.
	DeltaLink string
	// Count is the number of items on all pages; absent unless it was asked for.
	Count Opt[int64]
}

// List reads a list page by page, each when its items are wanted, and gives each
// item as soon as it has come: no page is held in memory. An error comes with a nil
// item and is the last. The options with a header field go with each page; the query
// options are those that the service puts into its links. A connection is in use
// while a page is read: who is slow with the items can use [ListPage].
//
//go:noinline
func List[T Object](ctx context.Context, at Resource, opts ...RequestOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		err := at.list(ctx, none.ODataType(), opts, func(o Object) bool { return yield(o.(T), nil) })
		if err != nil {
			yield(none, err)
		}
	}
}

// list is List for all types.
func (r Resource) list(ctx context.Context, t *Type, opts []RequestOption, yield func(Object) bool) error {
	next := append(make([]RequestOption, 1, 1+len(opts)), opts...)
	for link := ""; ; {
		u, err := r.url(opts)
		if err != nil {
			return err
		}
		var page streamed
		err = r.client.request(ctx, http.MethodGet, u, nil, opts, func(resp *http.Response) (err error) {
			page, err = r.client.stream(resp, t, yield)
			return err
		})
		switch {
		case err != nil:
			return err
		case page.stopped:
			return nil
		case page.next == "":
			for _, o := range opts {
				if o.kind == deltaOption {
					*o.into.(*string) = page.delta
				}
			}
			return nil
		case page.next == link:
			return &callError{http.MethodGet, u, errors.New("the page links to itself")}
		}
		link = page.next
		next[0], opts = FromLink(link), next
	}
}

// streamed is what is left of a page once its items are given away.
type streamed struct {
	next    string
	delta   string
	stopped bool // no more items are wanted
}

// stream reads a page from an answer. What breaks off after the first
// item is not sent again: the items would come twice.
func (c *client) stream(resp *http.Response, t *Type, yield func(Object) bool) (page streamed, err error) {
	defer resp.Body.Close()
	if err := c.refused(resp); err != nil {
		return streamed{}, err
	}
	body := &limitedReader{r: resp.Body, left: c.maxResponse}
	p := newPageReader(body, t, int(min(c.maxResponse, maxItem))+1)
	defer p.free()
	if p.peek() == 0 && p.d.pos == len(p.d.data) && p.err == nil {
		return streamed{}, nil // 204 No Content
	}
	err = p.read(yield)
	switch {
	case body.left < 0:
		return streamed{}, fmt.Errorf("the answer is longer than %d bytes", c.maxResponse)
	case err != nil && body.failed && !p.started:
		return streamed{}, &lostError{p.err}
	case err == nil && !p.stopped:
		err = absolute(resp.Request.URL, &p.head.next, &p.head.delta)
	}
	return streamed{p.head.next, p.head.delta, p.stopped}, err
}

// limitedReader reads up to so many bytes from r; left is negative when there were
// more.
type limitedReader struct {
	r      io.Reader
	left   int64
	failed bool
}

func (l *limitedReader) Read(b []byte) (int, error) {
	if l.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(b)) > l.left+1 {
		b = b[:l.left+1]
	}
	n, err := l.r.Read(b)
	if l.left -= int64(n); l.left < 0 {
		return n, errTooLarge
	}
	l.failed = err != nil && !errors.Is(err, io.EOF)
	return n, err
}

// ListPage reads one page: the first, or the one at FromLink. Its links are
// absolute.
//
//go:noinline
func ListPage[T Object](ctx context.Context, at Resource, opts ...RequestOption) (Page[T], error) {
	u, err := at.url(opts)
	if err != nil {
		return Page[T]{}, err
	}
	a, err := at.client.send(ctx, http.MethodGet, u, nil, opts)
	if err != nil {
		return Page[T]{}, err
	}
	defer a.body.free()
	if len(a.body.b) == 0 {
		return Page[T]{}, nil
	}
	page, err := DecodePage[T](a.body.b)
	if err == nil {
		err = absolute(a.url, &page.NextLink, &page.DeltaLink)
	}
	if err != nil {
		return Page[T]{}, &callError{http.MethodGet, u, err}
	}
	return page, nil
}

// absolute resolves links, those that are not empty, against the URL of the page
// that has them.
func absolute(base *url.URL, links ...*string) error {
	for _, link := range links {
		if *link == "" {
			continue
		}
		u, err := follow(base, *link)
		if err != nil {
			return err
		}
		*link = u.String()
	}
	return nil
}
