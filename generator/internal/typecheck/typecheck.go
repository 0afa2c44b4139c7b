// Package typecheck checks generated files as the compiler does, for tests.
package typecheck

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// Runtime is where the packages of the runtime are.
const Runtime = "github.com/seed-349153d7/odagen/templates"

// Checker checks packages that import the runtime, and those that it imports.
type Checker struct {
	fset     *token.FileSet
	packages types.Importer
}

// New asks the go command for what it has compiled of the runtime.
func New() (*Checker, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}", Runtime+"/...").Output()
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	fset := token.NewFileSet()
	open := func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
	return &Checker{fset, importer.ForCompiler(fset, "gc", open)}, nil
}

// Check checks a package, without the file that is for the next Go.
func (c *Checker) Check(files []output.File) (*types.Package, error) {
	var parsed []*ast.File
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".go") || f.Name == "codec_v2.go" {
			continue
		}
		file, err := parser.ParseFile(c.fset, f.Name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	config := types.Config{Importer: c.packages}
	return config.Check("p", c.fset, parsed, nil)
}
