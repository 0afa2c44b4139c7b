package output

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Operating systems and architectures, past, present and future, that Go reads
// as a build constraint at the end of a file name (internal/syslist).
var (
	knownOS = strings.Fields(`aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd
		plan9 solaris wasip1 windows zos`)
	knownArch = strings.Fields(`386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le
		mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm`)
)

// SafeName returns the name of a Go file for base, such that the file takes
// part in every build: "users" is users.go, "node_js" is node_js_gen.go.
func SafeName(base string) string {
	if base == "" || strings.HasPrefix(base, "_") || strings.HasPrefix(base, ".") {
		base = "gen" + base
	}
	base = strings.ReplaceAll(base, ".", "_")
	if constrained(base + ".go") {
		base += "_gen"
	}
	return base + ".go"
}

// constrained reports whether Go leaves the file out of some builds because of
// its name (go/build, goodOSArchFile).
func constrained(name string) bool {
	if strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "_test.go") {
		return true
	}
	name, _, _ = strings.Cut(name, ".")
	name = strings.TrimSuffix(name, "_test")
	at := strings.LastIndexByte(name, '_')
	if at < 0 {
		return false
	}
	last := name[at+1:]
	return slices.Contains(knownOS, last) || slices.Contains(knownArch, last)
}

// local reports whether name is a slash-separated path of a file below the
// directory that it is relative to.
func local(name string) bool {
	return name != "." && fs.ValidPath(name) && !strings.Contains(name, `\`) && filepath.IsLocal(filepath.FromSlash(name))
}

// checkNames returns an error when the generator gave a file a name that must
// not be written.
func checkNames(files []File) error {
	seen := map[string]bool{}
	for _, f := range files {
		folded := strings.ToLower(f.Name)
		switch {
		case !local(f.Name) || folded == LockName:
			return fmt.Errorf("%q is not a name for a generated file", f.Name)
		case path.Ext(f.Name) == ".go" && constrained(path.Base(f.Name)):
			return fmt.Errorf("the name %q keeps the file out of builds", f.Name)
		case seen[folded]:
			return fmt.Errorf("two files are named %q where case does not count", f.Name)
		}
		seen[folded] = true
	}
	return nil
}
