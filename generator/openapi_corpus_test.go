package generator_test

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/output"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// contradicted are the rows of EXPECT.tsv that the documents contradict, or about
// which odagen decides otherwise.
var contradicted = map[string]string{
	"redocly-cli/tests/e2e/lint/assertions-error/openapi.yaml": "only an example is wrong, which odagen does not read",

	"redocly-cli/tests/e2e/check-config/config-type-extensions-in-assertions/openapi.yaml":       nothing,
	"redocly-cli/tests/e2e/check-config/wrong-config-type-extensions-in-assertions/openapi.yaml": nothing,
	"redocly-cli/tests/e2e/lint/assertions-severity-override-without-extends/openapi.yaml":       nothing,
	"redocly-cli/tests/e2e/lint/assertions-severity-override/openapi.yaml":                       nothing,
}

// readLimit is how long reading and emitting one document may take before it
// counts as one that never ends.
const readLimit = 5 * time.Minute

// nothing is what the OpenAPI Initiative's own tests refuse.
const nothing = "it has none of paths, components and webhooks"

// openAPIRow is a document of the corpus and what became of it.
type openAPIRow struct {
	path, expect string
	root         string // of the documents from one source, which refer to each other
	name         string // of its package
	files        []output.File
	errors       int
	warnings     int
	unplaced     int // diagnostics without a line
	left         int // operations that are reported and left out
	covered      int // operations that are generated
	lines        int
	took         time.Duration
	codes        map[string]int // diagnostics by their code
	fault        string         // a panic, a hang, Go that does not parse
	report       string
}

// readOpenAPI reads the document at path and emits its package in memory.
func readOpenAPI(row openAPIRow, file string) openAPIRow {
	done := make(chan openAPIRow, 1)
	start := time.Now()
	go func() {
		out := row
		defer func() {
			if r := recover(); r != nil {
				stack := make([]byte, 4096)
				out.fault = fmt.Sprintf("panic: %v\n%s", r, stack[:runtime.Stack(stack, false)])
			}
			out.took = time.Since(start)
			done <- out
		}()
		emitOpenAPI(&out, file)
	}()
	select {
	case out := <-done:
		return out
	case <-time.After(readLimit):
		row.fault = "it takes too long"
		return row
	}
}

func emitOpenAPI(row *openAPIRow, file string) {
	var diags diag.List
	doc := source.Open(file, diag.Position{}, &diags)
	var model *api.API
	if doc != nil && doc.Kind != source.OpenAPI && doc.Kind != source.Swagger {
		diags.Add(diag.Diagnostic{Code: "kind", Pos: doc.At, Message: string(doc.Kind)})
	} else if doc != nil {
		model = openapi.Read(doc, source.Allowed(filepath.Dir(file), row.root), openapi.Options{}, &diags)
	}
	var text strings.Builder
	_ = diags.Print(&text)
	row.report = text.String()
	row.codes = map[string]int{}
	for _, d := range diags.Sorted() {
		row.codes[d.Code]++
		if d.Severity == diag.Error {
			row.errors++
		} else {
			row.warnings++
		}
		if d.Pos.Line == 0 {
			row.unplaced++
		}
		if d.Severity == diag.Loss || d.Code == "webhook" {
			row.left++
		}
	}
	if row.errors > 0 || model == nil {
		return
	}
	row.covered = len(model.Endpoints)
	for _, s := range model.Structs {
		row.covered += len(s.Calls) + len(s.SetCalls) + len(s.Operations) + len(s.SetOps)
	}
	out, err := golang.Generate(model, golang.Options{
		Package: "p", Runtime: "github.com/seed-349153d7/odagen/templates", Client: true, Server: true,
	})
	if err != nil {
		row.fault = err.Error()
	}
	row.files = out.Files
	if row.fault == "" {
		row.fault = foreignCode(out.Files)
	}
	for _, f := range out.Files {
		row.lines += strings.Count(string(f.Data), "\n")
	}
}

// maxSampled is how many bytes a document has at most that is read in each run of
// the tests; all are when ODAGEN_CORPUS is set.
const maxSampled = 150_000

// openAPIRows reads the documents of the corpus, on all processors.
func openAPIRows(t *testing.T) []openAPIRow {
	t.Helper()
	dir := filepath.Join(corpus.Dir(t), "openapi")
	table, err := os.ReadFile(filepath.Join(dir, "EXPECT.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")[1:]
	if os.Getenv("ODAGEN_CORPUS") == "" {
		lines = slices.DeleteFunc(lines, func(line string) bool {
			path, _, _ := strings.Cut(line, "\t")
			info, err := os.Stat(filepath.Join(dir, path))
			return err == nil && info.Size() > maxSampled
		})
	}
	rows := make([]openAPIRow, len(lines))
	var group sync.WaitGroup
	slots := make(chan bool, runtime.GOMAXPROCS(0))
	for i, line := range lines {
		cells := strings.Split(line, "\t")
		group.Go(func() {
			slots <- true
			defer func() { <-slots }()
			group, _, _ := strings.Cut(cells[0], "/")
			row := openAPIRow{path: cells[0], expect: cells[1], root: filepath.Join(dir, group), name: fmt.Sprintf("p%04d", i)}
			rows[i] = readOpenAPI(row, filepath.Join(dir, cells[0]))
		})
	}
	group.Wait()
	return rows
}

// Each document of the corpus does what its row in EXPECT.tsv says. "refuse" asks
// for a diagnostic with a place: an error, or a warning where odagen reads on.
func TestTheOpenAPICorpusDoesWhatIsExpected(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	rows := openAPIRows(t)
	agree := 0
	for _, row := range rows {
		bad := ""
		switch {
		case row.fault != "":
			bad = row.fault
		case row.expect == "compile" && row.errors > 0:
			bad = "is refused"
		case row.expect == "refuse" && row.errors+row.warnings-row.unplaced <= 0:
			bad = "is accepted in silence"
		case row.errors > 0 && row.unplaced == row.errors+row.warnings:
			bad = "is refused without a place"
		}
		if why := contradicted[row.path]; why != "" {
			if bad == "" {
				t.Errorf("%s does what its row says: take it off the list", row.path)
			}
			continue
		}
		if bad == "" {
			agree++
			continue
		}
		t.Errorf("%s (%s): %s\n%.600s", row.path, row.expect, bad, row.report)
	}
	t.Logf("%d of %d documents do what is expected\n%s", agree, len(rows), summary(rows))
	buildSample(t, rows)
}

// buildSample vets what is generated for a few documents, chosen by a hash of their
// path, or for all when ODAGEN_CORPUS is set.
func buildSample(t *testing.T, rows []openAPIRow) {
	all := os.Getenv("ODAGEN_CORPUS") != ""
	module := newModule(t)
	written := 0
	for _, row := range rows {
		h := fnv.New32a()
		fmt.Fprint(h, row.path)
		if len(row.files) == 0 || !all && (h.Sum32()%25 != 0 || row.lines > 20000) {
			continue
		}
		written++
		dir := filepath.Join(module, row.name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, "SOURCE"), row.path)
		for _, f := range row.files {
			writeFile(t, filepath.Join(dir, f.Name), string(f.Data))
		}
	}
	t.Logf("%d packages pass go vet", written)
	vet(t, module)
}

// summary counts what became of the documents, and what was reported of them.
func summary(rows []openAPIRow) string {
	var compiled, covered, left, lines int
	codes := map[string]int{}
	for _, row := range rows {
		if row.errors == 0 {
			compiled++
		}
		covered += row.covered
		left += row.left
		lines += row.lines
		for code, n := range row.codes {
			codes[code] += n
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d documents, %d of them compile; operations: %d covered, %d left out; %d lines\n", len(rows), compiled, covered, left, lines)
	names := slices.SortedFunc(maps.Keys(codes), func(a, b string) int {
		return cmp.Or(codes[b]-codes[a], strings.Compare(a, b))
	})
	for _, code := range names {
		fmt.Fprintf(&b, "%8d %s\n", codes[code], code)
	}
	return b.String()
}
