// Package corpus finds the documents that tests run against and the repository
// does not hold: they lie in shared/corpus beside it.
package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the directory of the corpus. Where there is none the test is
// skipped, which in CI is a failure.
func Dir(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(root(t), "..", "shared", "corpus")
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the corpus is missing: CI needs shared/corpus beside the repository")
	}
	t.Skip("the corpus is not here: this test needs shared/corpus beside the repository")
	return ""
}

// root is the directory of the repository: the nearest above that has .git, or
// go.mod where there is no .git.
func root(t testing.TB) string {
	t.Helper()
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	module := ""
	for dir := wd; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			module = dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if module == "" {
		t.Fatalf("no repository above %s", wd)
	}
	return module
}
