package revision

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repository makes a repository with two commits of a document and what it refers to.
func repository(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=e@example.com"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run("init", "-q", "-b", "main")
	write("spec/api.yaml", "first")
	write("types/pet.json", "{}")
	write("main.go", "package main")
	run("add", "-A")
	run("commit", "-q", "-m", "first")
	run("tag", "v1")
	write("spec/api.yaml", "second")
	run("commit", "-q", "-a", "-m", "second")
}

func TestARevisionIsReadAsItWas(t *testing.T) {
	repository(t)
	if err := os.Chdir("types"); err != nil { // paths are those of the repository, wherever one is
		t.Fatal(err)
	}
	p, err := Open("git:v1:spec/api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(p.Path); err != nil || string(text) != "first" {
		t.Errorf("read %q, %v", text, err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(p.Path), "../types/pet.json")); err != nil {
		t.Errorf("what it refers to: %v", err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(p.Path), "../main.go")); err == nil {
		t.Error("a file that is no document was written")
	}
	if got := p.Show(p.Path); got != "v1:spec/api.yaml" {
		t.Errorf("shown as %s", got)
	}
	dir := p.dir
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the directory is still there")
	}
}

func TestWhatIsNoRevisionIsRefused(t *testing.T) {
	repository(t)
	for arg, want := range map[string]string{
		"git:main":                     "want git:main:spec/api.yaml",
		"git::spec/api.yaml":           "want git:main:spec/api.yaml",
		"git:--output=x:spec/api.yaml": "want git:main:spec/api.yaml",
		"git:main:":                    "want git:main:spec/api.yaml",
		"git:nowhere:spec/api.yaml":    "nowhere",
		"git:main:spec/other.yaml":     "has no document spec/other.yaml",
		"git:main:main.go":             "has no document main.go",
	} {
		if p, err := Open(arg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %+v, %v, want an error with %q", arg, p, err, want)
		}
	}
	if p, err := Open("spec/api.yaml"); err != nil || p.Path != "spec/api.yaml" || p.Show("x") != "x" {
		t.Errorf("a path on disk: %+v, %v", p, err)
	}
}
