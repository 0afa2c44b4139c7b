package odataserver

import "github.com/seed-349153d7/odagen/templates/security"

// Scopes names the permissions of which a request needs one, with what the others of the
// router ask for: [server.Proof] has them.
func (r Route) Scopes(scopes ...string) Route {
	r.scopes = scopes
	return r
}

// withScopes returns an alternative for each scope, of each alternative there is.
func withScopes(alternatives [][]security.Requirement, scopes []string) [][]security.Requirement {
	if len(scopes) == 0 {
		return alternatives
	}
	var out [][]security.Requirement
	for _, alternative := range alternatives {
		for _, scope := range scopes {
			all := make([]security.Requirement, len(alternative))
			for i, r := range alternative {
				all[i] = security.Requirement{Scheme: r.Scheme, Scopes: []string{scope}}
			}
			out = append(out, all)
		}
	}
	return out
}
