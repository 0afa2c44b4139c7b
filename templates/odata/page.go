package odata

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strings"
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

// List reads a list page by page, each when its items are wanted. An error comes
// with a nil item and is the last. The options with a header field go with each
// page; the query options are those that the service puts into its links.
//
//go:noinline
func List[T Object](ctx context.Context, at Resource, opts ...RequestOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		link := ""
		next := append(make([]RequestOption, 1, 1+len(opts)), opts...)
		for {
			page, err := ListPage[T](ctx, at, opts...)
			if err == nil && page.NextLink != "" && page.NextLink == link {
				place, _, _ := strings.Cut(link, "?")
				err = errors.New("odata: GET " + place + ": the page links to itself")
			}
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if page.NextLink == "" {
				return
			}
			link = page.NextLink
			next[0], opts = FromLink(link), next
		}
	}
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
