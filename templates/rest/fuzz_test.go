package rest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
)

// styled are parameters in each place and style.
func styled() []Param {
	var all []Param
	for place, styles := range [][]string{
		InPath: {"", "label", "matrix"}, InQuery: {"", "spaceDelimited", "pipeDelimited", "deepObject"}, InHeader: {""}, InCookie: {""},
	} {
		for _, style := range styles {
			for _, explode := range []bool{false, true} {
				all = append(all, Param{Name: "p", In: Place(place), Style: style, Explode: explode}, Param{Name: "p", In: Place(place), Style: style, Explode: explode, JSON: true})
			}
		}
	}
	return all
}

// FuzzParameters looks for texts that a parameter cannot bear, in each place and style:
// what is read is text, and the same when it is read again.
func FuzzParameters(f *testing.F) {
	for _, seed := range []string{
		"p=1", "p=a,b", "p=a|b", "p=a%20b", "p[a]=1&p[b]=2", "p[0]=a&p[1]=b", "a=1&b=2", ".a.b", ";p=a;p=b", "a,1,b,2", "a=1,b=2", "%zz", "p=%ff", "p", "=", "p=&p=", `p={"a":1}`, "p=null", "p[a][b]=1",
		`p="a b"; p=c`, ",,", "p[]=a&p[]=b", "\u0000", "é",
	} {
		for i := range uint8(len(styled())) {
			f.Add(seed, i)
		}
	}
	params := styled()
	f.Fuzz(func(t *testing.T, text string, which uint8) {
		p := &params[int(which)%len(params)]
		query, err := SplitQuery(text)
		if err != nil {
			query = nil
		}
		header := http.Header{"P": {text}, "Cookie": {text}}
		in := &Incoming{Path: []string{text}, Query: query, Header: header, Cookie: (&http.Request{Header: header}).Cookies(), Check: anyText}
		for _, field := range []any{new(string), new(int64), new([]string), new([]int32), new(map[string]string), new(map[string][]string), new(api.Raw), new(*order)} {
			again := reflect.New(reflect.TypeOf(field).Elem()).Interface()
			found, err := p.Decode(in, 0, field)
			foundAgain, errAgain := p.Decode(in, 0, again)
			if found != foundAgain || fmt.Sprint(err) != fmt.Sprint(errAgain) || err == nil && !reflect.DeepEqual(field, again) {
				t.Errorf("%+v of %q is %v, %v, and %v, %v", p, text, field, err, again, errAgain)
			}
			if s := fmt.Sprint(reflect.ValueOf(field).Elem()); err == nil && !utf8.ValidString(s) {
				t.Errorf("%+v of %q is %q, which is no text", p, text, s)
			}
		}
	})
}

// FuzzForm looks for forms that cannot be borne, with members in each style.
func FuzzForm(f *testing.F) {
	for _, seed := range []string{"a=1&b=2", "deep[a]=1", "deep[a]=1&deep=2", "json={}", "list=a&list=b", "commas=a,b", "=&=", "%", "a=%ff", "spread=1", "&&&", "deep[]=1&deep[]=2"} {
		f.Add(seed)
	}
	e := &Endpoint{Encoding: []Param{
		{Name: "deep", In: InQuery, Style: "deepObject", Explode: true},
		{Name: "json", In: InQuery, JSON: true},
		{Name: "commas", In: InQuery},
		{Name: "pipes", In: InQuery, Style: "pipeDelimited"},
	}}
	f.Fuzz(func(t *testing.T, text string) {
		for _, field := range []any{new(map[string]api.Raw), new(map[string][]string), new(api.Raw), new(*order)} {
			if err := e.decodeForm(text, field, anyText); err == nil && !utf8.ValidString(fmt.Sprint(reflect.ValueOf(field).Elem())) {
				t.Errorf("%q is %v, which is no text", text, field)
			}
		}
	})
}

// FuzzEvents looks for bodies whose events are not read again as they were when they are
// written.
func FuzzEvents(f *testing.F) {
	for _, seed := range []string{
		"data: a\n\n", "event: x\r\ndata: a\r\ndata: b\r\n\r\n", "id: 1\rdata\r\r", "\xef\xbb\xbfdata: a\n\n", ":comment\n\ndata:  two\n\n", "data: a", "data: a\n\ndata: b\n\n", "id: \x00\ndata: x\n\n", "event\ndata:\n\n", "\n\n\r\r",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		next := NewSequence(bytes.NewReader(body), 1<<16, nil)
		for {
			var e, again api.Event
			if err := next(&e); err != nil {
				if !errors.Is(err, io.EOF) && len(body) < 1<<16 {
					t.Errorf("%q: %v", body, err)
				}
				return
			}
			if strings.ContainsAny(e.Name+e.ID+e.Data, "\r") || strings.ContainsAny(e.Name+e.ID, "\n") {
				t.Errorf("%q has %+v", body, e)
			}
			if err := NewSequence(bytes.NewReader(eventText(&e, e.Data)), 1<<17, nil)(&again); err != nil || again != e {
				t.Errorf("%+v is read again as %+v, %v", e, again, err)
			}
		}
	})
}
