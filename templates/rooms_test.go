package templates

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite EXPORTED.txt")

// room is a package of the runtime.
type room struct {
	name    string
	imports []string // of other rooms
	others  []string // that are not of the standard library
	names   []string // that are exported
}

// rooms reads the packages of the runtime.
func rooms(t *testing.T) map[string]*room {
	t.Helper()
	out := map[string]*room{}
	err := fs.WalkDir(Runtime, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(Runtime, file)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name := path.Dir(file)
		r := out[name]
		if r == nil {
			r = &room{name: name}
			out[name] = r
		}
		r.read(f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range out {
		slices.Sort(r.imports)
		r.imports = slices.Compact(r.imports)
		slices.Sort(r.names)
		r.names = slices.Compact(r.names) // a file for each build tag
	}
	return out
}

func (r *room) read(f *ast.File) {
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		if other, ok := strings.CutPrefix(p, Path+"/"); ok {
			r.imports = append(r.imports, other)
		} else if first, _, _ := strings.Cut(p, "/"); strings.Contains(first, ".") {
			r.others = append(r.others, p)
		}
	}
	add := func(id *ast.Ident) {
		if id.IsExported() {
			r.names = append(r.names, id.Name)
		}
	}
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				add(d.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					add(s.Name)
				case *ast.ValueSpec:
					for _, id := range s.Names {
						add(id)
					}
				}
			}
		}
	}
}

// floors are the packages from the ground up: each imports those that stand before it
// alone. What is for services is not imported by what is for clients, and nothing of
// OData by what plain APIs use.
var floors = []string{
	"internal/jsonstr", "internal/syntax", "internal/buffer", "internal/escape", "internal/brief", "internal/members", "internal/scope", "internal/accept", "internal/near",
	"api", "wire", "internal/literal", "shape", "schema", "security", "rest",
	"client", "transport", "restclient",
	"server", "internal/exchange", "restserver",
	"query", "query/bind", "prefer", "odata", "odataclient", "odataserver",
}

// apart are packages that must not come with others.
var apart = map[string][]string{
	"restclient":  {"odata", "server", "internal/exchange", "internal/scope"},
	"restserver":  {"odata", "client", "transport"},
	"odataclient": {"rest", "server", "internal/exchange"},
	"odataserver": {"rest", "transport"},
	"wire":        {"schema", "shape"},
}

func TestRoomsImportWhatStandsBelow(t *testing.T) {
	all := rooms(t)
	for name, r := range all {
		floor := slices.Index(floors, name)
		if floor < 0 {
			t.Errorf("%s has no floor", name)
		}
		if len(r.others) > 0 {
			t.Errorf("%s imports %q: want the standard library alone", name, r.others)
		}
		for _, other := range r.imports {
			if i := slices.Index(floors, other); i >= floor {
				t.Errorf("%s imports %s, which stands above it", name, other)
			}
		}
	}
	for name, others := range apart {
		for _, other := range closure(all, name) {
			if slices.Contains(others, other) {
				t.Errorf("%s brings %s along", name, other)
			}
		}
	}
}

// closure returns what a package imports, and what that does.
func closure(all map[string]*room, name string) []string {
	var out []string
	next := []string{name}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		for _, other := range all[at].imports {
			if !slices.Contains(out, other) {
				out = append(out, other)
				next = append(next, other)
			}
		}
	}
	return out
}

// users are the packages that programs import, which have few names: at most limit.
var users = []string{"api", "client", "odata", "server"}

const limit = 70

func TestPackagesOfUsersHaveFewNames(t *testing.T) {
	all := rooms(t)
	var b strings.Builder
	b.WriteString("The exported names of the packages of the runtime, without methods and fields.\nMade by: go test ./templates -run TestPackagesOfUsersHaveFewNames -update\n")
	for _, name := range floors {
		if strings.HasPrefix(name, "internal/") {
			continue
		}
		r, what := all[name], "for generated code alone"
		if slices.Contains(users, name) {
			what = "for programs"
			if len(r.names) > limit {
				t.Errorf("%s has %d exported names, want at most %d", name, len(r.names), limit)
			}
		}
		fmt.Fprintf(&b, "\n%s, %s: %d\n", name, what, len(r.names))
		for line := range slices.Chunk(r.names, 8) {
			b.WriteString("\t" + strings.Join(line, " ") + "\n")
		}
	}
	const file = "EXPORTED.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(old), b.String()); diff != "" {
		t.Errorf("%s (-want +got; go test ./templates -update rewrites it):\n%s", file, diff)
	}
}

// What programs name of any API has no word of OData, in names, texts or comments.
func TestPackagesOfAllAPIsDoNotSayOData(t *testing.T) {
	for _, dir := range []string{"api", "client", "server"} {
		files, err := fs.Glob(Runtime, dir+"/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has %d files: %v", dir, len(files), err)
		}
		for _, file := range files {
			text, err := fs.ReadFile(Runtime, file)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(text), "\n") {
				if !strings.HasSuffix(file, "_test.go") && strings.Contains(strings.ToLower(line), "odata") {
					t.Errorf("%s:%d: %s", file, i+1, strings.TrimSpace(line))
				}
			}
		}
	}
}
