package tree

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// files are a document, doc.yaml, and others in one directory.
func files(t *testing.T, texts map[string]string) *Files {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	main, fault := Parse("doc.yaml", []byte(texts["doc.yaml"]))
	if fault != nil {
		t.Fatal(fault)
	}
	return NewFiles(main, filepath.Join(dir, "doc.yaml"), source.Allowed(dir))
}

func TestAReferenceCountsFromTheFileThatItStandsIn(t *testing.T) {
	f := files(t, map[string]string{
		"doc.yaml": "a: {$ref: '#/b'}\nb: {c: 1}\nfar: {$ref: 'sub/one.yaml#/x'}\nthrough: {$ref: '#/far/y/z'}\nnames: {$ref: '#/b~1d/e%20f'}\n" +
			"b/d: {e f: 7}\ntext: {$ref: note.md}\nnone: {$ref: '#/b/x'}\nlost: {$ref: 'no.yaml'}\nitself: {$ref: '#/itself/a'}\nanchor: {$ref: '#here'}\n",
		"sub/one.yaml": "x: {y: {$ref: 'two.yaml'}}\n",
		"sub/two.yaml": "z: {$ref: '../doc.yaml#/b/c'}\n",
		"note.md":      "A note.",
	})
	f.Main().Anchor("here", "/b/c")
	got := map[string]string{}
	for _, m := range f.Main().Place().Members() {
		if !m.Has("$ref") {
			continue
		}
		to, fault := f.Resolve(m)
		if fault != nil {
			got[m.Name()] = fault.Code + " at " + strings.TrimPrefix(fault.Pos.String(), "doc.yaml:") + fault.Pointer
			continue
		}
		got[m.Name()] = to.At().String() + to.Local() + " " + to.Node.Text
	}
	want := map[string]string{
		"a": "doc.yaml:2:1/b ", "far": "sub/one.yaml:1:1 ", "through": "sub/two.yaml:1:1 ", "names": "doc.yaml:6:7/b~1d/e f 7",
		"text": "note.md A note.", "none": "ref-not-found at 8:14/none/$ref", "lost": "not-found at 9:14/lost/$ref",
		"itself": "ref-not-found at 10:16/itself/$ref", "anchor": "doc.yaml:2:5/b/c 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsDataHasNoReferences(t *testing.T) {
	f := files(t, map[string]string{"doc.yaml": `
schema: {properties: {default: {$ref: '#/a'}, $ref: {$ref: '#/b'}}, default: {$ref: '#/c'}, x-y: {$ref: '#/d'}, enum: [{$ref: '#/e'}]}
responses: {default: {$ref: '#/f'}}
inlined: {$ref: '#/parts'}
parts: {g: {$ref: '#/g'}}
`})
	var got []string
	for _, ref := range f.References(f.Main().Place(), func(pointer string) bool { return pointer == "/inlined" }) {
		got = append(got, ref.Pointer()+" "+ref.Text("$ref"))
	}
	want := []string{
		"/schema/properties/default #/a", "/schema/properties/$ref #/b", "/responses/default #/f", "/inlined/g #/g", "/parts/g #/g",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFaultFarAwayIsFound(t *testing.T) {
	f := files(t, map[string]string{
		"doc.yaml": "a: {$ref: 'one.yaml#/x'}\nb: {$ref: 'one.yaml#/y'}\n",
		"one.yaml": "x: {z: {$ref: '#/y'}}\ny: {z: [{$ref: '#/x'}, {$ref: 'none.yaml'}]}\n",
	})
	for _, m := range f.Main().Place().Members() {
		if d := f.Fault(m); d == nil || d.Code != "not-found" || d.Pos.String() != "one.yaml:2:31" {
			t.Errorf("%s: %v, want not-found at one.yaml:2:31", m.Name(), d)
		}
	}
}
