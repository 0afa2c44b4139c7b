package golang

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// Only words.go turns text into Go: elsewhere jen.Id takes literals, or names
// that the plan has as constants of the support package.
func TestOnlyWordsTurnsTextIntoGo(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	forbidden := regexp.MustCompile(`jen\.(Comment|Commentf)\(|\.Comment\(|jen\.(Id|Qual)\([^"]|\.(Id|Qual)\([^"]`)
	for _, file := range files {
		if file == "words.go" || regexp.MustCompile(`_test\.go$`).MatchString(file) {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range forbidden.FindAllString(string(src), -1) {
			t.Errorf("%s has %s", file, m)
		}
	}
}

func TestProseIsFilledAndKeepsLists(t *testing.T) {
	got := prose("One two\nthree.\n\n- a list\n- stays\nand text\n\n\n\nSee https://example.com/a/very/long/link/that/does/not/fit/into/the/width/of/a/line/of/prose\u202e\x07")
	want := []string{
		"One two three.",
		"",
		"  - a list",
		"  - stays",
		"and text",
		"",
		"See https://example.com/a/very/long/link/that/does/not/fit/into/the/width/of/a/line/of/prose",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
