package odata

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Error is an answer that is not a success, as OData describes it (OData JSON
// Format 4.01, 21.1). A client returns one for each such answer, whatever its
// body; a service returns one to choose its own.
//
//	var e *odata.Error
//	if errors.As(err, &e) && e.Code == "quotaExceeded" { ... }
//	if errors.Is(err, odata.ErrNotFound) { ... }
type Error struct {
	StatusCode int
	Code       string
	Message    string
	Target     string
	Details    []ErrorDetail
	InnerError string // the JSON text of "innererror"; clients only
	Body       string // of the answer, as it came; clients only. See ErrorBody

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
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target,omitempty"`
}

// Error returns what is known, as in "odata: GET https://host/users/1: 404 Not
// Found: itemNotFound: no such user".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("odata: ")
	if e.Method != "" {
		b.WriteString(e.Method + " " + e.URL + ": ")
	}
	b.WriteString(strconv.Itoa(e.StatusCode) + " " + http.StatusText(e.StatusCode))
	for _, s := range []string{e.Code, e.Target, e.Message} {
		if s != "" {
			b.WriteString(": " + s)
		}
	}
	return b.String()
}

// Is reports whether target is the sentinel of the status code of e.
func (e *Error) Is(target error) bool {
	s, ok := target.(httpStatus)
	return ok && int(s) == e.StatusCode
}

// httpStatus is an error that is known by its status code alone.
type httpStatus int

func (s httpStatus) Error() string {
	return "odata: " + strconv.Itoa(int(s)) + " " + http.StatusText(int(s))
}

// Status codes for errors.Is. A service can return them, wrapped or not, to
// answer with the status.
const (
	ErrNotModified        = httpStatus(http.StatusNotModified)
	ErrUnauthorized       = httpStatus(http.StatusUnauthorized)
	ErrForbidden          = httpStatus(http.StatusForbidden)
	ErrNotFound           = httpStatus(http.StatusNotFound)
	ErrConflict           = httpStatus(http.StatusConflict)
	ErrPreconditionFailed = httpStatus(http.StatusPreconditionFailed)
	ErrTooManyRequests    = httpStatus(http.StatusTooManyRequests)
)

// NotImplemented returns the error of an operation that a service does not
// have: status 501, with the name of the operation.
func NotImplemented(operation string) error {
	return newError(http.StatusNotImplemented, operation+" is not implemented")
}

// newError returns an error that has the name of its status as its code.
func newError(status int, message string) *Error {
	return &Error{StatusCode: status, Code: statusCode(status), Message: message}
}

// statusCode returns the name of a status as a code: "NotFound".
func statusCode(status int) string {
	return strings.ReplaceAll(http.StatusText(status), " ", "")
}

// callError says which request a fault belongs to.
type callError struct {
	method string
	url    *url.URL
	err    error
}

func (e *callError) Error() string {
	return "odata: " + e.method + " " + location(e.url) + ": " + strings.TrimPrefix(e.err.Error(), "odata: ")
}

func (e *callError) Unwrap() error { return e.err }

// maxErrorText is how much of a plain text becomes the message of an Error.
const maxErrorText = 512

// readError returns the error that an answer describes. Any body is good.
func readError(resp *http.Response, body []byte, now time.Time) *Error {
	e := &Error{
		StatusCode: resp.StatusCode,
		RetryAfter: retryAfter(resp.Header, now),
		RequestID:  resp.Header.Get("request-id"),
		Method:     resp.Request.Method,
		URL:        location(resp.Request.URL),
		Body:       string(body),
	}
	if e.RequestID == "" {
		e.RequestID = resp.Header.Get("client-request-id")
	}
	mediaType, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if mediaType == "text/plain" && !json.Valid(body) {
		e.Message = strings.TrimSpace(strings.ToValidUTF8(string(body[:min(len(body), maxErrorText)]), ""))
		return e
	}
	var answer struct {
		Error struct {
			Code, Message, Target errorText
			Details               []struct{ Code, Message, Target errorText }
			InnerError            json.RawMessage
		}
	}
	// What does not fit stays empty: the status code alone is an answer.
	_ = json.Unmarshal(body, &answer)
	e.Code = string(answer.Error.Code)
	e.Message = string(answer.Error.Message)
	e.Target = string(answer.Error.Target)
	e.InnerError = string(answer.Error.InnerError)
	for _, d := range answer.Error.Details {
		e.Details = append(e.Details, ErrorDetail{string(d.Code), string(d.Message), string(d.Target)})
	}
	return e
}

// errorText is a string, or what services have instead of one: null, a number,
// or the {"lang": ..., "value": ...} of OData 2.
type errorText string

// UnmarshalJSON takes any value.
func (t *errorText) UnmarshalJSON(text []byte) error {
	var s string
	var localized struct{ Value string }
	switch {
	case json.Unmarshal(text, &s) == nil:
		*t = errorText(s)
	case json.Unmarshal(text, &localized) == nil:
		*t = errorText(localized.Value)
	default:
		*t = errorText(text)
	}
	return nil
}

// errorBody returns the body of an answer that describes e.
func errorBody(e *Error) []byte {
	type body struct {
		ErrorDetail
		Details []ErrorDetail `json:"details,omitempty"`
	}
	code := e.Code
	if code == "" {
		code = statusCode(e.StatusCode)
	}
	// Strings always have an encoding.
	text, _ := json.Marshal(map[string]body{
		"error": {ErrorDetail{code, e.Message, e.Target}, e.Details},
	})
	return text
}

// problem returns the error that a service wants to be answered; nil when err is
// none of its making.
func problem(err error) *Error {
	var e *Error
	if errors.As(err, &e) && http.StatusText(e.StatusCode) != "" && e.StatusCode >= 300 {
		return e
	}
	var s httpStatus
	if errors.As(err, &s) {
		return newError(int(s), http.StatusText(int(s)))
	}
	return nil
}

// badBody returns the error of a body that does not fit its type: the first
// fault, and each as a detail.
func badBody(err error) *Error {
	faults := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		faults = joined.Unwrap()
	}
	bad := newError(http.StatusBadRequest, "")
	for _, fault := range faults {
		d := ErrorDetail{Code: bad.Code, Message: fault.Error()}
		switch f := fault.(type) { //nolint:errorlint // the leaves of a joined error wrap nothing
		case *DecodeError:
			d.Message, d.Target = f.Message, f.Pointer
		case *ValueError:
			d.Message, d.Target = f.Message, f.Pointer
		}
		bad.Details = append(bad.Details, d)
	}
	bad.Message, bad.Target = bad.Details[0].Message, bad.Details[0].Target
	return bad
}
