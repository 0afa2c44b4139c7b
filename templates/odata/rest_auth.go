package odata

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// Security is a proof that a request shows: a key in a header, the query or a
// cookie, or credentials in the Authorization header with a scheme.
type Security struct {
	Scheme string // basic, bearer; "" for a key
	In     string // header, query, cookie
	Name   string // of the key
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
	text := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	return WithAPIKey("header", "Authorization", "Basic "+text)
}

// prove adds the proofs to a request.
func (c *client) prove(req *http.Request) {
	for _, p := range c.proofs {
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

// shown returns the proof in a request that s asks for; ok is false when there is
// none.
func (s Security) shown(r *http.Request) (value string, ok bool) {
	switch {
	case s.Scheme != "":
		scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		value = strings.TrimSpace(value)
		return value, strings.EqualFold(scheme, s.Scheme) && value != ""
	case s.In == "query":
		value = r.URL.Query().Get(s.Name)
	case s.In == "cookie":
		if c, err := r.Cookie(s.Name); err == nil {
			value = c.Value
		}
	default:
		value = r.Header.Get(s.Name)
	}
	return value, value != ""
}

// authenticate asks for one of the proofs of an endpoint, and for a judgement on
// it. Schemes that odata has no name for are left to the service.
func (e *Endpoint) authenticate(x *exchange) error {
	if x.handler.open || e.Open && len(e.Security) == 0 {
		return nil
	}
	for _, s := range e.Security {
		value, ok := s.shown(x.HTTP)
		if !ok {
			continue
		}
		if x.handler.judge == nil {
			return nil
		}
		return x.judge(value)
	}
	if e.Open {
		return nil
	}
	for _, s := range e.Security {
		if s.Scheme != "" {
			x.w.Header().Add("WWW-Authenticate", strings.ToUpper(s.Scheme[:1])+s.Scheme[1:])
		}
	}
	return newError(http.StatusUnauthorized, "a proof of who asks is needed")
}
