package client

import (
	"context"
	"crypto/tls"
	"encoding/base64"

	"github.com/seed-349153d7/odagen/templates/security"
)

// TokenSource gives the bearer tokens that a client sends. It is asked before
// each attempt, possibly by several goroutines at once, so it keeps a token
// until that expires.
type TokenSource interface {
	Token(ctx context.Context) (string, error)
}

// TokenFunc is a function used as a TokenSource.
type TokenFunc func(ctx context.Context) (string, error)

// Token calls f.
func (f TokenFunc) Token(ctx context.Context) (string, error) { return f(ctx) }

// StaticToken returns a source that always gives token.
func StaticToken(token string) TokenSource {
	return TokenFunc(func(context.Context) (string, error) { return token, nil })
}

// Key is what WithAPIKey adds to each request.
type Key struct{ In, Name, Value string }

// Credential is what a request shows for a security scheme: the value that Value makes,
// or one of the certificates.
type Credential struct {
	Scheme      *security.Scheme
	Value       func(ctx context.Context) (string, error)
	Certificate *tls.Certificate
}

// WithTokenSource makes the client send a bearer token with each request. A
// token goes over https only, or over http to the own machine.
func WithTokenSource(ts TokenSource) Option {
	return func(c *Config) {
		if ts == nil {
			c.fail("WithTokenSource: the source is nil")
		}
		c.Tokens = ts
	}
}

// WithAPIKey makes the client send a key with each request: in is header, query or
// cookie. Where the description has security schemes, the generated package has an
// option for each.
func WithAPIKey(in, name, key string) Option {
	return func(c *Config) { c.Keys = append(c.Keys, Key{in, name, key}) }
}

// WithBasicAuth makes the client send a user and a password with each request (RFC
// 7617).
func WithBasicAuth(user, password string) Option {
	return WithAPIKey("header", "Authorization", "Basic "+basic(user, password))
}

func basic(user, password string) string {
	return base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
}

// WithCredential gives the client what to show for a scheme, to operations that ask
// for it: a key, or what stands behind the scheme in the Authorization header. Of the
// alternatives that an operation has, the first is shown for which the client has
// all. It and the three below are for the options of generated packages.
func WithCredential(s *security.Scheme, value string) Option {
	return WithTokens(s, StaticToken(value))
}

// WithLogin is WithCredential for a user and a password (RFC 7617).
func WithLogin(s *security.Scheme, user, password string) Option {
	return WithCredential(s, basic(user, password))
}

// WithTokens is WithCredential for tokens that are asked for before each attempt.
func WithTokens(s *security.Scheme, ts TokenSource) Option {
	return func(c *Config) {
		if ts == nil {
			c.fail("security scheme " + s.ID + ": the source of tokens is nil")
			return
		}
		c.Credentials = append(c.Credentials, Credential{Scheme: s, Value: ts.Token})
	}
}

// WithCertificate makes the client show a certificate when a service asks for one,
// and take operations for possible that ask for s. The client that WithHTTPClient
// sets must have an *http.Transport then, which is copied.
func WithCertificate(s *security.Scheme, certificate tls.Certificate) Option {
	return func(c *Config) {
		c.Credentials = append(c.Credentials, Credential{Scheme: s, Certificate: &certificate})
	}
}
