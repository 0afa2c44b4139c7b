package csdl

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// A golden file says what it shows, and has documents, the first of which is
// read, the model that they give and what is said about them.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Comment) == 0 {
				t.Error("the file does not say what it shows")
			}
			var documents []txtar.File
			want := map[string]string{}
			for _, f := range archive.Files {
				if strings.HasPrefix(f.Name, "want/") {
					want[f.Name] = string(f.Data)
					continue
				}
				documents = append(documents, f)
			}
			model, said := readGolden(t, documents)
			if *update {
				archive.Files = documents
				archive.Files = append(archive.Files, section("want/model", model)...)
				archive.Files = append(archive.Files, section("want/diagnostics", said)...)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want["want/model"], model); diff != "" {
				t.Errorf("model (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want["want/diagnostics"], said); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func section(name, text string) []txtar.File {
	if text == "" {
		return nil
	}
	return []txtar.File{{Name: name, Data: []byte(text)}}
}

func readGolden(t *testing.T, documents []txtar.File) (model, said string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range documents {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var diags diag.List
	doc := &source.Document{Path: documents[0].Name, Data: documents[0].Data}
	out := Read(doc, source.Allowed(dir), &diags)
	if !diags.HasErrors() {
		model = dump(out)
	}
	var b strings.Builder
	if err := diags.Print(&b); err != nil {
		t.Fatal(err)
	}
	return model, b.String()
}
