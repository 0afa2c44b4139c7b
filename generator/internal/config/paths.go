package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// clean is filepath.Clean that keeps the empty path, which is one not given, and URLs,
// which are told as such when they are opened.
func clean(path string) string {
	if path == "" || source.IsURL(path) {
		return path
	}
	return filepath.Clean(path)
}

// host begins an import path of a module that can be downloaded.
var host = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]{2,}/`)

// importLike is the diagnostic for a directory that is written like an import path, and is
// not there.
func importLike(key, text string) *diag.Diagnostic {
	if _, err := os.Stat(filepath.FromSlash(text)); !host.MatchString(text) || !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	d := diag.Diagnostic{
		Code: "not-a-directory", Message: fmt.Sprintf("%s: %q looks like an import path, and a directory is meant here", key, text),
		Hint: fmt.Sprintf("name the directory by its path in the module; one of this name is %q", "./"+text),
	}
	if key == "runtime" {
		d.Hint = fmt.Sprintf("to import it, write in odagen.yaml: runtime: {import: %s}; a directory of this name is %q", text, "./"+text)
	}
	return &d
}

// notImportPath says why Go would not import a path, or "" (cmd/go, module.CheckImportPath).
func notImportPath(path string) string {
	for element := range strings.SplitSeq(path, "/") {
		switch {
		case element == "":
			return "has an empty element"
		case strings.HasPrefix(element, ".") || strings.HasSuffix(element, "."):
			return fmt.Sprintf("has the element %q", element)
		case strings.ContainsFunc(element, notInImportPath):
			return fmt.Sprintf("has a character that import paths do not have in %q", element)
		}
	}
	if !strings.Contains(path, "/") {
		return "is one of the standard library, or of no module"
	}
	return ""
}

func notInImportPath(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("-._~+", r)
}
