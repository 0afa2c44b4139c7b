package tree

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// FuzzParse holds that any bytes are a document or a fault with a place, and that what
// is read as JSON is JSON with the same values.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"a: &x {b: 1}\nc: {<<: *x}\n", `{"a": [1, -0.5e3, true, null, "\ud83d\ude00"]}`, "- a\n- [b, {c: d}]\n", "a: |\n  b\n", "{a", "a: *b", `{"a":1,"a":2}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, fault := Parse("in", text)
		if (doc == nil) == (fault == nil) || fault != nil && (fault.Pos.Line < 1 || fault.Hint == "") {
			t.Fatalf("%q: document %v, fault %+v", text, doc != nil, fault)
		}
		root, ok := parseJSON(text)
		if !ok {
			return
		}
		var want any
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&want); err != nil {
			t.Fatalf("%q is read as JSON: %v", text, err)
		}
		if diff := cmp.Diff(want, plain(root)); diff != "" && json.Valid(text) {
			t.Errorf("%q (-encoding/json +tree):\n%s", text, diff)
		}
	})
}

// plain is the value of a node with numbers as they are written; text that is not UTF-8
// is as encoding/json has it.
func plain(n *Node) any {
	switch n.Kind {
	case Map:
		m := map[string]any{}
		for k, v := range n.Members() {
			m[valid(k.Text)] = plain(v)
		}
		return m
	case List:
		all := []any{}
		for _, item := range n.Content {
			all = append(all, plain(item))
		}
		return all
	case Null:
		return nil
	case Bool:
		return n.Text == "true"
	case Integer, Number:
		return json.Number(n.Text)
	}
	return valid(n.Text)
}

func valid(text string) string { return string([]rune(text)) }

// FuzzReference follows any reference in any document: it leads to what its pointer says,
// or says what is wrong, and never leaves the directory.
func FuzzReference(f *testing.F) {
	for _, ref := range []string{"#/a/b~1c", "#", "#/", "", "#/%61", "other.yaml#/a", "../a", "http://example.org/a", "#/a/0/~01", "#/a/a/a", "%zz", "#a", "/etc/passwd"} {
		f.Add("a: {b/c: [1], a: {$ref: '#/a'}, $ref: '#/d'}\nd: {$ref: '#/a'}\n", ref)
	}
	root := source.Allowed(f.TempDir())
	f.Fuzz(func(t *testing.T, text, ref string) {
		doc, fault := Parse("in", []byte(text))
		if fault != nil {
			return
		}
		files := NewFiles(doc, "/nowhere/in", root)
		place, fault := files.ResolveText(doc.Place(), ref, 0)
		if fault != nil {
			if fault.Code == "" || fault.Message == "" || fault.Hint == "" {
				t.Errorf("%q: %+v", ref, fault)
			}
			return
		}
		if place.Tree != doc {
			t.Fatalf("%q leads to %s", ref, place.Tree.File)
		}
		if at, ok := doc.Place().Find(place.Pointer()); !ok || at.Node != place.Node {
			t.Errorf("%q leads to what is not at %q", ref, place.Pointer())
		}
		for _, inner := range files.References(place, nil) {
			_ = files.Fault(inner)
		}
	})
}
