package query

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// equal compares trees but for the places in them.
func equal(a, b any) string {
	return cmp.Diff(a, b, cmp.FilterPath(func(p cmp.Path) bool {
		return p.Last().Type() == reflect.TypeFor[Pos]()
	}, cmp.Ignore()))
}

func TestWhatIsPrintedIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := draw(t).expr()
		text := string(Append(nil, x))
		again, err := Parser{}.Expr(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if diff := equal(x, again); diff != "" {
			t.Fatalf("%s (-drawn +read):\n%s", text, diff)
		}
		if second := string(Append(nil, again)); second != text {
			t.Fatalf("printed as %s, and then as %s", text, second)
		}
	})
}

func TestWhatIsPrintedAsAURLIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := draw(t).uri()
		text := string(AppendURI(nil, u))
		again, err := Parser{}.URI(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if diff := equal(u, again); diff != "" {
			t.Fatalf("%s (-drawn +read):\n%s", text, diff)
		}
		if second := string(AppendURI(nil, again)); second != text {
			t.Fatalf("printed as %s, and then as %s", text, second)
		}
	})
}

func TestOperatorsBindAsTheStandardSays(t *testing.T) {
	for text, want := range map[string]string{ // with each pair of operands in brackets
		"a or b and c":                      "[a or [b and c]]",
		"a and b or c and d":                "[[a and b] or [c and d]]",
		"a eq b and c ne d":                 "[[a eq b] and [c ne d]]",
		"a eq b gt c":                       "[a eq [b gt c]]",
		"a sub b sub c":                     "[[a sub b] sub c]",
		"a sub (b sub c)":                   "[a sub [b sub c]]",
		"a add b mul c":                     "[a add [b mul c]]",
		"a div b divby c mod d":             "[[[a div b] divby c] mod d]",
		"a add b lt c add d":                "[[a add b] lt [c add d]]",
		"not a and b":                       "[not a and b]",
		"not a eq b":                        "[not a eq b]", // not, and then eq
		"not (a eq b)":                      "not [a eq b]",
		"not(a eq b)":                       "not [a eq b]",
		"-a mul b":                          "[-a mul b]",
		"-5 add - b":                        "[-5 add -b]",
		"a add b in (1,2)":                  "[a add [b in (1,2)]]",
		"not a in(1)":                       "not [a in (1)]",
		"a has 'X' and b":                   "[[a has 'X'] and b]",
		"A EQ B Or NOT c":                   "[[A eq B] or not c]",
		"case(a:b,c gt 1:10:15) eq c":       "[case(a:b,[c gt 1]:10:15) eq c]",
		"case(c gt 10:15)":                  "case([c gt 10]:15)",
		"cast(a,Edm.String) eq b":           "[cast eq b]",
		"x/any(v:v/a eq 1 or v/b) and true": "[x/any(v:v/a eq 1 or v/b) and true]",
		"contains(a,b) eq not f(x=1)":       "[contains(a,b) eq not f(x=1)]",
		"a in (b)":                          "[a in b]",
		"a in ((1) add 2)":                  "[a in [1 add 2]]",
		"a eq 01234567-89ab-cdef-0123-456789abcdef": "[a eq 01234567-89ab-cdef-0123-456789abcdef]",
	} {
		x, err := Parser{}.Expr(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := brackets(x); got != want {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
}

// brackets prints the operands of operators.
func brackets(x Expr) string {
	switch x := x.(type) {
	case Binary:
		return "[" + brackets(x.X) + " " + x.Op.String() + " " + brackets(x.Y) + "]"
	case Not:
		return "not " + brackets(x.X)
	case Negate:
		return "-" + brackets(x.X)
	case Cast:
		return "cast"
	case Case:
		var pairs []string
		for _, p := range x.Pairs {
			pairs = append(pairs, brackets(p.If)+":"+brackets(p.Then))
		}
		return "case(" + strings.Join(pairs, ",") + ")"
	}
	return string(Append(nil, x))
}
