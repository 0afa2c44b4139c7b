package odata

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// gadget is an entity as generated code has it.
type gadget struct {
	ID    string
	Name  Opt[string]
	Kind  string
	OData Members
}

var gadgetType = Type{
	Name: "test.gadget",
	New:  func() Object { return new(gadget) },
	Properties: []Property{
		{Name: "id", Flags: Key},
		{Name: "name", Flags: Nullable, Facets: &Facets{MaxLength: 8}},
		{Name: "kind", Flags: Required, Facets: &Facets{MaxLength: 4}},
	},
}

func (*gadget) ODataType() *Type { return &gadgetType }

func (g *gadget) ODataFields(f []any) []any {
	return append(f, &g.OData, &g.ID, &g.Name, &g.Kind)
}

// gadgets returns the set "v1/gadgets" of a client of a server that answers with
// answer.
func gadgets(t *testing.T, answer http.HandlerFunc, opts ...Option) Resource {
	t.Helper()
	srv := httptest.NewServer(answer)
	t.Cleanup(srv.Close)
	return NewClient(srv.URL+"/v1/", opts...).Child("gadgets")
}

// respond answers with a status and a body.
func respond(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestEachCallSendsItsMethodPathHeaderAndBody(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name string
		do   func(Resource) error
		want string
	}{
		{"get", func(at Resource) error {
			_, err := Get[*gadget](ctx, at.Key("a b"), Select("id", "name"), Header("X-A", "1"))
			return err
		}, `GET /v1/gadgets/a%20b?$select=id,name Accept=application/json User-Agent=odagen X-A=1`},
		{"create", func(at Resource) error {
			_, err := Create(ctx, at, &gadget{Name: Null[string](), Kind: "x"})
			return err
		}, `POST /v1/gadgets Accept=application/json Content-Length=52 Content-Type=application/json User-Agent=odagen {"@odata.type":"#test.gadget","name":null,"kind":"x"}`},
		{"update", func(at Resource) error {
			_, err := Update(ctx, at.Key("1"), &gadget{}, IfMatch(`W/"1"`))
			return err
		}, `PATCH /v1/gadgets/1 Accept=application/json Content-Length=39 Content-Type=application/json If-Match=W/"1" User-Agent=odagen {"@odata.type":"#test.gadget","kind":""}`},
		{"delete", func(at Resource) error {
			return Delete(ctx, at.Key("1"))
		}, `DELETE /v1/gadgets/1 Accept=application/json User-Agent=odagen`},
		{"action without parameters", func(at Resource) error {
			return Action(ctx, at.Key("1").Child("run"), nil)
		}, `POST /v1/gadgets/1/run Accept=application/json Content-Length=0 User-Agent=odagen`},
		{"a header of the caller comes first", func(at Resource) error {
			return Delete(ctx, at, Header("accept", "text/plain"), Header("Prefer", "a"), Header("Prefer", "b"))
		}, `DELETE /v1/gadgets Accept=text/plain Prefer=a,b User-Agent=odagen`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
				got = wire(r)
				w.WriteHeader(http.StatusNoContent)
			})
			if err := tt.do(at); err != nil {
				t.Fatal(err)
			}
			// The length is checked by net/http; here it only has to be there.
			if stripLength(got) != stripLength(tt.want) {
				t.Errorf("sent\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// wire writes a request in one line.
func wire(r *http.Request) string {
	var fields []string
	for name, values := range r.Header {
		if name != "Accept-Encoding" {
			fields = append(fields, name+"="+strings.Join(values, ","))
		}
	}
	slices.Sort(fields)
	body, _ := io.ReadAll(r.Body)
	return strings.TrimSpace(r.Method + " " + r.RequestURI + " " + strings.Join(fields, " ") + " " + string(body))
}

func stripLength(s string) string {
	before, after, found := strings.Cut(s, "Content-Length=")
	if !found {
		return s
	}
	_, after, _ = strings.Cut(after, " ")
	return before + "Content-Length " + after
}

func TestAnAnswerWithoutContentIsNil(t *testing.T) {
	at := gadgets(t, respond(http.StatusNoContent, ""))
	got, err := Update(context.Background(), at.Key("1"), &gadget{})
	if got != nil || err != nil {
		t.Errorf("Update = %v, %v, want nil, nil", got, err)
	}
	if page, err := ListPage[*gadget](context.Background(), at); page.Items != nil || err != nil {
		t.Errorf("ListPage = %v, %v, want no items", page, err)
	}
}

func TestActionsAndFunctionsReturnObjectsAndPrimitives(t *testing.T) {
	ctx := context.Background()
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, map[string]string{
			"/v1/gadgets/object": `{"id":"1"}`,
			"/v1/gadgets/number": `{"@odata.context":"x","value":7}`,
			"/v1/gadgets/list":   `{"value":["a","b"]}`,
			"/v1/gadgets/null":   `{"value":null}`,
		}[r.URL.Path])
	})
	if g, err := ActionFor[*gadget](ctx, at.Child("object"), nil); err != nil || g.ID != "1" {
		t.Errorf("ActionFor = %v, %v", g, err)
	}
	if n, err := ActionValue[int32](ctx, at.Child("number"), nil); err != nil || n != 7 {
		t.Errorf("ActionValue = %v, %v, want 7", n, err)
	}
	if l, err := Value[[]string](ctx, at.Child("list")); err != nil || !slices.Equal(l, []string{"a", "b"}) {
		t.Errorf("Value = %v, %v, want [a b]", l, err)
	}
	if o, err := Value[Opt[string]](ctx, at.Child("null")); err != nil || !o.IsNull() {
		t.Errorf("Value = %v, %v, want null", o, err)
	}
}

func TestAnAnswerThatDoesNotFitNamesTheRequestAndThePlace(t *testing.T) {
	at := gadgets(t, respond(http.StatusOK, `{"id":5}`))
	_, err := Get[*gadget](context.Background(), at.Key("1"), Filter("secret"))
	var de *DecodeError
	if !errors.As(err, &de) || de.Pointer != "/id" {
		t.Fatalf("Get = %v, want a DecodeError at /id", err)
	}
	if got := err.Error(); !strings.HasPrefix(got, "odata: GET http://127.0.0.1:") ||
		!strings.HasSuffix(got, "/v1/gadgets/1: decode test.gadget: /id: want a string, got a number") {
		t.Errorf("error %q", got)
	}
}

func TestAnAnswerOverTheLimitIsAnError(t *testing.T) {
	for _, flush := range []bool{false, true} { // with and without Content-Length
		at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"id":"`)
			if flush {
				w.(http.Flusher).Flush()
			}
			_, _ = io.WriteString(w, strings.Repeat("x", 91)+`"}`)
		}, WithMaxResponse(99))
		_, err := Get[*gadget](context.Background(), at)
		if err == nil || !strings.Contains(err.Error(), "longer than 99 bytes") {
			t.Errorf("flush %v: Get = %v, want an error with the limit", flush, err)
		}
		at.client.maxResponse = 100
		if _, err := Get[*gadget](context.Background(), at); err != nil {
			t.Errorf("flush %v: Get = %v within the limit", flush, err)
		}
	}
}

func TestACancelledCallSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	at := gadgets(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := Get[*gadget](ctx, at)
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "odata: GET http://") {
		t.Errorf("Get = %v, want context.Canceled and the place", err)
	}
}

func TestABodyIsSentAgainAfterARedirect(t *testing.T) {
	var got string
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/gadgets" {
			http.Redirect(w, r, "/v1/things", http.StatusTemporaryRedirect)
			return
		}
		got = wire(r)
		w.WriteHeader(http.StatusNoContent)
	})
	if err := Action(context.Background(), at, &gadget{Kind: "x"}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got, "POST /v1/things ") || !strings.HasSuffix(got, `"kind":"x"}`) {
		t.Errorf("sent %s", got)
	}
}

func TestABodyWithoutJSONTextIsNotSent(t *testing.T) {
	at := NewClient("https://a.example", WithHTTPClient(&http.Client{Transport: noRequest{t}}))
	_, err := Create(context.Background(), at.Child("gadgets"), &gadget{Kind: "\xff"})
	if err == nil || !strings.HasPrefix(err.Error(), "odata: POST https://a.example/gadgets: encode: ") {
		t.Errorf("Create = %v, want the reason and the place", err)
	}
}

// canned is a transport that answers each request in the same way.
type canned string

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return &http.Response{
		StatusCode:    http.StatusOK,
		Header:        http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(c)),
		Body:          io.NopCloser(strings.NewReader(string(c))),
		Request:       r,
	}, nil
}

func TestACallAllocatesLittleMoreThanNetHTTP(t *testing.T) {
	ctx := context.Background()
	transport := canned(`{"id":"1","name":"a"}`)
	h := &http.Client{Transport: transport}
	at := NewClient("https://localhost/v1", WithHTTPClient(h), WithTokenSource(StaticToken("t"))).Child("gadgets")
	body := &gadget{Name: Some("a"), Kind: "x"}
	var buf bytes.Buffer
	byHand := testing.AllocsPerRun(100, func() {
		text, _ := Marshal(body)
		req, _ := http.NewRequestWithContext(ctx, http.MethodPatch, "https://localhost/v1/gadgets/"+strconv.Itoa(1), bytes.NewReader(text))
		req.Header.Set("Accept", "application/json")
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("User-Agent", "odagen")
		req.Header.Set("Authorization", "Bearer t")
		resp, err := h.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		buf.Reset()
		_, _ = buf.ReadFrom(resp.Body)
		_ = resp.Body.Close()
		if err := Unmarshal(buf.Bytes(), new(gadget)); err != nil {
			t.Fatal(err)
		}
	})
	ours := testing.AllocsPerRun(100, func() {
		if _, err := Update(ctx, at.Key("1"), body); err != nil {
			t.Fatal(err)
		}
	})
	t.Logf("ours %v, by hand %v", ours, byHand)
	if ours > byHand+2 && !raceEnabled() {
		t.Errorf("a call allocates %v times, by hand %v", ours, byHand)
	}
}

// raceEnabled reports whether sync.Pool forgets at random, as it does under the
// race detector.
func raceEnabled() bool {
	return testing.AllocsPerRun(100, func() { newBuffer().free() }) > 0
}
