package client

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed-349153d7/odagen/templates/internal/brief"
)

// Error is an answer that is not a success. A client returns one for each such answer,
// whatever its body: Code, Message, Target and Details are what could be read of it.
//
//	var e *client.Error
//	if errors.As(err, &e) && e.Code == "quotaExceeded" { ... }
//	if errors.Is(err, client.ErrNotFound) { ... }
type Error struct {
	StatusCode int
	Code       string
	Message    string
	Target     string
	Details    []ErrorDetail
	InnerError string // the JSON text of "innererror"
	Body       string // of the answer, as it came

	ContentType string // of Body

	// RequestID is the request-id of the answer, else its client-request-id.
	RequestID string
	// RetryAfter is how long the service asks to wait; 0 when it does not say.
	RetryAfter time.Duration

	// Method and URL are of the request; URL is without user and query.
	Method string
	URL    string
}

// ErrorDetail is one of several faults that an Error has.
type ErrorDetail struct {
	Code    string
	Message string
	Target  string
}

// Error returns what is known, as in "GET https://host/users/1: 404 Not Found:
// itemNotFound: no such user (request 7f3)".
func (e *Error) Error() string {
	var b strings.Builder
	if e.Method != "" {
		b.WriteString(e.Method + " " + brief.Line(e.URL) + ": ")
	}
	b.WriteString(strings.TrimSpace(strconv.Itoa(e.StatusCode) + " " + http.StatusText(e.StatusCode)))
	for _, s := range []string{e.Code, e.Target, e.Message} {
		if s != "" {
			b.WriteString(": " + brief.Line(s))
		}
	}
	if e.RequestID != "" {
		b.WriteString(" (request " + brief.Line(e.RequestID) + ")")
	}
	return b.String()
}

// StatusOf returns what a service that relays e answers: see server.Relay.
func (e *Error) StatusOf() (status int, code, message string) {
	return e.StatusCode, e.Code, e.Message
}

// RetryAfterOf returns how long the client is asked to wait.
func (e *Error) RetryAfterOf() time.Duration { return e.RetryAfter }

// Is reports whether target is the sentinel of the status code of e.
func (e *Error) Is(target error) bool {
	s, ok := target.(status)
	return ok && int(s) == e.StatusCode
}

// status is an error that is known by its status code alone.
type status int

// Error returns the code and its name, as in "404 Not Found".
func (s status) Error() string { return strconv.Itoa(int(s)) + " " + http.StatusText(int(s)) }

// The errors below are what errors.Is compares an [Error] with: each stands for a status
// code.
//
//	if errors.Is(err, client.ErrNotFound) { ... }
const (
	ErrNotModified        = status(http.StatusNotModified)
	ErrUnauthorized       = status(http.StatusUnauthorized)
	ErrForbidden          = status(http.StatusForbidden)
	ErrNotFound           = status(http.StatusNotFound)
	ErrConflict           = status(http.StatusConflict)
	ErrGone               = status(http.StatusGone) // of a link that has expired: start again
	ErrPreconditionFailed = status(http.StatusPreconditionFailed)
	ErrTooManyRequests    = status(http.StatusTooManyRequests)
)

// ErrNoContent says that a call succeeded and that its answer has no value:
//
//	pet, err := pets.Get(ctx)
//	if errors.Is(err, client.ErrNoContent) { ... }
var ErrNoContent = errors.New("the answer has no content")

// ErrorWith is an answer of failure whose body has the type that the description of the
// service gives it. Generated packages have a name for each:
//
//	type ProblemError = client.ErrorWith[*Problem]
//
//	var e *petstore.ProblemError
//	if errors.As(err, &e) && e.Body.Title == "full" { ... }
type ErrorWith[T any] struct {
	Err  *Error
	Body T
}

// Error returns what Err does.
func (e *ErrorWith[T]) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *ErrorWith[T]) Unwrap() error { return e.Err }
