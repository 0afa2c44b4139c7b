package restclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/transport"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// What follows is as generated code has it, by hand.

type pet struct {
	ID    api.Opt[int64]
	Name  string
	Next  api.Opt[string]
	Pets  []*pet
	Extra api.Members
}

var petType = wire.Type{
	Of:         (*pet)(nil),
	Properties: []wire.Property{{Name: "id"}, {Name: "name", Flags: wire.Required}, {Name: "next"}, {Name: "pets"}},
}

func (*pet) WireType() *wire.Type { return &petType }

type problem struct {
	Title string
	Extra api.Members
}

var problemType = wire.Type{Of: (*problem)(nil), Properties: []wire.Property{{Name: "title"}}}

func (*problem) WireType() *wire.Type { return &problemType }

type problemError = client.ErrorWith[*problem]

type addPetParams struct {
	Shop  string
	Limit *int32
	Tags  []string
	Trace *string
	Seen  *bool
	Body  *pet
}

func (p *addPetParams) WireFields(f []any) []any {
	return append(f, &p.Shop, &p.Limit, &p.Tags,
		&p.Trace, &p.Seen, &p.Body)
}

var addPet = rest.Endpoint{
	Name: "addPet", Method: "POST", Path: "/shops/{shop}/pets",
	Params: []rest.Param{
		{Name: "shop", In: rest.InPath, Required: true},
		{Name: "limit", In: rest.InQuery},
		{Name: "tags", In: rest.InQuery, Explode: true},
		{Name: "X-Trace", In: rest.InHeader},
		{Name: "seen", In: rest.InCookie},
	},
	Body: "application/json", BodyRequired: true,
	Answers: []rest.Answer{
		{Status: "201", Media: "application/json"},
		{Status: "202", Media: "application/json", Other: true},
		{Status: "204"},
	},
	Headers: []rest.Param{{Name: "X-Left", In: rest.InHeader}, {Name: "Location", In: rest.InHeader}},
	Errors: []rest.ErrorAnswer{
		{Status: "4XX", Media: "application/problem+json", As: ErrorAs[*problem]},
		{Status: "503", Media: "application/problem+json", As: ErrorAs[*problem]},
	},
}

type addPetAnswer struct {
	Status   int
	Created  *pet
	Accepted *pet
	Left     *int32
	Location *string
}

func (a *addPetAnswer) WireAnswer() (status *int, bodies, headers []any) {
	return &a.Status, []any{&a.Created, &a.Accepted, nil},
		[]any{&a.Left, &a.Location}
}

func doAddPet(c *transport.Client, p addPetParams, opts ...client.CallOption) (*pet, error) {
	return Do[*pet](context.Background(), c, &addPet, &p, opts)
}

func whole() addPetParams {
	return addPetParams{
		Shop: "a/b c", Limit: pointer(int32(0)), Tags: []string{"x&y", "z"},
		Trace: pointer("t"), Seen: pointer(true), Body: &pet{Name: "Rex"},
	}
}

// service returns a client of a server that answers with answer below /v1.
func service(t *testing.T, answer http.HandlerFunc, opts ...client.Option) *transport.Client {
	t.Helper()
	srv := httptest.NewServer(answer)
	t.Cleanup(srv.Close)
	return transport.New(srv.URL+"/v1", opts)
}

// respond answers with a status, a body and header fields: names and values.
func respond(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// unused returns a client of which no request may be made.
func unused(t *testing.T) *transport.Client {
	return transport.New("https://a.example", []client.Option{client.WithHandler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a request was made to %s", r.RequestURI)
	}))})
}

func TestACallSendsItsParametersWhereTheyBelong(t *testing.T) {
	var got string
	c := service(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = strings.Join([]string{
			r.Method, r.RequestURI, r.Header.Get("X-Trace"), r.Header.Get("Cookie"), r.Header.Get("Prefer"),
			r.Header.Get("Accept"), r.Header.Get("Content-Type"), string(body),
		}, " ")
		respond(201, `{"id":7,"name":"Rex"}`)(w, r)
	})
	p, err := doAddPet(c, whole(), client.Header("Prefer", "x"))
	if err != nil || p.ID.Or(0) != 7 {
		t.Fatalf("Do = %+v, %v", p, err)
	}
	const want = `POST /v1/shops/a%2Fb%20c/pets?limit=0&tags=x%26y&tags=z t seen=true x application/json, application/problem+json;q=0.9 application/json {"name":"Rex"}`
	if got != want {
		t.Errorf("sent %s\nwant %s", got, want)
	}
	if _, err := doAddPet(c, whole(), client.Header("X-Trace", "mine"), client.Header("Cookie", "a=b")); err != nil || !strings.Contains(got, " mine a=b; seen=true ") {
		t.Errorf("sent %s, %v, want the header of the option", got, err)
	}
	if _, err := doAddPet(c, addPetParams{Shop: "s", Body: &pet{}}); err != nil || !strings.HasPrefix(got, "POST /v1/shops/s/pets    application/json") {
		t.Errorf("sent %s, %v without what is optional", got, err)
	}
}

// roundTripper is a transport that a program gives a client.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A RoundTripper learns which operation each attempt is for.
func TestARoundTripperKnowsTheOperation(t *testing.T) {
	var seen []client.Operation
	around := roundTripper(func(r *http.Request) (*http.Response, error) {
		if op := client.OperationFrom(r.Context()); op != nil {
			seen = append(seen, *op)
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	c := service(t, respond(201, `{"name":"Rex"}`), client.WithHTTPClient(&http.Client{Transport: around}))
	if _, err := doAddPet(c, whole()); err != nil {
		t.Fatal(err)
	}
	want := []client.Operation{{Name: addPet.Name, Method: addPet.Method, Pattern: addPet.Method + " " + addPet.Path}}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if client.OperationFrom(t.Context()) != nil {
		t.Error("there is an operation where no call is made")
	}
}

func TestACallThatMissesSomethingIsNotMade(t *testing.T) {
	c := unused(t)
	for want, p := range map[string]addPetParams{
		`POST /shops/{shop}/pets: parameter "shop" is empty`:                         {Body: &pet{}},
		`POST /shops/{shop}/pets: parameter "shop": ".." leads elsewhere in a path`:  {Shop: "..", Body: &pet{}},
		`POST /shops/{shop}/pets: the body is missing`:                               {Shop: "s"},
		`POST /shops/{shop}/pets: encode: a string has bytes that are not UTF-8`:     {Shop: "s", Body: &pet{Name: "\xff"}},
		"POST /shops/{shop}/pets: encode: a string has bytes that are not UTF-8 (2)": {Shop: "\xff", Body: &pet{}},
	} {
		if _, err := doAddPet(c, p); err == nil || err.Error() != strings.TrimSuffix(want, " (2)") {
			t.Errorf("Do = %v, want %s", err, want)
		}
	}
	required := rest.Endpoint{Method: "GET", Path: "/x", Params: []rest.Param{{Name: "q", In: rest.InQuery, Required: true}}}
	if err := Send(context.Background(), c, &required, fields(func(f []any) []any { return append(f, new(*string)) }), nil); err == nil || err.Error() != `GET /x: parameter "q" is missing` {
		t.Errorf("Send = %v", err)
	}
}

// fields are parameters in a function.
type fields func(f []any) []any

func (p fields) WireFields(f []any) []any { return p(f) }

// DELETE /things/ would name them all.
func TestAnEmptyListInAPathIsNoCollection(t *testing.T) {
	for _, style := range []string{"", "label", "matrix"} {
		for _, explode := range []bool{false, true} {
			e := rest.Endpoint{Method: "DELETE", Path: "/things/{ids}", Params: []rest.Param{{Name: "ids", In: rest.InPath, Style: style, Explode: explode, Required: true}}}
			for _, ids := range [][]string{nil, {}, {""}} {
				p := fields(func(f []any) []any { return append(f, &ids) })
				if err := Send(context.Background(), unused(t), &e, p, nil); err == nil || err.Error() != `DELETE /things/{ids}: parameter "ids" is empty` {
					t.Errorf("%q in style %q, explode %v: %v", ids, style, explode, err)
				}
			}
		}
	}
}

func TestWhatDoReturnsIsThePlainAnswer(t *testing.T) {
	for _, tt := range []struct {
		status    int
		body      string
		want, err string
	}{
		{201, `{"name":"Rex"}`, "Rex", ""},
		{200, `{"name":"Rex"}`, "Rex", ""}, // not described
		{204, "", "", client.ErrNoContent.Error()},
		{201, "", "", client.ErrNoContent.Error()},
		{202, `{"name":"job"}`, "", "the answer is 202 Accepted, which another method returns: the one with the name that ends in Answer"},
		{201, `{"name":5}`, "", "decode /name: want a string, got a number"},
		{201, `[]`, "", "decode want an object, got an array"},
	} {
		p, err := doAddPet(service(t, respond(tt.status, tt.body)), whole())
		switch {
		case tt.err == "" && (err != nil || p.Name != tt.want):
			t.Errorf("%d %s: %+v, %v", tt.status, tt.body, p, err)
		case tt.err != "" && (p != nil || err == nil || !strings.HasSuffix(err.Error(), ": "+tt.err) || !strings.HasPrefix(err.Error(), "POST http://")):
			t.Errorf("%d %s: %+v, %v, want %s", tt.status, tt.body, p, err, tt.err)
		}
		if got := errors.Is(err, client.ErrNoContent); got != (tt.err == client.ErrNoContent.Error()) {
			t.Errorf("%d %s: errors.Is(%v, ErrNoContent) = %v", tt.status, tt.body, err, got)
		}
	}
}

func TestAnAnswerHasAllThatIsDescribed(t *testing.T) {
	ask := func(answer http.HandlerFunc) (*addPetAnswer, error) {
		p := whole()
		return Answer[addPetAnswer](context.Background(), service(t, answer), &addPet, &p, nil)
	}
	for _, tt := range []struct {
		answer http.HandlerFunc
		want   addPetAnswer
	}{
		{respond(201, `{"name":"Rex"}`, "X-Left", "5", "Location", "/pets/7"), addPetAnswer{Status: 201, Created: &pet{Name: "Rex"}, Left: pointer(int32(5)), Location: pointer("/pets/7")}},
		{respond(202, `{"name":"job"}`), addPetAnswer{Status: 202, Accepted: &pet{Name: "job"}}},
		{respond(204, ""), addPetAnswer{Status: 204}},
		{respond(206, "what nobody described"), addPetAnswer{Status: 206}},
		{respond(201, ""), addPetAnswer{Status: 201}},
	} {
		if a, err := ask(tt.answer); err != nil || !reflect.DeepEqual(*a, tt.want) {
			t.Errorf("Answer = %+v, %v, want %+v", a, err, tt.want)
		}
	}
	if a, err := ask(respond(201, `{}`, "X-Left", "many")); err == nil || a != nil || !strings.Contains(err.Error(), `header "X-Left": `) {
		t.Errorf("Answer = %+v, %v", a, err)
	}
	if a, err := ask(respond(404, `{"title":"full"}`)); err == nil || a != nil {
		t.Errorf("Answer = %+v, %v", a, err)
	}
}

func TestAFailureHasItsType(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		title  string // "" is no type
	}{
		{404, `{"title":"full","detail":"no room"}`, "full"},
		{418, `{"title":"full"}`, "full"},
		{404, `not JSON`, ""},
		{404, ``, ""},
		{404, `{"title":5}`, ""},
		{500, `{"title":"full"}`, ""}, // not described
	} {
		var meta client.Response
		_, err := doAddPet(service(t, respond(tt.status, tt.body)), whole(), client.ResponseTo(&meta))
		var typed *problemError
		var plain *client.Error
		if got := errors.As(err, &typed); got != (tt.title != "") || got && typed.Body.Title != tt.title {
			t.Errorf("%d %s: %v, typed %v", tt.status, tt.body, err, got)
		}
		if !errors.As(err, &plain) || plain.StatusCode != tt.status || plain.Body != tt.body || meta.StatusCode != tt.status {
			t.Errorf("%d %s: %v, response %+v", tt.status, tt.body, err, meta)
		}
		if tt.status == 404 && !errors.Is(err, client.ErrNotFound) {
			t.Errorf("%v is no ErrNotFound", err)
		}
	}
}

// The end of a context during a wait is told with what was waited for.
func TestAFailureThatWasWaitedForHasItsType(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	p := client.RetryPolicy{Sleep: func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }}
	params := whole()
	_, err := Do[*pet](ctx, service(t, respond(503, `{"title":"full"}`), client.WithRetry(p)), &addPet, &params, nil)
	var typed *problemError
	if !errors.Is(err, context.Canceled) || !errors.As(err, &typed) || typed.Body.Title != "full" {
		t.Errorf("Do = %v, want context.Canceled and the problem", err)
	}
}

func TestADescribedRedirectIsNotFollowed(t *testing.T) {
	ctx := context.Background()
	only := rest.Endpoint{Method: "GET", Path: "/a", Answers: []rest.Answer{{Status: "302"}, {Status: "304"}}}
	beside := rest.Endpoint{Method: "GET", Path: "/a", Answers: []rest.Answer{{Status: "200", Media: "text/plain"}, {Status: "3XX"}}}
	none := rest.Endpoint{Method: "GET", Path: "/a", Answers: []rest.Answer{{Status: "200", Media: "text/plain"}}}
	for _, status := range []int{301, 302, 303, 307, 308} {
		c := service(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v1/a" {
				http.Redirect(w, r, "/v1/b", status)
				return
			}
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(w, "there")
		})
		var r client.Response
		err := Send(ctx, c, &only, nil, []client.CallOption{client.ResponseTo(&r)})
		if followed := r.StatusCode == 200; err != nil || followed != (status != 302) {
			t.Errorf("%d beside a described 302: %v, %+v", status, err, r)
		}
		var e *client.Error
		if v, err := Do[string](ctx, c, &beside, nil, nil); !errors.As(err, &e) || e.StatusCode != status {
			t.Errorf("%d beside 200: %q, %v", status, v, err)
		}
		if v, err := Do[string](ctx, c, &none, nil, nil); err != nil || v != "there" {
			t.Errorf("%d that is not described: %q, %v", status, v, err)
		}
	}
}

// pointer is new(v) of Go 1.26.
func pointer[T any](v T) *T { return &v }
