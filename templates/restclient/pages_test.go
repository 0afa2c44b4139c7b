package restclient

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/transport"
)

var findPets = rest.Endpoint{
	Method: "POST", Path: "/find", Body: "application/json",
	Params:  []rest.Param{{Name: "q", In: rest.InQuery}, {Name: "X-Trace", In: rest.InHeader}},
	Answers: []rest.Answer{{Status: "200", Media: "application/json"}, {Status: "204"}},
	Errors:  []rest.ErrorAnswer{{Status: "404", As: ErrorAs[*problem]}},
}

// find asks for pages of pets.
func find(c *transport.Client, opts ...client.CallOption) iter.Seq2[*pet, error] {
	q, trace, body := "a b", "t", &pet{Name: "Rex"}
	p := fields(func(f []any) []any { return append(f, &q, &trace, &body) })
	page := func(p *pet) ([]*pet, string) { return p.Pets, p.Next.Or("") }
	return Pages(context.Background(), c, &findPets, page, p, opts)
}

func TestPagesAreReadWhenTheyAreWanted(t *testing.T) {
	var requests []string
	c := service(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests = append(requests, strings.Join([]string{r.Method, r.RequestURI, r.Header.Get("X-Trace"), r.Header.Get("Prefer"), r.Header.Get("Content-Type"), string(body)}, " "))
		_, _ = io.WriteString(w, map[string]string{
			"q=a%20b": `{"name":"","pets":[{"name":"a"},{"name":"b"}],"next":"find?page=2"}`,
			"page=2":  `{"name":"","pets":[],"next":"/v1/find?page=3"}`,
			"page=3":  `{"name":"","pets":[{"name":"c"}]}`,
		}[r.URL.RawQuery])
	})
	var meta client.Response
	list := find(c, client.Header("Prefer", "x"), client.ResponseTo(&meta))
	if len(requests) != 0 {
		t.Errorf("%d requests before the first item", len(requests))
	}
	var got []string
	for p, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, p.Name); p.Name == "b" && len(requests) != 1 {
			t.Errorf("%d requests for the first page", len(requests))
		}
	}
	if !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("items %q", got)
	}
	want := []string{`POST /v1/find?q=a%20b t x application/json {"name":"Rex"}`, "GET /v1/find?page=2 t x  ", "GET /v1/find?page=3 t x  "}
	if !slices.Equal(requests, want) {
		t.Errorf("requests %q, want %q", requests, want)
	}
	if !strings.HasSuffix(meta.URL, "/v1/find") || meta.StatusCode != 200 {
		t.Errorf("response %+v", meta)
	}
}

func TestPagesEndWithTheFirstError(t *testing.T) {
	for want, tt := range map[string]struct {
		status int
		body   string
	}{
		`host "b.example" is not allowed; see WithAllowedHosts`: {200, `{"name":"","pets":[],"next":"https://b.example/find"}`},
		"the link to the next page is no URL":                   {200, `{"name":"","pets":[],"next":"http://%zz"}`},
		"the links of the pages lead in a circle":               {200, `{"name":"","pets":[],"next":"?q=a%20b"}`},
		"404 Not Found: full":                                   {404, `{"title":"full"}`},
		"decode /pets/0: want an object, got a number":          {200, `{"name":"","pets":[1]}`},
		"the answer is longer than 100 bytes":                   {200, `{"name":"` + strings.Repeat("x", 100) + `"}`},
	} {
		var last error
		n := 0
		for _, err := range find(service(t, respond(tt.status, tt.body), client.WithMaxResponse(100))) {
			n++
			last = err
		}
		if n != 1 || last == nil || !strings.Contains(last.Error(), want) {
			t.Errorf("%s: ended with %v after %d items, want %s", tt.body, last, n, want)
		}
		var typed *problemError
		if errors.As(last, &typed) != (tt.status == 404) {
			t.Errorf("%v is typed", last)
		}
	}
	for range find(service(t, respond(204, ""))) {
		t.Error("no content has an item")
	}
}

func TestLinksInACircleEnd(t *testing.T) {
	requests := 0
	c := service(t, func(w http.ResponseWriter, r *http.Request) {
		if requests++; requests > 10 {
			panic(http.ErrAbortHandler)
		}
		next := map[string]string{"q=a%20b": "?a", "a": "?b", "b": "?c", "c": "?b"}[r.URL.RawQuery]
		_, _ = io.WriteString(w, `{"name":"","pets":[],"next":"`+next+`"}`)
	})
	var last error
	for _, err := range find(c) {
		last = err
	}
	if last == nil || !strings.HasSuffix(last.Error(), "the links of the pages lead in a circle") || requests != 4 {
		t.Errorf("ended with %v after %d requests", last, requests)
	}
}

func TestAnEndpointOnAServerOfItsOwn(t *testing.T) {
	for _, tt := range []struct {
		server string
		opts   []client.Option
		want   string
	}{
		{"", nil, "https://a.example/v1/x"},
		{"/other/", nil, "https://a.example/other/x"},
		{"https://b.example/b/", nil, "https://b.example/b/x"},
		{"https://b.example/b/", []client.Option{client.WithServerAt("https://b.example/b/", "https://c.example")}, "https://c.example/x"},
	} {
		var got string
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = "https://" + r.Host + r.RequestURI
			w.WriteHeader(204)
		})
		c := transport.New("https://a.example/v1", append(tt.opts, client.WithHandler(h)))
		e := rest.Endpoint{Method: "GET", Path: "/x", Server: tt.server}
		if err := Send(context.Background(), c, &e, nil, nil); err != nil || got != tt.want {
			t.Errorf("server %q: %s, %v, want %s", tt.server, got, err, tt.want)
		}
	}
	e := rest.Endpoint{Method: "GET", Path: "/x", Server: "ftp://b.example"}
	if err := Send(context.Background(), unused(t), &e, nil, nil); err == nil || err.Error() != "GET /x: base URL: want https://host/path" {
		t.Errorf("Send = %v", err)
	}
}

func TestValuesOfAnAnswerArePartsOfTheNextCall(t *testing.T) {
	p := &pet{Name: "Rex", Pets: []*pet{{Name: "a/b", ID: api.Int64(7)}}}
	var id int64
	if err := TakeValue(&p, "/pets/0/id", &id); err != nil || id != 7 {
		t.Errorf("TakeValue = %d, %v", id, err)
	}
	var limit *int64
	if err := TakeValue(&p, "/pets/0/id", &limit); err != nil || limit == nil || *limit != 7 {
		t.Errorf("TakeValue = %v, %v", limit, err)
	}
	if err := TakeValue(&p, "/pets/1/id", &id); err == nil || err.Error() != `link: there is nothing at "/pets/1/id"` {
		t.Errorf("TakeValue = %v", err)
	}
	var none *pet
	if err := TakeValue(&none, "/id", &id); err == nil || err.Error() != `link: there is nothing at "/id"` {
		t.Errorf("TakeValue = %v", err)
	}
	if err := TakeText(`"x"`, &id); err == nil || !strings.HasPrefix(err.Error(), "link: ") {
		t.Errorf("TakeText = %v", err)
	}
	if got := ControlOf(p, "@odata.nextLink"); got != "" {
		t.Errorf("ControlOf = %q", got)
	}
	p.Extra.Set("@odata.nextLink", `"a\"b"`)
	if got := ControlOf(p, "@odata.nextLink"); got != `a"b` {
		t.Errorf("ControlOf = %q", got)
	}
}
