package openapi

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// sound has an operation for each kind of component, which reaches it through others
// where it can; "none" reaches none. A test changes a text in it.
const sound = `
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: 'https://example.org'}]
security: []
paths:
  /none:
    get: {operationId: none, responses: {'204': {description: ok}}}
  /schema:
    get:
      operationId: schema
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
  /parameter:
    get:
      operationId: parameter
      parameters: [{$ref: '#/components/parameters/P'}]
      responses: {'204': {description: ok}}
  /response:
    get:
      operationId: response
      responses: {'200': {$ref: '#/components/responses/R'}}
  /body:
    post:
      operationId: body
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses: {'204': {description: ok}}
  /header:
    get:
      operationId: header
      responses: {'204': {description: ok, headers: {X: {$ref: '#/components/headers/H'}}}}
  /secured:
    get:
      operationId: secured
      security: [{key: []}]
      responses: {'204': {description: ok}}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
    B: {type: object, properties: {name: {type: string}}}
    Alone: {type: object, properties: {name: {type: string}}}
  parameters:
    P: {name: p, in: query, schema: {type: string}}
  responses:
    R: {description: ok, content: {text/plain: {schema: {type: string}}}}
  requestBodies:
    B: {content: {text/plain: {schema: {type: string}}}}
  headers:
    H: {schema: {type: string}}
  securitySchemes:
    key: {type: apiKey, name: k, in: header}
`

// all are the operations of the sound document.
var all = []string{"body", "header", "none", "parameter", "response", "schema", "secured"}

func TestWhatIsWrongCostsTheOperationsThatReachIt(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		lost           []string
	}{
		{"nothing", "version: '1'", "version: '2'", nil},
		{"a schema that another has", "B: {type: object, properties: {name: {type: string}}}", "B: [a]", []string{"schema"}},
		{"properties in a list", "properties: {b: {$ref: '#/components/schemas/B'}}", "properties: [b]", []string{"schema"}},
		{"a schema that nothing reaches", "Alone: {type: object, properties: {name: {type: string}}}", "Alone: {properties: [a]}", nil},
		{"a reference to nothing in a schema", "{name: {type: string}}}\n    Alone", "{name: {$ref: '#/components/schemas/None'}}}\n    Alone", []string{"schema"}},
		{"a reference to another kind", "b: {$ref: '#/components/schemas/B'}", "b: {$ref: '#/components/responses/R'}", []string{"schema"}},
		{"a parameter without a place", "{name: p, in: query", "{name: p, in: nowhere", []string{"parameter"}},
		{"a parameter without a name", "{name: p, in: query", "{in: query", []string{"parameter"}},
		{"a parameter in two forms", "in: query, schema: {type: string}}", "in: query, schema: {type: string}, content: {text/plain: {schema: {type: string}}}}", []string{"parameter"}},
		{"content of an answer in a list", "{description: ok, content: {text/plain", "{description: ok, content: [a], x: {text/plain", []string{"response"}},
		{"content of a body in a list", "B: {content: {text/plain: {schema: {type: string}}}}", "B: {content: [a]}", []string{"body"}},
		{"a header in two forms", "H: {schema: {type: string}}", "H: {schema: {type: string}, content: {text/plain: {schema: {type: string}}}}", []string{"header"}},
		{"a header that is a list", "H: {schema: {type: string}}", "H: [a]", []string{"header"}},
		{"a scheme without a name", "{type: apiKey, name: k, in: header}", "{type: apiKey, in: header}", nil},
		{"a scheme of no type", "{type: apiKey, name: k", "{type: none, name: k", nil},
		{"all parameters in a list", "  parameters:\n    P: {name: p, in: query, schema: {type: string}}", "  parameters: [a]", []string{"parameter"}},
		{"all schemes in a list", "    key: {type: apiKey, name: k, in: header}", "    - a", nil},
		{"servers in a map", "servers: [{url: 'https://example.org'}]", "servers: {url: 'https://example.org'}", nil},
		{"tags in a map", "security: []", "tags: {a: b}", nil},
		{"info that is a list", "info: {title: t, version: '1'}", "info: [a]", nil},
		{"an operation that is a list", "{operationId: none, responses: {'204': {description: ok}}}", "[none]", []string{"none"}},
		{"parameters in a map", "operationId: schema", "operationId: schema\n      parameters: {p: q}", []string{"schema"}},
		{"required of drafts before", "name: {type: string}}}\n    Alone", "name: {type: string, required: true}}}\n    Alone", nil},
		{"an empty header value", "H: {schema", "H: {allowEmptyValue: true, schema", nil},
		{"alternatives without one", "Alone: {type: object", "Alone: {oneOf: [], type: object", nil},
		{"a style beside content", "in: query, schema: {type: string}}", "in: query, style: form, content: {text/plain: {schema: {type: string}}}}", nil},
		{"an unknown field", "openapi:", "unknown: 1\nopenapi:", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.ReplaceAll(sound, tt.old, tt.new)
			if text == sound {
				t.Fatalf("there is no %q", tt.old)
			}
			operations, diags := readOperations(t, text)
			want := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(tt.lost, name) })
			if diff := cmp.Diff(want, operations); diff != "" {
				t.Errorf("operations (-want +got):\n%s%v", diff, diags.Sorted())
			}
			if diags.HasErrors() || diags.Has(diag.Loss) != (tt.lost != nil) || diags.Len() == 0 && tt.name != "nothing" {
				t.Errorf("it is told so: %v", diags.Sorted())
			}
			for _, d := range diags.Sorted() {
				if d.Pos.Line == 0 || d.Hint == "" || d.Severity == diag.Loss && d.LeftOut == "" {
					t.Errorf("%v has no place or no hint, or does not say what is left out", d)
				}
			}
		})
	}
}

func TestAWrongReferenceOfSwaggerCostsItsOperation(t *testing.T) {
	const text = `
swagger: '2.0'
info: {title: t, version: '1'}
paths:
  /good: {get: {operationId: good, responses: {'200': {description: ok, schema: {$ref: '#/definitions/Good'}}}}}
  /none: {get: {operationId: none, responses: {'200': {description: ok, schema: {$ref: '#/definitions/None'}}}}}
  /deep: {get: {operationId: deep, responses: {'200': {description: ok, schema: {$ref: '#/definitions/Deep'}}}}}
  /kind: {get: {operationId: kind, parameters: [{$ref: '#/definitions/Good'}], responses: {'200': {description: ok}}}}
definitions:
  Good: {type: object, properties: {name: {type: string}}}
  Deep: {type: object, properties: {other: {$ref: '#/definitions/Other'}}}
  Other: {type: array, items: {$ref: '#/responses/None'}}
`
	operations, diags := readOperations(t, text)
	if diff := cmp.Diff([]string{"good"}, operations); diff != "" || diags.HasErrors() {
		t.Errorf("operations (-want +got):\n%s%v", diff, diags.Sorted())
	}
	lost := map[int]bool{} // the lines that are told
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Loss {
			lost[d.Pos.Line] = true
		}
	}
	if diff := cmp.Diff(map[int]bool{6: true, 7: true, 8: true}, lost); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

// readOperations returns the names of the operations of a document.
func readOperations(t *testing.T, text string) ([]string, *diag.List) {
	t.Helper()
	var diags diag.List
	doc := source.Take("in.yaml", []byte(text), &diags)
	if doc == nil {
		t.Fatal(diags.Sorted())
	}
	model := Read(doc, source.Allowed(t.TempDir()), Options{}, &diags)
	var names []string
	for _, e := range model.Endpoints {
		names = append(names, e.Name)
	}
	slices.Sort(names)
	return names, &diags
}
