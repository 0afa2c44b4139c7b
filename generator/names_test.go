package generator_test

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/typecheck"
)

// hazards are names that Go or generated code has already, that fold to one name,
// that are no identifiers, or that are of other scripts.
var hazards = append(strings.Fields(`type func range select map string int error nil true any len new make append
	cmp context http iter odata io fmt ctx body opts name data params r s c v b p f q x init main String
	Client NewClient client Services NewHandler BaseURL Operations operations UnimplementedOperations Endpoint Params
	OData odata api wire rest restclient restserver client server security schema transport odataclient odataserver
	WireType WireFields WireAnswer Extra Status Auth VerifierFor Body Answer AddPet AddPetAnswer AddPetParams Error
	mustEmbedUnimplementedOperations Members Validate validate MarshalJSON At List Values Parse Known IsKnown
	id ID Id iD ids url URL Url uuid http2 HTTPServer oss 1 1st 01 -1 +1 1.0 _ __ _a a A a_b a-b a.b aB AB Ab ab A_B a__b
	X X1 ß ẞ SS ſ s K k İ I i ı 名前 X名前 αβγ ΑΒΓ été été ① ² 🙂 */ /* // #! $ @x " ' \ { } < a/b`),
	"", " ", "a b", "a\nb", "`", "\u202e", strings.Repeat("long", 60))

// names are what the parts of a document are called. Bodies are the schemas of the
// bodies of the operations, by turns.
type names struct{ Schemas, Properties, Members, Operations, Params, Bodies []string }

func drawNames(t *rapid.T) names {
	name := rapid.OneOf(
		rapid.SampledFrom(hazards),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom(hazards), 2, 2), func(two []string) string { return two[0] + "_" + two[1] }),
	)
	filled := name.Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
	schema := rapid.OneOf(rapid.SampledFrom(hazards), rapid.StringMatching(`[A-Ca-c0-2._-]{1,4}`)).
		Filter(func(s string) bool { return s != "" && !strings.ContainsFunc(s, noSchemaName) })
	draw := func(of *rapid.Generator[string], label string) []string {
		return rapid.SliceOfNDistinct(of, 1, 12, rapid.ID[string]).Draw(t, label)
	}
	n := names{draw(schema, "schemas"), draw(name, "properties"), draw(name, "members"), draw(filled, "operations"), draw(filled, "params"), nil}
	for i := range n.Operations {
		n.Bodies = append(n.Bodies, n.Schemas[i%len(n.Schemas)])
	}
	return n
}

// noSchemaName reports whether c cannot stand in the name of a component (OpenAPI
// 3.1.1, 4.8.7.1).
func noSchemaName(c rune) bool {
	return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-", c)
}

// document writes an object of n: each schema has all properties, each operation
// all parameters.
func (n names) document() string {
	quote := func(s string) string {
		data, err := json.Marshal(s)
		if err != nil {
			panic(err) // it is a string
		}
		return strings.ReplaceAll(string(data), "\ufeff", `\ufeff`) // YAML takes the first for a byte order mark
	}
	list := func(names []string, item func(name string) string) string {
		var items []string
		for _, name := range names {
			items = append(items, item(name))
		}
		return strings.Join(items, ",\n")
	}
	members := list(n.Members, quote)
	properties := list(n.Properties, func(name string) string {
		if len(name)%2 == 1 {
			return quote(name) + ": " + schemaOf(name)
		}
		return quote(name) + `: {"oneOf": [{"type": "object", "properties": {"x": {"type": "string", "enum": [` + members + `]}}}, {"type": "string"}]}`
	})
	schemas := list(n.Schemas, func(name string) string {
		return quote(name) + `: {"type": "object", "properties": {` + properties + `}}`
	})
	params := list(n.Params, func(name string) string {
		return `{"in": "query", "name": ` + quote(name) + `, "schema": ` + schemaOf(name) + `}`
	})
	i := 0
	paths := list(n.Operations, func(name string) string {
		body := n.Bodies[i]
		i++
		return fmt.Sprintf(`"/p%d/{id}": {"post": {"operationId": %s, "parameters": [{"in": "path", "name": "id", "required": true, "schema": {"type": "string"}},
			%s], "requestBody": {"content": {"application/json": {"schema": {"$ref": %s}}}},
			"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": %s}}}}}}}`,
			i, quote(name), params, quote("#/components/schemas/"+body), quote("#/components/schemas/"+body))
	})
	return `{"openapi": "3.1.0", "info": {"title": "", "version": "1"}, "paths": {` + paths + `}, "components": {"schemas": {` + schemas + `}}}`
}

// schemaOf is a schema that tells most names apart.
func schemaOf(name string) string {
	all := []string{
		`{"type": "string"}`, `{"type": "integer", "format": "int32"}`, `{"type": "integer", "format": "int64"}`,
		`{"type": "boolean"}`, `{"type": "string", "format": "date"}`, `{"type": "string", "format": "uuid"}`, `{"type": "number"}`,
	}
	return all[crc32.ChecksumIEEE([]byte(name))%uint32(len(all))]
}

// generateNames generates n, with the names of an earlier run.
func generateNames(t *rapid.T, n names, file string, locked map[string]string) golang.Output {
	if err := os.WriteFile(file, []byte(n.document()), 0o600); err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	doc := source.Open(file, diag.Position{}, &diags)
	var out golang.Output
	if doc != nil {
		model := openapi.Read(doc, source.Allowed(filepath.Dir(file)), openapi.Options{}, &diags)
		var err error
		if out, err = golang.Generate(model, golang.Options{Package: "p", Runtime: typecheck.Runtime, Client: true, Server: true, Names: locked}); err != nil {
			t.Fatal(err)
		}
	}
	if diags.HasErrors() {
		var text strings.Builder
		_ = diags.Print(&text)
		t.Fatal(text.String())
	}
	return out
}

// Whatever the parts of a document are called, the Go compiles, the order of the
// parts does not matter, and what comes later renames nothing.
func TestAnyNamesGiveGoThatCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	file := filepath.Join(t.TempDir(), "names.json")
	checker, err := typecheck.New()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := drawNames(t)
		out := generateNames(t, n, file, nil)
		if _, err := checker.Check(out.Files); err != nil {
			t.Fatal(err)
		}

		mixed := names{
			rapid.Permutation(n.Schemas).Draw(t, "schemas"), rapid.Permutation(n.Properties).Draw(t, "properties"),
			rapid.Permutation(n.Members).Draw(t, "members"), n.Operations, n.Params, n.Bodies,
		}
		if other := generateNames(t, mixed, file, nil); !maps.Equal(other.Names, out.Names) {
			t.Fatalf("in another order\n got %v\nwant %v", other.Names, out.Names)
		}

		more := n
		for _, name := range []string{"another", "Another", "a-nother"} {
			if !slices.Contains(n.Schemas, name) && !slices.Contains(n.Operations, name) {
				more.Schemas = append(slices.Clip(more.Schemas), name)
				more.Operations = append(slices.Clip(more.Operations), name)
				more.Bodies = append(slices.Clip(more.Bodies), name)
			}
		}
		later := generateNames(t, more, file, out.Names)
		for key, name := range out.Names {
			if later.Names[key] != name {
				t.Fatalf("%q was %q and became %q", key, name, later.Names[key])
			}
		}
	})
}
