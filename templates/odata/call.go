package odata

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
)

// Get reads the value at a place. It is nil when the service answered that there
// is none (204 No Content).
//
//go:noinline
func Get[T Object](ctx context.Context, at Resource, opts ...RequestOption) (T, error) {
	return call[T](ctx, at, http.MethodGet, nil, opts)
}

// Create adds an entity to a set and returns it as the service made it: nil when
// the service did not send it back.
//
//go:noinline
func Create[T Object](ctx context.Context, at Resource, body T, opts ...RequestOption) (T, error) {
	return call[T](ctx, at, http.MethodPost, body, opts)
}

// Update changes the properties that body has and leaves the others as they are
// (PATCH). It returns the entity when the service sent it back, and nil when it
// answered 204 No Content. Header("Prefer", "return=representation") asks for it.
//
//go:noinline
func Update[T Object](ctx context.Context, at Resource, body T, opts ...RequestOption) (T, error) {
	return call[T](ctx, at, http.MethodPatch, body, opts)
}

// Delete removes the entity at a place.
//
//go:noinline
func Delete(ctx context.Context, at Resource, opts ...RequestOption) error {
	_, err := at.exchange(ctx, http.MethodDelete, nil, nil, opts)
	return err
}

// Action runs an action. Its parameters are body, nil when it has none; what it
// returns is dropped.
//
//go:noinline
func Action(ctx context.Context, at Resource, body Object, opts ...RequestOption) error {
	_, err := at.exchange(ctx, http.MethodPost, body, nil, opts)
	return err
}

// ActionFor runs an action that returns an object. Its parameters are body, nil
// when it has none.
//
//go:noinline
func ActionFor[T Object](ctx context.Context, at Resource, body Object, opts ...RequestOption) (T, error) {
	return call[T](ctx, at, http.MethodPost, body, opts)
}

// ActionValue runs an action that returns a primitive value or a list of them;
// Opt[V] where that can be null.
//
//go:noinline
func ActionValue[V any](ctx context.Context, at Resource, body Object, opts ...RequestOption) (V, error) {
	var v valueObject[V]
	_, err := at.exchange(ctx, http.MethodPost, body, &v, opts)
	return v.value, err
}

// Value reads a primitive property, or calls a function that returns a primitive
// value, or reads a list of them; Opt[V] where that can be null.
//
//go:noinline
func Value[V any](ctx context.Context, at Resource, opts ...RequestOption) (V, error) {
	var v valueObject[V]
	_, err := at.exchange(ctx, http.MethodGet, nil, &v, opts)
	return v.value, err
}

// call is exchange with a new value of type T for the answer.
func call[T Object](ctx context.Context, at Resource, method string, body Object, opts []RequestOption) (T, error) {
	var none T
	out := none.ODataType().New()
	found, err := at.exchange(ctx, method, body, out, opts)
	if !found || err != nil {
		return none, err
	}
	return out.(T), nil
}

// valueObject is the object that a primitive value is wrapped in.
type valueObject[V any] struct {
	Members
	value V
}

var valueType = Type{Properties: []Property{{Name: "value", Flags: Nullable}}}

func (v *valueObject[V]) ODataType() *Type { return &valueType }

func (v *valueObject[V]) ODataFields(f []any) []any { return append(f, &v.Members, &v.value) }

// exchange sends body, unless it is nil, and decodes the answer into out, unless
// that is nil. found is false when the answer had no content.
func (r Resource) exchange(ctx context.Context, method string, body, out Object, opts []RequestOption) (found bool, err error) {
	u, a, err := r.request(ctx, method, body, opts)
	if err != nil {
		return false, err
	}
	defer a.body.free()
	if len(a.body.b) == 0 || out == nil {
		return false, nil
	}
	if err := Unmarshal(a.body.b, out); err != nil {
		return false, &callError{method, u, err}
	}
	return true, nil
}

// request sends body, unless it is nil, and returns the URL that it was sent to
// and the answer.
func (r Resource) request(ctx context.Context, method string, body Object, opts []RequestOption) (*url.URL, answer, error) {
	u, err := r.url(opts)
	if err != nil {
		return nil, answer{}, err
	}
	var text []byte
	if body != nil {
		if text, err = encodeBody(method, body); err != nil {
			return nil, answer{}, &callError{method, u, err}
		}
	}
	a, err := r.client.send(ctx, method, u, text, opts)
	return u, a, err
}

// encodeBody returns the body of a request in memory of its own: the transport may
// read it even after it has returned the answer.
func encodeBody(method string, body Object) ([]byte, error) {
	b := newBuffer()
	defer b.free()
	var err error
	b.b, err = AppendRequest(b.b, method, body)
	return bytes.Clone(b.b), err
}

// answer is a successful answer. Who gets one frees its body.
type answer struct {
	url  *url.URL // after redirects
	body *buffer
}

// send sends a request, again where the policy says so, and reads the answer.
func (c *client) send(ctx context.Context, method string, u *url.URL, body []byte, opts []RequestOption) (a answer, err error) {
	err = c.request(ctx, method, u, body, opts, func(resp *http.Response) (err error) {
		a, err = c.receive(resp)
		return err
	})
	return a, err
}

// request sends a request, again where the policy says so, and gives the answer to
// receive. That closes the body, and reports a *lostError when the same
// request can be sent again.
func (c *client) request(ctx context.Context, method string, u *url.URL, body []byte, opts []RequestOption, receive func(*http.Response) error) error {
	for attempt := 1; ; attempt++ {
		resp, err := c.attempt(ctx, method, u, body, opts) //nolint:bodyclose // receive closes it
		if err == nil {
			err = receive(resp)
		}
		if err == nil {
			return nil
		}
		again, ctxErr := c.retry.wait(ctx, attempt, method, err)
		if ctxErr != nil {
			return &callError{method, u, fmt.Errorf("%w, after %w", ctxErr, err)}
		}
		if again {
			continue
		}
		var e *Error
		if !errors.As(err, &e) { // an Error says itself where it is from
			err = &callError{method, u, err}
		}
		return err
	}
}

// attempt sends a request once.
func (c *client) attempt(ctx context.Context, method string, u *url.URL, body []byte, opts []RequestOption) (*http.Response, error) {
	header := make(http.Header, 4+len(opts))
	for _, o := range opts {
		if o.kind == headerOption {
			header.Add(o.name, o.value)
		}
	}
	explicit := len(header["Authorization"]) > 0
	if err := c.admit(u, explicit || c.tokens != nil || len(c.proofs)+len(c.credentials) > 0, ""); err != nil {
		return nil, err
	}
	if c.tokens != nil && !explicit {
		token, err := c.tokens.Token(ctx)
		if err == nil && token == "" {
			err = errors.New("the source gave none")
		}
		if err != nil {
			return nil, fmt.Errorf("token: %w", err)
		}
		header["Authorization"] = []string{"Bearer " + token}
	}
	setDefault(header, "Accept", jsonType)
	setDefault(header, "User-Agent", c.agent)
	if len(body) > 0 {
		setDefault(header, "Content-Type", jsonType)
	}
	req := newRequest(ctx, method, u, header, body)
	if err := c.prove(ctx, req, c.credentials); err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		var cause *url.Error
		if errors.As(err, &cause) {
			err = cause.Err // the rest is said by callError, without the query
		}
		return nil, &lostError{err}
	}
	return resp, nil
}

// jsonType is a header value that all requests and answers share.
var jsonType = []string{"application/json"}

func setDefault(h http.Header, name string, value []string) {
	if h[name] == nil {
		h[name] = value
	}
}

// newRequest is http.NewRequest for a URL that is parsed already.
func newRequest(ctx context.Context, method string, u *url.URL, header http.Header, body []byte) *http.Request {
	req := (&http.Request{
		Method:     method,
		URL:        u,
		Host:       u.Host,
		Header:     header,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
	}).WithContext(ctx)
	if len(body) > 0 {
		req.ContentLength = int64(len(body))
		req.GetBody = func() (io.ReadCloser, error) { return newPayload(body), nil }
		req.Body = newPayload(body)
	}
	return req
}

// payload is the body of a request.
type payload struct{ bytes.Reader }

func newPayload(b []byte) *payload {
	p := new(payload)
	p.Reset(b)
	return p
}

// Close has nothing to do.
func (*payload) Close() error { return nil }

// receive reads an answer to its end, so that the connection can be used again.
func (c *client) receive(resp *http.Response) (answer, error) {
	defer resp.Body.Close()
	if err := c.refused(resp); err != nil {
		return answer{}, err
	}
	b := newBuffer()
	if err := b.read(resp.Body, resp.ContentLength, c.maxResponse); err != nil {
		b.free()
		if errors.Is(err, errTooLarge) {
			return answer{}, fmt.Errorf("the answer is longer than %d bytes", c.maxResponse)
		}
		return answer{}, &lostError{err}
	}
	return answer{resp.Request.URL, b}, nil
}

// refused returns the error that an answer without success describes.
func (c *client) refused(resp *http.Response) error {
	if resp.StatusCode >= 200 && resp.StatusCode <= 299 {
		return nil
	}
	b := newBuffer()
	defer b.free()
	// A body that is too long or breaks off is as good as none.
	_ = b.read(resp.Body, resp.ContentLength, min(c.maxResponse, maxErrorBody))
	return readError(resp, b.b, c.retry.now())
}

// maxErrorBody is how much of an answer is read for an Error.
const maxErrorBody = 1 << 20

// buffer is memory for a body that is used again.
type buffer struct{ b []byte }

var buffers = sync.Pool{New: func() any { return new(buffer) }}

func newBuffer() *buffer { return buffers.Get().(*buffer) }

// maxBuffer is the largest buffer that is kept for its next use.
const maxBuffer = 1 << 20

func (b *buffer) free() {
	if cap(b.b) <= maxBuffer {
		b.b = b.b[:0]
		buffers.Put(b)
	}
}

var errTooLarge = errors.New("too large")

// read reads r to its end, or until there are more than limit bytes. size is the
// length that r should have, -1 when it is not known.
func (b *buffer) read(r io.Reader, size, limit int64) error {
	if size > limit {
		return errTooLarge
	}
	// A byte more than announced lets the end be seen without growing. What a
	// peer announces is not worth more than maxBuffer until it comes.
	if n := int(min(max(size, 511), maxBuffer)) + 1; cap(b.b) < n {
		b.b = make([]byte, 0, n)
	}
	for {
		if len(b.b) == cap(b.b) {
			b.b = append(b.b, 0)[:len(b.b)]
		}
		n, err := r.Read(b.b[len(b.b):cap(b.b)])
		b.b = b.b[:len(b.b)+n]
		if int64(len(b.b)) > limit {
			return errTooLarge
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
