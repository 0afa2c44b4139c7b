package jsonschema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// The rules of each schema of the JSON Schema suite that does not refer to others are
// the schema again.
func TestRulesSayWhatTheSchemaSays(t *testing.T) {
	root := filepath.Join(corpus.Dir(t), "json-schema", "draft2020-12")
	count := 0
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var groups []struct {
			Description string
			Schema      json.RawMessage
		}
		if err := json.Unmarshal(data, &groups); err != nil {
			return err
		}
		for _, g := range groups {
			if bytes.Contains(g.Schema, []byte(`Ref"`)) || bytes.Contains(g.Schema, []byte(`$ref`)) {
				continue
			}
			count++
			r, diags := read(t, Draft2020, fmt.Sprintf(`{"S": %s}`, g.Schema))
			if diags.HasErrors() {
				t.Errorf("%s: %s: %s", filepath.Base(path), g.Description, said(diags))
			}
			want, got := keywords(decoded(t, g.Schema)), rulesOf(r.ownRules(r.components[0]))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s (-schema +rules):\n%s", filepath.Base(path), g.Description, diff)
			}
		}
		return nil
	})
	if err != nil || count == 0 {
		t.Fatalf("%d schemas: %v", count, err)
	}
}

// Reading any schema of the suite ends, and what is wrong with it has a place.
func TestEachSchemaOfTheSuiteIsRead(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "json-schema", "draft2020-12", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var groups []struct{ Schema json.RawMessage }
		if err := json.Unmarshal(data, &groups); err != nil {
			t.Fatal(err)
		}
		for i, g := range groups {
			for _, dialect := range []Dialect{Draft2020, OpenAPI30, Swagger} {
				_, diags := read(t, dialect, fmt.Sprintf(`{"S": %s}`, g.Schema))
				for _, d := range diags.Sorted() {
					if d.Pos.Line == 0 || d.Severity == diag.Error && d.Pointer == "" {
						t.Errorf("%s: schema %d: %v has no place", filepath.Base(file), i, d)
					}
				}
			}
		}
	}
}

func decoded(t *testing.T, data []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// text is a value as JSON, numbers in their shortest form.
func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if n, ok := v.(json.Number); ok && len(n) <= exactDigits {
		var f float64
		if json.Unmarshal(data, &f) == nil {
			v = f
		}
	}
	switch list := v.(type) {
	case []any:
		var items []string
		for _, item := range list {
			items = append(items, text(item))
		}
		return "[" + strings.Join(items, ",") + "]"
	}
	if enc.Encode(v) != nil {
		return string(data)
	}
	return strings.TrimSpace(b.String())
}

// keywords is a schema with the keywords that have rules, in the form of rulesOf.
func keywords(schema any) any {
	object, ok := schema.(map[string]any)
	if !ok {
		return schema == true
	}
	out := map[string]any{}
	for key, v := range object {
		switch key {
		case "type":
			if list, ok := v.([]any); ok {
				out[key] = fmt.Sprint(list)
			} else {
				out[key] = fmt.Sprintf("[%v]", v)
			}
		case "enum":
			var all []string
			for _, item := range v.([]any) {
				all = append(all, text(item))
			}
			out["enum"] = fmt.Sprint(all)
		case "const":
			out["enum"] = fmt.Sprint([]string{text(v)})
		case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "maxLength", "maxItems", "maxProperties":
			if out[key] = strings.TrimSuffix(fmt.Sprint(v), ".0"); out[key] == "1e-8" {
				out[key] = "0.00000001"
			}
		case "minLength", "minItems", "minProperties":
			if n := strings.TrimSuffix(fmt.Sprint(v), ".0"); n != "0" {
				out[key] = n
			}
		case "minContains", "maxContains":
			if object["contains"] != nil {
				out[key] = strings.TrimSuffix(fmt.Sprint(v), ".0")
			}
		case "uniqueItems":
			if v == true {
				out[key] = true
			}
		case "required":
			if len(v.([]any)) > 0 {
				out[key] = fmt.Sprint(v)
			}
		case "dependentRequired":
			for name, list := range v.(map[string]any) {
				out[key+" "+name] = fmt.Sprint(list)
			}
		case "items", "contains", "additionalProperties", "propertyNames", "not", "unevaluatedItems", "unevaluatedProperties":
			out[key] = keywords(v)
		case "if", "then", "else":
			if object["if"] != nil {
				out[key] = keywords(v)
			}
		case "properties", "dependentSchemas":
			for name, part := range v.(map[string]any) {
				out[key+" "+name] = keywords(part)
			}
		case "patternProperties":
			for _, part := range v.(map[string]any) { // the patterns are those of Go
				out[key+" "+text(keywords(part))] = true
			}
		case "prefixItems", "allOf", "anyOf", "oneOf":
			for i, part := range v.([]any) {
				out[fmt.Sprint(key, i)] = keywords(part)
			}
		}
	}
	if len(out) == 0 {
		return true
	}
	return out
}

// rulesOf is what keywords makes of the schema that rules were made of.
func rulesOf(s *api.Schema) any {
	if s.Never {
		return false
	}
	out := map[string]any{}
	for key, v := range map[string]string{
		"minimum": s.Minimum, "maximum": s.Maximum, "exclusiveMinimum": s.ExclusiveMinimum, "exclusiveMaximum": s.ExclusiveMaximum, "multipleOf": s.MultipleOf,
	} {
		if v != "" {
			out[key] = v
		}
	}
	for key, v := range map[string]uint64{"minLength": s.MinLength, "minItems": s.MinItems, "minProperties": s.MinProperties} {
		if v > 0 {
			out[key] = fmt.Sprint(v)
		}
	}
	for key, v := range map[string]*uint64{
		"maxLength": s.MaxLength, "maxItems": s.MaxItems, "maxProperties": s.MaxProperties, "minContains": s.MinContains, "maxContains": s.MaxContains,
	} {
		if v != nil {
			out[key] = fmt.Sprint(*v)
		}
	}
	for key, part := range map[string]*api.Schema{
		"items": s.Items, "contains": s.Contains, "additionalProperties": s.AdditionalProperties, "propertyNames": s.PropertyNames, "not": s.Not,
		"unevaluatedItems": s.UnevaluatedItems, "unevaluatedProperties": s.UnevaluatedProperties, "if": s.If, "then": s.Then, "else": s.Else,
	} {
		if part != nil {
			out[key] = rulesOf(part)
		}
	}
	for key, list := range map[string][]*api.Schema{"prefixItems": s.PrefixItems, "allOf": s.AllOf, "anyOf": s.AnyOf, "oneOf": s.OneOf} {
		for i, part := range list {
			out[fmt.Sprint(key, i)] = rulesOf(part)
		}
	}
	for key, list := range map[string][]api.NamedSchema{"properties": s.Properties, "dependentSchemas": s.DependentSchemas} {
		for _, named := range list {
			out[key+" "+named.Name] = rulesOf(named.Schema)
		}
	}
	for _, named := range s.PatternProperties {
		out["patternProperties "+text(rulesOf(named.Schema))] = true
	}
	for _, d := range s.DependentRequired {
		out["dependentRequired "+d.Name] = fmt.Sprint(d.Required)
	}
	if s.Types != nil {
		out["type"] = fmt.Sprint(s.Types)
	}
	if s.Enum != nil {
		out["enum"] = fmt.Sprint(s.Enum)
	}
	if s.UniqueItems {
		out["uniqueItems"] = true
	}
	if s.Required != nil {
		out["required"] = fmt.Sprint(s.Required)
	}
	if len(out) == 0 {
		return true
	}
	return out
}
