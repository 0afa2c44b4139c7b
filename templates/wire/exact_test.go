package wire

import (
	"fmt"
	"math/big"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/templates/api"
)

// drawNumber draws a number as JSON has it.
func drawNumber(t *rapid.T, name string) string {
	return rapid.StringMatching(`-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?([eE][+-]?0?[0-9]{1,2})?`).Draw(t, name)
}

func TestNumbersAreComparedAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawNumber(t, "a"), drawNumber(t, "b")
		x, okX := exactOf(a)
		y, okY := exactOf(b)
		ratX, _ := new(big.Rat).SetString(a)
		ratY, _ := new(big.Rat).SetString(b)
		if !okX || !okY {
			t.Fatalf("%s or %s is no number", a, b)
		}
		if got, want := big.NewInt(int64(x.compare(y))).Sign(), ratX.Cmp(ratY); got != want {
			t.Errorf("%s compared with %s is %d, want %d", a, b, got, want)
		}
		if got, want := x.key() == y.key(), ratX.Cmp(ratY) == 0; got != want {
			t.Errorf("%s and %s are one item: %v, want %v", a, b, got, want)
		}
		if got, want := (&JSONValue{Kind: '0', Text: a}).Is("integer"), ratX.IsInt(); got != want {
			t.Errorf("%s is an integer: %v, want %v", a, got, want)
		}
		if ratY.Sign() != 0 {
			if got, want := x.isMultiple(y), new(big.Rat).Quo(ratX, ratY).IsInt(); got != want {
				t.Errorf("%s is a multiple of %s: %v, want %v", a, b, got, want)
			}
		}
	})
}

// allocated returns how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A number costs what its text does, whatever its exponent.
func TestAShortNumberIsNoLongOne(t *testing.T) {
	f := Facets{Minimum: "0.5", Maximum: "9e999999999", MultipleOf: "0.001"}
	for number, want := range map[string]string{
		"1e999999999":                    "",
		"1e-999999999":                   "want at least 0.5, got 1e-999999999",
		"1e9999999999":                   "want an exponent of at most 9 digits, got 1e9999999999",
		"1e0000000000001":                "",
		"-1e999999999":                   "want at least 0.5, got -1e999999999",
		strings.Repeat("1", maxDigits):   "",
		strings.Repeat("1", maxDigits+1): "want a number of at most 1000 characters",
	} {
		got := ""
		if n := allocated(func() { got = f.Number(number) }); n > 20_000 {
			t.Errorf("%.30s takes %d bytes", number, n)
		}
		if got != want {
			t.Errorf("%.30s: got %q, want %q", number, got, want)
		}
	}
	if key := (&JSONValue{Kind: '0', Text: "1e999999999"}).Key(); len(key) > 20 {
		t.Errorf("the key is %d bytes long", len(key))
	}
}

// What stands in a union is passed over once, however deep the unions nest.
func TestUnionsInUnionsArePassedOverOnce(t *testing.T) {
	const inner = `{"type":"x"}`
	text := `{"a":[` + strings.Repeat(`{"a":`, 50) + `"` + strings.Repeat("x", largePart) + `"` + strings.Repeat("}", 50) + `],"type":"one","b":` + inner + `}`
	d := newDecoder([]byte(text))
	defer d.Free()
	if got, ok := d.discriminator("type"); !ok || got != "one" || d.depth != 0 {
		t.Fatalf("discriminator = %q, %v, at depth %d", got, ok, d.depth)
	}
	if strings.Contains(text[:d.pos], inner) {
		t.Error("what comes behind the discriminator was read")
	}
	for i := range d.data {
		if d.data[i] == 'x' {
			d.data[i] = 0 // would be a fault
		}
	}
	d.pos = len(`{"a":[{"a":`)
	if got, ok := d.discriminator("type"); !ok || got != "" {
		t.Errorf("the union within = %q, %v: %v", got, ok, d.err)
	}
	if list := len(d.ends); list != 51 {
		t.Errorf("%d parts are kept, want 51", list)
	}
}

func TestAPointerIsNoLongerThanItSays(t *testing.T) {
	name := strings.Repeat("n", 1<<16)
	text := strings.Repeat(`{"`+name+`":`, 100)
	err := Unmarshal([]byte(text), new(partner))
	if len(err.Error()) > 2*maxPointer {
		t.Errorf("an error of %d bytes", len(err.Error()))
	}
	var v Validator
	v.At(name, func() { v.Report("no") })
	if got := fmt.Sprint(v.Errs[0]); !strings.HasPrefix(got, "/nnn") || !strings.HasSuffix(got, "n...: no") || len(got) > 2*maxPointer {
		t.Errorf("a fault of %d bytes: %.20s", len(got), got)
	}
}

// ruled is an object with rules, that holds others.
type ruled struct {
	Inner api.Opt[*ruled]
	OData api.Members
}

// anyRules are rules that each value fits.
type anyRules struct{ checked int }

func (r *anyRules) Check(*Validator, *JSONValue) { r.checked++ }

var (
	ruledRules anyRules
	ruledType  = Type{
		Name: "test.ruled", Of: (*ruled)(nil), Schema: &ruledRules,
		Properties: []Property{{Name: "inner", Flags: Nullable}},
	}
)

func (*ruled) WireType() *Type { return &ruledType }

// The text of an object with rules is made once, also for the rules of what it holds.
func TestRulesOfObjectsInObjectsShareTheirText(t *testing.T) {
	cost := func(depth int) uint64 {
		text := strings.Repeat(`{"inner":`, depth) + `{"x":"` + strings.Repeat("x", 1<<16) + `"}` + strings.Repeat("}", depth)
		o := new(ruled)
		if err := Unmarshal([]byte(text), o); err != nil {
			t.Fatal(err)
		}
		ruledRules.checked = 0
		n := allocated(func() {
			if err := Validate(o); err != nil {
				t.Error(err)
			}
		})
		if ruledRules.checked != depth+1 {
			t.Errorf("the rules of %d objects are checked, want %d", ruledRules.checked, depth+1)
		}
		return n
	}
	if one, many := cost(1), cost(500); many > 4*one {
		t.Errorf("500 objects in each other take %d bytes, one in one %d", many, one)
	}
}

func TestAPartIsFoundByItsToken(t *testing.T) {
	n, _ := ParseValue([]byte(`{"a":1,"b":[2,3],"c":{"d":4}}`))
	next := 0
	for _, token := range []string{"a", "b", "c", "a", "c", "b", "x", "a"} {
		got := n.part(token, &next)
		want := map[string]*JSONValue{"a": &n.List[0], "b": &n.List[1], "c": &n.List[2]}[token]
		if got != want {
			t.Errorf("%s is %v, want %v", token, got, want)
		}
	}
	list := n.part("b", &next)
	for token, want := range map[string]string{"0": "2", "1": "3", "2": "", "-1": "", "x": ""} {
		got := list.part(token, &next)
		if (got == nil) != (want == "") || got != nil && got.Text != want {
			t.Errorf("item %s is %v, want %q", token, got, want)
		}
	}
}
