package openapi

import (
	"bytes"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/check"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// load fills r.doc. It returns false when there is nothing to read on with.
func (r *reader) load(doc *source.Document, root *source.Root) bool {
	if !r.check(doc) {
		return false
	}
	data, t, err := doc.Data, (*openapi3.T)(nil), error(nil)
	for range maxRepairs {
		loader := newLoader(r.abs, data, root)
		location := &url.URL{Path: r.abs}
		if doc.Kind == source.Swagger {
			t, err = r.loadSwagger(doc, data, loader, location)
		} else {
			t, err = loader.LoadFromDataWithPath(data, location)
		}
		if err == nil {
			break
		}
		repaired, line := quoteScalar(data, err)
		if repaired == nil {
			break
		}
		if doc.Kind == source.Swagger { // of others the check says so
			r.warn(diag.Position{File: r.file, Line: line, Col: 1}, "not-a-string", "a number stands where OpenAPI has a string, and is read as one",
				"put it in quotes")
		}
		data = repaired
	}
	if err != nil {
		r.diags.Add(r.loadFault(doc, err))
		return false
	}
	r.doc = t
	if t.Info == nil {
		t.Info = new(openapi3.Info)
	}
	if t.Paths == nil {
		t.Paths = openapi3.NewPaths()
	}
	if doc.Kind == source.Swagger {
		r.validate(doc)
	}
	return !r.diags.HasErrors()
}

// check compares the document with the standard. It returns false when that leaves
// open what the document means.
func (r *reader) check(doc *source.Document) bool {
	t, err := tree.Parse(r.file, doc.Data)
	if err != nil || doc.Kind != source.OpenAPI {
		return true // kin-openapi finds the fault again
	}
	for _, d := range check.Document(t, doc.Version) {
		r.diags.Add(d)
	}
	return !r.diags.HasErrors()
}

// newLoader returns a loader that reads what the document refers to from root.
func newLoader(abs string, data []byte, root *source.Root) *openapi3.Loader {
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
		if filepath.ToSlash(u.Path) == abs {
			return data, nil
		}
		return root.Read(u.String())
	}
	return loader
}

// loadSwagger converts a Swagger 2.0 document. What becomes of it has no
// positions.
func (r *reader) loadSwagger(doc *source.Document, data []byte, loader *openapi3.Loader, location *url.URL) (*openapi3.T, error) {
	var old openapi2.T
	if err := openapi2.UnmarshalFromData(data, &old); err != nil {
		return nil, err
	}
	for path, item := range old.Paths {
		if item == nil {
			continue
		}
		if item.Ref != "" {
			r.warn(find(doc, item.Ref), "path-left-out", fmt.Sprintf("path %q refers to %q, which is not followed in Swagger 2.0", path, item.Ref),
				"write the path into the document, or convert it to OpenAPI 3")
		}
		for _, op := range item.Operations() {
			for status, answer := range op.Responses.Map() {
				if answer == nil {
					op.Responses.Set(status, &openapi2.Response{})
				}
			}
		}
	}
	return openapi2conv.ToV3WithLoader(&old, loader, location)
}

// maxRepairs is how many scalars of a document are put in quotes.
const maxRepairs = 100

var unquoted = regexp.MustCompile(`line (\d+): cannot (?:unmarshal|construct) !!(?:int|float|bool|timestamp)(?: ` + "`[^`]*`" + `)? into (?:Go )?string`)

// quoteScalar puts the value on the line that err tells into quotes: YAML reads
// 1.0 as a number and 2024-01-01 as a date, where people mean text. It returns
// nil when err is another one.
func quoteScalar(data []byte, err error) (repaired []byte, line int) {
	m := unquoted.FindStringSubmatch(err.Error())
	if m == nil {
		return nil, 0
	}
	line, _ = strconv.Atoi(m[1])
	lines := bytes.SplitAfter(data, []byte("\n"))
	if line < 1 || line > len(lines) {
		return nil, 0
	}
	parts := scalarLine.FindSubmatch(lines[line-1])
	if parts == nil {
		return nil, 0
	}
	lines[line-1] = []byte(string(parts[1]) + `"` + string(parts[2]) + `"` + string(parts[3]))
	return bytes.Join(lines, nil), line
}

// scalarLine is a line that ends with a plain value.
var scalarLine = regexp.MustCompile(`^(.*?[:-]\s+)([^\s"'{}\[\],#]+)([\s,]*(?:\s#.*)?)$`)

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
