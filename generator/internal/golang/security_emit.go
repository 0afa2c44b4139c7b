package golang

import "github.com/dave/jennifer/jen"

// emitSecurity emits the security schemes, and the options about them.
func (f *file) emitSecurity(schemes []schemePlan, o Options) {
	for _, s := range schemes {
		f.emitScheme(s)
		if o.Client {
			f.emitSchemeOption(s)
		}
		if o.Server {
			f.emitVerifier(s)
		}
	}
}

// emitScheme emits
//
//	var keyScheme = odata.SecurityScheme{ID: "key", In: "header", Name: "X-Key"}
func (f *file) emitScheme(s schemePlan) {
	members := []jen.Code{jen.Id("ID").Op(":").Lit(s.ID)}
	switch {
	case s.Kind == certificateScheme:
		members = append(members, jen.Id("TLS").Op(":").True())
	case s.Scheme != "":
		members = append(members, jen.Id("Scheme").Op(":").Lit(s.Scheme))
	default:
		members = append(members, jen.Id("In").Op(":").Lit(s.In), jen.Id("Name").Op(":").Lit(s.Name))
	}
	f.decl(nil, jen.Var().Add(id(s.Table)).Op("=").Add(f.odata("SecurityScheme")).Values(members...))
}

// emitSchemeOption emits the options of a client:
//
//	func WithKey(key string) odata.Option {
//		return odata.WithCredential(&keyScheme, key)
//	}
func (f *file) emitSchemeOption(s schemePlan) {
	params, args := []jen.Code{jen.Id("key").String()}, []jen.Code{jen.Op("&").Add(id(s.Table)), jen.Id("key")}
	switch s.Kind {
	case loginScheme:
		params = []jen.Code{jen.Id("user"), jen.Id("password").String()}
		args = append(args[:1], jen.Id("user"), jen.Id("password"))
	case tokenScheme:
		params = []jen.Code{jen.Id("tokens").Add(f.odata("TokenSource"))}
		args = append(args[:1], jen.Id("tokens"))
	case certificateScheme:
		params = []jen.Code{jen.Id("certificate").Qual("crypto/tls", "Certificate")}
		args = append(args[:1], jen.Id("certificate"))
	}
	f.decl(s.WithDoc, jen.Func().Add(id(s.With)).Params(params...).Add(f.odata("Option")).Block(
		jen.Return(f.odata(s.withFunc()).Call(args...))))
	if s.TokenURL != "" {
		f.emitSchemeClient(s)
	}
}

// emitSchemeClient emits
//
//	func WithOAuthClient(id, secret string, scopes ...string) odata.Option {
//		return WithOAuth(&odata.ClientCredentials{TokenURL: "https://example.com/token", ID: id, Secret: secret, Scopes: scopes})
//	}
func (f *file) emitSchemeClient(s schemePlan) {
	f.decl(prose(s.Client.String()+" is ["+s.With.String()+"] with the tokens that "+s.TokenURL+" gives to a client for itself."),
		jen.Func().Add(id(s.Client)).
			Params(jen.Id("id"), jen.Id("secret").String(), jen.Id("scopes").Op("...").String()).
			Add(f.odata("Option")).
			Block(jen.Return(id(s.With).Call(jen.Op("&").Add(f.odata("ClientCredentials")).Values(
				jen.Id("TokenURL").Op(":").Lit(s.TokenURL), jen.Id("ID").Op(":").Id("id"), jen.Id("Secret").Op(":").Id("secret"), jen.Id("Scopes").Op(":").Id("scopes"),
			)))))
}

// emitVerifier emits
//
//	func VerifyKey(v odata.Verifier) odata.HandlerOption {
//		return odata.WithVerifier(&keyScheme, v)
//	}
func (f *file) emitVerifier(s schemePlan) {
	f.decl(prose(s.Verify.String()+" sets what judges the proofs for the security scheme "+s.ID+"."),
		jen.Func().Add(id(s.Verify)).Params(jen.Id("v").Add(f.odata("Verifier"))).Add(f.odata("HandlerOption")).Block(
			jen.Return(f.odata("WithVerifier").Call(jen.Op("&").Add(id(s.Table)), jen.Id("v"))),
		))
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
