package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// security reads the alternatives of proofs for op.
func (r *reader) security(op operation) [][]api.Security {
	requirements := r.doc.Security
	if op.Security != nil {
		requirements = *op.Security
	}
	if requirements == nil {
		return nil
	}
	out := [][]api.Security{}
	for _, requirement := range requirements {
		alternative := []api.Security{}
		for _, name := range inOrder(r, requirement, func([]string) *openapi3.Origin { return nil }) {
			alternative = append(alternative, api.Security{Scheme: r.scheme(name), Scopes: requirement[name]})
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
	if r.doc.Components == nil || r.doc.Components.SecuritySchemes[name] == nil || r.doc.Components.SecuritySchemes[name].Value == nil {
		return out // validate says so
	}
	s := r.doc.Components.SecuritySchemes[name].Value
	out.Doc = strings.TrimSpace(s.Description)
	switch s.Type {
	case "apiKey":
		out.Scheme, out.In, out.Name = "", s.In, s.Name
	case "http":
		out.Scheme = strings.ToLower(s.Scheme)
		if !token.MatchString(s.Scheme) {
			r.warn(r.at(s.Origin), "security-scheme", fmt.Sprintf("%q is no scheme of HTTP authentication; it is taken for a bearer token", s.Scheme),
				"write basic, bearer or another registered scheme")
			out.Scheme = "bearer"
		}
	case "mutualTLS":
		out.Scheme, out.TLS = "", true
	}
	if s.Flows != nil && s.Flows.ClientCredentials != nil {
		out.TokenURL = s.Flows.ClientCredentials.TokenURL
	}
	return out
}
