package convert

import (
	"errors"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// errElsewhere stands for a document that is not read.
var errElsewhere = errors.New("elsewhere")

// validate loads and validates an OpenAPI document. The documents that it refers
// to are taken as such that have every schema.
func validate(text []byte) error {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(*openapi3.Loader, *url.URL) ([]byte, error) { return nil, errElsewhere }
	doc, err := loader.LoadFromData(text)
	if err != nil {
		return err
	}
	return doc.Validate(loader.Context, openapi3.DisableExamplesValidation())
}

// TestOpenAPIIsValid converts every document of the corpus that is one of OData 4,
// without what of it cannot be told.
func TestOpenAPIIsValid(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "csdl")
	count := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, "graph-v1.0") {
			return err
		}
		for _, version := range []string{"3.0.2", "3.1.0"} {
			var diags diag.List
			doc := source.Open(path, diag.Position{}, &diags)
			if doc == nil || doc.Kind == source.OpenAPI {
				return nil
			}
			tree := csdl.Checked(doc, source.Allowed(filepath.Dir(path)), &diags)
			if tree == nil {
				return nil
			}
			name, _ := filepath.Rel(dir, path)
			count++
			if err := validate(openAPIOf(t, Input{Document: tree, Kind: doc.Kind}, version, DefaultServer)); err != nil && !errors.Is(err, errElsewhere) {
				t.Errorf("%s as %s: %.600v", name, version, err)
			}
		}
		return nil
	})
	if err != nil || count < 100 {
		t.Errorf("%d documents, %v", count, err)
	}
}

// TestAllOfGraphIsValid stops at the first navigation: each more multiplies the
// paths.
func TestAllOfGraphIsValid(t *testing.T) {
	in := parseFile(t, filepath.Join(corpus.Dir(t), "csdl", "graph-v1.0.csdl.xml"))
	var diags diag.List
	text := OpenAPI(*in, OpenAPIOptions{Version: "3.1.0", Server: DefaultServer, Levels: 0}, &diags)
	if err := validate(text); err != nil || diags.Len() > 0 {
		t.Errorf("%v, %v", err, diags.Sorted())
	}
}
