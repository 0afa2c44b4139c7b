package odata

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/client"
)

// queryText returns the query that options come to.
func queryText(opts ...Option) string {
	var c client.Call
	for _, o := range opts {
		o.Apply(&c)
	}
	return c.Query
}

func TestQueryTextIsPercentEncoded(t *testing.T) {
	for _, tt := range []struct {
		opts []Option
		want string
	}{
		{nil, ""},
		{[]Option{Top(5), Skip(2), Count()}, "$top=5&$skip=2&$count=true"},
		{[]Option{Filter("name eq " + Quote("O'Neil & Sons + 1"))}, "$filter=name%20eq%20'O''Neil%20%26%20Sons%20%2B%201'"},
		{[]Option{Select("id", "name"), OrderBy("name desc", "id")}, "$select=id,name&$orderby=name%20desc,id"},
		{[]Option{Expand("members($select=id;$top=1)"), Search(`"a" OR b`)}, "$expand=members($select%3Did;$top%3D1)&$search=%22a%22%20OR%20b"},
		{[]Option{client.Header("A", "b"), Custom("api-version", "1#é")}, "api-version=1%23%C3%A9"},
	} {
		if got := queryText(tt.opts...); got != tt.want {
			t.Errorf("query %s, want %s", got, tt.want)
		}
	}
}

func TestOptionsOfACallAreHeadersAndLinksToo(t *testing.T) {
	var c client.Call
	var delta string
	for _, o := range []Option{IfMatch("1"), IfNoneMatch("*"), FromLink("https://a/b"), DeltaLinkTo(&delta)} {
		o.Apply(&c)
	}
	if c.Header.Get("If-Match") != "1" || c.Header.Get("If-None-Match") != "*" || c.Link != "https://a/b" || c.DeltaLink != &delta || c.Query != "" {
		t.Errorf("call %+v", c)
	}
}

func FuzzAQueryIsReadAsItIsMeant(f *testing.F) {
	f.Add("name eq 'a'", "x", "1+ 2&#%é\xff\x00;")
	f.Fuzz(func(t *testing.T, filter, name, value string) {
		if name == "$filter" {
			t.Skip()
		}
		raw := queryText(Filter(filter), Custom(name, value))
		if strings.ContainsAny(raw, "+ #") {
			t.Errorf("query %s has a byte that must be encoded", raw)
		}
		got := url.Values{}
		for pair := range strings.SplitSeq(raw, "&") {
			k, v, _ := strings.Cut(pair, "=")
			key, err := url.PathUnescape(k)
			val, err2 := url.PathUnescape(v)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			got.Add(key, val)
		}
		if want := (url.Values{"$filter": {filter}, name: {value}}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s was read as %v, want %v", raw, got, want)
		}
	})
}
