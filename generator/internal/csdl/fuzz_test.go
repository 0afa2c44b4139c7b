package csdl

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

func FuzzXML(f *testing.F) { fuzz(f, "<") }

func FuzzJSON(f *testing.F) { fuzz(f, "{") }

// fuzz reads any text twice: both give the same model and the same diagnostics.
// Seeds are the golden documents that start with first.
func fuzz(f *testing.F, first string) {
	files, _ := filepath.Glob("testdata/golden/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, doc := range archive.Files {
			if text := string(doc.Data); strings.HasPrefix(text, first) {
				f.Add(text)
			}
		}
	}
	root := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		model, said := readText(root, text)
		again, saidAgain := readText(root, text)
		if model != again || said != saidAgain {
			t.Errorf("read twice:\n%s%s\nand:\n%s%s", model, said, again, saidAgain)
		}
	})
}

// readText returns the model that a document gives and what is said about it.
func readText(root, text string) (model, said string) {
	var diags diag.List
	out := Read(&source.Document{Path: "d", Data: []byte(text)}, source.Allowed(root), &diags)
	var b strings.Builder
	_ = diags.Print(&b) // a Builder takes everything
	if diags.HasErrors() {
		return "", b.String()
	}
	return dump(out), b.String()
}
