package document

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// read reads a document, doc.yaml, and returns what is in it as lines.
func read(t *testing.T, version string, leftOut map[string]bool, files map[string]string) (lines, said []string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	main, fault := tree.Parse("doc.yaml", []byte(files["doc.yaml"]))
	if fault != nil {
		t.Fatal(fault)
	}
	var diags diag.List
	doc := Read(tree.NewFiles(main, filepath.Join(dir, "doc.yaml"), source.Allowed(dir)), version, leftOut, &diags)
	for _, d := range diags.Sorted() {
		said = append(said, d.Error())
	}
	return describe(doc), said
}

func describe(doc *Document) []string {
	lines := []string{doc.Title}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, s := range doc.Servers {
		add("server %s", s.URL)
	}
	for _, s := range doc.SecuritySchemes {
		add("scheme %s: %s %s %s %s %s", s.ID, s.Type, s.Scheme, s.In, s.Name, s.TokenURL)
	}
	for _, item := range doc.Paths {
		for _, op := range item.Operations {
			add("%s %s %s", op.Method, item.Path, op.OperationID)
			for _, p := range append(item.Parameters, op.Parameters...) {
				explode := "-"
				if p.Explode != nil {
					explode = fmt.Sprint(*p.Explode)
				}
				add("\t%s in %s %s %q explode %s %s", p.Name, p.In, p.Style, p.Description, explode, schema(p.Schema))
			}
			if op.RequestBody != nil {
				add("\tbody%s", content(op.RequestBody.Content))
			}
			for _, r := range op.Responses {
				add("\t%s %q%s", r.Status, r.Description, content(r.Content))
				for _, h := range r.Headers {
					add("\t\t%s %s", h.Name, schema(h.Schema))
				}
			}
		}
	}
	for _, s := range doc.Schemas {
		add("schema %s %s", s.Name, schema(s))
	}
	return lines
}

func content(all Content) string {
	var b strings.Builder
	for _, m := range all {
		fmt.Fprintf(&b, " %s %s", m.Name, schema(m.Schema))
		for _, e := range m.Encoding {
			fmt.Fprintf(&b, " (%s %s %v)", e.Name, e.Style, *e.Explode)
		}
	}
	return b.String()
}

func schema(s *jsonschema.Schema) string {
	switch {
	case s == nil:
		return "-"
	case s.Ref != "":
		return "->" + s.Target().Name
	}
	text := strings.Join(append([]string(s.Types), s.Format), " ")
	if s.Nullable {
		text += " null"
	}
	if s.Items != nil {
		text += " [" + schema(s.Items) + "]"
	}
	for _, p := range s.Properties.All() {
		text += " " + p.Name + ": " + schema(p.Schema) + ";"
	}
	return "{" + strings.TrimSpace(text) + "}"
}

// A document of Swagger 2.0 and one of OpenAPI 3.0 that says the same have one tree.
func TestBothFrontEndsFillOneTree(t *testing.T) {
	want, said := read(t, "3.0.3", nil, map[string]string{"doc.yaml": `
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://example.com/v1'}]
paths:
  /pets:
    get:
      operationId: list
      parameters:
        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: ids, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: each, in: query, explode: true, schema: {type: array, items: {type: string}}}
      responses:
        '200':
          description: All.
          headers: {X-Total: {schema: {type: integer}}}
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
    post:
      operationId: add
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: Added.}}
    put:
      operationId: form
      requestBody:
        content:
          multipart/form-data: {schema: {type: object, properties: {photo: {type: string, format: binary}, name: {type: string}}}}
      responses: {'204': {description: Put.}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string, nullable: true}}}
  securitySchemes:
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: header, name: X-Key}
    app: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {}}}}
`})
	got, more := read(t, "2.0", nil, map[string]string{"doc.yaml": `
swagger: '2.0'
info: {title: Pets, version: '1'}
host: example.com
basePath: /v1
produces: [application/json]
paths:
  /pets:
    get:
      operationId: list
      parameters:
        - {name: tags, in: query, type: array, items: {type: string}}
        - {name: ids, in: query, type: array, collectionFormat: pipes, items: {type: integer}}
        - {name: each, in: query, type: array, collectionFormat: multi, items: {type: string}}
      responses:
        200:
          description: All.
          headers: {X-Total: {type: integer}}
          schema: {type: array, items: {$ref: '#/definitions/Pet'}}
    post:
      operationId: add
      consumes: [application/json]
      parameters: [{name: pet, in: body, schema: {$ref: '#/definitions/Pet'}}]
      responses: {204: {description: Added.}}
    put:
      operationId: form
      parameters:
        - {$ref: '#/parameters/photo'}
        - {name: name, in: formData, type: string}
      responses: {204: {description: Put.}}
parameters:
  photo: {name: photo, in: formData, type: file}
definitions:
  Pet: {type: object, properties: {name: {type: string, x-nullable: true}}}
securityDefinitions:
  basic: {type: basic}
  key: {type: apiKey, in: header, name: X-Key}
  app: {type: oauth2, flow: application, tokenUrl: 'https://example.com/token', scopes: {}}
`})
	if diff := cmp.Diff(want, got); diff != "" || said != nil || more != nil {
		t.Errorf("%v %v (-3.0 +2.0):\n%s", said, more, diff)
	}
}

// References are followed from the file that they stand in, where OpenAPI has them and
// where it has none; what stands beside them counts in 3.1.
func TestReferencesLeadToWhatIsWrittenElsewhere(t *testing.T) {
	got, said := read(t, "3.1.0", map[string]bool{"/paths/~1b/delete": true}, map[string]string{
		"doc.yaml": `
openapi: 3.1.0
info: {$ref: 'parts.yaml#/info'}
paths:
  /a: {get: {$ref: 'parts.yaml#/get'}}
  /b: {$ref: 'parts.yaml#/item', put: {operationId: own}}
components: {schemas: {Pet: {$ref: 'parts.yaml#/Pet'}}}
`,
		"parts.yaml": `
info: {title: Parts}
get:
  operationId: get
  parameters: [{$ref: '#/limit', description: How many.}]
  responses: {'200': {$ref: '#/all'}}
item:
  parameters: [{$ref: '#/limit'}]
  put: {operationId: theirs}
  delete: {operationId: gone}
  additionalOperations: {COPY: {operationId: copy}}
limit: {name: limit, in: query, description: A limit., schema: {type: integer}}
all: {description: All., content: {application/json: {$ref: '#/media'}}}
media: {schema: {$ref: 'doc.yaml#/components/schemas/Pet'}}
Pet: {type: object}
`,
	})
	want := []string{
		"Parts",
		"GET /a get", "\tlimit in query  \"How many.\" explode - {integer}", "\t200 \"All.\" application/json ->Pet",
		"PUT /b own", "\tlimit in query  \"A limit.\" explode - {integer}",
		"COPY /b copy", "\tlimit in query  \"A limit.\" explode - {integer}",
		"schema Pet ->",
	}
	if diff := cmp.Diff(want, got); diff != "" || said != nil {
		t.Errorf("%v (-want +got):\n%s", said, diff)
	}
}
