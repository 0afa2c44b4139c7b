package query

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/internal/corpus"
)

var update = flag.Bool("update", false, "rewrite testdata/abnf.txt")

// abnfCase is a case of the standard: Input matches Rule as a whole, or fails.
type abnfCase struct {
	Name   string
	Rule   string
	Input  string
	FailAt *int `yaml:"FailAt"`
}

func abnfCases(t *testing.T) []abnfCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "odata-abnf", "*-testcases.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files of cases, %v", len(files), err)
	}
	var all []abnfCase
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var suite struct {
			TestCases []struct {
				Name   yaml.Node `yaml:"Name"`
				Rule   yaml.Node `yaml:"Rule"`
				Input  yaml.Node `yaml:"Input"`
				FailAt *int      `yaml:"FailAt"`
			} `yaml:"TestCases"`
		}
		if err := yaml.Unmarshal(text, &suite); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range suite.TestCases {
			all = append(all, abnfCase{c.Name.Value, c.Rule.Value, c.Input.Value, c.FailAt})
		}
	}
	return all
}

// rule reads an input of a rule, which is percent-encoded where it is part of a URL. It
// returns the tree, and the input that the tree is printed to.
type rule func(input string) (tree any, printed string, err error)

// abnfRules are the rules that are read here, by their names in lower case.
var abnfRules = map[string]rule{
	"odataUri":         absolute,
	"odataRelativeUri": relative,
	"resourcePath": func(s string) (any, string, error) {
		path, err := Parser{}.Path(s)
		return path, string(AppendURI(nil, URI{Path: path})), err
	},
	"queryOptions": options,
	"context": func(s string) (any, string, error) {
		fragment, ok := strings.CutPrefix(s, "#")
		if !ok {
			return nil, "", errOther
		}
		c, err := Parser{}.Context(fragment)
		return c, "#" + string(AppendContext(nil, c)), err
	},
	"contextFragment": func(s string) (any, string, error) {
		c, err := Parser{}.Context(s)
		return c, string(AppendContext(nil, c)), err
	},
}

func init() {
	add := func(r rule, names string) {
		for name := range strings.FieldsSeq(names) {
			abnfRules[name] = r
		}
	}
	add(option(), "systemQueryOption customQueryOption nameAndValue")
	for name, option := range map[string]rule{
		"compute": option("$compute"), "deltatoken": option("$deltatoken"), "expand": option("$expand"), "filter": option("$filter"),
		"format": option("$format"), "id": option("$id"), "inlinecount": option("$count"), "orderby": option("$orderby"),
		"schemaversion": option("$schemaversion"), "search": option("$search"), "select": option("$select"), "skip": option("$skip"),
		"skiptoken": option("$skiptoken"), "top": option("$top"), "index": option("$index"), "apply": option("$apply"),
		"at-option": option("$at"), "from": option("$from"), "to": option("$to"), "toInclusive": option("$toInclusive"),
		"temporalOption": option("$at", "$from", "$to", "$toInclusive"), "aliasAndValue": option("@"),
	} {
		abnfRules[name] = option
	}
	add(expression, "commonExpr boolCommonExpr parameterValue lambdaPredicateExpr collectionExpr aggregatableExpr methodCallExpr boolMethodCallExpr parenExpr")
	add(only[Literal](expression), "primitiveLiteral")
	add(only[Array](expression), "array")
	add(only[Object](expression), "object")
	add(only[Path](expression), `firstMemberExpr memberExpr directMemberExpr propertyPathExpr rootExpr functionExpr
		boundFunctionExpr annotationExpr implicitVariableExpr inscopeVariableExpr annotationInQuery parameterAlias currCollectionExpr`)
	add(only[Cast](expression), "castExpr")
	add(only[IsOf](expression), "isofExpr")
	add(only[Not](expression), "notExpr")
	add(only[Negate](expression), "negateExpr")
	add(only[Case](expression), "caseMethodCallExpr")
	add(only[Call](expression), "isdefinedExpr")
	for f := range funcs {
		add(only[Call](expression), strings.TrimPrefix(funcs[f].name, "geo.")+"MethodCallExpr")
	}
	add(inside("Items/", ""), "anyExpr allExpr")
	add(inside("Items", ""), `keyPredicate simpleKey compoundKey functionExprParameters functionParameters filterExpr collectionPathExpr
		collectionNavigationExpr singleNavigationExpr complexPathExpr primitivePathExpr count
		eqExpr neExpr ltExpr leExpr gtExpr geExpr hasExpr inExpr addExpr subExpr mulExpr divExpr divbyExpr modExpr andExpr orExpr`)
	add(inside("Items in ", ""), "listExpr")
	add(segmentsOf, `collectionNavigation collectionNavPath keyPathSegments singleNavigation singleNavPath collectionPath primitivePath
		complexColPath complexPath complexNavPath filterInPath each ref value querySegment ordinalIndex boundOperation`)
	add(pathOf, `propertyPath crossjoin actionImportCall functionImportCallNoParens boundActionCall boundFunctionCallNoParens
		entityFunctionImportCall entityColFunctionImportCall complexFunctionImportCall complexColFunctionImportCall
		primitiveFunctionImportCall primitiveColFunctionImportCall`)
	add(inside("isof(", ")"), `namespace qualifiedTypeName optionallyQualifiedTypeName singleQualifiedTypeName qualifiedEntityTypeName
		qualifiedComplexTypeName qualifiedTypeDefinitionName qualifiedEnumTypeName optionallyQualifiedEntityTypeName
		optionallyQualifiedComplexTypeName primitiveTypeName`)
	add(inside("f(", ")"), "functionParameter functionExprParameter")
	add(inside("f(a=", ")"), "arrayOrObject valueInUrl")
	add(identifier, `odataIdentifier entitySetName singletonEntity namespacePart enumerationMember parameterName
		entityTypeName complexTypeName typeDefinitionName enumerationTypeName termName primitiveProperty primitiveKeyProperty
		primitiveNonKeyProperty primitiveColProperty complexProperty complexColProperty streamProperty navigationProperty
		entityNavigationProperty entityColNavigationProperty action actionImport lambdaVariableExpr annotationQualifier computedProperty`)
	add(value("$search"), "searchExpr searchExpr-incomplete searchWord searchPhrase")
	add(value("$apply"), `applyExpr applyTrafo aggregateTrafo computeTrafo concatTrafo groupbyTrafo joinTrafo nestTrafo outerjoinTrafo
		preservingTrafo preservingTrafos filterTrafo identityTrafo`)
	add(value("$expand"), "expandItem expandPath")
	add(value("$select"), "selectItem selectProperty selectPath")
	add(value("$orderby"), "orderbyItem")
	add(value("$compute"), "computeItem computeExpr")
	for name, kind := range map[string]Kind{
		"null": Null, "boolean": Boolean, "guid": GUID, "date": Date, "dateTimeOffset": DateTimeOffset,
		"dateTimeOffsetValueInUrl": DateTimeOffset, "timeOfDay": TimeOfDay, "decimal": Decimal, "double": Decimal, "single": Decimal,
		"sbyte": Integer, "byte": Integer, "int16": Integer, "int32": Integer, "int64": Integer, "string": String,
		"duration": Duration, "enum": Enum, "binary": Bytes,
		"geographyCollection": Geography, "geographyLineString": Geography, "geographyMultiLineString": Geography,
		"geographyMultiPoint": Geography, "geographyMultiPolygon": Geography, "geographyPoint": Geography, "geographyPolygon": Geography,
		"geometryCollection": Geometry, "geometryLineString": Geometry, "geometryMultiLineString": Geometry,
		"geometryMultiPoint": Geometry, "geometryMultiPolygon": Geometry, "geometryPoint": Geometry, "geometryPolygon": Geometry,
	} {
		abnfRules[name] = literalOf(name, kind)
		abnfRules[name+"Literal"] = literalOf(name, kind)
		abnfRules[name+"Value"] = valueOf(name, kind)
	}
	for _, shape := range []string{"Collection", "LineString", "MultiPoint", "MultiLineString", "MultiPolygon", "Point", "Polygon"} {
		abnfRules["full"+shape+"Literal"] = valueOf("", Geography)
	}
	abnfRules["singleEnumValue"] = valueOf("", Enum)
	abnfRules["primitiveValue"] = func(s string) (any, string, error) {
		for kind := Null; kind <= Geometry; kind++ {
			if kind != String && kind != Null && IsValue(kind, s) {
				return kind, s, nil
			}
		}
		return nil, "", errors.New("no primitive value")
	}
	for name, r := range maps.Clone(abnfRules) {
		abnfRules[strings.ToLower(name)] = r
	}
}

var errOther = errors.New("another rule")

var absoluteURI = regexp.MustCompile(`^(?i:https?)://[^/?#]+/`)

// absolute tries each path for the root of the service, as the grammar does.
func absolute(s string) (any, string, error) {
	root := absoluteURI.FindString(s)
	if root == "" {
		return nil, "", errOther
	}
	path, _, _ := strings.Cut(s, "?")
	path, _, _ = strings.Cut(path, "#")
	var err error
	for i := len(root); ; {
		if i == len(s) {
			return nil, s, nil
		}
		var tree any
		var printed string
		if tree, printed, err = relative(s[i:]); err == nil {
			return tree, s[:i] + printed, nil
		}
		n := strings.IndexByte(path[i:], '/')
		if n < 0 {
			return nil, "", err
		}
		i += n + 1
	}
}

func relative(s string) (any, string, error) {
	u, err := Parser{}.URI(s)
	return u, string(AppendURI(nil, u)), err
}

func options(s string) (any, string, error) {
	o, err := Parser{}.Query(s)
	return o, string(AppendQuery(nil, o)), err
}

// option reads one option, that has one of names when there are some.
func option(names ...string) rule {
	return func(s string) (any, string, error) {
		o, err := Parser{}.Query(s)
		if err == nil && (len(o) > 1 || len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool {
			return strings.HasPrefix(NameOf(o[0]), n)
		})) {
			err = errOther
		}
		return o, string(AppendQuery(nil, o)), err
	}
}

// segmentsOf reads what stands after a segment.
func segmentsOf(s string) (any, string, error) {
	tree, printed, err := abnfRules["resourcePath"]("Items" + s)
	return tree, strings.TrimPrefix(printed, "Items"), err
}

// pathOf reads what a path can be.
func pathOf(s string) (any, string, error) {
	if strings.HasPrefix(s, "$") {
		return abnfRules["resourcePath"](s)
	}
	tree, printed, err := segmentsOf("/" + s)
	return tree, strings.TrimPrefix(printed, "/"), err
}

// only asks for a kind of tree.
func only[T any](r rule) rule {
	return func(s string) (any, string, error) {
		tree, printed, err := r(s)
		if _, ok := tree.(T); err == nil && !ok {
			err = errOther
		}
		return tree, printed, err
	}
}

func expression(s string) (any, string, error) { return inside("", "")(s) }

// inside reads an input as a part of an expression.
func inside(before, after string) rule {
	return func(s string) (any, string, error) {
		text, err := url.PathUnescape(s)
		if err != nil {
			return nil, "", err
		}
		x, err := Parser{}.Expr(before + text + after)
		if err != nil {
			return nil, "", err
		}
		printed := strings.TrimSuffix(strings.TrimPrefix(string(Append(nil, x)), before), after)
		return x, url.PathEscape(printed), nil
	}
}

func value(name string) rule {
	return func(s string) (any, string, error) {
		tree, printed, err := option(name)(name + "=" + s)
		return tree, strings.TrimPrefix(printed, name+"="), err
	}
}

func identifier(s string) (any, string, error) {
	p := parser{text: s}
	if p.identEnd(0) < len(s) || s == "" {
		return nil, "", errOther
	}
	return s, s, nil
}

// most are the digits that the rules of integers have.
var most = map[string]int{"byte": 3, "sbyte": 3, "int16": 5, "int32": 10, "int64": 19}

func literalOf(name string, kind Kind) rule {
	return func(s string) (any, string, error) {
		tree, printed, err := expression(s)
		if err != nil {
			return nil, "", err
		}
		l, ok := tree.(Literal)
		switch {
		case !ok:
			return nil, "", errOther
		case kind == l.Kind && kind != Geography && kind != Geometry:
		case kind == Decimal && l.Kind == Integer:
		case l.Kind == String && IsValue(kind, l.Text):
		case kind == l.Kind && strings.Contains(l.Text, ";"+strings.TrimPrefix(strings.TrimPrefix(name, "geography"), "geometry")),
			kind == l.Kind && strings.HasSuffix(name, "Collection"):
		default:
			return nil, "", errOther
		}
		if n := most[name]; n > 0 && len(strings.TrimLeft(l.Text, "+-")) > n {
			return nil, "", errOther
		}
		return tree, printed, nil
	}
}

func valueOf(name string, kind Kind) rule {
	return func(s string) (any, string, error) {
		if n := most[name]; !IsValue(kind, s) || n > 0 && len(strings.TrimLeft(s, "+-")) > n {
			return nil, "", errOther
		}
		return s, s, nil
	}
}

// exceptions are the cases that Parser alone does not read as the standard says, and why.
var exceptions = map[string]string{
	"odataRelativeUri Products(1)/Model.BestSellingProduct/Model.BestSellingProduct": "the second name could be an operation",
	"context #Customers(Address/AddressWithLocation,Orders)":                         "the second name could be a property",
	"queryOptions $search=more&more":                                                 "the second could be a custom option",
	"queryOptions $apply=aggregate(Amount as Total)":                                 "it could be a custom aggregate",
	"queryOptions $apply=groupby((Product/Price/Quantity))":                          "Price could be complex",
	"queryOptions $apply=join(ShipTo as Detail,identity)":                            "ShipTo could be a collection",
}

// others are the rules of headers, which are not read here.
var others = map[string]bool{"header": true, "prefer": true, "preference": true, "includeAnnotationsPreference": true, "request-id": true}

// tally counts the cases of a rule.
type tally struct{ cases, accepted, refused, exceptions int }

// TestTheCasesOfTheStandard reads each case, and what it is printed to.
func TestTheCasesOfTheStandard(t *testing.T) {
	rows := map[string]*tally{}
	used := map[string]bool{}
	for _, c := range abnfCases(t) {
		r := rows[c.Rule]
		if r == nil {
			r = &tally{}
			rows[c.Rule] = r
		}
		r.cases++
		if others[c.Rule] {
			r.exceptions++
			continue
		}
		id := c.Rule + " " + c.Input
		err := c.run()
		switch {
		case exceptions[id] != "":
			used[id] = true
			r.exceptions++
			if err == nil {
				t.Errorf("%s is no exception any more", id)
			}
		case err != nil:
			t.Errorf("%s: %s\n\t%v", c.Rule, c.Input, err)
		case c.FailAt == nil:
			r.accepted++
		default:
			r.refused++
		}
	}
	for id := range exceptions {
		if !used[id] {
			t.Errorf("there is no case %s", id)
		}
	}
	if !t.Failed() {
		holdTable(t, rows)
	}
}

// holdTable compares the table of the cases with what was counted.
func holdTable(t *testing.T, rows map[string]*tally) {
	t.Helper()
	var b strings.Builder
	b.WriteString("The cases of the ABNF of OData, by rule: those that are accepted and those that are refused as the standard says.\n")
	b.WriteString("Made by: go test ./templates/query -run TestTheCasesOfTheStandard -update\n\n")
	line := func(name string, r tally) {
		fmt.Fprintf(&b, "%-30s %5d %8d %7d %10d\n", name, r.cases, r.accepted, r.refused, r.exceptions)
	}
	fmt.Fprintf(&b, "%-30s %5s %8s %7s %10s\n", "rule", "cases", "accepted", "refused", "exceptions")
	var sum tally
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		r := *rows[name]
		line(name, r)
		sum = tally{sum.cases + r.cases, sum.accepted + r.accepted, sum.refused + r.refused, sum.exceptions + r.exceptions}
	}
	line("all", sum)
	b.WriteString("\nExceptions. Package prefer reads prefer, preference and includeAnnotationsPreference; header and request-id are of other headers.\nThese are right to the grammar alone. Package bind, which knows what a name is, refuses all but that of $search:\n\n")
	for _, id := range slices.Sorted(maps.Keys(exceptions)) {
		fmt.Fprintf(&b, "%s: %s\n", id, exceptions[id])
	}
	const file = "testdata/abnf.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	held, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(held), b.String()); diff != "" {
		t.Errorf("%s (-held +counted; -update rewrites it):\n%s", file, diff)
	}
}

// run holds what is read against the case: nil when it is as the standard says.
func (c abnfCase) run() error {
	read := abnfRules[strings.ToLower(c.Rule)]
	if read == nil {
		return errors.New("no such rule")
	}
	tree, printed, err := read(c.Input)
	if c.FailAt != nil {
		if err == nil {
			return fmt.Errorf("accepted as %s, want an error at %d", printed, *c.FailAt)
		}
		return nil
	}
	if err != nil {
		return err
	}
	again, _, err := read(printed)
	if err != nil {
		return fmt.Errorf("printed as %s: %w", printed, err)
	}
	if diff := equal(tree, again); diff != "" {
		return fmt.Errorf("printed as %s (-first +second):\n%s", printed, diff)
	}
	return nil
}
