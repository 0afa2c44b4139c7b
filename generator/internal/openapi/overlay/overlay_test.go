package overlay_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/check"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/overlay"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// suite returns the files of the OpenAPI Initiative's tests for overlays.
func suite(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "openapi-spec-tests", "overlay", pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	return files
}

func read(t *testing.T, file string) *tree.Tree {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, filepath.Base(file), string(data))
}

func parse(t *testing.T, name, text string) *tree.Tree {
	t.Helper()
	doc, fault := tree.Parse(name, []byte(text))
	if fault != nil {
		t.Fatal(fault)
	}
	return doc
}

// apply returns what is reported.
func apply(doc, over *tree.Tree) string {
	var diags diag.List
	overlay.Apply(doc, over, &diags)
	var b strings.Builder
	_ = diags.Print(&b) // a Builder takes everything
	return b.String()
}

func TestTheCompliantSetsOfTheOpenAPIInitiative(t *testing.T) {
	for _, file := range suite(t, "compliant-sets/*/overlay.yaml") {
		dir := filepath.Dir(file)
		doc := read(t, filepath.Join(dir, "openapi.yaml"))
		if report := apply(doc, read(t, file)); report != "" {
			t.Errorf("%s: %s", filepath.Base(dir), report)
		}
		want := read(t, filepath.Join(dir, "output.yaml")).Root.Value()
		if diff := cmp.Diff(want, doc.Root.Value()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", filepath.Base(dir), diff)
		}
	}
}

func TestOverlaysThatMustPassOrFail(t *testing.T) {
	for _, file := range suite(t, "v1.[01]/*/*.yaml") {
		over := read(t, file)
		pass := filepath.Base(filepath.Dir(file)) == "pass"
		if found := check.Overlay(over, over.Root.Scalar("overlay")); pass && len(found) > 0 {
			t.Errorf("%s: %v", file, found)
		}
		if report := apply(parse(t, "doc", "info: {title: a}"), read(t, file)); !pass && !strings.Contains(report, "at #/") && !strings.HasPrefix(report, filepath.Base(file)+":") {
			t.Errorf("%s is not refused at a place: %s", file, report)
		}
	}
}

func TestActions(t *testing.T) {
	const doc = `
info: {title: Pets, tags: [a, b]}
paths:
  /pets: {get: {x: 1}}
  /dogs: {get: {x: 2}, delete: {x: 3}}
`
	for _, tt := range []struct{ name, actions, want, report string }{
		{
			"objects merge, arrays grow, texts are replaced", `{target: $, update: {info: {title: Dogs, tags: [c], version: 1}}}`,
			`{info: {title: Dogs, tags: [a, b, c], version: 1}, paths: {/pets: {get: {x: 1}}, /dogs: {get: {x: 2}, delete: {x: 3}}}}`, "",
		},
		{
			"an array takes one item", `{target: $.info.tags, update: c}`,
			`{info: {title: Pets, tags: [a, b, c]}, paths: {/pets: {get: {x: 1}}, /dogs: {get: {x: 2}, delete: {x: 3}}}}`, "",
		},
		{
			"all that a path selects is changed", `{target: $.paths.*.get, update: {y: true}}`,
			`{info: {title: Pets, tags: [a, b]}, paths: {/pets: {get: {x: 1, y: true}}, /dogs: {get: {x: 2, y: true}, delete: {x: 3}}}}`, "",
		},
		{
			"items are removed from the last one on", `{target: '$.info.tags[*]', remove: true}, {target: "$.paths[?@.delete]", remove: true}`,
			`{info: {title: Pets, tags: []}, paths: {/pets: {get: {x: 1}}}}`, "",
		},
		{
			"a path is moved", `{target: $.paths, update: {/cats: {}}}, {target: "$.paths['/cats']", copy: "$.paths['/pets']"}, {target: "$.paths['/pets']", remove: true}`,
			`{info: {title: Pets, tags: [a, b]}, paths: {/cats: {get: {x: 1}}, /dogs: {get: {x: 2}, delete: {x: 3}}}}`, "",
		},
		{
			"a target that selects nothing", `{target: $.info.titel, remove: true}`, "",
			"over.yaml:3:12: overlay-no-match: \"$.info.titel\" selects nothing in the document\n\tat #/actions/0/target\n\thint: correct the JSONPath, or take the action out\n",
		},
		{
			"what is no JSONPath", `{target: $.info.x-title, remove: true}`, "",
			"over.yaml:3:12: not-jsonpath: \"$.info.x-title\": invalid number literal at position 9\n\tat #/actions/0/target\n\thint: correct the JSONPath (RFC 9535): a name with other characters than letters and digits stands in brackets and quotes\n",
		},
		{
			"an object for a text", `{target: $.info, update: {title: {}}}`, "",
			"over.yaml:3:28: overlay-type: #/info: \"title\": \"Pets\" cannot become an object\n\tat #/actions/0/update\n\thint: update an object with an object, an array with its items, a text with a text\n",
		},
		{
			"a copy of several places", `{target: $.info, copy: $.paths.*}`, "",
			"over.yaml:3:28: overlay-copy: \"$.paths.*\" selects 2 places, want 1\n\tat #/actions/0/copy\n\thint: select what is to be copied\n",
		},
		{
			"the document as a whole", `{target: $, remove: true}`, "",
			"over.yaml:3:12: overlay-type: the document itself cannot be removed\n\tat #/actions/0/target\n\thint: select a part of it\n",
		},
	} {
		got := parse(t, "doc.yaml", doc)
		over := parse(t, "over.yaml", "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions: ["+tt.actions+"]\n")
		if report := apply(got, over); report != tt.report {
			t.Errorf("%s: report is\n%s\nwant\n%s", tt.name, report, tt.report)
		}
		if tt.want == "" {
			continue
		}
		if diff := cmp.Diff(parse(t, "want", tt.want).Root.Value(), got.Root.Value()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
