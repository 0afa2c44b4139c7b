package generator_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden generates from the in.* of each file in testdata/golden and
// compares with its want/* files, of which it has those that show the behaviour
// that its first lines tell. What all of them generate is built together, with
// the *_test.go files beside them, which drive it, and one that sends odd requests to each
// server (testdata/strangers).
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	module := newModule(t)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) { golden(t, file, filepath.Join(module, name)) })
	}
	writeStrangers(t, module)
	t.Run("build", func(t *testing.T) {
		for _, command := range []string{"vet", "test"} {
			cmd := exec.Command("go", command, "-mod=mod", "./...")
			cmd.Dir = module
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("go %s of the generated packages: %v\n%s", command, err, out)
			}
		}
	})
}

// writeStrangers writes the package that drives the servers in a module, each in a folder.
func writeStrangers(t *testing.T, module string) {
	t.Helper()
	handlers, err := filepath.Glob(filepath.Join(module, "*", "server.go"))
	if err != nil {
		t.Fatal(err)
	}
	imports, servers := "", ""
	for i, file := range handlers {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if name := filepath.Base(filepath.Dir(file)); strings.Contains(string(text), "func NewHandler(") {
			imports += fmt.Sprintf("\tp%d %q\n", i, "generated/"+name)
			servers += fmt.Sprintf("\t%q: func(opts ...server.Option) http.Handler { return p%d.NewHandler(p%d.Services{}, server.Open(), opts...) },\n", name, i, i)
		}
	}
	if servers == "" {
		return
	}
	dir := filepath.Join(module, "strangers")
	if err := os.CopyFS(dir, os.DirFS("testdata/strangers")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "servers_test.go"), "package strangers\n\nimport (\n\t\"net/http\"\n\n"+imports+
		"\n\t\"github.com/seed-349153d7/odagen/templates/server\"\n)\n\nvar servers = map[string]func(...server.Option) http.Handler{\n"+servers+"}\n")
}

func golden(t *testing.T, file, dir string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := generate(t, archive, dir)
	plainSpeech(t, archive, got)
	var out []txtar.File
	for _, f := range archive.Files {
		name, ok := strings.CutPrefix(f.Name, "want/")
		if !ok {
			out = append(out, f)
			if strings.HasSuffix(f.Name, "_test.go") {
				writeFile(t, filepath.Join(dir, f.Name), string(f.Data))
			}
			continue
		}
		if diff := cmp.Diff(string(f.Data), got[name]); diff != "" && !*update {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		out = append(out, txtar.File{Name: f.Name, Data: []byte(got[name])})
	}
	if *update {
		writeFile(t, file, string(txtar.Format(&txtar.Archive{Comment: archive.Comment, Files: out})))
	}
}

// plainSpeech holds that what is generated from a document without the word OData is
// without it.
func plainSpeech(t *testing.T, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	saysIt := func(text string) bool { return strings.Contains(strings.ToLower(text), "odata") }
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "in.") && saysIt(string(f.Data)) {
			return
		}
	}
	for name, text := range got {
		if saysIt(text) {
			t.Errorf("%s says OData", name)
		}
	}
}

// generate returns the generated files by name, and what was reported as
// "diagnostics".
func generate(t *testing.T, archive *txtar.Archive, dir string) map[string]string {
	t.Helper()
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "in.") })
	if i < 0 {
		t.Fatal("there is no in.*")
	}
	in := archive.Files[i]
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(dir, in.Name)
	writeFile(t, source, string(in.Data))
	_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
		Source:  source,
		Output:  dir,
		Package: "golden",
		Emit:    []string{config.Models, config.Client, config.Server},
		Binary:  setting(archive, "binary"),
		Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
	}}}, generator.Options{})
	var report strings.Builder
	if err := diags.Print(&report); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{"diagnostics": strings.ReplaceAll(report.String(), dir+string(filepath.Separator), "")}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name()] = string(data)
	}
	return got
}

// setting returns a setting of the target, which is a file of the archive; "" for none.
func setting(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return strings.TrimSpace(string(f.Data))
		}
	}
	return ""
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
