package odataserver

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/restserver"
	"github.com/seed-349153d7/odagen/templates/security"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// thing is an entity with properties of all sorts.
type thing struct {
	ID     string
	Secret api.Opt[string]
	Amount api.Opt[api.Decimal]
	Tags   []string
	Size   api.Opt[*size]
	Sizes  []*size
	Data   api.Opt[[]byte]
	OData  api.Members
}

type size struct {
	Width  api.Opt[int32]
	Secret api.Opt[string]
	OData  api.Members
}

var sizeType = wire.Type{
	Name:       "test.size",
	Of:         (*size)(nil),
	Properties: []wire.Property{{Name: "width", Flags: wire.Nullable}, {Name: "secret", Flags: wire.Nullable | wire.WriteOnly}},
}

func (*size) WireType() *wire.Type { return &sizeType }

var thingType = wire.Type{
	Name: "test.thing",
	Of:   (*thing)(nil),
	Properties: []wire.Property{
		{Name: "id", Flags: wire.Key},
		{Name: "secret", Flags: wire.Nullable | wire.WriteOnly},
		{Name: "amount", Flags: wire.Nullable, Facets: &wire.Facets{Minimum: "0"}},
		{Name: "tags", Facets: &wire.Facets{MaxItems: 1 << 30}},
		{Name: "size", Flags: wire.Nullable},
		{Name: "sizes"},
		{Name: "data", Flags: wire.Nullable},
	},
}

func (*thing) WireType() *wire.Type { return &thingType }

func getThing(_ context.Context, key string, _ *odata.Query) (*thing, error) {
	p := &thing{ID: key, Secret: api.Some("s3cret"), Size: api.Some(&size{Width: api.Some[int32](7), Secret: api.Some("s3cret")})}
	p.OData.Set("@odata.etag", `"\"1\""`)
	p.OData.Set("wings", "2")
	if key == "full" {
		p.Tags = []string{"a", "b"}
		p.Sizes = []*size{{Secret: api.Some("s3cret")}}
		p.Data = api.Some([]byte("x"))
	}
	return p, nil
}

// things serves things below "things", and the derived type "test.bird" of them.
func things(auth server.Auth, opts []server.Option, set, one []Route) http.Handler {
	return NewHandler(auth, "", append([]server.Option{server.WithErrorLog(nil)}, opts...), Routes(nil,
		TypeRoutes{Children: []Child{{Name: "things", Type: "test.thing", Many: true}}},
		TypeRoutes{Type: "test.thing", Key: []string{"id"}, Derived: []string{"test.bird"}, Set: set, One: one},
	))
}

func request(h http.Handler, method, target, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestWriteOnlyPropertiesCannotBeRead(t *testing.T) {
	found := func(ctx context.Context, x Invocation) error {
		v, err := getThing(ctx, "full", nil)
		return x.Answer(&v, err)
	}
	page := func(ctx context.Context) (api.Page[*thing], error) {
		v, err := getThing(ctx, "full", nil)
		return api.Page[*thing]{Items: []*thing{v}}, err
	}
	list := ListRoute(func(ctx context.Context, _ *odata.Query) (api.Page[*thing], error) { return page(ctx) })
	pages := FunctionRoute("pages", nil, func(ctx context.Context, x Invocation) error {
		v, err := page(ctx)
		return AnswerPage(x, v, err)
	})
	object := FunctionRoute("object", nil, func(ctx context.Context, x Invocation) error {
		v, err := getThing(ctx, "full", nil)
		return AnswerObject(x, v, err)
	})
	all := FunctionRoute("all", nil, func(ctx context.Context, x Invocation) error {
		v, err := page(ctx)
		return x.Answer(&v.Items, err)
	})
	update := UpdateRoute(func(_ context.Context, _ string, p *thing) (*thing, error) { return p, nil })
	h := things(server.Open(), nil, []Route{list, FunctionRoute("latest", nil, found), pages, object, all}, []Route{GetRoute(getThing), update})
	if w := request(h, "PATCH", "/things/1", `{"secret":"s3cret","size":{"secret":"s3cret"}}`); w.Code != 200 || strings.Contains(w.Body.String(), "s3cret") {
		t.Errorf("PATCH = %d %s", w.Code, w.Body)
	}
	for _, path := range []string{
		"/things", "/things/pages()", "/things/object()", "/things/all()", "/things/full/sizes/$value", "/things/full/size/secret/$value",
		"/things/full", "/things/full/secret", "/things/full/secret/$value", "/things/full/size", "/things/full/size/secret",
		"/things/full/sizes", "/things/latest()",
	} {
		if w := request(h, "GET", path, ""); strings.Contains(w.Body.String(), "s3cret") {
			t.Errorf("GET %s = %d %s", path, w.Code, w.Body)
		}
	}
	if w := request(h, "GET", "/things/full/secret", ""); w.Code != 404 {
		t.Errorf("GET of the property = %d, want 404", w.Code)
	}
}

func TestAPathLeadsIntoAProperty(t *testing.T) {
	h := things(server.Open(), nil, nil, []Route{GetRoute(getThing)})
	for path, want := range map[string]string{
		"/things/1/size":               `200 {"width":7}`,
		"/things/1/size/width":         `200 {"value":7}`,
		"/things/1/size/width/$value":  "200 7",
		"/things/1/size/depth":         "404",
		"/things/1/size/width/x":       "204",
		"/things/1/tags":               `200 {"value":[]}`,
		"/things/1/tags/$count":        "200 0",
		"/things/full/tags/$count":     "200 2",
		"/things/full/tags/0":          "404",
		"/things/full/data/$value":     "200 x",
		"/things/1/amount":             "204",
		"/things/1/size/$count":        "400",
		"/things/1/wings":              "404",
		"/things/1/test.bird/wings":    `200 {"value":2}`,
		"/things/1/test.bird/feet":     "404",
		"/things/1/test.bird/@odata.x": "404",
	} {
		w := request(h, "GET", path, "")
		got := strings.TrimSpace(fmt.Sprint(w.Code, " ", w.Body))
		if w.Code >= 400 {
			got = fmt.Sprint(w.Code)
		}
		if got != want {
			t.Errorf("GET %s = %s, want %s", path, got, want)
		}
	}
}

// What follows the last dot of a segment is an operation, and a segment that starts with
// $ is none of OData's that is known.
func TestWhatLooksLikeAKeyIsNone(t *testing.T) {
	deleted := 0
	h := things(server.Open(), nil, nil, []Route{DeleteRoute(func(context.Context, string) error { deleted++; return nil })})
	for _, path := range []string{
		"/things/a/..", "/things/a/.", "/things/a/x.", "/things('a')/no.such.thing.", "/things/a/%2e%2e", "/things/..", "/things/.",
		"/things/%2e%2e", "/things/$x", "/things/%00", "/things/a%00b", "/things('%00')", "/things/$batch", "/things/$", "/$x", "/things('a')/$x", "/things/$query", "/things/%ff", "/things('%ff')", "/things/a/%ff",
	} {
		if w := request(h, "DELETE", path, ""); w.Code != 404 || deleted > 0 {
			t.Fatalf("DELETE %s = %d, and %d were deleted", path, w.Code, deleted)
		}
	}
	if w := request(h, "DELETE", "/things/%24x", ""); w.Code != 204 || deleted != 1 {
		t.Errorf("an encoded $ is of a key: %d", w.Code)
	}
}

func TestEncodedParenthesesAreParentheses(t *testing.T) {
	h := things(server.Open(), nil, nil, []Route{GetRoute(getThing)})
	for _, path := range []string{"/things(%27a%27)", "/things%28'a'%29", "/things%28%27a%27%29", "/things%28id='a'%29", "/things('a'%29"} {
		if w := request(h, "GET", path, ""); w.Code != 200 || !strings.Contains(w.Body.String(), `"id":"a"`) {
			t.Errorf("GET %s = %d %s", path, w.Code, w.Body)
		}
	}
	if w := request(h, "GET", "/things/a%28b%29", ""); !strings.Contains(w.Body.String(), `"id":"a(b)"`) {
		t.Errorf("a key with parentheses: %s", w.Body)
	}
}

// A key in parentheses is a literal of its type, or an alias of one.
func TestAKeyIsALiteralOfItsType(t *testing.T) {
	got := ""
	get := func(_ context.Context, key string, _ *odata.Query) (*counted, error) {
		got = key
		return &counted{ID: 1}, nil
	}
	h := NewHandler(server.Open(), "", []server.Option{server.WithErrorLog(nil)}, Routes(nil,
		TypeRoutes{Children: []Child{{Name: "things", Type: "test.thing", Many: true}, {Name: "counted", Type: "test.counted", Many: true}}},
		TypeRoutes{Type: "test.thing", Key: []string{"id"}, One: []Route{GetRoute(func(_ context.Context, key string, _ *odata.Query) (*thing, error) {
			got = key
			return &thing{ID: key}, nil
		})}},
		TypeRoutes{Type: "test.counted", Key: []string{"id", "day"}, One: []Route{GetRoute(get)}},
	))
	for path, want := range map[string]string{
		"/things('a')":                              "a",
		"/things(id='a')":                           "a",
		"/things(id=@k)?@k='a'":                     "a",
		"/things(@k)?x=1&@k=%27O%27%27N%27":         "O'N",
		"/things(@k)?%40k='a'":                      "a",
		"/things('@k')?@k='a'":                      "@k",
		"/things/@k?@k='a'":                         "@k",
		"/things(ns.Color'Red')":                    "Red",
		"/things(binary'-_8=')":                     "-_8=",
		"/counted(id=7,day=2026-01-02)":             "7",
		"/counted(day=@d,id=@i)?@d=2026-01-02&@i=7": "7",
		"/counted/7/2026-01-02":                     "7",
		"/things(a)":                                "404",
		"/things(1)":                                "404",
		"/things(null)":                             "404",
		"/things(@k)":                               "404",
		"/things(@k)?@k=":                           "404",
		"/things(@k)?@k=a":                          "404",
		"/things(@k)?@k=@k":                         "404",
		"/things(@k)?@k='a','b'":                    "404",
		"/things(@k)?@k='%00'":                      "404",
		"/things(@k)?@K='a'":                        "404",
		"/things(x=y'a')":                           "404",
		"/things(')":                                "404",
		"/things()":                                 "404",
		"/counted(id=x,day=2026-01-02)":             "404",
		"/counted(id=7,day=2026-13-02)":             "404",
		"/counted(id=7,day=null)":                   "404",
		"/counted/x/2026-01-02":                     "404",
		"/counted/7/yesterday":                      "404",
		"/counted(7)":                               "404",
	} {
		got = ""
		w := request(h, "GET", path, "")
		if w.Code != 200 {
			got = fmt.Sprint(w.Code)
		}
		if got != want {
			t.Errorf("GET %s = %s, want %s", path, got, want)
		}
	}
}

// counted is an entity whose key has no text.
type counted struct {
	ID    int32
	Day   api.Date
	OData api.Members
}

var countedType = wire.Type{
	Name: "test.counted", Of: (*counted)(nil),
	Properties: []wire.Property{{Name: "id", Flags: wire.Key}, {Name: "day", Flags: wire.Key}},
}

func (*counted) WireType() *wire.Type { return &countedType }

// The query is read once for all aliases.
func TestManyAliasesAreLookedUpOnce(t *testing.T) {
	h := things(server.Open(), nil, nil, []Route{GetRoute(getThing)})
	m := matcher{query: "@k='a'"}
	if !m.followAlias(&argument{literal: "@k"}) {
		t.Fatal("the alias is not there")
	}
	m.query = ""
	if p := (argument{literal: "@k"}); !m.followAlias(&p) || p.literal != "a" || !p.quoted {
		t.Errorf("the alias is %+v", p)
	}
	if w := request(h, "GET", "/things(@k)?@k='1'", ""); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestAVersionThatIsNotServedIsRefused(t *testing.T) {
	h := things(server.Open(), nil, nil, []Route{GetRoute(getThing)})
	for header, want := range map[string]int{
		"OData-Version: 4.0": 200, "OData-Version: 4.01": 200, "OData-Version: 9.9": 400, "OData-Version: 3.0": 400, "OData-Version: x": 400,
		"OData-MaxVersion: 4.0": 200, "OData-MaxVersion: 4.01": 200, "OData-MaxVersion: 5": 200, "OData-MaxVersion: 1.0": 400,
		"OData-MaxVersion: 3.0": 400, "OData-MaxVersion: high": 400, "OData-MaxVersion: -4": 400,
	} {
		name, value, _ := strings.Cut(header, ": ")
		if w := request(h, "GET", "/things/1", "", name, value); w.Code != want || w.Code == 400 && !strings.Contains(w.Body.String(), name) {
			t.Errorf("%s = %d %s, want %d", header, w.Code, w.Body, want)
		}
	}
}

func TestManyParametersOfAFunctionTakeNoTime(t *testing.T) {
	h := things(server.Open(), nil, []Route{FunctionRoute("last", []string{"a"}, func(_ context.Context, x Invocation) error { return x.AnswerNothing(nil) })}, nil)
	var b strings.Builder
	for i := range 120_000 {
		fmt.Fprintf(&b, "%05x=1,", i)
	}
	for _, path := range []string{"/things/last(" + b.String() + "a=1)", "/things(" + b.String() + "a=1)"} {
		start := time.Now()
		if w := request(h, "GET", path, ""); w.Code != 404 || time.Since(start) > 5*time.Second {
			t.Errorf("%d after %v", w.Code, time.Since(start))
		}
	}
}

func TestTheAnswerToManyFaultsIsShort(t *testing.T) {
	create := func(_ context.Context, p *thing) (*thing, error) { return p, nil }
	h := things(server.Open(), []server.Option{server.WithMaxItems(0), server.WithMaxDepth(0)}, []Route{CreateRoute(create)}, nil)
	w := request(h, "POST", "/things", `{"sizes":[`+strings.TrimSuffix(strings.Repeat(`{"width":1,"x":1},`, 1000), ",")+`],"amount":-`+strings.Repeat("7", 990)+`}`)
	if w.Code != 400 {
		t.Errorf("an amount below its minimum = %d %.100s", w.Code, w.Body)
	}
	if w := request(h, "POST", "/things", `{"amount":"`+strings.Repeat("7", 4<<20-100)+`"}`); w.Code != 400 || w.Body.Len() > 1000 {
		t.Errorf("a number of 4 MiB = %d %.300s", w.Code, w.Body)
	}
	faulty := things(server.Open(), nil, nil, []Route{DeleteRoute(func(context.Context, string) error {
		return &server.Fault{Status: 400, Details: make([]server.Detail, 1000)}
	})})
	few := things(server.Open(), []server.Option{server.WithMaxFaults(3)}, []Route{CreateRoute(create)}, nil)
	name := strings.Repeat("n", 10_000)
	if w := request(few, "POST", "/things", `{"sizes":[`+strings.Repeat("null,", 50)+`null],"amount":-1,"`+name+`":{"`+name+`":}}`); w.Code != 400 || w.Body.Len() > 5000 {
		t.Errorf("long names = %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := request(faulty, "DELETE", "/things/1", ""); strings.Count(w.Body.String(), `"code"`) != 102 || !strings.Contains(w.Body.String(), "there are more faults") {
		t.Errorf("1000 details: %d", strings.Count(w.Body.String(), `"code"`))
	}
}

func TestAServiceThatBreaksAnswersAsOData(t *testing.T) {
	for name, breaks := range map[string]func() error{
		"panic": func() error { panic("inside") },
		"fault": func() error { var f *server.Fault; return f },
	} {
		logged := 0
		log := server.WithErrorLog(func(context.Context, error) { logged++ })
		h := things(server.Open(), []server.Option{log}, nil, []Route{DeleteRoute(func(context.Context, string) error { return breaks() })})
		w := request(h, "DELETE", "/things/1", "")
		if w.Code != 500 || w.Header().Get("OData-Version") != "4.0" || logged != 1 ||
			w.Body.String() != `{"error":{"code":"InternalServerError","message":"the request could not be served"}}` {
			t.Errorf("%s: %d %s, %d lines in the log", name, w.Code, w.Body, logged)
		}
	}
}

// remote is the error of a call to another service.
type remote struct{ error }

func (remote) StatusOf() (int, string, string) {
	return 401, "InvalidToken", "token of vault 7 expired"
}

func TestTheErrorOfACallIsNotTheAnswerOfTheService(t *testing.T) {
	var err error = remote{fmt.Errorf("401: token of vault 7 expired")}
	h := things(server.Open(), nil, nil, []Route{DeleteRoute(func(context.Context, string) error { return err })})
	if w := request(h, "DELETE", "/things/1", ""); w.Code != 500 || strings.Contains(w.Body.String(), "vault") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	err = server.Relay(err)
	if w := request(h, "DELETE", "/things/1", ""); w.Code != 401 || !strings.Contains(w.Body.String(), "vault") {
		t.Errorf("relayed: %d %s", w.Code, w.Body)
	}
}

func TestAnEntityThatTheClientHasIsNotSent(t *testing.T) {
	h := things(server.Open(), nil, nil, []Route{GetRoute(getThing)})
	for etag, want := range map[string]int{`"1"`: 304, `W/"1"`: 304, `"0", "1"`: 304, "*": 304, `"0"`: 200, "": 200} {
		if w := request(h, "GET", "/things/1", "", "If-None-Match", etag); w.Code != want || w.Header().Get("Etag") != `"1"` {
			t.Errorf("If-None-Match: %s = %d, ETag %q, want %d", etag, w.Code, w.Header().Get("Etag"), want)
		}
	}
}

func TestABodyCanBeCompressed(t *testing.T) {
	h := things(server.Open(), []server.Option{server.WithMaxRequest(100)}, []Route{CreateRoute(func(_ context.Context, p *thing) (*thing, error) { return p, nil })}, nil)
	for body, want := range map[string]int{`{"id":"1"}`: 201, `{"id":"` + strings.Repeat("x", 1<<16) + `"}`: 413} {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(body))
		_ = z.Close()
		if w := request(h, "POST", "/things", b.String(), "Content-Encoding", "gzip"); w.Code != want {
			t.Errorf("%d bytes in %d = %d, want %d", len(body), b.Len(), w.Code, want)
		}
	}
}

func TestContentStreams(t *testing.T) {
	var got string
	get := func(_ context.Context, key string) (*api.Content, error) {
		switch key {
		case "none":
			return nil, nil
		case "gone":
			return nil, server.ErrGone
		}
		return api.NewContent("image/png", strings.NewReader("0123456789")), nil
	}
	set := func(_ context.Context, key string, c *api.Content) error {
		var b bytes.Buffer
		_, err := b.ReadFrom(c)
		got = key + " " + c.Type + " " + b.String()
		return err
	}
	print := FunctionRoute("print", nil, func(ctx context.Context, x Invocation) error {
		content, err := get(ctx, x.Key(0))
		return x.AnswerContent(content, err)
	}).Raw()
	h := things(server.Open(), []server.Option{server.WithMaxRequest(4)}, nil,
		[]Route{GetRoute(getThing), ContentRoute("photo", get), SetContentRoute("photo", set), print})
	for _, tt := range []struct{ path, want string }{
		{"/things/1/photo", "206 image/png 234"},
		{"/things/1/print()", "206 image/png 234"},
		{"/things/none/photo", "204  "},
	} {
		w := request(h, "GET", tt.path, "", "Range", "bytes=2-4", "Accept", "image/*")
		if got := fmt.Sprint(w.Code, " ", w.Header().Get("Content-Type"), " ", w.Body); got != tt.want {
			t.Errorf("GET %s = %s, want %s", tt.path, got, tt.want)
		}
	}
	if w := request(h, "GET", "/things/gone/photo", ""); w.Code != 410 {
		t.Errorf("gone: %d", w.Code)
	}
	if w := request(h, "PUT", "/things/1/photo", "0123456789", "Content-Type", "image/webp"); w.Code != 204 || got != "1 image/webp 0123456789" {
		t.Errorf("PUT = %d, the service got %q", w.Code, got)
	}
}

func TestARouteSaysWhatItAsksFor(t *testing.T) {
	oauth := &security.Scheme{ID: "oauth", Scheme: "bearer"}
	var scopes []string
	auth := server.Bearer(func(ctx context.Context, p server.Proof) (context.Context, error) {
		scopes = append(scopes, p.Scopes...)
		return ctx, nil
	})
	list := func(context.Context, *odata.Query) (api.Page[*thing], error) {
		return api.Page[*thing]{Count: api.Some[int64](1)}, nil
	}
	var names []string
	log := server.WithMiddleware(func(op server.Operation, next http.Handler) http.Handler {
		names = append(names, op.Name+" "+op.Pattern)
		return next
	})
	h := things(auth, []server.Option{log}, []Route{
		ListRoute(list).Secure([]security.Requirement{{Scheme: oauth, Scopes: []string{"Thing.Read"}}}),
		FunctionRoute("test.public", nil, func(_ context.Context, x Invocation) error { return x.AnswerNothing(nil) }).Secure(),
	}, []Route{GetRoute(getThing).Scopes("Thing.Get"), DeleteRoute(func(context.Context, string) error { return nil })})
	for path, want := range map[string]int{"/things": 401, "/things/$count": 401, "/things/public()": 204, "/things/1": 401, "/things/1/size": 401} {
		if w := request(h, "GET", path, ""); w.Code != want {
			t.Errorf("GET %s = %d, want %d", path, w.Code, want)
		}
	}
	for _, path := range []string{"/things", "/things/$count", "/things/1", "/things/1/size"} {
		if w := request(h, "GET", path, "", "Authorization", "Bearer t"); w.Code != 200 {
			t.Errorf("GET %s with a token = %d", path, w.Code)
		}
	}
	if got := strings.Join(scopes, " "); got != "Thing.Read Thing.Read Thing.Get Thing.Get" {
		t.Errorf("the verifier saw the scopes %s", got)
	}
	want := "test.thing.List GET /{Collection(test.thing)}; test.thing.public GET /{Collection(test.thing)}/test.public; " +
		"test.thing.Get GET /{test.thing}; test.thing.Delete DELETE /{test.thing}; test.thing.Count GET /{Collection(test.thing)}/$count; " +
		"test.thing.GetProperty GET /{test.thing}/{property}"
	if got := strings.Join(names, "; "); got != want {
		t.Errorf("operations\n%s\nwant\n%s", got, want)
	}
	if w := request(things(nil, nil, nil, []Route{GetRoute(getThing)}), "GET", "/things/1", "", "Authorization", "Bearer t"); w.Code != 401 {
		t.Errorf("without an Auth: %d, want 401", w.Code)
	}
}

func TestBothRoutersAreBehindOneHandler(t *testing.T) {
	plain := func(method, path string) restserver.Route {
		return restserver.ServeNothing(&rest.Endpoint{Method: method, Path: path, Open: true}, func(ctx context.Context, _ struct{}) error {
			server.SetHeader(ctx, "X-Plain", server.OperationFrom(ctx).Name)
			return nil
		})
	}
	h := NewHandler(server.Open(), "/v1", nil,
		Routes(nil,
			TypeRoutes{Children: []Child{{Name: "things", Type: "test.thing", Many: true}}},
			TypeRoutes{Type: "test.thing", Key: []string{"id"}, One: []Route{GetRoute(getThing)}},
		),
		restserver.Routes(plain("PUT", "/things/{id}"), plain("GET", "/things/{id}"), plain("GET", "/status")),
	)
	for _, tt := range []struct {
		method, path string
		status       int
		plain        string
	}{
		{"GET", "/v1/things/1", 200, ""},
		{"PUT", "/v1/things/1", 204, "PUT /things/{id}"},
		{"GET", "/v1/things/1/nobody", 404, ""},
		{"GET", "/v1/status", 204, "GET /status"},
		{"DELETE", "/v1/things/1", 405, ""},
		{"OPTIONS", "/v1/things/1", 204, ""},
	} {
		w := request(h, tt.method, tt.path, "")
		if w.Code != tt.status || w.Header().Get("X-Plain") != tt.plain {
			t.Errorf("%s %s = %d by %q, want %d by %q", tt.method, tt.path, w.Code, w.Header().Get("X-Plain"), tt.status, tt.plain)
		}
		if allow := w.Header().Get("Allow"); (tt.status == 405 || tt.method == "OPTIONS") && allow != "GET, HEAD, OPTIONS, PUT" {
			t.Errorf("%s %s: Allow: %s", tt.method, tt.path, allow)
		}
	}
}
