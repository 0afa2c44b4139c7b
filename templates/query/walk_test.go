package query

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Walk reaches each node that is somewhere in a tree, as reflection finds them.
func TestWalkReachesEachNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := draw(t).uri()
		want := map[string]int{}
		count(reflect.ValueOf(u.Path), want)
		count(reflect.ValueOf(u.Options), want)
		got := map[string]int{}
		see := func(n Node) bool {
			got[reflect.TypeOf(n).Name()]++
			return true
		}
		Walk(u.Path, see)
		walkOptions(u.Options, see)
		if diff := equal(want, got); diff != "" {
			t.Fatalf("%s (-there +walked):\n%s", AppendURI(nil, u), diff)
		}
	})
}

// count counts the nodes that are values of interfaces, items of lists of nodes, or paths:
// those that Walk passes.
func count(v reflect.Value, seen map[string]int) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			count(v.Elem(), seen)
		}
		return
	case reflect.Slice:
		if name := v.Type().Name(); (name == "Path" || name == "Options") && !v.IsNil() {
			seen[name]++
		}
		for i := range v.Len() {
			count(v.Index(i), seen)
		}
		return
	case reflect.Struct:
		_, node := v.Interface().(Node)
		if node {
			seen[v.Type().Name()]++
		}
		for i := range v.NumField() {
			// Names of methods, aliases and qualifiers are no names of the model.
			if v.Field(i).Type() != reflect.TypeFor[Name]() {
				count(v.Field(i), seen)
			}
		}
	}
}

// What takes time in the square of its length would not come to an end here.
func TestLongTextsAreReadInLinearTime(t *testing.T) {
	const most = 1 << 20
	limits := Parser{Length: most, Nodes: most, Depth: 50}
	fill := func(start, part, end string) string {
		return start + strings.Repeat(part, (most-len(start)-len(end))/len(part)) + end
	}
	for option, texts := range map[string][]string{
		"$filter": {
			fill("a", " and a", ""), fill("a", " ", "b"), fill("a eq '", "''", "'"), fill("'", "a", ""), fill("", "1", ""),
			fill("a in (", "1,", "x)"), fill("a in (", "('", ""), fill("a", "/a", ""), fill("a", ".a", ""), fill("a", ".a/a", ""),
			fill("a", "/M.T/a", "/M.T/M.T"), fill("[", "1,", "1]"), fill(`["`, `\n`, `"]`), fill("f(a=1", ",a=1", ")"),
			fill("case(a:1", ",10:15:10:15", ")"), fill("-", "1-", ""), fill("geo.length(geometry'SRID=0;LineString(1 1", ",1 1", ")')"),
			fill("x has '", "A,", "A'"), fill("duration'P", "1", "D'"), fill("binary'", "AAAA", "'"), fill("a", "é", ""),
			fill("a", " in a", ""), fill("not", " ", "a"), fill("$it", "/$it", ""), fill("a", "(1)", ""), fill("", "@a.", ""),
		},
		"$orderby": {fill("a", ",a desc", ""), fill("a", " ", " desc")},
		"$select":  {fill("a", ",a/b", ""), fill("a(b", ",b", ")"), fill("a", ".a", ".*")},
		"$expand":  {fill("a($top=1", ";$top=1", ")"), fill("a", "/a", "/$ref")},
		"$search":  {fill("a", " a", ""), fill("a", " OR a", ""), fill("a", " ", "("), fill("a", " AND", ""), fill(`"`, "a", "")},
		"$apply":   {fill("identity", "/identity", ""), fill("aggregate(A with sum", " from A with sum", " as A)"), fill("groupby((a", ",a", "))")},
	} {
		for _, text := range texts {
			if _, err := limits.Option(option, text); err != nil && strings.Contains(err.Error(), "longer") {
				t.Errorf("%s: %.20s: %v", option, text, err)
			}
		}
	}
	for _, text := range []string{
		fill("A", "/A", ""), fill("A", "(", ""), fill("A?a=1", "&a=1", ""), fill("A/$filter(", "(/", ""), fill("A?$search=", ";", ""),
		fill("$metadata#A(", "A,", "A)"), fill("A?$filter='", "%20", "'"), fill("A(a=1", ",a=1", ")"),
	} {
		if _, err := limits.URI(text); err != nil && strings.Contains(err.Error(), "longer") {
			t.Errorf("%.20s: %v", text, err)
		}
	}
}
