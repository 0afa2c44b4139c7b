package server

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/seed-349153d7/odagen/templates/security"
)

// Auth says who is let in: the Auth of a generated package, which has a [Verifier] for
// each scheme that the description has, [Bearer] or [Open].
type Auth interface {
	// VerifierFor returns what verifies what requests show for a scheme. With nil,
	// requests are answered with 401, whatever they show.
	VerifierFor(s *security.Scheme) Verifier
}

// Verifier verifies what a request shows for a scheme. It returns the context that the
// service, or the verifier of the next scheme, gets. Its error is answered with 401,
// unless it is a *Fault or a sentinel such as ErrForbidden, which has its own status.
type Verifier func(ctx context.Context, p Proof) (context.Context, error)

// Proof is what a request shows for a scheme.
type Proof struct {
	Scheme  *security.Scheme
	Scopes  []string      // that the operation asks for
	Value   string        // a key, or what stands behind the scheme in the Authorization header
	Request *http.Request // its TLS field has the certificates of the connection
}

// Login returns the user and the password of a proof of the scheme basic (RFC 7617).
func (p Proof) Login() (user, password string, ok bool) {
	text, err := base64.StdEncoding.DecodeString(p.Value)
	user, password, ok = strings.Cut(string(text), ":")
	return user, password, ok && err == nil
}

type bearer struct{ verifier Verifier }

func (b bearer) VerifierFor(s *security.Scheme) Verifier {
	if strings.EqualFold(s.Scheme, "bearer") {
		return b.verifier
	}
	return nil
}

// Bearer lets in who shows a bearer token that v finds good (RFC 6750).
func Bearer(v Verifier) Auth { return bearer{v} }

type open struct{}

func (open) VerifierFor(*security.Scheme) Verifier { return nil }

// Open lets everyone in. Nothing that requests show is verified.
func Open() Auth { return open{} }

// IsOpen reports whether a is [Open].
func IsOpen(a Auth) bool {
	_, ok := a.(open)
	return ok
}
