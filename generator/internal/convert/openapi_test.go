package convert

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// openAPIOf converts a document of the corpus.
func openAPIOf(t testing.TB, in Input, version, server string) []byte {
	t.Helper()
	var diags diag.List
	text := OpenAPI(in, OpenAPIOptions{Version: version, Server: server, Levels: DefaultLevels}, &diags)
	for _, d := range diags.Sorted() {
		t.Error(d)
	}
	return text
}

// servers has the URL of each model that has its own, from a table of options.
func servers(t testing.TB, table string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, line := range strings.Split(string(read(t, table)), "\n") {
		name, options, _ := strings.Cut(line, "\t")
		all[name] = DefaultServer
		if _, host, ok := strings.Cut(options, "host "); ok {
			host, path, _ := strings.Cut(host, ", basePath ")
			all[name] = "https://" + host + strings.TrimSpace(path)
		}
	}
	return all
}

// openAPIReasons are why an OpenAPI document differs from that of the official
// converter.
var openAPIReasons = []reason{
	{"/x-odata-version", "a root member says that the document is one of OData"},
	{"/info/version", "a service that does not say its version gets one: validators refuse an empty version"},
	{"/schema/default", `the default of a parameter that is no string is null, not the string "null", which does not fit the type`},
}

// TestOpenAPIIsThatOfTheOfficialConverter compares with the twins of the corpus,
// as data. Each difference has a reason.
func TestOpenAPIIsThatOfTheOfficialConverter(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "odata-openapi")
	options := servers(t, filepath.Join(dir, "OPTIONS.tsv"))
	files, _ := filepath.Glob(filepath.Join(dir, "*.xml"))
	var rows []string
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".xml")
		want, _ := decode(t, read(t, filepath.Join(dir, name+".openapi3.json"))).(map[string]any)
		text := openAPIOf(t, *parseFile(t, file), "3.0.2", options[name])
		got, _ := decode(t, text).(map[string]any)
		// The picture of the model, which another site draws, is left out.
		info, _ := want["info"].(map[string]any)
		description, _ := info["description"].(string)
		info["description"], _, _ = strings.Cut(description, "\n\n## Entity Data Model")
		all := differences(want, got, "")
		rows = append(rows, fmt.Sprintf("%s\t%d\t%d\t%s\t%s", name, size(want, "paths"), size(got, "paths"),
			verdict(len(all)), strings.Join(reasons(t, openAPIReasons, name, all), "; ")))
	}
	checkTable(t, "openapi_pairs.tsv", "model\tpaths wanted\tpaths made\tdifferences\twhy", rows)
}

func size(document map[string]any, member string) int {
	v, _ := document[member].(map[string]any)
	return len(v)
}

// TestADenseModelHasTooManyPaths converts a model in which everything leads to
// everything: a few kilobytes would be billions of paths.
func TestADenseModelHasTooManyPaths(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"$Version": "4.01", "s": {"C": {"$Kind": "EntityContainer", "Es": {"$Collection": true, "$Type": "s.E0"}}`)
	for i := range 40 {
		fmt.Fprintf(&b, `, "T%d": {"$Kind": "ComplexType"%s}`, i, members("P", `{"$Type": "s.T%d"}`))
		fmt.Fprintf(&b, `, "E%d": {"$Kind": "EntityType", "$Key": ["Id"], "Id": {}%s%s}`, i, members("P", `{"$Type": "s.T%d"}`),
			members("N", `{"$Kind": "NavigationProperty", "$Type": "s.E%d", "$Collection": true, "$ContainsTarget": true}`))
	}
	b.WriteString("}}")
	var diags diag.List
	OpenAPI(*parseText(t, "dense.json", []byte(b.String())), OpenAPIOptions{Version: "3.1.0", Server: DefaultServer, Levels: DefaultLevels}, &diags)
	if found := diags.Sorted(); len(found) != 1 || found[0].Code != "too-many-paths" {
		t.Errorf("diagnostics are %v, want too-many-paths", found)
	}
}

// members are members of types that lead to each of 40 types.
func members(name, form string) string {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, `, "%s%d": `+form, name, i, i)
	}
	return b.String()
}
