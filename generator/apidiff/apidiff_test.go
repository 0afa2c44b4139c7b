package apidiff_test

import (
	"encoding/json"
	"fmt"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/exp/apidiff"
	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/goapi"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/output"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/typecheck"
)

// The verdict about the Go API is that of golang.org/x/exp/apidiff about the generated
// packages, whatever is edited in a description. Apidiff takes api.Opt[string] and
// api.Opt[int64] for one type, as it does not look at the arguments of types of other
// packages: what differs in these alone is breaking for us only.
func TestVerdictsAboutGoAreThoseOfApidiff(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	file := filepath.Join(t.TempDir(), "edited.json")
	checker, err := typecheck.New()
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		doc := drawDescription(t)
		old := generateText(t, doc.text(), file, nil)
		for range rapid.IntRange(1, 3).Draw(t, "edits") {
			doc.edit(t)
		}
		new := generateText(t, doc.text(), file, old.Names)
		was, is := old.Listing.Lister.Entries(), new.Listing.Lister.Entries()
		all := breaking(was, is)
		got := breaking(withoutArguments(was), withoutArguments(is))
		for _, name := range got {
			if !slices.Contains(all, name) {
				t.Fatalf("%s breaks without its type arguments alone", name)
			}
		}
		var want []string
		for _, c := range apidiff.Changes(check(t, checker, old.Files), check(t, checker, new.Files)).Changes {
			if !c.Compatible {
				want = append(want, c.Message)
			}
		}
		if (len(got) > 0) != (len(want) > 0) {
			t.Fatalf("breaking: %v\napidiff: %v", got, want)
		}
		verdicts[len(got) > 0]++
	})
	if verdicts[true] == 0 || verdicts[false] == 0 {
		t.Errorf("the edits do not try both: %v", verdicts)
	}
}

func check(t *rapid.T, checker *typecheck.Checker, files []output.File) *types.Package {
	pkg, err := checker.Check(files)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// breaking returns the names whose changes break callers.
func breaking(was, is []goapi.Entry) []string {
	var out []string
	for _, c := range goapi.Compare(was, is) {
		if c.Breaking {
			out = append(out, c.Name())
		}
	}
	return out
}

// withoutArguments takes the arguments of types out of texts: "api.Opt[string]" is
// "api.Opt".
func withoutArguments(list []goapi.Entry) []goapi.Entry {
	out := slices.Clone(list)
	for i, e := range out {
		var b strings.Builder
		depth, last := 0, byte(' ')
		for _, c := range []byte(e.Text) {
			switch {
			case c == '[' && (depth > 0 || isLetter(last) && !strings.HasSuffix(b.String(), "map")):
				depth++
			case c == ']' && depth > 0:
				depth--
				continue
			}
			if depth == 0 {
				b.WriteByte(c)
			}
			last = c
		}
		out[i].Text = b.String()
	}
	return out
}

// description is a small OpenAPI document that can be edited.
type description struct {
	Types      map[string]*describedType
	Operations map[string]*describedOperation
}

type describedType struct {
	Properties map[string]string // to their types
	Required   []string
	Members    []string // of an enumeration, which has no properties
	Variants   []string // of a union, likewise
}

type describedOperation struct {
	Method, Path string
	Params       map[string]string // to their types; "!" at the end for required ones
	Body         string            // type, or ""
	Answers      map[string]string // by status, to a type or ""
}

var (
	plainTypes = []string{"string", "integer", "number", "boolean", "date", "strings", "map"}
	wireNames  = []string{"id", "name", "size", "kind", "tags", "owner", "created-at", "x_y"}
	typeNames  = []string{"Pet", "Owner", "Size", "Either", "Home"}
	verbs      = []string{"get", "post", "put", "delete"}
)

func drawDescription(t *rapid.T) *description {
	d := &description{map[string]*describedType{}, map[string]*describedOperation{}}
	for _, name := range typeNames[:rapid.IntRange(1, len(typeNames)).Draw(t, "types")] {
		d.Types[name] = &describedType{}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Types)) {
		typ := d.Types[name]
		switch name {
		case "Size":
			typ.Members = []string{"small", "large"}
		case "Either":
			typ.Variants = []string{"Owner", "Pet"}
		default:
			typ.Properties = map[string]string{}
			for _, p := range wireNames[:rapid.IntRange(0, 4).Draw(t, "properties")] {
				typ.Properties[p] = d.drawType(t)
			}
		}
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "operations") {
		d.addOperation(t, fmt.Sprintf("op%d", i))
	}
	return d
}

func (d *description) addOperation(t *rapid.T, name string) {
	op := &describedOperation{Method: rapid.SampledFrom(verbs).Draw(t, "method"), Path: "/" + name, Params: map[string]string{}, Answers: map[string]string{}}
	for _, p := range wireNames[:rapid.IntRange(0, 2).Draw(t, "params")] {
		op.Params[p] = rapid.SampledFrom([]string{"string", "integer", "strings", "string!"}).Draw(t, "type")
	}
	if op.Method == "post" || op.Method == "put" {
		op.Body = d.drawType(t)
	}
	op.Answers["200"] = rapid.SampledFrom([]string{"", d.drawType(t)}).Draw(t, "answer")
	d.Operations[name] = op
}

// drawType draws a plain type or one of the description.
func (d *description) drawType(t *rapid.T) string {
	return rapid.SampledFrom(slices.Concat(plainTypes, slices.Sorted(maps.Keys(d.Types)))).Draw(t, "type")
}

// edit changes one thing.
func (d *description) edit(t *rapid.T) {
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(d.Types))).Draw(t, "of")
	typ := d.Types[name]
	ops := slices.Sorted(maps.Keys(d.Operations))
	op := d.Operations[rapid.SampledFrom(ops).Draw(t, "operation")]
	switch rapid.SampledFrom([]string{"property", "gone", "required", "member", "variant", "param", "no param", "answer", "body", "operation", "no operation", "type"}).Draw(t, "edit") {
	case "property":
		if typ.Properties != nil {
			typ.Properties[rapid.SampledFrom(wireNames).Draw(t, "name")] = d.drawType(t)
		}
	case "gone":
		delete(typ.Properties, rapid.SampledFrom(wireNames).Draw(t, "name"))
	case "required":
		for _, p := range slices.Sorted(maps.Keys(typ.Properties)) {
			typ.Required = []string{p}
		}
	case "member":
		if typ.Members != nil {
			typ.Members = rapid.SampledFrom([][]string{{"small"}, {"small", "large", "huge"}, {"large", "small"}, {"Small", "large"}}).Draw(t, "members")
		}
	case "variant":
		if typ.Variants != nil {
			typ.Variants = rapid.SampledFrom([][]string{{"Pet", "Owner"}, {"Owner", "Pet", "Home"}, {"Owner", "Home"}}).Draw(t, "variants")
		}
	case "param":
		op.Params[rapid.SampledFrom(wireNames).Draw(t, "name")] = rapid.SampledFrom([]string{"string", "integer", "strings", "integer!"}).Draw(t, "type")
	case "no param":
		delete(op.Params, rapid.SampledFrom(wireNames).Draw(t, "name"))
	case "answer":
		op.Answers[rapid.SampledFrom([]string{"200", "201", "404"}).Draw(t, "status")] = rapid.SampledFrom([]string{"", d.drawType(t)}).Draw(t, "answer")
	case "body":
		op.Body = d.drawType(t)
	case "operation":
		d.addOperation(t, rapid.SampledFrom([]string{"op0", "op1", "more"}).Draw(t, "name"))
	case "no operation":
		if len(ops) > 1 {
			delete(d.Operations, ops[0])
		}
	case "type":
		if d.Types["More"] == nil {
			d.Types["More"] = &describedType{Properties: map[string]string{"id": "string"}}
			op.Answers["200"] = "More"
		}
	}
}

func (d *description) text() string {
	schemas := map[string]any{}
	for name, typ := range d.Types {
		switch {
		case typ.Members != nil:
			schemas[name] = map[string]any{"type": "string", "enum": typ.Members}
		case typ.Variants != nil:
			var variants []any
			for _, v := range typ.Variants {
				if d.Types[v] != nil {
					variants = append(variants, d.schema(v))
				}
			}
			schemas[name] = map[string]any{"oneOf": variants}
		default:
			properties := map[string]any{}
			for p, of := range typ.Properties {
				properties[p] = d.schema(of)
			}
			schemas[name] = map[string]any{"type": "object", "properties": properties, "required": slices.DeleteFunc(slices.Clone(typ.Required), func(p string) bool { return properties[p] == nil })}
		}
	}
	paths := map[string]any{}
	for name, op := range d.Operations {
		paths[op.Path] = map[string]any{op.Method: d.operation(name, op)}
	}
	text, err := json.Marshal(map[string]any{
		"openapi": "3.1.0", "info": map[string]any{"title": "edited", "version": "1"},
		"paths": paths, "components": map[string]any{"schemas": schemas},
	})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (d *description) operation(name string, op *describedOperation) map[string]any {
	var params []any
	for _, p := range slices.Sorted(maps.Keys(op.Params)) {
		of, required := strings.CutSuffix(op.Params[p], "!")
		params = append(params, map[string]any{"name": p, "in": "query", "required": required, "schema": d.schema(of)})
	}
	answers := map[string]any{}
	for status, of := range op.Answers {
		answer := map[string]any{"description": "d"}
		if of != "" {
			answer["content"] = map[string]any{"application/json": map[string]any{"schema": d.schema(of)}}
		}
		answers[status] = answer
	}
	out := map[string]any{"operationId": name, "responses": answers}
	if params != nil {
		out["parameters"] = params
	}
	if op.Body != "" {
		out["requestBody"] = map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": d.schema(op.Body)}}}
	}
	return out
}

func (d *description) schema(of string) map[string]any {
	switch of {
	case "date":
		return map[string]any{"type": "string", "format": "date"}
	case "strings":
		return map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	case "map":
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "integer"}}
	}
	if d.Types[of] != nil {
		return map[string]any{"$ref": "#/components/schemas/" + of}
	}
	return map[string]any{"type": of}
}

// generateText generates from the text of a document.
func generateText(t *rapid.T, text, file string, locked map[string]string) golang.Output {
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	doc := source.Open(file, diag.Position{}, &diags)
	if doc == nil || diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	model := openapi.Read(doc, source.Allowed(filepath.Dir(file)), openapi.Options{}, &diags)
	if diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	out, err := golang.Generate(model, golang.Options{Package: "p", Runtime: typecheck.Runtime, Client: true, Server: true, Names: locked})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
