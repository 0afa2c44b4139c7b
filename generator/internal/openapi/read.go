// Package openapi reads OpenAPI documents, by kin-openapi, into the api model.
package openapi

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// Read returns the model of an OpenAPI 3 document. What is wrong with the
// document, and what of it the model leaves out, is added to diags.
func Read(doc *source.Document, root *source.Root, diags *diag.List) *api.API {
	r := &reader{
		file:    doc.Path,
		abs:     filepath.ToSlash(doc.Abs),
		diags:   diags,
		api:     &api.API{Source: filepath.Base(doc.Path)},
		schemas: map[string]api.Type{},
		depth:   map[string]bool{},
	}
	if !r.load(doc, root) {
		return r.api
	}
	r.api.Title = r.doc.Info.Title
	r.api.Doc = strings.TrimSpace(r.doc.Info.Description)
	r.readServers()
	r.readResources()
	return r.api
}

// reader fills api from doc.
type reader struct {
	file  string // as the user gave it
	abs   string
	diags *diag.List
	doc   *openapi3.T
	api   *api.API

	schemas map[string]api.Type // by name in components; nil while it is read
	depth   map[string]bool     // names that are being read
}

func (r *reader) load(doc *source.Document, root *source.Root) bool {
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
		if filepath.ToSlash(u.Path) == r.abs {
			return doc.Data, nil
		}
		return root.Read(u.String())
	}
	t, err := loader.LoadFromDataWithPath(doc.Data, &url.URL{Path: r.abs})
	if err != nil {
		r.diags.Add(r.loadFault(doc, err))
		return false
	}
	r.doc = t
	if t.Info == nil {
		r.error(diag.Position{File: r.file, Line: 1, Col: 1}, "info-missing", `the document has no "info"`,
			`add "info" with "title" and "version"`)
	}
	if err := t.Validate(loader.Context); err != nil && t.Info != nil {
		r.diags.Add(r.validateFault(doc, err))
	}
	return !r.diags.HasErrors()
}

var (
	faultLine = regexp.MustCompile(`line (\d+)(?:, column (\d+))?`)
	faultRef  = regexp.MustCompile(`in fragment in URI: "([^"]*)"|error resolving reference "([^"]*)"|reference[^"]*"([^"]*)"`)
)

// loadFault makes a diagnostic of what kin-openapi says when it cannot load doc.
// It knows lines of the syntax only; a reference is looked up in the text.
func (r *reader) loadFault(doc *source.Document, err error) diag.Diagnostic {
	message := err.Error()
	var fault *source.Fault
	if m := faultRef.FindStringSubmatch(message); m != nil && errors.As(err, &fault) {
		return source.Diagnose(err, find(doc, strings.Join(m[1:], "")))
	}
	if m := faultRef.FindStringSubmatch(message); m != nil {
		ref := strings.Join(m[1:], "")
		return diag.Diagnostic{
			Code:    "ref-not-found",
			Pos:     find(doc, ref),
			Message: fmt.Sprintf("the reference %q leads to nothing that could be read", ref),
			Hint:    "correct the reference, or add what it names",
		}
	}
	pos := diag.Position{File: r.file, Line: 1, Col: 1}
	if m := faultLine.FindStringSubmatch(message); m != nil {
		pos.Line, _ = strconv.Atoi(m[1])
		if m[2] != "" {
			pos.Col, _ = strconv.Atoi(m[2])
		}
	}
	for _, prefix := range []string{"failed to unmarshal data: ", "yaml error: ", "yaml: ", "construct errors: ", m0(faultLine, message) + ": "} {
		message = strings.TrimPrefix(message, prefix)
	}
	return diag.Diagnostic{
		Code:    "not-openapi",
		Pos:     pos,
		Message: "the document does not have the form of OpenAPI: " + message,
		Hint:    "compare the place with the OpenAPI specification",
	}
}

func m0(re *regexp.Regexp, s string) string { return re.FindString(s) }

var faultName = regexp.MustCompile(`"([^"]+)"|(?:GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE) (/\S*)`)

// validateFault makes a diagnostic of what kin-openapi has against the document.
// Its place is that of the first name in the message which the document has.
func (r *reader) validateFault(doc *source.Document, err error) diag.Diagnostic {
	message := err.Error()
	pos := diag.Position{File: r.file, Line: 1, Col: 1}
	for _, m := range faultName.FindAllStringSubmatch(message, -1) {
		if p := find(doc, strings.Join(m[1:], "")); p.Line > 1 {
			pos = p
			break
		}
	}
	return diag.Diagnostic{
		Code:    "invalid-openapi",
		Pos:     pos,
		Message: message,
		Hint:    "compare the place with the OpenAPI specification",
	}
}

// find returns the first place in the text of doc that has text as a whole word.
func find(doc *source.Document, text string) diag.Position {
	word := regexp.MustCompile(`(?:^|[\s"'\[{,])(` + regexp.QuoteMeta(text) + `)(?:$|[\s"'\]},:])`)
	for i, line := range strings.Split(string(doc.Data), "\n") {
		if m := word.FindStringSubmatchIndex(line); m != nil {
			return diag.Position{File: doc.Path, Line: i + 1, Col: m[2] + 1}
		}
	}
	return diag.Position{File: doc.Path, Line: 1, Col: 1}
}

// readServers sets the base URL from the first server, its variables replaced
// by their defaults.
func (r *reader) readServers() {
	if len(r.doc.Servers) == 0 {
		return
	}
	s := r.doc.Servers[0]
	base := s.URL
	for name, v := range s.Variables {
		base = strings.ReplaceAll(base, "{"+name+"}", v.Default)
	}
	r.api.BaseURL = strings.TrimRight(base, "/")
}

func (r *reader) error(pos diag.Position, code, message, hint string) {
	r.diags.Add(diag.Diagnostic{Code: code, Pos: pos, Message: message, Hint: hint})
}

func (r *reader) warn(pos diag.Position, code, message, hint string) {
	r.diags.Add(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: pos, Message: message, Hint: hint})
}

// at is the position that kin-openapi recorded.
func (r *reader) at(o *openapi3.Origin) diag.Position {
	if o == nil || o.Key == nil {
		return diag.Position{File: r.file}
	}
	file := o.Key.File
	if filepath.ToSlash(file) == r.abs {
		file = r.file
	} else if rel, err := filepath.Rel(filepath.Dir(r.abs), file); err == nil {
		file = filepath.Join(filepath.Dir(r.file), rel)
	}
	return diag.Position{File: file, Line: o.Key.Line, Col: o.Key.Column}
}

// inOrder returns the names of m in the order of the document: kin-openapi keeps
// maps, and origins beside them.
func inOrder[V any](r *reader, m map[string]V, origin func(V) *openapi3.Origin) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		p, q := r.at(origin(m[a])), r.at(origin(m[b]))
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
	if s.Origin == nil && s.Value != nil {
		return s.Value.Origin
	}
	return s.Origin
}
