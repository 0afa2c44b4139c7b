package generator_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// Every slice compiles: what is cut at random out of all of Graph passes go vet.
// The seed is fixed, so that a failure comes back; another one is tried by
// changing it.
func TestRandomSlicesOfGraphCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	graph := filepath.Join(corpus.Dir(t), "csdl", "graph-v1.0.csdl.xml")
	selectors := selectorsOf(t, graph)
	random := rand.New(rand.NewPCG(1, 2))
	module := newModule(t)
	// Paths that end in one name, and a step that has an operation of its own.
	slices := [][]string{
		{"users/**/attachments"},
		{"**/attachments"},
		{"me/+messages", "users/messages", "me/+calendar/events"},
		{"microsoft.graph.assignLicense", "me/translateExchangeIds"},
	}
	for range 12 {
		var include []string
		for range 1 + random.IntN(4) {
			include = append(include, selectors[random.IntN(len(selectors))])
		}
		slices = append(slices, include)
	}
	for i, include := range slices {
		_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
			Source:  graph,
			Output:  filepath.Join(module, fmt.Sprintf("s%02d", i)),
			Package: "slice",
			Emit:    []string{config.Models, config.Client, config.Server},
			Include: include,
			Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
		}}}, generator.Options{})
		if diags.HasErrors() {
			_ = diags.Print(os.Stderr)
			t.Errorf("the slice %q has errors", include)
		}
	}
	vet(t, module)
}

// selectorsOf returns what a slice of the document can be made of.
func selectorsOf(t *testing.T, path string) []string {
	t.Helper()
	var diags diag.List
	doc := source.Open(path, diag.Position{}, &diags)
	if doc == nil {
		t.Fatal("the document cannot be read")
	}
	a := csdl.Read(doc, source.Allowed(filepath.Dir(path)), &diags)
	var out []string
	for _, nav := range a.Container {
		out = append(out, nav.Name)
		for _, next := range nav.Target.AllNavigations() {
			out = append(out, nav.Name+"/"+next.Name)
		}
	}
	for _, s := range a.Structs {
		out = append(out, s.Name.String())
	}
	return out
}
