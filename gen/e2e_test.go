// Package gen_test drives the generated client against the generated server
// over HTTP.
package gen_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-349153d7/odagen/gen/graph"
	"github.com/seed-349153d7/odagen/gen/runtime/api"
	"github.com/seed-349153d7/odagen/gen/runtime/client"
	"github.com/seed-349153d7/odagen/gen/runtime/odata"
	"github.com/seed-349153d7/odagen/gen/runtime/server"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

const documentedID = "7443c8b9-c8b9-7443-b9c8-4374b9c84374"

// store is a service in memory. It gives the documented id to what it creates.
type store struct {
	graph.UnimplementedRemoteAssistancePartnerService
	mu       sync.Mutex
	partners []*graph.RemoteAssistancePartner
	actions  []string
}

func (s *store) find(id string) (*graph.RemoteAssistancePartner, error) {
	for _, p := range s.partners {
		if p.ID == id {
			return p, nil
		}
	}
	return nil, server.Fail(http.StatusNotFound, "ResourceNotFound", "no partner has the id "+id)
}

func (s *store) List(_ context.Context, q *odata.Query) (api.Page[*graph.RemoteAssistancePartner], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return api.Page[*graph.RemoteAssistancePartner]{Items: slices.Clone(s.partners)}, nil
}

func (s *store) Create(_ context.Context, body *graph.RemoteAssistancePartner) (*graph.RemoteAssistancePartner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body.ID = documentedID
	s.partners = append(s.partners, body)
	return body, nil
}

func (s *store) Get(_ context.Context, id string, _ *odata.Query) (*graph.RemoteAssistancePartner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(id)
}

func (s *store) Update(_ context.Context, id string, body *graph.RemoteAssistancePartner) (*graph.RemoteAssistancePartner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.find(id)
	if err != nil {
		return nil, err
	}
	if !body.DisplayName.IsZero() {
		p.DisplayName = body.DisplayName
	}
	return p, nil
}

func (s *store) Delete(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.find(id)
	if err != nil {
		return err
	}
	s.partners = slices.DeleteFunc(s.partners, func(other *graph.RemoteAssistancePartner) bool { return other == p })
	return nil
}

func (s *store) BeginOnboarding(_ context.Context, id string, _ graph.RemoteAssistancePartnerBeginOnboardingParams) error {
	return s.act("beginOnboarding", id)
}

func (s *store) Disconnect(_ context.Context, id string, _ graph.RemoteAssistancePartnerDisconnectParams) error {
	return s.act("disconnect", id)
}

func (s *store) act(action, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.find(id)
	s.actions = append(s.actions, action)
	return err
}

// wire keeps the bodies that go over it.
type wire struct {
	requests, responses []string
	statuses            []int
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body := []byte{}
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	w.requests = append(w.requests, string(body))
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err = io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	w.responses = append(w.responses, string(body))
	w.statuses = append(w.statuses, resp.StatusCode)
	return resp, err
}

// verify lets in who shows "token".
func verify(ctx context.Context, p server.Proof) (context.Context, error) {
	if p.Value != "token" {
		return nil, errors.New("another token")
	}
	return ctx, nil
}

// start serves a new store, and returns it with a client that speaks to it over
// HTTP.
func start(t *testing.T) (*graph.RemoteAssistancePartnerSet, *store, *wire) {
	t.Helper()
	s, w := &store{}, &wire{}
	h := httptest.NewServer(graph.NewHandler(graph.Services{RemoteAssistancePartner: s}, server.Bearer(verify)))
	t.Cleanup(h.Close)
	c := graph.NewClient(
		client.WithBaseURL(h.URL+"/v1.0"),
		client.WithTokenSource(client.StaticToken("token")),
		client.WithHTTPClient(&http.Client{Transport: w}),
	)
	return c.DeviceManagement().RemoteAssistancePartners(), s, w
}

func documented(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return b.String()
}

// newPartner is what the documented request creates.
func newPartner(t *testing.T) *graph.RemoteAssistancePartner {
	t.Helper()
	last, err := api.ParseDateTimeOffset("2016-12-31T23:58:36.6670033-08:00")
	if err != nil {
		t.Fatal(err)
	}
	return &graph.RemoteAssistancePartner{
		DisplayName:            api.Some("Display Name value"),
		OnboardingURL:          api.Some("https://example.com/onboardingUrl/"),
		OnboardingStatus:       api.Some(graph.RemoteAssistanceOnboardingStatusOnboarding),
		LastConnectionDateTime: api.Some(last),
	}
}

func TestTheDocumentedCreateExampleByteForByte(t *testing.T) {
	partners, _, w := start(t)
	p, err := partners.Create(t.Context(), newPartner(t))
	if err != nil {
		t.Fatal(err)
	}
	if want := compact(t, documented(t, "create-request.json")); w.requests[0] != want {
		t.Errorf("request\n got %s\nwant %s", w.requests[0], want)
	}
	if want := compact(t, documented(t, "create-response.json")); w.responses[0] != want || w.statuses[0] != http.StatusCreated {
		t.Errorf("response %d\n got %s\nwant %s", w.statuses[0], w.responses[0], want)
	}
	again, err := json.Marshal(p)
	if err != nil || string(again) != w.responses[0] {
		t.Errorf("what came is written as\n got %s, %v\nwant %s", again, err, w.responses[0])
	}
	if p.ID != documentedID || odata.TypeOf(p) != "microsoft.graph.remoteAssistancePartner" {
		t.Errorf("ID %q, type %q", p.ID, odata.TypeOf(p))
	}
}

// The examples are those of the page: the repository has copies of them.
func TestTheDocumentedExamplesAreThoseOfThePage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(corpus.Dir(t), "seed", "create-remoteassistancepartner.ru.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"create-request.json", "create-response.json"} {
		if !bytes.Contains(page, []byte(documented(t, name))) {
			t.Errorf("the page does not have %s", name)
		}
	}
}

func TestAPartnerFromCreationToDeletion(t *testing.T) {
	partners, s, w := start(t)
	ctx := t.Context()
	created, err := partners.Create(ctx, newPartner(t))
	if err != nil {
		t.Fatal(err)
	}
	one := partners.ByID(created.ID)

	var listed []string
	for p, err := range partners.List(ctx, odata.Top(50)) {
		if err != nil {
			t.Fatal(err)
		}
		listed = append(listed, p.ID)
	}
	if !slices.Equal(listed, []string{documentedID}) {
		t.Errorf("List = %q", listed)
	}

	got, err := one.Get(ctx, odata.Select("id", "displayName"))
	if err != nil || got.DisplayName.Or("") != "Display Name value" {
		t.Errorf("Get = %+v, %v", got, err)
	}

	updated, err := one.Update(ctx, &graph.RemoteAssistancePartner{DisplayName: api.Null[string]()})
	if err != nil || !updated.DisplayName.IsNull() {
		t.Errorf("Update = %+v, %v", updated, err)
	}
	if body := w.requests[len(w.requests)-1]; body != `{"@odata.type":"#microsoft.graph.remoteAssistancePartner","displayName":null}` {
		t.Errorf("the body of the update is %s", body)
	}

	if err := one.BeginOnboarding(ctx, graph.RemoteAssistancePartnerBeginOnboardingParams{}); err != nil {
		t.Error(err)
	}
	if err := one.Disconnect(ctx, graph.RemoteAssistancePartnerDisconnectParams{}); err != nil {
		t.Error(err)
	}
	if !slices.Equal(s.actions, []string{"beginOnboarding", "disconnect"}) {
		t.Errorf("actions %q", s.actions)
	}

	if err := one.Delete(ctx); err != nil {
		t.Error(err)
	}
	if want := []int{201, 200, 200, 200, 204, 204, 204}; !slices.Equal(w.statuses, want) {
		t.Errorf("statuses %v, want %v", w.statuses, want)
	}

	_, err = one.Get(ctx)
	var fault *client.Error
	if !errors.Is(err, client.ErrNotFound) || !errors.As(err, &fault) || fault.Code != "ResourceNotFound" {
		t.Errorf("Get after Delete: %v", err)
	}
}

func TestACancelledContextEndsTheCall(t *testing.T) {
	partners, s, _ := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := partners.Create(ctx, newPartner(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("Create: %v", err)
	}
	if len(s.partners) > 0 {
		t.Error("the service saw the request")
	}
}

func TestAnUnknownStatusSurvivesAndIsReportedByValidate(t *testing.T) {
	const text = `{"id":"1","onboardingStatus":"retired"}`
	var p graph.RemoteAssistancePartner
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(&p); string(out) != text {
		t.Errorf("got %s, %v", out, err)
	}
	if err := p.Validate(); err == nil || !strings.HasPrefix(err.Error(), "/onboardingStatus: ") {
		t.Errorf("Validate() = %v", err)
	}
	if _, err := graph.ParseRemoteAssistanceOnboardingStatus("retired"); err == nil {
		t.Error("Parse accepts an unknown member")
	}
	for _, v := range graph.RemoteAssistanceOnboardingStatusValues() {
		if err := v.Validate(); err != nil || !v.IsKnown() {
			t.Errorf("%s: %v", v, err)
		}
	}
}

func TestTheServerRefusesWhatDoesNotFit(t *testing.T) {
	h := httptest.NewServer(graph.NewHandler(graph.Services{RemoteAssistancePartner: &store{}}, server.Bearer(verify)))
	defer h.Close()
	const set = "/v1.0/deviceManagement/remoteAssistancePartners"
	for _, test := range []struct {
		name, method, path, body string
		header                   map[string]string
		status                   int
		want                     string // in the body
		challenge                string
	}{
		{name: "no token", method: "GET", path: set, header: map[string]string{"Authorization": ""}, status: 401, want: `"code":"`, challenge: "Bearer"},
		{name: "another token", method: "GET", path: set, header: map[string]string{"Authorization": "Bearer x"}, status: 401, want: `"code":"`, challenge: `Bearer error="invalid_token"`},
		{name: "not JSON", method: "POST", path: set, body: `{`, status: 400, want: `"error":{"code":"`},
		{name: "wrong type", method: "POST", path: set, body: `{"displayName":5}`, status: 400, want: `/displayName`},
		{name: "unknown member", method: "POST", path: set, body: `{"onboardingStatus":"x"}`, status: 400, want: `/onboardingStatus`},
		{name: "no such path", method: "GET", path: "/v1.0/users", status: 404, want: `"error"`},
		{name: "no such entity", method: "GET", path: set + "/1", status: 404, want: `ResourceNotFound`},
		{name: "no such method", method: "PUT", path: set, status: 405, want: `"error"`},
		{name: "no XML", method: "GET", path: set, header: map[string]string{"Accept": "application/xml"}, status: 406, want: `"error"`},
		{name: "too large", method: "POST", path: set, body: `{"displayName":"` + strings.Repeat("x", 5<<20) + `"}`, status: 413, want: `"error"`},
		{name: "a form", method: "POST", path: set, body: `a=b`, header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, status: 415, want: `"error"`},
		{name: "bad $top", method: "GET", path: set + "?$top=x", status: 400, want: `$top`},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := http.NewRequest(test.method, h.URL+test.path, strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer token")
			r.Header.Set("Content-Type", "application/json")
			for name, value := range test.header {
				r.Header.Set(name, value)
				if value == "" {
					r.Header.Del(name)
				}
			}
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != test.status || !strings.Contains(string(body), test.want) || !json.Valid(body) {
				t.Errorf("%d %s, want %d with %s", resp.StatusCode, body, test.status, test.want)
			}
			if got := resp.Header.Get("WWW-Authenticate"); got != test.challenge {
				t.Errorf("challenge %q, want %q", got, test.challenge)
			}
		})
	}
}

// A service that is not there answers 501, not a panic.
func TestAServiceThatIsNilIsNotImplemented(t *testing.T) {
	h := httptest.NewServer(graph.NewHandler(graph.Services{}, server.Open()))
	defer h.Close()
	c := graph.NewClient(client.WithBaseURL(h.URL + "/v1.0"))
	_, err := c.DeviceManagement().RemoteAssistancePartners().ByID("1").Get(t.Context())
	var fault *client.Error
	if !errors.As(err, &fault) || fault.StatusCode != http.StatusNotImplemented {
		t.Errorf("Get: %v", err)
	}
}
