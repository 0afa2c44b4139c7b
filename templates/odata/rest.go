package odata

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
)

// Endpoint describes an operation that has none of the forms of OData: what the
// client and the server of a generated package know about it.
type Endpoint struct {
	Method string
	Path   string // template below the service root: "/pets/{id}"
	Server string // the service root, when it is another: a URL, or a path; see WithServerAt

	// Params are the parameters, those in the path first.
	Params []EndpointParam

	// Body is the media type of the body, "" when there is none.
	Body         string
	BodyRequired bool

	// BodySchema has the rules of a JSON body that its type does not say; nil for
	// none.
	BodySchema *Schema

	// Accepts are further media types that a service reads the body in.
	Accepts []string

	// Encoding says how members of a form are written, as parameters of the query
	// are; the others are texts, one for each item of a list, and JSON for objects.
	Encoding []EndpointParam

	// Parts are parts of a multipart form with a media type of their own.
	Parts []Part

	// Answers are those of success.
	Answers []Answer

	// Errors are the answers of failure that have a type.
	Errors []ErrorAnswer

	// Headers are the header fields that answers have.
	Headers []EndpointParam

	// Security are alternatives, of which a request shows one whole, unless the
	// endpoint is Open.
	Security [][]Security
	Open     bool
}

// EndpointParam describes a parameter of an Endpoint.
type EndpointParam struct {
	Name string
	In   ParamPlace

	// Style is how lists and objects are written (OpenAPI 3.1, 4.8.12); "" is
	// form in queries and cookies, simple elsewhere.
	Style    string
	Explode  bool
	Reserved bool // reserved characters are not encoded
	Required bool
	JSON     bool // the value is JSON text
}

// Part is a part of a multipart form.
type Part struct{ Name, Media string }

// ParamPlace is where a parameter stands.
type ParamPlace uint8

// The places of parameters.
const (
	InPath ParamPlace = iota
	InQuery
	InHeader
	InCookie
)

// Answer is an answer of success.
type Answer struct {
	Status string // "200", "2XX", "default"
	Media  string // "" when it has no content
}

// ErrorAnswer is an answer of failure.
type ErrorAnswer struct {
	Status string // as in Answer
	Media  string

	// As returns the error with its body: see ErrorAs.
	As func(*Error) error
}

// Parts is the result of an Endpoint that has several: a field for each of its
// answers, nil for one without content.
type Parts interface {
	ODataResult() (status *int, fields []any)
}

// Do calls an endpoint and returns what it answers. Args are the addresses of the
// parameters in the path, then the object of the other parameters, which may be
// nil, then the address of the body; each wrapped as in Object.ODataFields. Out
// wraps the address of the result.
//
//go:noinline
func Do[R any](ctx context.Context, at Resource, e *Endpoint, out func(*R) any, opts []RequestOption, args ...any) (R, error) {
	var v, none R
	if err := at.call(ctx, e, out(&v), opts, args); err != nil {
		return none, err
	}
	return v, nil
}

// DoAny is Do for an endpoint with several results.
//
//go:noinline
func DoAny[R any](ctx context.Context, at Resource, e *Endpoint, out func(*R) any, opts []RequestOption, args ...any) (*R, error) {
	v := new(R)
	if err := at.call(ctx, e, out(v), opts, args); err != nil {
		return nil, err
	}
	return v, nil
}

// Send is Do for an endpoint that answers with nothing.
//
//go:noinline
func Send(ctx context.Context, at Resource, e *Endpoint, opts []RequestOption, args ...any) error {
	return at.call(ctx, e, nil, opts, args)
}

// Receive calls an endpoint that answers with a sequence: lines of JSON, or
// events. The request is made when the items are wanted. An error is the last
// item.
//
//go:noinline
func Receive[T any](ctx context.Context, at Resource, e *Endpoint, item func(*T) any, opts []RequestOption, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		var body io.ReadCloser
		if err := at.call(ctx, e, &body, opts, args); err != nil {
			yield(none, err)
			return
		}
		defer body.Close()
		next := newSequence(body, at.client.maxResponse, false)
		for {
			var v T
			err := next(item(&v))
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(none, err)
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

// call makes the request and decodes the answer into out, a field or Parts; nil
// drops it.
func (r Resource) call(ctx context.Context, e *Endpoint, out any, opts []RequestOption, args []any) error {
	req, err := r.prepare(e, opts, args)
	if err != nil {
		return err
	}
	return r.client.do(ctx, e, req, out)
}

// prepare returns the request of a call.
func (r Resource) prepare(e *Endpoint, opts []RequestOption, args []any) (*request, error) {
	if r.client.err != nil {
		return nil, r.client.err
	}
	if r.err != nil {
		return nil, r.err
	}
	req, err := r.build(e, opts, args)
	if err != nil {
		return nil, errors.New("odata: " + e.Method + " " + e.Path + ": " + strings.TrimPrefix(err.Error(), "odata: "))
	}
	return req, nil
}

// do sends a request, again where the policy says so, and decodes the answer into
// out.
func (c *client) do(ctx context.Context, e *Endpoint, req *request, out any) error {
	for attempt := 1; ; attempt++ {
		resp, err := c.attemptEndpoint(ctx, e, req) //nolint:bodyclose // receive does, or the caller of Do
		if err == nil {
			if err = e.receive(c, resp, out); err != nil {
				return &callError{e.Method, req.url, err}
			}
			return nil
		}
		again, ctxErr := false, error(nil)
		if !req.streamed {
			again, ctxErr = c.retry.wait(ctx, attempt, e.Method, err)
		}
		if ctxErr != nil {
			return &callError{e.Method, req.url, errors.Join(ctxErr, err)}
		}
		if again {
			continue
		}
		var answered *Error
		if !errors.As(err, &answered) {
			err = &callError{e.Method, req.url, err}
		}
		return err
	}
}

// attemptEndpoint sends a request once. The answer is a success, and not read.
func (c *client) attemptEndpoint(ctx context.Context, e *Endpoint, out *request) (*http.Response, error) {
	header := out.header.Clone()
	explicit := len(header["Authorization"]) > 0
	credentials := c.credentialsFor(e)
	if err := c.admit(out.url, explicit || c.tokens != nil || len(c.proofs)+len(credentials) > 0, out.own); err != nil {
		return nil, err
	}
	if c.tokens != nil && !explicit && len(credentials) == 0 {
		token, err := c.tokens.Token(ctx)
		if err != nil {
			return nil, errors.New("token: " + err.Error())
		}
		header["Authorization"] = []string{"Bearer " + token}
	}
	setDefault(header, "User-Agent", c.agent)
	setDefault(header, "Accept", []string{e.accept()})
	u := *out.url
	req := newRequest(ctx, e.Method, &u, header, out.body)
	if out.stream != nil {
		req.Body, req.ContentLength = io.NopCloser(out.stream), -1
		if own, ok := out.stream.(*pipedBody); ok {
			req.Body = own
		}
	}
	if err := c.prove(ctx, req, credentials); err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, &lostError{unwrapURL(err)}
	}
	if resp.StatusCode >= 200 && resp.StatusCode <= 299 {
		if err := e.readHeaders(resp.Header, out.headers); err != nil {
			_ = resp.Body.Close() // the fault is another
			return nil, err
		}
		return resp, nil
	}
	// The error says more than a header field that cannot be read.
	_ = e.readHeaders(resp.Header, out.headers)
	_, err = c.receive(resp)
	return nil, e.typed(err)
}

// accept returns the media types of the answers.
func (e *Endpoint) accept() string {
	var types []string
	for _, a := range e.Answers {
		if a.Media != "" {
			types = append(types, a.Media)
		}
	}
	if len(types) == 0 {
		return "*/*"
	}
	return strings.Join(types, ", ")
}

// answer returns the index of the answer that describes a status; -1 when none
// does.
func (e *Endpoint) answer(status int) int {
	return bestStatus(status, len(e.Answers), func(i int) string { return e.Answers[i].Status })
}

// bestStatus returns which of n answers describes a status best, -1 for none: one
// for the status itself, for its range, for all.
func bestStatus(status, n int, described func(i int) string) int {
	text := strconv.Itoa(status)
	for _, want := range []string{text, text[:1] + "XX", "default"} {
		for i := range n {
			if described(i) == want {
				return i
			}
		}
	}
	return -1
}

// receive decodes an answer of success into out, and closes it unless out has
// taken the body.
func (e *Endpoint) receive(c *client, resp *http.Response, out any) error {
	i := e.answer(resp.StatusCode)
	if parts, ok := out.(Parts); ok {
		status, fields := parts.ODataResult()
		*status = resp.StatusCode
		if out = nil; i >= 0 {
			out = fields[i]
		}
	}
	media := ""
	if i >= 0 {
		media = e.Answers[i].Media
	} else if len(e.Answers) > 0 {
		media = e.Answers[0].Media
	}
	if body, ok := out.(*io.ReadCloser); ok {
		*body = resp.Body
		return nil
	}
	a, err := c.receive(resp)
	if err != nil {
		return err
	}
	defer a.body.free()
	if out == nil || len(a.body.b) == 0 {
		return nil
	}
	return e.decodeContent(media, a.body.b, out, false)
}
