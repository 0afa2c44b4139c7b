package golang

import "github.com/dave/jennifer/jen"

// emitSecurity emits the security schemes, and the options about them.
func (f *file) emitSecurity(schemes []schemePlan, o Options) {
	for _, s := range schemes {
		f.emitScheme(s)
		if o.Client {
			f.emitSchemeOption(s)
		}
	}
	if o.Server {
		f.emitAuth(schemes)
	}
}

// emitScheme emits
//
//	var keyScheme = security.Scheme{ID: "key", In: "header", Name: "X-Key"}
func (f *file) emitScheme(s schemePlan) {
	members := []jen.Code{jen.Id("ID").Op(":").Lit(s.ID)}
	switch {
	case s.TLS:
		members = append(members, jen.Id("TLS").Op(":").True())
	case s.Scheme != "":
		members = append(members, jen.Id("Scheme").Op(":").Lit(s.Scheme))
	default:
		members = append(members, jen.Id("In").Op(":").Lit(s.In), jen.Id("Name").Op(":").Lit(s.Name))
	}
	f.decl(nil, jen.Var().Add(id(s.Table)).Op("=").Add(f.security("Scheme")).Values(members...))
}

// emitSchemeOption emits the options of a client:
//
//	func WithKey(key string) client.Option {
//		return client.WithCredential(&keyScheme, key)
//	}
func (f *file) emitSchemeOption(s schemePlan) {
	args := []jen.Code{jen.Op("&").Add(id(s.Table))}
	for _, p := range s.With.Signature.Params {
		args = append(args, id(p.Name))
	}
	f.emitFunc(s.With, jen.Return(f.client(s.WithFunc).Call(args...)))
	if s.TokenURL != "" {
		f.emitSchemeClient(s)
	}
}

// emitSchemeClient emits
//
//	func WithOAuthClient(id, secret string, scopes ...string) client.Option {
//		return WithOAuth(&client.ClientCredentials{TokenURL: "https://example.com/token", ID: id, Secret: secret, Scopes: scopes})
//	}
func (f *file) emitSchemeClient(s schemePlan) {
	f.emitFunc(s.Client, jen.Return(id(s.With.Name).Call(jen.Op("&").Add(f.client("ClientCredentials")).Values(
		jen.Id("TokenURL").Op(":").Lit(s.TokenURL), jen.Id("ID").Op(":").Id("id"), jen.Id("Secret").Op(":").Id("secret"), jen.Id("Scopes").Op(":").Id("scopes"),
	))))
}

// emitAuth emits who is let in:
//
//	type Auth struct {
//		// Key verifies the scheme key.
//		Key server.Verifier
//	}
//
//	func (a Auth) VerifierFor(s *security.Scheme) server.Verifier {
//		switch s {
//		case &keyScheme:
//			return a.Key
//		}
//		return nil
//	}
func (f *file) emitAuth(schemes []schemePlan) {
	var fields, cases []jen.Code
	for _, s := range schemes {
		fields = append(fields, comment(s.FieldDoc, id(s.Field).Add(f.server("Verifier"))))
		cases = append(cases, jen.Case(jen.Op("&").Add(id(s.Table))).Block(jen.Return(jen.Id("a").Dot(s.Field.String()))))
	}
	f.decl(prose("Auth says who is let in: what verifies each security scheme. Requests are answered with 401 where that is nil. See [server.Open]."),
		jen.Type().Id("Auth").Struct(fields...))
	f.decl([]string{"VerifierFor returns what verifies a scheme; see [server.Auth]."},
		jen.Func().Params(jen.Id("a").Id("Auth")).Id("VerifierFor").Params(jen.Id("s").Op("*").Add(f.security("Scheme"))).Add(f.server("Verifier")).Block(
			jen.Switch(jen.Id("s")).Block(cases...),
			jen.Return(jen.Nil()),
		))
}

// alternatives is [][]security.Requirement{...}; nil for none.
func (f *file) alternatives(list [][]securityPlan) *jen.Statement {
	if list == nil {
		return jen.Nil()
	}
	return jen.Index().Index().Add(f.security("Requirement")).Add(lines("{", "}", securityRows(list)))
}

// securityRows are the alternatives {{Scheme: &keyScheme}, {Scheme: &tlsScheme}}.
func securityRows(alternatives [][]securityPlan) []jen.Code {
	var out []jen.Code
	for _, alternative := range alternatives {
		var all []jen.Code
		for _, s := range alternative {
			row := []jen.Code{jen.Id("Scheme").Op(":").Op("&").Add(id(s.Table))}
			if len(s.Scopes) > 0 {
				var scopes []jen.Code
				for _, scope := range s.Scopes {
					scopes = append(scopes, jen.Lit(scope))
				}
				row = append(row, jen.Id("Scopes").Op(":").Index().String().Values(scopes...))
			}
			all = append(all, jen.Values(row...))
		}
		out = append(out, jen.Values(all...))
	}
	return out
}
