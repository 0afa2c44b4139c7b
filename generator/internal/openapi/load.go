package openapi

import (
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/check"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/overlay"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// load fills r.doc. It returns false when there is nothing to read on with.
func (r *reader) load(doc *source.Document, root *source.Root) bool {
	t, err := tree.Parse(r.file, doc.Data)
	if err != nil {
		r.diags.Add(syntaxFault(r.file, err))
		return false
	}
	r.tree = t
	for _, k := range t.TakeDuplicates() {
		r.warn(t.At(k), "duplicate-key", fmt.Sprintf("%q is there twice in one mapping; this one counts", k.Value), "take one of them out")
	}
	for _, o := range doc.Overlays {
		over, err := tree.Parse(o.Path, o.Data)
		if err != nil {
			r.diags.Add(syntaxFault(o.Path, err))
			return false
		}
		if overlay.Apply(t, over, r.diags); r.diags.HasErrors() {
			return false
		}
	}
	r.files = &files{root: root, dir: filepath.Dir(r.abs), name: r.name, trees: map[string]*tree.Tree{r.abs: t}, seen: map[string]*diag.Diagnostic{}}
	r.self()
	identify(t)
	r.pathItems()
	if !r.check(doc) || !r.follow() {
		return false
	}
	if strings.HasPrefix(doc.Version, "3.2") {
		r.latest()
	}
	if r.doc, err = r.resolve(doc); err != nil {
		r.diags.Add(r.loadFault(doc, err))
		return false
	}
	if r.doc.Info == nil {
		r.doc.Info = new(openapi3.Info)
	}
	if r.doc.Paths == nil {
		r.doc.Paths = openapi3.NewPaths()
	}
	return true
}

// check compares the document with the standard. An operation that is not clear is
// taken out. It returns false when more is not clear.
func (r *reader) check(doc *source.Document) bool {
	compare := func() []diag.Diagnostic {
		if doc.Kind == source.Swagger {
			return check.Swagger(r.tree)
		}
		return check.Document(r.tree, doc.Version)
	}
	clear := true
	faulty := map[string]bool{}
	found := compare()
	for n := 0; n < maxRepairs && r.inlineAll(found); n++ {
		found = compare()
	}
	for _, d := range found {
		if op := operationOf(d.Pointer); op != "" && d.Severity == diag.Error {
			d.Severity, d.LeftOut = diag.Loss, describeOperation(op)
			faulty[op] = true
		}
		clear = clear && d.Severity != diag.Error
		r.diags.Add(d)
	}
	for op := range faulty {
		r.tree.Remove(op)
	}
	return clear
}

// inlineAll puts what stands where OpenAPI has no reference in place of the
// references there, and says so. It returns whether there was one.
func (r *reader) inlineAll(found []diag.Diagnostic) bool {
	is := false
	for _, d := range found {
		if d.Code == check.MisplacedRef && r.inline(d.Pointer) {
			r.diags.Add(d)
			is = true
		}
	}
	return is
}

// self makes references to the document by its own URI ("$self" of 3.2) ones within
// it.
func (r *reader) self() {
	self := tree.Scalar(r.tree.Root, "$self")
	if self == "" {
		return
	}
	for _, ref := range references(r.abs, r.tree, "") {
		if fragment, ok := strings.CutPrefix(ref.value.Value, self); ok && (fragment == "" || fragment[0] == '#') {
			ref.value.Value = "#" + strings.TrimPrefix(fragment, "#")
		}
	}
}

// componentPointer leads to a component, or into it; those of Swagger 2.0 are at the
// root.
var componentPointer = regexp.MustCompile(`^/(?:components/[^/]+|definitions|parameters|responses)/[^/]+`)

// operationPointer leads to an operation of a path, or into it.
var operationPointer = regexp.MustCompile(`^/paths/[^/]+/(?:get|put|post|delete|options|head|patch|trace|query|additionalOperations/[^/]+)(?:/|$)`)

// operationOf returns the pointer of the operation that a pointer leads into, or "".
func operationOf(pointer string) string {
	return strings.TrimSuffix(operationPointer.FindString(pointer), "/")
}

func describeOperation(pointer string) string {
	path, method, _ := strings.Cut(strings.TrimPrefix(pointer, "/paths/"), "/")
	method = strings.TrimPrefix(method, "additionalOperations/")
	return strings.ToUpper(method) + " " + unescapeToken(path)
}

// resolve reads the document and what it refers to with kin-openapi. A scalar that
// is no string where one must be is made one.
func (r *reader) resolve(doc *source.Document) (*openapi3.T, error) {
	for n := 0; ; n++ {
		text := r.tree.Encode()
		r.texts = map[string]*tree.Text{r.abs: text}
		t, err := r.openapi3(doc, text)
		if err == nil || n == maxRepairs {
			return t, err
		}
		m := unquoted.FindStringSubmatch(err.Error())
		if m == nil {
			return nil, err
		}
		line, _ := strconv.Atoi(m[1])
		if !text.Quote(line) {
			return nil, err
		}
		r.warn(text.At(line), "not-a-string", "a number stands where OpenAPI has a string, and is read as one", "put it in quotes")
	}
}

// maxRepairs is how many scalars of a document are made strings.
const maxRepairs = 100

var unquoted = regexp.MustCompile(`line (\d+)(?:, column \d+)?: cannot (?:unmarshal|construct) !!(?:int|float|bool|timestamp)(?: ` + "`[^`]*`" + `)? into (?:Go )?string`)

// loader returns a loader that reads what the document refers to from r.files.
func (r *reader) loader(data []byte) *openapi3.Loader {
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
		path := filepath.ToSlash(u.Path)
		if path == r.abs {
			return data, nil
		}
		t, err := r.files.open(u)
		if err != nil {
			return nil, err
		}
		r.texts[path] = t.Encode()
		return r.texts[path].Data, nil
	}
	return loader
}

// openapi3 reads a text with kin-openapi. One of Swagger 2.0 is converted before.
func (r *reader) openapi3(doc *source.Document, text *tree.Text) (*openapi3.T, error) {
	location := &url.URL{Path: r.abs}
	if doc.Kind == source.Swagger {
		t, err := r.convert(text.Data, r.loader(text.Data), location)
		if err != nil {
			return nil, err
		}
		text = t.Encode()
		r.texts[r.abs] = text
	}
	return r.loader(text.Data).LoadFromDataWithPath(text.Data, location)
}

// find returns the first place in the text of doc that has text as a whole word.
func find(doc *source.Document, text string) diag.Position {
	pos := diag.Position{File: doc.Path, Line: 1, Col: 1}
	data, from := string(doc.Data), 0
	for text != "" {
		i := strings.Index(data[from:], text)
		if i < 0 {
			break
		}
		start, end := from+i, from+i+len(text)
		before := start == 0 || strings.IndexByte(" \t\n\"'[{,", data[start-1]) >= 0
		after := end == len(data) || strings.IndexByte(" \t\r\n\"'],}:", data[end]) >= 0
		if before && after {
			line := strings.LastIndexByte(data[:start], '\n') + 1
			return diag.Position{File: doc.Path, Line: strings.Count(data[:start], "\n") + 1, Col: start - line + 1}
		}
		from = start + 1
	}
	return pos
}
