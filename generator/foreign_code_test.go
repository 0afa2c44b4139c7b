package generator_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/output"
	"github.com/seed-349153d7/odagen/generator/internal/typecheck"
)

// generatedImports are the packages that generated code imports, beside the
// runtime.
var generatedImports = strings.Fields("context crypto/tls encoding/json/jsontext errors fmt io iter net/http")

// foreignCode says what in files is not of a kind that odagen emits: it can only
// come from a text of the document that got out of its comment or string. A file
// has imports, types, constants, tables, and functions without init.
func foreignCode(files []output.File) string {
	for _, file := range files {
		if !strings.HasSuffix(file.Name, ".go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name, file.Data, parser.ParseComments)
		if err != nil {
			return err.Error()
		}
		for _, i := range parsed.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			if !slices.Contains(generatedImports, path) && !strings.HasPrefix(path, typecheck.Runtime+"/") {
				return fmt.Sprintf("%s imports %q", file.Name, path)
			}
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && (f.Name.Name == "init" || f.Name.Name == "main") {
				return fmt.Sprintf("%s has a function %s", file.Name, f.Name.Name)
			}
		}
		for _, group := range parsed.Comments {
			for _, c := range group.List {
				constraint := c.Slash < parsed.Package && strings.HasPrefix(c.Text, "//go:build ")
				directive := slices.ContainsFunc([]string{"//go:", "//export ", "// +build", "/*"}, func(start string) bool {
					return strings.HasPrefix(c.Text, start)
				})
				if directive && !constraint {
					return fmt.Sprintf("%s has %q", file.Name, c.Text)
				}
			}
		}
	}
	return ""
}

func TestForeignCodeIsSeen(t *testing.T) {
	for _, text := range []string{
		"package p\n\nfunc init() {}\n",
		"package p\n\nimport \"os/exec\"\n",
		"package p\n\n//go:linkname a b\nvar a int\n",
		"package p\n\n/* a */\nvar a int\n",
	} {
		if foreignCode([]output.File{{Name: "a.go", Data: []byte(text)}}) == "" {
			t.Errorf("nothing is seen in\n%s", text)
		}
	}
}
