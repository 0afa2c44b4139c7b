package odataclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// gadget is an entity as generated code has it.
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

// pair has a key of two parts.
type pair struct {
	Day   api.Date
	Tier  api.Opt[int32]
	Note  api.Opt[string]
	OData api.Members
}

var pairType = wire.Type{
	Name:       "test.pair",
	Of:         (*pair)(nil),
	Properties: []wire.Property{{Name: "Day", Flags: wire.Key}, {Name: "Tier", Flags: wire.Key}, {Name: "Note"}},
}

func (*pair) WireType() *wire.Type { return &pairType }

// seen is what a server sees of a request.
type seen struct{ uri, line string }

// gadgets returns the set "v1/gadgets" of a client of a server that answers with
// answer; nil is no content. Each request is told to see.
func gadgets(t *testing.T, answer http.HandlerFunc, see func(seen), opts ...client.Option) Resource {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if see != nil {
			see(seen{r.RequestURI, line(r)})
		}
		if answer == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(srv.Close)
	return NewSegments(srv.URL+"/v1/", opts...).Child("gadgets")
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

// line writes a request in one line. The length is checked by net/http.
func line(r *http.Request) string {
	var fields []string
	for name, values := range r.Header {
		if name != "Accept-Encoding" && name != "Content-Length" {
			fields = append(fields, name+"="+strings.Join(values, ","))
		}
	}
	slices.Sort(fields)
	body, _ := io.ReadAll(r.Body)
	return strings.TrimSpace(r.Method + " " + r.RequestURI + " " + strings.Join(fields, " ") + " " + string(body))
}

func TestEachCallSendsItsMethodPathHeaderAndBody(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name string
		do   func(Resource) error
		want string
	}{
		{"get", func(at Resource) error {
			_, err := Get[*gadget](ctx, at.Key("a b"), odata.Select("id", "name"), client.Header("X-A", "1"))
			return err
		}, `GET /v1/gadgets/a%20b?$select=id,name Accept=application/json Odata-Maxversion=4.0 User-Agent=odagen X-A=1`},
		{"create", func(at Resource) error {
			_, err := Create(ctx, at, &gadget{Name: api.Null[string](), Kind: "x"})
			return err
		}, `POST /v1/gadgets Accept=application/json Content-Type=application/json Odata-Maxversion=4.0 Odata-Version=4.0 User-Agent=odagen {"@odata.type":"#test.gadget","name":null,"kind":"x"}`},
		{"update", func(at Resource) error {
			_, err := Update(ctx, at.Key("1"), &gadget{}, odata.IfMatch(`W/"1"`))
			return err
		}, `PATCH /v1/gadgets/1 Accept=application/json Content-Type=application/json If-Match=W/"1" Odata-Maxversion=4.0 Odata-Version=4.0 User-Agent=odagen {"@odata.type":"#test.gadget","kind":""}`},
		{"delete", func(at Resource) error {
			return Delete(ctx, at.Key("1"), odata.IfMatch("*"))
		}, `DELETE /v1/gadgets/1 Accept=application/json If-Match=* Odata-Maxversion=4.0 User-Agent=odagen`},
		{"action without parameters", func(at Resource) error {
			return Action(ctx, at.Key("1").Child("run"), nil)
		}, `POST /v1/gadgets/1/run Accept=application/json Odata-Maxversion=4.0 User-Agent=odagen`},
		{"a header of the caller comes first", func(at Resource) error {
			return Delete(ctx, at, client.Header("accept", "text/plain"), client.Header("Prefer", "a"), client.Header("Prefer", "b"))
		}, `DELETE /v1/gadgets Accept=text/plain Odata-Maxversion=4.0 Prefer=a,b User-Agent=odagen`},
		{"a nil option", func(at Resource) error { return Delete(ctx, at, nil) }, `DELETE /v1/gadgets Accept=application/json Odata-Maxversion=4.0 User-Agent=odagen`},
		{"a function", func(at Resource) error { return Call(ctx, at.Call("f", params{pointer(int32(0))}, "a")) }, `GET /v1/gadgets/f(a=0) Accept=application/json Odata-Maxversion=4.0 User-Agent=odagen`},
		{"content", func(at Resource) error {
			return SetContent(ctx, at.Child("$value"), api.NewContent("image/png", strings.NewReader("png")))
		}, `PUT /v1/gadgets/$value Accept=application/json Content-Type=image/png Odata-Maxversion=4.0 User-Agent=odagen png`},
		{"no content", func(at Resource) error { return SetContent(ctx, at, nil) }, `PUT /v1/gadgets Accept=application/json Content-Type=application/octet-stream Odata-Maxversion=4.0 User-Agent=odagen`},
		{"a reference", func(at Resource) error {
			target := NewSegments("https://a.example/v1").Child("gadgets").Key("a/b")
			return at.Key("1").Child("parts").AddRef(ctx, target)
		}, `POST /v1/gadgets/1/parts/$ref Accept=application/json Content-Type=application/json Odata-Maxversion=4.0 Odata-Version=4.0 User-Agent=odagen {"@odata.id":"https://a.example/v1/gadgets/a%2Fb"}`},
		{"a reference that goes", func(at Resource) error { return at.Key("1").Child("part").RemoveRef(ctx) }, `DELETE /v1/gadgets/1/part/$ref Accept=application/json Odata-Maxversion=4.0 User-Agent=odagen`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			err := tt.do(gadgets(t, nil, func(r seen) { got = r.line }))
			if err != nil && !errors.Is(err, client.ErrNoContent) {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("sent\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestAValueThatIsNotThereIsAnError(t *testing.T) {
	ctx := context.Background()
	at := gadgets(t, nil, nil)
	if g, err := Get[*gadget](ctx, at.Key("1")); g != nil || !errors.Is(err, client.ErrNoContent) || !strings.HasPrefix(err.Error(), "GET http://") && err.Error() != client.ErrNoContent.Error() {
		t.Errorf("Get = %v, %v, want ErrNoContent", g, err)
	}
	if g, err := ActionFor[*gadget](ctx, at.Child("run"), nil); g != nil || !errors.Is(err, client.ErrNoContent) {
		t.Errorf("ActionFor = %v, %v, want ErrNoContent", g, err)
	}
	if c, err := Content(ctx, at.Child("$value")); c != nil || !errors.Is(err, client.ErrNoContent) {
		t.Errorf("Content = %v, %v, want ErrNoContent", c, err)
	}
	if page, err := ListPage[*gadget](ctx, at); page.Items != nil || err != nil {
		t.Errorf("ListPage = %v, %v, want no items", page, err)
	}
	if v, err := Value[api.Opt[string]](ctx, at.Child("name")); !v.IsZero() && !v.IsNull() || err != nil {
		t.Errorf("Value = %v, %v, want none", v, err)
	}
	for range List[*gadget](ctx, at) {
		t.Error("List has an item")
	}
}

// A change that is answered without the entity gives what was sent, with what the header
// tells (OData Protocol 4.01, 8.3.2 to 8.3.4).
func TestAChangeThatIsNotSentBackGivesWhatWasSent(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		header    []string
		key, etag string
	}{
		{[]string{"Location", "http://h/v1/gadgets/7", "ETag", `W/"1"`}, "7", `W/"1"`},
		{[]string{"Location", "/v1/gadgets('a%2Fb''c')"}, "a/b'c", ""},
		{[]string{"Location", "http://h/v1/gadgets/a%2Fb(c)"}, "a/b(c)", ""},
		{[]string{"Location", "http://h/else/gadgets('1')", "OData-EntityId", "gadgets('2')"}, "2", ""},
		{[]string{"Location", "http://h/v1/gadgets('1')?a=(b)#c", "OData-EntityId", "gadgets"}, "1", ""},
		{[]string{"Location", "http://h/v1/others(id='x,y=1')"}, "x,y=1", ""},
		{[]string{"Location", "%zz"}, "sent", ""},
		{nil, "sent", ""},
	} {
		body := &gadget{ID: "sent", Name: api.Some("n"), Kind: "x"}
		body.OData.Set("extra", "1")
		got, err := Create(ctx, gadgets(t, respond(http.StatusNoContent, "", tt.header...), nil), body)
		if err != nil || got.ID != tt.key || odata.ETag(got) != tt.etag || got.Name.Or("") != "n" || got == body {
			t.Errorf("%v: Create = %+v, %v, want the key %s and the ETag %s", tt.header, got, err, tt.key, tt.etag)
		}
		if extra, _ := got.OData.Get("extra"); extra != "1" || body.ID != "sent" {
			t.Errorf("%v: extra %s, and %s was sent", tt.header, extra, body.ID)
		}
	}

	at := gadgets(t, respond(http.StatusNoContent, "", "ETag", `W/"2"`, "Location", "/v1/gadgets/other"), nil)
	got, err := Update(ctx, at.Key("a b"), &gadget{Name: api.Null[string]()})
	if err != nil || got.ID != "a b" || !got.Name.IsNull() || odata.ETag(got) != `W/"2"` || odata.KeyOf(got) != "a b" {
		t.Errorf("Update = %+v, %v, want the key of the place", got, err)
	}
	// An alternate key is none that the entity has.
	if got, err := Update(ctx, at.Keys(arg("email", "x")), &gadget{}); err != nil || got.ID != "" {
		t.Errorf("Update = %+v, %v, want no key", got, err)
	}
	two, err := Update(ctx, at.Keys(arg("Day", api.Date("2024-03-01")), arg("Tier", int32(0))), &pair{})
	if err != nil || two.Day != "2024-03-01" || !two.Tier.Equal(api.Int32(0)) {
		t.Errorf("Update = %+v, %v, want both parts of the key", two, err)
	}
	two, err = Create(ctx, gadgets(t, respond(http.StatusNoContent, "", "OData-EntityId", "Pairs(Tier=5,Day=2024-03-02)"), nil), &pair{})
	if err != nil || two.Day != "2024-03-02" || !two.Tier.Equal(api.Int32(5)) {
		t.Errorf("Create = %+v, %v, want both parts of the key", two, err)
	}
}

func TestNothingCannotBeSent(t *testing.T) {
	at := New("https://a.example").Child("gadgets")
	if _, err := Create[*gadget](context.Background(), at, nil); err == nil || err.Error() != "POST /gadgets: there is nothing to send" {
		t.Errorf("Create = %v", err)
	}
}

func TestTheResponseOfACallIsAtHand(t *testing.T) {
	ctx := context.Background()
	var r client.Response
	at := gadgets(t, respond(http.StatusAccepted, "", "Location", "/jobs/1"), nil)
	if err := Action(ctx, at.Child("copy"), nil, client.ResponseTo(&r)); err != nil || r.StatusCode != 202 || r.Header.Get("Location") != "/jobs/1" || !strings.HasSuffix(r.URL, "/v1/gadgets/copy") {
		t.Errorf("response %+v, %v", r, err)
	}
	at = gadgets(t, respond(http.StatusNotFound, "", "X-A", "b"), nil)
	if _, err := Get[*gadget](ctx, at, client.ResponseTo(&r)); !errors.Is(err, client.ErrNotFound) || r.StatusCode != 404 || r.Header.Get("X-A") != "b" {
		t.Errorf("response %+v, %v", r, err)
	}
	var requests []string
	for _, err := range List[*gadget](ctx, threePages(t, &requests), client.ResponseTo(&r)) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if r.StatusCode != 200 || r.Header.Get("X-Page") != "3" {
		t.Errorf("response %+v, want that of the last page", r)
	}
}

func TestActionsAndFunctionsReturnObjectsAndPrimitives(t *testing.T) {
	ctx := context.Background()
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, map[string]string{
			"/v1/gadgets/object":  `{"id":"1"}`,
			"/v1/gadgets/objects": `{"value":[{"id":"1"},{"id":"2"}]}`,
			"/v1/gadgets/number":  `{"@odata.context":"x","value":7}`,
			"/v1/gadgets/list":    `{"value":["a","b"]}`,
			"/v1/gadgets/null":    `{"value":null}`,
			"/v1/gadgets/enum":    `{"value":"red"}`,
			"/v1/gadgets/enums":   `{"value":["red","new"]}`,
		}[r.URL.Path])
	}, nil)
	if g, err := ActionFor[*gadget](ctx, at.Child("object"), nil); err != nil || g.ID != "1" {
		t.Errorf("ActionFor = %v, %v", g, err)
	}
	if l, err := ActionList[*gadget](ctx, at.Child("objects"), nil); err != nil || len(l) != 2 || l[1].ID != "2" {
		t.Errorf("ActionList = %v, %v", l, err)
	}
	if n, err := ActionValue[int32](ctx, at.Child("number"), nil); err != nil || n != 7 {
		t.Errorf("ActionValue = %v, %v, want 7", n, err)
	}
	if l, err := ValueList[string](ctx, at.Child("list")); err != nil || !slices.Equal(l, []string{"a", "b"}) {
		t.Errorf("Value = %v, %v, want [a b]", l, err)
	}
	if o, err := Value[api.Opt[string]](ctx, at.Child("null")); err != nil || !o.IsNull() {
		t.Errorf("Value = %v, %v, want null", o, err)
	}
	if c, err := ValueEnum[color](ctx, at.Child("enum")); err != nil || c != "red" {
		t.Errorf("ValueEnum = %v, %v", c, err)
	}
	if c, err := ActionList[color](ctx, at.Child("enums"), nil); err != nil || !slices.Equal(c, []color{"red", "new"}) {
		t.Errorf("ActionList = %v, %v", c, err)
	}
}

func TestAnAnswerThatDoesNotFitNamesTheRequestAndThePlace(t *testing.T) {
	at := gadgets(t, respond(http.StatusOK, `{"id":5}`), nil)
	_, err := Get[*gadget](context.Background(), at.Key("1"), odata.Filter("secret"))
	var de *api.DecodeError
	if !errors.As(err, &de) || de.Pointer != "/id" {
		t.Fatalf("Get = %v, want a DecodeError at /id", err)
	}
	if got := err.Error(); !strings.HasPrefix(got, "GET http://127.0.0.1:") ||
		!strings.HasSuffix(got, "/v1/gadgets/1: decode test.gadget: /id: want a string, got a number") {
		t.Errorf("error %q", got)
	}
}

func TestABodyWithoutJSONTextIsNotSent(t *testing.T) {
	at := New("https://a.example", client.WithHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("a request was made")
	})))
	_, err := Create(context.Background(), at.Child("gadgets"), &gadget{Kind: "\xff"})
	if err == nil || !strings.HasPrefix(err.Error(), "POST https://a.example/gadgets: encode: ") {
		t.Errorf("Create = %v, want the reason and the place", err)
	}
}
