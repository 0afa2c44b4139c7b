package generator

import (
	"fmt"
	"path/filepath"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// readers fill the model from the kinds of documents that odagen reads.
var readers = map[source.Kind]func(*source.Document, *source.Root, *diag.List) *api.API{
	source.OpenAPI:  openapi.Read,
	source.CSDLXML:  csdl.Read,
	source.CSDLJSON: csdl.Read,
}

// read reads the document of a target. Sources has what was read, for the
// lock: paths relative to the document's directory, with their SHA-256. The
// model is nil when the document has a fault.
func read(t *config.Target, diags *diag.List) (model *api.API, sources map[string]string) {
	warnUnused(t, diags)
	doc := source.Open(t.Source, t.At["source"], diags)
	if doc == nil {
		return nil, nil
	}
	reader := readers[doc.Kind]
	if reader == nil {
		diags.Add(unsupported(doc))
		return nil, nil
	}
	dir := filepath.Dir(doc.Abs)
	root := source.Allowed(dir)
	var found diag.List
	model = reader(doc, root, &found)
	for _, d := range found.Sorted() {
		diags.Add(d)
	}
	if found.HasErrors() {
		return nil, nil
	}
	sources, err := root.Sums(dir)
	if err != nil {
		diags.Add(diag.Internal(doc.At, err))
		return nil, nil
	}
	sources[filepath.Base(doc.Abs)] = doc.SHA256
	return model, sources
}

// unsupported is the diagnostic for a document of a kind that no reader reads.
func unsupported(doc *source.Document) diag.Diagnostic {
	return diag.Diagnostic{
		Code:    "unsupported-format",
		Pos:     doc.At,
		Message: fmt.Sprintf("the document is %s %s, which odagen does not read", doc.Kind, doc.Version),
		Hint:    "convert the document to OpenAPI 3",
	}
}

// warnUnused says which settings have no effect.
func warnUnused(t *config.Target, diags *diag.List) {
	for key, list := range map[string][]string{"include": t.Include, "exclude": t.Exclude} {
		if len(list) > 0 {
			diags.Add(diag.Diagnostic{
				Severity: diag.Warning,
				Code:     "no-effect",
				Pos:      t.At[key],
				Message:  fmt.Sprintf("%q does not select anything yet: the whole document is generated", key),
				Hint:     "leave the setting out",
			})
		}
	}
}
