package convert

import (
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// secure adds what the Authorization vocabulary says of the service.
func (w *openAPI) secure(root, components *object) {
	schemes := obj()
	for _, a := range recordsOf(noteOf(w.notes, authorization+"Authorizations")) {
		if scheme := securityScheme(a); scheme != nil {
			schemes.set(a.text("Name"), scheme)
		}
	}
	if len(schemes.names) > 0 {
		components.set("securitySchemes", schemes)
	}
	var all array
	for _, r := range recordsOf(noteOf(w.notes, authorization+"SecuritySchemes")) {
		name := r.text("Authorization")
		if schemes.values[name] == nil {
			w.diags.Add(diag.Diagnostic{
				Severity: diag.Warning, Code: "unknown-name", Pos: w.container.Pos,
				Message: fmt.Sprintf("the security requirement %q names no authorization that OpenAPI knows, and is left out", name),
				Hint:    "add it to " + authorization + "Authorizations, or correct the name",
			})
			continue
		}
		all = append(all, obj(name, list(r.texts("RequiredScopes"))))
	}
	if all != nil {
		root.set("security", all)
	}
}

// securityScheme makes a security scheme of an authorization, nil of one that
// OpenAPI does not know.
func securityScheme(a record) *object {
	s := obj()
	s.setIf("description", a.text("Description"))
	flow := func(name string, urls ...string) *object {
		f := obj()
		for _, u := range append(urls, "RefreshUrl") {
			key := strings.ToLower(u[:1]) + u[1:]
			f.setIf(key, a.text(u))
		}
		scopes := obj()
		for _, r := range a.records("Scopes") {
			scopes.set(r.text("Scope"), r.text("Description"))
		}
		f.set("scopes", scopes)
		s.set("type", "oauth2")
		s.set("flows", obj(name, f))
		return s
	}
	_, kind := split(a.Type)
	switch kind {
	case "ApiKey":
		in := map[string]string{"Header": "header", "QueryOption": "query", "Cookie": "cookie"}[a.text("Location")]
		s.set("type", "apiKey")
		s.set("name", a.text("KeyName"))
		s.set("in", in)
		return s
	case "Http":
		s.set("type", "http")
		s.set("scheme", a.text("Scheme"))
		s.setIf("bearerFormat", a.text("BearerFormat"))
		return s
	case "OAuth2AuthCode":
		return flow("authorizationCode", "AuthorizationUrl", "TokenUrl")
	case "OAuth2ClientCredentials":
		return flow("clientCredentials", "TokenUrl")
	case "OAuth2Implicit":
		return flow("implicit", "AuthorizationUrl")
	case "OAuth2Password":
		return flow("password", "TokenUrl")
	case "OpenIDConnect":
		s.set("type", "openIdConnect")
		s.set("openIdConnectUrl", a.text("IssuerUrl"))
		return s
	}
	return nil
}
