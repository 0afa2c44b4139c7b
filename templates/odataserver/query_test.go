package odataserver

import (
	"net/url"
	"reflect"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/odata"
)

func TestAServiceReadsEachQueryOption(t *testing.T) {
	var got odata.Query
	raw := "$top=5&$skip=0&$filter=a%20eq+'x;%26'&$search=s&$select=id,%20name&$expand=a($select=b,c;$filter=d%20eq%20',)'),e" +
		"&$orderby=a%20desc,indexof(b,')'),','&$count=true&$skiptoken=st&$deltatoken=dt&$format=json&&x=1&x=2&y"
	if err := parseQuery(raw, &got); err != nil {
		t.Fatal(err)
	}
	want := odata.Query{
		Top: api.Some(5), Skip: api.Some(0), Filter: "a eq 'x;&'", Search: "s",
		Select:  []string{"id", "name"},
		Expand:  []string{"a($select=b,c;$filter=d eq ',)')", "e"},
		OrderBy: []string{"a desc", "indexof(b,')')", "','"},
		Count:   true, SkipToken: "st", DeltaToken: "dt", Format: "json",
		Custom: url.Values{"x": {"1", "2"}, "y": {""}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("query\n%+v\nwant\n%+v", got, want)
	}
}

func TestAServiceSaysWhatIsWrongWithAQuery(t *testing.T) {
	for raw, want := range map[string]string{
		"$top=-1":                    `query option "$top": want a number from 0 on, got "-1"`,
		"$top=x":                     `query option "$top": want a number from 0 on, got "x"`,
		"$top=":                      `query option "$top": want a number from 0 on, got ""`,
		"$skip=99999999999999999999": `query option "$skip": want a number from 0 on, got "99999999999999999999"`,
		"$count=yes":                 `query option "$count": want true or false, got "yes"`,
		"$count=false":               "",
		"$filter=":                   `query option "$filter": want an expression, got ""`,
		"$select=a,,b":               `query option "$select": want items with commas between, got "a,,b"`,
		"$expand=a(b":                `query option "$expand": want items with commas between, got "a(b"`,
		"$expand=a)b":                `query option "$expand": want items with commas between, got "a)b"`,
		"$expand=a)(b":               `query option "$expand": want items with commas between, got "a)(b"`,
		"$select=','":                "",
		"$orderby='":                 `query option "$orderby": want items with commas between, got "'"`,
		"$apply=x":                   `query option "$apply" is not supported`,
		"$top=1&$top=1":              `query option "$top" comes twice`,
		"$filter=%zz":                `query option "$filter" has invalid URL escape "%zz"`,
		"%zz=1":                      `the query has invalid URL escape "%zz"`,
		"x=%ff":                      `query option "x" is not UTF-8`,
		"%24top=x":                   `query option "$top": want a number from 0 on, got "x"`,
	} {
		got := ""
		if err := parseQuery(raw, new(odata.Query)); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("parseQuery(%q) = %q, want %q", raw, got, want)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add("$top=5&$expand=a($select=b,c;$filter=d eq ',)'),e&x=1")
	f.Fuzz(func(_ *testing.T, raw string) {
		_ = parseQuery(raw, new(odata.Query))
	})
}
