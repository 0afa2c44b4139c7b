package jsonschema

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// read makes types of the schemas in a document: its members are the components.
func read(t *testing.T, dialect Dialect, text string) (*Reader, *diag.List) {
	t.Helper()
	doc, fault := tree.Parse("in.yaml", []byte(text))
	if fault != nil {
		t.Fatal(fault)
	}
	Identify(doc)
	dir := t.TempDir()
	files := tree.NewFiles(doc, filepath.Join(dir, "in.yaml"), source.Allowed(dir))
	var diags diag.List
	d := NewDocument(files, dialect, &diags)
	var components []*Schema
	for _, m := range doc.Place().Members() {
		if s := d.Component(m, m.Name()); s != nil {
			components = append(components, s)
		}
	}
	r := NewReader(new(api.API), files, components, &diags)
	for _, s := range components {
		r.Component(s)
	}
	r.NameInline()
	return r, &diags
}

// said are the diagnostics as lines.
func said(diags *diag.List) string {
	var lines []string
	for _, d := range diags.Sorted() {
		lines = append(lines, d.Error())
	}
	return strings.Join(lines, "\n")
}

// describe is a type as text.
func describe(t api.Type) string {
	switch t := t.(type) {
	case api.Primitive:
		return strings.TrimPrefix(string(t), "Edm.")
	case api.List:
		return "[" + describe(t.Elem) + "]"
	case api.Map:
		return "{" + describe(t.Elem) + "}"
	case api.Nullable:
		return describe(t.Elem) + "?"
	case *api.Enum:
		return "enum " + t.Name.String()
	case *api.Union:
		return "union " + t.Name.String()
	case *api.Struct:
		return t.Name.String()
	}
	return fmt.Sprintf("%T", t)
}

// model lists the types with their parts.
func model(r *Reader) string {
	var b strings.Builder
	for _, s := range r.api.Structs {
		fmt.Fprintf(&b, "%s\n", s.Name)
		for _, p := range s.Properties {
			fmt.Fprintf(&b, "\t%s %s", p.Name, describe(p.Type))
			for word, is := range map[string]bool{" required": p.Required, " null": p.Nullable} {
				if is {
					b.WriteString(word)
				}
			}
			b.WriteString("\n")
		}
	}
	for _, e := range r.api.Enums {
		var names []string
		for _, v := range e.Values {
			names = append(names, v.Name)
		}
		fmt.Fprintf(&b, "enum %s: %s\n", e.Name, strings.Join(names, " "))
	}
	for _, u := range r.api.Unions {
		fmt.Fprintf(&b, "union %s by %q:", u.Name, u.Discriminator)
		for _, v := range u.Variants {
			fmt.Fprintf(&b, " %s %v", describe(v.Type), v.Values)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestTypes(t *testing.T) {
	for _, tt := range []struct {
		name, text, want, said string
		dialect                Dialect
	}{
		{
			"properties are in the order of the document", "A: {properties: {z: {type: string}, a: {type: integer, format: int32}, m: {type: boolean}}, required: [m]}",
			"A\n\tz String\n\ta Int32\n\tm Boolean required\n", "", Draft2020,
		},
		{
			"integers keep their digits", "A: {properties: {b: {enum: [9007199254740993, 9223372036854775807]}}}",
			"A\n\tb enum A_b\nenum A_b: 9007199254740993 9223372036854775807\n", "", Draft2020,
		},
		{
			"references lead to one type, also to one that is not named",
			"A: {properties: {b: {$ref: '#/B'}, c: {$ref: '#/B/properties/c'}}}\nB: {properties: {c: {properties: {a: {$ref: '#/A'}}}}}",
			"A\n\tb B\n\tc c\nB\n\tc B_c\nB_c\n\ta A\nc\n\ta A\n", "", Draft2020,
		},
		{
			"what stands beside a reference says no other type", "A: {properties: {b: {$ref: '#/B', maxLength: 3, description: d}}}\nB: {type: string, format: uuid}",
			"A\n\tb Guid\n", "", Draft2020,
		},
		{
			"properties beside a reference are those of another object",
			"A: {properties: {b: {$ref: '#/B'}, d: {$ref: '#/D'}}}\nB: {$ref: '#/D', properties: {x: {type: string}}, required: [x]}\nD: {properties: {y: {type: string}}}",
			"A\n\tb B\n\td D\nB\n\tx String required\n\ty String\nD\n\ty String\n", "", Draft2020,
		},
		{
			"a schema can lead to itself through allOf", "Node: {properties: {name: {type: string}, links: {type: array, items: {allOf: [{properties: {rank: {type: integer}}}, {$ref: '#/Node'}]}}}}",
			"Node\n\tname String\n\tlinks [Node_links]\nNode_links\n\tname String\n\tlinks [Node_links]\n\trank Int64\n", "", Draft2020,
		},
		{
			"the first property that differs tells alternatives apart",
			"U: {oneOf: [{$ref: '#/C'}, {$ref: '#/D'}]}\nC: {properties: {kind: {const: cat}, breed: {const: siam}}}\nD: {properties: {kind: {const: dog}, breed: {const: pug}}}",
			"C\n\tkind enum C_kind\n", "", Draft2020,
		},
		{
			"alternatives that share their values are told apart by their names",
			"U: {oneOf: [{$ref: '#/Fish'}, {$ref: '#/Bird'}], discriminator: {propertyName: kind}}\nKind: {type: string, enum: [Fish, Bird]}\n" +
				"Fish: {properties: {kind: {$ref: '#/Kind'}, f: {type: string}}}\nBird: {properties: {kind: {$ref: '#/Kind'}, b: {type: string}}}",
			"Fish\n\tkind enum Kind\n\tf String\nBird\n\tkind enum Kind\n\tb String\nenum Kind: Fish Bird\nunion U by \"kind\": Fish [Fish] Bird [Bird]\n", "", OpenAPI30,
		},
		{
			"references that lead to each other say nothing", "X: {$ref: '#/Y'}\nY: {$ref: '#/X'}\nZ: {properties: {x: {$ref: '#/X'}}}",
			"Z\n\tx Untyped null\n", "in.yaml:1:1: warning: schema-cycle: the reference \"#/Y\" leads back to itself, and says nothing\n" +
				"in.yaml:2:1: warning: schema-cycle: the reference \"#/X\" leads back to itself, and says nothing", OpenAPI30,
		},
		{
			"a reference that leads to nothing is told", "A: {properties: {b: {$ref: '#/B'}}}",
			"A\n\tb Untyped null\n", `in.yaml:1:28: ref-not-found: the reference "#/B" leads to nothing`, OpenAPI30,
		},
		{
			"Swagger 2.0 has its own words", "A: {discriminator: kind, properties: {kind: {type: string, x-nullable: true}, f: {type: file}}, oneOf: [{type: string}]}",
			"A\n\tkind String null\n\tf String\n", "", Swagger,
		},
		{
			"a text that is a truth value or a number counts", "A: {type: string, readOnly: 'true', minLength: '3'}\nB: {properties: {a: {type: string, nullable: 'true'}}}",
			"B\n\ta String null\n", "", OpenAPI30,
		},
	} {
		r, diags := read(t, tt.dialect, tt.text)
		got := model(r)
		if tt.name == "the first property that differs tells alternatives apart" {
			got, tt.want = got[strings.Index(got, "union"):], "union U by \"kind\": C [cat] D [dog]\n"
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.said, said(diags)); diff != "" {
			t.Errorf("%s: diagnostics (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestADynamicReferenceIsFollowedWhereItLeadsToOneSchema(t *testing.T) {
	const list = `{"$id": "https://example.com/%s", "type": "object", "properties": {"items": {"$dynamicRef": "#item"}}, "$defs": {"any": {"$dynamicAnchor": "item", "type": "string"}}}`
	for _, tt := range []struct{ name, text, want string }{
		{"alone", fmt.Sprintf(`{"A": `+list+`}`, "a"), "A\n\titems String\n"},
		{"beside another", fmt.Sprintf(`{"A": `+list+`, "B": `+list+`}`, "a", "b"), "A\n\titems String\nB\n\titems String\n"},
		{
			"from another that has the anchor",
			fmt.Sprintf(`{"A": `+list+`, "B": {"$id": "https://example.com/b", "properties": {"a": {"$ref": "a"}}, "$defs": {"n": {"$dynamicAnchor": "item", "type": "integer"}}}}`, "a"),
			"A\n\titems Untyped null\nB\n\ta A\n",
		},
	} {
		r, _ := read(t, Draft2020, tt.text)
		if diff := cmp.Diff(tt.want, model(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestTypesMadeOfOneAreToldApart(t *testing.T) {
	for dialect, text := range map[Dialect]string{
		OpenAPI30: "Base: {properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {one: '#/One', first: One}}}\nOne: {allOf: [{$ref: '#/Base'}, {properties: {a: {type: string}}}]}\n" +
			"Two: {allOf: [{$ref: '#/Base'}, {properties: {b: {type: string}}}]}\nThree: {allOf: [{$ref: '#/Two'}, {properties: {c: {type: string}}}]}",
		Swagger: "Base: {properties: {kind: {type: string}}, discriminator: kind}\nOne: {allOf: [{$ref: '#/Base'}, {properties: {a: {type: string}}}]}",
	} {
		r, _ := read(t, dialect, text)
		r.Discriminate()
		got := map[string]string{}
		for _, s := range r.api.Structs {
			got[s.Name.Local] = s.Discriminator
			for _, d := range s.Derived {
				got[s.Name.Local] += fmt.Sprint(" ", d.Type.Name.Local, d.Values)
			}
		}
		want := map[string]string{"Base": "kind One[one first] Two[Two]", "One": "", "Two": "kind Three[Three]", "Three": ""}
		if dialect == Swagger {
			want = map[string]string{"Base": "kind One[One]", "One": ""}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("dialect %v (-want +got):\n%s", dialect, diff)
		}
	}
}

// A schema whose parts are the same schema twice, again and again, is read in time.
func TestPartsThatRepeatAreReadOnce(t *testing.T) {
	var b strings.Builder
	b.WriteString("L0: {type: object, properties: {a: {type: string}}, required: [a]}\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&b, "L%d: {allOf: [{$ref: '#/L%d'}, {$ref: '#/L%d'}]}\n", i, i-1, i-1)
	}
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&b, "M%d: {anyOf: [{$ref: '#/M%d'}, {$ref: '#/L%d'}, {not: {$ref: '#/M%d'}}]}\n", i, max(i-1, 1), i, max(i-1, 1))
	}
	read(t, Draft2020, b.String())
}

func TestReferencesToReferencesLeadToTheLast(t *testing.T) {
	var text strings.Builder
	const n = 1000
	for i := range n {
		fmt.Fprintf(&text, "T%d: {$ref: '#/T%d'}\n", i, i+1)
	}
	fmt.Fprintf(&text, "T%d: {properties: {a: {type: string}}}\nU: {properties: {first: {$ref: '#/T0'}, near: {$ref: '#/T990'}}}\n", n)
	r, diags := read(t, OpenAPI30, text.String())
	want := describe(r.TypeOf(r.Named(fmt.Sprintf("T%d", n))))
	u := r.TypeOf(r.Named("U")).(*api.Struct)
	for _, p := range u.Properties {
		if got := describe(p.Type); got != want {
			t.Errorf("%s is %s, want %s", p.Name, got, want)
		}
	}
	if diags.Len() > 0 {
		t.Error(said(diags))
	}
}

func TestReferencesThatLeadBackAreTold(t *testing.T) {
	r, diags := read(t, OpenAPI30, "A: {$ref: '#/A'}\nX: {$ref: '#/Y'}\nY: {$ref: '#/X'}\nU: {properties: {a: {$ref: '#/A'}, y: {$ref: '#/Y'}}}\n")
	for _, p := range r.TypeOf(r.Named("U")).(*api.Struct).Properties {
		if p.Type != api.Untyped {
			t.Errorf("%s is %s, want any value", p.Name, describe(p.Type))
		}
	}
	if got := strings.Count(said(diags), "leads back to itself"); got != 3 {
		t.Errorf("%d references are told, want 3:\n%s", got, said(diags))
	}
}
