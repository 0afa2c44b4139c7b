package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// The tests of the OpenAPI Initiative: from what must pass, code is written; of what
// must fail nothing is, with --strict, and the place of the fault is told. Documents
// of a version that is not known are refused.
func TestGenerateDoesWithTheInitiativesDocumentsWhatTheyAreFor(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "openapi-spec-tests", "oai", "v3.*", "*", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		output := filepath.Join(t.TempDir(), "p")
		pass := filepath.Base(filepath.Dir(file)) == "pass" && !strings.Contains(file, "v3.3")
		_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
			Source: file, Output: output, Package: "p",
			Emit:    []string{config.Models, config.Client, config.Server},
			Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
		}}}, generator.Options{Strict: !pass})
		_, err := os.Stat(output)
		if written := err == nil; diags.HasErrors() == pass || written != pass {
			t.Errorf("%s: errors %v, written %v", file, diags.HasErrors(), written)
		}
		for _, d := range diags.Sorted() {
			if d.Pos.Line == 0 && d.Code != "strict" || d.Severity == diag.Loss && pass {
				t.Errorf("%s: %v", file, d)
			}
		}
	}
}
