package odata

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Option is a setting of a client.
type Option func(*client)

// WithBaseURL replaces the URL of the service that the client was generated
// for. It is absolute, without query and without user.
func WithBaseURL(base string) Option { return func(c *client) { c.base = base } }

// WithTokenSource makes the client send a bearer token with each request. A
// token goes over https only, or over http to the own machine.
func WithTokenSource(ts TokenSource) Option { return func(c *client) { c.tokens = ts } }

// WithAllowedHosts names hosts that requests may go to beside the host of the
// base URL: by redirects, by the links of pages. A host has its port unless that
// is the one of the scheme, as in "graph.microsoft.us" or "localhost:8080". A
// link to another host is an error, and no request is made.
func WithAllowedHosts(hosts ...string) Option {
	return func(c *client) {
		for _, h := range hosts {
			c.allowed = append(c.allowed, strings.ToLower(h))
		}
	}
}

// WithHTTPClient sets what carries the requests; the default has the transport
// of http.DefaultClient. Middleware belongs into its Transport. The client is
// copied, and its CheckRedirect asked after that of the allowed hosts.
func WithHTTPClient(h *http.Client) Option { return func(c *client) { c.http = h } }

// WithRetry sets which requests are sent again, and when. The default is the
// zero RetryPolicy.
func WithRetry(p RetryPolicy) Option { return func(c *client) { c.retry = p } }

// WithMaxResponse limits the body of an answer; the default is 64 MiB.
func WithMaxResponse(bytes int64) Option { return func(c *client) { c.maxResponse = bytes } }

// WithUserAgent sets the User-Agent; the default is "odagen".
func WithUserAgent(agent string) Option { return func(c *client) { c.agent = []string{agent} } }

// WithKeyPredicates writes keys in parentheses, as in Users('ann') and Orders(7),
// which each OData service understands.
func WithKeyPredicates() Option { return func(c *client) { c.predicates = true } }

// WithKeySegments writes a key as a segment of its own, as in users/ann, which a
// service may understand besides (OData URL Conventions 4.01, 4.3.6).
func WithKeySegments() Option { return func(c *client) { c.predicates = false } }

// client is what all resources of one service share. It does not change once it
// is made.
type client struct {
	base        string
	root        *url.URL // base, parsed
	path        string   // escaped path of root, without a slash at its end
	allowed     []string
	http        *http.Client
	tokens      TokenSource
	retry       RetryPolicy
	maxResponse int64
	agent       []string
	predicates  bool
	proofs      []proof
	credentials []credential

	servers map[string]string

	certificates []tls.Certificate
	err          error // why nothing can be called
	fault        error // of an option
}

// NewPredicateClient is NewClient for a service that has keys in parentheses.
func NewPredicateClient(base string, opts ...Option) Resource {
	return NewClient(base, append([]Option{WithKeyPredicates()}, opts...)...)
}

// NewClient returns the root of the service at base. A base URL that cannot be
// used is reported by each call. Keys are segments.
func NewClient(base string, opts ...Option) Resource {
	c := &client{
		base:        base,
		http:        &http.Client{},
		maxResponse: 64 << 20,
		agent:       []string{"odagen"},
	}
	for _, opt := range opts {
		opt(c)
	}
	carrier, err := c.certified(c.http)
	c.http = c.guarded(carrier)
	if c.root, c.err = parseBase(c.base); c.err == nil {
		c.err = errors.Join(c.fault, err)

		c.path = strings.TrimSuffix(c.root.EscapedPath(), "/")
		c.allowed = append(c.allowed, hostOf(c.root))
	}
	return Resource{client: c}
}

func parseBase(base string) (*url.URL, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil:
		var cause *url.Error
		if errors.As(err, &cause) {
			err = cause.Err // without the text, which can hold a password
		}
		return nil, errors.New("odata: base URL: " + err.Error())
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return nil, errors.New("odata: base URL: want https://host/path")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("odata: base URL " + quoted(location(u)) + ": want no user, query or fragment")
	}
	return u, nil
}

// location returns u for messages: without user, query and fragment, which can
// hold secrets and personal data.
func location(u *url.URL) string {
	return u.Scheme + "://" + u.Host + u.EscapedPath()
}

func quoted(s string) string { return strconv.Quote(s) }
