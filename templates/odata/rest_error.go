package odata

import "errors"

// ErrorWith is an answer of failure with a body of the type that the description of
// the service gives it. A client returns one where the body is of that type, and an
// *Error where it is not; a service returns one, made by Fail.
//
//	var e *odata.ErrorWith[*graph.Problem]
//	if errors.As(err, &e) && e.Body.Title == "full" { ... }
type ErrorWith[T Object] struct {
	Err  *Error
	Body T
}

// Error returns what Err does.
func (e *ErrorWith[T]) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *ErrorWith[T]) Unwrap() error { return e.Err }

func (e *ErrorWith[T]) errorBody() (status int, body Object) { return e.Err.StatusCode, e.Body }

// Fail returns the error that makes a service answer with a status of failure and a
// body.
//
//go:noinline
func Fail[T Object](status int, body T) error {
	return &ErrorWith[T]{newError(status, ""), body}
}

// ErrorAs returns e with its body as a T; e alone when that is none.
//
//go:noinline
func ErrorAs[T Object](e *Error) error {
	body, ok := ErrorBody[T](e)
	if !ok {
		return e
	}
	return &ErrorWith[T]{e, body}
}

// typed gives the error of an answer the body that the endpoint describes.
func (e *Endpoint) typed(err error) error {
	var answered *Error
	if !errors.As(err, &answered) {
		return err
	}
	if i := e.failure(answered.StatusCode); i >= 0 {
		return e.Errors[i].As(answered)
	}
	return err
}

// failure returns the index of the answer of failure that describes a status; -1
// when none does.
func (e *Endpoint) failure(status int) int {
	return bestStatus(status, len(e.Errors), func(i int) string { return e.Errors[i].Status })
}

// fail answers with the body of an error that has one. Other errors are returned.
func (x *Exchange) fail(err error) error {
	var with interface {
		error
		errorBody() (status int, body Object)
	}
	if !errors.As(err, &with) {
		return err
	}
	status, body := with.errorBody()
	text, encodeErr := AppendResponse(nil, body)
	if encodeErr != nil {
		return errors.Join(err, encodeErr)
	}
	media := "application/json"
	if i := x.endpoint.failure(status); i >= 0 {
		media = x.endpoint.Errors[i].Media
	}
	if status >= 500 {
		x.inner.handler.log(err)
	}
	return x.bytes(status, media, text)
}
