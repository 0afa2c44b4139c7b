package generator_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// The output grows with the types, not with the paths to them: all of Graph, which
// has more than fifty thousand paths, has no file that is too long to read.
func TestAllOfGraphHasNoLongFile(t *testing.T) {
	const most = 3000
	dir := t.TempDir()
	_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
		Source:  filepath.Join(corpus.Dir(t), "csdl", "graph-v1.0.csdl.xml"),
		Output:  dir,
		Package: "graph",
		Emit:    []string{config.Models, config.Client, config.Server},
		Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
	}}}, generator.Options{})
	if diags.HasErrors() {
		t.Fatal("Graph has errors")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if lines := bytes.Count(text, []byte("\n")); lines > most {
			t.Errorf("%s has %d lines, want at most %d", filepath.Base(file), lines, most)
		}
	}
}
