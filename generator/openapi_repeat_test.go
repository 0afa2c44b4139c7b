package generator_test

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// repeats is how often a document is generated: Go shuffles each walk over a map.
const repeats = 20

// generated is all that comes of a document: what is said of it, and the files.
func generated(t *testing.T, file, root string) []byte {
	t.Helper()
	var out bytes.Buffer
	var diags diag.List
	doc := source.Open(file, diag.Position{}, &diags)
	if doc == nil || doc.Kind != source.OpenAPI && doc.Kind != source.Swagger {
		return nil
	}
	model := openapi.Read(doc, source.Allowed(filepath.Dir(file), root), openapi.Options{}, &diags)
	_ = diags.Print(&out) // a Buffer takes everything
	if diags.HasErrors() {
		return out.Bytes()
	}
	pkg, err := golang.Generate(model, golang.Options{Package: "p", Runtime: "example.com/odata", Client: true, Server: true})
	if err != nil {
		t.Errorf("%s: %v", file, err)
	}
	for _, f := range pkg.Files {
		fmt.Fprintf(&out, "-- %s --\n%s", f.Name, f.Data)
	}
	return out.Bytes()
}

// What comes of a document is the same each time, whatever the order of maps.
func TestADocumentIsGeneratedTheSameEachTime(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	dir := filepath.Join(corpus.Dir(t), "openapi")
	table, err := os.ReadFile(filepath.Join(dir, "EXPECT.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	documents := 0
	for line := range strings.Lines(string(table)) {
		path, _, _ := strings.Cut(line, "\t")
		h := fnv.New32a()
		fmt.Fprint(h, path)
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil || info.Size() > 40_000 || h.Sum32()%20 != 0 {
			continue
		}
		documents++
		group, _, _ := strings.Cut(path, "/")
		file, root := filepath.Join(dir, path), filepath.Join(dir, group)
		first := generated(t, file, root)
		for range repeats - 1 {
			if again := generated(t, file, root); !bytes.Equal(first, again) {
				t.Errorf("%s (-first +again):\n%.2000s", path, cmp.Diff(string(first), string(again)))
				break
			}
		}
	}
	if documents == 0 {
		t.Fatal("no documents")
	}
	t.Logf("%d documents, %d times each", documents, repeats)
}

// What was not the same each time once: the media types of a parameter, and variables
// whose defaults have variables.
func TestWhatDependedOnTheOrderOfMaps(t *testing.T) {
	file := filepath.Join(t.TempDir(), "in.yaml")
	writeFile(t, file, `
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: 'https://{host}/v1', variables: {host: {default: '{region}.example.com'}, region: {default: eu}}}]
paths:
  /a:
    get:
      operationId: a
      parameters:
        - {name: p, in: query, content: {application/json: {schema: {type: integer}}, text/plain: {schema: {type: string}}}}
      responses: {'204': {description: d}}
`)
	first := generated(t, file, filepath.Dir(file))
	for range repeats - 1 {
		if again := generated(t, file, filepath.Dir(file)); !bytes.Equal(first, again) {
			t.Fatalf("(-first +again):\n%s", cmp.Diff(string(first), string(again)))
		}
	}
	if !strings.Contains(string(first), "P *int64") {
		t.Errorf("the first media type is not the one that counts:\n%s", first)
	}
}
