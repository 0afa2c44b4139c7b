package odata

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
)

// Proof is what a request shows for a security scheme.
type Proof struct {
	Scheme  *SecurityScheme
	Scopes  []string      // that the operation asks for
	Value   string        // a key, or what stands behind the scheme in the Authorization header
	Request *http.Request // its TLS field has the certificates of a connection
}

// Login returns the user and the password of a proof of the scheme basic.
func (p Proof) Login() (user, password string, ok bool) {
	text, err := base64.StdEncoding.DecodeString(p.Value)
	user, password, ok = strings.Cut(string(text), ":")
	return user, password, ok && err == nil
}

// Verifier judges a proof. It returns the context that the service, or the verifier
// of the next scheme, gets. Its error is answered with 401, unless it is an *Error or
// a sentinel such as ErrForbidden, which has its own status.
type Verifier func(ctx context.Context, p Proof) (context.Context, error)

// WithVerifier sets what judges the proofs for a scheme, in place of what
// WithAuthenticator sets. Without either, a proof must be there and any is good.
func WithVerifier(s *SecurityScheme, v Verifier) HandlerOption {
	return func(h *handler) {
		if h.verifiers == nil {
			h.verifiers = map[*SecurityScheme]Verifier{}
		}
		h.verifiers[s] = v
	}
}

// shown returns what a request shows for a scheme; ok is false when it is nothing.
func (s *SecurityScheme) shown(r *http.Request) (value string, ok bool) {
	switch {
	case s.TLS:
		return "", r.TLS != nil && len(r.TLS.PeerCertificates) > 0
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

// authenticate asks for all proofs of one alternative, and for a judgement on each.
// Where several alternatives are shown, one that is good suffices.
func (e *Endpoint) authenticate(x *exchange) error {
	if x.handler.open || len(e.Security) == 0 {
		return nil
	}
	var refused error
	var challenge string
	for _, alternative := range e.Security {
		proofs := shownFor(alternative, x.HTTP)
		if proofs == nil {
			continue
		}
		ctx, bad, err := x.verify(proofs)
		if err == nil {
			x.Context = ctx
			return nil
		}
		if refused == nil {
			refused, challenge = err, bad.Scheme.Scheme
		}
	}
	switch {
	case refused != nil:
		return x.refuse(refused, challenge)
	case e.Open:
		return nil
	}
	said := map[string]bool{}
	for _, alternative := range e.Security {
		for _, s := range alternative {
			if scheme := s.Scheme.Scheme; scheme != "" && !said[scheme] {
				said[scheme] = true
				x.w.Header().Add("WWW-Authenticate", authScheme(scheme))
			}
		}
	}
	return newError(http.StatusUnauthorized, "a proof of who asks is needed")
}

// shownFor returns the proofs of an alternative; nil when the request does not have
// all.
func shownFor(alternative []Security, r *http.Request) []Proof {
	proofs := make([]Proof, 0, len(alternative))
	for _, s := range alternative {
		value, ok := s.Scheme.shown(r)
		if !ok {
			return nil
		}
		proofs = append(proofs, Proof{s.Scheme, s.Scopes, value, r})
	}
	return proofs
}

// verify judges proofs. Bad is the one that an error is about.
func (x *exchange) verify(proofs []Proof) (ctx context.Context, bad Proof, err error) {
	ctx = x.Context
	for _, p := range proofs {
		switch judge := x.handler.verifiers[p.Scheme]; {
		case judge != nil:
			ctx, err = judge(ctx, p)
		case x.handler.judge != nil:
			ctx, err = x.handler.judge(ctx, p.Value, x.HTTP)
		}
		if err != nil {
			return nil, p, err
		}
	}
	return ctx, Proof{}, nil
}

// refuse returns the error that answers a request whose proof is not good. Scheme is
// that of the Authorization header, "" for another.
func (x *exchange) refuse(err error, scheme string) error {
	e := problem(err)
	if e == nil {
		e = newError(http.StatusUnauthorized, "the proof of who asks is not good")
		if scheme == "bearer" {
			e.Message = "the bearer token is not good"
		}
	}
	if scheme == "" {
		return e
	}
	challenge := authScheme(scheme)
	switch {
	case e.StatusCode == http.StatusUnauthorized && scheme == "bearer":
		challenge += ` error="invalid_token"`
	case e.StatusCode == http.StatusForbidden && scheme == "bearer":
		challenge += ` error="insufficient_scope"`
	case e.StatusCode != http.StatusUnauthorized:
		return e
	}
	x.w.Header().Set("WWW-Authenticate", challenge)
	return e
}
