package exchange

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/security"
	"github.com/seed-349153d7/odagen/templates/server"
)

var errUnverified = errors.New("the scheme has no verifier")

// BearerToken is what operations ask for when their description says nothing.
var BearerToken = [][]security.Requirement{{{Scheme: &security.Scheme{ID: "bearer", Scheme: "bearer"}}}}

// verifier returns what verifies a scheme; nil when nothing does.
func (h *handler) verifier(s *security.Scheme) server.Verifier {
	if h.Auth == nil {
		return nil
	}
	return h.Auth.VerifierFor(s)
}

// authenticate asks for all that one alternative of the operation needs, and has it
// verified. Where several alternatives are shown, one that is good suffices.
func (x *Exchange) authenticate(ctx context.Context) (context.Context, error) {
	op := x.op
	if len(op.Security) == 0 || server.IsOpen(x.handler.Auth) {
		return ctx, nil
	}
	var refused error
	var scheme *security.Scheme
	for _, alternative := range op.Security {
		proofs := proofsOf(alternative, x.R)
		if proofs == nil {
			continue
		}
		verified, bad, err := x.verify(ctx, proofs)
		if err == nil {
			return verified, nil
		}
		if refused == nil {
			refused, scheme = err, bad
		}
	}
	switch {
	case refused != nil:
		return ctx, x.refuse(refused, scheme.Scheme)
	case op.Optional:
		return ctx, nil
	}
	x.challenge()
	if onlyBearer(op.Security) {
		return ctx, server.Fail(http.StatusUnauthorized, "", "a bearer token is needed")
	}
	return ctx, server.Fail(http.StatusUnauthorized, "", "a proof of who asks is needed")
}

func onlyBearer(alternatives [][]security.Requirement) bool {
	return !slices.ContainsFunc(alternatives, func(a []security.Requirement) bool {
		return len(a) != 1 || !strings.EqualFold(a[0].Scheme.Scheme, "bearer")
	})
}

// proofsOf returns what a request shows for an alternative; nil when it does not show
// all.
func proofsOf(alternative []security.Requirement, r *http.Request) []server.Proof {
	proofs := make([]server.Proof, 0, len(alternative))
	for _, s := range alternative {
		value, ok := s.Scheme.Shown(r)
		if !ok {
			return nil
		}
		proofs = append(proofs, server.Proof{Scheme: s.Scheme, Scopes: s.Scopes, Value: value, Request: r})
	}
	return proofs
}

// verify has proofs verified. Bad is the scheme of the one that an error is about.
func (x *Exchange) verify(ctx context.Context, proofs []server.Proof) (verified context.Context, bad *security.Scheme, err error) {
	for _, p := range proofs {
		verify := x.handler.verifier(p.Scheme)
		if verify == nil {
			return nil, p.Scheme, errUnverified
		}
		next, err := verify(ctx, p)
		if err != nil {
			return nil, p.Scheme, err
		}
		if next != nil {
			ctx = next
		}
	}
	return ctx, nil, nil
}

// challenge names the schemes of the Authorization header that the operation takes (RFC
// 9110, 11.6.1).
func (x *Exchange) challenge() {
	said := map[string]bool{}
	for _, alternative := range x.op.Security {
		for _, r := range alternative {
			if scheme := r.Scheme.Scheme; scheme != "" && !said[scheme] {
				said[scheme] = true
				x.W.Header().Add("WWW-Authenticate", challengeOf(scheme))
			}
		}
	}
}

// challengeOf returns the challenge of a scheme; that of Basic must have a realm (RFC
// 7617, 2).
func challengeOf(scheme string) string {
	if strings.EqualFold(scheme, "basic") {
		return `Basic realm="api", charset="UTF-8"`
	}
	return security.AuthScheme(scheme)
}

// refuse returns the fault of a request whose proof is not good. Scheme is that of the
// Authorization header, "" for another (RFC 6750, 3).
func (x *Exchange) refuse(err error, scheme string) error {
	f := server.FaultOf(err)
	isBearer := strings.EqualFold(scheme, "bearer")
	if f == nil {
		f = server.Fail(http.StatusUnauthorized, "", "the proof of who asks is not good")
		if isBearer {
			f.Message = "the bearer token is not good"
		}
	}
	if scheme == "" {
		return f
	}
	challenge := challengeOf(scheme)
	switch {
	case f.Status == http.StatusUnauthorized && isBearer:
		challenge += ` error="invalid_token"`
	case f.Status == http.StatusForbidden && isBearer:
		challenge += ` error="insufficient_scope"`
	case f.Status != http.StatusUnauthorized:
		return f
	}
	x.W.Header().Set("WWW-Authenticate", challenge)
	return f
}
