package generator

import (
	"fmt"
	"path/filepath"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// readers fill the model from the kinds of documents that odagen reads.
var readers = map[source.Kind]func(*source.Document, *source.Root, openapi.Options, *diag.List) *api.API{
	source.OpenAPI:  openapi.Read,
	source.Swagger:  openapi.Read,
	source.CSDLXML:  readCSDL,
	source.CSDLJSON: readCSDL,
}

// readCSDL reads what has one form only.
func readCSDL(doc *source.Document, root *source.Root, opts openapi.Options, diags *diag.List) *api.API {
	if opts.Form == api.FormPlain {
		diags.Add(diag.Diagnostic{
			Code: "csdl-is-odata", Pos: doc.At, Message: fmt.Sprintf("%s describes OData, and the target says that it does not", doc.Kind),
			Hint: `take "odata: false" out of the target`,
		})
	}
	return csdl.Read(doc, root, diags)
}

// read reads the document of a target. Known is what an earlier run decided.
// The model is nil when the document has a fault. Strict asks for a second opinion on it.
func read(t *config.Target, known api.Decisions, strict bool, diags *diag.List) (*api.API, *source.Document) {
	doc := open(t, diags)
	if doc == nil {
		return nil, nil
	}
	reader := readers[doc.Kind]
	if reader == nil {
		diags.Add(unsupported(doc))
		return nil, nil
	}
	if !overlays(t, doc, diags) {
		return nil, nil
	}
	dir := filepath.Dir(doc.Abs)
	root := source.Allowed(append([]string{dir}, t.Roots...)...).Map(t.References)
	var found diag.List
	model := reader(doc, root, openapi.Options{Form: formOf(t), Known: known, Strict: strict}, &found)
	for _, d := range found.Sorted() {
		diags.Add(d)
	}
	if found.HasErrors() {
		return nil, nil
	}
	return model, doc
}

// documents are the names of the files of a target's document and overlays, for the lock.
func documents(t *config.Target) []string {
	names := []string{filepath.Base(t.Source)}
	for _, o := range t.Overlays {
		names = append(names, filepath.Base(o))
	}
	return names
}

// open opens the document of a target, or takes the one that the target holds.
func open(t *config.Target, diags *diag.List) *source.Document {
	if t.Document != nil {
		return source.Take(t.Source, t.Document, diags)
	}
	return source.Open(t.Source, t.At["source"], diags)
}

// overlays opens the overlays of the target.
func overlays(t *config.Target, doc *source.Document, diags *diag.List) bool {
	for i, path := range t.Overlays {
		at, ok := t.At[fmt.Sprintf("overlays/%d", i)]
		if !ok {
			at = t.At["overlays"]
		}
		o := source.Open(path, at, diags)
		if o == nil {
			return false
		}
		if o.Kind != source.Overlay || doc.Kind != source.OpenAPI && doc.Kind != source.Swagger {
			diags.Add(diag.Diagnostic{
				Code: "not-an-overlay", Pos: o.At,
				Message: fmt.Sprintf("%s %s is not applied to %s", o.Kind, o.Version, doc.Kind),
				Hint:    "an overlay begins with \"overlay: 1.0.0\", and is for an OpenAPI document",
			})
			return false
		}
		doc.Overlays = append(doc.Overlays, o)
	}
	return true
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

// cut returns the part of model that a target asks for, and why each type is in
// it. The part is nil when a selector selects nothing.
func cut(t *config.Target, model *api.API, diags *diag.List) (*api.API, *slice.Reasons) {
	var found diag.List
	part, reasons := slice.Cut(model, slice.Options{
		Include: roots(t, "include", t.Include),
		Exclude: roots(t, "exclude", t.Exclude),
	}, &found)
	for _, d := range found.Sorted() {
		diags.Add(d)
	}
	if found.HasErrors() {
		return nil, nil
	}
	forgetOutside(t, model, part, diags)
	part.Whole = part.Whole && len(t.Include)+len(t.Exclude) == 0
	return part, reasons
}

// roots returns the selectors of a setting with their places.
func roots(t *config.Target, key string, texts []string) []slice.Root {
	var all []slice.Root
	for i, text := range texts {
		at, ok := t.At[fmt.Sprintf("%s/%d", key, i)]
		if !ok {
			at = t.At[key] // an alias of YAML has no items of its own
		}
		all = append(all, slice.Root{Text: text, Pos: at})
	}
	return all
}
