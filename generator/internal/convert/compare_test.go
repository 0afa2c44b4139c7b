package convert

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

var update = flag.Bool("update", false, "rewrite the tables of testdata")

// parseFile reads a document, nil when it has no syntax tree.
func parseFile(t testing.TB, path string) *Input {
	t.Helper()
	var diags diag.List
	doc := source.Open(path, diag.Position{}, &diags)
	if doc == nil {
		return nil
	}
	return parseDoc(doc)
}

// parseText reads the text of a document.
func parseText(t testing.TB, name string, text []byte) *Input {
	t.Helper()
	kind := source.CSDLXML
	if text[0] == '{' {
		kind = source.CSDLJSON
	}
	in := parseDoc(&source.Document{Path: name, Data: text, Kind: kind})
	if in == nil {
		t.Fatalf("what was written does not read back:\n%s", text)
	}
	return in
}

func parseDoc(doc *source.Document) *Input {
	var diags diag.List
	tree := csdl.Parse(doc, &diags)
	if tree == nil || diags.HasErrors() {
		return nil
	}
	return &Input{tree, doc.Kind}
}

func inJSON(t testing.TB, in Input) []byte {
	t.Helper()
	return convert(t, in, CSDLJSON)
}

func inXML(t testing.TB, in Input) []byte {
	t.Helper()
	return convert(t, in, CSDLXML)
}

func convert(t testing.TB, in Input, to func(Input, *diag.List) []byte) []byte {
	t.Helper()
	var diags diag.List
	text := to(in, &diags)
	for _, d := range diags.Sorted() {
		t.Log(d)
	}
	return text
}

// decode returns JSON text as data.
func decode(t testing.TB, text []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v in:\n%.2000s", err, text)
	}
	return v
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// difference is a place where two JSON values are not equal. What is there
// only once has nil on the other side.
type difference struct {
	pointer   string
	want, got any
}

func (d difference) String() string {
	return fmt.Sprintf("%s: want %s, got %s", d.pointer, brief(d.want), brief(d.got))
}

func brief(v any) string {
	if v == nil {
		return "nothing"
	}
	text, _ := json.Marshal(v)
	return fmt.Sprintf("%.120s", text)
}

// differences compares JSON values as data: the order of members and the
// spelling of numbers do not count.
func differences(want, got any, pointer string) []difference {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			break
		}
		names := maps.Clone(w)
		maps.Copy(names, g)
		var all []difference
		for _, name := range slices.Sorted(maps.Keys(names)) {
			at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
			wv, inWant := w[name]
			gv, inGot := g[name]
			if inWant && inGot {
				all = append(all, differences(wv, gv, at)...)
			} else {
				all = append(all, difference{at, wv, gv})
			}
		}
		return all
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			break
		}
		var all []difference
		for i := range w {
			all = append(all, differences(w[i], g[i], fmt.Sprintf("%s/%d", pointer, i))...)
		}
		return all
	default:
		if want == got {
			return nil
		}
	}
	return []difference{{pointer, want, got}}
}

// checkTable compares rows with a table of testdata, or rewrites it.
func checkTable(t *testing.T, name, head string, rows []string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	got := head + "\n" + strings.Join(rows, "\n") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(read(t, path)), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
