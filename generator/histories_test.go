package generator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// Whatever a document gets more of, and whatever that is called, what was there keeps its
// name and its type. What came once is there before the next.
func TestWhatIsNewRenamesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	file := filepath.Join(t.TempDir(), "names.json")
	rapid.Check(t, func(t *rapid.T) {
		n := drawNames(t)
		out := generateNames(t, n, file, nil)
		for range 2 {
			n = n.and(drawNames(t))
			later := generateNames(t, n, file, out.Names)
			have := declared(t, later.Files)
			for name, decl := range declared(t, out.Files) {
				if have[name] != decl {
					t.Fatalf("%s was %q and became %q", name, decl, have[name])
				}
			}
			out = later
		}
	})
}

// and adds what n has not.
func (n names) and(more names) names {
	join := func(a, b []string) []string {
		all := slices.Clone(a)
		for _, s := range b {
			if !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
		return all
	}
	out := names{
		join(n.Schemas, more.Schemas), join(n.Properties, more.Properties), join(n.Members, more.Members),
		join(n.Operations, more.Operations), join(n.Params, more.Params), slices.Clone(n.Bodies),
	}
	for i := len(out.Bodies); i < len(out.Operations); i++ {
		out.Bodies = append(out.Bodies, more.Schemas[i%len(more.Schemas)])
	}
	return out
}

// declared returns what callers can name: functions, methods, fields and constants, and
// what they are; types only by their names.
func declared(t *rapid.T, files []output.File) map[string]string {
	all := map[string]string{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".go") || f.Name == "codec_v2.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				name := d.Name.Name
				if d.Recv != nil {
					name = types.ExprString(d.Recv.List[0].Type) + "." + name
				}
				all[name] = types.ExprString(d.Type)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					declaredBy(spec, all)
				}
			}
		}
	}
	for name := range all {
		if i := strings.LastIndexByte(name, '.'); !token.IsExported(name[i+1:]) {
			delete(all, name)
		}
	}
	return all
}

func declaredBy(spec ast.Spec, all map[string]string) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for i, name := range spec.Names {
			if len(spec.Values) > i {
				if v, ok := spec.Values[i].(*ast.BasicLit); ok {
					all[name.Name] = v.Value
				}
			}
		}
	case *ast.TypeSpec:
		all[spec.Name.Name] = "type"
		if s, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				for _, name := range f.Names {
					all[spec.Name.Name+"."+name.Name] = types.ExprString(f.Type)
				}
			}
		}
	}
}
