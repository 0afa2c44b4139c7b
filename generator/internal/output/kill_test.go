package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// generations are what a document gives, and what it gives after each of two changes.
func generations(dir string) [][]Package {
	at := func(sub, version string, names map[string]string, nameAndData ...string) Package {
		return Package{Dir: filepath.Join(dir, sub), Files: files(nameAndData...), Lock: Lock{Odagen: version, Names: names}}
	}
	return [][]Package{
		{
			at("a", "v1", map[string]string{"x": "X"}, "kept.go", "k\n", "changed.go", "1\n", "old.go", "o\n", "sub/changed.go", "1\n", "z.go", "1\n"),
			at("b", "v1", nil, "changed.go", "1\n", "old/deep/gone.go", "o\n"),
		},
		{
			at("a", "v1", map[string]string{"x": "X", "y": "Y"}, "kept.go", "k\n", "changed.go", "2\n", "new.go", "n\n", "sub/changed.go", "2\n", "z.go", "2\n"),
			at("b", "v1", nil, "changed.go", "2\n", "new/n.go", "n\n"),
			at("c", "v1", nil, "first.go", "f\n"),
		},
		{
			at("a", "v2", map[string]string{"x": "X"}, "kept.go", "K\n", "changed.go", "3\n", "other.go", "n\n", "sub/changed.go", "3\n", "z.go", "3\n"),
			at("b", "v2", nil, "changed.go", "3\n"),
			at("c", "v2", nil, "first.go", "f\n"),
		},
	}
}

// TestMain is also the process that is killed: it writes the second generation into a
// directory, and ends before a certain change of a file.
func TestMain(m *testing.M) {
	dir := os.Getenv("ODAGEN_TEST_KILL_IN")
	if dir == "" {
		os.Exit(m.Run())
	}
	left, err := strconv.Atoi(os.Getenv("ODAGEN_TEST_KILL_AFTER"))
	if err != nil {
		panic(err)
	}
	var diags diag.List
	Write(generations(dir)[1], Options{Force: os.Getenv("ODAGEN_TEST_FORCE") != "", step: func() {
		if left--; left >= 0 {
			return
		}
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		if err != nil {
			panic(err)
		}
		select {} // until the kill arrives
	}}, &diags)
	if diags.HasErrors() {
		fmt.Println(diags.Sorted())
		os.Exit(3)
	}
	os.Exit(0)
}

// writeAndDie runs Write in a process that is killed after some changes of files, and
// reports whether it was.
func writeAndDie(t *testing.T, dir string, after int, env ...string) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "ODAGEN_TEST_KILL_IN="+dir, fmt.Sprint("ODAGEN_TEST_KILL_AFTER=", after))
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() >= 0) {
		t.Fatalf("the process ended with %v: %s", err, out)
	}
	return err != nil
}

// A run that is killed, before whichever change of a file, leaves files that the next run
// takes for its own, whatever it generates; and nothing else stays.
func TestTheRunAfterAKilledOneHeals(t *testing.T) {
	for next, what := range []string{"the document before", "the same document", "the document changed once more"} {
		kills := 0
		for killed := true; killed; kills++ {
			dir := t.TempDir()
			all := generations(dir)
			mustWrite(t, all[0]...)
			killed = writeAndDie(t, dir, kills)
			if next == 0 { // which has no package c: it stays as it is
				all[0] = append(all[0], all[1][2])
			}
			name := fmt.Sprintf("%s, killed after %d changes", what, kills)
			var diags diag.List
			Write(all[next], Options{}, &diags)
			equal(t, name, []string(nil), said(&diags, dir))
			equal(t, name+", check", []string(nil), checked(all[next], dir))
			want := t.TempDir()
			mustWrite(t, relocated(all[next], dir, want)...)
			equal(t, name+", tree", tree(t, want), tree(t, dir))
		}
		if kills < 25 {
			t.Errorf("%s: killed at %d moments only", what, kills-1)
		}
	}
}

// So does one that was forced over the edits of someone.
func TestTheRunAfterAKilledOneThatWasForcedHeals(t *testing.T) {
	kills := 0
	for killed := true; killed; kills++ {
		dir := t.TempDir()
		all := generations(dir)
		mustWrite(t, all[0]...)
		put(t, filepath.Join(dir, "a", "changed.go"), Header+"edited\n")
		put(t, filepath.Join(dir, "a", "new.go"), "mine\n")
		killed = writeAndDie(t, dir, kills, "ODAGEN_TEST_FORCE=1")
		var diags diag.List
		Write(all[1], Options{Force: kills < 2}, &diags) // it had changed nothing until the lock knew
		for _, line := range said(&diags, dir) {
			// A file that is not odagen's is not replaced without being told, if it is still there.
			if !strings.HasPrefix(line, "a/new.go: not-generated:") {
				t.Errorf("killed after %d changes: %s", kills, line)
			}
		}
	}
	if kills < 25 {
		t.Errorf("killed at %d moments only", kills-1)
	}
}

// relocated are packages in another directory.
func relocated(pkgs []Package, from, to string) []Package {
	var out []Package
	for _, p := range pkgs {
		p.Dir = filepath.Join(to, strings.TrimPrefix(p.Dir, from))
		out = append(out, p)
	}
	return out
}

// Temporary files of runs that were killed are removed, and no file that only looks like
// one.
func TestTemporaryFilesAreSwept(t *testing.T) {
	dir := t.TempDir()
	pkg := Package{Dir: dir, Files: files("a.go", "a\n", "sub/b.go", "b\n")}
	mustWrite(t, pkg)
	for _, name := range []string{".a.go.abcd2345", "sub/.b.go.zzzzzzzz", "." + LockName + ".abcdefgh"} {
		put(t, filepath.Join(dir, name), "partial")
	}
	mine := map[string]string{"a.go": "a\n", "sub/b.go": "b\n"}
	for _, name := range []string{".a.go.swp", ".c.go.abcd2345", ".a.go.ABCD2345", ".a.go.abcd23456", "a.go.abcd2345", "other/.a.go.abcd2345"} {
		put(t, filepath.Join(dir, name), "mine")
		mine[name] = "mine"
	}
	mustWrite(t, pkg)
	equal(t, "tree", mine, tree(t, dir))
}

// A run whose temporary files another one has swept away leaves that one's files alone.
func TestTwoRunsAtOnceDoNotMix(t *testing.T) {
	dir := t.TempDir()
	all := generations(dir)
	mustWrite(t, all[0]...)
	steps, total := 0, 0
	Write(relocated(all[1], dir, t.TempDir()), Options{step: func() { total++ }}, new(diag.List))
	for at := range total {
		steps = 0
		var diags, other diag.List
		Write(all[1], Options{step: func() {
			if steps++; steps == at+1 {
				Write(all[2], Options{}, &other)
			}
		}}, &diags)
		equal(t, fmt.Sprintf("the other at step %d", at), []string(nil), said(&other, dir))
		var healed diag.List
		Write(all[2], Options{}, &healed)
		equal(t, fmt.Sprintf("after the other came at step %d", at), []string(nil), said(&healed, dir))
	}
	if total < 10 {
		t.Errorf("%d steps", total)
	}
}

func TestPermissionsAreKept(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, Package{Dir: dir, Files: files("a.go", "1\n", "b.go", "1\n")})
	modes := map[string]fs.FileMode{"a.go": 0o600, "b.go": 0o444, LockName: 0o640}
	for name, mode := range modes {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	mustWrite(t, Package{Dir: dir, Files: files("a.go", "2\n", "b.go", "2\n")})
	for name, mode := range modes {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has %v (%v), want %v", name, info.Mode(), err, mode)
		}
	}
}
