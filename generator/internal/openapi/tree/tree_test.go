package tree_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
)

func parse(t *testing.T, text string) *tree.Tree {
	t.Helper()
	doc, err := tree.Parse("in.yaml", []byte(text))
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return doc
}

// value draws any JSON value; texts have all of Unicode.
func value(depth int) *rapid.Generator[any] {
	scalars := []*rapid.Generator[any]{
		rapid.String().AsAny(), rapid.Int64().AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil),
		rapid.SampledFrom([]any{"", "1.0", "true", "null", "<<", "~", "a: b", "\u0085", "\u007f\ufeff", "\u2028", "&a", "*a", "2024-01-01"}),
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

// What is written is read as the same value, and each of its lines leads back to
// the place of a member or an item in the document.
func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text bytes.Buffer
		enc := json.NewEncoder(&text)
		enc.SetIndent("", " ")
		if err := enc.Encode(value(3).Draw(t, "value")); err != nil {
			t.Fatal(err)
		}
		doc, err := tree.Parse("in.json", []byte(unprinted.Replace(text.String())))
		if err != nil {
			t.Skip(err) // what YAML does not read, as keys of more than 1024 characters
		}
		out := doc.Encode()
		again, err := tree.Parse("out", out.Data)
		if err != nil {
			t.Fatalf("%v\n%s", err, out.Data)
		}
		if diff := cmp.Diff(tree.Value(doc.Root), tree.Value(again.Root)); diff != "" {
			t.Fatalf("(-document +written):\n%s", diff)
		}
		pointers, written := doc.Pointers(), again.Pointers()
		for pos, pointer := range written {
			item := pointer[:strings.LastIndexByte(pointer, '/')] // is known by its first member
			if got := pointers[out.At(pos.Line)]; got != pointer && got != item {
				t.Fatalf("line %d is %q in the document, %q in the text\n%s", pos.Line, got, pointer, out.Data)
			}
		}
	})
}

// Aliases and merged mappings are written as such, and mean the same.
func TestAliasesAreKept(t *testing.T) {
	doc := parse(t, "a: &x {b: 1, c: [2]}\nd: *x\ne: {<<: *x, b: 3}\nf: &y [*x, *x]\ng: *y\n")
	again := parse(t, string(doc.Encode().Data))
	if diff := cmp.Diff(tree.Value(doc.Root), tree.Value(again.Root)); diff != "" {
		t.Errorf("(-document +written):\n%s", diff)
	}
}

func TestOfMembersWithOneNameTheLastCounts(t *testing.T) {
	doc := parse(t, "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")
	var lines []int
	for _, key := range doc.TakeDuplicates() {
		lines = append(lines, key.Line)
	}
	if diff := cmp.Diff([]int{5, 4}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(any(map[string]any{"a": int64(3), "b": map[string]any{"c": int64(2)}}), tree.Value(doc.Root)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
