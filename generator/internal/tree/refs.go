package tree

import (
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// Files are a document and those that it refers to.
type Files struct {
	root  *source.Root
	main  *Tree
	trees map[string]*Tree // by absolute path
	known map[link]target
	index map[*Node]map[string]int // where the members of large maps are
	seen  map[string]*diag.Diagnostic

	// Opened is called for each document that is read because another refers to it; nil
	// for nothing.
	Opened func(*Tree)
}

// link is a reference as it stands in a document.
type link struct {
	from *Tree
	ref  string
}

// target is what a reference leads to, or what is wrong with it.
type target struct {
	place Place
	fault *diag.Diagnostic
}

// NewFiles returns the files of a document that is at an absolute path. It is not to
// be changed after this.
func NewFiles(main *Tree, abs string, root *source.Root) *Files {
	main.path = filepath.ToSlash(abs)
	return &Files{
		root: root, main: main, trees: map[string]*Tree{main.path: main},
		known: map[link]target{}, index: map[*Node]map[string]int{}, seen: map[string]*diag.Diagnostic{},
	}
}

// Main is the document that is read.
func (f *Files) Main() *Tree { return f.main }

// Name is how diagnostics call the file at an absolute path.
func (f *Files) name(abs string) string {
	if rel, err := filepath.Rel(path.Dir(f.main.path), abs); err == nil {
		return filepath.Join(filepath.Dir(f.main.File), rel)
	}
	return abs
}

// Relative is the path of the file of t, seen from the document that is read; "" for
// that itself.
func (f *Files) Relative(t *Tree) string {
	if t == f.main {
		return ""
	}
	if rel, err := filepath.Rel(path.Dir(f.main.path), t.path); err == nil {
		return filepath.ToSlash(rel)
	}
	return t.path
}

// maxSteps is how many references are followed on the way to one thing.
const maxSteps = 100

// Resolve returns what the reference in the member "$ref" of p leads to: a reference
// counts from the file that it stands in. What that is may be a reference again.
func (f *Files) Resolve(p Place) (Place, *diag.Diagnostic) {
	return f.ResolveText(p.Get("$ref"), p.Text("$ref"), 0)
}

// ResolveText is Resolve for a reference that stands at a place.
func (f *Files) ResolveText(at Place, ref string, steps int) (Place, *diag.Diagnostic) {
	key := link{at.Tree, ref}
	known, ok := f.known[key]
	if !ok {
		known.place, known.fault = f.look(at, ref, steps)
		f.known[key] = known
	}
	if known.fault != nil && known.fault.Pos.Line == 0 {
		told := *known.fault
		told.Pos, told.Pointer = at.Tree.At(at.Node), at.Local()
		return Place{}, &told
	}
	return known.place, known.fault
}

// look finds what a reference leads to. A fault without a line is one of the reference.
func (f *Files) look(at Place, ref string, steps int) (Place, *diag.Diagnostic) {
	nothing := &diag.Diagnostic{
		Code: NotFound, Hint: "correct the reference, or add what it names",
		Message: fmt.Sprintf("the reference %q leads to nothing", ref),
	}
	uri, fragment := parseRef(ref)
	t := at.Tree
	if uri.Path != "" || uri.Host != "" || uri.Scheme != "" {
		var err error
		if t, err = f.open((&url.URL{Path: at.Tree.path}).ResolveReference(uri)); err != nil {
			d := source.Diagnose(err, diag.Position{})
			return Place{}, &d
		}
	}
	p := t.Place()
	p.foreign = t != f.main
	if fragment == "" || fragment == "/" && t.Root.Get("") == nil { // many write "#/" for the document
		return p, nil
	}
	if pointer, ok := t.anchors[fragment]; ok {
		fragment = pointer
	}
	rest, ok := strings.CutPrefix(fragment, "/")
	if !ok {
		return Place{}, nothing
	}
	for token := range strings.SplitSeq(rest, "/") {
		next, ok := f.step(p, Unescape(token))
		for ; !ok && steps < maxSteps && p.Text("$ref") != ""; steps++ {
			through, fault := f.ResolveText(p.Get("$ref"), p.Text("$ref"), steps+1)
			if fault != nil {
				return Place{}, fault
			}
			p = through
			next, ok = f.step(p, Unescape(token))
		}
		if !ok {
			return Place{}, nothing
		}
		p = next
	}
	return p, nil
}

// NotFound is the code of a reference that leads to nothing.
const NotFound = "ref-not-found"

// parseRef splits a reference into a URI without a fragment and the fragment. One that
// is no URI is taken as it stands.
func parseRef(ref string) (*url.URL, string) {
	u, err := url.Parse(ref)
	if err != nil {
		file, fragment, _ := strings.Cut(ref, "#")
		return &url.URL{Path: file}, fragment
	}
	fragment := u.Fragment
	u.Fragment, u.RawFragment = "", ""
	return u, fragment
}

// manyMembers is how many members a map has whose names are indexed.
const manyMembers = 32

// step is Place.step with an index of large maps.
func (f *Files) step(p Place, token string) (Place, bool) {
	if p.Node.Kind != Map || len(p.Node.Content) < 2*manyMembers {
		return p.step(token)
	}
	at := f.index[p.Node]
	if at == nil {
		at = make(map[string]int, len(p.Node.Content)/2)
		for i := 0; i+1 < len(p.Node.Content); i += 2 {
			at[p.Node.Content[i].Text] = i
		}
		f.index[p.Node] = at
	}
	i, ok := at[token]
	if !ok {
		return p, false
	}
	return p.member(p.Node.Content[i], p.Node.Content[i+1]), true
}

// open returns the document at a URI. Text that is for people is a text.
func (f *Files) open(uri *url.URL) (*Tree, error) {
	if path, ok := f.root.Local(uri.String()); ok {
		uri = &url.URL{Path: filepath.ToSlash(path)}
	}
	abs := filepath.ToSlash(uri.Path)
	local := uri.Host == "" && (uri.Scheme == "" || uri.Scheme == "file")
	if t := f.trees[abs]; t != nil && local {
		return t, nil
	}
	data, err := f.read(uri)
	if err != nil {
		return nil, err
	}
	t, fault := &Tree{File: f.name(abs), Root: String(string(data))}, (*diag.Diagnostic)(nil)
	if ext := path.Ext(abs); ext != ".md" && ext != ".txt" {
		t, fault = Parse(f.name(abs), data)
	}
	if fault != nil {
		return nil, &source.Fault{Code: fault.Code, Message: fault.Message, Hint: fault.Hint, Pos: fault.Pos}
	}
	t.path = abs
	t.TakeDuplicates()
	if f.Opened != nil {
		f.Opened(t)
	}
	f.trees[abs] = t
	return t, nil
}

func (f *Files) read(uri *url.URL) ([]byte, error) {
	if uri.Scheme == "" && uri.Host == "" {
		if rel, err := filepath.Rel(path.Dir(f.main.path), uri.Path); err == nil {
			uri = &url.URL{Path: filepath.ToSlash(rel)}
		}
	}
	return f.root.Read(uri.String())
}

// IsData reports whether a member holds a value, or is an extension.
func IsData(name string) bool { return data[name] || strings.HasPrefix(name, "x-") }

// data are the members that hold values, in which $ref is a name like any other.
var data = map[string]bool{"example": true, "value": true, "default": true, "enum": true, "const": true}

// named are the members of documents whose own members have names that people chose.
var named = map[string]bool{
	"properties": true, "patternProperties": true, "dependentSchemas": true, "$defs": true, "definitions": true,
	"schemas": true, "responses": true, "headers": true, "requestBodies": true, "links": true, "callbacks": true,
	"parameters": true, "securitySchemes": true, "pathItems": true, "mediaTypes": true, "content": true,
	"encoding": true, "examples": true, "paths": true, "webhooks": true,
}

// References returns the objects in p that are references. Inlined says which of them
// are not, but stand for what they lead to, which is looked into when it is there.
func (f *Files) References(p Place, inlined func(pointer string) bool) []Place {
	w := &refWalk{files: f, inlined: inlined, once: Once{}}
	w.walk(p, false, 0)
	return w.found
}

type refWalk struct {
	files   *Files
	inlined func(pointer string) bool
	once    Once
	found   []Place
}

// walk looks into p. Names says that its members have names of their own.
func (w *refWalk) walk(p Place, names bool, steps int) {
	if !w.once.First(p.Node) {
		return
	}
	for _, item := range p.Items() {
		w.walk(item, false, steps)
	}
	switch {
	case names || p.Text("$ref") == "":
	case w.inlined == nil || !w.inlined(p.Pointer()):
		w.found = append(w.found, p)
	case steps < maxSteps:
		if to, fault := w.files.Resolve(p); fault == nil {
			w.walk(to.InPlaceOf(p), false, steps+1)
		}
	}
	for k, v := range p.Node.Members() {
		if v.IsScalar() || !names && IsData(k.Text) {
			continue
		}
		w.walk(p.member(k, v), !names && named[k.Text], steps)
	}
}

// Fault returns what is wrong with what a reference leads to in another document, or
// with what that refers to; nil when nothing is.
func (f *Files) Fault(ref Place) *diag.Diagnostic { return f.fault(ref, 0) }

func (f *Files) fault(ref Place, depth int) *diag.Diagnostic {
	uri, _ := parseRef(ref.Text("$ref"))
	if depth == 0 && ref.Tree == f.main && uri.Path == "" && uri.Host == "" {
		return nil // within the document, which is checked
	}
	to, fault := f.Resolve(ref)
	if fault != nil {
		return fault
	}
	key := to.Tree.path + "#" + to.Pointer()
	if d, ok := f.seen[key]; ok || depth > maxSteps {
		return d
	}
	f.seen[key] = nil // a cycle is no fault
	for _, inner := range f.References(to, nil) {
		if d := f.fault(inner, depth+1); d != nil {
			f.seen[key] = d
			return d
		}
	}
	return nil
}
