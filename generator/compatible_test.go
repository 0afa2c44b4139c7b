package generator_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
)

// TestCompatibleDocumentsAreCompatibleGo generates from each document of
// testdata/compatible, then again, over what is there, from the document after each edit
// that its sections have. One caller and one service, use.go, must compile, vet and run
// with what comes of edits that "keep", and must not compile, for the reason that stands
// there, after those that "break".
//
// An edit is a list of hunks: lines that are there, marked by a space, taken out or put
// in. All edits that keep are also made one after the other, but those that stand "alone".
func TestCompatibleDocumentsAreCompatibleGo(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	files, err := filepath.Glob("testdata/compatible/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	u := &users{module: newModule(t), breaks: map[string]string{}, titles: map[string]string{}}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		u.document(t, strings.TrimSuffix(filepath.Base(file), ".txtar"), archive)
	}
	u.run(t)
	u.fail(t)
	u.table(t)
}

// table holds that COMPATIBLE.md tells the edits; -update writes it.
func (u *users) table(t *testing.T) {
	t.Helper()
	const file = "testdata/COMPATIBLE.md"
	var b strings.Builder
	b.WriteString("# What a change of the description does to Go\n\n" +
		"One caller and one service, unchanged, against what is generated before and after each change.\n" +
		"Made by: `go test ./generator -run CompatibleDocuments -update`, from `compatible/*.txtar`.\n\n" +
		"| document and change | the Go of users |\n|---|---|\n")
	for _, pkg := range slices.Sorted(maps.Keys(u.titles)) {
		what := "compiles, and runs"
		if message := u.breaks[pkg]; message != "" {
			what = "does not compile: `" + message + "`"
		}
		b.WriteString("| " + u.titles[pkg] + " | " + what + " |\n")
	}
	if *update {
		writeFile(t, file, b.String())
	}
	if old, err := os.ReadFile(file); err != nil || string(old) != b.String() {
		t.Errorf("%s is not what the edits say (%v): run the test with -update", file, err)
	}
}

// users are the packages that use what is generated, in one module.
type users struct {
	module string
	keeps  []string
	breaks map[string]string // the error of the compiler
	titles map[string]string // of edits, by package
}

// document generates from a document and from what becomes of it by edits.
func (u *users) document(t *testing.T, name string, archive *txtar.Archive) {
	in, use := archive.Files[0], archive.Files[1]
	ext := filepath.Ext(in.Name)
	add := func(i int, title string, texts ...string) (pkg string) {
		pkg = fmt.Sprintf("%s/e%02d", name, i)
		u.titles[pkg] = name + ", " + title
		for _, text := range texts {
			u.generate(t, title, pkg, ext, text)
		}
		path := filepath.Join(u.module, filepath.FromSlash(pkg), "use")
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(path, "use.go"), strings.ReplaceAll(string(use.Data), `"generated/api"`, `"generated/`+pkg+`/api"`))
		return pkg
	}
	before := string(in.Data)
	all := []string{before}
	u.keeps = append(u.keeps, add(0, "as it was", before))
	for i, f := range archive.Files[2:] {
		kind, title, _ := strings.Cut(f.Name, " ")
		edit := string(f.Data)
		if kind == "break" {
			want, hunks, _ := strings.Cut(edit, "\n")
			pkg := add(i+1, title, before, afterEdit(t, title, before, hunks))
			u.breaks[pkg] = strings.TrimPrefix(want, "want: ")
			continue
		}
		u.keeps = append(u.keeps, add(i+1, title, before, afterEdit(t, title, before, edit)))
		if kind == "keep" {
			all = append(all, afterEdit(t, title, all[len(all)-1], edit))
		}
	}
	u.keeps = append(u.keeps, add(99, "all edits", all...))
}

// generate generates over what is there. Then it does so again, which must change
// nothing.
func (u *users) generate(t *testing.T, title, pkg, ext, text string) {
	t.Helper()
	dir := filepath.Join(u.module, filepath.FromSlash(pkg), "api")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(filepath.Dir(dir), "in"+ext)
	writeFile(t, source, text)
	cfg := generator.Config{Targets: []config.Target{{
		Source: source, Output: dir, Package: "api",
		Emit:    []string{config.Models, config.Client, config.Server},
		Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
	}}}
	_, diags := generator.Generate(cfg, generator.Options{})
	if diags.HasErrors() {
		_ = diags.Print(os.Stderr)
		t.Fatalf("%s: the document has errors", title)
	}
	if found, _ := generator.Check(cfg, generator.Options{}); len(found) > 0 {
		t.Fatalf("%s: the same document and lock give something else: %v", title, found[0].Diagnostic)
	}
}

// afterEdit returns text after an edit. Each of its hunks must be in text once.
func afterEdit(t *testing.T, title, text, edit string) string {
	t.Helper()
	for hunk := range strings.SplitSeq(edit, "@@\n") {
		var before, after strings.Builder
		for line := range strings.Lines(hunk) {
			if line[0] != '+' {
				before.WriteString(line[1:])
			}
			if line[0] != '-' {
				after.WriteString(line[1:])
			}
		}
		if n := strings.Count(text, before.String()); n != 1 {
			t.Fatalf("%s: this is %d times in the document:\n%s", title, n, before.String())
		}
		text = strings.Replace(text, before.String(), after.String(), 1)
	}
	return text
}

// run vets what must compile, and runs it as one program.
func (u *users) run(t *testing.T) {
	var imports, calls strings.Builder
	for i, pkg := range u.keeps {
		fmt.Fprintf(&imports, "\tp%d \"generated/%s/use\"\n", i, pkg)
		fmt.Fprintf(&calls, "\tif err := p%d.Run(); err != nil {\n\t\tfmt.Println(%q, err)\n\t}\n", i, pkg+"/")
	}
	main := filepath.Join(u.module, "main.go")
	writeFile(t, main, "package main\n\nimport (\n\t\"fmt\"\n\n"+imports.String()+")\n\nfunc main() {\n"+calls.String()+"}\n")
	vet := []string{"vet", "-mod=mod", "."}
	for _, pkg := range u.keeps {
		vet = append(vet, "./"+pkg+"/...")
	}
	for _, args := range [][]string{vet, {"run", "-mod=mod", "."}} {
		out, err := u.command(args)
		if err != nil || len(out) > 0 {
			t.Errorf("go %s: %v\n%s", args[0], err, u.titled(out))
		}
	}
}

// fail builds what must not compile.
func (u *users) fail(t *testing.T) {
	args := []string{"build", "-mod=mod", "-o", os.DevNull}
	for _, pkg := range slices.Sorted(maps.Keys(u.breaks)) {
		args = append(args, "./"+pkg+"/use")
	}
	out, err := u.command(args)
	if err == nil {
		t.Error("what must not compile does")
	}
	of := map[string]string{} // what is said of each package
	for part := range strings.SplitSeq(string(out), "# generated/") {
		pkg, text, _ := strings.Cut(part, "\n")
		of[pkg] = text
	}
	for pkg, want := range u.breaks {
		if got := of[pkg+"/use"]; !strings.Contains(got, want) {
			t.Errorf("%s: the compiler does not say %q but:\n%s", u.titles[pkg], want, got)
		}
	}
}

func (u *users) command(args []string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = u.module
	return cmd.CombinedOutput()
}

// titled is the output of a command with the titles of edits.
func (u *users) titled(out []byte) string {
	text := string(out)
	for pkg, title := range u.titles {
		text = strings.ReplaceAll(text, pkg+"/", title+": ")
	}
	return text
}
