package odataclient

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/transport"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Get reads the value at a place. The error is client.ErrNoContent when the service
// answered that there is none (204 No Content).
//
//go:noinline
func Get[T wire.Object](ctx context.Context, at Resource, opts ...odata.Option) (T, error) {
	return call[T](ctx, at, http.MethodGet, nil, opts)
}

// Create adds an entity to a set and returns it as the service made it. Where the
// service did not send it back, it is what was sent, with the key and the version that
// the header of the answer tells.
//
//go:noinline
func Create[T wire.Object](ctx context.Context, at Resource, body T, opts ...odata.Option) (T, error) {
	return change(ctx, at, http.MethodPost, body, opts)
}

// Update changes the properties that body has and leaves the others as they are
// (PATCH). It returns the entity as the service has it. Where the service did not send
// it back, it is what was sent, with the key that it was sent to, and with the new
// version. client.Header("Prefer", "return=representation") asks for the entity.
//
//go:noinline
func Update[T wire.Object](ctx context.Context, at Resource, body T, opts ...odata.Option) (T, error) {
	return change(ctx, at, http.MethodPatch, body, opts)
}

// Delete removes the entity at a place.
//
//go:noinline
func Delete(ctx context.Context, at Resource, opts ...client.CallOption) error {
	return run(ctx, at, http.MethodDelete, nil, opts)
}

// Action runs an action. Its parameters are body, nil when it has none; what it
// returns is dropped.
//
//go:noinline
func Action(ctx context.Context, at Resource, body wire.Object, opts ...client.CallOption) error {
	return run(ctx, at, http.MethodPost, body, opts)
}

// Call calls a function that returns nothing.
//
//go:noinline
func Call(ctx context.Context, at Resource, opts ...client.CallOption) error {
	return run(ctx, at, http.MethodGet, nil, opts)
}

// run makes a request whose answer is dropped.
func run(ctx context.Context, at Resource, method string, body wire.Object, opts []client.CallOption) error {
	all := make([]odata.Option, len(opts))
	for i, o := range opts {
		all[i] = o
	}
	_, err := at.exchange(ctx, method, body, nil, all)
	return err
}

// ActionFor runs an action that returns an object. Its parameters are body, nil
// when it has none.
//
//go:noinline
func ActionFor[T wire.Object](ctx context.Context, at Resource, body wire.Object, opts ...odata.Option) (T, error) {
	return call[T](ctx, at, http.MethodPost, body, opts)
}

// call is exchange with a new value of type T for the answer.
func call[T wire.Object](ctx context.Context, at Resource, method string, body wire.Object, opts []odata.Option) (T, error) {
	var none T
	out := none.WireType().New()
	answer, err := at.exchange(ctx, method, body, at.into(out), opts)
	if err == nil && answer.empty {
		err = client.ErrNoContent
	}
	if err != nil {
		return none, err
	}
	return out.(T), nil
}

// change sends an entity and returns what became of it.
func change[T wire.Object](ctx context.Context, at Resource, method string, body T, opts []odata.Option) (T, error) {
	var none T
	if wire.IsNil(body) {
		return none, errors.New(method + " " + at.path + ": there is nothing to send")
	}
	out := body.WireType().New()
	empty := false // what was changed is changed, also where the answer was lost
	answer, err := at.exchange(ctx, method, body, func(text []byte) error {
		if empty = len(text) == 0; empty {
			return nil
		}
		return at.into(out)(text)
	}, opts)
	if err != nil {
		return none, err
	}
	if !answer.empty && !empty {
		return out.(T), nil
	}
	sent, err := wire.Convert[T](body)
	if err != nil {
		return none, err
	}
	key := at.keyArgs()
	if method == http.MethodPost {
		key = keyOf(answer.header, at.path)
	}
	setKey(sent, key)
	if etag := answer.header.Get("ETag"); etag != "" {
		odata.SetETag(sent, etag)
	}
	return sent, nil
}

// answered is what is known of an answer beside its value.
type answered struct {
	header http.Header
	empty  bool // it has no content
}

// reading says how answers are read.
func (r Resource) reading() wire.Reading { return wire.Reading{LenientDates: r.client.Config.Lenient} }

// into returns what reads an answer into an object.
func (r Resource) into(out wire.Object) func(text []byte) error {
	return func(text []byte) error { return r.reading().Unmarshal(text, out) }
}

// errNoBody is an answer of success without what it must have: a proxy has lost it, and
// nothing is not the same as an empty list. 204 says that there is nothing.
var errNoBody = &api.DecodeError{Message: "the answer has no body", Err: api.ErrSyntax}

// exchange sends body, unless it is nil, and has the answer read, unless read is nil.
func (r Resource) exchange(ctx context.Context, method string, body wire.Object, read func(text []byte) error, opts []odata.Option) (a answered, err error) {
	req, err := r.requestWith(method, body, opts)
	if err != nil {
		return a, err
	}
	err = r.client.Send(ctx, req, func(resp *http.Response) error {
		b, err := r.client.ReadAll(resp)
		if err != nil {
			return err
		}
		defer b.Free()
		a = answered{resp.Header, resp.StatusCode == http.StatusNoContent || read == nil}
		if a.empty {
			return nil
		}
		return read(b.Bytes)
	})
	return a, err
}

// pages reads the pages of a collection that an operation returns, of which the first is
// the answer to body. Read gets each, and returns what leads to the next.
func (r Resource) pages(ctx context.Context, method string, body wire.Object, opts []odata.Option, read func(text []byte) (wire.Links, error)) error {
	req, err := r.requestWith(method, body, opts)
	if err != nil {
		return err
	}
	seen, left := map[string]bool{}, r.client.Config.MaxResponse
	for {
		var links wire.Links
		err := r.client.Send(ctx, req, func(resp *http.Response) error {
			b, err := r.client.ReadAll(resp)
			if err != nil {
				return err
			}
			defer b.Free()
			if left -= int64(len(b.Bytes)); left < 0 {
				return fmt.Errorf("the pages are longer than %d bytes", r.client.Config.MaxResponse)
			}
			switch {
			case resp.StatusCode == http.StatusNoContent:
				return nil
			case len(b.Bytes) == 0:
				return errNoBody
			}
			if links, err = read(b.Bytes); err != nil {
				return err
			}
			return absolute(resp.Request.URL, links.Context, &links.Next)
		})
		switch {
		case err != nil || links.Next == "":
			return err
		case seen[links.Next]:
			return r.client.Fault(req, errCircle)
		}
		seen[links.Next] = true
		next := &transport.Request{Method: http.MethodGet, Header: req.Header, Accept: req.Accept, All: true, Responses: req.Responses, Mark: markRequest}
		if next.URL, err = follow(r.client.Root, links.Next); err != nil {
			return r.client.Fault(req, err)
		}
		req = next
	}
}

// requestWith returns a request with a body, unless that is nil.
func (r Resource) requestWith(method string, body wire.Object, opts []odata.Option) (*transport.Request, error) {
	req, call, err := r.request(method, opts)
	if err != nil || wire.IsNil(body) {
		return req, err
	}
	req.Mark = markBody
	if req.Body, err = r.encodeBody(method, call, body); err != nil {
		return nil, r.client.Fault(req, err)
	}
	return req, nil
}

// encodeBody returns the body of a request in memory of its own: the transport may
// read it even after it has returned the answer. The parameters of an action, which have
// no name, were made to be sent whole.
func (r Resource) encodeBody(method string, call *client.Call, body wire.Object) ([]byte, error) {
	b := buffer.New()
	defer b.Free()
	how := wire.Request{Method: method, Exact: r.client.Config.Exact, Related: call.Related || body.WireType().Name == ""}
	var err error
	b.Bytes, err = wire.AppendRequest(b.Bytes, how, body)
	return bytes.Clone(b.Bytes), err
}

// ActionValue runs an action that returns a primitive value or a list of them;
// Opt[V] where that can be null.
//
//go:noinline
func ActionValue[V any](ctx context.Context, at Resource, body wire.Object, opts ...odata.Option) (V, error) {
	return value[V](ctx, at, http.MethodPost, body, opts)
}

// Value reads a primitive property, or calls a function that returns a primitive
// value, or reads a list of them; Opt[V] where that can be null.
//
//go:noinline
func Value[V any](ctx context.Context, at Resource, opts ...odata.Option) (V, error) {
	return value[V](ctx, at, http.MethodGet, nil, opts)
}

// value makes a request whose answer is wrapped in an object. No content is the zero V,
// which is null where V is an Opt (OData Protocol 4.01, 11.2.4.1).
func value[V any](ctx context.Context, at Resource, method string, body wire.Object, opts []odata.Option) (V, error) {
	var v V
	_, err := at.exchange(ctx, method, body, func(text []byte) error {
		if len(text) == 0 {
			return errNoBody
		}
		_, err := at.reading().UnmarshalValue(text, &v)
		return err
	}, opts)
	return v, err
}
