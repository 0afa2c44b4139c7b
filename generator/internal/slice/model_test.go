package slice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
)

// directory is a model like that of Microsoft Graph.
func directory() *api.API {
	enum := func(name string) *api.Enum {
		return &api.Enum{Name: api.Name{Namespace: "graph", Local: name}, Values: []api.EnumValue{{Name: "a"}}}
	}
	kind, bodyType := enum("userKind"), enum("bodyType")
	locale := object("locale", nil, "code", api.String)
	mailbox := object("mailbox", nil, "locale", locale)
	license := object("license", nil, "sku", api.GUID)
	body := object("body", nil, "type", bodyType)
	hit := object("searchHit", nil, "rank", api.Int32)
	request := object("searchRequest", nil, "text", api.String)

	entity := object("entity", nil, "id", api.String)
	entity.Abstract, entity.Key = true, []string{"id"}
	thing := object("thing", entity, "deleted", api.DateTimeOffset)
	user := object("user", thing, "name", api.String, "mail", mailbox, "kinds", api.List{Elem: kind})
	group := object("group", thing, "owner", license)
	message := object("message", entity, "body", body)
	attachment := object("attachment", entity, "size", api.Int64)
	file := object("fileAttachment", attachment, "bytes", api.Binary)
	secret := object("secret", nil, "text", api.String)
	secret.Name.Namespace = "graph.security"

	user.Navigations = []*api.Navigation{{Name: "manager", Target: thing}, {Name: "messages", Target: message, Collection: true}}
	group.Navigations = []*api.Navigation{{Name: "members", Target: thing, Collection: true}, {Name: "messages", Target: message, Collection: true}}
	message.Navigations = []*api.Navigation{{Name: "attachments", Target: attachment, Collection: true}, {Name: "sender", Target: user}}
	thing.Operations = []*api.Operation{action("check", nil, "ids", api.List{Elem: api.String})}
	user.Operations = []*api.Operation{
		action("assign", user, "add", api.List{Elem: license}),
		action("assign", nil),
		action("reveal", secret),
	}
	user.SetOps = []*api.Operation{{Namespace: "graph", Name: "delta", Function: true, Result: api.List{Elem: user}}}
	for _, s := range []*api.Struct{thing, user, group, message, attachment} {
		s.Calls, s.SetCalls = []*api.Call{{Kind: api.GetCall}}, []*api.Call{{Kind: api.ListCall}}
	}
	return &api.API{
		Structs: []*api.Struct{entity, thing, user, group, message, attachment, file, mailbox, locale, license, body, hit, request, secret},
		Enums:   []*api.Enum{kind, bodyType},
		Container: []*api.Navigation{
			{Name: "users", Target: user, Collection: true}, {Name: "groups", Target: group, Collection: true}, {Name: "me", Target: user},
		},
		Imports: []*api.Operation{{Name: "search", Params: []*api.Param{{Name: "request", Type: request}}, Result: api.List{Elem: hit}}},
	}
}

// object returns a struct with properties given as names and types.
func object(name string, base *api.Struct, properties ...any) *api.Struct {
	s := &api.Struct{Name: api.Name{Namespace: "graph", Local: name}, Base: base}
	for i := 0; i < len(properties); i += 2 {
		s.Properties = append(s.Properties, &api.Property{Name: properties[i].(string), Type: properties[i+1].(api.Type)})
	}
	return s
}

func action(name string, result api.Type, params ...any) *api.Operation {
	op := &api.Operation{Namespace: "graph", Name: name, Result: result}
	for i := 0; i < len(params); i += 2 {
		op.Params = append(op.Params, &api.Param{Name: params[i].(string), Type: params[i+1].(api.Type)})
	}
	return op
}

// outline is a line for what hangs at the service root, one for each struct, and
// one for the enumerations:
//
//	type(properties) /navigations operations() calls
func outline(a *api.API) string {
	var b strings.Builder
	for _, nav := range a.Container {
		fmt.Fprintf(&b, "/%s ", nav.Name)
	}
	b.WriteString(operations(a.Imports) + "\n")
	for _, s := range a.Structs {
		var names []string
		for _, p := range s.AllProperties() {
			names = append(names, p.Name)
		}
		b.WriteString(s.Name.Local)
		if !s.PathOnly {
			fmt.Fprintf(&b, "(%s)", strings.Join(names, " "))
		}
		for _, nav := range s.AllNavigations() {
			b.WriteString(" /" + nav.Name)
		}
		b.WriteString(" " + operations(append(s.AllOperations(), s.AllSetOps()...)))
		for _, c := range append(s.SetCalls, s.Calls...) {
			b.WriteString(string(c.Kind) + " ")
		}
		b.WriteString("\n")
	}
	for _, e := range a.Enums {
		b.WriteString(e.Name.Local + " ")
	}
	for _, u := range a.Unions {
		b.WriteString("\n" + u.Name.Local)
	}
	for _, e := range a.Endpoints {
		b.WriteString("\n" + e.Method + " " + e.Path)
	}
	var lines []string
	for line := range strings.Lines(b.String()) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func operations(ops []*api.Operation) string {
	text := ""
	for _, op := range ops {
		text += op.Name + "() "
	}
	return text
}

// options makes selectors of words; those after "-" are excluded.
func options(selectors string) slice.Options {
	var o slice.Options
	to := &o.Include
	for i, text := range strings.Fields(selectors) {
		if text == "-" {
			to = &o.Exclude
			continue
		}
		*to = append(*to, slice.Root{Text: text, Pos: diag.Position{File: "odagen.yaml", Line: 1, Col: i + 1}})
	}
	return o
}

func cut(t *testing.T, a *api.API, selectors string) (*api.API, *slice.Reasons) {
	t.Helper()
	var diags diag.List
	out, reasons := slice.Cut(a, options(selectors), &diags)
	if slices.ContainsFunc(diags.Sorted(), func(d diag.Diagnostic) bool { return d.Code != "no-calls" }) { // which has a test of its own
		t.Fatalf("Cut(%q) reported %v", selectors, diags.Sorted())
	}
	return out, reasons
}
