// Package security describes how requests show who sends them. It is for generated code
// alone and promises nothing to others.
package security

import (
	"net/http"
	"strings"
)

// Scheme is a way to show who asks (OpenAPI 3.1, 4.8.27): a key in a header,
// the query or a cookie; credentials in the Authorization header; or the certificate
// of the connection.
type Scheme struct {
	ID     string // what the description calls it
	Scheme string // of the Authorization header, as in "bearer"; "" for the others
	In     string // of a key: header, query, cookie
	Name   string // of a key
	TLS    bool   // the certificate of the client
}

// Requirement is a scheme that an operation asks for, with the scopes of which it says
// that they are needed.
type Requirement struct {
	Scheme *Scheme
	Scopes []string
}

// Shown returns what a request shows for a scheme; ok is false when it is nothing.
func (s *Scheme) Shown(r *http.Request) (value string, ok bool) {
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

// AuthScheme is a scheme of the Authorization header as it is mostly written.
func AuthScheme(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
