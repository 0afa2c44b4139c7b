package restserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/security"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

type pet struct {
	Name   string
	Secret api.Opt[string]
	Tags   map[string][]string
	OData  api.Members
}

var petType = wire.Type{
	Name: "pet",
	Of:   (*pet)(nil),
	Properties: []wire.Property{
		{Name: "name", Flags: wire.Required, Facets: &wire.Facets{MaxLength: 8}},
		{Name: "secret", Flags: wire.WriteOnly},
		{Name: "tags"},
	},
}

func (*pet) WireType() *wire.Type { return &petType }

// addParams are parameters of all places, and a body.
type addParams struct {
	ID      int64
	Limit   *int32
	Trace   *string
	Session *string
	Body    *pet
}

func (p *addParams) WireFields(f []any) []any {
	return append(f, &p.ID, &p.Limit, &p.Trace,
		&p.Session, &p.Body)
}

var addEndpoint = rest.Endpoint{
	Name: "addPet", Method: "POST", Path: "/owners/{id}/pets", Open: true,
	Params: []rest.Param{
		{Name: "id", In: rest.InPath, Required: true},
		{Name: "limit", In: rest.InQuery, Facets: &wire.Facets{Maximum: "10"}},
		{Name: "X-Trace", In: rest.InHeader},
		{Name: "session", In: rest.InCookie},
	},
	Body: "application/json", BodyRequired: true,
	Accepts: []string{"application/x-www-form-urlencoded"},
	Answers: []rest.Answer{{Status: "201", Media: "application/json"}, {Status: "202", Media: "text/plain"}, {Status: "204"}},
	Errors:  []rest.ErrorAnswer{{Status: "409", Media: "application/problem+json"}},
	Headers: []rest.Param{{Name: "X-Left", In: rest.InHeader}},
}

// addAnswer is the generated answer of addEndpoint.
type addAnswer struct {
	Status  int
	Created *pet
	Queued  api.Opt[string]
	XLeft   *int32
}

func (a *addAnswer) WireAnswer() (status *int, bodies, headers []any) {
	return &a.Status, []any{&a.Created, &a.Queued, nil}, []any{&a.XLeft}
}

type problem struct {
	Title string
	OData api.Members
}

var problemType = wire.Type{Of: (*problem)(nil), Properties: []wire.Property{{Name: "title"}}}

func (*problem) WireType() *wire.Type { return &problemType }

func add(ctx context.Context, p addParams) (*pet, error) {
	switch p.Body.Name {
	case "queued":
		left := int32(3)
		return nil, server.AnswerWith(&addAnswer{Queued: api.Some("later"), XLeft: &left})
	case "status":
		return nil, fmt.Errorf("wrapped: %w", server.AnswerWith(&addAnswer{Status: 204}))
	case "odd":
		return nil, server.AnswerWith(&addAnswer{Status: 1})
	case "taken":
		return nil, server.FailWith(http.StatusConflict, &problem{Title: "taken"})
	case "panic":
		panic("a secret of the inside")
	case "abort":
		panic(http.ErrAbortHandler)
	}
	text := fmt.Sprint(p.ID)
	for _, s := range []*string{p.Trace, p.Session} {
		if s != nil {
			text += " " + *s
		}
	}
	if p.Limit != nil {
		text += fmt.Sprint(" ", *p.Limit)
	}
	server.SetHeader(ctx, "X-Seen", text)
	return p.Body, nil
}

func addRoute() Route { return Serve(&addEndpoint, add) }

// quiet are the options of a handler whose log nobody reads.
var quiet = []server.Option{server.WithErrorLog(nil)}

// ask sends a request, "METHOD path" with header fields, an empty line and the body, and
// returns the status, the named header fields, and the body.
func ask(h http.Handler, request string, show ...string) string {
	head, body, _ := strings.Cut(request, "\n\n")
	lines := strings.Split(head, "\n")
	method, path, _ := strings.Cut(lines[0], " ")
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	answer := []string{fmt.Sprint(w.Code)}
	for _, name := range show {
		answer = append(answer, name+"="+strings.Join(w.Header().Values(name), ","))
	}
	return strings.TrimSpace(strings.Join(answer, " ") + " " + w.Body.String())
}

func check(t *testing.T, h http.Handler, tests []struct{ request, show, want string }) {
	t.Helper()
	for _, tt := range tests {
		if got := ask(h, tt.request, strings.Fields(tt.show)...); got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.request, got, tt.want)
		}
	}
}

func TestAnEndpointGetsItsParametersAndAnswers(t *testing.T) {
	h := NewHandler(nil, "/v1", quiet, Routes(addRoute()))
	check(t, h, []struct{ request, show, want string }{
		{
			"POST /v1/owners/7/pets?limit=3\nX-Trace: t\nCookie: session=s\n\n{\"name\":\"rex\",\"secret\":\"x\"}", "Content-Type X-Seen Odata-Version",
			`201 Content-Type=application/json X-Seen=7 t s 3 Odata-Version= {"name":"rex"}`,
		},
		{"POST /v1/owners/7/pets\n\n{\"name\":\"rex\"}", "X-Seen", `201 X-Seen=7 {"name":"rex"}`},
		{"POST /v1/owners/7/pets\nContent-Type: application/x-www-form-urlencoded\n\nname=rex", "", `201 {"name":"rex"}`},
		{"POST /v1/owners/7/pets\n\n{\"name\":\"queued\"}", "Content-Type X-Left", `202 Content-Type=text/plain X-Left=3 later`},
		{"POST /v1/owners/7/pets\n\n{\"name\":\"status\"}", "", `204`},
		{"POST /v1/owners/7/pets\n\n{\"name\":\"odd\"}", "", `500 {"error":{"code":"InternalServerError","message":"the request could not be served"}}`},
		{"POST /v1/owners/7/pets\n\n{\"name\":\"taken\"}", "Content-Type", `409 Content-Type=application/problem+json {"title":"taken"}`},
		{"POST /v1/owners/x/pets\n\n{\"name\":\"rex\"}", "", `400 {"error":{"code":"BadRequest","message":"parameter \"id\": want an integer, got \"x\"","target":"id"}}`},
		{"POST /v1/owners/7/pets?limit=11\n\n{\"name\":\"rex\"}", "", `400 {"error":{"code":"BadRequest","message":"parameter \"limit\": want at most 10, got 11","target":"limit"}}`},
		{"POST /v1/owners/7/pets?%zz=1\n\n{\"name\":\"rex\"}", "", `400 {"error":{"code":"BadRequest","message":"the query is not well escaped"}}`},
		{"POST /v1/owners/7/pets", "", `400 {"error":{"code":"BadRequest","message":"the body is missing"}}`},
		{"POST /v1/owners/7/pets\n\n null ", "", `400 {"error":{"code":"BadRequest","message":"the body is missing"}}`},
		{"POST /v1/owners/7/pets\n\n{}", "", `400 {"error":{"code":"BadRequest","message":"property \"name\" is missing",` +
			`"details":[{"code":"BadRequest","message":"property \"name\" is missing"}]}}`},
		{"POST /v1/owners/7/pets\nContent-Type: image/png\n\n{}", "", `415 {"error":{"code":"UnsupportedMediaType","message":"the body must be application/json or application/x-www-form-urlencoded, in UTF-8"}}`},
		{"POST /v1/owners/7/pets\nContent-Type: application/json; charset=utf-16\n\n{}", "", `415 {"error":{"code":"UnsupportedMediaType","message":"the body must be application/json or application/x-www-form-urlencoded, in UTF-8"}}`},
		{"POST /v1/owners/7/pets\nContent-Encoding: br\n\n{}", "", `415 {"error":{"code":"UnsupportedMediaType","message":"the body must not have a Content-Encoding other than gzip"}}`},
		{"PUT /v1/owners/7/pets", "Allow", `405 Allow=OPTIONS, POST {"error":{"code":"MethodNotAllowed","message":"the resource has no PUT"}}`},
		{"OPTIONS /v1/owners/7/pets", "Allow", `204 Allow=OPTIONS, POST`},
		{"POST /v1/owners//pets", "", `404 {"error":{"code":"NotFound","message":"no resource has the path \"/v1/owners//pets\""}}`},
	})
}

func TestABasePathEndsAtASlash(t *testing.T) {
	e := &rest.Endpoint{Method: "GET", Path: "/pets", Server: "https://host/api", Open: true}
	own := &rest.Endpoint{Method: "GET", Path: "/own", Open: true}
	nothing := func(context.Context, struct{}) error { return nil }
	h := NewHandler(nil, "/x", []server.Option{server.WithBasePath("v1")}, Routes(ServeNothing(e, nothing), ServeNothing(own, nothing)))
	for path, want := range map[string]string{
		"/api/pets": "204", "/apipets": "404", "/apix/pets": "404", "/v1/own": "204", "/v1own": "404", "/x/own": "404",
	} {
		if got := ask(h, "GET "+path); got[:3] != want {
			t.Errorf("GET %s = %s, want %s", path, got, want)
		}
	}
}

func TestWhatIsNotConfiguredIsClosed(t *testing.T) {
	bearer := &security.Scheme{ID: "bearer", Scheme: "bearer"}
	key := &security.Scheme{ID: "key", In: "header", Name: "X-Key"}
	basic := &security.Scheme{ID: "login", Scheme: "basic"}
	endpoint := func(path string, open bool, alternatives ...[]security.Requirement) Route {
		e := &rest.Endpoint{Method: "GET", Path: path, Security: alternatives, Open: open}
		return ServeNothing(e, func(ctx context.Context, _ struct{}) error {
			server.SetHeader(ctx, "X-User", fmt.Sprint(ctx.Value(userKey{})))
			return nil
		})
	}
	routes := func() []Route {
		return []Route{
			endpoint("/either", false, []security.Requirement{{Scheme: bearer, Scopes: []string{"read"}}}, []security.Requirement{{Scheme: key}}),
			endpoint("/both", false, []security.Requirement{{Scheme: bearer}, {Scheme: key}}),
			endpoint("/maybe", true, []security.Requirement{{Scheme: bearer}}),
			endpoint("/login", false, []security.Requirement{{Scheme: basic}}),
			endpoint("/silent", false),
			endpoint("/public", true),
		}
	}
	verify := func(ctx context.Context, p server.Proof) (context.Context, error) {
		switch p.Value {
		case "bad":
			return nil, errors.New("expired at the inside")
		case "poor":
			return nil, server.ErrForbidden
		}
		return context.WithValue(ctx, userKey{}, p.Value+strings.Join(p.Scopes, " ")), nil
	}
	var logged []string
	log := server.WithErrorLog(func(_ context.Context, err error) { logged = append(logged, err.Error()) })
	closed := NewHandler(nil, "", quiet, Routes(routes()...))
	half := NewHandler(server.Bearer(verify), "", []server.Option{log}, Routes(routes()...))
	open := NewHandler(server.Open(), "", quiet, Routes(routes()...))
	for _, tt := range []struct {
		h    http.Handler
		name string
		want []string // either, both, maybe, login, silent, public
	}{
		{closed, "\nX-Key: k", []string{"401", "401", "204", "401", "401", "204"}},
		{closed, "\nAuthorization: Bearer t", []string{"401", "401", "401", "401", "401", "204"}},
		{half, "", []string{"401", "401", "204", "401", "401", "204"}},
		{half, "\nX-Key: anything", []string{"401", "401", "204", "401", "401", "204"}},
		{half, "\nAuthorization: Bearer t", []string{"204", "401", "204", "401", "204", "204"}},
		{half, "\nAuthorization: Bearer t\nX-Key: k", []string{"204", "401", "204", "401", "204", "204"}},
		{half, "\nAuthorization: Bearer bad", []string{"401", "401", "401", "401", "401", "204"}},
		{half, "\nAuthorization: Bearer poor", []string{"403", "401", "403", "401", "403", "204"}},
		{half, "\nAuthorization: Basic YTpi", []string{"401", "401", "204", "401", "401", "204"}},
		{open, "", []string{"204", "204", "204", "204", "204", "204"}},
	} {
		var got []string
		for _, path := range []string{"/either", "/both", "/maybe", "/login", "/silent", "/public"} {
			got = append(got, ask(tt.h, "GET "+path+tt.name)[:3])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("with %q: %v, want %v", tt.name, got, tt.want)
		}
	}
	if len(logged) != 2 || !strings.Contains(logged[0], `"key" has no verifier`) {
		t.Errorf("logged %q, want a line for each scheme without a verifier", logged)
	}
	check(t, half, []struct{ request, show, want string }{
		{"GET /either\nAuthorization: Bearer t", "X-User", "204 X-User=tread"},
		{"GET /either", "WWW-Authenticate", `401 WWW-Authenticate=Bearer {"error":{"code":"Unauthorized","message":"a proof of who asks is needed"}}`},
		{"GET /login", "WWW-Authenticate", `401 WWW-Authenticate=Basic realm="api", charset="UTF-8" {"error":{"code":"Unauthorized","message":"a proof of who asks is needed"}}`},
		{"GET /silent\nAuthorization: Bearer bad", "WWW-Authenticate", `401 WWW-Authenticate=Bearer error="invalid_token" {"error":{"code":"Unauthorized","message":"the bearer token is not good"}}`},
	})
}

type userKey struct{}

func TestMiddlewareKnowsTheOperation(t *testing.T) {
	var seen []string
	wrap := func(name string) server.Option {
		return server.WithMiddleware(func(op server.Operation, next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				rec := &recorder{ResponseWriter: w}
				next.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), userKey{}, name)))
				inside := server.OperationFrom(r.Context()).Name
				seen = append(seen, fmt.Sprintf("%s %s %s %d %s %d", name, op.Name, inside, op.Limits.Request, r.Pattern, rec.status))
			})
		})
	}
	limits := server.WithLimits(func(op server.Operation) server.Limits {
		op.Limits.Request = 40
		return op.Limits
	})
	h := NewHandler(nil, "/v1", append(quiet, wrap("outer"), wrap("inner"), limits), Routes(addRoute()))
	for body, want := range map[string]string{
		`{"name":"rex"}`:        "201",
		`{"name":"panic"}`:      "500",
		`{"name":"` + "x" + `"`: "400",
		strings.Repeat(" ", 41): "413",
	} {
		seen = nil
		got := ask(h, "POST /v1/owners/7/pets\n\n"+body)
		if got[:3] != want || strings.Contains(got, "secret") {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
		for i, name := range []string{"inner", "outer"} {
			if line := name + " addPet addPet 40 POST /v1/owners/{id}/pets " + want; len(seen) != 2 || seen[i] != line {
				t.Errorf("middleware saw %q, want %q", seen, line)
			}
		}
	}
}

type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) { r.status = status; r.ResponseWriter.WriteHeader(status) }

func TestAPanicHasAnAnswerAndALine(t *testing.T) {
	var logged []string
	h := NewHandler(nil, "", []server.Option{server.WithErrorLog(func(ctx context.Context, err error) {
		logged = append(logged, server.OperationFrom(ctx).Name+" "+err.Error())
	})}, Routes(addRoute()))
	got := ask(h, "POST /owners/7/pets\n\n{\"name\":\"panic\"}", "Content-Type")
	if want := `500 Content-Type=application/json {"error":{"code":"InternalServerError","message":"the request could not be served"}}`; got != want {
		t.Errorf("got %s", got)
	}
	if len(logged) != 1 || !strings.HasPrefix(logged[0], "addPet panic: a secret of the inside\n") || !strings.Contains(logged[0], "server_test.go") {
		t.Errorf("logged %q", logged)
	}
	defer func() {
		if v := recover(); v != http.ErrAbortHandler || len(logged) != 1 {
			t.Errorf("recovered %v, logged %q", v, logged)
		}
	}()
	ask(h, "POST /owners/7/pets\n\n{\"name\":\"abort\"}")
}

func TestFaultsHaveTheFormThatAProgramSets(t *testing.T) {
	form := server.WithErrorForm(func(w http.ResponseWriter, _ *http.Request, f *server.Fault) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(f.Status)
		fmt.Fprintf(w, `{"title":%q}`, f.Code)
	})
	h := NewHandler(nil, "", append(quiet, form), Routes(addRoute()))
	check(t, h, []struct{ request, show, want string }{
		{"GET /nobody", "Content-Type", `404 Content-Type=application/problem+json {"title":"NotFound"}`},
		{"GET /owners/7/pets", "Allow", `405 Allow=OPTIONS, POST {"title":"MethodNotAllowed"}`},
		{"POST /owners/7/pets\n\n{\"name\":\"panic\"}", "", `500 {"title":"InternalServerError"}`},
		{"POST /owners/7/pets\n\n{\"name\":\"taken\"}", "", `409 {"title":"taken"}`},
	})
}

func TestAReceiverHasNoPath(t *testing.T) {
	e := &rest.Endpoint{Method: "POST", Body: "application/json", BodyRequired: true, Open: true, Answers: []rest.Answer{{Status: "204"}}}
	h := Receiver(nil, ServeNothing(e, func(_ context.Context, p hookParams) error {
		if p.Body.Name != "rex" {
			return server.ErrConflict
		}
		return nil
	}), quiet)
	check(t, h, []struct{ request, show, want string }{
		{"POST /any/path\n\n{\"name\":\"rex\"}", "", "204"},
		{"POST /\n\n{\"name\":\"max\"}", "", `409 {"error":{"code":"Conflict","message":"Conflict"}}`},
		{"GET /", "Allow", `405 Allow=OPTIONS, POST {"error":{"code":"MethodNotAllowed","message":"the resource has no GET"}}`},
	})
}

// A client in the same program has no body where there is none.
func TestARequestNeedsNoNetwork(t *testing.T) {
	h := NewHandler(nil, "", quiet, Routes(addRoute()))
	r := must(http.NewRequest("POST", "/owners/7/pets", nil))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != 400 {
		t.Errorf("%d %s, want 400", w.Code, w.Body)
	}
}

type hookParams struct{ Body *pet }

func (p *hookParams) WireFields(f []any) []any { return append(f, &p.Body) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
