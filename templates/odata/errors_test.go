package odata

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestAnErrorHasWhatTheServiceSays(t *testing.T) {
	at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("request-id", "r-1")
		w.Header().Set("client-request-id", "c-1")
		w.Header().Set("Retry-After", "9")
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, `{"error":{"code":"taken","message":"the name is taken","target":"name",
			"details":[{"code":"a","message":"b","target":"c"}],"innerError":{"date":"x"}}}`)
	})
	_, err := Create(context.Background(), at, &gadget{}, Custom("secret", "1"))
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("Create = %v, want an *Error", err)
	}
	want := &Error{
		StatusCode: 409, Code: "taken", Message: "the name is taken", Target: "name",
		Details:    []ErrorDetail{{"a", "b", "c"}},
		InnerError: `{"date":"x"}`, RequestID: "r-1", RetryAfter: 9 * time.Second,
		Method: "POST", URL: at.client.base + "gadgets", Body: e.Body,
	}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("error\n%#v\nwant\n%#v", e, want)
	}
	text := "odata: POST " + e.URL + ": 409 Conflict: taken: name: the name is taken"
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
		{"application/json", `{"error":`, "", ""},
		{"application/json", `[1]`, "", ""},
		{"application/json", `{"error":"x"}`, "", ""},
		{"application/json", `{"error":{"code":404,"message":"m"}}`, "404", "m"},
		{"application/json", `{"error":{"code":null,"message":"m","details":{}}}`, "", "m"},
		{"application/json", `{"error":{"code":"c","message":{"lang":"en","value":"m"}}}`, "c", "m"},
		{"application/json", `{"error":{"code":"c","message":"` + strings.Repeat("x", 2<<20) + `"}}`, "", ""},
	} {
		at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tt.contentType)
			w.Header().Set("client-request-id", "c-1")
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, tt.body)
		})
		var e *Error
		_, err := Get[*gadget](context.Background(), at)
		if !errors.As(err, &e) || e.StatusCode != 502 || e.Code != tt.code || e.Message != tt.message || e.RequestID != "c-1" {
			t.Errorf("body %.50q: %v, want 502 %q %q", tt.body, err, tt.code, tt.message)
		}
	}
}

func TestErrorsAreKnownByTheirStatus(t *testing.T) {
	sentinels := map[int]error{
		304: ErrNotModified, 401: ErrUnauthorized, 403: ErrForbidden, 404: ErrNotFound,
		409: ErrConflict, 412: ErrPreconditionFailed, 429: ErrTooManyRequests,
	}
	for status := range sentinels {
		err := fmt.Errorf("wrapped: %w", &Error{StatusCode: status})
		for other, sentinel := range sentinels {
			if got := errors.Is(err, sentinel); got != (status == other) {
				t.Errorf("errors.Is(%d, %v) = %v", status, sentinel, got)
			}
		}
	}
	if got := ErrNotFound.Error(); got != "odata: 404 Not Found" {
		t.Errorf("text %q", got)
	}
}
