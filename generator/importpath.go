package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// importPath returns the path that imports the package in dir: that of the
// module in the nearest go.mod upward, and the way down from there.
func importPathOf(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for root := abs; ; root = filepath.Dir(root) {
		data, err := os.ReadFile(filepath.Join(root, "go.mod"))
		if errors.Is(err, fs.ErrNotExist) && filepath.Dir(root) != root {
			continue
		}
		if errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%q is not inside a Go module", dir)
		}
		if err != nil {
			return "", err
		}
		module := modulePath(string(data))
		if module == "" {
			return "", fmt.Errorf("the go.mod above %q names no module", dir)
		}
		rel, err := filepath.Rel(root, abs)
		if err != nil {
			return "", err
		}
		imp := path.Join(module, filepath.ToSlash(rel))
		if i := strings.IndexFunc(imp, notInImportPath); i >= 0 {
			return "", fmt.Errorf("%q cannot be imported: its path holds %q", dir, []rune(imp[i:])[0])
		}
		return imp, nil
	}
}

// modulePath returns the path in the module line of a go.mod, or "".
func modulePath(mod string) string {
	for line := range strings.Lines(mod) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		if len(words) != 2 || words[0] != "module" {
			continue
		}
		if unquoted, err := strconv.Unquote(words[1]); err == nil {
			return unquoted
		}
		return words[1]
	}
	return ""
}

// notInImportPath reports whether Go refuses r in an import path.
func notInImportPath(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("-._~+/", r)
}
