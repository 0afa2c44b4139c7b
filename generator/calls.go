package generator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// hasCalls reports whether a client of a model could call something.
func hasCalls(a *api.API) bool {
	return len(a.Container)+len(a.Imports)+len(a.Endpoints)+len(a.Webhooks) > 0
}

func hasTypes(a *api.API) bool { return len(a.Structs)+len(a.Enums)+len(a.Unions) > 0 }

// nothingLeft reports whether all operations of an OpenAPI document are left out: an empty client
// is not to take the place of one that was there.
func nothingLeft(t *config.Target, model *api.API, doc *source.Document, diags *diag.List) bool {
	if doc.Kind != source.OpenAPI && doc.Kind != source.Swagger {
		return false // what CSDL loses are parts of types, as often as not
	}
	if hasCalls(model) || !slices.ContainsFunc(diags.Sorted(), isLostCall) || hasTypes(model) && !t.Emits(config.Client) && !t.Emits(config.Server) {
		return false
	}
	diags.Add(diag.Diagnostic{
		Code: "nothing-left", Pos: doc.At,
		Message: "every operation of the document is left out; nothing was written",
		Hint:    `correct what is told about them; or write "emit: [models]" if types are all that you want`,
	})
	return true
}

// isLostCall reports whether something that can be called is left out: no type, no part of
// one, and no component.
func isLostCall(d diag.Diagnostic) bool {
	return d.Severity == diag.Loss && !strings.HasPrefix(d.LeftOut, "#") && (d.Of == "" || strings.HasPrefix(d.Of, "/"))
}

// tellWithoutCalls warns of a document with nothing in it, and of selectors that leave a
// client or a server without a method. Of a document of types alone, which is nothing
// wrong, it returns what there is to say.
func tellWithoutCalls(t *config.Target, part *api.API, doc *source.Document, diags *diag.List) (note string) {
	told := slices.ContainsFunc(diags.Sorted(), func(d diag.Diagnostic) bool {
		return slices.Contains([]string{"no-calls", "all-excluded", "no-path"}, d.Code)
	})
	if told || hasCalls(part) || hasTypes(part) && !t.Emits(config.Client) && !t.Emits(config.Server) {
		return ""
	}
	d := diag.Diagnostic{Severity: diag.Warning, Pos: doc.At}
	switch {
	case len(t.Include) > 0:
		d.Code, d.Message = "no-calls", fmt.Sprintf("include %s selects types and no calls, so client and server have no methods", diag.Quoted(t.Include))
		if at, ok := t.At["include"]; ok {
			d.Pos = at
		}
		d.Hint = `include a set or a path, which "odagen inspect --paths" lists; or write "emit: [models]"`
	case hasTypes(part):
		return "the document describes no operations, so there are no calls"
	default:
		d.Code, d.Message = "empty-document", "the document describes no operations and no types"
		d.Hint = "check that this is the whole document"
	}
	diags.Add(d)
	return ""
}
