package main

import (
	"fmt"
	"strconv"
	"strings"
)

// kind is a document that can have any size.
type kind struct {
	name string
	ext  string
	text func(n int) string

	// output says that the Go that comes out is what takes time and memory: it is
	// measured in smaller sizes.
	output bool
}

// kinds are what documents have many of.
var kinds = []kind{
	{name: "properties of a schema", ext: "json", text: func(n int) string {
		return schemas(`"T":{"type":"object","properties":{` + list(n, `"p@n":{"type":"string"}`) + `}}`)
	}},
	{name: "required properties", ext: "json", text: func(n int) string {
		return schemas(`"T":{"type":"object","required":[` + list(n, `"p@n"`) + `],"properties":{` + list(n, `"p@n":{"type":"string"}`) + `}}`)
	}},
	{name: "members of an enumeration", ext: "json", text: func(n int) string {
		return schemas(`"T":{"type":"string","enum":[` + list(n, `"m@n"`) + `]}`)
	}},
	{name: "schemas", ext: "json", text: func(n int) string {
		return schemas(list(n, `"@name":{"type":"object","properties":{"id":{"type":"string"}}}`))
	}, output: true},
	{name: "inline schemas", ext: "json", text: func(n int) string {
		return schemas(`"T":{"type":"object","properties":{` + list(n, `"@name":{"type":"object","properties":{"q@n":{"type":"string"}}}`) + `}}`)
	}, output: true},
	{name: "references", ext: "json", text: func(n int) string {
		return schemas(`"U":{"type":"object","properties":{"a":{"type":"string"}}},"T":{"type":"object","properties":{` + list(n, `"p@n":{"$ref":"#/components/schemas/U"}`) + `}}`)
	}},
	{name: "references to references", ext: "json", text: func(n int) string {
		return schemas(list(n, `"@name":{"$ref":"#/components/schemas/@next"}`) + fmt.Sprintf(`,"%s":{"type":"object","properties":{"id":{"type":"string"}}}`, name(n)))
	}},
	{name: "objects that hold the next", ext: "json", text: func(n int) string {
		return schemas(list(n, `"@name":{"type":"object","properties":{"next":{"$ref":"#/components/schemas/@next"}}}`) + fmt.Sprintf(`,"%s":{"type":"object"}`, name(n)))
	}, output: true},
	{name: "levels of allOf, each with a property", ext: "json", text: func(n int) string {
		return document(`"paths":{"/a":{"get":{"responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Aa_t0"}}}}}}}},`,
			list(n, `"@name":{"allOf":[{"$ref":"#/components/schemas/@next"},{"type":"object","properties":{"p@n":{"type":"string"}}}]}`)+
				fmt.Sprintf(`,"%s":{"type":"object","properties":{"id":{"type":"string"}}}`, name(n)))
	}},
	{name: "parts of one allOf", ext: "json", text: func(n int) string {
		return schemas(`"T":{"allOf":[` + list(n, `{"type":"object","properties":{"p@n":{"type":"string"}}}`) + `]}`)
	}},
	{name: "alternatives of a oneOf", ext: "json", text: func(n int) string {
		return schemas(`"T":{"oneOf":[` + list(n, `{"$ref":"#/components/schemas/@name"}`) + `]},` + list(n, `"@name":{"type":"object","required":["p@n"],"properties":{"p@n":{"type":"string"}}}`))
	}, output: true},
	{name: "paths", ext: "json", text: func(n int) string {
		return document(`"paths":{`+list(n, `"/@group/t@n/{id}":{"get":{"operationId":"get@n","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],"responses":{"204":{"description":"ok"}}}}`)+`},`, "")
	}, output: true},
	{name: "parameters of an operation", ext: "json", text: func(n int) string {
		return document(`"paths":{"/a":{"get":{"operationId":"get","parameters":[`+list(n, `{"name":"q@n","in":"query","schema":{"type":"string"}}`)+`],"responses":{"204":{"description":"ok"}}}}},`, "")
	}},
	{name: "header fields of an answer", ext: "json", text: func(n int) string {
		return document(`"paths":{"/a":{"get":{"operationId":"get","responses":{"204":{"description":"ok","headers":{`+list(n, `"X-@n":{"schema":{"type":"string"}}`)+`}}}}}},`, "")
	}},
	{name: "answers of operations, by reference", ext: "json", text: func(n int) string {
		return `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{` + list(n, `"/@group/t@n":{"get":{"operationId":"get@n","responses":{"200":{"$ref":"#/components/responses/R@n"}}}}`) +
			`},"components":{"responses":{` + list(n, `"R@n":{"description":"ok","content":{"application/json":{"schema":{"type":"string"}}}}`) + `}}}`
	}, output: true},
	{name: "members of an extension", ext: "json", text: func(n int) string {
		return document(`"paths":{},"x-map":{`+list(n, `"k@n":{"a":1}`)+`},`, "")
	}},
	{name: "members of an extension, YAML", ext: "yaml", text: func(n int) string {
		return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\nx-map:\n" + lines(n, "  k@n: {a: 1}\n")
	}},
	{name: "properties of a schema, YAML", ext: "yaml", text: func(n int) string {
		return yamlSchemas("    T:\n      type: object\n      properties:\n" + lines(n, "        p@n: {type: string}\n"))
	}},
	{name: "merge keys", ext: "yaml", text: func(n int) string {
		return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\nx-base: &base {type: object, description: b}\ncomponents:\n  schemas:\n" + lines(n, "    @name:\n      <<: *base\n      properties: {a: {type: string}}\n")
	}, output: true},
	{name: "aliases", ext: "yaml", text: func(n int) string {
		return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\nx-base: &base {type: string, description: b}\ncomponents:\n  schemas:\n    T:\n      type: object\n      properties:\n" + lines(n, "        p@n: *base\n")
	}},
	{name: "surrogate pairs", ext: "json", text: func(n int) string {
		return document(`"paths":{},"x-text":"`+strings.Repeat(`\ud83d\ude00`, n)+`",`, "")
	}},
	{name: "unknown fields", ext: "json", text: func(n int) string {
		return document(`"paths":{},`+list(n, `"k@n":{"a":1}`)+`,`, "")
	}},
	{name: "references that lead to nothing", ext: "json", text: func(n int) string {
		return document(`"paths":{`+list(n, `"/@group/t@n":{"get":{"operationId":"get@n","responses":{"200":{"$ref":"#/components/responses/None@n"}}}}`)+`,"/ok":{"get":{"operationId":"ok","responses":{"204":{"description":"ok"}}}}},`, "")
	}},
	{name: "definitions, Swagger 2.0", ext: "json", text: func(n int) string {
		return `{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{` + list(n, `"/@group/t@n":{"get":{"operationId":"get@n","responses":{"200":{"description":"ok","schema":{"$ref":"#/definitions/@name"}}}}}`) +
			`},"definitions":{` + list(n, `"@name":{"type":"object","properties":{"id":{"type":"string"}}}`) + `}}`
	}, output: true},
	{name: "CSDL: entity types with sets", ext: "xml", text: func(n int) string {
		return model(lines(n, `<EntityType Name="@name"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>`) +
			`<EntityContainer Name="C">` + lines(n, `<EntitySet Name="@name" EntityType="NS.@name"/>`) + `</EntityContainer>`)
	}, output: true},
	{name: "CSDL: properties of a type", ext: "xml", text: func(n int) string {
		return model(`<ComplexType Name="T">` + lines(n, `<Property Name="p@n" Type="Edm.String"/>`) + `</ComplexType>`)
	}},
	{name: "CSDL: navigation properties", ext: "xml", text: func(n int) string {
		return model(`<EntityType Name="T"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>` +
			lines(n, `<NavigationProperty Name="n@n" Type="NS.T"/>`) + `</EntityType><EntityContainer Name="C"><EntitySet Name="s" EntityType="NS.T"/></EntityContainer>`)
	}, output: true},
	{name: "CSDL: members of an enumeration", ext: "xml", text: func(n int) string {
		return model(`<EnumType Name="T">` + lines(n, `<Member Name="m@n"/>`) + `</EnumType>`)
	}},
	{name: "CSDL: annotations of other elements", ext: "xml", text: func(n int) string {
		return model(`<ComplexType Name="T">` + lines(n, `<Property Name="p@n" Type="Edm.String"/>`) + `</ComplexType>` +
			lines(n, `<Annotations Target="NS.T/p@n"><Annotation Term="Org.OData.Core.V1.Description" String="d"/></Annotations>`))
	}},
	{name: "CSDL: functions", ext: "xml", text: func(n int) string {
		return model(lines(n, `<Function Name="f@n"><ReturnType Type="Edm.String"/></Function>`) +
			`<EntityContainer Name="C">` + lines(n, `<FunctionImport Name="f@n" Function="NS.f@n"/>`) + `</EntityContainer>`)
	}, output: true},
	{name: "CSDL: types of nothing", ext: "xml", text: func(n int) string {
		return model(`<ComplexType Name="T"><Property Name="id" Type="Edm.String"/>` + lines(n, `<Property Name="p@n" Type="NS.None@n"/>`) + `</ComplexType>`)
	}},
	{name: "CSDL JSON: properties of a type", ext: "json", text: func(n int) string {
		return `{"$Version":"4.01","NS":{"T":{"$Kind":"ComplexType",` + list(n, `"p@n":{}`) + `}}}`
	}},
}

// list repeats a piece with commas between. In it @n is its number, @name a name for that
// with the group @group, and @next the next name.
func list(n int, piece string) string { return repeat(n, piece, ",") }

func lines(n int, piece string) string { return repeat(n, piece, "") }

func repeat(n int, piece, between string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(strings.NewReplacer("@name", name(i), "@next", name(i+1), "@group", group(i), "@n", strconv.Itoa(i)).Replace(piece))
	}
	return b.String()
}

// grouped is how many names begin with the same word, and stand in one file.
const grouped = 64

func name(i int) string { return fmt.Sprintf("%s_t%d", group(i), i%grouped) }

// group is a word of letters.
func group(i int) string {
	word := ""
	for i /= grouped; ; i /= 26 {
		word += string(rune('a' + i%26))
		if i < 26 {
			break
		}
	}
	return "A" + word
}

func schemas(text string) string { return document(`"paths":{},`, text) }

func document(before, schemas string) string {
	return `{"openapi":"3.1.0","info":{"title":"t","version":"1"},` + before + `"components":{"schemas":{` + schemas + `}}}`
}

func yamlSchemas(text string) string {
	return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n" + text
}

func model(text string) string {
	return `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="NS" xmlns="http://docs.oasis-open.org/odata/ns/edm">` +
		text + `</Schema></edmx:DataServices></edmx:Edmx>`
}
