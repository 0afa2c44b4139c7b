package output

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// constraints are all words that Go reads at the end of a file name.
func constraints() []string { return slices.Concat(knownOS, knownArch, []string{"test"}) }

// built reports whether Go builds a file of that name on a system unlike any
// that the name may say.
func built(t *testing.T, name string) bool {
	t.Helper()
	ctx := build.Context{
		GOOS: "none", GOARCH: "none", Compiler: "gc",
		OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("package p\n")), nil },
	}
	match, err := ctx.MatchFile("dir", name)
	if err != nil {
		t.Fatal(err)
	}
	return match && !strings.HasSuffix(name, "_test.go")
}

func TestASafeNameIsBuiltEverywhere(t *testing.T) {
	for _, word := range constraints() {
		for _, base := range []string{word, "users_" + word, "users_" + word + ".v1", "_" + word, "users_linux_" + word, "a." + word} {
			if name := SafeName(base); !built(t, name) {
				t.Errorf("SafeName(%q) = %q, which is not built everywhere", base, name)
			}
		}
	}
	for base, want := range map[string]string{
		"users":       "users.go",
		"js":          "js.go",
		"node_js":     "node_js_gen.go",
		"linux_users": "linux_users.go",
		"x_test":      "x_test_gen.go",
		"_x":          "gen_x.go",
		".x":          "gen_x.go",
		"":            "gen.go",
		"a.b":         "a_b.go",
	} {
		if got := SafeName(base); got != want {
			t.Errorf("SafeName(%q) = %q, want %q", base, got, want)
		}
	}
}

func TestAConstrainedNameIsOneThatGoDoesNotBuildEverywhere(t *testing.T) {
	names := []string{"users.go", "linux.go", "test.go", "linux_users.go", "a_b.go", "a_unix.go", "_a.go", ".a.go", "a_test_b.go"}
	for _, word := range constraints() {
		names = append(names, word+".go", "a_"+word+".go", "a_"+word+".b.go", "a_linux_"+word+".go")
	}
	for _, name := range names {
		if got, want := constrained(name), !built(t, name); got != want {
			t.Errorf("constrained(%q) = %v, want %v", name, got, want)
		}
	}
}

// TestNoConstraintOfThisGoIsMissing compares with the list in Go itself, which
// a later version may extend.
func TestNoConstraintOfThisGoIsMissing(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(strings.TrimSpace(string(root)), "src", "internal", "syslist", "syslist.go")
	list, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	words := constraintLists(list)
	if len(words) < 30 {
		t.Fatalf("%s has %d words, want more", file, len(words))
	}
	for _, word := range words {
		if !slices.Contains(constraints(), word) {
			t.Errorf("Go knows %q, which is missing here", word)
		}
	}
}

// constraintLists returns the words of KnownOS and KnownArch; a third list,
// UnixOS, restricts nothing by name.
func constraintLists(list *ast.File) []string {
	var words []string
	ast.Inspect(list, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name == "UnixOS" {
			return true
		}
		ast.Inspect(spec, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok {
				word, _ := strconv.Unquote(lit.Value)
				words = append(words, word)
			}
			return true
		})
		return false
	})
	return words
}

func TestANameOfAGeneratedFileIsLocalAndUnique(t *testing.T) {
	for _, names := range [][]string{
		{""},
		{"."},
		{".."},
		{"../a.go"},
		{"/a.go"},
		{"a/../b.go"},
		{"a//b.go"},
		{"a/"},
		{`a\b.go`},
		{"odagen.lock"},
		{"Odagen.lock"},
		{"a_linux.go"},
		{"sub/a_test.go"},
		{"_a.go"},
		{"a.go", "a.go"},
		{"a.go", "A.go"},
	} {
		var files []File
		for _, name := range names {
			files = append(files, File{Name: name})
		}
		if checkNames(files) == nil {
			t.Errorf("checkNames(%q) = nil, want an error", names)
		}
	}
	if err := checkNames([]File{{Name: "a.go"}, {Name: "sub/a.go"}, {Name: "API.txt"}}); err != nil {
		t.Error(err)
	}
}
