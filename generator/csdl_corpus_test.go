package generator_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// Each document of the corpus does what its row in EXPECT.tsv says, and what is
// generated from all of them passes go vet. The verdicts are kept in
// testdata/csdl_corpus.tsv.
func TestTheCSDLCorpusDoesWhatIsExpected(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	dir := filepath.Join(corpus.Dir(t), "csdl")
	table, err := os.ReadFile(filepath.Join(dir, "EXPECT.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	module := newModule(t)
	verdicts := "document\texpected\tverdict\terrors\twarnings\n"
	for i, row := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		cells := strings.Split(row, "\t")
		path, expect := cells[0], cells[1]
		exception, ok := corpus.CSDL[path]
		switch {
		case ok:
			expect = exception.Expect
		case strings.Contains(cells[2], "accepting with"):
			expect = "report" // the row says that a warning is as good as an error
		}
		out := filepath.Join(module, fmt.Sprintf("p%03d", i))
		_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
			Source:  filepath.Join(dir, path),
			Output:  out,
			Package: "p",
			Emit:    []string{config.Models, config.Client, config.Server},
			Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
		}}}, generator.Options{})
		var report strings.Builder
		if err := diags.Print(&report); err != nil {
			t.Fatal(err)
		}
		switch {
		case expect == "compile" && diags.HasErrors(), expect == "warn" && diags.HasErrors():
			t.Errorf("%s is refused:\n%s", path, report.String())
		case expect == "refuse" && !diags.HasErrors() && !diags.Has(diag.Loss), expect == "version" && !diags.HasErrors():
			t.Errorf("%s is accepted, want %s", path, expect)
		case expect == "report" && diags.Len() == 0:
			t.Errorf("%s is accepted in silence", path)
		case expect == "version" && strings.Count(report.String(), "\n") != 2:
			t.Errorf("%s is not refused by one diagnostic with a hint:\n%s", path, report.String())
		}
		if _, err := os.Stat(out); err == nil && diags.HasErrors() {
			t.Errorf("%s is refused and written", path)
		}
		verdicts += verdict(path, cells[1], diags)
	}
	if golden := filepath.Join("testdata", "csdl_corpus.tsv"); *update {
		writeFile(t, golden, verdicts)
	} else if want, err := os.ReadFile(golden); err != nil || string(want) != verdicts {
		t.Errorf("the table is another one: run go test ./generator -run CSDLCorpus -update (%v)", err)
	}
	vet(t, module)
}

// verdict is the row of a document in the table of verdicts.
func verdict(path, expected string, diags *diag.List) string {
	errors, warnings := 0, 0
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Error {
			errors++
		} else {
			warnings++
		}
	}
	word := "compiles"
	switch {
	case errors > 0:
		word = "refused"
	case diags.Has(diag.Loss):
		word = "compiles, with parts left out"
	case warnings > 0:
		word = "compiles, with warnings"
	}
	return fmt.Sprintf("%s\t%s\t%s\t%d\t%d\n", path, expected, word, errors, warnings)
}

// newModule returns the directory of a module that can import the runtime.
func newModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	repo, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "go.mod"), "module generated\n\ngo 1.26.0\n\n"+
		"require github.com/seed-349153d7/odagen v0.0.0\n\nreplace github.com/seed-349153d7/odagen => "+repo+"\n")
	sums, err := os.ReadFile("../go.sum") // of what the tests in it import
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "go.sum"), string(sums))
	return dir
}

func vet(t *testing.T, module string) {
	t.Helper()
	cmd := exec.Command("go", "vet", "-mod=mod", "./...")
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go vet of the generated packages: %v\n%.4000s", err, out)
	}
}
