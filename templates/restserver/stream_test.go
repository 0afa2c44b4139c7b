package restserver

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

type photoParams struct{ Body *api.Content }

func (p *photoParams) WireFields(f []any) []any { return append(f, &p.Body) }

var photoEndpoint = rest.Endpoint{
	Method: "GET", Path: "/photo", Open: true,
	Answers: []rest.Answer{{Status: "200", Media: "image/png"}},
}

var setPhotoEndpoint = rest.Endpoint{
	Method: "PUT", Path: "/photo", Open: true, Body: "application/octet-stream", BodyRequired: true,
	Answers: []rest.Answer{{Status: "200", Media: "text/plain"}},
}

// closed is a body that tells when it is closed.
type closed struct {
	io.Reader
	done bool
}

func (c *closed) Close() error { c.done = true; return nil }

func TestContentIsSentInRanges(t *testing.T) {
	h := NewHandler(nil, "", quiet, Routes(Serve(&photoEndpoint, func(context.Context, struct{}) (*api.Content, error) {
		c := api.NewContent("", strings.NewReader("0123456789"))
		c.ETag = `"1"`
		return c, nil
	})))
	check(t, h, []struct{ request, show, want string }{
		{"GET /photo", "Content-Type Content-Length ETag Accept-Ranges", `200 Content-Type=image/png Content-Length=10 ETag="1" Accept-Ranges=bytes 0123456789`},
		{"GET /photo\nRange: bytes=2-4", "Content-Range", `206 Content-Range=bytes 2-4/10 234`},
		{"GET /photo\nIf-None-Match: W/\"0\", \"1\"", "ETag", `304 ETag="1"`},
		{"HEAD /photo", "Content-Length", `200 Content-Length=10`},
	})
}

func TestContentThatCannotSeekStreams(t *testing.T) {
	body := &closed{Reader: io.MultiReader(strings.NewReader("01"), strings.NewReader("23"))}
	var answer *api.Content
	h := NewHandler(nil, "", quiet, Routes(Serve(&photoEndpoint, func(context.Context, struct{}) (*api.Content, error) {
		return answer, nil
	})))
	answer = &api.Content{ReadCloser: body, Type: "image/webp", Length: 4, ETag: `"2"`}
	if got := ask(h, "GET /photo\nRange: bytes=2-4", "Content-Type", "Content-Length"); got != "200 Content-Type=image/webp Content-Length=4 0123" || !body.done {
		t.Errorf("got %s, closed %v", got, body.done)
	}
	if got := ask(h, "GET /photo\nIf-None-Match: \"2\""); got != "304" {
		t.Errorf("got %s, want 304", got)
	}
	answer = nil
	if got := ask(h, "GET /photo"); got != "204" {
		t.Errorf("without content: %s, want 204", got)
	}
}

func TestContentThatBreaksOffCutsTheAnswerOff(t *testing.T) {
	var logged error
	log := server.WithErrorLog(func(_ context.Context, err error) { logged = err })
	broken := errors.New("the disk is gone")
	srv := httptest.NewServer(NewHandler(nil, "", []server.Option{log}, Routes(Serve(&photoEndpoint, func(context.Context, struct{}) (*api.Content, error) {
		return &api.Content{ReadCloser: io.NopCloser(io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<16)), errReader{broken})), Length: -1}, nil
	}))))
	defer srv.Close()
	resp := must(http.Get(srv.URL + "/photo"))
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Error("half an answer has come as a whole one")
	}
	srv.Close()
	if !errors.Is(logged, broken) {
		t.Errorf("logged %v", logged)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func upload(_ context.Context, p photoParams) (string, error) {
	text, err := io.ReadAll(p.Body)
	if err != nil {
		return "", err
	}
	return p.Body.Type + " " + string(text), nil
}

func TestAnUploadIsReadAsItComes(t *testing.T) {
	h := NewHandler(nil, "", append(quiet, server.WithMaxRequest(4)), Routes(Serve(&setPhotoEndpoint, upload)))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte("0123456789"))
	_ = z.Close()
	check(t, h, []struct{ request, show, want string }{
		{"PUT /photo\nContent-Type: image/png\n\n0123456789", "", "200 image/png 0123456789"},
		{"PUT /photo\nContent-Type: image/png\nContent-Encoding: gzip\n\n" + packed.String(), "", "200 image/png 0123456789"},
		{"PUT /photo", "", `400 {"error":{"code":"BadRequest","message":"the body is missing"}}`},
	})
	limited := NewHandler(nil, "", append(quiet, server.WithMaxUpload(4)), Routes(Serve(&setPhotoEndpoint, upload)))
	want := `413 {"error":{"code":"RequestEntityTooLarge","message":"the body is longer than 4 bytes"}}`
	for _, encoding := range []string{"", "\nContent-Encoding: gzip"} {
		body := "0123456789"
		if encoding != "" {
			body = packed.String()
		}
		if got := ask(limited, "PUT /photo\nContent-Type: image/png"+encoding+"\n\n"+body); got != want {
			t.Errorf("beyond the limit%s: %s", encoding, got)
		}
	}
	// The service has the first byte before the last one is sent.
	r, w := io.Pipe()
	streamed := NewHandler(nil, "", quiet, Routes(ServeNothing(&setPhotoEndpoint, func(_ context.Context, p photoParams) error {
		var b [1]byte
		_, err := p.Body.Read(b[:])
		_ = w.Close()
		return err
	})))
	go func() { _, _ = w.Write([]byte("x")) }()
	req := httptest.NewRequest("PUT", "/photo", r)
	req.Header.Set("Content-Type", "image/png")
	rec := httptest.NewRecorder()
	streamed.ServeHTTP(rec, req)
	if rec.Code != 200 {
		t.Errorf("a body that is still coming: %d %s", rec.Code, rec.Body)
	}
}

var eventsEndpoint = rest.Endpoint{
	Method: "GET", Path: "/events", Open: true, Answers: []rest.Answer{{Status: "200", Media: "text/event-stream"}},
}

func TestASequenceIsSentAsItComes(t *testing.T) {
	var broken error
	h := NewHandler(nil, "", quiet, Routes(ServeSequence(&eventsEndpoint, func(context.Context, struct{}) (iter.Seq2[api.Event, error], error) {
		return func(yield func(api.Event, error) bool) {
			_ = yield(api.Event{ID: "1", Data: "a\nb"}, nil) && yield(api.Event{Name: "end", Data: "c"}, broken)
		}, nil
	})))
	if got, want := ask(h, "GET /events", "Content-Type"), "200 Content-Type=text/event-stream id: 1\ndata: a\ndata: b\n\nevent: end\ndata: c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := ask(h, "HEAD /events"); got != "200" {
		t.Errorf("HEAD: %q", got)
	}
	broken = errors.New("broken")
	cutOff(t, h)
}

// cutOff checks that the answer with events is cut off.
func cutOff(t *testing.T, h http.Handler) {
	t.Helper()
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("recovered %v", v)
		}
	}()
	t.Errorf("the answer is whole: %s", ask(h, "GET /events"))
}

func TestAPanicInTheMidstCutsTheAnswerOff(t *testing.T) {
	var logged []string
	log := server.WithErrorLog(func(_ context.Context, err error) { logged = append(logged, err.Error()) })
	for _, more := range [][]server.Option{nil, {server.WithMiddleware(func(_ server.Operation, next http.Handler) http.Handler { return next })}} {
		logged = nil
		cutOff(t, NewHandler(nil, "", append(more, log), Routes(ServeSequence(&eventsEndpoint, func(context.Context, struct{}) (iter.Seq2[api.Event, error], error) {
			return func(yield func(api.Event, error) bool) {
				yield(api.Event{Data: "a"}, nil)
				panic("no more")
			}, nil
		}))))
		if len(logged) != 1 || !strings.HasPrefix(logged[0], "panic: no more") {
			t.Errorf("logged %.100q", logged)
		}
	}
}

type linesParams struct{ Body iter.Seq2[*pet, error] }

func (p *linesParams) WireFields(f []any) []any {
	return append(f, rest.SequenceValue(&p.Body))
}

func TestASequenceIsReadAsItComes(t *testing.T) {
	e := &rest.Endpoint{Method: "POST", Path: "/pets", Open: true, Body: "application/jsonl"}
	h := NewHandler(nil, "", quiet, Routes(ServeNothing(e, func(ctx context.Context, p linesParams) error {
		var names []string
		for v, err := range p.Body {
			if err != nil {
				return err
			}
			names = append(names, v.Name)
		}
		server.SetHeader(ctx, "X-Names", strings.Join(names, " "))
		return nil
	})))
	check(t, h, []struct{ request, show, want string }{
		{"POST /pets\n\n{\"name\":\"rex\"}\n\n{\"name\":\"max\"}", "X-Names", "204 X-Names=rex max"},
		{"POST /pets\n\n{\"name\":\"123456789\"}", "", `400 {"error":{"code":"BadRequest","message":"want at most 8 characters, got 9","target":"/name",` +
			`"details":[{"code":"BadRequest","message":"want at most 8 characters, got 9","target":"/name"}]}}`},
	})
}

type form struct {
	File  *api.File
	OData api.Members
}

var formType = wire.Type{Of: (*form)(nil), Properties: []wire.Property{{Name: "file"}}}

func (*form) WireType() *wire.Type { return &formType }

type formParams struct{ Body *form }

func (p *formParams) WireFields(f []any) []any { return append(f, &p.Body) }

func TestFilesOfAFormAreClosed(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip(err)
		}
		return len(entries)
	}
	e := &rest.Endpoint{Method: "POST", Path: "/upload", Body: "multipart/form-data", Open: true}
	h := NewHandler(nil, "", append(quiet, server.WithMaxRequest(64<<20)), Routes(ServeNothing(e, func(_ context.Context, p formParams) error {
		_, err := io.Copy(io.Discard, p.Body.File.Body)
		return err
	})))
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the collector closes files some day
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part := must(w.CreateFormFile("file", "a.bin"))
	_, _ = part.Write(make([]byte, 12<<20)) // more than net/http keeps in memory
	_ = w.Close()
	before := open()
	for range 5 {
		r := httptest.NewRequest("POST", "/upload", bytes.NewReader(b.Bytes()))
		r.Header.Set("Content-Type", w.FormDataContentType())
		rec := httptest.NewRecorder()
		if h.ServeHTTP(rec, r); rec.Code != 204 {
			t.Fatal(rec.Code, rec.Body)
		}
	}
	if n := open() - before; n > 0 {
		t.Errorf("%d files are open after 5 requests", n)
	}
	limited := NewHandler(nil, "", append(quiet, server.WithMaxRequest(1<<20)), Routes(ServeNothing(e, func(context.Context, formParams) error { return nil })))
	r := httptest.NewRequest("POST", "/upload", bytes.NewReader(b.Bytes()))
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	if limited.ServeHTTP(rec, r); rec.Code != 413 {
		t.Errorf("a form beyond the limit: %d %s", rec.Code, rec.Body)
	}
}

type searchParams struct{ Tags *pet }

func (p *searchParams) WireFields(f []any) []any { return append(f, &p.Tags) }

var searchEndpoint = rest.Endpoint{
	Method: "GET", Path: "/search", Open: true,
	Params: []rest.Param{{Name: "f", In: rest.InQuery, Style: "deepObject", Explode: true}},
}

func TestARequestHasLimits(t *testing.T) {
	routes := func() []Route {
		return []Route{
			addRoute(),
			ServeNothing(&searchEndpoint, func(context.Context, searchParams) error { return nil }),
		}
	}
	h := NewHandler(nil, "", quiet, Routes(routes()...))
	loose := NewHandler(nil, "", append(quiet, server.WithMaxItems(0), server.WithMaxNames(0), server.WithMaxDepth(0), server.WithMaxDigits(0)), Routes(routes()...))
	post := "POST /owners/7/pets\n\n"
	form := "POST /owners/7/pets\nContent-Type: application/x-www-form-urlencoded\n\n"
	for _, tt := range []struct{ name, request, want, loose string }{
		{"levels", post + `{"name":"x","a":` + strings.Repeat("[", 120) + strings.Repeat("]", 120) + "}", "the body nests deeper than 100", ""},
		{"levels", post + `{"name":"x","a":` + strings.Repeat("[", 5000), "the body nests deeper than 100", "objects and arrays nest deeper than 1000"},
		{"items", post + `{"name":"x","a":[` + strings.Repeat(`{},`, 100_001) + "1]}", "the body has more than 100000 items and objects", ""},
		{"digits", post + `{"name":"x","a":` + strings.Repeat("1", 1001) + "}", "the body has a number of more than 1000 digits", ""},
		{"digits in a string", post + `{"name":"x","a":"` + strings.Repeat("1", 1001) + `"}`, "", ""},
		{"names of a form", form + "name=x" + strings.Repeat("&a=1", 1000), "the form has more than 1000 names", ""},
		{"names of a query", "GET /search?" + strings.Repeat("&a=1", 1001), "the query has more than 1000 names", ""},
		{"nested names", "GET /search?f[" + strings.Repeat("][", 100_000) + "]=1", `parameter "f": names lead deeper than 32 levels`, `parameter "f": names lead deeper than 32 levels`},
	} {
		request, body, _ := strings.Cut(tt.request, "\n\n")
		for handler, want := range map[http.Handler]string{h: tt.want, loose: tt.loose} {
			r := httptest.NewRequest(strings.Fields(request)[0], strings.Fields(request)[1], strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			if strings.Contains(request, "urlencoded") {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			text, _, _ := strings.Cut(strings.ReplaceAll(w.Body.String(), `\"`, `"`), `,"`+"target")
			if want == "" && w.Code >= 300 || want != "" && (w.Code != 400 || !strings.Contains(text, want)) {
				t.Errorf("%s: %d %.200s, want %q", tt.name, w.Code, text, want)
			}
		}
	}
}

func TestManyNamesOfAMapTakeLinearTime(t *testing.T) {
	h := NewHandler(nil, "", append(quiet, server.WithMaxNames(0), server.WithMaxItems(0)), Routes(ServeNothing(&rest.Endpoint{
		Method: "POST", Path: "/", Open: true, Body: "application/x-www-form-urlencoded",
	}, func(context.Context, mapParams) error { return nil })))
	var b strings.Builder
	for i := range 100_000 {
		b.WriteString("&n")
		b.WriteString(strings.Repeat("x", i%7))
		b.WriteString(time.Duration(i).String() + "=1")
	}
	start := time.Now()
	got := ask(h, "POST /\nContent-Type: application/x-www-form-urlencoded\n\n"+b.String())
	if took := time.Since(start); got[:3] != "204" || took > 10*time.Second {
		t.Errorf("%.80s after %v", got, took)
	}
}

type mapParams struct{ Body map[string][]string }

func (p *mapParams) WireFields(f []any) []any {
	return append(f, &p.Body)
}

// eitherParams has a parameter that is one of several.
type eitherParams struct{ F api.Raw }

func (p *eitherParams) WireFields(f []any) []any { return append(f, &p.F) }

func TestADeepParameterCanBeOneOfSeveral(t *testing.T) {
	h := NewHandler(nil, "", quiet, Routes(Serve(&rest.Endpoint{
		Method: "GET", Path: "/search", Open: true, Answers: []rest.Answer{{Status: "200", Media: "application/json"}},
		Params: []rest.Param{{Name: "f", In: rest.InQuery, Style: "deepObject", Explode: true}},
	}, func(_ context.Context, p eitherParams) (api.Raw, error) { return p.F, nil })))
	for query, want := range map[string]string{"f[gte]=5&f[a][b]=x": `200 {"gte":5,"a":{"b":"x"}}`, "f=5": "200 5", "g=5": "204"} {
		if got := ask(h, "GET /search?"+query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
