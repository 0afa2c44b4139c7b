// Package openapi reads OpenAPI documents, by kin-openapi, into the api model.
package openapi

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// Read returns the model of an OpenAPI 3 document, or of a Swagger 2.0 document
// by conversion. What is wrong with the document, and what of it the model
// leaves out, is added to diags.
func Read(doc *source.Document, root *source.Root, diags *diag.List) *api.API {
	var found diag.List
	r := &reader{
		file:  doc.Path,
		abs:   filepath.ToSlash(doc.Abs),
		diags: &found,
		api:   &api.API{Source: filepath.Base(doc.Path)},
		types: map[string]api.Type{},
		depth: map[string]bool{},
		names: map[string]bool{},
		ops:   map[string]bool{},

		aliases: map[string]string{},

		repeated:    newRepeated(),
		ruleNames:   map[*openapi3.Schema]string{},
		rulesByName: map[string]*api.Schema{},
		told:        map[string]bool{},
		mergedFrom:  map[*openapi3.Schema]*openapi3.Schema{},
		made:        map[*openapi3.Schema]api.Type{},
		propertyOf:  map[*api.Property]*openapi3.Schema{},
		resting:     map[*openapi3.Schema]bool{},
	}
	defer func() { r.report(diags) }()
	if !r.load(doc, root) {
		return r.api
	}
	r.api.Title = r.doc.Info.Title
	r.api.Doc = strings.TrimSpace(r.doc.Info.Description)
	for name, ref := range r.components() {
		r.names[componentName(name).String()] = true
		if ref == nil || ref.Ref == "" {
			continue
		}
		if key := r.target(ref); r.aliases[key] == "" || name < r.aliases[key] {
			r.aliases[key] = name
		}
	}
	r.readServers()
	r.readResources()
	r.readLinks()
	r.readWebhooks()
	r.readDerived()
	r.nameInline()
	return r.api
}

// reader fills api from doc.
type reader struct {
	file    string // as the user gave it
	abs     string
	diags   *diag.List
	tree    *tree.Tree
	files   *files
	inlined int                   // nodes
	texts   map[string]*tree.Text // what kin-openapi read, by absolute path
	doc     *openapi3.T
	api     *api.API

	aliases map[string]string // components that are references, by what they lead to

	types map[string]api.Type // by what a reference leads to
	depth map[string]bool     // what is being read, likewise
	names map[string]bool     // of types
	ops   map[string]bool     // names of endpoints

	linked []linkedOperation // the endpoints on paths

	repeated repeated // types of inline schemas

	ruleNames   map[*openapi3.Schema]string           // of what references lead to, in api.Schemas
	rulesByName map[string]*api.Schema                // api.Schemas
	told        map[string]bool                       // warnings
	mergedFrom  map[*openapi3.Schema]*openapi3.Schema // the schema whose allOf is merged
	made        map[*openapi3.Schema]api.Type         // types with a name, by what they are made of
	propertyOf  map[*api.Property]*openapi3.Schema    // what properties are made of
	resting     map[*openapi3.Schema]bool             // of which the rules are being read
}

// components returns the schemas in components.
func (r *reader) components() openapi3.Schemas {
	if r.doc.Components == nil {
		return nil
	}
	return r.doc.Components.Schemas
}

// readDerived reads the components that are made of one with a discriminator:
// nothing refers to them, and they are what comes where it stands.
func (r *reader) readDerived() {
	all := r.components()
	names := inOrder(r, all, schemaOrigin)
	if len(r.doc.Paths.Map()) == 0 && len(r.doc.Webhooks) == 0 {
		for _, name := range names {
			r.component(name)
		}
		return
	}
	for more := true; more; {
		more = false
		for _, name := range names {
			ref := all[name]
			if r.types[schemaRef+name] != nil || ref == nil || ref.Value == nil {
				continue
			}
			for _, part := range ref.Value.AllOf {
				base, ok := strings.CutPrefix(part.Ref, schemaRef)
				if ok && r.types[schemaRef+base] != nil && part.Value != nil && part.Value.Discriminator != nil {
					r.component(name)
					more = true
					break
				}
			}
		}
	}
}

// report gives what was found to diags, with the pointers of what is in the document.
func (r *reader) report(diags *diag.List) {
	var pointers map[diag.Position]string
	for _, d := range r.diags.Sorted() {
		if d.Pointer == "" && r.tree != nil {
			if pointers == nil {
				pointers = r.tree.Pointers()
			}
			d.Pointer = pointers[d.Pos]
		}
		if d.LeftOut == "" {
			d.LeftOut = leftOut[d.Code]
		}
		diags.Add(d)
	}
}

// leftOut is what is not generated, by the code that says why.
var leftOut = map[string]string{
	"parameter-left-out":  "the parameter",
	"media-type-left-out": "the body in this media type",
	"media-type":          "the body in this media type",
	"status":              "the response",
	"path-left-out":       "the operations of the path",
	"header-left-out":     "the header field",
	"go-type":             "the type of Go",
	"encoding-left-out":   "the types of the parts",
	"default-mapping":     "the type of other objects",
}

func (r *reader) warn(pos diag.Position, code, message, hint string) {
	r.diags.Add(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: pos, Message: message, Hint: hint})
}

// at is the position that kin-openapi recorded.
func (r *reader) at(o *openapi3.Origin) diag.Position {
	if o == nil || o.Key == nil {
		return diag.Position{File: r.file}
	}
	file := filePath(o.Key.File)
	if text := r.texts[file]; text != nil {
		return text.At(o.Key.Line)
	}
	return diag.Position{File: r.name(file), Line: o.Key.Line, Col: o.Key.Column}
}

// filePath is the path of a file that kin-openapi names.
func filePath(name string) string {
	if u, err := url.Parse(name); err == nil && u.Path != "" {
		name = u.Path // it is escaped
	}
	return filepath.ToSlash(name)
}

// name is how diagnostics call the file at an absolute path.
func (r *reader) name(abs string) string {
	if filepath.ToSlash(abs) == r.abs {
		return r.file
	}
	if rel, err := filepath.Rel(filepath.Dir(r.abs), abs); err == nil {
		return filepath.Join(filepath.Dir(r.file), rel)
	}
	return abs
}

// inOrder returns the names of m in the order of the document: kin-openapi keeps
// maps, and origins beside them.
func inOrder[V any](r *reader, m map[string]V, origin func(V) *openapi3.Origin) []string {
	names := make([]string, 0, len(m))
	at := make(map[string]diag.Position, len(m))
	for name, v := range m {
		names = append(names, name)
		at[name] = r.at(origin(v))
	}
	slices.SortFunc(names, func(a, b string) int {
		p, q := at[a], at[b]
		if p.File != q.File {
			return strings.Compare(p.File, q.File)
		}
		if p.Line != q.Line {
			return p.Line - q.Line
		}
		if p.Col != q.Col {
			return p.Col - q.Col
		}
		return strings.Compare(a, b)
	})
	return names
}

func schemaOrigin(s *openapi3.SchemaRef) *openapi3.Origin {
	if s == nil {
		return nil
	}
	if s.Origin == nil && s.Value != nil {
		return s.Value.Origin
	}
	return s.Origin
}
