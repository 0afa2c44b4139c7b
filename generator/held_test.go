package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
)

const pets = `{
  "openapi": "3.1.0",
  "info": {"title": "Pets", "version": "1"},
  "servers": [{"url": "https://example.com"}],
  "paths": {
    "/pets": {
      "get": {"operationId": "listPets", "responses": {"200": {"description": "All.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pets"}}}}}}
    }
  },
  "components": {"schemas": {"Pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}, "Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}}
}`

// petsTarget is a target for a document in a directory.
func petsTarget(dir string) generator.Target {
	return generator.Target{
		Source: filepath.Join(dir, "pets.json"), Output: filepath.Join(dir, "pets"), Package: "pets",
		Emit: []string{config.Models, config.Client}, Runtime: config.Runtime{Import: "example.com/odata"},
	}
}

// A document that a program holds is generated as the same one in a file.
func TestADocumentThatAProgramHoldsIsASource(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(pets))
	if err != nil {
		t.Fatal(err)
	}
	files := map[bool]map[string]string{}
	for _, held := range []bool{true, false} {
		target := petsTarget(t.TempDir())
		if held {
			if target.Document, err = generator.Held(doc); err != nil {
				t.Fatal(err)
			}
		} else {
			writeFile(t, target.Source, pets)
		}
		_, diags := generator.Generate(generator.Config{Targets: []generator.Target{target}}, generator.Options{})
		if diags.Len() > 0 {
			t.Fatalf("held %v: %v", held, diags.Sorted())
		}
		files[held] = map[string]string{}
		entries, err := os.ReadDir(target.Output)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if data, err := os.ReadFile(filepath.Join(target.Output, e.Name())); err == nil && strings.HasSuffix(e.Name(), ".go") {
				files[held][e.Name()] = string(data)
			}
		}
	}
	if diff := cmp.Diff(files[false], files[true]); diff != "" {
		t.Errorf("(-file +held):\n%s", diff)
	}
}

// With --strict a document with which we find nothing wrong is shown to kin-openapi,
// and what that says has our place.
func TestStrictAsksForASecondOpinion(t *testing.T) {
	for text, want := range map[string]string{
		pets: "",
		strings.Replace(pets, `"operationId"`, `"externalDocs": {"url": "://"}, "operationId"`, 1): "pets.json:7:7: warning: second-opinion: kin-openapi says: ",
	} {
		target := petsTarget(t.TempDir())
		writeFile(t, target.Source, text)
		for _, strict := range []bool{false, true} {
			_, diags := generator.Generate(generator.Config{Targets: []generator.Target{target}}, generator.Options{Strict: strict})
			var said string
			for _, d := range diags.Sorted() {
				said += d.Error() + "\n"
			}
			if !strict && said != "" || strict && (want == "") != (said == "") || strict && !strings.Contains(said, want) {
				t.Errorf("strict %v: %q, want %q in\n%s", strict, said, want, text)
			}
		}
	}
}
