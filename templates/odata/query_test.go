package odata

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestQueryTextIsPercentEncoded(t *testing.T) {
	for _, tt := range []struct {
		opts []RequestOption
		want string
	}{
		{nil, ""},
		{[]RequestOption{Top(5), Skip(2), Count()}, "$top=5&$skip=2&$count=true"},
		{[]RequestOption{Filter("name eq " + Quote("O'Neil & Sons + 1"))}, "$filter=name%20eq%20'O''Neil%20%26%20Sons%20%2B%201'"},
		{[]RequestOption{Select("id", "name"), OrderBy("name desc", "id")}, "$select=id,name&$orderby=name%20desc,id"},
		{[]RequestOption{Expand("members($select=id;$top=1)"), Search(`"a" OR b`)}, "$expand=members($select%3Did;$top%3D1)&$search=%22a%22%20OR%20b"},
		{[]RequestOption{Header("A", "b"), Custom("api-version", "1#é")}, "api-version=1%23%C3%A9"},
	} {
		if got := queryText(tt.opts); got != tt.want {
			t.Errorf("query %s, want %s", got, tt.want)
		}
	}
}

func TestAServiceReadsEachQueryOption(t *testing.T) {
	var got Query
	raw := "$top=5&$skip=0&$filter=a%20eq+'x;%26'&$search=s&$select=id,%20name&$expand=a($select=b,c;$filter=d%20eq%20',)'),e" +
		"&$orderby=a%20desc,indexof(b,')'),','&$count=true&$skiptoken=st&$deltatoken=dt&$format=json&&x=1&x=2&y"
	if err := parseQuery(raw, &got); err != nil {
		t.Fatal(err)
	}
	want := Query{
		Top: Some(5), Skip: Some(0), Filter: "a eq 'x;&'", Search: "s",
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
		"%24top=x":                   `query option "$top": want a number from 0 on, got "x"`,
	} {
		got := ""
		if err := parseQuery(raw, new(Query)); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("parseQuery(%q) = %q, want %q", raw, got, want)
		}
	}
}

func FuzzAServiceReadsWhatAClientWrites(f *testing.F) {
	f.Add("name eq 'a'", "x", "1+ 2&#%é\xff\x00")
	f.Fuzz(func(t *testing.T, filter, name, value string) {
		if filter == "" || strings.HasPrefix(name, "$") {
			t.Skip()
		}
		raw := queryText([]RequestOption{Filter(filter), Custom(name, value)})
		if strings.ContainsAny(raw, "+ #") {
			t.Errorf("query %s has a byte that must be encoded", raw)
		}
		var q Query
		if err := parseQuery(raw, &q); err != nil {
			t.Fatal(err)
		}
		if q.Filter != filter || !reflect.DeepEqual(q.Custom, url.Values{name: {value}}) {
			t.Errorf("%s was read as %+v", raw, q)
		}
	})
}

func FuzzParseQuery(f *testing.F) {
	f.Add("$top=5&$expand=a($select=b,c;$filter=d eq ',)'),e&x=1")
	f.Fuzz(func(_ *testing.T, raw string) {
		_ = parseQuery(raw, new(Query))
	})
}
