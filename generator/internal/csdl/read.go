// Package csdl reads OData CSDL 4.0 and 4.01, XML and JSON, into the api model.
// Two front ends fill one syntax tree, the model resolves and checks its names,
// and the mapper makes the api model of it.
package csdl

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// Read returns the model of a CSDL document and of the documents that it
// refers to, as far as root can read them. What is wrong with them, and what of
// them the model leaves out, is added to diags.
func Read(doc *source.Document, root *source.Root, diags *diag.List) *api.API {
	m := newModel(diags)
	load(m, doc, root)
	out := &api.API{Source: filepath.Base(doc.Path), Form: api.FormOData, Whole: true}
	if diags.HasErrors() {
		return out
	}
	m.declare()
	m.check()
	if diags.HasErrors() {
		return out
	}
	newMapper(m, out).fill()
	return out
}

// loader reads a document and those that it refers to, each once.
type loader struct {
	model *model
	root  *source.Root
	dir   string               // of the first document, absolute
	docs  map[string]*Document // by reference, relative to the first document; nil when not read

	mapped map[string]bool // references that are absolute paths of files
}

// load adds a document to the model, with those that it refers to.
func load(m *model, doc *source.Document, root *source.Root) {
	l := &loader{
		model: m, root: root, dir: filepath.Dir(doc.Abs), mapped: map[string]bool{},
		docs: map[string]*Document{path.Base(filepath.ToSlash(doc.Path)): nil},
	}
	l.load(doc.Path, doc.Data, "")
}

// load adds the first document, with its text, to the model. Ref is "".
func (l *loader) load(file string, text []byte, ref string) {
	doc := parse(file, text, l.model.diags)
	if doc != nil {
		l.add(doc, file, ref)
	}
}

// add adds a document to the model, with those that it refers to.
func (l *loader) add(doc *Document, file, ref string) {
	if len(doc.Schemas) == 0 {
		l.model.warn(doc.Pos, "no-schema", "the document has no schema", "add a Schema with types")
	}
	l.model.docs = append(l.model.docs, doc)
	l.docs[ref] = doc
	for _, r := range doc.References {
		l.follow(r, file, ref)
	}
}

// parse returns the syntax tree of a document in XML or JSON, nil when it has
// none.
func parse(file string, text []byte, diags *diag.List) *Document {
	s := newScope(file, text, diags)
	if bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<")) {
		return readXML(s)
	}
	return readJSON(s)
}

// follow loads what the reference r in a document names. What cannot be read is
// missed only when a type of it is used: most references name vocabularies.
func (l *loader) follow(r *Reference, file, from string) {
	ref, ok := l.locate(r.URI, from)
	if !ok {
		l.model.missing(r)
		return
	}
	doc, seen := l.docs[ref]
	if !seen && !l.has(r) {
		l.docs[ref] = nil
		doc = l.read(r, file, from, ref)
	}
	if doc != nil {
		doc.Applied = append(doc.Applied, r.External...)
	}
}

// locate returns where a document is that the document at from refers to: a path relative
// to the first one, or an absolute path where the target says where it is.
func (l *loader) locate(uri, from string) (ref string, ok bool) {
	if local, ok := l.root.Local(uri); ok {
		if rel, err := filepath.Rel(l.dir, local); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel), true
		}
		l.mapped[filepath.ToSlash(local)] = true
		return filepath.ToSlash(local), true
	}
	u, err := url.Parse(uri)
	if err != nil || u.Host != "" || u.Scheme != "" && u.Scheme != "file" {
		return "", false
	}
	if path.IsAbs(u.Path) {
		return u.Path, true
	}
	ref = path.Join(path.Dir(from), u.Path)
	if path.IsAbs(from) {
		l.mapped[ref] = true // beside one that is mapped
	}
	return ref, true
}

// read loads the document at ref and returns it, nil when it cannot be read.
func (l *loader) read(r *Reference, file, from, ref string) *Document {
	text, err := l.root.Read((&url.URL{Path: ref}).String())
	if err != nil {
		l.model.missing(r)
		if path.IsAbs(ref) && !l.mapped[ref] {
			return nil // a path on the server, like a URL
		}
		d := source.Diagnose(err, r.Pos)
		d.Severity, d.Code = diag.Warning, "unresolved-reference"
		d.Message = fmt.Sprintf("reference %q: %s", r.URI, d.Message)
		d.Hint = "put the document there, or remove the reference"
		l.model.diags.Add(d)
		return nil
	}
	if file = filepath.Join(filepath.Dir(file), relative(from, ref)); l.mapped[ref] && !path.IsAbs(from) {
		file = filepath.FromSlash(ref)
	}
	var found diag.List
	doc := parse(file, text, &found)
	for _, d := range found.Sorted() {
		if d.Severity == diag.Error {
			d.Severity = diag.Warning // it costs what refers to it
		}
		l.model.diags.Add(d)
	}
	if doc == nil {
		l.model.missing(r)
		return nil
	}
	l.add(doc, file, ref)
	return doc
}

// has tells whether all that r includes was read: a document refers back to one
// that refers to it, in XML or in JSON.
func (l *loader) has(r *Reference) bool {
	for _, inc := range r.Includes {
		if !l.model.hasSchema(inc.Namespace) {
			return false
		}
	}
	return len(r.Includes) > 0
}

// relative returns the path of ref as the document at from names it.
func relative(from, ref string) string {
	if rel, err := filepath.Rel(path.Dir(from), ref); err == nil {
		return rel
	}
	return strings.TrimPrefix(ref, "/")
}
