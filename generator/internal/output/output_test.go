package output

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// tree returns the files below dir by slash-separated path, directories that
// are empty with a slash at the end. The lock is left out.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if entries, _ := os.ReadDir(path); len(entries) == 0 && rel != "." {
				files[rel+"/"] = ""
			}
			return nil
		}
		if d.Name() == LockName {
			return nil
		}
		if d.Type()&fs.ModeSymlink != 0 {
			target, err := os.Readlink(path)
			files[rel] = "-> " + target
			return err
		}
		data, err := os.ReadFile(path)
		files[rel] = strings.TrimPrefix(strings.TrimPrefix(string(data), Header), headerCRLF)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// files are generated files: each begins with the header, which tree leaves out.
func files(nameAndData ...string) []File {
	var list []File
	for i := 0; i < len(nameAndData); i += 2 {
		list = append(list, File{nameAndData[i], []byte(Header + nameAndData[i+1])})
	}
	return list
}

var headerCRLF = strings.TrimSuffix(Header, "\n") + "\r\n"

func put(t *testing.T, path, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

// said returns the lines of diags, with dir left out.
func said(diags *diag.List, dir string) []string {
	var lines []string
	for _, d := range diags.Sorted() {
		lines = append(lines, filepath.ToSlash(strings.ReplaceAll(d.Error(), dir+string(filepath.Separator), "")))
	}
	return lines
}

// checked returns what Check finds, as said does.
func checked(pkgs []Package, dir string) []string {
	var diags diag.List
	for _, d := range Check(pkgs, &diags) {
		diags.Add(d.Diagnostic)
	}
	return said(&diags, dir)
}

// report is one line per file of results.
func report(results []Result, dir string) []string {
	var lines []string
	for _, r := range results {
		rel, _ := filepath.Rel(dir, r.Dir)
		for _, f := range r.Files {
			lines = append(lines, fmt.Sprintf("%s/%s %s %d", filepath.ToSlash(rel), f.Name, f.Status, f.Lines))
		}
	}
	return lines
}

// mustWrite writes a first generation.
func mustWrite(t *testing.T, pkgs ...Package) []Result {
	t.Helper()
	var diags diag.List
	results := Write(pkgs, Options{}, &diags)
	if diags.Len() > 0 {
		t.Fatalf("Write reported %v", diags.Sorted())
	}
	return results
}

func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestARunWritesWhatChangedAndRemovesWhatIsGone(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "deep", "out")
	first := Package{Dir: out, Files: files("a.go", "1\n2\n", "b.go", "b\n", "old/deep/c.go", "c", "old/d.go", "d\n")}
	equal(t, "first report", []string{
		"deep/out/a.go written 3",
		"deep/out/b.go written 2",
		"deep/out/odagen.lock written 9",
		"deep/out/old/d.go written 2",
		"deep/out/old/deep/c.go written 2",
	}, report(mustWrite(t, first), dir))
	put(t, filepath.Join(out, "mine.go"), "mine")
	put(t, filepath.Join(out, "old", "mine.txt"), "mine")
	before := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(filepath.Join(out, "a.go"), before, before); err != nil {
		t.Fatal(err)
	}

	second := Package{Dir: out, Files: files("a.go", "1\n2\n", "b.go", "B\n", "new/e.go", "e\n")}
	equal(t, "second report", []string{
		"deep/out/a.go unchanged 3",
		"deep/out/b.go written 2",
		"deep/out/new/e.go written 2",
		"deep/out/odagen.lock written 8",
		"deep/out/old/d.go removed 0",
		"deep/out/old/deep/c.go removed 0",
	}, report(mustWrite(t, second), dir))
	equal(t, "tree", map[string]string{
		"a.go": "1\n2\n", "b.go": "B\n", "new/e.go": "e\n", "mine.go": "mine", "old/mine.txt": "mine",
	}, tree(t, out))
	info, err := os.Stat(filepath.Join(out, "a.go"))
	if err != nil || !info.ModTime().Equal(before) {
		t.Errorf("the unchanged file was written: %v, %v", info.ModTime(), err)
	}
	equal(t, "check", []string(nil), checked([]Package{second}, dir))
}

// edits prepares a directory in which something is wrong with each file.
func edits(t *testing.T, dir string) []Package {
	other := Package{Dir: filepath.Join(dir, "other"), Files: files("x.go", "x\n")}
	mustWrite(t, Package{Dir: filepath.Join(dir, "out"), Files: files(
		"edited.go", "1\n", "gone.go", "g\n", "old.go", "o\n", "orphan.go", "o\n", "kept.go", "k\n",
		"crlf.go", "a\nb\n", "edited_orphan.go", "e\n", "repeated.go", "r\n", "replaced.go", "r\n")})
	put(t, filepath.Join(dir, "out", "edited.go"), Header+"1\n// mine\n")
	put(t, filepath.Join(dir, "out", "edited_orphan.go"), Header+"mine\n")
	put(t, filepath.Join(dir, "out", "replaced.go"), "theirs\n")
	put(t, filepath.Join(dir, "out", "foreign.go"), "theirs\n")
	put(t, filepath.Join(dir, "out", "alike.go"), Header+"l\n")
	put(t, filepath.Join(dir, "out", "crlf.go"), headerCRLF+"a\r\nb\r\n")
	put(t, filepath.Join(dir, "out", "repeated.go"), Header+"R\n")
	if err := os.Remove(filepath.Join(dir, "out", "gone.go")); err != nil {
		t.Fatal(err)
	}
	return []Package{other, {Dir: filepath.Join(dir, "out"), Files: files(
		"edited.go", "2\n", "gone.go", "g\n", "old.go", "O\n", "kept.go", "k\n", "foreign.go", "f\n",
		"alike.go", "l\n", "crlf.go", "a\nb\n", "repeated.go", "R\n")}}
}

func TestAFileEditedByHandStopsAllDirectories(t *testing.T) {
	dir := t.TempDir()
	pkgs := edits(t, dir)
	before := tree(t, dir)
	var diags diag.List
	if got := Write(pkgs, Options{}, &diags); got != nil {
		t.Errorf("Write = %v, want nil", got)
	}
	equal(t, "diagnostics", []string{
		"out/edited.go: edited-by-hand: differs from the lock; nothing was written",
		"out/edited_orphan.go: edited-by-hand: differs from the lock; nothing was written",
		"out/foreign.go: not-generated: odagen did not write this file; nothing was written",
		"out/replaced.go: warning: left-alone: the lock lists this file, and it is not one that odagen writes; it stays, and its line is taken out",
	}, said(&diags, dir))
	equal(t, "tree", before, tree(t, dir))
}

func TestForceOverwrites(t *testing.T) {
	dir := t.TempDir()
	pkgs := edits(t, dir)
	var diags diag.List
	Write(pkgs, Options{Force: true}, &diags)
	equal(t, "diagnostics", []string{
		"out/replaced.go: warning: left-alone: the lock lists this file, and it is not one that odagen writes; it stays, and its line is taken out",
	}, said(&diags, dir))
	equal(t, "tree", map[string]string{
		"other/x.go": "x\n", "out/edited.go": "2\n", "out/gone.go": "g\n", "out/old.go": "O\n", "out/kept.go": "k\n",
		"out/foreign.go": "f\n", "out/alike.go": "l\n", "out/crlf.go": "a\r\nb\r\n", "out/repeated.go": "R\n", "out/replaced.go": "theirs\n",
	}, tree(t, dir))
}

func TestCheckNamesEachDifference(t *testing.T) {
	dir := t.TempDir()
	pkgs := edits(t, dir)
	before := tree(t, dir)
	equal(t, "differences", []string{
		"other/x.go: missing: is generated, and not there",
		"out/edited.go: edited-by-hand: differs from the lock",
		"out/edited_orphan.go: edited-by-hand: differs from the lock",
		"out/foreign.go: not-generated: stands where a file would be generated, and is not one of odagen",
		"out/gone.go: missing: is generated, and not there",
		"out/old.go: out-of-date: differs from what the sources generate now",
		"out/orphan.go: orphan: is no longer generated",
	}, checked(pkgs, dir))
	equal(t, "tree", before, tree(t, dir))
}

func TestWhatCannotBeWrittenLeavesEverythingAsItWas(t *testing.T) {
	const at = "z/out"
	tests := []struct {
		name    string
		prepare func(t *testing.T, out string)
		files   []File
		want    string
	}{
		{
			"a directory in the place of a file",
			func(t *testing.T, out string) { put(t, filepath.Join(out, "b.go", "x"), "") },
			files("b.go", "b\n"),
			at + "/b.go: unwritable: a file is to be written here, and there is a directory",
		},
		{
			"a link in the place of a file",
			func(t *testing.T, out string) {
				put(t, filepath.Join(out, "..", "victim"), "v")
				if err := os.Symlink("../victim", filepath.Join(out, "b.go")); err != nil {
					t.Fatal(err)
				}
			},
			files("b.go", "b\n"),
			at + "/b.go: unwritable: a file is to be written here, and there is a symbolic link",
		},
		{
			"a link within the output in the place of a directory",
			func(t *testing.T, out string) {
				put(t, filepath.Join(out, "other", "x"), "v")
				if err := os.Symlink("other", filepath.Join(out, "sub")); err != nil {
					t.Fatal(err)
				}
			},
			files("sub/b.go", "b\n"),
			at + "/sub/b.go: unwritable: \"sub\" is a symbolic link; what is written there would be elsewhere",
		},
		{
			"a link out of the output in the place of a directory",
			func(t *testing.T, out string) {
				put(t, filepath.Join(out, "..", "outside", "x"), "v")
				if err := os.Symlink("../outside", filepath.Join(out, "sub")); err != nil {
					t.Fatal(err)
				}
			},
			files("sub/b.go", "b\n"),
			at + "/sub/b.go: unwritable: \"sub\" is a symbolic link; what is written there would be elsewhere",
		},
		{
			"a file in the place of a directory",
			func(t *testing.T, out string) { put(t, filepath.Join(out, "sub"), "v") },
			files("a.go", "2\n", "new/c.go", "c\n", "sub/b.go", "b\n"),
			at + "/sub/b.go: unwritable: not a directory",
		},
		{
			"a lock that is none",
			func(t *testing.T, out string) { put(t, filepath.Join(out, LockName), "<<<<<<< HEAD\n") },
			files("a.go", "a\n"),
			at + "/odagen.lock: unreadable-lock: is not a lock that odagen wrote: unexpected end of JSON input",
		},
		{
			"a lock that lists a file elsewhere",
			func(t *testing.T, out string) {
				put(t, filepath.Join(out, LockName), `{"files":{"../victim":"sha256:0 0 lines"}}`)
			},
			files("a.go", "a\n"),
			at + `/odagen.lock: unreadable-lock: is not a lock that odagen wrote: "../victim" is not a generated file in the directory of the lock`,
		},
		{
			"a name outside the output",
			func(*testing.T, string) {},
			files("../b.go", "b\n"),
			at + `: internal error: "../b.go" is not a name for a generated file; please report`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "z", "out")
			put(t, filepath.Join(out, "mine.go"), "mine")
			tt.prepare(t, out)
			before := tree(t, dir)
			var diags diag.List
			pkgs := []Package{{Dir: filepath.Join(dir, "a"), Files: files("first.go", "f\n")}, {Dir: out, Files: tt.files}}
			if got := Write(pkgs, Options{}, &diags); got != nil {
				t.Errorf("Write = %v, want nil", got)
			}
			equal(t, "diagnostics", []string{tt.want}, said(&diags, dir))
			equal(t, "tree", before, tree(t, dir))
		})
	}
}

func TestAnOutputThatIsAFileIsReported(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "out"), "a file")
	var diags diag.List
	Write([]Package{{Dir: filepath.Join(dir, "out")}}, Options{}, &diags)
	if !diags.HasErrors() {
		t.Error("Write into a file reported nothing")
	}
}

func TestARenameThatFailsIsUndone(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, Package{Dir: dir, Files: files("a.go", "1\n", "old/b.go", "b\n")})
	before := tree(t, dir)
	// A directory that appears after the comparison makes the last step fail.
	lock, err := os.ReadFile(filepath.Join(dir, LockName))
	if err != nil {
		t.Fatal(err)
	}
	states := []*state{{dir: dir, temps: map[string]string{}, changes: []change{
		{kind: outdated, name: "a.go", old: []byte(Header + "1\n"), new: []byte("2\n")},
		{kind: missing, name: "new/n.go", new: []byte("n\n")},
		{kind: outdated, name: LockName, old: lock, new: []byte("{}")},
		{kind: orphan, name: "old/b.go", old: []byte(Header + "b\n")},
		{kind: missing, name: "late", new: []byte("l\n")},
	}}}
	put(t, filepath.Join(dir, "late", "x"), "x")
	before["late/x"] = "x"
	if d := commit(states, func() {}); d == nil {
		t.Fatal("commit = nil, want a diagnostic")
	}
	equal(t, "tree", before, tree(t, dir))
	after, err := os.ReadFile(filepath.Join(dir, LockName))
	equal(t, "lock", string(lock), string(after))
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheLockIsReadAsItWasWritten(t *testing.T) {
	dir := t.TempDir()
	lock := Lock{
		Odagen:    "v1.2.3",
		Documents: []string{"a.yaml", "b.yaml"},
		Names:     map[string]string{"microsoft.graph.<x>": "X", "a\nb\u2028": "AB"},
	}
	mustWrite(t, Package{Dir: dir, Files: []File{{"b.go", nil}, {"a.go", []byte("1\n2")}}, Lock: lock})
	got, err := ReadLock(dir)
	if err != nil {
		t.Fatal(err)
	}
	lock.Files = map[string]Sum{"a.go": SumOf([]byte("1\n2")), "b.go": SumOf(nil)}
	equal(t, "ReadLock", lock, got)
	text, err := os.ReadFile(filepath.Join(dir, LockName))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "lock", `{
  "odagen": "v1.2.3",
  "documents": [
    "a.yaml",
    "b.yaml"
  ],
  "files": {
    "a.go": "sha256:b598b3a62a3f7cedb17e66d1cb31d53dffeebaf5c07e2c60d5e31971936fd35e 2 lines",
    "b.go": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 lines"
  },
  "names": {
    "a\nb\u2028": "AB",
    "microsoft.graph.<x>": "X"
  }
}
`, string(text))
	if none, err := ReadLock(t.TempDir()); err != nil || none.Files != nil {
		t.Errorf("ReadLock without a lock = %v, %v", none, err)
	}
}

func TestADamagedSumIsRefused(t *testing.T) {
	for _, text := range []string{"", "sha256:", "md5:0 1 lines", "sha256:0 x lines", "sha256:0 1", "sha256:0 1 lines more", "sha256:" + strings.Repeat("0", 65) + " 1 lines"} {
		if err := new(Sum).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("UnmarshalText(%q) = nil, want an error", text)
		}
	}
}

func FuzzLock(f *testing.F) {
	f.Add([]byte(`{"files":{"a.go":"sha256:00 1 lines"},"names":{"a":"b"}}`))
	f.Add([]byte(`{"files":{"../a.go":"sha256:00 1 lines"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		lock, err := parseLock(data)
		if err != nil {
			return
		}
		for name := range lock.Files {
			if !fs.ValidPath(name) || name == "." {
				t.Errorf("parseLock(%q) lists %q", data, name)
			}
		}
	})
}
