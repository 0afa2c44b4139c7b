package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
)

// security reads the alternatives of proofs for op.
func (r *reader) security(op operation) [][]api.Security {
	requirements := r.doc.Security
	if op.Security != nil {
		requirements = op.Security
	}
	if requirements == nil {
		return nil
	}
	out := [][]api.Security{}
	for _, requirement := range requirements {
		alternative := []api.Security{}
		for _, needed := range requirement {
			alternative = append(alternative, api.Security{Scheme: r.scheme(needed.Name), Scopes: needed.Scopes})
		}
		out = append(out, alternative)
	}
	return out
}

// scheme returns the security scheme with a name. One that the document does not
// have is a bearer token, lest the operation be open.
func (r *reader) scheme(name string) *api.SecurityScheme {
	if i := slices.IndexFunc(r.api.Schemes, func(s *api.SecurityScheme) bool { return s.ID == name }); i >= 0 {
		return r.api.Schemes[i]
	}
	out := &api.SecurityScheme{ID: name, Scheme: "bearer"}
	r.api.Schemes = append(r.api.Schemes, out)
	i := slices.IndexFunc(r.doc.SecuritySchemes, func(s *document.SecurityScheme) bool { return s.ID == name })
	if i < 0 {
		return out // the check says so
	}
	s := r.doc.SecuritySchemes[i]
	out.Doc = strings.TrimSpace(s.Description)
	switch s.Type {
	case "apiKey":
		out.Scheme, out.In, out.Name = "", s.In, s.Name
	case "http":
		out.Scheme = strings.ToLower(s.Scheme)
		if !token.MatchString(s.Scheme) {
			r.warn(s.Place, "security-scheme", fmt.Sprintf("%q is no scheme of HTTP authentication; it is taken for a bearer token", s.Scheme),
				"write basic, bearer or another registered scheme")
			out.Scheme = "bearer"
		}
	case "mutualTLS":
		out.Scheme, out.TLS = "", true
	}
	out.TokenURL = s.TokenURL
	return out
}
