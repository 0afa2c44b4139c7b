package golang

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

func TestAFileIsNamedByWhatAReaderLooksFor(t *testing.T) {
	types := func(namespace, name string) home { return typeHome(namespace, naming.Exported(name)) }
	operation := func(tag, path, name string) home {
		return endpointHome(&api.Endpoint{Tag: tag, Path: path, Name: name})
	}
	for _, tt := range []struct {
		name string
		home home
		want []string // from coarse to fine
	}{
		{"words of a type", types("", "accessReviewSet"), []string{"k.go", "k_a.go", "k_access.go", "k_access_r.go", "k_access_review.go", "k_access_review_s.go", "k_access_review_set.go"}},
		{"a namespace", types("microsoft.graph.callRecords", "call"), []string{"k_call_records.go", "k_call_records_c.go", "k_call_records_call.go"}},
		{"a version of a namespace", types("io.core.v1", "Pod"), []string{"k_core_v1.go", "k_core_v1_p.go", "k_core_v1_pod.go"}},
		{"what no reader looks for", types("v2", "GetPet"), []string{"k.go", "k_p.go", "k_pet.go"}},
		{"a name that is a version", types("", "v2"), []string{"k.go"}},
		{"a letter", types("", "oAuthURLs"), []string{"k.go", "k_o.go", "k_oauth.go", "k_oauth_u.go", "k_oauth_urls.go"}},
		{"a name that keeps a file out of builds", types("", "Windows"), []string{"k.go", "k_w.go", "k_windows_gen.go"}},
		{"a tag", operation("Pet Store", "/v1/pets/{id}/photo", "x"), []string{"k.go", "k_p.go", "k_pet_store.go", "k_pet_store_p.go", "k_pet_store_pets.go", "k_pet_store_pets_p.go", "k_pet_store_pets_photo.go"}},
		{"a path", operation("", "/api/v1/{a}/pets", "x"), []string{"k.go", "k_p.go", "k_pets.go"}},
		{"no path", operation("", "/{a}", "getAll"), []string{"k.go", "k_a.go", "k_all.go"}},
	} {
		if diff := cmp.Diff(tt.want, tt.home.path("k", tt.home.space != "")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A type or an operation that comes or goes moves no other to another file.
func TestNothingMovesWhenSomethingComesOrGoes(t *testing.T) {
	for _, document := range []string{"csdl/graph-v1.0.csdl.xml", "openapi/stripe/openapi/spec3.json"} {
		p, _ := newPlan(large(t, document), Options{Client: true})
		var types, calls []filed
		for _, s := range p.Structs {
			types = append(types, filed{home: s.Home, lines: modelLines(s)})
		}
		for _, e := range p.Plain {
			calls = append(calls, filed{home: e.Home, lines: endpointLines(e)})
		}
		for kind, items := range map[string][]filed{"models": types, "operations": calls} {
			layout(kind, items, nil)
			files := filesOf(items)
			if len(items) > 0 && len(files) < 10 {
				t.Errorf("%s: %s are in %d files", document, kind, len(files))
			}
			for i := 0; i < len(items); i += 1 + len(items)/40 {
				without := slices.Delete(slices.Clone(items), i, i+1)
				sameFiles(t, items[i], without, func() { layout(kind, without, files) })
				again := slices.Clone(items)
				sameFiles(t, items[i], again, func() { layout(kind, again, filesOf(without)) })
			}
		}
	}
}

// large reads a document of the corpus.
func large(t *testing.T, document string) *api.API {
	t.Helper()
	var diags diag.List
	doc := source.Open(filepath.Join(corpus.Dir(t), document), diag.Position{}, &diags)
	if doc == nil {
		t.Fatal(diags.Sorted())
	}
	root := source.Allowed(filepath.Dir(doc.Abs))
	if doc.Kind == source.OpenAPI {
		return openapi.Read(doc, root, openapi.Options{}, &diags)
	}
	return csdl.Read(doc, root, &diags)
}

func filesOf(items []filed) []string {
	names := map[string]bool{}
	for _, item := range items {
		names[item.file] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// sameFiles reports what is in another file after change, but for what changed itself:
// where it was alone in its file, it may come back to another one.
func sameFiles(t *testing.T, changed filed, items []filed, change func()) {
	t.Helper()
	before := slices.Clone(items)
	change()
	for i, item := range items {
		if item.file != before[i].file && !slices.Equal(item.home.words, changed.home.words) {
			t.Errorf("%v is in %s, was in %s, when %v changed", item.home, item.file, before[i].file, changed.home)
		}
	}
}

// A package that grows gets a file only where one is too long.
func TestAPackageIsOneFileWhileItIsSmall(t *testing.T) {
	items := func(n int, names ...string) []filed {
		var out []filed
		for i := range n {
			out = append(out, filed{home: typeHome("", naming.Exported(names[i%len(names)])), lines: 10})
		}
		return out
	}
	names := []string{"accessKey", "accessReview", "user", "userKey", "group"}
	for _, tt := range []struct {
		n      int
		before []string
		want   []string
	}{
		{250, nil, []string{"models.go"}},
		{251, nil, []string{"models.go", "models_access.go"}},
		{499, []string{"models.go"}, []string{"models.go"}},
		{501, []string{"models.go"}, []string{"models.go", "models_access.go", "models_user.go"}},
		{251, []string{"models.go", "models_user.go"}, []string{"models.go", "models_user.go"}},
	} {
		all := items(tt.n, names...)
		layout("models", all, tt.before)
		if diff := cmp.Diff(tt.want, filesOf(all)); diff != "" {
			t.Errorf("%d items after %v (-want +got):\n%s", tt.n, tt.before, diff)
		}
	}
}
