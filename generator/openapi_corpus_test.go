package generator_test

import (
	"fmt"
	"hash/fnv"
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
	"go-swagger/testdata/bugs/1392/fixture-1392-3.yaml":                                   "a key comes twice in a mapping",
	"go-swagger/testdata/bugs/1392/fixture-1392-4.yaml":                                   "a key comes twice in a mapping",
	"go-swagger/testdata/bugs/1437/fixture-1437-2.yaml":                                   "a key comes twice in a mapping",
	"go-swagger/testdata/bugs/1437/fixture-1437-3.yaml":                                   "a key comes twice in a mapping",
	"go-swagger/testdata/bugs/1487/fixture-additionalProps.yaml":                          "a key comes twice in a mapping",
	"go-swagger/testdata/bugs/2587/2587.yaml":                                             "a key comes twice in a mapping",
	"go-swagger/testdata/codegen/todolist.simplepath.yml":                                 "a key comes twice in a mapping",
	"go-swagger/testdata/codegen/todolist.url.basepath.yml":                               "a key comes twice in a mapping",
	"go-swagger/testdata/bugs/1614/gitea.json":                                            "a schema refers to a response",
	"swagger-parser/modules/swagger-parser-v2-converter/src/test/resources/issue-15.json": "a path is a string",
	"redocly-cli/tests/e2e/lint/assertions-error/openapi.yaml":                            "only an example is wrong, which odagen does not read",
	"go-swagger/testdata/cli/compose-auth-example.yml":                                    "it is well-formed YAML 1.2",

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
	fault        string // a panic, a hang, Go that does not parse
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
		model = openapi.Read(doc, source.Allowed(filepath.Dir(file), row.root), &diags)
	}
	var text strings.Builder
	_ = diags.Print(&text)
	row.report = text.String()
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Error {
			row.errors++
		} else {
			row.warnings++
		}
		if d.Pos.Line == 0 {
			row.unplaced++
		}
		if d.Code == "operation-left-out" || d.Code == "webhook" {
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
		Package: "p", Runtime: "github.com/seed-349153d7/odagen/templates/odata", Client: true, Server: true,
	})
	if err != nil {
		row.fault = err.Error()
	}
	row.files = out.Files
	for _, f := range out.Files {
		row.lines += strings.Count(string(f.Data), "\n")
	}
}

// openAPIRows reads all documents of the corpus, on all processors.
func openAPIRows(t *testing.T) []openAPIRow {
	t.Helper()
	dir := filepath.Join(corpus.Dir(t), "openapi")
	table, err := os.ReadFile(filepath.Join(dir, "EXPECT.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")[1:]
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
	t.Logf("%d of %d documents", agree, len(rows))
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
	t.Logf("%d packages", written)
	vet(t, module)
	if all {
		writeFile(t, filepath.Join("..", "bench", "OPENAPI.md"), openAPITable(rows))
	}
}

// openAPITable is the table of what became of the corpus, by the folders that the
// documents come from.
func openAPITable(rows []openAPIRow) string {
	type sum struct{ documents, compiled, refused, covered, left, lines int }
	groups := map[string]*sum{}
	var names []string
	for _, row := range rows {
		group, _, _ := strings.Cut(row.path, "/")
		for _, name := range []string{group, "all"} {
			if groups[name] == nil {
				groups[name] = new(sum)
				names = append(names, name)
			}
			s := groups[name]
			s.documents++
			if row.errors > 0 {
				s.refused++
			} else {
				s.compiled++
			}
			s.covered += row.covered
			s.left += row.left
			s.lines += row.lines
		}
	}
	slices.Sort(names)
	var b strings.Builder
	b.WriteString("# The OpenAPI corpus\n\nMade by `make corpus`: each document is read and emitted, and what is emitted passes `go vet`\n(which compiles it). Operations left out are reported with their place.\n\n" +
		"| documents from | documents | compiled | refused with a place | operations generated | operations left out | lines of Go |\n|---|---|---|---|---|---|---|\n")
	for _, name := range names {
		s := groups[name]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d | %d |\n", name, s.documents, s.compiled, s.refused, s.covered, s.left, s.lines)
	}
	return b.String()
}
