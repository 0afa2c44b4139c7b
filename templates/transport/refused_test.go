package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/templates/client"
)

func TestAnErrorHasWhatTheServiceSays(t *testing.T) {
	const body = `{"error":{"code":"taken","message":"the name is taken","target":"name",
			"details":[{"code":"a","message":"b","target":"c"}],"innerError":{"date":"x"}}}`
	c := service(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("request-id", "r-1")
		w.Header().Set("client-request-id", "c-1")
		w.Header().Set("Retry-After", "9")
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, body)
	})
	r := request(c, "POST", "{}")
	r.URL.RawQuery = "secret=1"
	_, err := send(context.Background(), c, r)
	var e *client.Error
	if !errors.As(err, &e) {
		t.Fatalf("Send = %v, want a *client.Error", err)
	}
	want := &client.Error{
		StatusCode: 409, Code: "taken", Message: "the name is taken", Target: "name",
		Details:    []client.ErrorDetail{{Code: "a", Message: "b", Target: "c"}},
		InnerError: `{"date":"x"}`, RequestID: "r-1", RetryAfter: 9 * time.Second,
		Method: "POST", URL: c.Root.String() + "things", Body: body,
		ContentType: "text/plain; charset=utf-8",
	}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("error\n%#v\nwant\n%#v", e, want)
	}
	text := "POST " + e.URL + ": 409 Conflict: taken: name: the name is taken (request r-1)"
	if err.Error() != text {
		t.Errorf("text %q, want %q", err, text)
	}
}

func TestAnyBodyOfAnErrorIsGood(t *testing.T) {
	for _, tt := range []struct {
		contentType, body, code, message string
	}{
		{"", "", "", ""},
		{"text/html", "<html><h1>oops</h1>", "", ""},
		{"text/plain; charset=utf-8", " no\xff such page\n", "", "no such page"},
		{"text/plain", strings.Repeat("x", 1000), "", strings.Repeat("x", 512)},
		{"text/plain", `{"message":"m"}`, "", "m"},
		{"application/json", `{"error":`, "", ""},
		{"application/json", `[1]`, "", ""},
		{"application/json", `{"odata.error":{"code":"E","message":{"lang":"en","value":"m"}}}`, "E", "m"},
		{"application/json", `{"odata.error":"E","message":"m"}`, "", "m"},
		{"application/json", `[{"message":"m"},{"message":"n"}]`, "", "m"},
		{"application/json", `"limit must be positive"`, "", "limit must be positive"},
		{"application/json", "\ufeff{\"message\":\"m\"}", "", "m"},
		{"text/plain", "\ufeffno such page", "", "no such page"},
		{"application/json", `{"Message":"limit must be positive","ExceptionType":"X"}`, "", "limit must be positive"},
		{"application/json", `{"error_message":"limit must be positive"}`, "", "limit must be positive"},
		{"application/json", `{"msg":"limit must be positive"}`, "", "limit must be positive"},
		{"application/json", `{"detail":[{"loc":["query","limit"],"msg":"must be positive"}]}`, "", "must be positive"},
		{"application/json", `{"errors":["limit must be positive"]}`, "", "limit must be positive"},
		{"application/json", `{"error":{"code":404,"message":"m"}}`, "404", "m"},
		{"application/json", `{"error":{"code":null,"message":"m","details":{}}}`, "", "m"},
		{"application/json", `{"error":{"code":"c","message":{"lang":"en","value":"m"}}}`, "c", "m"},
		{"application/json", `{"error":{"code":"c","message":"` + strings.Repeat("x", 2<<20) + `"}}`, "", ""},
		{"application/json", `{"error":"limit must be positive"}`, "limit must be positive", ""},
		{"application/json", `{"error":"invalid_grant","error_description":"expired"}`, "invalid_grant", "expired"},
		{"application/json", `{"message":"limit must be positive"}`, "", "limit must be positive"},
		{"application/json", `{"errors":[{"message":"limit must be positive"},{"message":"and a number"}]}`, "", "limit must be positive"},
		{"application/json", `{"errors":{"limit":["must be positive"]}}`, "", "must be positive"},
		{"application/json", `{"title":"Bad request","errors":{"limit":["must be positive"]}}`, "", "Bad request"},
		{"application/problem+json", `{"title":"Bad limit","detail":"limit must be positive"}`, "", "limit must be positive"},
	} {
		c := service(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tt.contentType)
			w.Header().Set("client-request-id", "c-1")
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, tt.body)
		})
		var e *client.Error
		err := get(c)
		if !errors.As(err, &e) || e.StatusCode != 502 || e.Code != tt.code || e.Message != tt.message || e.RequestID != "c-1" {
			t.Errorf("body %.50q: %v, want 502 %q %q", tt.body, err, tt.code, tt.message)
		}
	}
}
