package query

import (
	"errors"
	"strings"
	"testing"
)

func TestErrorsSayWhere(t *testing.T) {
	for _, tt := range []struct{ option, text, want string }{
		{"$filter", "", `$filter: at 0: want an expression, got the end`},
		{"$filter", "Name eq", `$filter: at 7: want " " and an operand after eq, got the end`},
		{"$filter", "(Name eq) or Sold", `$filter: at 8: want " " and an operand after eq, got ") or Sold"`},
		{"$filter", "Name eq 'O'Neil'", `$filter: at 11: want a second quote for one within a string, got "Neil'"`},
		{"$filter", "Name eq 'O", `$filter: at 8: the string "'O" has no end`},
		{"$filter", "Name equals 'x' and more than that", `$filter: at 4: want the end, got " equals 'x' and more…"`},
		{"$filter", "(Name eq 1", `$filter: at 10: want ")", got the end`},
		{"$filter", "contain(Name,'x')", `$filter: at 0: no function "contain", did you mean contains; those of the model have arguments by name, and keys are literals`},
		{"$filter", "frobnicate(Name)", `$filter: at 0: no function "frobnicate"; those of the model have arguments by name, and keys are literals`},
		{"$filter", "a and contains(Name)", `$filter: at 19: contains has 2 arguments, got 1`},
		{"$filter", "substring(Name,1,2,3)", `$filter: at 20: substring has 2 or 3 arguments, got 4`},
		{"$filter", "any(x:true)", `$filter: at 0: any stands after a path and a "/"`},
		{"$filter", "Items/any(1)", `$filter: at 10: want a variable, got "1)"`},
		{"$filter", "Model.Available", `$filter: at 15: want "(" or "/" after the type "Model.Available", got the end`},
		{"$filter", "a/M.T/M.U", `$filter: at 6: the type "M.U" follows another type`},
		{"$filter", "Color'Red'", `$filter: at 0: no type "Color": the type of an enumeration has its namespace`},
		{"$filter", "x has 5", `$filter: at 6: want a value of an enumeration in quotes, got "5"`},
		{"$filter", "x eq duration'PT'", `$filter: at 13: want a duration, as 'P1DT2H', got "'PT'"`},
		{"$filter", "x eq 42.", `$filter: at 7: want the end, got "."`},
		{"$filter", "x in (1,y)", `$filter: at 7: want ")", got ",y)"`},
		{"$filter", `x eq {"a":1,}`, `$filter: at 12: want "\"", got "}"`},
		{"$filter", "x eq \xff", `$filter: at 5: the text is not UTF-8`},
		{"$orderby", "Name up", `$orderby: at 4: want the end, got " up"`},
		{"$select", "Name,", `$select: at 5: want a name, got the end`},
		{"$select", "A/M.T/M.U/B", `$select: at 10: want no more after the second of two types, got "B"`},
		{"$expand", "Items/$ref($levels=4)", `$expand: at 11: want an option that can be here, got "$levels=4)"`},
		{"$expand", "Items($top=x)", `$expand: at 11: want a number, got "x)"`},
		{"$expand", "Items($levels=04)", `$expand: at 14: want a number from 1 on, or max, got "04)"`},
		{"$top", "99999999999999999999", `$top: at 0: the number "99999999999999999999" is too large`},
		{"$count", "yes", `$count: at 0: want true or false, got "yes"`},
		{"$format", "text", `$format: at 0: want json, xml, atom or a media type, got "text"`},
		{"$search", `"blue`, `$search: at 5: want the " that ends the phrase, got the end`},
		{"$apply", "groupby((Name)", `$apply: at 14: want ")", got the end`},
		{"$apply", "sum(x)", `$apply: at 0: want a transformation that can be here, got "sum(x)"`},
		{"$apply", "aggregate(A with sum)", `$apply: at 20: want " as " and a name, got ")"`},
		{"$fitler", "x", `$fitler: at 0: there is no such option`},
		{"@1", "x", `@1: at 0: want a name after the @`},
	} {
		o, err := Parser{}.Option(tt.option, tt.text)
		if err == nil || err.Error() != "query: "+tt.want {
			t.Errorf("%s=%s: %v, %v\nwant query: %s", tt.option, tt.text, o, err, tt.want)
		}
		var fault *Error
		if !errors.As(err, &fault) || fault.Option != tt.option {
			t.Errorf("%s=%s: %#v", tt.option, tt.text, err)
		}
	}
}

func TestErrorsInURLsSayWhere(t *testing.T) {
	for text, want := range map[string]string{
		"Products?$filter=a%20eq%20(&$top=1": `$filter: at 6: want an expression, got the end`,
		"Products?$search=a;b":               `$search: at 1: a ";" in a word is percent-encoded`,
		"Products?$top=%zz":                  `$top: at 0: the value has invalid URL escape "%zz"`,
		"Products?a=1&&b=2":                  `at 0: there is no such option`,
		"Products?a=1#b":                     `at 0: a "#" ends a URL that is not of $metadata`,
		"Orders(ID=1;B=2)":                   `path: at 11: want ")", got ";B=2)"`,
		"A/$value/foo":                       `path: at 9: want no more after $value, got "foo"`,
		"A/$count/$ref":                      `path: at 9: want no more after $count, got "$ref"`,
		"A/$foo":                             `path: at 2: want a segment that can be here, got "$foo"`,
		"$batch?$filter=true":                `$filter: at 0: not for $batch`,
		"$entity?$format=json":               `$id: at 0: want it with $entity`,
		"A//B":                               `path: at 2: want a segment, got the end`,
		"M.A":                                `path: at 0: want an entity set, a singleton or an operation of the service, got "M.A"`,
		"A(null)":                            `path: at 2: no key is "null"`,
		"$metadata#A(":                       `context: at 2: want a name, got the end`,
		"$metadata#A(@B%23c)":                `context: at 4: want ")", got "%23c)"`,
		"A?b=#c":                             `at 0: a "#" ends a URL that is not of $metadata`,
	} {
		if u, err := (Parser{}).URI(text); err == nil || err.Error() != "query: "+want {
			t.Errorf("%s: %v, %v\nwant query: %s", text, u, err, want)
		}
	}
}

func TestPlacesAreThoseOfTheText(t *testing.T) {
	const text = "Items/any(x:x/Price gt 1.50) and startswith( Name ,'A') or @a/M.T/b(k='v')"
	x, err := Parser{}.Expr(text)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	Walk(x, func(n Node) bool {
		var at Pos
		var want string
		switch n := n.(type) {
		case Name:
			at, want = n.Pos, n.Name
		case Var:
			at, want = n.Pos, n.Name
		case Alias:
			at, want = n.Pos, "@"+n.Name
		case Literal:
			at, want = n.Pos, string(Append(nil, n))
		case Binary:
			at, want = n.Pos, n.Op.String()
		case Call:
			at, want = n.Pos, n.Func.String()
		default:
			return true
		}
		if seen++; !strings.HasPrefix(text[at:], want) {
			t.Errorf("%#v is at %q", n, text[at:])
		}
		return true
	})
	if seen != 14 {
		t.Errorf("%d places, want 14", seen)
	}
}

func TestTextsHaveLimits(t *testing.T) {
	deep := func(open, in, end string) func(n int) string {
		return func(n int) string { return strings.Repeat(open, n) + in + strings.Repeat(end, n) }
	}
	for _, tt := range []struct {
		option string
		text   func(n int) string
		limit  Parser
		most   int // that is right
		want   string
	}{
		{"$filter", deep("(", "a", ")"), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$filter", deep("not ", "a", ""), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$filter", deep("-", "a", ""), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$filter", deep("trim(", "a", ")"), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$filter", deep("[", "", "]"), Parser{Depth: 10}, 5, "nests deeper than 10"},
		{"$filter", deep("f(a=", "b", ")"), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$filter", deep("a/any(x:", "b", ")"), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$expand", deep("a($expand=", "b", ")"), Parser{Depth: 10}, 10, "nests deeper than 10"},
		{"$search", deep("(", "a", ")"), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$search", deep("NOT ", "a", ""), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$apply", deep("concat(identity,", "identity", ")"), Parser{Depth: 10}, 9, "nests deeper than 10"},
		{"$select", deep("a,", "b", ""), Parser{Nodes: 21}, 19, "more than 21 parts"},
		{"$filter", deep("a eq ", "b", ""), Parser{Length: 51}, 10, "longer than 51 bytes"},
		{"$filter", deep("(", "a", ")"), Parser{}, 99, "nests deeper than 100"},
		{"$filter", func(n int) string { return "a in (" + deep("1,", "1", "")(n) + ")" }, Parser{}, 9996, "more than 10000 parts"},
		{"$filter", func(n int) string { return "'" + deep("a", "", "")(n) + "'" }, Parser{}, 64<<10 - 2, "longer than 65536 bytes"},
	} {
		if _, err := tt.limit.Option(tt.option, tt.text(tt.most)); err != nil {
			t.Errorf("%s: %d: %v", tt.text(2), tt.most, err)
		}
		if _, err := tt.limit.Option(tt.option, tt.text(tt.most+1)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %d: %v, want %s", tt.text(2), tt.most+1, err, tt.want)
		}
	}
}

func TestShapesDoNotNestWithoutEnd(t *testing.T) {
	for n, want := range map[int]bool{geoDepth: true, geoDepth + 1: false} {
		text := "SRID=0;" + strings.Repeat("GeometryCollection(", n) + "Point(1 2)" + strings.Repeat(")", n)
		if got := IsValue(Geometry, text); got != want {
			t.Errorf("%d collections: %v, want %v", n, got, want)
		}
	}
}
