// Package client has what programs name of a generated client: its options, the options
// of a call, and the errors that come back.
package client

import (
	"errors"
	"net/http"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/escape"
)

// Option is a setting of a client.
type Option func(*Config)

// Config is what options come to. Generated code reads it; programs use the options.
type Config struct {
	BaseURL     string
	Hosts       []string // allowed beside that of the base URL, in lower case
	HTTP        *http.Client
	Retry       RetryPolicy
	MaxResponse int64
	UserAgent   string
	Tokens      TokenSource  // of bearer tokens, for each request
	Keys        []Key        // that each request has
	Credentials []Credential // by security scheme
	KeySegments bool         // keys are segments of a path, not in parentheses
	Exact       bool         // numbers that a float64 may not hold are sent as texts
	Lenient     bool         // dates and times are taken as they come
	Query       string       // that each request has, escaped
	Servers     map[string]string

	// Err is why nothing can be called.
	Err error
}

// NewConfig returns the configuration of a client for the service at base.
func NewConfig(base string, opts []Option) *Config {
	c := &Config{BaseURL: base, HTTP: &http.Client{}, MaxResponse: 64 << 20, UserAgent: "odagen"}
	for _, opt := range opts {
		if opt == nil {
			c.fail("an option is nil")
			continue
		}
		opt(c)
	}
	return c
}

// fail records that an option makes no sense. The first one counts.
func (c *Config) fail(reason string) {
	if c.Err == nil {
		c.Err = errors.New("client: " + reason)
	}
}

// WithBaseURL replaces the URL of the service that the client was generated
// for. It is absolute, and without user. A query that it has is one of each request.
func WithBaseURL(base string) Option { return func(c *Config) { c.BaseURL = base } }

// WithQuery adds a parameter to the query of each request that does not have it, as in
// client.WithQuery("sap-client", "100").
func WithQuery(name, value string) Option {
	return func(c *Config) {
		c.Query = escape.JoinQuery(c.Query, escape.Escape(name, escape.QueryBytes)+"="+escape.Escape(value, escape.QueryBytes))
	}
}

// WithAllowedHosts names hosts that requests may go to beside the host of the
// base URL: by redirects, by the links of pages. A host has its port unless that
// is the one of the scheme, as in "graph.microsoft.us" or "localhost:8080". A
// link to another host is an error, and no request is made.
func WithAllowedHosts(hosts ...string) Option {
	return func(c *Config) {
		for _, h := range hosts {
			c.Hosts = append(c.Hosts, strings.ToLower(h))
		}
	}
}

// WithHTTPClient sets what carries the requests; the default has the transport
// of http.DefaultClient. Middleware belongs into its Transport. The client is
// copied, and its CheckRedirect asked after that of the allowed hosts.
func WithHTTPClient(h *http.Client) Option {
	return func(c *Config) {
		if h == nil {
			c.fail("WithHTTPClient: the client is nil")
			return
		}
		c.HTTP = h
	}
}

// WithRetry sets which requests are sent again, and when. The default is the
// zero RetryPolicy.
func WithRetry(p RetryPolicy) Option { return func(c *Config) { c.Retry = p } }

// WithMaxResponse limits the body of an answer that is held in memory, and of a page
// of a list; the default is 64 MiB. Content that streams has no limit.
func WithMaxResponse(bytes int64) Option { return func(c *Config) { c.MaxResponse = bytes } }

// WithUserAgent sets the User-Agent; the default is "odagen".
func WithUserAgent(agent string) Option { return func(c *Config) { c.UserAgent = agent } }
