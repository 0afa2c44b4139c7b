package generator

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// forgetOutside takes back what was found about types, and names at the service root,
// that the target does not ask for: part is what it asks for of model.
func forgetOutside(t *config.Target, model, part *api.API, diags *diag.List) {
	if len(t.Include)+len(t.Exclude) == 0 {
		return
	}
	byName := map[api.Name]*api.Struct{}
	for _, s := range model.Structs {
		byName[s.Name] = s
	}
	asked := map[string]bool{}
	for _, s := range part.Structs {
		for at := byName[s.Name]; at != nil; at = at.Base { // a type has what its bases have
			asked[at.Name.String()] = true
		}
	}
	for _, e := range part.Enums {
		asked[e.Name.String()] = true
	}
	diags.Drop(func(d diag.Diagnostic) bool {
		of, name, isPath := strings.Cut(d.Of, "/")
		return of != "" && !asked[of] || isPath && !mayName(t.Include, name)
	})
}

// mayName reports whether selectors may ask for a name in a path: one that is written
// out, and asks for nothing, is an error.
func mayName(selectors []string, name string) bool {
	return len(selectors) == 0 || slices.ContainsFunc(selectors, func(selector string) bool {
		return strings.Contains(selector, "*") || slices.Contains(strings.FieldsFunc(selector, func(r rune) bool { return r == '/' || r == '+' }), name)
	})
}
