package results

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReplaceKeepsTheOtherSections(t *testing.T) {
	file := filepath.Join(t.TempDir(), "RESULTS.md")
	for _, s := range []struct{ title, text string }{{"A", "one\n"}, {"B", "two\n"}, {"A", "three\n"}, {"B", "four\n"}} {
		if err := Replace(file, s.title, s.text); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const want = "# Results\n\nWhat the programs in this directory measured.\n\n## A\n\nthree\n\n## B\n\nfour\n"
	if string(got) != want {
		t.Errorf("the file is %q, want %q", got, want)
	}
}
