package golang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Only words.go turns text into Go: elsewhere jen.Id takes literals, or names
// that the plan has as constants of the runtime.
func TestOnlyWordsTurnsTextIntoGo(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	forbidden := regexp.MustCompile(`jen\.(Comment|Commentf)\(|\.Comment\(|jen\.(Id|Qual)\([^"]|\.(Id|Qual)\([^"]`)
	for _, file := range files {
		if file == "words.go" || regexp.MustCompile(`_test\.go$`).MatchString(file) {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range forbidden.FindAllString(string(src), -1) {
			t.Errorf("%s has %s", file, m)
		}
	}
}

// An identifier is made by naming: elsewhere naming.Kind is called with a word of ours,
// a literal, so that no text of a document gets past naming.
func TestOnlyNamingMakesIdentifiers(t *testing.T) {
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || filepath.Base(filepath.Dir(path)) == "naming" {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, at := range looseKinds(file) {
			t.Errorf("%s: naming.Kind takes a literal that is an identifier", files.Position(at))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// looseKinds returns where a file has naming.Kind other than as a call with a literal.
func looseKinds(file *ast.File) []token.Pos {
	sound := map[ast.Expr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 1 {
			lit, ok := call.Args[0].(*ast.BasicLit)
			if ok && lit.Kind == token.STRING {
				word, err := strconv.Unquote(lit.Value)
				sound[call.Fun] = err == nil && token.IsIdentifier(word)
			}
		}
		return true
	})
	var out []token.Pos
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Kind" && !sound[s] {
			if pkg, ok := s.X.(*ast.Ident); ok && pkg.Name == "naming" {
				out = append(out, s.Pos())
			}
		}
		return true
	})
	return out
}

func TestLooseKindsAreSeen(t *testing.T) {
	for _, test := range []struct {
		expr  string
		loose bool
	}{
		{`naming.Kind("Ref")`, false},
		{`naming.Kind("_")`, false},
		{`naming.Kind(word)`, true},
		{`naming.Kind("Get" + word)`, true},
		{`naming.Kind("a b")`, true},
		{`list(naming.Kind)`, true},
		{`s.Kind(word)`, false},
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n\nvar _ = "+test.expr, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(looseKinds(file)) > 0; got != test.loose {
			t.Errorf("%s: loose is %v, want %v", test.expr, got, test.loose)
		}
	}
}
