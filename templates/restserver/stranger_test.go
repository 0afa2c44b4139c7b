package restserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// broken is the error of a service that has none, but says so.
type broken struct{ text string }

func (f *broken) Error() string { return f.text }

// breaks returns a handler of a service that breaks in the way that its path names, and
// what its log has.
func breaks(opts ...server.Option) (http.Handler, *strings.Builder) {
	log := new(strings.Builder)
	e := &rest.Endpoint{Method: "GET", Path: "/{how}", Open: true, Params: []rest.Param{{Name: "how", In: rest.InPath}}}
	opts = append(opts, server.WithErrorLog(func(_ context.Context, err error) { log.WriteString(err.Error() + "\n") }))
	return NewHandler(nil, "", opts, Routes(ServeNothing(e, func(ctx context.Context, p howParams) error {
		switch p.How {
		case "panic":
			panic("inside")
		case "error":
			panic(errors.New("inside"))
		case "map":
			var m map[string]int
			for _, name := range []string{"inside"} {
				m[name] = 1
			}
		case "exit":
			runtime.Goexit()
		case "fault":
			var f *server.Fault
			return f
		case "wrapped":
			var f *server.Fault
			return fmt.Errorf("inside: %w", f)
		case "answer":
			var a *server.Answer
			return a
		case "nil":
			var f *broken
			return f
		}
		return nil
	}))), log
}

type howParams struct{ How string }

func (p *howParams) WireFields(f []any) []any { return append(f, &p.How) }

// However a service breaks, its client has an answer that tells nothing of the inside,
// over a connection that goes on, and the log has a line.
func TestAServiceThatBreaksHasAnAnswerAndALine(t *testing.T) {
	around := server.WithMiddleware(func(_ server.Operation, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
	})
	for name, opts := range map[string][]server.Option{"alone": nil, "with middleware": {around}} {
		h, log := breaks(opts...)
		s := httptest.NewServer(h)
		defer s.Close()
		for _, how := range []string{"panic", "error", "map", "exit", "fault", "wrapped", "answer", "nil"} {
			log.Reset()
			resp, err := http.Get(s.URL + "/" + how)
			if err != nil {
				t.Errorf("%s, %s: %v", name, how, err)
				continue
			}
			body, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			want := `{"error":{"code":"InternalServerError","message":"the request could not be served"}}`
			if resp.StatusCode != 500 || string(body) != want || err != nil {
				t.Errorf("%s, %s: %d %s, %v", name, how, resp.StatusCode, body, err)
			}
			if log.Len() == 0 {
				t.Errorf("%s, %s: the log has no line", name, how)
			}
		}
	}
}

// An answer that has begun is cut off, so that no client takes it for whole.
func TestAnAnswerThatBreaksOffIsCutOff(t *testing.T) {
	for _, how := range []func(){func() { panic("inside") }, runtime.Goexit, func() { panic(http.ErrAbortHandler) }} {
		h := NewHandler(nil, "", quiet, Routes(ServeSequence(&rest.Endpoint{Method: "GET", Path: "/", Open: true},
			func(context.Context, struct{}) (iter.Seq2[int, error], error) {
				return func(yield func(int, error) bool) {
					yield(1, nil)
					how()
				}, nil
			})))
		s := httptest.NewServer(h)
		resp, err := http.Get(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(resp.Body); err == nil {
			t.Errorf("the answer is whole: %s", body)
		}
		_ = resp.Body.Close()
		s.Close()
	}
}

// What a path says is repeated in part alone, and dots lead nowhere.
func TestAPathThatLeadsNowhereIsNotRepeated(t *testing.T) {
	h, _ := breaks()
	long := strings.Repeat("x/", 100_000)
	if got := ask(h, "GET /"+long); len(got) > 1500 || got[:3] != "404" {
		t.Errorf("%d bytes: %.100s", len(got), got)
	}
	if got := ask(h, strings.Repeat("X", 100_000)+" /a"); len(got) > 1500 || got[:3] != "405" {
		t.Errorf("%d bytes: %.100s", len(got), got)
	}
	for _, path := range []string{"/..", "/.", "/%2e%2E", "/%2e", "/.%2e"} {
		if got := ask(h, "GET "+path); got[:3] != "404" {
			t.Errorf("GET %s = %s", path, got)
		}
	}
	if got := ask(h, "GET /..."); got != "204" {
		t.Errorf("three dots are a name: %s", got)
	}
}

func TestAHeaderFieldThatSaysOneThingComesOnce(t *testing.T) {
	h := NewHandler(nil, "", quiet, Routes(addRoute()))
	for _, name := range []string{"Content-Type", "Content-Encoding"} {
		r := httptest.NewRequest("POST", "/owners/7/pets", strings.NewReader(`{"name":"a"}`))
		r.Header["Content-Type"] = []string{"application/json"}
		r.Header[name] = []string{map[string]string{"Content-Type": "application/json", "Content-Encoding": "identity"}[name], "text/plain"}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 400 || !strings.Contains(w.Body.String(), name+" comes twice") {
			t.Errorf("%s twice: %d %s", name, w.Code, w.Body)
		}
	}
}

// manyParams has JSON in each place where a request can have it.
type manyParams struct {
	JSON api.Raw
	Body *anything
}

func (p *manyParams) WireFields(f []any) []any { return append(f, &p.JSON, &p.Body) }

// anything has a member that can be anything.
type anything struct {
	JSON  api.Raw
	OData api.Members
}

var anythingType = wire.Type{Of: (*anything)(nil), Properties: []wire.Property{{Name: "json"}}}

func (*anything) WireType() *wire.Type { return &anythingType }

// The limits hold for JSON wherever it stands.
func TestLimitsHoldInEachPlace(t *testing.T) {
	serve := func(body string) http.Handler {
		e := &rest.Endpoint{
			Method: "POST", Path: "/", Open: true, Body: body, Parts: []rest.Part{{Name: "json", Media: "application/json"}},
			Encoding: []rest.Param{{Name: "json", In: rest.InQuery, JSON: true}},
			Params:   []rest.Param{{Name: "q", In: rest.InQuery, JSON: true}},
		}
		opts := append(quiet, server.WithMaxItems(10), server.WithMaxDepth(5), server.WithMaxDigits(20))
		return NewHandler(nil, "", opts, Routes(ServeNothing(e, func(context.Context, manyParams) error { return nil })))
	}
	form := func(text string) (body, contentType string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		part, _ := w.CreateFormField("json")
		_, _ = io.WriteString(part, text)
		_ = w.Close()
		return b.String(), w.FormDataContentType()
	}
	for text, want := range map[string]string{
		"[1,2]":                               "204",
		"[" + strings.Repeat("0,", 20) + "0]": "400 items",
		"[[[[[[1]]]]]]":                       "400 nests",
		strings.Repeat("1", 21):               "400 digits",
	} {
		escaped := strings.NewReplacer("[", "%5B", "]", "%5D", ",", "%2C").Replace(text)
		multi, multiType := form(text)
		for place, got := range map[string]string{
			"query":     ask(serve("application/json"), "POST /?q="+escaped),
			"body":      ask(serve("application/json"), `POST /`+"\n\n"+`{"json":`+text+`}`),
			"form":      ask(serve("application/x-www-form-urlencoded"), "POST /\nContent-Type: application/x-www-form-urlencoded\n\njson="+escaped),
			"multipart": ask(serve("multipart/form-data"), "POST /\nContent-Type: "+multiType+"\n\n"+multi),
		} {
			status, word, _ := strings.Cut(want, " ")
			if !strings.HasPrefix(got, status) || !strings.Contains(got, word) {
				t.Errorf("%.20s in %s: %s, want %s", text, place, got, want)
			}
		}
	}
}
