package odata

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// SecurityScheme is a way to show who asks (OpenAPI 3.1, 4.8.27): a key in a header,
// the query or a cookie; credentials in the Authorization header; or the certificate
// of the connection.
type SecurityScheme struct {
	ID     string // what the description calls it
	Scheme string // of the Authorization header, as in "bearer"; "" for the others
	In     string // of a key: header, query, cookie
	Name   string // of a key
	TLS    bool   // the certificate of the client
}

// Security is a scheme that an operation asks for, with the scopes of which it says
// that they are needed.
type Security struct {
	Scheme *SecurityScheme
	Scopes []string
}

// proof is what WithAPIKey and WithBasicAuth add to each request.
type proof struct{ in, name, value string }

// WithAPIKey makes the client send a key with each request: in is header, query or
// cookie.
func WithAPIKey(in, name, key string) Option {
	return func(c *client) { c.proofs = append(c.proofs, proof{in, name, key}) }
}

// WithBasicAuth makes the client send a user and a password with each request (RFC
// 7617).
func WithBasicAuth(user, password string) Option {
	return WithAPIKey("header", "Authorization", "Basic "+basic(user, password))
}

func basic(user, password string) string {
	return base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
}

// credential makes the value that a request shows for a scheme.
type credential struct {
	scheme *SecurityScheme
	value  func(ctx context.Context) (string, error)
}

// WithCredential gives the client what to show for a scheme, to operations that ask
// for it: a key, or what stands behind the scheme in the Authorization header. Of the
// alternatives that an operation has, the first is shown for which the client has
// all.
func WithCredential(s *SecurityScheme, value string) Option {
	return WithTokens(s, StaticToken(value))
}

// WithLogin is WithCredential for a user and a password (RFC 7617).
func WithLogin(s *SecurityScheme, user, password string) Option {
	return WithCredential(s, basic(user, password))
}

// WithTokens is WithCredential for tokens that are asked for before each attempt.
func WithTokens(s *SecurityScheme, ts TokenSource) Option {
	return func(c *client) { c.credentials = append(c.credentials, credential{s, ts.Token}) }
}

// WithCertificate makes the client show a certificate when a service asks for one,
// and take operations for possible that ask for s. The client that WithHTTPClient
// sets must have an *http.Transport then, which is copied.
func WithCertificate(s *SecurityScheme, certificate tls.Certificate) Option {
	return func(c *client) {
		c.certificates = append(c.certificates, certificate)
		c.credentials = append(c.credentials, credential{scheme: s})
	}
}

// certified returns a copy of h that shows the certificates.
func (c *client) certified(h *http.Client) (*http.Client, error) {
	if len(c.certificates) == 0 {
		return h, nil
	}
	carrier := h.Transport
	if carrier == nil {
		carrier = http.DefaultTransport
	}
	transport, ok := carrier.(*http.Transport)
	if !ok {
		return h, errors.New("odata: WithCertificate: the HTTP client has no *http.Transport")
	}
	transport = transport.Clone()
	if transport.TLSClientConfig == nil {
		transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	transport.TLSClientConfig.Certificates = append(transport.TLSClientConfig.Certificates, c.certificates...)
	copied := *h
	copied.Transport = transport
	return &copied, nil
}

// credentialsFor returns what to show for the first alternative for which the client
// has all; all that it has where e is nil, for an operation of OData.
func (c *client) credentialsFor(e *Endpoint) []credential {
	if e == nil {
		return c.credentials
	}
	for _, alternative := range e.Security {
		var out []credential
		for _, s := range alternative {
			for _, have := range c.credentials {
				if have.scheme == s.Scheme {
					out = append(out, have)
					break
				}
			}
		}
		if len(out) == len(alternative) {
			return out
		}
	}
	return nil
}

// prove adds to a request what it shows: proofs, and credentials.
func (c *client) prove(ctx context.Context, req *http.Request, credentials []credential) error {
	for _, p := range c.proofs {
		p.show(req)
	}
	for _, have := range credentials {
		if have.scheme.TLS {
			continue
		}
		value, err := have.value(ctx)
		if err == nil && value == "" {
			err = errors.New("there is no value")
		}
		if err != nil {
			return errors.New("security scheme " + quoted(have.scheme.ID) + ": " + err.Error())
		}
		p := proof{have.scheme.In, have.scheme.Name, value}
		if s := have.scheme.Scheme; s != "" {
			p = proof{"header", "Authorization", authScheme(s) + " " + value}
		}
		p.show(req)
	}
	return nil
}

// authScheme is a scheme of the Authorization header as it is mostly written.
func authScheme(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// show adds the proof to a request. A header field that is there stays.
func (p proof) show(req *http.Request) {
	switch p.in {
	case "query":
		req.URL.RawQuery = joinQuery(req.URL.RawQuery, escape(p.name, plainBytes)+"="+escape(p.value, plainBytes))
	case "cookie":
		req.AddCookie(&http.Cookie{Name: p.name, Value: p.value})
	default:
		if req.Header.Get(p.name) == "" {
			req.Header.Set(p.name, p.value)
		}
	}
}

func joinQuery(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "&" + b
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
