package generator_test

import (
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
)

// hostile is text that would be more than text if it stood alone in a line of a comment,
// or as it is in a literal.
var hostile = strings.Join([]string{
	"", "+build ignore", "//+build ignore", "// +build ignore", "//go:build ignore", "go:build ignore", "//go:generate touch pwned",
	"//go:linkname a b", "//line a.go:1", "/*line a.go:1*/", "//export F", "#cgo LDFLAGS: -x", "```", "+build ignore", "```",
	"*/ func init() {} /*", "` + pwned + `", "\" + pwned + \"", strings.Repeat("+build ignore ", 20),
	"\u202e } \u2066 \u2069 \u200b \ufeff \u0085 \u2028 \U000e0041 \u00ad \x7f \u009b", "end",
}, "\n")

// No text of a document is more than a comment or a literal in what is generated: each
// golden is generated again with hostile text wherever a document has text, and so is a
// document with it in all names.
func TestTheTextOfADocumentStaysText(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	read := 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if strings.HasPrefix(f.Name, "in.") && checkInert(t, filepath.Base(file), poisoned(t, f)) > 0 {
				read++
			}
		}
	}
	if read < len(files)*3/4 {
		t.Errorf("%d of %d documents were generated", read, len(files))
	}
	if n := checkInert(t, "names", txtar.File{Name: "in.yaml", Data: []byte(strings.ReplaceAll(poisonedNames, "TEXT", strings.Trim(strconv.Quote(hostile), `"`)))}); n == 0 {
		t.Error("the document with hostile names was not generated")
	}
}

// spoken are the members whose text is for people, or is a value.
var spoken = []string{"description", "summary", "title", "const", "default", "example", "x-enum-descriptions", "deprecated", "version", "tags"}

// poisoned returns a document with hostile text at the end of each of its texts.
func poisoned(t *testing.T, in txtar.File) txtar.File {
	t.Helper()
	if filepath.Ext(in.Name) == ".xml" {
		xml := strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", "\n", "&#10;", "\x7f", "").Replace(hostile)
		text := regexp.MustCompile(`(\sString=")([^"]*)`).ReplaceAllString(string(in.Data), "${1}${2}"+strings.ReplaceAll(xml, "$", "$$"))
		return txtar.File{Name: in.Name, Data: []byte(text)}
	}
	var doc yaml.Node
	if yaml.Load(in.Data, &doc) != nil {
		return in // JSON that is no YAML
	}
	var walk func(n *yaml.Node, key string)
	walk = func(n *yaml.Node, key string) {
		switch {
		case n.Kind == yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				walk(n.Content[i+1], n.Content[i].Value)
			}
		case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" && (slices.Contains(spoken, key) || strings.HasSuffix(key, "Description")):
			n.SetString(n.Value + hostile)
		default:
			for _, c := range n.Content {
				walk(c, key)
			}
		}
	}
	walk(&doc, "")
	out, err := yaml.Dump(&doc)
	if err != nil {
		t.Fatal(err)
	}
	return txtar.File{Name: in.Name, Data: out}
}

// poisonedNames has hostile text in names, keys and values that code has as literals.
const poisonedNames = `
openapi: 3.1.0
info: {title: "TEXT", version: "TEXT"}
servers: [{url: "https://example.com/{v}", variables: {v: {default: "TEXT", enum: ["TEXT", b], description: "TEXT"}}}]
tags: [{name: "TEXT", description: "TEXT"}]
security: [{"s TEXT": ["TEXT"]}]
paths:
  "/a/TEXT/{id}":
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: "get TEXT"
      tags: ["TEXT"]
      parameters:
        - {name: "q TEXT", in: query, description: "TEXT", schema: {type: string, default: "TEXT", enum: ["TEXT", "\"TEXT"]}}
      responses:
        "200":
          description: "TEXT"
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
  /b:
    post:
      operationId: b
      description: "TEXT"
      requestBody:
        content: {multipart/form-data: {schema: {type: object, properties: {"p TEXT": {type: string, description: "TEXT"}}}}}
      responses: {"204": {description: "TEXT"}}
components:
  securitySchemes: {"s TEXT": {type: oauth2, description: "TEXT", flows: {clientCredentials: {tokenUrl: "https://example.com/t", scopes: {"TEXT": "TEXT"}}}}}
  schemas:
    Pet:
      description: "+build ignore"
      type: object
      properties:
        "n TEXT": {type: string, description: "TEXT", enum: ["a TEXT", "b\"TEXT"], x-enum-descriptions: ["TEXT", "TEXT"]}
        fixed: {const: "TEXT"}
        code: {type: string, pattern: "^\"\u202e\u2066 a$", description: "TEXT"}
`

// checkInert generates from in, and holds each file that comes out to be a package of
// comments that do nothing and of characters that can be seen. It returns how many files
// there are.
func checkInert(t *testing.T, name string, in txtar.File) int {
	t.Helper()
	dir := t.TempDir()
	source := filepath.Join(dir, in.Name)
	writeFile(t, source, string(in.Data))
	_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
		Source: source, Output: filepath.Join(dir, "out"), Package: "inert",
		Emit:    []string{config.Models, config.Client, config.Server, config.Interface, "framework/chi", "framework/echo", "framework/gin"},
		Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
	}}}, generator.Options{})
	if diags.HasErrors() {
		for _, d := range diags.Sorted() {
			if d.Code == "internal error" {
				t.Errorf("%s: %v", name, d)
			}
		}
		return 0
	}
	files, err := filepath.Glob(filepath.Join(dir, "out", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		checkComments(t, name+": "+filepath.Base(file), text)
	}
	return len(files)
}

// directive is a comment that tools act on (go/ast, Directive; cmd/cgo; cmd/compile).
var directive = regexp.MustCompile(`^//([a-z0-9]+:[a-z0-9]|line |export |extern |#)|^/\*`)

func checkComments(t *testing.T, name string, text []byte) {
	t.Helper()
	for i, line := range strings.Split(string(text), "\n") {
		for _, r := range line {
			if r != '\t' && !strconv.IsPrint(r) || r == utf8.RuneError {
				t.Errorf("%s:%d: has %q in %q", name, i+1, r, line)
			}
		}
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, text, parser.ParseComments)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for _, group := range f.Comments {
		for _, c := range group.List {
			ours := strings.HasSuffix(name, "codec_v2.go") && c.Text == "//go:build go1.27"
			if !ours && (constraint.IsGoBuild(c.Text) || constraint.IsPlusBuild(c.Text) || directive.MatchString(c.Text)) {
				t.Errorf("%s: %q is more than a comment", fset.Position(c.Pos()), c.Text)
			}
		}
	}
}
