package odataserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

type gadget struct {
	ID    string
	Name  api.Opt[string]
	Kind  string
	OData api.Members
}

var gadgetType = wire.Type{
	Name: "test.gadget",
	Of:   (*gadget)(nil),
	Properties: []wire.Property{
		{Name: "id", Flags: wire.Key},
		{Name: "name", Flags: wire.Nullable, Facets: &wire.Facets{MaxLength: 8}},
		{Name: "kind", Flags: wire.Required, Facets: &wire.Facets{MaxLength: 4}},
	},
}

func (*gadget) WireType() *wire.Type { return &gadgetType }

// anyToken lets in who shows a bearer token.
var anyToken = server.Bearer(func(ctx context.Context, _ server.Proof) (context.Context, error) { return ctx, nil })

// shop is a service of gadgets. What is not set answers with what it was asked.
type shop struct {
	get func(ctx context.Context, key string) (*gadget, error)
}

func (s *shop) List(ctx context.Context, q *odata.Query) (api.Page[*gadget], error) {
	p := api.Page[*gadget]{Items: []*gadget{{ID: "1", Kind: q.Filter}}, NextLink: q.SkipToken}
	if q.Count {
		p.Count = api.Some(int64(1))
	}
	return p, ctx.Err()
}

func (s *shop) Create(_ context.Context, body *gadget) (*gadget, error) {
	if body.Name.IsNull() {
		return nil, nil
	}
	body.ID = "a/1"
	body.OData.Set("@odata.etag", must(api.ParseRaw(`"W/\"1\""`)))
	return body, nil
}

func (s *shop) Get(ctx context.Context, key string, _ *odata.Query) (*gadget, error) {
	if s.get != nil {
		return s.get(ctx, key)
	}
	return &gadget{ID: key, Kind: "x"}, nil
}

func (s *shop) Update(_ context.Context, key string, body *gadget) (*gadget, error) {
	if body.Name.IsNull() {
		return nil, nil
	}
	body.ID = key
	return body, nil
}

func (s *shop) Delete(context.Context, string) error { return nil }

func (s *shop) Run(ctx context.Context, key string) error {
	if keys := odata.RequestFrom(ctx).Keys; !slices.Equal(keys, []string{key}) {
		return fmt.Errorf("the keys are %q", keys)
	}
	return server.NotImplemented("gadget.run")
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (s *shop) handler(auth server.Auth, opts ...server.Option) http.Handler {
	opts = append([]server.Option{server.WithErrorLog(nil)}, opts...)
	return NewHandler(auth, "/v1", opts, Routes(nil,
		TypeRoutes{Children: []Child{{Name: "gadgets", Type: "gadget", Many: true}}},
		TypeRoutes{
			Type: "gadget", Key: []string{"id"},
			Set: []Route{ListRoute(s.List), CreateRoute(s.Create)},
			One: []Route{
				GetRoute(s.Get), UpdateRoute(s.Update), DeleteRoute(s.Delete),
				ActionRoute("test.run", func(ctx context.Context, x Invocation) error { return x.AnswerNothing(s.Run(ctx, x.Key(0))) }),
			},
		},
	))
}

// ask sends a request over HTTP and returns the status, the fields of the header
// named in show, and the body, in one line. A request is "METHOD path", header
// fields, an empty line and the body, with a token unless the header has one.
func ask(t *testing.T, h http.Handler, request string, show ...string) string {
	t.Helper()
	srv := httptest.NewServer(h)
	defer srv.Close()
	head, body, _ := strings.Cut(request, "\n\n")
	lines := strings.Split(head, "\n")
	method, path, _ := strings.Cut(lines[0], " ")
	req := must(http.NewRequest(method, srv.URL+path, strings.NewReader(body)))
	req.Header.Set("Authorization", "Bearer t")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		req.Header.Set(name, value)
	}
	resp := must(http.DefaultTransport.RoundTrip(req))
	defer resp.Body.Close()
	answer := []string{fmt.Sprint(resp.StatusCode)}
	for _, name := range show {
		answer = append(answer, name+"="+strings.Join(resp.Header.Values(name), ","))
	}
	return strings.TrimSpace(strings.Join(answer, " ") + " " + string(must(io.ReadAll(resp.Body))))
}

func TestAServiceAnswersEachOperation(t *testing.T) {
	h := new(shop).handler(anyToken)
	for _, tt := range []struct{ request, show, want string }{
		{
			"GET /v1/gadgets?$filter=a%20eq%201&$count=true&$skiptoken=next", "Content-Type OData-Version",
			`200 Content-Type=application/json OData-Version=4.0 {"@odata.count":1,"@odata.nextLink":"next","value":[{"id":"1","kind":"a eq 1"}]}`,
		},
		{"GET /v1/gadgets('a%2Fb')?$select=id", "Content-Type", `200 Content-Type=application/json {"id":"a/b","kind":"x"}`},
		{"GET /v1/gadgets/1\nPrefer: return=minimal", "", `200 {"id":"1","kind":"x"}`},
		{"HEAD /v1/gadgets/1", "Content-Length", `200 Content-Length=21`},
		{
			"POST /v1/gadgets\n\n{\"kind\":\"x\",\"more\":[1]}", "Location ETag OData-EntityId",
			`201 Location=/v1/gadgets('a%2F1') ETag=W/"1" OData-EntityId= {"@odata.etag":"W/\"1\"","id":"a/1","kind":"x","more":[1]}`,
		},
		{
			"POST /v1/gadgets/\nPrefer: return=minimal\n\n{\"kind\":\"x\"}", "Location OData-EntityId Preference-Applied",
			`204 Location=/v1/gadgets('a%2F1') OData-EntityId=/v1/gadgets('a%2F1') Preference-Applied=return=minimal`,
		},
		{"POST /v1/gadgets\n\n{\"kind\":\"x\",\"name\":null}", "Location", `204 Location=`},
		{"PATCH /v1/gadgets/1\n\n{\"name\":\"n\"}", "Location", `200 Location= {"id":"1","name":"n"}`},
		{"PATCH /v1/gadgets/1\nPrefer: return=minimal\n\n{\"name\":\"n\"}", "Preference-Applied", `204 Preference-Applied=return=minimal`},
		{"PATCH /v1/gadgets/1\n\n{\"name\":null}", "", `204`},
		{"DELETE /v1/gadgets/1", "OData-Version", `204 OData-Version=4.0`},
		{"POST /v1/gadgets/1/test.run", "", `501 {"error":{"code":"NotImplemented","message":"gadget.run is not implemented"}}`},
		{"OPTIONS /v1/gadgets\nAuthorization: none", "Allow", `204 Allow=GET, HEAD, OPTIONS, POST`},
	} {
		if got := ask(t, h, tt.request, strings.Fields(tt.show)...); got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.request, got, tt.want)
		}
	}
}

func TestAServiceSaysWhatIsWrongWithARequest(t *testing.T) {
	h := new(shop).handler(anyToken, server.WithMaxRequest(40))
	for _, tt := range []struct{ request, show, want string }{
		{"GET /v1/nobody", "", `404 {"error":{"code":"NotFound","message":"no resource has the path \"/v1/nobody\""}}`},
		{"GET /gadgets", "", `404 {"error":{"code":"NotFound","message":"no resource has the path \"/gadgets\""}}`},
		{"GET /v1gadgets", "", `404 {"error":{"code":"NotFound","message":"no resource has the path \"/v1gadgets\""}}`},
		{"PUT /v1/gadgets", "Allow", `405 Allow=GET, HEAD, OPTIONS, POST {"error":{"code":"MethodNotAllowed","message":"the resource has no PUT"}}`},
		{"GET /v1/gadgets/1/run", "Allow", `405 Allow=OPTIONS, POST {"error":{"code":"MethodNotAllowed","message":"the resource has no GET"}}`},
		{"GET /v1/gadgets\nAuthorization: ", "WWW-Authenticate", `401 WWW-Authenticate=Bearer {"error":{"code":"Unauthorized","message":"a bearer token is needed"}}`},
		{"GET /v1/gadgets\nAuthorization: Basic eDp5", "WWW-Authenticate", `401 WWW-Authenticate=Bearer {"error":{"code":"Unauthorized","message":"a bearer token is needed"}}`},
		{"GET /v1/gadgets\nAccept: text/html", "", `406 {"error":{"code":"NotAcceptable","message":"answers are application/json"}}`},
		{"GET /v1/gadgets?$format=atom", "", `406 {"error":{"code":"NotAcceptable","message":"answers are application/json"}}`},
		{"GET /v1/gadgets?$format=json\nAccept: text/html", "", `200 {"value":[{"id":"1","kind":""}]}`},
		{"GET /v1/gadgets?$top=-1", "", `400 {"error":{"code":"BadRequest","message":"query option \"$top\": want a number from 0 on, got \"-1\""}}`},
		{"POST /v1/gadgets\nContent-Type: text/plain\n\n{}", "", `415 {"error":{"code":"UnsupportedMediaType","message":"the body must be application/json in UTF-8"}}`},
		{"POST /v1/gadgets\nContent-Type: \n\n{}", "", `415 {"error":{"code":"UnsupportedMediaType","message":"the body must be application/json in UTF-8"}}`},
		{"POST /v1/gadgets\nContent-Encoding: br\n\n{}", "", `415 {"error":{"code":"UnsupportedMediaType","message":"the body must not have a Content-Encoding other than gzip"}}`},
		{"POST /v1/gadgets\n\n" + strings.Repeat(" ", 41), "", `413 {"error":{"code":"RequestEntityTooLarge","message":"the body is longer than 40 bytes"}}`},
		{"POST /v1/gadgets\n\n{\"kind\":5}", "", `400 {"error":{"code":"BadRequest","message":"want a string, got a number","target":"/kind",` +
			`"details":[{"code":"BadRequest","message":"want a string, got a number","target":"/kind"}]}}`},
		{"POST /v1/gadgets\n\n{\"name\":\"123456789\",\"kind\":\"12345\"}", "", `400 {"error":{"code":"BadRequest","message":"want at most 8 characters, got 9","target":"/name",` +
			`"details":[{"code":"BadRequest","message":"want at most 8 characters, got 9","target":"/name"},{"code":"BadRequest","message":"want at most 4 characters, got 5","target":"/kind"}]}}`},
		{"PATCH /v1/gadgets/1\n\n{\"kind\":null}", "", `400 {"error":{"code":"BadRequest","message":"want a value, got null","target":"/kind",` +
			`"details":[{"code":"BadRequest","message":"want a value, got null","target":"/kind"}]}}`},
	} {
		if got := ask(t, h, tt.request, strings.Fields(tt.show)...); got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.request, got, tt.want)
		}
	}
	for _, body := range []string{"{}", "{", "[]", "null", "x"} {
		if got := ask(t, h, "POST /v1/gadgets\n\n"+body); !strings.HasPrefix(got, `400 {"error":{"code":"BadRequest","message":"`) {
			t.Errorf("body %s: %s, want 400", body, got)
		}
	}
}

func TestTheAuthenticatorJudgesTheToken(t *testing.T) {
	type userKey struct{}
	s := &shop{get: func(ctx context.Context, key string) (*gadget, error) {
		return &gadget{ID: key, Kind: ctx.Value(userKey{}).(string)}, nil
	}}
	h := s.handler(server.Bearer(func(ctx context.Context, p server.Proof) (context.Context, error) {
		switch p.Value {
		case "ann":
			return context.WithValue(ctx, userKey{}, p.Value+p.Request.Method), nil
		case "bob":
			return nil, server.Fail(http.StatusForbidden, "NoLicense", "no license")
		case "eve":
			return nil, server.ErrForbidden
		}
		return nil, errors.New("internal detail")
	}))
	for token, want := range map[string]string{
		"ann": `200 WWW-Authenticate= {"id":"1","kind":"annGET"}`,
		"bob": `403 WWW-Authenticate=Bearer error="insufficient_scope" {"error":{"code":"NoLicense","message":"no license"}}`,
		"eve": `403 WWW-Authenticate=Bearer error="insufficient_scope" {"error":{"code":"Forbidden","message":"Forbidden"}}`,
		"zoe": `401 WWW-Authenticate=Bearer error="invalid_token" {"error":{"code":"Unauthorized","message":"the bearer token is not good"}}`,
	} {
		if got := ask(t, h, "GET /v1/gadgets/1\nAuthorization: Bearer "+token, "WWW-Authenticate"); got != want {
			t.Errorf("token %s\ngot  %s\nwant %s", token, got, want)
		}
	}
	if got := ask(t, new(shop).handler(server.Open()), "GET /v1/gadgets/1\nAuthorization: "); got != `200 {"id":"1","kind":"x"}` {
		t.Errorf("without authentication: %s", got)
	}
}

func TestTheErrorOfAServiceDecidesTheAnswer(t *testing.T) {
	for _, tt := range []struct {
		err    error
		want   string
		logged bool
	}{
		{
			&server.Fault{Status: 409, Code: "taken", Message: "m", Target: "name", Details: []server.Detail{{Code: "a", Message: "b"}}, Err: errors.New("secret")},
			`409 Retry-After= {"error":{"code":"taken","message":"m","target":"name","details":[{"code":"a","message":"b"}]}}`, false,
		},
		{
			fmt.Errorf("more: %w", &server.Fault{Status: 429, RetryAfter: 1500 * time.Millisecond}),
			`429 Retry-After=2 {"error":{"code":"TooManyRequests","message":""}}`, false,
		},
		{server.Fail(503, "busy", ""), `503 Retry-After= {"error":{"code":"busy","message":""}}`, true},
		{fmt.Errorf("row 17: %w", server.ErrNotFound), `404 Retry-After= {"error":{"code":"NotFound","message":"Not Found"}}`, false},
		{server.ErrNotModified, `304 Retry-After=`, false},
		{errors.New("password wrong"), `500 Retry-After= {"error":{"code":"InternalServerError","message":"the request could not be served"}}`, true},
		{&server.Fault{Status: 200}, `500 Retry-After= {"error":{"code":"InternalServerError","message":"the request could not be served"}}`, true},
		{&server.Fault{Message: "password wrong"}, `500 Retry-After= {"error":{"code":"InternalServerError","message":"the request could not be served"}}`, true},
		{context.Canceled, `500 Retry-After= {"error":{"code":"InternalServerError","message":"the request could not be served"}}`, true},
	} {
		var logged error
		s := &shop{get: func(context.Context, string) (*gadget, error) { return nil, tt.err }}
		got := ask(t, s.handler(anyToken, server.WithErrorLog(func(_ context.Context, err error) { logged = err })), "GET /v1/gadgets/1", "Retry-After")
		if got != tt.want {
			t.Errorf("error %v\ngot  %s\nwant %s", tt.err, got, tt.want)
		}
		if (logged != nil) != tt.logged || tt.logged && logged != tt.err {
			t.Errorf("error %v: logged %v", tt.err, logged)
		}
	}
}

func TestAValueWithoutJSONTextIsACleanError(t *testing.T) {
	s := &shop{get: func(context.Context, string) (*gadget, error) { return &gadget{ID: "\xff"}, nil }}
	want := `500 Content-Type=application/json {"error":{"code":"InternalServerError","message":"the request could not be served"}}`
	if got := ask(t, s.handler(anyToken), "GET /v1/gadgets/1", "Content-Type"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAClientThatIsGoneGetsNoAnswer(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := &shop{get: func(ctx context.Context, _ string) (*gadget, error) { cancel(); return nil, ctx.Err() }}
	logged := false
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/v1/gadgets/1", nil)
	s.handler(server.Open(), server.WithErrorLog(func(context.Context, error) { logged = true })).ServeHTTP(w, r)
	if w.Code != 499 || w.Body.Len() != 0 || logged {
		t.Errorf("answer %d %q, logged %v, want 499 and nothing", w.Code, w.Body, logged)
	}
}

func TestAHandlerCanBeMountedElsewhere(t *testing.T) {
	h := new(shop).handler(anyToken, server.WithBasePath("/api/odata/"))
	if got := ask(t, h, "POST /api/odata/gadgets\n\n{\"kind\":\"x\"}", "Location"); !strings.HasPrefix(got, "201 Location=/api/odata/gadgets('a%2F1') ") {
		t.Errorf("with a base path: %s", got)
	}
	if got := ask(t, http.StripPrefix("/x", new(shop).handler(anyToken, server.WithBasePath(""))), "GET /x/gadgets('a%2Fb')"); got != `200 {"id":"a/b","kind":"x"}` {
		t.Errorf("under StripPrefix: %s", got)
	}
}

func TestABodyThatBreaksOffIsTheClientsFault(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/v1/gadgets", io.MultiReader(strings.NewReader("{"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	r.Header.Set("Content-Type", "application/json")
	new(shop).handler(server.Open()).ServeHTTP(w, r)
	if want := `{"error":{"code":"BadRequest","message":"the body breaks off"}}`; w.Code != 400 || w.Body.String() != want {
		t.Errorf("answer %d %s, want 400 %s", w.Code, w.Body, want)
	}
}

func TestARouteNeedsNoKey(t *testing.T) {
	h := NewHandler(server.Open(), "", nil, Routes(nil,
		TypeRoutes{Children: []Child{{Name: "me", Type: "gadget"}, {Name: "all", Type: "gadget", Many: true}}},
		TypeRoutes{
			Type: "gadget",
			One:  []Route{GetRoute(new(shop).Get)},
			Set: []Route{
				ListRoute(func(context.Context, *odata.Query) (api.Page[*gadget], error) {
					return api.Page[*gadget]{}, server.ErrConflict
				}),
				CreateRoute(func(_ context.Context, g *gadget) (*gadget, error) { return g, nil }),
			},
		},
	))
	for request, want := range map[string]string{
		"GET /me":                       `200 Location= {"kind":"x"}`,
		"GET /all":                      `409 Location= {"error":{"code":"Conflict","message":"Conflict"}}`,
		"POST /all\n\n{\"kind\":\"x\"}": `201 Location= {"kind":"x"}`,
	} {
		if got := ask(t, h, request, "Location"); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", request, got, want)
		}
	}
}

func TestALongAnswerHasItsLength(t *testing.T) {
	s := &shop{get: func(context.Context, string) (*gadget, error) { return &gadget{ID: strings.Repeat("x", 5000)}, nil }}
	if got := ask(t, s.handler(anyToken), "HEAD /v1/gadgets/1", "Content-Length"); got != "200 Content-Length=5019" {
		t.Errorf("answer %s", got)
	}
}

func TestOutsideOfAServiceThereIsNoRequest(t *testing.T) {
	if r := odata.RequestFrom(context.Background()); r != nil {
		t.Errorf("RequestFrom = %v, want nil", r)
	}
}
