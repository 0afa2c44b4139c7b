package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
)

// service returns a client of a server that answers with answer below /v1.
func service(t *testing.T, answer http.HandlerFunc, opts ...client.Option) *Client {
	t.Helper()
	srv := httptest.NewServer(answer)
	t.Cleanup(srv.Close)
	return New(srv.URL+"/v1/", opts)
}

// respond answers with a status and a body.
func respond(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// request returns a request to the things of a service.
func request(c *Client, method, body string) *Request {
	r := &Request{Method: method, All: true, Body: []byte(body)}
	if c.Root != nil {
		u := *c.Root
		u.Path = c.Path + "/things"
		r.URL = &u
	}
	return r
}

// send makes a request and returns the text of the answer.
func send(ctx context.Context, c *Client, r *Request) (text string, err error) {
	err = c.Send(ctx, r, func(resp *http.Response) error {
		b, err := c.ReadAll(resp)
		if err == nil {
			text = string(b.Bytes)
			b.Free()
		}
		return err
	})
	return text, err
}

func get(c *Client) error {
	_, err := send(context.Background(), c, request(c, http.MethodGet, ""))
	return err
}

func TestARequestHasAHeaderForWhatItIs(t *testing.T) {
	for _, tt := range []struct {
		name string
		r    Request
		opts []client.Option
		want string
	}{
		{"nothing said", Request{Method: "GET"}, nil, "GET Accept=application/json User-Agent=odagen"},
		{"a body", Request{Method: "POST", Body: []byte("{}")}, nil, "POST Accept=application/json Content-Length=2 Content-Type=application/json User-Agent=odagen {}"},
		{"no body", Request{Method: "POST"}, nil, "POST Accept=application/json Content-Length=0 User-Agent=odagen"},
		{"types", Request{Method: "POST", Body: []byte("a"), ContentType: "text/plain", Accept: "*/*"}, nil, "POST Accept=*/* Content-Length=1 Content-Type=text/plain User-Agent=odagen a"},
		{"a header of the caller", Request{Method: "GET", Header: http.Header{"Accept": {"text/csv"}, "X-A": {"1", "2"}}}, nil, "GET Accept=text/csv User-Agent=odagen X-A=1,2"},
		{"an agent", Request{Method: "GET"}, []client.Option{client.WithUserAgent("mine/1")}, "GET Accept=application/json User-Agent=mine/1"},
		{"a stream", Request{Method: "PUT", Stream: strings.NewReader("abc"), Length: 3}, nil, "PUT Accept=application/json Content-Length=3 Content-Type=application/octet-stream User-Agent=odagen abc"},
		{"a stream of no known length", Request{Method: "PUT", Stream: strings.NewReader("abc"), Length: -1}, nil, "PUT Accept=application/json Content-Type=application/octet-stream User-Agent=odagen abc"},
		{"a stream whose length nobody told", Request{Method: "PUT", Stream: strings.NewReader("abc")}, nil, "PUT Accept=application/json Content-Type=application/octet-stream User-Agent=odagen abc"},
		{"an empty stream", Request{Method: "PUT", Stream: http.NoBody}, nil, "PUT Accept=application/json Content-Length=0 Content-Type=application/octet-stream User-Agent=odagen"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			c := service(t, func(w http.ResponseWriter, r *http.Request) {
				got = line(r)
				w.WriteHeader(http.StatusNoContent)
			}, tt.opts...)
			tt.r.URL = c.Root
			if _, err := send(context.Background(), c, &tt.r); err != nil || got != tt.want {
				t.Errorf("sent %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// line writes a request in one line.
func line(r *http.Request) string {
	var fields []string
	for name, values := range r.Header {
		if name != "Accept-Encoding" {
			fields = append(fields, name+"="+strings.Join(values, ","))
		}
	}
	slices.Sort(fields)
	body, _ := io.ReadAll(r.Body)
	return strings.TrimSpace(r.Method + " " + strings.Join(fields, " ") + " " + string(body))
}

func TestTheResponseIsThereWhateverTheAnswer(t *testing.T) {
	for _, status := range []int{200, 204, 404, 503} {
		c := service(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/there")
			w.WriteHeader(status)
		}, client.WithRetry(client.RetryPolicy{Attempts: 1}))
		var one, two client.Response
		r := request(c, "GET", "")
		r.URL.RawQuery = "secret=s3cret"
		r.Responses = []*client.Response{&one, &two}
		_, err := send(context.Background(), c, r)
		if (err == nil) != (status < 300) {
			t.Errorf("%d: %v", status, err)
		}
		for _, got := range []client.Response{one, two} {
			if got.StatusCode != status || got.Header.Get("Location") != "/there" || got.URL != c.Root.String()+"things" {
				t.Errorf("%d: response %+v", status, got)
			}
		}
	}
}

func TestTheURLOfAResponseIsTheLast(t *testing.T) {
	c := service(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/things" {
			http.Redirect(w, r, "/v2/things?a=b", http.StatusFound)
		}
	})
	var got client.Response
	r := request(c, "GET", "")
	r.Responses = []*client.Response{&got}
	if _, err := send(context.Background(), c, r); err != nil || !strings.HasSuffix(got.URL, "/v2/things") {
		t.Errorf("response %+v, %v", got, err)
	}
}

func TestAnAnswerOverTheLimitIsAnError(t *testing.T) {
	for _, flush := range []bool{false, true} { // with and without Content-Length
		for limit, good := range map[int64]bool{99: false, 100: true, 1<<63 - 1: true} {
			c := service(t, func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, strings.Repeat("x", 50))
				if flush {
					w.(http.Flusher).Flush()
				}
				_, _ = io.WriteString(w, strings.Repeat("x", 50))
			}, client.WithMaxResponse(limit))
			text, err := send(context.Background(), c, request(c, "GET", ""))
			switch {
			case good && (err != nil || len(text) != 100):
				t.Errorf("flush %v, limit %d: %d bytes, %v", flush, limit, len(text), err)
			case !good && (err == nil || !strings.Contains(err.Error(), "longer than 99 bytes")):
				t.Errorf("flush %v, limit %d: %v", flush, limit, err)
			}
		}
	}
}

func TestACancelledCallSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c := service(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := send(ctx, c, request(c, "GET", ""))
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "GET http://") {
		t.Errorf("Send = %v, want context.Canceled and the place", err)
	}
}

func TestABodyIsSentAgainAfterARedirect(t *testing.T) {
	var got string
	c := service(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/things" {
			http.Redirect(w, r, "/v1/others", http.StatusTemporaryRedirect)
			return
		}
		got = line(r)
	})
	if _, err := send(context.Background(), c, request(c, "POST", `{"a":1}`)); err != nil || !strings.HasPrefix(got, "POST ") || !strings.HasSuffix(got, `{"a":1}`) {
		t.Errorf("sent %s, %v", got, err)
	}
}

func TestABadBaseURLIsReportedByTheCall(t *testing.T) {
	for base, want := range map[string]string{
		"":                      "base URL: want https://host/path",
		"graph.microsoft.com":   "base URL: want https://host/path",
		"https://u:pw@a":        `base URL "https://a": want no user and no fragment`,
		"https://a/?x=1#y":      `base URL "https://a/": want no user and no fragment`,
		"https://u:pw@a/%zz":    `base URL: invalid URL escape "%zz"`,
		"file:///etc/passwords": "base URL: want https://host/path",
	} {
		c := New(base, nil)
		if _, err := send(context.Background(), c, request(c, "GET", "")); err == nil || err.Error() != want {
			t.Errorf("base %q: %v, want %s", base, err, want)
		}
	}
	c := New("https://a.example", []client.Option{nil})
	if err := get(c); err == nil || err.Error() != "client: an option is nil" {
		t.Errorf("Send = %v with a nil option", err)
	}
}

// closing is a stream that knows whether it was closed.
type closing struct {
	io.Reader
	mutex  sync.Mutex
	closed int
}

func (c *closing) Close() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.closed++
	return nil
}

func TestContentIsClosedInAnyCase(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	none := client.WithTokenSource(client.StaticToken(""))
	for name, tt := range map[string]struct {
		ctx context.Context
		c   *Client
	}{
		"success":           {context.Background(), service(t, respond(204, ""))},
		"refused":           {context.Background(), service(t, respond(400, ""))},
		"to be tried again": {context.Background(), service(t, respond(503, ""))},
		"nobody there":      {context.Background(), New("http://127.0.0.1:1", nil)},
		"cancelled":         {cancelled, service(t, respond(204, ""))},
		"no token":          {context.Background(), service(t, respond(204, ""), none)},
		"no base URL":       {context.Background(), New("", nil)},
	} {
		content := &closing{Reader: strings.NewReader("abc")}
		r := request(tt.c, "PUT", "")
		r.Body = nil
		SetContent(r, &api.Content{ReadCloser: content, Type: "text/plain", Length: 3})
		_, err := send(tt.ctx, tt.c, r)
		if (err == nil) != (name == "success") {
			t.Errorf("%s: %v", name, err)
		}
		content.mutex.Lock()
		if content.closed == 0 {
			t.Errorf("%s: the content is open", name)
		}
		content.mutex.Unlock()
	}
}

// Each request has what the base URL and the options say, and a link that has it too has it
// once.
func TestAQueryOfTheClientIsOneOfEachRequest(t *testing.T) {
	var got string
	h := client.WithHandler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.URL.RequestURI() }))
	c := New("https://a.example/svc?sap-client=100", []client.Option{client.WithQuery("x y", "1&2"), h})
	for sent, want := range map[string]string{
		"":                           "?sap-client=100&x%20y=1%262",
		"?$top=1":                    "?$top=1&sap-client=100&x%20y=1%262",
		"?sap-client=200&b=%zz":      "?sap-client=200&b=%zz&x%20y=1%262",
		"?x+y=&sap%2Dclient=&$top=1": "?x+y=&sap%2Dclient=&$top=1",
	} {
		r := request(c, http.MethodGet, "")
		r.URL.RawQuery = strings.TrimPrefix(sent, "?")
		if _, err := send(context.Background(), c, r); err != nil || got[strings.IndexByte(got, '?'):] != want {
			t.Errorf("%s was sent as %s, %v, want %s", sent, got, err, want)
		}
	}
}
