package openapi

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// large are documents of any size, by what they have many of. In a piece # is its number
// and ## the next.
var large = map[string]func(n int) string{
	"properties": func(n int) string {
		return schemas("    T: {type: object, properties: {" + many(n, "p#: {type: string}, ") + "}}")
	},
	"required": func(n int) string {
		return schemas("    T: {required: [" + many(n, "p#, ") + "], properties: {" + many(n, "p#: {type: string}, ") + "}}")
	},
	"enumeration": func(n int) string { return schemas("    T: {type: string, enum: [" + many(n, "m#, ") + "]}") },
	"schemas": func(n int) string {
		return schemas(many(n, "    T#: {type: object, properties: {a: {type: string}}}\n"))
	},
	"inline": func(n int) string {
		return schemas("    T: {properties: {" + many(n, "p#: {properties: {q#: {type: string}}}, ") + "}}")
	},
	"references": func(n int) string {
		return schemas("    U: {properties: {a: {type: string}}}\n    T: {properties: {" + many(n, "p#: {$ref: '#/components/schemas/U'}, ") + "}}")
	},
	"chain of references": func(n int) string {
		return schemas(many(n, "    T#: {$ref: '#/components/schemas/T##'}\n") + fmt.Sprintf("    T%d: {properties: {a: {type: string}}}", n))
	},
	"chain of objects": func(n int) string {
		return schemas(many(n, "    T#: {properties: {a: {$ref: '#/components/schemas/T##'}}}\n") + fmt.Sprintf("    T%d: {type: object}", n))
	},
	"levels of allOf": func(n int) string {
		return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/T0'}}}}}}}}\ncomponents:\n  schemas:\n" +
			many(n, "    T#: {allOf: [{$ref: '#/components/schemas/T##'}, {properties: {p#: {type: string}}}]}\n") + fmt.Sprintf("    T%d: {type: object}", n)
	},
	"parts of allOf": func(n int) string {
		return schemas("    T: {allOf: [" + many(n, "{required: [p#], properties: {p#: {type: string}}}, ") + "]}")
	},
	"parts without names": func(n int) string { return schemas("    T: {allOf: [" + many(n, "{minLength: #}, ") + "]}") },
	"extensions":          func(n int) string { return schemas("    T: {x-a: {" + many(n, "a#: {b: 1}, ") + "}}") },
	"aliases": func(n int) string {
		return schemas("    U: &u {type: string}\n    T: {properties: {" + many(n, "p#: *u, ") + "}}")
	},
	"merge keys": func(n int) string {
		return schemas("    U: &u {type: object, description: d}\n" + many(n, "    T#: {<<: *u, minProperties: 1}\n"))
	},
	"paths": func(n int) string {
		return paths(many(n, "  /a#/{id}: {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: d}}}}\n"))
	},
	"parameters": func(n int) string {
		return paths("  /a: {get: {parameters: [" + many(n, "{name: q#, in: query, schema: {type: string}}, ") + "], responses: {'204': {description: d}}}}")
	},
	"header fields": func(n int) string {
		return paths("  /a: {get: {responses: {'204': {description: d, headers: {" + many(n, "X-#: {schema: {type: string}}, ") + "}}}}}")
	},
	"unknown fields": func(n int) string { return schemas(many(n, "    T#: {unknown#: 1}\n")) },
	"references to nothing among many": func(n int) string {
		return paths("  /ok: {get: {responses: {'204': {description: d}}}}\n"+many(n, "  /a#: {get: {responses: {'200': {$ref: '#/components/responses/R#'}}}}\n")) +
			"components:\n  responses:\n" + many(n, "    Q#: {description: d}\n")
	},
	"references to nothing": func(n int) string {
		return paths("  /ok: {get: {responses: {'204': {description: d}}}}\n" + many(n, "  /a#: {get: {responses: {'200': {$ref: '#/components/responses/R#'}}}}\n"))
	},
}

func many(n int, piece string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.NewReplacer("##", fmt.Sprint(i+1), "#/", "#/", "#", fmt.Sprint(i)).Replace(piece))
	}
	return b.String()
}

func schemas(text string) string {
	return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n" + text
}

func paths(text string) string {
	return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n" + text
}

// A document that is twice as large costs twice the memory in all: what is copied for
// each of many things would cost four times as much.
func TestReadingIsLinear(t *testing.T) {
	for name, text := range large {
		t.Run(name, func(t *testing.T) {
			const n = 1500
			read := func(n int) float64 {
				text := []byte(text(n))
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				var diags diag.List
				doc := source.Take("in.yaml", text, &diags)
				if doc == nil {
					t.Fatal(diags.Sorted())
				}
				Read(doc, source.Allowed(), Options{}, &diags)
				runtime.ReadMemStats(&after)
				if diags.HasErrors() {
					t.Fatal(diags.Sorted()[0])
				}
				return float64(after.TotalAlloc - before.TotalAlloc)
			}
			read(n) // what is made once
			if once, twice := read(n), read(2*n); twice > 2.6*once {
				t.Errorf("%d of them take %.0f kB, and %d take %.0f kB: %.1f times as much", n, once/1e3, 2*n, twice/1e3, twice/once)
			}
		})
	}
}
