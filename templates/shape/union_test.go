package shape

import (
	"reflect"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// rule holds rules, each of which is one of two objects, a number, a list or a text.
type rule struct{ Raw api.Raw }

var ruleType = wire.Type{
	Of:    (*rule)(nil),
	Union: &wire.Union{Types: []any{(*string)(nil), (**not)(nil), (**also)(nil), (*int64)(nil), (*[]int64)(nil)}},
}

func (*rule) WireType() *wire.Type { return &ruleType }

type not struct {
	Not   api.Opt[*rule]
	Extra api.Members
}

var notType = wire.Type{Of: (*not)(nil), Properties: []wire.Property{{Name: "not", Flags: wire.Required}}}

func (*not) WireType() *wire.Type { return &notType }

type also struct {
	Not   api.Opt[*rule]
	Also  api.Opt[*rule]
	Extra api.Members
}

var alsoType = wire.Type{
	Of: (*also)(nil), Closed: true,
	Properties: []wire.Property{{Name: "not"}, {Name: "also", Flags: wire.Required}},
}

func (*also) WireType() *wire.Type { return &alsoType }

// deep reads pairs such as a][b=text as a rule.
func deep(t *testing.T, pairs ...string) string {
	t.Helper()
	var all []Pair
	for _, p := range pairs {
		name, text, _ := strings.Cut(p, "=")
		all = append(all, Pair{name, text})
	}
	var r *rule
	text, err := Of(&r).Deep(nil, all)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestAUnionIsTheAlternativeThatItsTextsFit(t *testing.T) {
	for _, tt := range []struct {
		pairs []string
		want  string
	}{
		{[]string{"not=7"}, `{"not":7}`},
		{[]string{"not=007"}, `{"not":"007"}`},
		{[]string{"not=1", "not=2"}, `{"not":[1,2]}`},
		{[]string{"not=x"}, `{"not":"x"}`},
		{[]string{"not][not=x", "also][0=1", "also][1=2"}, `{"not":{"not":"x"},"also":[1,2]}`},
		{[]string{"0=1", "1=2"}, `[1,2]`},
		{[]string{"=1", "=2"}, `[1,2]`},
		{[]string{"0=1", "1=x"}, `[1,"x"]`},                                           // fits none
		{[]string{"not][also=x", "not][other=y"}, `{"not":{"also":"x","other":"y"}}`}, // fits none
	} {
		if got := deep(t, tt.pairs...); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.pairs, got, tt.want)
		}
	}
	var r *rule
	if got := string(Of(&r).JSON(nil, "12")); got != "12" {
		t.Errorf("12 is %s", got)
	}
}

// Each level has two alternatives that are objects: without an end, 2³¹ of them are tried.
func TestUnionsInUnionsHaveAnEnd(t *testing.T) {
	name := strings.Repeat("not][", maxNested-1) + "not"
	root := &branch{picks: new(int)}
	if got := deep(t, name+"=x"); !strings.HasPrefix(got, `{"not":{"not":`) {
		t.Errorf("read as %s", got)
	}
	var r *rule
	at := root
	for range maxNested {
		at = at.member("not")
	}
	at.texts = []string{"x"}
	if _, err := Of(&r).branch(nil, root); err != nil || *root.picks > maxPicks {
		t.Errorf("%v, %d tries", err, *root.picks)
	}
}

func TestAlternativesOfAnyTextComeLast(t *testing.T) {
	var r *rule
	types := Of(&r).alternatives()
	if last := types[len(types)-1]; last != reflect.TypeFor[string]() {
		t.Errorf("the last is %v", last)
	}
}
