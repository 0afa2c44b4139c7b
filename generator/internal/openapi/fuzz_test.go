package openapi

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

func FuzzOpenAPI(f *testing.F) { fuzz(f, source.OpenAPI, "openapi: 3.1.0\n") }

func FuzzSwagger(f *testing.F) { fuzz(f, source.Swagger, "swagger: '2.0'\n") }

// fuzz reads any text twice, as it is and behind a head that makes it a document: it
// never panics, what is wrong has a place, and both times the same comes out. Seeds are
// the golden documents of a kind.
func fuzz(f *testing.F, kind source.Kind, head string) {
	files, err := filepath.Glob("../../testdata/golden/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, doc := range archive.Files {
			if text := string(doc.Data); strings.Contains(doc.Name, "in.") && strings.HasPrefix(text, head[:7]) {
				f.Add(text)
			}
		}
	}
	root := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		for _, text := range []string{text, head + text} {
			said := readTwice(t, root, kind, text)
			for _, d := range said {
				if d.Pos.Line == 0 || d.Severity != diag.Error && d.Hint == "" {
					t.Errorf("%v has no place or no hint", d)
				}
			}
		}
	})
}

// readTwice returns what is said of a document.
func readTwice(t *testing.T, root string, kind source.Kind, text string) []diag.Diagnostic {
	read := func() (string, []diag.Diagnostic) {
		var diags diag.List
		doc := source.Take("in.yaml", []byte(text), &diags)
		if doc == nil || doc.Kind != kind {
			return "", nil
		}
		model := Read(doc, source.Allowed(root), Options{}, &diags)
		var out strings.Builder
		for _, s := range model.Structs {
			fmt.Fprintln(&out, s.Name, len(s.Properties))
		}
		for _, e := range model.Endpoints {
			fmt.Fprintln(&out, e.Method, e.Path, e.Name)
		}
		_ = diags.Print(&out) // a Builder takes everything
		return out.String(), diags.Sorted()
	}
	first, said := read()
	if again, _ := read(); again != first {
		t.Errorf("read twice:\n%s\nand:\n%s", first, again)
	}
	return said
}
