package csdl

import (
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"
)

var quoted = regexp.MustCompile(`"[^"]*"`)

// Documents with values in the places of others, or without them, are read or
// refused; what is refused is said.
func TestValuesInWrongPlacesAreReadOrRefused(t *testing.T) {
	files, _ := filepath.Glob("testdata/golden/*.txtar")
	var texts []string
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(archive.Files[0].Data))
	}
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(texts).Draw(t, "text")
		values := append(quoted.FindAllString(text, -1), `""`, `"."`, `".."`, `"/"`, `"a."`, `".a"`, `"()"`, `"Collection("`, `"\"`, `"true"`, `"-1"`)
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			places := quoted.FindAllStringIndex(text, -1)
			if len(places) == 0 {
				break
			}
			at := rapid.SampledFrom(places).Draw(t, "at")
			text = text[:at[0]] + rapid.SampledFrom(values).Draw(t, "value") + text[at[1]:]
		}
		if model, said := readText(root, text); model == "" && said == "" {
			t.Fatal("nothing is said")
		}
	})
}
