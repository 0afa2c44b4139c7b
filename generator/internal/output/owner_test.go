package output

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// Whatever a lock lists, only what odagen has written is removed or overwritten.
func TestAForgedLockRemovesNothing(t *testing.T) {
	theirs := map[string]string{
		"Makefile": "all:\n", ".git/HEAD": "ref: refs/heads/main\n", "sub/notes.txt": "notes\n", "api.yaml": "openapi: 3.1.0\n",
		"mine.go": "package mine\n", "below.go": "// Mine.\n" + Header + "package mine\n", "spaced.go": " " + Header, "open.go": strings.TrimSpace(Header),
		"marked.txt": Header, ".hidden.go": Header, "_off.go": Header, "a_test.go": Header, ".git/x.go": Header, "testdata/x.go": Header,
		"vendor/v.go": Header, "a_windows.go": Header, "models.go": "package mine\n",
	}
	for _, force := range []bool{false, true} {
		dir := t.TempDir()
		lock := Lock{Odagen: "v1", Files: map[string]Sum{}}
		for name, text := range theirs {
			put(t, filepath.Join(dir, name), text)
			lock.Files[name] = SumOf([]byte(text))
		}
		data, err := lock.encode()
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, LockName), string(data))
		before := raw(t, dir)
		var diags diag.List
		Write([]Package{{Dir: dir, Files: files("new.go", "n\n")}}, Options{Force: force}, &diags)
		if diags.HasErrors() || diags.Len() != len(theirs) {
			t.Errorf("force %t: %d diagnostics, want %d warnings: %v", force, diags.Len(), len(theirs), said(&diags, dir))
		}
		after := raw(t, dir)
		delete(after, "new.go")
		equal(t, fmt.Sprintf("tree, force %t", force), before, after)

		var second diag.List
		Write([]Package{{Dir: dir, Files: files("models.go", "m\n")}}, Options{}, &second)
		equal(t, "a file that is not ours in the place of one that is generated", []string{
			"models.go: not-generated: odagen did not write this file; nothing was written",
		}, said(&second, dir))
	}
}

// raw is tree with the headers.
func raw(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := tree(t, dir)
	for name := range all {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			all[name] = string(data)
		}
	}
	return all
}

func TestADirectoryHoldsOnePackage(t *testing.T) {
	const clean = ""
	for _, tt := range []struct{ name, text, want string }{
		{"main.go", "package main\n", "main.go: other-package: is in package main, and package graph would be written beside it; a directory holds one package"},
		{"a_test.go", "package hand_test\n", "a_test.go: other-package: is in package hand_test, and package graph would be written beside it; a directory holds one package"},
		{"b_windows.go", "// Doc.\n\npackage hand\n", "b_windows.go: other-package: is in package hand, and package graph would be written beside it; a directory holds one package"},
		{"helper.go", "package graph\n", clean},
		{"helper_test.go", "package graph_test\n", clean},
		{"inner_test.go", "package graph\n", clean},
		{"gen.go", "//go:build ignore\n\npackage main\n", clean},
		{"sub/main.go", "package main\n", clean},
		{".x.go", "package main\n", clean},
		{"_x.go", "package main\n", clean},
		{"bad.go", "this is no Go\n", clean},
		{"x.txt", "package main\n", clean},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, filepath.Join(dir, tt.name), tt.text)
			var diags diag.List
			Write([]Package{{Dir: dir, Name: "graph", Files: files("a.go", "package graph\n")}}, Options{}, &diags)
			var want []string
			if tt.want != clean {
				want = []string{tt.want}
			}
			equal(t, "diagnostics", want, said(&diags, dir))
		})
	}
}

// A package that gets another name is not a stranger to itself.
func TestAPackageIsRenamed(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, Package{Dir: dir, Name: "old", Files: files("a.go", "package old\n", "b.go", "package old\n")})
	mustWrite(t, Package{Dir: dir, Name: "graph", Files: files("a.go", "package graph\n")})
}

func TestWhatIsWrittenThroughALinkIsRefused(t *testing.T) {
	base := t.TempDir()
	module := filepath.Join(base, "module")
	put(t, filepath.Join(module, "go.mod"), "module m\n")
	for _, dir := range []string{filepath.Join(base, "outside"), filepath.Join(module, "real", "deep")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{
		filepath.Join(module, "out"): "../outside", filepath.Join(module, "in"): "real", filepath.Join(base, "way"): "module",
	} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	for dir, want := range map[string]string{
		"module/out": "module/out", "module/out/gen": "module/out", "module/in": "module/in", "module/in/deep": "module/in",
		"module/real/deep": "", "way/real/deep": "", "way": "way",
	} {
		if got := linked(filepath.Join(base, dir)); strings.TrimPrefix(strings.TrimPrefix(got, base), "/") != want {
			t.Errorf("linked(%q) = %q, want %q", dir, got, want)
		}
	}
	t.Chdir(module)
	for dir, want := range map[string]string{"out": "out", "out/gen": "out", "real": "", ".": "", "in/deep": "in"} {
		if got := linked(dir); got != want {
			t.Errorf("linked(%q) = %q, want %q", dir, got, want)
		}
	}
	var diags diag.List
	Write([]Package{{Dir: "out", Files: files("a.go", "a\n")}}, Options{Force: true}, &diags)
	equal(t, "diagnostics", []string{"out: unwritable: is a symbolic link; what is written there would be elsewhere"}, said(&diags, base))
	equal(t, "outside", map[string]string{}, tree(t, filepath.Join(base, "outside")))
}

func TestALockThatIsNoFileIsNotWaitedFor(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, LockName, "x"), "")
	if _, err := ReadLock(dir); err == nil || !strings.Contains(err.Error(), "directory") {
		t.Errorf("ReadLock = %v", err)
	}
}

func TestALostLockIsOneDiagnostic(t *testing.T) {
	dir := t.TempDir()
	pkg := Package{Dir: dir, Files: files("a.go", "1\n", "b.go", "1\n")}
	mustWrite(t, pkg)
	if err := os.Remove(filepath.Join(dir, LockName)); err != nil {
		t.Fatal(err)
	}
	changed := Package{Dir: dir, Files: files("a.go", "2\n", "b.go", "2\n")}
	var diags diag.List
	Write([]Package{changed}, Options{}, &diags)
	want := []string{LockName + ": missing-lock: is not there, and so nothing tells whether a.go beside it was edited; nothing was written"}
	equal(t, "Write", want, said(&diags, dir))
	equal(t, "Check", want, checked([]Package{changed}, dir))
	// What is as it would be generated needs no lock to be known.
	mustWrite(t, pkg)
}

func TestADirectoryThatIsNoLongerGeneratedGoes(t *testing.T) {
	dir := t.TempDir()
	at := filepath.Join(dir, "gen")
	mustWrite(t, Package{Dir: at, Files: files("a.go", "1\n", "sub/b.go", "1\n")})
	gone := Package{Dir: at, Gone: true}
	equal(t, "Check", []string{"gen: orphan: nothing in the configuration generates into this directory any more"}, checked([]Package{gone}, dir))

	put(t, filepath.Join(at, "a.go"), Header+"mine\n")
	before := tree(t, dir)
	var diags diag.List
	Write([]Package{gone}, Options{}, &diags)
	equal(t, "diagnostics", []string{
		"gen: warning: dropped-output: nothing in the configuration generates into this directory any more; it stays, as a.go was edited",
	}, said(&diags, dir))
	equal(t, "tree", before, tree(t, dir))

	put(t, filepath.Join(at, "a.go"), Header+"1\n")
	put(t, filepath.Join(at, "mine.txt"), "mine\n")
	equal(t, "report", []string{"gen/a.go removed 0", "gen/odagen.lock removed 0", "gen/sub/b.go removed 0"}, report(mustWrite(t, gone), dir))
	equal(t, "tree", map[string]string{"gen/mine.txt": "mine\n"}, tree(t, dir))
}

func TestAnotherVersionIsTold(t *testing.T) {
	dir := t.TempDir()
	pkg := func(version, text string) []Package {
		return []Package{{Dir: dir, Files: files("a.go", text), Lock: Lock{Odagen: version}}}
	}
	mustWrite(t, pkg("v1", "1\n")...)
	told := LockName + ": warning: other-version: was written by odagen v1, and this is v2"
	equal(t, "the version alone", []string{told}, checked(pkg("v2", "1\n"), dir))
	equal(t, "the output too", []string{"a.go: out-of-date: differs from what the sources generate now", told}, checked(pkg("v2", "2\n"), dir))
	if got := mustWrite(t, pkg("v2", "1\n")...); got[0].Was != "v1" {
		t.Errorf("Was = %q", got[0].Was)
	}
}

func TestADifferenceIsShown(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, Package{Dir: dir, Files: files("a.go", "1\n2\n3\n", "gone.go", "g\n")})
	var diags diag.List
	all := Check([]Package{{Dir: dir, Files: files("a.go", "1\n2b\n3\n", "new.go", "n\n")}}, &diags)
	if len(all) != 3 || all[1].Diff != nil || all[2].Diff != nil {
		t.Fatalf("Check = %v", all)
	}
	got := strings.ReplaceAll(string(all[0].Diff), dir+string(filepath.Separator), "")
	equal(t, "diff", "diff a.go a.go (generated)\n--- a.go\n+++ a.go (generated)\n@@ -1,4 +1,4 @@\n "+Header+" 1\n-2\n+2b\n 3\n", got)
}

// A lock of many files is read at a cost for each that does not grow with their number.
func TestALockIsReadInLinearTime(t *testing.T) {
	cost := func(n int) float64 {
		files := map[string]Sum{}
		for i := range n {
			files[fmt.Sprintf("file_%d.go", i)] = Sum{strings.Repeat("0", 64), i}
		}
		data, err := json.Marshal(Lock{Files: files})
		if err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(1, func() {
			if lock, err := parseLock(data); err != nil || len(lock.Files) != n {
				t.Fatalf("%d files, %v", len(lock.Files), err)
			}
		}) / float64(n)
	}
	if few, lots := cost(1000), cost(30000); lots > 1.5*few {
		t.Errorf("%.1f allocations for a file among 1,000, %.1f among 30,000", few, lots)
	}
}
