package check_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/check"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// warned are the documents that must fail about which there are warnings alone, as
// real documents have the same fault and can be read: --strict refuses them.
var warned = map[string]string{
	"v3.0/fail/unknown_container.yaml":   "a field of the document that OpenAPI does not have",
	"v3.1/fail/link-object-no-body.yaml": "a field of a link that OpenAPI does not have",

	"v3.0/fail/servers.yaml":                                 "without servers a program says where the service is",
	"v3.1/fail/servers.yaml":                                 "without servers a program says where the service is",
	"v3.2/fail/servers.yaml":                                 "without servers a program says where the service is",
	"v3.1/fail/server_enum_empty.yaml":                       "a variable without values has any",
	"v3.2/fail/server_enum_empty.yaml":                       "a variable without values has any",
	"v3.1/fail/parameter-object-header-allowReserved.yaml":   "a header is not percent-encoded, whatever it says",
	"v3.2/fail/parameter-object-header-allowReserved.yaml":   "a header is not percent-encoded, whatever it says",
	"v3.2/fail/parameter-object-content-not-with-style.yaml": "where there is content, a style says nothing",
	"v3.2/fail/xml-attr-exclusion.yaml":                      "nothing is sent as XML",
	"v3.2/fail/xml-wrapped-exclusion.yaml":                   "nothing is sent as XML",

	"v3.2/fail/example-object-old-exclusions.yaml": "an example, which changes nothing of what is sent",
	"v3.2/fail/example-object-old-vs-ser.yaml":     "an example, which changes nothing of what is sent",
	"v3.2/fail/example-object-ser-exclusions.yaml": "an example, which changes nothing of what is sent",
}

// The tests of the OpenAPI Initiative: about what must pass there is no error, and
// what must fail is refused at the place of its fault.
func TestTheDocumentsOfTheOpenAPIInitiative(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "openapi-spec-tests", "oai")
	files, err := filepath.Glob(filepath.Join(dir, "v3.[012]", "*", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	version := regexp.MustCompile(`v(3\.\d)`)
	var got strings.Builder
	for _, file := range files {
		rel, _ := filepath.Rel(dir, file)
		name := filepath.ToSlash(rel)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, fault := tree.Parse(name, data)
		if fault != nil {
			t.Fatal(fault)
		}
		found, _ := check.Document(tree.NewFiles(doc, file, source.Allowed()), version.FindStringSubmatch(name)[1])
		for _, d := range found {
			got.WriteString(d.Error() + "\n\tat #" + d.Pointer + "\n\thint: " + d.Hint + "\n")
		}
		refused := slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
		if want := strings.Contains(name, "/fail/") && warned[name] == ""; refused != want {
			t.Errorf("%s: refused is %v, want %v", name, refused, want)
		}
		if warned[name] != "" && len(found) == 0 {
			t.Errorf("%s: there is no warning", name)
		}
	}
	golden := filepath.Join("testdata", "initiative.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
