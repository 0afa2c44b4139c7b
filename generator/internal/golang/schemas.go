package golang

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// schemas returns the schemas that those in the plan refer to, by name.
func (p *planner) schemas(out plan) []*api.Schema {
	known := map[string]*api.Schema{}
	for _, s := range p.api.Schemas {
		known[s.Name] = s
	}
	wanted := map[string]bool{}
	var list []*api.Schema
	var want func(s *api.Schema)
	want = func(s *api.Schema) {
		for _, name := range s.Refs() {
			if to := known[name]; to != nil && !wanted[name] {
				wanted[name] = true
				list = append(list, to)
				want(to)
			}
		}
	}
	fields := func(fields []fieldPlan) {
		for _, f := range fields {
			for _, facet := range f.Facets {
				if s, ok := facet.Value.(*api.Schema); ok {
					want(s)
				}
			}
		}
	}
	for _, s := range out.Structs {
		want(s.Schema)
		fields(s.Fields)
	}
	for _, u := range out.Unions {
		want(u.Schema)
	}
	for _, list := range [][]endpointPlan{out.Plain, out.Receive} {
		for _, e := range list {
			if e.Body != nil {
				want(e.Body.Schema)
			}
			fields(e.Params.Fields)
			if e.Whole != nil {
				fields(e.Whole.Bodies)
				fields(e.Whole.Headers)
			}
		}
	}
	slices.SortFunc(list, func(a, b *api.Schema) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// emitSchemas emits
//
//	// schemas are what the schemas of types and properties refer to.
//	var schemas = odata.Schemas{
//		{
//			Name:  "Pet",
//			Types: []string{"object"},
//		},
//	}
func (f *file) emitSchemas(list []*api.Schema) {
	var rows []jen.Code
	for _, s := range list {
		rows = append(rows, f.schemaValues(s))
	}
	f.decl([]string{"schemas are what the schemas of types and properties refer to."},
		jen.Var().Id("schemas").Op("=").Add(f.schema("Schemas")).Add(lines("{", "}", rows)))
}

// rootSchema is &odata.Schema{...} with what its references lead to.
func (f *file) rootSchema(s *api.Schema) jen.Code {
	var first []jen.Code
	if len(s.Refs()) > 0 {
		first = append(first, jen.Id("In").Op(":").Op("&").Id("schemas"))
	}
	return jen.Op("&").Add(f.schema("Schema")).Add(f.schemaValues(s, first...))
}

// schemaValues is {Types: []string{"object"}, ...}, on lines of their own when it
// has parts.
func (f *file) schemaValues(s *api.Schema, first ...jen.Code) *jen.Statement {
	l := schemaLiteral{file: f, rows: first}
	l.text(naming.Kind("Name"), s.Name)
	l.text(naming.Kind("Ref"), s.Ref)
	l.truth(naming.Kind("Never"), s.Never)
	l.texts(naming.Kind("Types"), s.Types)
	l.texts(naming.Kind("Enum"), s.Enum)
	l.text(naming.Kind("Format"), s.Format)
	l.text(naming.Kind("Minimum"), s.Minimum)
	l.text(naming.Kind("Maximum"), s.Maximum)
	l.text(naming.Kind("ExclusiveMinimum"), s.ExclusiveMinimum)
	l.text(naming.Kind("ExclusiveMaximum"), s.ExclusiveMaximum)
	l.text(naming.Kind("MultipleOf"), s.MultipleOf)
	l.least(naming.Kind("MinLength"), s.MinLength)
	l.most(naming.Kind("MaxLength"), s.MaxLength)
	l.text(naming.Kind("Pattern"), s.Pattern)
	l.least(naming.Kind("MinItems"), s.MinItems)
	l.most(naming.Kind("MaxItems"), s.MaxItems)
	l.truth(naming.Kind("UniqueItems"), s.UniqueItems)
	l.list(naming.Kind("PrefixItems"), s.PrefixItems)
	l.schema(naming.Kind("Items"), s.Items)
	l.schema(naming.Kind("Contains"), s.Contains)
	l.most(naming.Kind("MinContains"), s.MinContains)
	l.most(naming.Kind("MaxContains"), s.MaxContains)
	l.least(naming.Kind("MinProperties"), s.MinProperties)
	l.most(naming.Kind("MaxProperties"), s.MaxProperties)
	l.texts(naming.Kind("Required"), s.Required)
	l.dependent(s.DependentRequired)
	l.named(naming.Kind("Properties"), s.Properties)
	l.named(naming.Kind("PatternProperties"), s.PatternProperties)
	l.schema(naming.Kind("AdditionalProperties"), s.AdditionalProperties)
	l.schema(naming.Kind("PropertyNames"), s.PropertyNames)
	l.named(naming.Kind("DependentSchemas"), s.DependentSchemas)
	l.list(naming.Kind("AllOf"), s.AllOf)
	l.list(naming.Kind("AnyOf"), s.AnyOf)
	l.list(naming.Kind("OneOf"), s.OneOf)
	l.schema(naming.Kind("Not"), s.Not)
	l.schema(naming.Kind("If"), s.If)
	l.schema(naming.Kind("Then"), s.Then)
	l.schema(naming.Kind("Else"), s.Else)
	l.schema(naming.Kind("UnevaluatedItems"), s.UnevaluatedItems)
	l.schema(naming.Kind("UnevaluatedProperties"), s.UnevaluatedProperties)
	if len(l.rows) > 2 || len(s.Parts()) > 0 {
		return lines("{", "}", l.rows)
	}
	return jen.Values(l.rows...)
}

// schemaLiteral collects the fields of an odata.Schema that are not zero.
type schemaLiteral struct {
	file *file
	rows []jen.Code
}

func (l *schemaLiteral) add(name naming.Ident, value jen.Code) {
	l.rows = append(l.rows, id(name).Op(":").Add(value))
}

func (l *schemaLiteral) text(name naming.Ident, text string) {
	if text != "" {
		l.add(name, jen.Lit(text))
	}
}

func (l *schemaLiteral) truth(name naming.Ident, is bool) {
	if is {
		l.add(name, jen.True())
	}
}

func (l *schemaLiteral) texts(name naming.Ident, texts []string) {
	if texts != nil {
		l.add(name, textList(texts))
	}
}

func textList(texts []string) jen.Code {
	var list []jen.Code
	for _, text := range texts {
		list = append(list, textLit(text))
	}
	return jen.Index().String().Values(list...)
}

// textLit is text as Go, in back quotes where that reads better. What cannot be seen is
// escaped: a text that changes its direction would show the code behind it as another.
func textLit(text string) jen.Code {
	hidden := func(r rune) bool { return !strconv.IsPrint(r) }
	if strings.Contains(text, `"`) && strconv.CanBackquote(text) && !strings.ContainsFunc(text, hidden) {
		return jen.Op("`" + text + "`")
	}
	return jen.Lit(text)
}

func (l *schemaLiteral) least(name naming.Ident, n uint64) {
	if n > 0 {
		l.add(name, jen.Lit(int(n)))
	}
}

// most adds a number for which 0 is none and -1 is 0.
func (l *schemaLiteral) most(name naming.Ident, n *uint64) {
	if n != nil {
		l.add(name, jen.Lit(limit(*n)))
	}
}

func (l *schemaLiteral) schema(name naming.Ident, s *api.Schema) {
	if s != nil {
		l.add(name, jen.Op("&").Add(l.file.schema("Schema")).Add(l.file.schemaValues(s)))
	}
}

func (l *schemaLiteral) list(name naming.Ident, list []*api.Schema) {
	if list == nil {
		return
	}
	var rows []jen.Code
	for _, s := range list {
		rows = append(rows, l.file.schemaValues(s))
	}
	l.add(name, jen.Index().Add(l.file.schema("Schema")).Add(lines("{", "}", rows)))
}

func (l *schemaLiteral) named(name naming.Ident, list []api.NamedSchema) {
	if list == nil {
		return
	}
	var rows []jen.Code
	for _, named := range list {
		row := []jen.Code{jen.Id("Name").Op(":").Lit(named.Name)}
		if !named.Schema.IsZero() {
			row = append(row, jen.Id("Schema").Op(":").Add(l.file.schema("Schema")).Add(l.file.schemaValues(named.Schema)))
		}
		rows = append(rows, jen.Values(row...))
	}
	l.add(name, jen.Index().Add(l.file.schema("NamedSchema")).Add(lines("{", "}", rows)))
}

func (l *schemaLiteral) dependent(list []api.DependentRequired) {
	if list == nil {
		return
	}
	var rows []jen.Code
	for _, d := range list {
		rows = append(rows, jen.Values(jen.Id("Name").Op(":").Lit(d.Name), jen.Id("Required").Op(":").Add(textList(d.Required))))
	}
	l.add(naming.Kind("DependentRequired"), jen.Index().Add(l.file.schema("DependentRequired")).Add(lines("{", "}", rows)))
}
