package openapi

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// mutate changes one node of a document: it takes it out, makes it something else, or
// puts there what stands elsewhere.
func mutate(t *tree.Tree, rng *rand.Rand) {
	var all []*tree.Node
	var walk func(n *tree.Node)
	walk = func(n *tree.Node) {
		if len(n.Content) > 0 {
			all = append(all, n)
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(t.Root)
	if len(all) == 0 {
		return
	}
	n, other := all[rng.IntN(len(all))], all[rng.IntN(len(all))]
	i := rng.IntN(len(n.Content))
	if n.Kind == tree.Map {
		i |= 1 // a value
	}
	odd := []*tree.Node{
		{Kind: tree.Null},
		{Kind: tree.Bool, Text: "true"},
		{Kind: tree.Integer, Text: "-1"},
		{Kind: tree.Number, Text: "1e999"},
		tree.String(""), tree.String("#/components/schemas"),
		{Kind: tree.List},
		{Kind: tree.Map},
		{Kind: tree.Map, Content: []*tree.Node{tree.String("$ref"), tree.String("#/paths")}},
		{Kind: tree.List, Content: []*tree.Node{{Kind: tree.Null}, tree.String("x")}},
	}
	switch rng.IntN(4) {
	case 0:
		n.Content[i] = odd[rng.IntN(len(odd))]
	case 1:
		n.Content[i] = t.Clone(other.Content[rng.IntN(len(other.Content))], t)
	case 2:
		if n.Kind == tree.Map {
			n.Content = slices.Delete(n.Content, i-1, i+1)
		}
	default:
		if n.Kind == tree.Map && other.Kind == tree.Map {
			n.Content[i-1] = t.Clone(other.Content[2*rng.IntN(len(other.Content)/2)], t)
		}
	}
}

// What is wrong with a document is told: it never makes the reader panic.
func TestNoDocumentMakesTheReaderPanic(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "openapi")
	table, err := os.ReadFile(filepath.Join(dir, "EXPECT.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	mutants := 0
	for line := range strings.Lines(string(table)) {
		path, _, _ := strings.Cut(line, "\t")
		h := fnv.New32a()
		fmt.Fprint(h, path)
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil || info.Size() > 30_000 || h.Sum32()%12 != 0 {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(uint64(h.Sum32()), 1))
		for range 30 {
			doc, fault := tree.Parse(path, data)
			if fault != nil || doc.Root.Kind != tree.Map {
				break
			}
			for range 1 + rng.IntN(3) {
				mutate(doc, rng)
			}
			mutants++
			readMutant(t, filepath.Join(dir, path), jsonschema.JSON(doc.Root))
		}
	}
	if mutants == 0 {
		t.Fatal("no documents")
	}
	t.Logf("%d documents", mutants)
}

func readMutant(t *testing.T, path, text string) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: panic: %v\n%.1500s\n%.1500s", path, r, debug.Stack(), text)
		}
	}()
	var diags diag.List
	doc := source.Take(path, []byte(text), &diags)
	if doc == nil || doc.Kind != source.OpenAPI && doc.Kind != source.Swagger {
		return
	}
	Read(doc, source.Allowed(filepath.Dir(path)), Options{}, &diags)
	for _, d := range diags.Sorted() {
		if d.Pos.File == "" || d.Pos.Line == 0 && d.Severity == diag.Error {
			t.Errorf("%s: %v has no place\n%.800s", path, d, text)
		}
	}
}
