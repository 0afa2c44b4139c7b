package transport

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/seed-349153d7/odagen/templates/client"
)

// bare answers as carriers do that are made for a test: with what the answer must have,
// and no more.
func bare(status int, header http.Header, body string) client.Option {
	return with(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
}

func TestAnAnswerNeedNotKnowItsRequest(t *testing.T) {
	for _, status := range []int{200, 204, 304, 404, 500, 0, 999} {
		var r client.Response
		c := New("https://localhost/v1", []client.Option{bare(status, nil, "{}"), client.WithRetry(client.RetryPolicy{Attempts: 1})})
		req := request(c, "GET", "")
		req.Responses = []*client.Response{&r}
		_, err := send(t.Context(), c, req)
		var e *client.Error
		if r.URL != "https://localhost/v1/things" || r.StatusCode != status {
			t.Errorf("%d: response %+v", status, r)
		}
		if good := status == 200 || status == 204; good && err != nil || !good && (!errors.As(err, &e) || e.URL != r.URL || e.Method != "GET") {
			t.Errorf("%d: %#v", status, err)
		}
	}
	c := New("https://localhost/v1", []client.Option{bare(302, http.Header{"Location": {"https://elsewhere/"}}, "")})
	if err := get(c); err == nil || !strings.Contains(err.Error(), "elsewhere") {
		t.Errorf("a redirect: %v", err)
	}
}

// What a service says stands in one line, however much it is.
func TestErrorsAreLinesThatEnd(t *testing.T) {
	long := strings.Repeat("\x1b[2J\r\nINFO forged", 1<<16)
	escaped := strings.Repeat("%1B%0D%0A", 1<<14)
	for name, opt := range map[string]client.Option{
		"a message":  bare(400, nil, `{"error":{"code":"a\u001b[2J","message":"`+strings.Repeat(`b\r\nINFO forged log line `, 1<<15)+`","target":"\u202e"}}`),
		"a text":     bare(400, http.Header{"Content-Type": {"text/plain"}}, long),
		"a page":     bare(500, http.Header{"Content-Type": {"text/html"}}, long),
		"an id":      bare(400, http.Header{"Request-Id": {long}}, ""),
		"a redirect": bare(302, http.Header{"Location": {"https://" + strings.Repeat("x", 1<<16) + "/"}}, ""),
		"no URL":     bare(302, http.Header{"Location": {"http://[" + long}}, ""),
		"a scheme":   bare(302, http.Header{"Location": {strings.Repeat("x", 1<<16) + ":y"}}, ""),
		"a cause":    with(func(*http.Request) (*http.Response, error) { return nil, errors.New(long) }),
	} {
		c := New("https://localhost/v1", []client.Option{opt, client.WithRetry(client.RetryPolicy{Attempts: 1})})
		r := request(c, "GET", "")
		r.URL.RawPath, r.URL.Path = "/"+escaped, "/"+strings.NewReplacer("%1B", "\x1b", "%0D", "\r", "%0A", "\n").Replace(escaped)
		_, err := send(t.Context(), c, r)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if text := err.Error(); len(text) > 3000 || strings.ContainsFunc(text, unicode.IsControl) || strings.Contains(text, "\u202e") {
			t.Errorf("%s: %d bytes: %.200q", name, len(text), text)
		}
	}
}

func TestAnyLimitOfAnswersIsALimit(t *testing.T) {
	for limit, good := range map[int64]bool{1<<63 - 1: true, 2: true, 1: false, 0: false, -1: false, -1 << 63: false} {
		c := New("https://localhost/v1", []client.Option{bare(200, nil, "{}"), client.WithMaxResponse(limit)})
		if err := get(c); (err == nil) != good {
			t.Errorf("limit %d: %v", limit, err)
		}
		c = New("https://localhost/v1", []client.Option{bare(400, nil, "{}"), client.WithMaxResponse(limit)})
		if err := get(c); err == nil {
			t.Errorf("limit %d: %v", limit, err)
		}
	}
}
