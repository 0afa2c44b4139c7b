package client

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestErrorsAreKnownByTheirStatus(t *testing.T) {
	sentinels := map[int]error{
		304: ErrNotModified, 401: ErrUnauthorized, 403: ErrForbidden, 404: ErrNotFound,
		409: ErrConflict, 410: ErrGone, 412: ErrPreconditionFailed, 429: ErrTooManyRequests,
	}
	for status := range sentinels {
		err := fmt.Errorf("wrapped: %w", &Error{StatusCode: status})
		for other, sentinel := range sentinels {
			if got := errors.Is(err, sentinel); got != (status == other) {
				t.Errorf("errors.Is(%d, %v) = %v", status, sentinel, got)
			}
		}
	}
	if got := ErrNotFound.Error(); got != "404 Not Found" {
		t.Errorf("text %q", got)
	}
}

func TestTheTextOfAnErrorIsALineOfALog(t *testing.T) {
	for _, tt := range []struct {
		err  Error
		want string
	}{
		{Error{StatusCode: 404}, "404 Not Found"},
		{Error{StatusCode: 599}, "599"},
		{
			Error{StatusCode: 409, Method: "POST", URL: "https://a/b", Code: "taken", Target: "name", Message: "the name\r\nis \x1b[31mtaken\u202e", RequestID: "7f3\n"},
			"POST https://a/b: 409 Conflict: taken: name: the name  is \\x1b[31mtaken\\u202e (request 7f3 )",
		},
		{Error{StatusCode: 400, Message: strings.Repeat("é", 600)}, "400 Bad Request: " + strings.Repeat("é", 256) + "..."},
		{Error{StatusCode: 400, Message: "x" + strings.Repeat("é", 600)}, "400 Bad Request: x" + strings.Repeat("é", 255) + "..."},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("text %q, want %q", got, tt.want)
		}
	}
}

func TestATypedErrorIsAnErrorToo(t *testing.T) {
	type problem struct{ Title string }
	var err error = &ErrorWith[*problem]{Err: &Error{StatusCode: 404, Code: "gone"}, Body: &problem{"full"}}
	err = fmt.Errorf("wrapped: %w", err)
	var typed *ErrorWith[*problem]
	var plain *Error
	if !errors.As(err, &typed) || typed.Body.Title != "full" || !errors.As(err, &plain) || plain.Code != "gone" || !errors.Is(err, ErrNotFound) {
		t.Errorf("%v has %v and %v in its chain", err, typed, plain)
	}
}
