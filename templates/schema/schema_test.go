package schema

import (
	"errors"
	"testing"

	"github.com/seed-349153d7/odagen/templates/wire"
)

// schemaErrors returns what a schema has against JSON text.
func schemaErrors(s Schema, text string) string {
	var v wire.Validator
	v.Schema(&s, []byte(text))
	if err := errors.Join(v.Errs...); err != nil {
		return err.Error()
	}
	return ""
}

func TestSchemaSaysWhichPartIsWrong(t *testing.T) {
	pet := Schemas{{
		Name:     "Pet",
		Types:    []string{"object"},
		Required: []string{"name"},
		Properties: []NamedSchema{
			{"name", Schema{Types: []string{"string"}, MinLength: 1}},
			{"parent", Schema{Ref: "Pet"}},
		},
		UnevaluatedProperties: &Schema{Never: true},
	}}
	text := []string{"string"}
	tests := []struct {
		name   string
		schema Schema
		text   string
		want   string
	}{
		{
			"a reference is followed",
			Schema{In: &pet, Ref: "Pet"},
			`{"name":"a","parent":{"name":"","x":1}}`,
			"/parent/name: want at least 1 characters, got 0\n/parent/x: want no value, got 1",
		},
		{
			"the alternative that is meant",
			Schema{In: &pet, OneOf: []Schema{{Ref: "Pet"}, {Types: text}}},
			`{}`,
			`: want the property "name"`,
		},
		{
			"none of the alternatives",
			Schema{AnyOf: []Schema{{Types: text}, {Types: []string{"null"}}}},
			`[1]`,
			": want a value that fits one of the alternatives, got an array",
		},
		{
			"several alternatives",
			Schema{OneOf: []Schema{{}, {}}},
			`1`,
			": want a value that fits one of the alternatives, got one that fits 2",
		},
		{"multiples are exact", Schema{MultipleOf: "0.01"}, `19.99`, ""},
		{
			"numbers are not rounded",
			Schema{ExclusiveMaximum: "9007199254740993"},
			`9007199254740993`,
			": want less than 9007199254740993, got 9007199254740993",
		},
		{
			"equal numbers are one item",
			Schema{UniqueItems: true},
			`[{"a":1,"b":2},{"b":2.0,"a":1e0}]`,
			": want items that differ, got two that are equal: 0 and 1",
		},
		{
			"a schema that leads to itself ends",
			Schema{In: &Schemas{{Name: "a", Ref: "a"}}, Ref: "a"},
			`1`,
			": want values that nest at most 1000 deep, and a schema that does not lead to itself",
		},
		{
			"names are escaped in pointers",
			Schema{AdditionalProperties: &Schema{Never: true}},
			`{"a/b":null,"@odata.type":"#x"}`,
			"/a~1b: want no value, got null",
		},
		{"a maximum of nothing", Schema{MaxItems: -1}, `[1]`, ": want at most 0 items, got 1"},
		{"characters are code points", Schema{MaxLength: 2}, `"\ud83d\ude00\ud83d\ude00"`, ""},
		{"what an alternative looked at", Schema{
			AnyOf:                 []Schema{{Properties: []NamedSchema{{"a", Schema{}}}, Required: []string{"a"}}, {Required: []string{"b"}}},
			UnevaluatedProperties: &Schema{Never: true},
		}, `{"a":1,"b":2}`, "/b: want no value, got 2"},
	}
	for _, test := range tests {
		if got := schemaErrors(test.schema, test.text); got != test.want {
			t.Errorf("%s: %s: got %q, want %q", test.name, test.text, got, test.want)
		}
	}
}

// FuzzFormats looks for texts that a format cannot bear.
func FuzzFormats(f *testing.F) {
	for _, seed := range []string{"2024-02-29", "xn--11b2ezcw70k", "a@b", "http://[::1]:80/%20?#", "{+a,b*}", "/~0", "(?<n>[\\u{1}])*?", "P1DT1S", "23:59:60Z"} {
		f.Add(seed)
	}
	formats := []string{"date-time", "duration", "byte", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "iri-reference", "uri-template", "json-pointer", "relative-json-pointer", "regex"}
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range formats {
			if HasFormat(format, text) && !HasFormat(format, text) {
				t.Errorf("%s: %q is and is not", format, text)
			}
		}
	})
}
