package convert

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// reason explains the differences whose pointer has in in it.
type reason struct{ in, text string }

// jsonReasons are why a document of the corpus differs from its JSON twin, by
// what the place of the difference has in it.
var jsonReasons = []reason{
	{"DocumentationUrl", "the name of a term ends in a space, which is dropped"},
	{"ImageUrl", "the name of a term ends in a space, which is dropped"},
	{"#ToBeEscaped", "a carriage return that XML escapes is kept"},
	{"/$Has/1/$Type", "a name that the document writes with the namespace gets the alias, as the others"},
	{"/@Core.Links/", "the twin has its links in another order"},
}

// TestXMLBecomesTheJSONOfTheOfficialConverter compares with the twins of the
// corpus, as data. Each difference has a reason.
func TestXMLBecomesTheJSONOfTheOfficialConverter(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "csdl")
	var rows []string
	for _, folder := range []string{"converted-json", "oasis-csdl", "oasis-vocabulary-samples", "vocabularies"} {
		files, _ := filepath.Glob(filepath.Join(dir, folder, "*.xml"))
		for _, file := range files {
			twin := strings.TrimSuffix(file, ".xml") + ".json"
			in := parseFile(t, file)
			if _, err := os.Stat(twin); err != nil || in == nil {
				continue
			}
			name := folder + "/" + filepath.Base(file)
			all := differences(decode(t, read(t, twin)), decode(t, inJSON(t, *in)), "")
			rows = append(rows, name+"\t"+verdict(len(all))+"\t"+strings.Join(reasons(t, jsonReasons, name, all), "; "))
		}
	}
	checkTable(t, "json_pairs.tsv", "document\tdifferences from its JSON twin\twhy", rows)
}

func verdict(differences int) string {
	if differences == 0 {
		return "equal"
	}
	return fmt.Sprint(differences)
}

// reasons returns why the differences are there, each reason once.
func reasons(t *testing.T, known []reason, name string, all []difference) []string {
	t.Helper()
	var why []string
	for _, d := range all {
		i := slices.IndexFunc(known, func(r reason) bool { return strings.Contains(d.pointer, r.in) })
		if i < 0 {
			t.Errorf("%s%s", name, d)
			continue
		}
		if r := known[i].text; !slices.Contains(why, r) {
			why = append(why, r)
		}
	}
	return why
}

// anyPrecision is what stands for the lack of a precision in JSON after a
// document went through XML.
var anyPrecision = regexp.MustCompile(`,\s*"\$Precision": 12`)

// TestEveryDocumentComesBackFromTheOtherFormat writes each CSDL document of the
// corpus as JSON, that as JSON and as XML, and that as JSON again.
func TestEveryDocumentComesBackFromTheOtherFormat(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "csdl")
	count := 0
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		in := parseFile(t, path)
		if in == nil {
			return nil
		}
		count++
		name, _ := filepath.Rel(dir, path)
		comesBack(t, name, *in)
		return nil
	})
	if err != nil || count < 100 {
		t.Errorf("%d documents, %v", count, err)
	}
}

func comesBack(t *testing.T, name string, in Input) {
	t.Helper()
	want := inJSON(t, in)
	there := parseText(t, name, want)
	sameText(t, name+" by JSON", want, inJSON(t, *there))
	own := parseText(t, name, inXML(t, in))
	byXML := inJSON(t, *parseText(t, name, inXML(t, *there)))
	direct := inJSON(t, *own)
	if in.Kind == source.CSDLJSON {
		want, byXML, direct = anyPrecision.ReplaceAll(want, nil), anyPrecision.ReplaceAll(byXML, nil), anyPrecision.ReplaceAll(direct, nil)
	}
	sameText(t, name+" by JSON and XML", want, byXML)
	sameText(t, name+" by XML", want, direct)
}

// sameText compares texts by lines and shows the first that differ.
func sameText(t *testing.T, what string, want, got []byte) {
	t.Helper()
	if bytes.Equal(want, got) {
		return
	}
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			from := max(0, i-4)
			t.Errorf("%s, line %d (-want +got):\n%s", what, i+1, cmp.Diff(w[from:min(i+4, len(w))], g[min(from, len(g)):min(i+4, len(g))]))
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(g), len(w))
}
