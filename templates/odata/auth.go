package odata

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
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

// refusal is the reason why no request is made to a URL. It is never retried.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

// admit returns an error unless requests may go to u, which secret says carry a
// token: its host must be allowed, and the way there must not be open to
// readers. Own is a host that is allowed besides.
func (c *client) admit(u *url.URL, secret bool, own string) error {
	if u.Scheme != "https" && u.Scheme != "http" {
		return &refusal{"scheme " + quoted(u.Scheme) + " is neither https nor http"}
	}
	if host := hostOf(u); host != own && !slices.Contains(c.allowed, host) {
		return &refusal{"host " + quoted(host) + " is not allowed; see WithAllowedHosts"}
	}
	if u.Scheme == "https" || isLoopback(u.Hostname()) {
		return nil
	}
	if secret {
		return &refusal{"a token is sent over https only, and this is http"}
	}
	if c.root.Scheme == "https" {
		return &refusal{"the base URL is https, and this is http"}
	}
	return nil
}

// hostOf returns the host of u as WithAllowedHosts has it: in lower case, with
// the port unless it is the one of the scheme.
func hostOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// guarded returns a copy of h that follows redirects to allowed hosts alone,
// with the token of the first request.
func (c *client) guarded(h *http.Client) *http.Client {
	g := *h
	g.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		token := via[0].Header["Authorization"]
		if err := c.admit(req.URL, len(token) > 0, hostOf(via[0].URL)); err != nil {
			return err
		}
		if len(token) > 0 {
			req.Header["Authorization"] = token
		}
		if h.CheckRedirect != nil {
			return h.CheckRedirect(req, via)
		}
		if len(via) >= maxRedirects {
			return &refusal{"too many redirects"}
		}
		return nil
	}
	return &g
}

// maxRedirects is the limit that net/http has by default.
const maxRedirects = 10
