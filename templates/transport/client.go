// Package transport sends the requests of generated clients: to allowed hosts, with
// credentials, again where that can help. It is for generated code alone and promises
// nothing to others.
package transport

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/brief"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/security"
)

// Client is what all places of one service share. It does not change once it is made.
type Client struct {
	Config *client.Config
	Root   *url.URL // the base URL
	Path   string   // escaped path of Root, without a slash at its end
	Err    error    // why nothing can be called

	hosts []string
	http  *http.Client
}

// New returns the client of the service at base. A base URL or an option that cannot be
// used is reported by each call.
func New(base string, opts []client.Option) *Client {
	cfg := client.NewConfig(base, opts)
	c := &Client{Config: cfg, Err: cfg.Err, hosts: cfg.Hosts}
	carrier, err := certified(cfg)
	c.http = c.guarded(carrier)
	root, rootErr := ParseBase(cfg.BaseURL)
	if err = errors.Join(cfg.Err, err, rootErr); err != nil {
		c.Err = err
		return c
	}
	cfg.Query, root.RawQuery = escape.JoinQuery(root.RawQuery, cfg.Query), ""
	c.Root, c.Path = root, strings.TrimSuffix(root.EscapedPath(), "/")
	c.hosts = append(c.hosts[:len(c.hosts):len(c.hosts)], hostOf(root))
	return c
}

// ParseBase reads the URL of a service.
func ParseBase(base string) (*url.URL, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return nil, errors.New("base URL: " + unwrapURL(err).Error()) // without the text, which can hold a password
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return nil, errors.New("base URL: want https://host/path")
	case u.User != nil || u.Fragment != "":
		return nil, errors.New("base URL " + strconv.Quote(Location(u)) + ": want no user and no fragment")
	}
	return u, nil
}

// Location returns u for messages: without user, query and fragment, which can
// hold secrets and personal data.
func Location(u *url.URL) string { return u.Scheme + "://" + u.Host + u.EscapedPath() }

// Request is a request on its way. One of Body and Stream is there, or none.
type Request struct {
	Method string
	URL    *url.URL
	Host   string              // that the service is told; "" is that of URL
	Header http.Header         // of the request; Send adds to it
	Accept string              // "" is JSON
	Mark   func(h http.Header) // adds what all requests of a kind have; nil for nothing

	ContentType string    // of what is sent; "" is JSON
	Body        []byte    // nil for none
	Stream      io.Reader // sent once
	Length      int64     // of Stream; -1 or 0 when it is not known

	// Security is what the operation asks for; where All is set, all credentials are
	// shown.
	Security [][]security.Requirement
	All      bool

	Own       string             // a host that is allowed for this request
	Stops     func(int) bool     // the redirects that are answers: they are not followed; nil for none
	Responses []*client.Response // see client.ResponseTo
}

// Send sends a request, again where the policy says so, and gives the answer of success
// to receive, which closes its body. What receive returns is an error of the call: a
// [LostError] when the same request can be sent again. The error of an answer that is no
// success is a *client.Error. A stream is closed in any case.
func (c *Client) Send(ctx context.Context, r *Request, receive func(*http.Response) error) error {
	if c.Err != nil {
		r.Close()
		return c.Err
	}
	for attempt := 1; ; attempt++ {
		resp, err := c.attempt(ctx, r) //nolint:bodyclose // receive closes it
		if err == nil {
			err = receive(resp)
		}
		if err == nil {
			return nil
		}
		again, ctxErr := false, error(nil)
		if r.Stream == nil {
			again, ctxErr = wait(ctx, &c.Config.Retry, attempt, r.Method, err)
		}
		switch {
		case ctxErr != nil:
			return c.Fault(r, fmt.Errorf("%w, after %w", ctxErr, err))
		case !again:
			return c.Fault(r, err)
		}
	}
}

// Fault returns the error of a request, which says where it was sent. A client.Error
// says that itself.
func (c *Client) Fault(r *Request, err error) error {
	var answered *client.Error
	if errors.As(err, &answered) {
		return err
	}
	return &callError{r.Method, r.URL, err}
}

// callError says which request a fault belongs to.
type callError struct {
	method string
	url    *url.URL
	err    error
}

// Error returns the request and what is wrong.
func (e *callError) Error() string {
	return e.method + " " + brief.Line(Location(e.url)) + ": " + e.err.Error()
}

// Unwrap returns the fault.
func (e *callError) Unwrap() error { return e.err }

// Close closes the stream of a request that is not sent. Send does so otherwise.
func (r *Request) Close() {
	if closer, ok := r.Stream.(io.Closer); ok {
		_ = closer.Close()
	}
}

// attempt sends a request once, and returns the answer if it is a success.
func (c *Client) attempt(ctx context.Context, r *Request) (*http.Response, error) {
	req, err := c.prepare(ctx, r)
	if err != nil {
		r.Close()
		return nil, err
	}
	resp, err := c.http.Do(req) // closes the body
	if err != nil {
		return nil, &LostError{unwrapURL(err)} // callError says the rest, without the query
	}
	if resp.Request == nil { // as carriers may leave it that are not of package net/http
		resp.Request = req
	}
	decompress(resp)
	for _, to := range r.Responses {
		*to = client.Response{StatusCode: resp.StatusCode, Header: resp.Header, URL: Location(resp.Request.URL)}
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 && !r.stops(resp.StatusCode) {
		return nil, c.Refused(resp)
	}
	return resp, nil
}

// stops reports whether a status is that of a redirect that is an answer.
func (r *Request) stops(status int) bool {
	return status >= 300 && status <= 399 && r.Stops != nil && r.Stops(status)
}

// prepare returns the request that net/http sends, with what it shows.
func (c *Client) prepare(ctx context.Context, r *Request) (*http.Request, error) {
	header := r.Header.Clone()
	if header == nil {
		header = make(http.Header, 4)
	}
	credentials := c.credentialsFor(r)
	explicit := len(header["Authorization"]) > 0
	cfg := c.Config
	secret := explicit || cfg.Tokens != nil || len(cfg.Keys)+len(credentials) > 0
	if err := c.admit(r.URL, secret, r.Own); err != nil {
		return nil, err
	}
	if cfg.Tokens != nil && !explicit && (r.All || len(credentials) == 0) {
		token, err := tokenOf(ctx, cfg.Tokens)
		if err != nil {
			return nil, fmt.Errorf("token: %w", err)
		}
		header["Authorization"] = []string{"Bearer " + token}
	}
	setDefault(header, "Accept", r.Accept, jsonType)
	setDefault(header, "User-Agent", cfg.UserAgent, nil)
	if r.Mark != nil {
		r.Mark(header)
	}
	req := newRequest(ctx, r, header)
	addQuery(req.URL, cfg.Query)
	return req, c.show(ctx, req, credentials)
}

// addQuery adds the parameters of query to a URL that does not have them: a link of the
// service mostly does.
func addQuery(u *url.URL, query string) {
	if query == "" {
		return
	}
	had := u.Query()
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil && !had.Has(plain) {
			u.RawQuery = escape.JoinQuery(u.RawQuery, pair)
		}
	}
}

// jsonType is a header value that all requests share.
var jsonType = []string{"application/json"}

// setDefault sets a header field that is not there to value, to usual when that is "".
func setDefault(h http.Header, name, value string, usual []string) {
	switch {
	case h[name] != nil:
	case value != "":
		h[name] = []string{value}
	default:
		h[name] = usual
	}
}

// newRequest is http.NewRequest for a URL that is parsed already. The URL is a copy:
// credentials are added to it.
func newRequest(ctx context.Context, r *Request, header http.Header) *http.Request {
	u := *r.URL
	if r.Stops != nil {
		ctx = context.WithValue(ctx, stopsKey{}, r)
	}
	req := (&http.Request{
		Method:     r.Method,
		URL:        &u,
		Host:       cmp.Or(r.Host, u.Host),
		Header:     header,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
	}).WithContext(ctx)
	switch {
	case r.Stream != nil:
		setDefault(header, "Content-Type", r.ContentType, []string{"application/octet-stream"})
		// For net/http too, 0 is a length that is not known, unless there is no body.
		req.Body, req.ContentLength = stream(r.Stream), r.Length
	case r.Body != nil: // it may be empty: the type says that it is there
		setDefault(header, "Content-Type", r.ContentType, jsonType)
		body := r.Body
		req.ContentLength = int64(len(body))
		req.GetBody = func() (io.ReadCloser, error) { return newPayload(body), nil }
		req.Body = newPayload(body)
	}
	return req
}

// stream returns r with a Close.
func stream(r io.Reader) io.ReadCloser {
	if rc, ok := r.(io.ReadCloser); ok {
		return rc
	}
	return io.NopCloser(r)
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

// ReadAll reads the body of an answer to its end, so that the connection can be used
// again. Who gets it frees it.
func (c *Client) ReadAll(resp *http.Response) (*buffer.Buffer, error) {
	defer resp.Body.Close()
	b := buffer.New()
	if err := b.Read(resp.Body, resp.ContentLength, c.Config.MaxResponse); err != nil {
		b.Free()
		if errors.Is(err, buffer.ErrTooLarge) {
			return nil, fmt.Errorf("the answer is longer than %d bytes", c.Config.MaxResponse)
		}
		return nil, &LostError{err}
	}
	return b, nil
}

// unwrapURL returns the cause of an error of net/http, without the URL, whose query
// can hold secrets.
func unwrapURL(err error) error {
	var cause *url.Error
	if errors.As(err, &cause) {
		return cause.Err
	}
	return err
}
