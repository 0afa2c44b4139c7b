package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/security"
)

var errNoToken = errors.New("the source gave none")

func tokenOf(ctx context.Context, ts client.TokenSource) (string, error) {
	token, err := ts.Token(ctx)
	if err == nil && token == "" {
		err = errNoToken
	}
	return token, err
}

// certified returns the HTTP client, with the certificates of the credentials.
func certified(cfg *client.Config) (*http.Client, error) {
	var certificates []tls.Certificate
	for _, have := range cfg.Credentials {
		if have.Certificate != nil {
			certificates = append(certificates, *have.Certificate)
		}
	}
	if len(certificates) == 0 {
		return cfg.HTTP, nil
	}
	carrier := cfg.HTTP.Transport
	if carrier == nil {
		carrier = http.DefaultTransport
	}
	transport, ok := carrier.(*http.Transport)
	if !ok {
		return cfg.HTTP, errors.New("WithCertificate: the HTTP client has no *http.Transport")
	}
	transport = transport.Clone()
	if transport.TLSClientConfig == nil {
		transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	transport.TLSClientConfig.Certificates = append(transport.TLSClientConfig.Certificates, certificates...)
	copied := *cfg.HTTP
	copied.Transport = transport
	return &copied, nil
}

// credentialsFor returns what to show for the first alternative for which the client
// has all.
func (c *Client) credentialsFor(r *Request) []client.Credential {
	if r.All {
		return c.Config.Credentials
	}
	for _, alternative := range r.Security {
		var out []client.Credential
		for _, s := range alternative {
			if have, ok := c.credential(s.Scheme); ok {
				out = append(out, have)
			}
		}
		if len(out) == len(alternative) {
			return out
		}
	}
	return nil
}

func (c *Client) credential(s *security.Scheme) (client.Credential, bool) {
	for _, have := range c.Config.Credentials {
		if have.Scheme == s {
			return have, true
		}
	}
	return client.Credential{}, false
}

// show adds to a request what it shows: the keys, and credentials.
func (c *Client) show(ctx context.Context, req *http.Request, credentials []client.Credential) error {
	for _, k := range c.Config.Keys {
		if err := addKey(req, k); err != nil {
			return err
		}
	}
	for _, have := range credentials {
		if have.Value == nil {
			continue // the connection shows it
		}
		value, err := have.Value(ctx)
		if err == nil && value == "" {
			err = errors.New("there is no value")
		}
		if err == nil {
			k := client.Key{In: have.Scheme.In, Name: have.Scheme.Name, Value: value}
			if s := have.Scheme.Scheme; s != "" {
				k = client.Key{In: "header", Name: "Authorization", Value: security.AuthScheme(s) + " " + value}
			}
			err = addKey(req, k)
		}
		if err != nil {
			return fmt.Errorf("security scheme %q: %w", have.Scheme.ID, err)
		}
	}
	return nil
}

// addKey adds a key to a request. A header field that is there stays.
func addKey(req *http.Request, k client.Key) error {
	switch k.In {
	case "query":
		pair := escape.Escape(k.Name, escape.PlainBytes) + "=" + escape.Escape(k.Value, escape.PlainBytes)
		req.URL.RawQuery = escape.JoinQuery(req.URL.RawQuery, pair)
	case "cookie":
		cookie := &http.Cookie{Name: k.Name, Value: k.Value}
		if err := cookie.Valid(); err != nil {
			return errors.New("a cookie cannot hold the key " + strconv.Quote(k.Name) + " as it is")
		}
		req.AddCookie(cookie)
	default:
		if req.Header.Get(k.Name) == "" {
			req.Header.Set(k.Name, k.Value)
		}
	}
	return nil
}
