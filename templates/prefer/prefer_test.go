package prefer

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/internal/corpus"
)

func TestTheCasesOfTheStandard(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(corpus.Dir(t), "odata-abnf", "odata-abnf-testcases.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var suite struct {
		TestCases []struct {
			Rule, Input string
			FailAt      *int `yaml:"FailAt"`
		} `yaml:"TestCases"`
	}
	text = []byte(strings.NewReplacer("\n    Rule:", "\n    rule:", "\n    Input:", "\n    input:").Replace(string(text)))
	if err := yaml.Unmarshal(text, &suite); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, c := range suite.TestCases {
		value, header := strings.CutPrefix(c.Input, "Prefer:")
		if !header && !strings.Contains(strings.ToLower(c.Rule), "preference") {
			continue
		}
		seen++
		p, err := Parse(value)
		// What OData does not have is no error, but nothing comes of it.
		if ok := err == nil && (!reflect.ValueOf(p).IsZero() || strings.HasSuffix(value, "=false")); ok != (c.FailAt == nil) {
			t.Errorf("%s: %+v, %v", c.Input, p, err)
		}
	}
	if seen < 20 {
		t.Errorf("%d cases, want more", seen)
	}
}

func TestPreferencesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(list ...string) string { return rapid.SampledFrom(list).Draw(t, "s") }
		is := rapid.Bool()
		p := Preferences{
			AllowEntityReferences: is.Draw(t, "a"), ContinueOnError: is.Draw(t, "b"), RespondAsync: is.Draw(t, "c"), TrackChanges: is.Draw(t, "d"),
			Callback: pick("", "http://a/b?c=d,e;f", `x:"\`), OmitValues: pick("", "nulls", "defaults"), Return: pick("", "minimal", "representation"),
			MaxPageSize: rapid.Int64Range(0, 9e18).Draw(t, "e"),
		}
		if is.Draw(t, "f") {
			p.Wait = pointer(rapid.Int64Range(0, 100).Draw(t, "g"))
			p.IncludeAnnotations = []Annotations{{is.Draw(t, "h"), pick("*", "A.*", "A.B.c"), pick("", "q")}, {Name: "*"}}
		}
		if p.String() == "" {
			return
		}
		got, err := Parse(p.String())
		if err != nil || !reflect.DeepEqual(got, p) {
			t.Fatalf("%s: %+v, %v; want %+v", p, got, err, p)
		}
	})
}

func TestPreferencesAreRead(t *testing.T) {
	for text, want := range map[string]string{ // as they are written; "!" for those that are refused
		`odata.maxpagesize=5, return=minimal`:   `maxpagesize=5, return=minimal`,
		`MaxPageSize = 5 ,Respond-Async`:        `maxpagesize=5, respond-async`,
		`return=minimal, return=representation`: `return=minimal`,
		`handling=lenient; a=b; c, wait=3`:      `wait=3`,
		`odata.return=minimal`:                  ``,
		`foo="a,\"b"; bar`:                      ``,
		`omit-values=NULLS`:                     `omit-values=nulls`,
		`continue-on-error=FALSE`:               ``,
		`include-annotations="A.b#c,-*"`:        `include-annotations="A.b#c,-*"`,
		`callback; url="x:y"`:                   `callback; url="x:y"`,
		`maxpagesize=0`:                         "!prefer: maxpagesize has no value \"0\"",
		`maxpagesize`:                           "!prefer: maxpagesize has no value \"\"",
		`maxpagesize=99999999999999999999`:      "!prefer: maxpagesize has no value \"99999999999999999999\"",
		`wait=-1`:                               "!prefer: wait has no value \"-1\"",
		`return=nothing`:                        "!prefer: return has no value \"nothing\"",
		`return=Minimal`:                        "!prefer: return has no value \"Minimal\"",
		`callback`:                              "!prefer: callback has no value \"\"",
		`include-annotations="A"`:               "!prefer: include-annotations has no value \"A\"",
		`include-annotations="A..b"`:            "!prefer: include-annotations has no value \"A..b\"",
		`include-annotations="A.b#"`:            "!prefer: include-annotations has no value \"A.b#\"",
		`return=minimal wait=1`:                 "!prefer: at 15: want \",\", got \"wait=1\"",
		`a, `:                                   "!prefer: at 3: want a preference, got \"\"",
		`callback; url="x`:                      "!prefer: at 16: want a preference, got \"\"",
	} {
		p, err := Parse(text)
		got := p.String()
		if err != nil {
			got = "!" + err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if p, err := Parse("return=minimal", "wait=1"); err != nil || p.String() != "return=minimal, wait=1" {
		t.Errorf("two fields: %s, %v", p, err)
	}
}

// pointer is new(v) of Go 1.26.
func pointer[T any](v T) *T { return &v }
