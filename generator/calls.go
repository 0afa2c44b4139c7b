package generator

import (
	"fmt"
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// hasCalls reports whether a client of a model could call something.
func hasCalls(a *api.API) bool {
	return len(a.Container)+len(a.Imports)+len(a.Endpoints)+len(a.Webhooks) > 0
}

func hasTypes(a *api.API) bool { return len(a.Structs)+len(a.Enums)+len(a.Unions) > 0 }

// empty reports whether there is nothing to generate from a document: its operations are
// all left out, or there is nothing in it.
func empty(t *config.Target, model *api.API, diags *diag.List) bool {
	d := diag.Diagnostic{Pos: diag.Position{File: t.Source}}
	switch {
	case hasCalls(model):
		return false
	case diags.Has(diag.Loss):
		d.Code, d.Message = "nothing-left", "every operation of the document is left out; nothing was written"
		d.Hint = `correct what is told about them; or write "emit: [models]" if types are all that you want`
		if !t.Emits(config.Client) && !t.Emits(config.Server) && hasTypes(model) {
			return false
		}
	case hasTypes(model):
		return false
	default:
		d.Code, d.Message = "empty-document", "the document describes no operations and no types; nothing was written"
		d.Hint = "check that this is the whole document"
	}
	diags.Add(d)
	return true
}

// tellWithoutCalls warns of a client or a server without a method.
func tellWithoutCalls(t *config.Target, part *api.API, diags *diag.List) {
	told := func(code string) bool {
		return slices.ContainsFunc(diags.Sorted(), func(d diag.Diagnostic) bool { return d.Code == code })
	}
	if hasCalls(part) || !t.Emits(config.Client) && !t.Emits(config.Server) || told("no-calls") || told("all-excluded") || told("no-path") {
		return
	}
	d := diag.Diagnostic{
		Severity: diag.Warning, Code: "no-calls", Pos: diag.Position{File: t.Source},
		Message: "the document describes no operations, so client and server have no methods",
		Hint:    `write "emit: [models]" if types are all that you want`,
	}
	if len(t.Include) > 0 {
		d.Message = fmt.Sprintf("include %s selects types and no calls, so client and server have no methods", diag.Quoted(t.Include))
		if at, ok := t.At["include"]; ok {
			d.Pos = at
		}
		d.Hint = `include a set or a path, which "odagen inspect --paths" lists; or write "emit: [models]"`
	}
	diags.Add(d)
}
