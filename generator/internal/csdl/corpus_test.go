package csdl

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// readFile reads a document as the pipeline does; a bare Schema, which source
// does not open, is read all the same.
func readFile(t testing.TB, path string) (*api.API, []diag.Diagnostic) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data = []byte(strings.TrimPrefix(string(data), "\ufeff"))
	var diags diag.List
	out := Read(&source.Document{Path: path, Abs: path, Data: data}, source.Allowed(filepath.Dir(path)), &diags)
	return out, diags.Sorted()
}

func TestTheCorpusDoesWhatItsTableSays(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "csdl")
	for _, row := range rows(t, filepath.Join(dir, "EXPECT.tsv")) {
		t.Run(row.path, func(t *testing.T) {
			_, diags := readFile(t, filepath.Join(dir, row.path))
			fault := row.fault(diags)
			if e, ok := corpus.CSDL[row.path]; ok {
				if fault == "" {
					t.Errorf("the table is right; remove the exception: %s", e.Why)
				}
				row.expect = e.Expect
				fault = row.fault(diags)
			}
			if fault != "" {
				for _, d := range diags {
					t.Log(strings.ReplaceAll(d.Error(), dir+"/", ""))
				}
				t.Errorf("expected %s: %s", row.expect, fault)
			}
		})
	}
}

type row struct{ path, expect string }

func rows(t testing.TB, table string) []row {
	t.Helper()
	f, err := os.Open(table)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []row
	lines := bufio.NewScanner(f)
	lines.Scan() // the head
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		all = append(all, row{fields[0], fields[1]})
	}
	return all
}

// fault says how diags differ from what the row expects, "" when they do not.
func (r row) fault(diags []diag.Diagnostic) string {
	errors := 0
	for _, d := range diags {
		if d.Pos.Line == 0 || d.Hint == "" {
			return "no position or hint: " + d.Error()
		}
		if d.Severity == diag.Error {
			errors++
		}
	}
	switch {
	case r.expect == "compile" && len(diags) > 0:
		return "diagnostics"
	case r.expect == "warn" && errors > 0:
		return "errors"
	case r.expect == "refuse" && len(diags) == 0:
		return "no diagnostics"
	case r.expect == "version" && (len(diags) != 1 || diags[0].Code != "odata-version"):
		return "not one odata-version"
	}
	return ""
}

func TestXMLAndJSONOfOneModelAreEqual(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "csdl")
	var twins []string
	for _, pattern := range []string{"*.json", "converted-json/*.json", "oasis-csdl/*.json", "oasis-vocabulary-samples/*.json", "vocabularies/*.json"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		twins = append(twins, found...)
	}
	for _, path := range twins {
		name, _ := filepath.Rel(dir, path)
		t.Run(name, func(t *testing.T) {
			fromJSON, _ := readFile(t, path)
			fromXML, _ := readFile(t, strings.TrimSuffix(path, ".json")+".xml")
			// The converter that made the JSON reads numbers as float64.
			xml := strings.ReplaceAll(dump(fromXML), "3.1415926535897931", "3.141592653589793")
			if diff := cmp.Diff(strings.Split(xml, "\n"), strings.Split(dump(fromJSON), "\n")); diff != "" {
				t.Errorf("XML and JSON (-xml +json):\n%s", diff)
			}
		})
	}
}

func TestAllOfGraphIsRead(t *testing.T) {
	model, _ := readFile(t, filepath.Join(corpus.Dir(t), "csdl", "graph-v1.0.csdl.xml"))
	entities, operations := 0, len(model.Imports)
	for _, s := range model.Structs {
		if s.Entity {
			entities++
		}
		operations += len(s.Operations) + len(s.SetOps)
	}
	// Ten of the 1,779 complex types say nothing of their values.
	got := []int{entities, len(model.Structs) - entities, len(model.Enums), operations}
	if diff := cmp.Diff([]int{1182, 1769, 861, 1183}, got); diff != "" {
		t.Errorf("entity types, complex types, enumerations, operations (-want +got):\n%s", diff)
	}
}

func BenchmarkGraph(b *testing.B) {
	path := filepath.Join(corpus.Dir(b), "csdl", "graph-v1.0.csdl.xml")
	b.ReportAllocs()
	for b.Loop() {
		readFile(b, path)
	}
}
