package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// levelNames are the levels of the recorded verdicts as ours.
var levelNames = map[string]string{"err": "breaking", "warn": "dangerous", "info": "safe", "none": "none"}

// whyOther has the pairs whose recorded verdict is not ours, with the reason.
var whyOther = map[string]string{}

// The verdicts about the wire stand beside those that another tool has recorded for its own
// pairs of documents: the worst change of each.
func TestVerdictsAboutTheWireStandBesideThoseOfOthers(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "openapi-diff")
	table, err := os.ReadFile(filepath.Join(dir, "PAIRS.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var agree, all int
	var rows strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		cols := strings.Split(line, "\t")
		pair, was, is, want := cols[0], cols[1], cols[2], levelNames[cols[3]]
		got, texts := worstOnWire(t, filepath.Join(dir, was), filepath.Join(dir, is))
		all++
		if got == want {
			agree++
			continue
		}
		t.Logf("%s: recorded %s, ours %s: %s || %s", pair, want, got, cols[4], texts)
		fmt.Fprintf(&rows, "| %s | %s | %s | %s |\n", pair, want, got, whyOther[pair])
	}
	t.Logf("%d of %d", agree, all)
}

func worstOnWire(t *testing.T, was, is string) (string, string) {
	d, diags := generator.Diff(was, is, config.Flags{})
	defer d.Close()
	if diags.HasErrors() {
		return "unreadable", fmt.Sprint(diags.Sorted()[0])
	}
	worst := changes.None
	var texts []string
	for _, c := range d.Changes {
		worst = max(worst, c.Wire)
		if len(texts) < 6 {
			texts = append(texts, c.Wire.String()+" "+c.Text)
		}
	}
	return worst.String(), strings.Join(texts, "; ")
}
