package tree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/internal/corpus"
)

func parse(t *testing.T, text string) *Tree {
	t.Helper()
	doc, fault := Parse("in.yaml", []byte(text))
	if fault != nil {
		t.Fatalf("Parse(%q): %v", text, fault)
	}
	return doc
}

// value draws any JSON value; texts have all of Unicode.
func value(depth int) *rapid.Generator[any] {
	scalars := []*rapid.Generator[any]{
		rapid.String().AsAny(), rapid.Int64().AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil), rapid.Float64Range(0.5, 1e9).AsAny(),
		rapid.SampledFrom([]any{"", "1.0", "true", "null", "<<", "~", "a: b", "\u0085", "\u007f\ufeff", "\u2028", "&a", "*a", "2024-01-01", "😀"}),
	}
	if depth == 0 {
		return rapid.OneOf(scalars...)
	}
	list := rapid.Custom(func(t *rapid.T) any { return rapid.SliceOfN(value(depth-1), 0, 4).Draw(t, "items") })
	object := rapid.Custom(func(t *rapid.T) any {
		return rapid.MapOfN(rapid.String(), value(depth-1), 0, 4).Draw(t, "members")
	})
	return rapid.OneOf(append(scalars, list, object)...)
}

// unprinted escapes what YAML folds or refuses when it is not.
var unprinted = strings.NewReplacer("\u0085", `\u0085`, "\u007f", `\u007f`, "\ufeff", `\ufeff`)

// flat lists the nodes of a tree as lines.
func flat(n *Node) []string {
	kind := n.Kind
	if kind == Date { // YAML alone has dates
		kind = Text
	}
	lines := []string{fmt.Sprintf("%d:%d kind %d %q", n.Line, n.Col, kind, n.Text)}
	for _, c := range n.Content {
		lines = append(lines, flat(c)...)
	}
	return lines
}

// The parser of JSON and that of YAML read a JSON document as the same values at the
// same places.
func TestJSONIsReadAsYAMLReadsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text bytes.Buffer
		enc := json.NewEncoder(&text)
		enc.SetIndent("", " ")
		if err := enc.Encode(map[string]any{"value": value(3).Draw(t, "value")}); err != nil {
			t.Fatal(err)
		}
		data := []byte(unprinted.Replace(text.String()))
		want, fault := parseYAML(data)
		if fault != nil {
			t.Skip(fault) // what YAML does not read, as keys of more than 1024 characters
		}
		got, ok := parseJSON(data)
		if !ok {
			t.Fatalf("no JSON: %s", data)
		}
		if diff := cmp.Diff(flat(want), flat(got)); diff != "" {
			t.Fatalf("(-YAML +JSON):\n%s\n%s", diff, data)
		}
	})
}

func TestTheDocumentsOfTheCorpusAreReadAsYAMLReadsThem(t *testing.T) {
	count := 0
	err := filepath.WalkDir(filepath.Join(corpus.Dir(t), "openapi"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		if info, err := entry.Info(); err != nil || info.Size() > 300_000 {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		got, ok := parseJSON(bytes.TrimPrefix(data, []byte("\ufeff")))
		want, fault := parseYAML(data)
		if !ok || fault != nil {
			return nil
		}
		count++
		if diff := cmp.Diff(flat(want), flat(got)); diff != "" {
			t.Errorf("%s (-YAML +JSON):\n%.2000s", path, diff)
		}
		return nil
	})
	if err != nil || count == 0 {
		t.Fatalf("%d documents: %v", count, err)
	}
}

func TestWhatIsNoJSONIsReadAsYAML(t *testing.T) {
	for _, text := range []string{"{a: 1}", `{"a": 01}`, `{"a": "\q"}`, `{"a": 1} # and`, `{"a": 1,}`, `{"a"}`, `{"a": tru`, `{"a": +1}`} {
		if n, ok := parseJSON([]byte(text)); ok {
			t.Errorf("parseJSON(%q) = %v, want nothing", text, flat(n))
		}
	}
	if got := parse(t, "{a: 1, b: .5, c: 0x10}").Root.Value(); !cmp.Equal(got, any(map[string]any{"a": int64(1), "b": .5, "c": int64(16)})) {
		t.Errorf("got %v", got)
	}
}

func TestEscapesOfJSON(t *testing.T) {
	for text, want := range map[string]string{
		`\ud83d\ude00`: "😀", `\u00e9\/\"\\`: `é/"\`, `\n\t\r\b\f`: "\n\t\r\b\f", `\ud83d`: "\ufffd", `\ud83dA`: "\ufffdA", `\udE00`: "\ufffd",
	} {
		if got := parse(t, `{"a": "`+text+`"}`).Root.Scalar("a"); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestNumbersKeepTheirDigits(t *testing.T) {
	for text, want := range map[string]string{
		"9007199254740993": "9007199254740993", "1e400": "1e400", "-0.10": "-0.10", "0x1F": "31", "+7": "7", "0o17": "15", ".5": "0.5",
		".inf": "", ".nan": "", "true": "", "'12'": "12", "a": "",
	} {
		if got := parse(t, "a: "+text).Root.Get("a").Digits(); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestAnAliasIsWhatItStandsFor(t *testing.T) {
	doc := parse(t, "a: &x {b: 1, c: [2]}\nd: *x\ne: {<<: *x, b: 3}\nf: &y [*x, *x]\ng: *y\nh: {<<: [*x, {c: 4, z: 5}]}\n")
	x := map[string]any{"b": int64(1), "c": []any{int64(2)}}
	want := map[string]any{
		"a": x, "d": x, "e": map[string]any{"b": int64(3), "c": []any{int64(2)}}, "f": []any{x, x}, "g": []any{x, x},
		"h": map[string]any{"b": int64(1), "c": []any{int64(2)}, "z": int64(5)},
	}
	if diff := cmp.Diff(any(want), doc.Root.Value()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAliasesThatGrowAreRefused(t *testing.T) {
	bomb := func(merge string) string {
		text := "x0: &a0 {k: v}\n"
		for i := 1; i < 12; i++ {
			text += fmt.Sprintf("x%d: &a%d {", i, i)
			for k := range 9 {
				text += fmt.Sprintf("k%d: *a%d, ", k, i-1)
			}
			text += "}\n"
		}
		return text + merge
	}
	for name, text := range map[string]string{
		"aliases": bomb(""), "merged": bomb("y: {<<: *a11}\n"), "in itself": "a: &a [*a]\n",
	} {
		if _, fault := Parse("in.yaml", []byte(text)); fault == nil || fault.Code != "not-yaml" || fault.Pos.Line == 0 {
			t.Errorf("%s: %v, want a fault with a place", name, fault)
		}
	}
}

func TestOfMembersWithOneNameTheLastCounts(t *testing.T) {
	doc := parse(t, "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")
	var found []string
	for _, p := range doc.TakeDuplicates() {
		found = append(found, fmt.Sprint(p.At().Line, " ", p.Pointer()))
	}
	if diff := cmp.Diff([]string{"5 /a", "4 /b/c"}, found); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(any(map[string]any{"a": int64(3), "b": map[string]any{"c": int64(2)}}), doc.Root.Value()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
