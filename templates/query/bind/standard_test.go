package bind

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/internal/corpus"
	"github.com/seed-349153d7/odagen/templates/query"
)

// suite are cases of the standard, with the names that rules have in them.
type suite struct {
	Constraints map[string][]string `yaml:"Constraints"`
	TestCases   []struct {
		Rule   yaml.Node `yaml:"Rule"`
		Input  yaml.Node `yaml:"Input"`
		FailAt *int      `yaml:"FailAt"`
	} `yaml:"TestCases"`
}

// The types of the model of the standard's cases: one entity type and one complex type have
// all properties, and each other type is derived from them.
var (
	entity  = Type{Name: "Model.Any"}
	complex = Type{Name: "Model.AnyComplex"}
	value   = Type{Name: primitive}
)

// model makes a model of the names of a suite.
func (s suite) model() *Model {
	m := &Model{
		Types: map[string]Struct{}, Enums: map[string][]string{}, Operations: map[string][]Operation{},
		Terms: map[string]Type{}, Sets: map[string]Type{}, Imports: map[string]Operation{},
	}
	properties, aggregates := map[string]Type{}, map[string]Type{}
	for rule, t := range map[string]Type{
		"primitiveKeyProperty": value, "primitiveNonKeyProperty": value, "primitiveColProperty": value.list(),
		"complexProperty": complex, "complexColProperty": complex.list(), "streamProperty": edm("Stream"),
		"entityNavigationProperty": entity, "entityColNavigationProperty": entity.list(),
	} {
		for _, name := range s.Constraints[rule] {
			if old, ok := properties[name]; !ok || !old.Collection {
				properties[name] = t
			}
		}
	}
	for _, name := range s.Constraints["customAggregate"] {
		aggregates[name] = value
	}
	m.Types[entity.Name] = Struct{Entity: true, Properties: properties, Aggregates: aggregates}
	m.Types[complex.Name] = Struct{Properties: properties}
	m.Aggregates = aggregates
	for _, space := range s.Constraints["namespacePart"] {
		s.declare(m, space)
	}
	for rule, t := range map[string]Type{"entitySetName": entity.list(), "singletonEntity": entity} {
		for _, name := range s.Constraints[rule] {
			m.Sets[name] = t
		}
	}
	for _, name := range s.Constraints["actionImport"] {
		m.Imports[name] = Operation{Action: true}
	}
	m.Imports["TheMostPopularName"] = Operation{Result: value} // any name is that of such a function
	return m
}

// results are the results of functions, by what their rules start with.
var results = map[string]Type{
	"entityCol": entity.list(), "entity": entity, "complexCol": complex.list(), "complex": complex,
	"primitiveCol": value.list(), "primitive": value,
}

// declare adds the types and operations in a namespace.
func (s suite) declare(m *Model, space string) {
	for rule, base := range map[string]Type{"entityTypeName": entity, "complexTypeName": complex} {
		for _, name := range s.Constraints[rule] {
			m.Types[space+"."+name] = Struct{Base: base.Name}
		}
	}
	for _, name := range s.Constraints["enumerationTypeName"] {
		m.Enums[space+"."+name] = s.Constraints["enumerationMember"]
	}
	parameters := map[string]Type{}
	any := strings.Fields("HierarchyNodes HierarchyQualifier Node Ancestor Descendant MaxDistance Other Article Count Property") // where there is no list
	for _, name := range append(any, s.Constraints["parameterName"]...) {
		parameters[name] = Type{Name: untyped}
	}
	on := []Type{{}, entity, entity.list(), complex, complex.list(), value, value.list(), edm("Stream"), edm("String")}
	for start, result := range results {
		for _, name := range s.Constraints[start+"FunctionImport"] {
			m.Imports[name] = Operation{Parameters: parameters, Result: result}
		}
		for _, name := range s.Constraints[start+"Function"] {
			for _, t := range on {
				m.Operations[space+"."+name] = append(m.Operations[space+"."+name], Operation{On: t, Parameters: parameters, Result: result})
			}
		}
	}
	for _, name := range s.Constraints["action"] {
		for _, t := range on {
			m.Operations[space+"."+name] = append(m.Operations[space+"."+name], Operation{On: t, Action: true})
		}
	}
}

// bind reads an input of a rule and holds it against the model.
func bindCase(m *Model, rule, input string) error {
	switch strings.ToLower(rule) {
	case "odatarelativeuri", "resourcepath":
		u, err := query.Parser{}.URI(input)
		if err != nil {
			return err
		}
		return m.URI(u)
	case "context":
		c, err := query.Parser{}.Context(input[1:])
		if err != nil {
			return err
		}
		return m.Context(c)
	case "queryoptions", "filter", "orderby", "select", "expand", "compute":
		o, err := query.Parser{}.Query(input)
		if err != nil {
			return err
		}
		if m.Options(value.list(), o) == nil { // where $it and $this are values
			return nil
		}
		return m.Options(entity.list(), o)
	case "commonexpr", "boolcommonexpr", "firstmemberexpr", "propertypathexpr":
		text, err := url.PathUnescape(input)
		if err != nil {
			return err
		}
		x, err := query.Parser{}.Expr(text)
		if err != nil {
			return err
		}
		if _, err = m.Expr(value, x); err != nil {
			_, err = m.Expr(entity, x)
		}
		return err
	}
	return nil
}

// unbound are the cases whose grammar is right and whose types are not, and why.
var unbound = map[string]string{
	"$select=Addresses($filter=startswith(City,'H');$top=5;$skip=0;$count=true;$orderby=$it;$search=blue;@c=15)&$expand=Addresses/Country": "an order of complex values",
	"$apply=aggregate(Amount sub Discounts with sum as TotalAmount)":                                                                       "arithmetic with a collection, as the case says itself",
	"$apply=outerjoin(Sales as Sale,filter(Customer/Country eq 'FR'))":                                                                     "Country is a navigation property",
	"$orderby=isdefined(Product) desc,Product asc":                                                                                         "Product is one, too",
	"$apply=orderby(Country asc,Name desc)":                                                                                                "Country is a navigation property",
	"$apply=filter(Amount le 2)/groupby((Product/Name),aggregate(Forecast))&$filter=Total ge 4":                                            "nothing makes a Total",
}

func TestTheCasesOfTheStandardAreBound(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "odata-abnf", "*-testcases.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files of cases, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var s suite
		if err := yaml.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		if s.Constraints == nil {
			continue
		}
		m := s.model()
		for _, c := range s.TestCases {
			err := bindCase(m, c.Rule.Value, c.Input.Value)
			if unbound[c.Input.Value] != "" {
				if err == nil {
					t.Errorf("%s is bound: it is no exception any more", c.Input.Value)
				}
				continue
			}
			if c.FailAt == nil && err != nil {
				t.Errorf("%s %s: %v", c.Rule.Value, c.Input.Value, err)
			}
			if rules := []string{"odataRelativeUri", "resourcePath", "context", "queryOptions"}; c.FailAt != nil && err == nil && c.Input.Value != "$search=more&more" && slices.Contains(rules, c.Rule.Value) {
				t.Errorf("%s %s: accepted, want an error at %d", c.Rule.Value, c.Input.Value, *c.FailAt)
			}
		}
	}
}
