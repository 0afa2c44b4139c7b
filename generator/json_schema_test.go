package generator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/typecheck"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// schemaGroup is a schema of the JSON Schema suite with its cases.
type schemaGroup struct {
	Description string
	Schema      json.RawMessage
	Tests       []*schemaCase

	file    string // in the suite
	name    string // of the type that is made of it
	refused string // the error, where no type is made of it
}

// schemaCase is a value, whether it fits, and what became of it.
type schemaCase struct {
	Description string
	Data        json.RawMessage
	Valid       bool

	Decode, Validate string // errors
}

// TestJSONSchema makes a type of each schema of the JSON Schema suite, by an OpenAPI
// document where a required property has it. Each value is read as the body of a
// request and validated, and the verdict compared with that of the suite. The table
// has the result by file of the suite, which mostly is by keyword.
func TestJSONSchema(t *testing.T) {
	groups := schemaGroups(t)
	module := newModule(t)
	var imports, types strings.Builder
	packages := 0
	for part := range slices.Chunk(readableSchemas(t, groups), 60) {
		name := fmt.Sprintf("p%d", packages)
		packages++
		model, diags := readSchemas(t, part...)
		if diags.HasErrors() {
			t.Fatalf("what can be read alone cannot be read together: %v", diags.Sorted())
		}
		out, err := golang.Generate(model, golang.Options{Package: name, Runtime: typecheck.Runtime})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(module, name), 0o755); err != nil {
			t.Fatal(err)
		}
		for _, f := range out.Files {
			writeFile(t, filepath.Join(module, name, f.Name), string(f.Data))
		}
		fmt.Fprintf(&imports, "\t\"generated/%s\"\n", name)
		for _, g := range part {
			fmt.Fprintf(&types, "\t%q: func() wire.Object { return new(%s.%s) },\n", g.name, name, g.name)
		}
	}
	program, err := os.ReadFile(filepath.Join("testdata", "json-schema", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(module, "main.go"), string(program))
	writeFile(t, filepath.Join(module, "types.go"), "package main\n\nimport (\n"+imports.String()+
		"\t\"github.com/seed-349153d7/odagen/templates/wire\"\n)\n\nvar types = map[string]func() wire.Object{\n"+types.String()+"}\n")
	validateCases(t, module, groups)
	table := schemaTable(groups)
	golden := filepath.Join("testdata", "JSON_SCHEMA.md")
	if *update {
		writeFile(t, golden, table)
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table); diff != "" {
		t.Errorf("the table is another one: run go test ./generator -run JSONSchema -update (-want +got):\n%s", diff)
	}
}

// schemaGroups reads the suite.
func schemaGroups(t *testing.T) []*schemaGroup {
	t.Helper()
	root := filepath.Join(corpus.Dir(t), "json-schema", "draft2020-12")
	var groups []*schemaGroup
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var list []*schemaGroup
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		file, err := filepath.Rel(root, path)
		for _, g := range list {
			g.file = strings.TrimSuffix(filepath.ToSlash(file), ".json")
			g.name = fmt.Sprintf("Group%03d", len(groups))
			groups = append(groups, g)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

// readableSchemas returns the groups of which a document can be read as a whole.
func readableSchemas(t *testing.T, groups []*schemaGroup) []*schemaGroup {
	t.Helper()
	var out []*schemaGroup
	for _, g := range groups {
		_, diags := readSchemas(t, g)
		for _, d := range diags.Sorted() {
			if d.Severity == diag.Error || strings.HasPrefix(d.LeftOut, "#/components/schemas/") {
				g.refused = d.Code
			}
		}
		if g.refused == "" {
			out = append(out, g)
		}
	}
	return out
}

// readSchemas reads a document with the schemas of groups.
func readSchemas(t *testing.T, groups ...*schemaGroup) (*api.API, *diag.List) {
	t.Helper()
	schemas := map[string]any{}
	for _, g := range groups {
		dec := json.NewDecoder(bytes.NewReader(g.Schema))
		dec.UseNumber()
		var schema any
		if err := dec.Decode(&schema); err != nil {
			t.Fatal(err)
		}
		name := "Schema" + strings.TrimPrefix(g.name, "Group")
		schemas[name] = relocated(schema, "#/components/schemas/"+name)
		schemas[g.name] = map[string]any{
			"type": "object", "required": []string{"value"},
			"properties": map[string]any{"value": map[string]any{"$ref": "#/components/schemas/" + name}},
		}
	}
	text, err := json.MarshalIndent(map[string]any{
		"openapi": "3.1.0", "info": map[string]any{"title": "Suite", "version": "1"}, "paths": map[string]any{},
		"components": map[string]any{"schemas": schemas},
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "openapi.json")
	writeFile(t, path, string(text))
	var diags diag.List
	doc := source.Open(path, diag.Position{}, &diags)
	if doc == nil {
		return nil, &diags
	}
	return openapi.Read(doc, source.Allowed(filepath.Dir(path)), openapi.Options{}, &diags), &diags
}

// relocated returns a schema whose references to its own root lead to where it is
// in the document.
func relocated(schema any, to string) any {
	switch schema := schema.(type) {
	case []any:
		for i := range schema {
			schema[i] = relocated(schema[i], to)
		}
	case map[string]any:
		if _, named := schema["$id"].(string); named {
			return schema // which is its root
		}
		for key, value := range schema {
			ref, isText := value.(string)
			switch {
			case key == "enum" || key == "const":
			case key == "$ref" && isText && (ref == "#" || strings.HasPrefix(ref, "#/")):
				schema[key] = to + ref[1:]
			default:
				schema[key] = relocated(value, to)
			}
		}
	}
	return schema
}

// validateCases builds the program in module and asks it about all cases.
func validateCases(t *testing.T, module string, groups []*schemaGroup) {
	t.Helper()
	type question struct{ Type, Text string }
	var questions []question
	var cases []*schemaCase
	for _, g := range groups {
		for _, c := range g.Tests {
			if g.refused == "" {
				questions = append(questions, question{g.name, `{"value":` + string(c.Data) + `}`})
				cases = append(cases, c)
			}
		}
	}
	in, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "-mod=mod", ".")
	cmd.Dir, cmd.Stdin = module, bytes.NewReader(in)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%.4000s", err, errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), &cases); err != nil {
		t.Fatal(err)
	}
}
