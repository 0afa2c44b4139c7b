package transport

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/brief"
)

// refusal is the reason why no request is made to a URL. It is never retried.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

// admit returns an error unless requests may go to u, which secret says carry a
// token: its host must be allowed, and the way there must not be open to
// readers. Own is a host that is allowed besides.
func (c *Client) admit(u *url.URL, secret bool, own string) error {
	if u.Scheme != "https" && u.Scheme != "http" {
		return &refusal{"scheme " + strconv.Quote(brief.Cut(u.Scheme)) + " is neither https nor http"}
	}
	if host := hostOf(u); host != own && !slices.Contains(c.hosts, host) {
		return &refusal{"host " + strconv.Quote(brief.Cut(host)) + " is not allowed; see WithAllowedHosts"}
	}
	if u.Scheme == "https" || isLoopback(u.Hostname()) {
		return nil
	}
	if secret {
		return &refusal{"a token is sent over https only, and this is http"}
	}
	if c.Root.Scheme == "https" {
		return &refusal{"the base URL is https, and this is http"}
	}
	return nil
}

// HostOf returns the host of u as client.WithAllowedHosts has it.
func HostOf(u *url.URL) string { return hostOf(u) }

// hostOf returns the host of u in lower case, with the port unless it is the one of
// the scheme.
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
// with the token of the first request, and none that makes another method of it: a
// DELETE that becomes a GET would succeed and remove nothing (RFC 9110, 15.4).
func (c *Client) guarded(h *http.Client) *http.Client {
	g := *h
	g.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if r, ok := req.Context().Value(stopsKey{}).(*Request); ok && req.Response != nil && r.stops(req.Response.StatusCode) {
			return http.ErrUseLastResponse
		}
		if req.Method != via[0].Method {
			return &refusal{"the answer is a redirect that makes a " + req.Method + " of a " + via[0].Method}
		}
		token := via[0].Header["Authorization"]
		if err := c.admit(req.URL, len(token) > 0 || c.hasSecrets(), hostOf(via[0].URL)); err != nil {
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

// stopsKey is where the context of a request has the Request, for what it Stops at.
type stopsKey struct{}

// hasSecrets reports whether requests can have a secret.
func (c *Client) hasSecrets() bool {
	return c.Config.Tokens != nil || len(c.Config.Keys)+len(c.Config.Credentials) > 0
}

// maxRedirects is the limit that net/http has by default.
const maxRedirects = 10
