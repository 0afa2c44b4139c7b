package golang

import (
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// schemePlan is a security scheme: the variable that describes it, and the options
// of the client and of the handler that are about it.
type schemePlan struct {
	Table    naming.Ident
	With     funcPlan
	WithFunc string       // the function of the runtime that it calls
	Client   funcPlan     // the option with the credentials of the client alone
	Field    naming.Ident // of Auth
	FieldDoc []string
	TokenURL string

	TLS                  bool
	ID, Scheme, In, Name string
}

// securityPlan is a scheme that an endpoint asks for.
type securityPlan struct {
	Table  naming.Ident
	Scopes []string
}

// wantSchemes asks for the names in the package that security schemes need.
func (p *planner) wantSchemes(w *wants) {
	for _, s := range p.api.Schemes {
		name := naming.Exported(s.ID)
		w.add("scheme "+s.ID, naming.Unexported(name).Plus(naming.Kind("Scheme")), naming.Unexported(name).Plus(naming.Kind("SecurityScheme")))
		w.keep("With "+s.ID, naming.Kind("With").Plus(name), naming.Kind("With").Plus(name).Plus(naming.Kind("Scheme")))
		if s.TokenURL != "" {
			w.keep("client "+s.ID, naming.Kind("With").Plus(name).Plus(naming.Kind("Client")), naming.Kind("With").Plus(name).Plus(naming.Kind("SchemeClient")))
		}
	}
}

// authFields is what the fields of Auth are called in the lock.
const authFields = "fields of Auth"

func (p *planner) schemes() []schemePlan {
	var ids []string
	for _, s := range p.api.Schemes {
		ids = append(ids, s.ID)
	}
	fields := p.members(authFields, ids, naming.Inner{Taken: []string{"VerifierFor"}, Style: p.styles.properties})
	var out []schemePlan
	for _, s := range p.api.Schemes {
		plan := schemePlan{
			Table: p.pkg.Of("scheme " + s.ID), TokenURL: s.TokenURL,
			TLS: s.TLS, ID: s.ID, Scheme: s.Scheme, In: s.In, Name: s.Name,
		}
		plan.Field = fields.Of(authFields + "/" + s.ID)
		plan.FieldDoc = prose(fmt.Sprintf("%s verifies what requests show for the scheme %s.", plan.Field, plainName(s.ID)))
		p.withScheme(&plan, s)
		if s.TokenURL != "" {
			plan.Client = p.schemeClient(plan)
		}
		out = append(out, plan)
	}
	return out
}

// withScheme plans the option of the client: what it takes for a scheme.
func (p *planner) withScheme(out *schemePlan, s *api.SecurityScheme) {
	word := func(name naming.Ident, t goType) param { return param{Name: name, Type: t} }
	what := fmt.Sprintf("the key in the %s %s", s.In, s.Name)
	if s.Scheme != "" {
		what = fmt.Sprintf("what stands behind %q in the Authorization header", s.Scheme)
	}
	sig := takes(word(naming.Kind("key"), stringType))
	out.WithFunc = "WithCredential"
	switch {
	case s.TLS:
		out.WithFunc, what = "WithCertificate", "the certificate of the client"
		sig = takes(word(naming.Kind("certificate"), importedType{"crypto/tls", "Certificate"}))
	case s.Scheme == "basic":
		out.WithFunc, what = "WithLogin", "a user and a password"
		sig = takes(joined(naming.Kind("user"), stringType), word(naming.Kind("password"), stringType))
	case s.Scheme == "bearer":
		out.WithFunc, what = "WithTokens", "bearer tokens"
		sig = takes(word(naming.Kind("tokens"), runtimeType{"client", "TokenSource"}))
	}
	name := p.pkg.Of("With " + s.ID)
	doc := docOf(fmt.Sprintf("%s sets %s, for the security scheme %s.", name, what, s.ID), api.Doc{Text: s.Doc})
	out.With = funcPlan{name, doc, sig.returns(clientOptions.Type)}
}

// schemeClient plans the option that gets tokens for the client itself.
func (p *planner) schemeClient(s schemePlan) funcPlan {
	name := p.pkg.Of("client " + s.ID)
	return funcPlan{
		name, prose(fmt.Sprintf("%s is [%s] with the tokens that %s gives to a client for itself.", name, s.With.Name, s.TokenURL)),
		takes(
			joined(naming.Kind("id"), stringType),
			param{Name: naming.Kind("secret"), Type: stringType},
			param{Name: naming.Kind("scopes"), Type: stringType, Variadic: true},
		).returns(clientOptions.Type),
	}
}

// routeSecurity plans what the routes of types ask for: the first scheme with bearer
// tokens; nil where the description has none, which is a bearer token too.
func (p *planner) routeSecurity() [][]securityPlan {
	for _, s := range p.api.Schemes {
		if s.Scheme == "bearer" {
			return [][]securityPlan{{{Table: p.pkg.Of("scheme " + s.ID)}}}
		}
	}
	return nil
}

// security plans the alternatives of an endpoint.
func (p *planner) security(out *endpointPlan, e *api.Endpoint) {
	out.Open = len(e.Security) == 0
	for _, alternative := range e.Security {
		if len(alternative) == 0 {
			out.Open = true
			continue
		}
		var plans []securityPlan
		for _, s := range alternative {
			plans = append(plans, securityPlan{p.pkg.Of("scheme " + s.Scheme.ID), s.Scopes})
		}
		out.Security = append(out.Security, plans)
	}
}
