package odataclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/transport"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// List reads a list page by page, each when its items are wanted, and gives each
// item as soon as it has come: no page is held in memory. An item that is null is nil; one
// that does not fit its type gives an error, an *api.DecodeError with a nil item, and who
// goes on gets those behind it. Any other error is the last. The options with a header field go with each page; the query
// options are those that the service puts into its links. A connection is in use
// while a page is read: who is slow with the items can use [ListPage].
//
//go:noinline
func List[T wire.Object](ctx context.Context, at Resource, opts ...odata.Option) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		err := at.list(ctx, none.WireType(), opts, func(o wire.Object, err error) bool {
			if o == nil {
				return yield(none, err)
			}
			return yield(o.(T), err)
		})
		if err != nil {
			yield(none, err)
		}
	}
}

// list is List for all types.
func (r Resource) list(ctx context.Context, t *wire.Type, opts []odata.Option, yield func(wire.Object, error) bool) error {
	req, call, err := r.request(http.MethodGet, opts)
	if err != nil {
		return err
	}
	seen := map[string]bool{req.URL.String(): true}
	for {
		var page wire.StreamedPage
		err := r.client.Send(ctx, req, func(resp *http.Response) (err error) {
			page, err = r.stream(resp, t, yield)
			return err
		})
		switch {
		case err != nil || page.Stopped:
			return err
		case page.Next == "":
			if call.DeltaLink != nil {
				*call.DeltaLink = page.Delta
			}
			return nil
		case seen[page.Next]:
			return r.client.Fault(req, errCircle)
		}
		seen[page.Next] = true
		next := *req
		if next.URL, err = follow(r.client.Root, page.Next); err != nil {
			return r.client.Fault(req, err)
		}
		req = &next
	}
}

var errCircle = errors.New("the links of the pages lead in a circle")

// stream reads a page from an answer. What breaks off after the first
// item is not sent again: the items would come twice.
func (r Resource) stream(resp *http.Response, t *wire.Type, yield func(wire.Object, error) bool) (page wire.StreamedPage, err error) {
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNoContent {
		return page, nil
	}
	limit := r.client.Config.MaxResponse
	body := &limitedReader{r: resp.Body, left: limit}
	page, err = wire.StreamPage(body, t, limit, r.reading(), yield)
	switch {
	case body.left < 0:
		return page, fmt.Errorf("the answer is longer than %d bytes", limit)
	case err != nil && body.failed && !page.Started:
		return page, &transport.LostError{Err: err}
	case err == nil && !page.Stopped:
		err = absolute(resp.Request.URL, page.Context, &page.Next, &page.Delta)
	}
	return page, err
}

// limitedReader reads up to so many bytes from r; left is negative when there were
// more.
type limitedReader struct {
	r      io.Reader
	left   int64
	failed bool
}

// Read reads from r.
func (l *limitedReader) Read(b []byte) (int, error) {
	if l.left < 0 {
		return 0, buffer.ErrTooLarge
	}
	if l.left < int64(len(b)) {
		b = b[:l.left+1]
	}
	n, err := l.r.Read(b)
	if l.left -= int64(n); l.left < 0 {
		return n, buffer.ErrTooLarge
	}
	l.failed = err != nil && !errors.Is(err, io.EOF)
	return n, err
}

// ListPage reads one page: the first, or the one at odata.FromLink. Its links are
// absolute.
//
//go:noinline
func ListPage[T wire.Object](ctx context.Context, at Resource, opts ...odata.Option) (page api.Page[T], err error) {
	req, _, err := at.request(http.MethodGet, opts)
	if err != nil {
		return page, err
	}
	err = at.client.Send(ctx, req, func(resp *http.Response) error {
		b, err := at.client.ReadAll(resp)
		if err != nil {
			return err
		}
		defer b.Free()
		if resp.StatusCode == http.StatusNoContent {
			return nil
		}
		var from string
		if page, from, err = wire.ReadingPage[T](at.reading(), b.Bytes); err != nil {
			return err
		}
		return absolute(resp.Request.URL, from, &page.NextLink, &page.DeltaLink)
	})
	return page, err
}

// Count returns the number of entities of a collection, of those that the query options
// Filter and Search leave (OData Protocol 4.01, 11.2.10).
//
//	n, err := client.Users().At.Count(ctx, odata.Filter("accountEnabled eq false"))
func (r Resource) Count(ctx context.Context, opts ...odata.Option) (n int64, err error) {
	req, _, err := r.Child("$count").request(http.MethodGet, opts)
	if err != nil {
		return 0, err
	}
	req.Accept = "text/plain"
	err = r.client.Send(ctx, req, func(resp *http.Response) error {
		b, err := r.client.ReadAll(resp)
		if err != nil {
			return err
		}
		defer b.Free()
		text := strings.TrimSpace(strings.TrimPrefix(string(b.Bytes), "\ufeff"))
		if n, err = strconv.ParseInt(text, 10, 64); err != nil || n < 0 {
			return &api.DecodeError{Message: fmt.Sprintf("want a number of entities, got %.40q", text), Err: api.ErrType}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}
