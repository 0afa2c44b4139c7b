// Package openapi reads OpenAPI documents into the api model.
package openapi

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
	"github.com/seed-349153d7/odagen/generator/internal/opinion"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Read returns the model of an OpenAPI 3 document, or of a Swagger 2.0 document. What is
// wrong with the document, and what of it the model leaves out, is added to diags.
func Read(doc *source.Document, root *source.Root, opts Options, diags *diag.List) *api.API {
	var found diag.List
	model := &api.API{Source: filepath.Base(doc.Path), Paths: map[string]bool{}}
	defer func() { report(&found, diags) }()
	d, files := load(doc, root, &found)
	if d == nil || found.HasErrors() {
		return model
	}
	r := &reader{
		Reader: jsonschema.NewReader(model, files, d.Schemas, &found),
		doc:    d, files: files, diags: &found, api: model, ops: map[string]bool{},
		opts: opts, entities: map[*node]*api.Struct{},
		noBodies: doc.Kind == source.OpenAPI && strings.HasPrefix(doc.Version, "3.0"),
	}
	model.Title, model.Doc = d.Title, strings.TrimSpace(d.Description)
	if opts.Strict && doc.Kind == source.OpenAPI && found.Len() == 0 {
		for _, o := range opinion.Of(files.Main(), doc.Abs, root) {
			found.Add(o)
		}
	}
	r.form(files.Main())
	r.readServers()
	r.readResources()
	r.listSets()
	r.readLinks()
	r.readWebhooks()
	r.readDerived()
	r.Discriminate()
	r.markPatched()
	r.NameInline()
	return model
}

// reader fills api from doc.
type reader struct {
	*jsonschema.Reader
	doc   *document.Document
	files *tree.Files
	diags *diag.List
	api   *api.API

	noBodies bool // those of GET, HEAD and DELETE are ignored

	ops    map[string]bool   // names of endpoints
	linked []linkedOperation // the endpoints on paths

	opts     Options
	entities map[*node]*api.Struct // what entityOf found
	sets     []foundSet

	knownSteps map[string]bool // what steps returns
}

// readDerived reads the components that are made of one with a discriminator:
// nothing refers to them, and they are what comes where it stands.
func (r *reader) readDerived() {
	all := r.Components()
	if len(r.doc.Paths) == 0 && len(r.doc.Webhooks) == 0 {
		for _, s := range all {
			r.Component(s)
		}
		return
	}
	for more := true; more; {
		more = false
		for _, s := range all {
			if r.TypeOf(s) == nil && r.isDerived(s) {
				r.Component(s)
				more = true
			}
		}
	}
}

// isDerived reports whether s is made of a component that was read and has a
// discriminator.
func (r *reader) isDerived(s *jsonschema.Schema) bool {
	v := s.Value()
	if v == nil {
		return false
	}
	return slices.ContainsFunc(v.AllOf, func(part *jsonschema.Schema) bool {
		base := part.Target()
		return base != nil && base.Name != "" && r.TypeOf(base) != nil && r.Discriminated(base) != nil
	})
}

// report gives what was found to diags, with what is left out.
func report(found, diags *diag.List) {
	for _, d := range found.Sorted() {
		if d.LeftOut == "" {
			d.LeftOut = leftOut[d.Code]
		}
		diags.Add(d)
	}
}

// leftOut is what is not generated, by the code that says why.
var leftOut = map[string]string{
	"parameter-left-out":  "the parameter",
	"media-type":          "the body in this media type",
	"status":              "the response",
	"path-left-out":       "the operations of the path",
	"media-type-left-out": "the body in this media type",
	"header-left-out":     "the header field",
	"go-type":             "the type of Go",
	"encoding-left-out":   "the types of the parts",
	"default-mapping":     "the type of other objects",
}

func (r *reader) warn(at tree.Place, code, message, hint string) {
	r.diags.Add(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: at.At(), Pointer: at.Local(), Message: message, Hint: hint})
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
