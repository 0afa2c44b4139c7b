package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
)

// A type that comes or goes changes the files that hold it or refer to it, and no
// other: in a package of many files each of the others stays as it is.
func TestATypeChangesTheFilesThatNameIt(t *testing.T) {
	dir := t.TempDir()
	all := regenerate(t, dir, "")
	if len(all) < 25 {
		t.Fatalf("there are %d files", len(all))
	}
	for _, schema := range []string{"AccountCard", "UserKey7", "OrderLine12", "GroupNote3"} {
		without := regenerate(t, dir, schema)
		name := regexp.MustCompile(`(?i)` + schema + `(\b|[A-Z])`)
		for file, text := range all {
			if text != without[file] && !name.MatchString(text) {
				t.Errorf("%s changed and does not name %s", file, schema)
			}
		}
		for file, text := range regenerate(t, dir, "") {
			if text != all[file] {
				t.Errorf("%s is another one when %s is back", file, schema)
			}
		}
	}
}

// regenerate generates into dir from many schemas but one, and returns the Go files.
func regenerate(t *testing.T, dir, without string) map[string]string {
	t.Helper()
	source := filepath.Join(t.TempDir(), "in.yaml")
	writeFile(t, source, manySchemas(without))
	_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
		Source:  source,
		Output:  dir,
		Package: "many",
		Emit:    []string{config.Models, config.Client, config.Server},
		Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates/odata"},
	}}}, generator.Options{})
	if diags.HasErrors() {
		_ = diags.Print(os.Stderr)
		t.Fatal("there are errors")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = string(text)
	}
	return files
}

// manySchemas is a document whose models need several files. Each schema has a path.
func manySchemas(without string) string {
	var paths, schemas strings.Builder
	for i := range 260 {
		owner := []string{"Account", "User", "Order", "Group", "Invoice"}[i%5]
		part := []string{"Card", "Key", "Line", "Note"}[i%4]
		name := fmt.Sprintf("%s%s%d", owner, part, i/20)
		if i < 20 {
			name = owner + part
		}
		if name == without {
			continue
		}
		fmt.Fprintf(&paths, `
  /%[1]ss/%[3]ss/{id}/%[2]s:
    post:
      operationId: add%[2]s
      tags: [%[1]s]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: dry, in: query, schema: {type: boolean}}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/%[2]s"}}}}
      responses: {"204": {description: Done.}}`, owner, name, part)
		fmt.Fprintf(&schemas, "\n    %s:\n      type: object\n      properties:", name)
		for p := range 12 {
			fmt.Fprintf(&schemas, "\n        part%d: {type: string, description: It is part %d.}", p, p)
		}
		fmt.Fprintf(&schemas, "\n        kind: {type: string, enum: [%s]}", strings.ToLower(owner+", "+part))
	}
	return "openapi: 3.1.0\ninfo: {title: Many, version: \"1\"}\nservers: [{url: https://example.com}]\npaths:" + paths.String() +
		"\ncomponents:\n  schemas:" + schemas.String() + "\n"
}
