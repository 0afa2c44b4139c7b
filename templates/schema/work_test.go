package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/wire"
	"pgregory.net/rapid"
)

const tooMuch = "the value takes too much work to be checked"

// nested are schemas of a value that nests in alternatives of itself: the work of each
// doubles with each level unless a value is looked at once.
func nested() map[string]*Schema {
	object := []string{"object"}
	not := func(s Schema) Schema {
		return Schema{Types: object, Required: []string{"not"}, Properties: []NamedSchema{{"not", s}}}
	}
	list := func(s Schema) Schema { return Schema{Types: []string{"array"}, Items: &s} }
	rule := Schema{Ref: "Rule"}
	of := func(s Schema) *Schema {
		s.Name = "Rule"
		return &Schema{In: &Schemas{s}, Ref: "Rule"}
	}
	null := Schema{Types: []string{"null"}}
	return map[string]*Schema{
		"anyOf":         of(Schema{AnyOf: []Schema{null, not(rule)}}),
		"oneOf":         of(Schema{OneOf: []Schema{null, not(rule)}}),
		"anyOf twice":   of(Schema{AnyOf: []Schema{not(rule), not(rule), null}}),
		"oneOf of both": of(Schema{OneOf: []Schema{not(rule), not(rule)}}),
		"not":           of(Schema{Not: &Schema{Not: &Schema{Properties: []NamedSchema{{"not", rule}}}}}),
		"if":            of(Schema{If: &Schema{Properties: []NamedSchema{{"not", rule}}}, Then: &Schema{Properties: []NamedSchema{{"not", rule}}}}),
		"lists":         of(Schema{AnyOf: []Schema{null, list(rule), list(rule)}}),
		"contains":      of(Schema{AnyOf: []Schema{null, {Contains: &rule}, {Contains: &rule}}}),
		"what nobody looked at": of(Schema{
			AnyOf:                 []Schema{not(rule), not(rule), null},
			UnevaluatedProperties: &Schema{Never: true},
		}),
	}
}

func deep(name string, depth int, inner string) string {
	if name == "lists" || name == "contains" {
		return strings.Repeat("[", depth) + inner + strings.Repeat("]", depth)
	}
	return strings.Repeat(`{"not":`, depth) + inner + strings.Repeat("}", depth)
}

// work returns the faults that a text has, and how many schemas were looked at.
func work(s *Schema, text string) (faults string, n int) {
	counted := &counter{rules: s, allowed: 100_000 + 16*len(text)}
	var v wire.Validator
	v.Schema(counted, []byte(text))
	return counted.faults, counted.n
}

// counter are rules that count the work of others: they take from a Validator what it has
// left, one by one.
type counter struct {
	rules  wire.Rules
	faults string

	allowed, n int
}

func (c *counter) Check(v *wire.Validator, value *wire.JSONValue) {
	c.rules.Check(v, value)
	c.faults = fmt.Sprint(v.Errs)
	left := 0
	for v.Work(1) {
		left++
	}
	c.n = c.allowed - left
}

func TestAlternativesInAlternativesAreLookedAtOnce(t *testing.T) {
	for name, s := range nested() {
		for _, inner := range []string{"5", "null", "{}", `"x"`} {
			_, short := work(s, deep(name, 10, inner))
			faults, long := work(s, deep(name, 80, inner))
			if long > 20*short || strings.Contains(faults, tooMuch) {
				t.Errorf("%s of %s: %d schemas at depth 10 and %d at 80: %.200s", name, inner, short, long, faults)
			}
		}
	}
}

// What cannot be remembered ends as well.
func TestWorkWithoutEndIsTooMuch(t *testing.T) {
	self := Schema{Name: "a", AnyOf: []Schema{{Ref: "a"}, {Ref: "a"}}}
	if got := schemaErrors(Schema{In: &Schemas{self}, Ref: "a"}, "1"); !strings.Contains(got, tooMuch) {
		t.Errorf("a schema that holds itself twice: %.200s", got)
	}
	closed := Schema{Name: "a", AllOf: []Schema{{AnyOf: []Schema{{Ref: "b"}, {Ref: "b"}}}}, UnevaluatedProperties: &Schema{}}
	next := Schema{Name: "b", AnyOf: []Schema{{Ref: "b"}, {Ref: "b"}}}
	if got := schemaErrors(Schema{In: &Schemas{closed, next}, Ref: "a"}, "{}"); !strings.Contains(got, tooMuch) {
		t.Errorf("what looks at all properties: %.200s", got)
	}
}

// What is remembered changes no verdict.
func TestAVerdictIsThatOfASchemaWithoutMemory(t *testing.T) {
	schemas := nested()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"anyOf", "oneOf", "anyOf twice", "oneOf of both", "if", "what nobody looked at"}).Draw(t, "schema")
		text := rapid.SampledFrom([]string{"null", "1", "{}", `{"not":null}`, `{"x":1}`}).Draw(t, "inner")
		for range rapid.IntRange(0, 4).Draw(t, "depth") {
			text = rapid.SampledFrom([]string{`{"not":@}`, `{"not":@,"x":1}`, `{"x":@}`, `{"a":{"not":@},"not":@}`}).Draw(t, "level")
			text = strings.ReplaceAll(text, "@", rapid.SampledFrom([]string{"null", "1", `{"not":null}`, `{"not":{"not":null}}`}).Draw(t, "part"))
		}
		n, ok := wire.ParseValue([]byte(text))
		if !ok {
			t.Fatalf("%s is no JSON", text)
		}
		verdictOf := func(c *schemaCheck) bool { return c.value(schemas[name], &n, nil) }
		in := schemas[name].In
		with := verdictOf(&schemaCheck{v: new(wire.Validator), in: in, verdicts: map[verdict]bool{}, quiet: 1})
		without := verdictOf(&schemaCheck{v: new(wire.Validator), in: in, quiet: 1})
		if with != without {
			t.Errorf("%s of %s: %v, and %v without memory", name, text, with, without)
		}
	})
}

// A text that is read again for each of its parts would take longer than tests may.
func TestAFormatIsReadOnce(t *testing.T) {
	const size = 8 << 20
	for _, part := range []string{"{", "{1,", "(?", "[", `\u{`} {
		text := strings.Repeat(part, size/len(part))
		if got := HasFormat("regex", text); got != (part == "{" || part == "{1,") {
			t.Errorf("%q and so on is an expression: %v", part, got)
		}
	}
}
