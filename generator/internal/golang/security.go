package golang

import (
	"cmp"
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// schemePlan is a security scheme: the variable that describes it, and the options
// of the client and of the handler that are about it.
type schemePlan struct {
	Table    naming.Ident
	With     naming.Ident
	WithDoc  []string
	Client   naming.Ident // the option with the credentials of the client alone
	Verify   naming.Ident
	TokenURL string
	Kind     schemeKind

	ID, Scheme, In, Name string
}

// schemeKind is what a client is given for a scheme.
type schemeKind int

const (
	keyScheme   schemeKind = iota // a text
	loginScheme                   // a user and a password
	tokenScheme                   // a source of tokens
	certificateScheme
)

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
		for _, option := range []string{"With", "Verify"} {
			w.add(option+" "+s.ID, naming.Kind(option).Plus(name), naming.Kind(option).Plus(name).Plus(naming.Kind("Scheme")))
		}
		if s.TokenURL != "" {
			w.add("client "+s.ID, naming.Kind("With").Plus(name).Plus(naming.Kind("Client")), naming.Kind("With").Plus(name).Plus(naming.Kind("SchemeClient")))
		}
	}
}

func (p *planner) schemes() []schemePlan {
	var out []schemePlan
	for _, s := range p.api.Schemes {
		plan := schemePlan{
			Table: p.pkg.Of("scheme " + s.ID), With: p.pkg.Of("With " + s.ID), Verify: p.pkg.Of("Verify " + s.ID),
			TokenURL: s.TokenURL, ID: s.ID, Scheme: s.Scheme, In: s.In, Name: s.Name,
		}
		what := fmt.Sprintf("the key in the %s %s", s.In, s.Name)
		switch {
		case s.TLS:
			plan.Kind, what = certificateScheme, "the certificate of the client"
		case s.Scheme == "basic":
			plan.Kind, what = loginScheme, "a user and a password"
		case s.Scheme == "bearer":
			plan.Kind, what = tokenScheme, "bearer tokens"
		case s.Scheme != "":
			what = fmt.Sprintf("what stands behind %q in the Authorization header", s.Scheme)
		}
		plan.WithDoc = docOf(fmt.Sprintf("%s sets %s, for the security scheme %s.", plan.With, what, s.ID), api.Doc{Text: s.Doc})
		if s.TokenURL != "" {
			plan.Client = p.pkg.Of("client " + s.ID)
		}
		out = append(out, plan)
	}
	return out
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

// withFunc is the function of the support package that sets what a client shows.
func (s schemePlan) withFunc() string {
	return cmp.Or(map[schemeKind]string{loginScheme: "WithLogin", tokenScheme: "WithTokens", certificateScheme: "WithCertificate"}[s.Kind], "WithCredential")
}
