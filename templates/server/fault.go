package server

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is an error that decides the answer to a request. Services return one, wrapped
// or not; other errors are answered with 500 and without their text.
//
//	return nil, server.Fail(http.StatusConflict, "nameTaken", "another pet has this name")
type Fault struct {
	Status  int // from 300 on
	Code    string
	Message string
	Target  string   // what the fault is about: a JSON pointer, or a parameter
	Details []Detail // several faults; see [Limits] for how many are answered

	// RetryAfter is how long the client is asked to wait; 0 does not say.
	RetryAfter time.Duration

	// Body is answered in place of the usual form; see [FailWith].
	Body any

	// Err is the cause, which only the log hears of; nil for none.
	Err error
}

// Detail is one of several faults.
type Detail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target,omitempty"`
}

// Fail returns a fault. With an empty code it has the name of the status, as in
// "NotFound".
func Fail(status int, code, message string) *Fault {
	if code == "" {
		code = statusCode(status)
	}
	return &Fault{Status: status, Code: code, Message: message}
}

// FailWith returns a fault with a body that the description has for the status: an
// object, a text, a list. One that is nil is answered as a fault without a body is.
func FailWith(status int, body any) *Fault {
	return &Fault{Status: status, Code: statusCode(status), Body: body}
}

// NotImplemented returns the fault of an operation that a service does not have: 501,
// with the name of the operation.
func NotImplemented(operation string) error {
	return Fail(http.StatusNotImplemented, "", operation+" is not implemented")
}

// statusCode returns the name of a status as a code: "NotFound".
func statusCode(status int) string {
	return strings.ReplaceAll(http.StatusText(status), " ", "")
}

// Error returns what is known, as in "404 Not Found: itemNotFound: no such user".
func (f *Fault) Error() string {
	if f == nil {
		return "a fault that is nil"
	}
	var b strings.Builder
	b.WriteString(strconv.Itoa(f.Status) + " " + http.StatusText(f.Status))
	for _, s := range []string{f.Code, f.Target, f.Message} {
		if s != "" {
			b.WriteString(": " + s)
		}
	}
	if f.Err != nil {
		b.WriteString(": " + f.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error {
	if f == nil { // what a service returns as an error by mistake
		return nil
	}
	return f.Err
}

// Is reports whether target is the sentinel of the status of f.
func (f *Fault) Is(target error) bool {
	s, ok := target.(status)
	return ok && f != nil && int(s) == f.Status
}

// status is an error that is known by its status code alone.
type status int

func (s status) Error() string { return strconv.Itoa(int(s)) + " " + http.StatusText(int(s)) }

// Errors of a service that are answered with their status, wrapped or not. What wraps
// them is not in the answer.
const (
	ErrNotModified        = status(http.StatusNotModified)
	ErrUnauthorized       = status(http.StatusUnauthorized)
	ErrForbidden          = status(http.StatusForbidden)
	ErrNotFound           = status(http.StatusNotFound)
	ErrConflict           = status(http.StatusConflict)
	ErrGone               = status(http.StatusGone)
	ErrPreconditionFailed = status(http.StatusPreconditionFailed)
	ErrTooManyRequests    = status(http.StatusTooManyRequests)
	ErrUnavailable        = status(http.StatusServiceUnavailable)
)

// Remote is the error of a call to another service: a *client.Error.
type Remote interface {
	error
	// StatusOf returns what the other service has answered.
	StatusOf() (status int, code, message string)
}

// Relay returns the fault that answers as another service has answered: with its
// status, code and message, and the time to wait when err can tell it. Without it, the
// error of a call that a service makes is answered with 500, and what the other service
// says stays inside. An error that is no answer of another service, and nil, is returned
// as it is.
func Relay(err error) error {
	var remote Remote
	if !errors.As(err, &remote) {
		return err
	}
	code, name, message := remote.StatusOf()
	f := Fail(code, name, message)
	f.Err = err
	var wait interface{ RetryAfterOf() time.Duration }
	if errors.As(err, &wait) {
		f.RetryAfter = wait.RetryAfterOf()
	}
	return f
}

// FaultOf returns the fault that err is answered with; nil when it decides none.
func FaultOf(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) && f != nil && f.Status >= 300 && f.Status <= 599 {
		return f
	}
	var s status
	if errors.As(err, &s) {
		return Fail(int(s), "", http.StatusText(int(s)))
	}
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return Fail(http.StatusRequestEntityTooLarge, "", "the body is longer than "+strconv.FormatInt(long.Limit, 10)+" bytes")
	}
	return nil
}
