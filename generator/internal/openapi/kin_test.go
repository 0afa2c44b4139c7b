package openapi

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// readOtherwise are the documents of the corpus that kin-openapi reads otherwise, with
// the reason why we do not.
var readOtherwise = map[string]string{
	"go-swagger/testdata/bugs/1429/swagger.yaml":                                                     "it takes parameters of a body in other files for ones without a place",
	"go-swagger/testdata/bugs/2258/fixture-2258.yaml":                                                pathsElsewhere,
	"go-swagger/testdata/bugs/2346/swagger.yaml":                                                     pathsElsewhere,
	"go-swagger/testdata/bugs/2743/not-working/spec.yaml":                                            pathsElsewhere,
	"go-swagger/testdata/bugs/890/swagger.yaml":                                                      pathsElsewhere,
	"learn.openapis.org/examples/v2.0/json/petstore-separate/spec/swagger.json":                      parametersElsewhere,
	"learn.openapis.org/examples/v2.0/yaml/petstore-separate/spec/swagger.yaml":                      parametersElsewhere,
	"redocly-cli/packages/core/src/__tests__/fixtures/self-file-refs/oas2.yaml":                      parametersElsewhere,
	"swagger-parser/modules/swagger-parser-v2-converter/src/test/resources/issue-17.json":            "it makes schemas of parameters",
	"swagger-parser/modules/swagger-parser-v3/src/test/resources/3.1.0/dereference/fullFS/root.json": "it does not follow path items to path items",
	"swagger-parser/modules/swagger-parser-v3/src/test/resources/issue_643.yaml":                     pathsElsewhere,
	"swagger-parser/modules/swagger-parser-v3/src/test/resources/dynamicRef/dynamicref-example.yaml": "a $dynamicRef can lead to one anchor only",
	"swagger-parser/modules/swagger-parser/src/test/resources/dynamicRef/dynamicref-example.yaml":    "a $dynamicRef can lead to one anchor only",
}

// Of Swagger 2.0 it follows few references to other files.
const (
	pathsElsewhere      = "it does not follow path items of Swagger 2.0"
	parametersElsewhere = "it does not follow parameters of Swagger 2.0 to other files"
)

// maxCompared is how many bytes a document has at most that is compared in each run;
// all are when ODAGEN_CORPUS is set.
const maxCompared = 60_000

// What we read of the documents of the corpus is what kin-openapi reads: operations,
// parameters, schemas with their properties, what is required, enumerations and formats.
func TestKinOpenAPIReadsTheSame(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "openapi")
	table, err := os.ReadFile(filepath.Join(dir, "EXPECT.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for line := range strings.Lines(string(table)) {
		path, _, _ := strings.Cut(line, "\t")
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil || os.Getenv("ODAGEN_CORPUS") == "" && info.Size() > maxCompared {
			continue
		}
		file := filepath.Join(dir, path)
		var diags diag.List
		doc := source.Open(file, diag.Position{}, &diags)
		if doc == nil || doc.Kind != source.OpenAPI && doc.Kind != source.Swagger {
			continue
		}
		group, _, _ := strings.Cut(path, "/")
		ours, _ := load(doc, source.Allowed(filepath.Dir(file), filepath.Join(dir, group)), &diags)
		if ours == nil || diags.HasErrors() || diags.Has(diag.Loss) {
			continue
		}
		theirs, err := kin(doc)
		if err != nil {
			continue // what it does not read is not compared
		}
		compared++
		want, got := describeKin(theirs), describeOurs(ours)
		diff := cmp.Diff(want, got)
		why := readOtherwise[path]
		if diff != "" && why == "" {
			t.Errorf("%s (-kin-openapi +ours):\n%.1500s", path, diff)
		}
		if diff == "" && why != "" {
			t.Errorf("%s is read the same: take it off the list", path)
		}
	}
	if compared == 0 {
		t.Fatal("nothing was compared")
	}
	t.Logf("%d documents", compared)
}

// kin reads a document with kin-openapi; one of Swagger 2.0 is converted.
func kin(doc *source.Document) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	location := &url.URL{Path: filepath.ToSlash(doc.Abs)}
	if doc.Kind == source.OpenAPI {
		return loader.LoadFromDataWithPath(doc.Data, location)
	}
	var old openapi2.T
	if err := openapi2.UnmarshalFromData(doc.Data, &old); err != nil {
		return nil, err
	}
	return openapi2conv.ToV3WithLoader(&old, loader, location)
}

func describeKin(doc *openapi3.T) []string {
	var all []string
	for path, item := range doc.Paths.Map() {
		if item == nil {
			continue
		}
		for method, op := range item.Operations() {
			var parameters []string
			for _, ref := range slices.Concat(item.Parameters, op.Parameters) {
				if p := ref.Value; p != nil {
					parameters = append(parameters, fmt.Sprintf("%s in %s required %v %s", p.Name, p.In, p.Required || p.In == "path", kinSchema(p.Schema, 0)))
				}
			}
			all = append(all, fmt.Sprintf("%s %s %q %v", method, path, op.OperationID, sorted(parameters)))
		}
	}
	if doc.Components != nil {
		for name, ref := range doc.Components.Schemas {
			all = append(all, "schema "+name+" "+kinSchema(ref, 0))
		}
	}
	return sorted(all)
}

// maxShown is how deep schemas are compared.
const maxShown = 4

func kinSchema(ref *openapi3.SchemaRef, depth int) string {
	switch {
	case ref == nil || ref.Value == nil && ref.Ref == "":
		return "-"
	case ref.Ref != "":
		return "->" + last(ref.Ref)
	case ref.Value.Always != nil:
		return fmt.Sprint(*ref.Value.Always)
	case depth > maxShown:
		return "..."
	}
	s := ref.Value
	var properties []string
	for name, p := range s.Properties {
		if p != nil {
			properties = append(properties, name+": "+kinSchema(p, depth+1))
		}
	}
	var values []string
	for _, v := range s.Enum {
		values = append(values, fmt.Sprint(v))
	}
	var parts []string
	for _, list := range []openapi3.SchemaRefs{s.AllOf, s.AnyOf, s.OneOf, {s.Items, s.Not}} {
		for _, part := range list {
			parts = append(parts, kinSchema(part, depth+1))
		}
	}
	return fmt.Sprintf("{%v %s required %v enum %v min %d %s %v %v}", s.Type.Slice(), s.Format, s.Required, values, s.MinLength, s.Pattern, sorted(properties), parts)
}

func describeOurs(doc *document.Document) []string {
	var all []string
	for _, item := range doc.Paths {
		for _, op := range item.Operations {
			var parameters []string
			for _, p := range slices.Concat(item.Parameters, op.Parameters) {
				parameters = append(parameters, fmt.Sprintf("%s in %s required %v %s", p.Name, p.In, p.Required || p.In == "path", ourSchema(p.Schema, 0)))
			}
			all = append(all, fmt.Sprintf("%s %s %q %v", op.Method, item.Path, op.OperationID, sorted(parameters)))
		}
	}
	for _, s := range doc.Schemas {
		all = append(all, "schema "+s.Name+" "+ourSchema(s, 0))
	}
	return sorted(all)
}

func ourSchema(s *jsonschema.Schema, depth int) string {
	switch {
	case s == nil:
		return "-"
	case s.Ref != "":
		return "->" + last(s.Ref)
	case s.Always != nil:
		return fmt.Sprint(*s.Always)
	case depth > maxShown:
		return "..."
	}
	var properties []string
	for _, p := range s.Properties.All() {
		properties = append(properties, p.Name+": "+ourSchema(p.Schema, depth+1))
	}
	var values []string
	for _, v := range s.Enum {
		values = append(values, fmt.Sprint(v.Value()))
	}
	var parts []string
	for _, list := range [][]*jsonschema.Schema{s.AllOf, s.AnyOf, s.OneOf, {s.Items, s.Not}} {
		for _, part := range list {
			parts = append(parts, ourSchema(part, depth+1))
		}
	}
	return fmt.Sprintf("{%v %s required %v enum %v min %d %s %v %v}", []string(s.Types), s.Format, s.Required, values, s.MinLength, s.Pattern, sorted(properties), parts)
}

// last is the name at the end of a reference.
func last(ref string) string { return ref[strings.LastIndexAny(ref, "/#")+1:] }

func sorted(list []string) []string {
	sort.Strings(list)
	return list
}
