package generator

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// service writes a module with an OpenAPI document into a new directory.
func service(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	document, err := os.ReadFile("testdata/script/partners.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"partners.yaml": document, "go.mod": []byte("module example.com/app\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func target(t *testing.T, source, output string) Config {
	t.Helper()
	var diags diag.List
	cfg := config.FromFlags(config.Flags{Source: source, Output: output}, &diags)
	if diags.Len() > 0 {
		t.Fatal(diags.Sorted())
	}
	return cfg
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, path)
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheOutputDoesNotDependOnWhereItIsMade(t *testing.T) {
	var outputs []map[string]string
	for range 2 {
		dir := service(t)
		report, diags := Generate(target(t, filepath.Join(dir, "partners.yaml"), filepath.Join(dir, "graph")), Options{Version: "v1"})
		if diags.HasErrors() || len(report) != 2 {
			t.Fatalf("Generate = %v, %v", report, diags.Sorted())
		}
		outputs = append(outputs, tree(t, dir))
	}
	if diff := cmp.Diff(outputs[0], outputs[1]); diff != "" {
		t.Errorf("two runs (-first +second):\n%s", diff)
	}
}

func TestAFaultInOneTargetWritesNone(t *testing.T) {
	dir := service(t)
	before := tree(t, dir)
	cfg := target(t, filepath.Join(dir, "partners.yaml"), filepath.Join(dir, "graph"))
	cfg.Targets = append(cfg.Targets, target(t, filepath.Join(dir, "none.yaml"), filepath.Join(dir, "other")).Targets...)
	report, diags := Generate(cfg, Options{})
	if report != nil || !diags.HasErrors() {
		t.Errorf("Generate = %v, %v", report, diags.Sorted())
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("tree (-before +after):\n%s", diff)
	}
}

func TestAnotherVersionOfOdagenIsToldAndNoFault(t *testing.T) {
	dir := service(t)
	cfg := target(t, filepath.Join(dir, "partners.yaml"), filepath.Join(dir, "graph"))
	if _, diags := Generate(cfg, Options{Version: "v1"}); diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	var got []string
	for _, version := range []string{"v1", "v2"} {
		found, diags := Check(cfg, Options{Version: version})
		for _, d := range diags.Sorted() {
			rel, _ := filepath.Rel(dir, d.Pos.File)
			got = append(got, filepath.ToSlash(rel)+" "+d.Code)
		}
		if len(found) > 0 {
			t.Errorf("Check by %s found %v", version, found)
		}
	}
	want := []string{"graph/odagen.lock other-version", "graph/runtime/odagen.lock other-version"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Check (-want +got):\n%s", diff)
	}
}

// Who waits for a large document is told what for.
func TestALargeDocumentIsTold(t *testing.T) {
	dir := service(t)
	source := filepath.Join(dir, "partners.yaml")
	cfg := target(t, source, filepath.Join(dir, "graph"))
	var told []string
	opts := Options{Progress: func(what string) { told = append(told, strings.ReplaceAll(what, dir, "")) }}
	if _, diags := Generate(cfg, opts); diags.HasErrors() || len(told) > 0 {
		t.Fatal(told, diags.Sorted())
	}
	text, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(source, append(text, bytes.Repeat([]byte("# nothing more to say\n"), large/20)...), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, diags := Generate(cfg, opts); diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	if diff := cmp.Diff([]string{"reading /partners.yaml, 8 MB, and generating /graph"}, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}
