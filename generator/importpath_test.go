package generator

import (
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestImportPath(t *testing.T) {
	tests := []struct{ name, mod, dir, want, fault string }{
		{name: "the root", mod: "module example.com/app\n", dir: ".", want: "example.com/app"},
		{name: "a directory that is not there yet", mod: "module example.com/app\n", dir: "gen/runtime", want: "example.com/app/gen/runtime"},
		{name: "comments and quotes", mod: "// module no\n\tmodule \"example.com/app\" // c\r\n", dir: "x", want: "example.com/app/x"},
		{name: "no module line", mod: "go 1.26\n", dir: "gen", fault: "names no module"},
		{name: "a path with a blank", mod: "module example.com/app\n", dir: "my gen", fault: `holds ' '`},
		{name: "a path with a letter that is not ASCII", mod: "module example.com/app\n", dir: "généré", fault: `holds 'é'`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte(tt.mod), 0o644); err != nil {
				t.Fatal(err)
			}
			got, err := importPathOf(filepath.Join(root, filepath.FromSlash(tt.dir)))
			if got != tt.want || (err == nil) != (tt.fault == "") {
				t.Fatalf("importPathOf(%q) = %q, %v, want %q", tt.dir, got, err, tt.want)
			}
			if err != nil && !strings.Contains(err.Error(), tt.fault) {
				t.Errorf("importPathOf(%q): %v, want %s", tt.dir, err, tt.fault)
			}
		})
	}
}

func TestTheNearestModuleCounts(t *testing.T) {
	root := t.TempDir()
	inner := filepath.Join(root, "nested")
	if err := os.Mkdir(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	for dir, mod := range map[string]string{root: "module outer\n", inner: "module inner\n"} {
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := importPathOf(filepath.Join(inner, "gen")); got != "inner/gen" || err != nil {
		t.Errorf("importPath = %q, %v, want inner/gen", got, err)
	}
}

// Who gets odagen as a tool has its go.mod raised to ours: it asks for no later Go than
// what we need does.
func TestTheFloorOfGoIsThatOfTheDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.GoVersion}} {{.Main}}", "all").Output()
	if err != nil {
		t.Fatal(err)
	}
	ours, highest := "", ""
	for line := range strings.Lines(string(out)) {
		v, main, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case main == "true":
			ours = "go" + v
		case v != "" && version.Compare("go"+v, highest) > 0:
			highest = "go" + v
		}
	}
	if ours == "" || version.Compare(ours, highest) > 0 {
		t.Errorf("go.mod asks for %s, and the modules that it requires for %s at most", ours, highest)
	}
}
