package generator_test

import (
	"cmp"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// The same entity has the same Go API whatever describes it: OpenAPI, CSDL as
// XML and as JSON, or all of Graph of which it is a slice.
func TestTheSameEntityHasTheSameGoAPI(t *testing.T) {
	csdl := filepath.Join(corpus.Dir(t), "csdl")
	api := func(source string, include ...string) string {
		t.Helper()
		dir := t.TempDir()
		_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
			Source:  source,
			Output:  dir,
			Package: "graph",
			Emit:    []string{config.Models, config.Client, config.Server},
			Include: include,
			Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
			BaseURL: "https://graph.microsoft.com/v1.0",
		}}}, generator.Options{})
		if diags.HasErrors() {
			_ = diags.Print(os.Stderr)
			t.Fatalf("%s has errors", source)
		}
		return exported(t, dir)
	}
	want := api("../spec/remoteassistance.openapi.yaml")
	const partners = "deviceManagement/remoteAssistancePartners"
	for _, source := range []string{"remoteassistance.csdl.xml", "remoteassistance.csdl.json", "graph-v1.0.csdl.xml"} {
		if diff := gocmp.Diff(want, api(filepath.Join(csdl, source), partners)); diff != "" {
			t.Errorf("%s (-OpenAPI +CSDL):\n%.4000s", source, diff)
		}
	}
}

// exported returns the exported declarations of the package in dir without docs
// and bodies: functions and types by name, fields and constants by name too,
// because the documents have them in their own order.
func exported(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var decls []string
	fset := token.NewFileSet()
	for _, name := range files {
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.FileExports(f)
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				d.Body = nil
			case *ast.GenDecl:
				ast.Inspect(d, sortFields)
				slices.SortFunc(d.Specs, func(a, b ast.Spec) int { return cmp.Compare(text(t, a), text(t, b)) })
			}
			if s := text(t, d); s != "" && !strings.HasPrefix(s, "import") {
				decls = append(decls, s)
			}
		}
	}
	slices.Sort(decls)
	return strings.Join(decls, "\n")
}

func sortFields(n ast.Node) bool {
	if s, ok := n.(*ast.StructType); ok {
		slices.SortFunc(s.Fields.List, func(a, b *ast.Field) int { return cmp.Compare(a.Names[0].Name, b.Names[0].Name) })
	}
	return true
}

// text is the source of a node, on its own lines whatever those of the file.
func text(t *testing.T, node any) string {
	t.Helper()
	var b strings.Builder
	if err := format.Node(&b, token.NewFileSet(), node); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
