package generator_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// Of a year of Graph every change has a sentence, a rule and a verdict, and nothing of the
// Go API has changed without a change of the description; what breaks comes first.
func TestAYearOfGraphIsTold(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "csdl")
	d, diags := generator.Diff(filepath.Join(dir, "history", "graph-v1.0-2025-08-01.csdl.xml"), filepath.Join(dir, "graph-v1.0.csdl.xml"), config.Flags{})
	defer d.Close()
	if diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	if len(d.Changes) < 1000 {
		t.Errorf("only %d changes", len(d.Changes))
	}
	last := changes.Breaking
	for _, c := range d.Changes {
		switch {
		case !changes.IsRule(c.Rule) || c.Text == "" || c.Group == "" || c.Old.File == "" && c.New.File == "":
			t.Errorf("not told: %+v", c)
		case strings.HasPrefix(c.Rule, "go-"):
			t.Errorf("no change of the description explains it: %s", c.Text)
		case c.Wire > last:
			t.Errorf("a change that is %s comes behind one that is %s: %s", c.Wire, last, c.Text)
		}
		last = c.Wire
	}
}
