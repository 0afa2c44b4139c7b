// Package rest describes the operations of plain HTTP APIs as tables, and reads and
// writes their parameters and bodies: what the client and the server of a generated
// package have in common. It is for generated code alone and promises nothing to
// others.
package rest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/security"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Endpoint describes an operation: what the client and the server of a generated
// package know about it.
type Endpoint struct {
	Name   string // of the operation, as the description has it
	Method string
	Path   string // template below the service root: "/pets/{id}"
	Server string // the service root, when it is another: a URL, or a path

	// Params are the parameters, those in the path first.
	Params []Param

	// Body is the media type of the body, "" when there is none.
	Body         string
	BodyRequired bool
	BodyNullable bool // it can be the null of JSON

	// BodySchema has the rules of a JSON body that its type does not say; nil for
	// none.
	BodySchema wire.Rules

	// Accepts are further media types of the body that hold the same. Others are those
	// that hold something else, which is bytes: it has a field of its own.
	Accepts, Others []string

	// Encoding says how members of a form are written, as parameters of the query
	// are; the others are texts, one for each item of a list, and JSON for objects.
	Encoding []Param

	// Parts are parts of a multipart form of which something is said.
	Parts []Part

	// Answers are those of success. Plain is the index of the one that a call
	// returns, and that a service answers with.
	Answers []Answer
	Plain   int

	// Errors are the answers of failure.
	Errors []ErrorAnswer

	// Headers are the header fields that answers have.
	Headers []Param

	// Security are alternatives, of which a request shows one whole, unless the
	// endpoint is Open.
	Security [][]security.Requirement
	Open     bool
}

// Param describes a parameter of an Endpoint.
type Param struct {
	Name string
	In   Place

	// Style is how lists and objects are written (OpenAPI 3.1, 4.8.12); "" is
	// form in queries and cookies, simple elsewhere.
	Style    string
	Explode  bool
	Reserved bool // reserved characters are not encoded
	Required bool
	JSON     bool // the value is JSON text
	Open     bool // an object of parameters has those that no other parameter is, too
	Empty    bool // the name may stand in a query without a value

	// Separators are the bytes between the items of a list, of lists in it, and so on;
	// "" leaves them to the style. Where each item is a parameter, the first counts for
	// nothing.
	Separators string

	// Default is the JSON text of the value that a request has without the parameter; "" is
	// none.
	Default string

	// Facets restrict the values; nil when nothing does.
	Facets *wire.Facets
}

// Part is a part of a multipart form.
type Part struct {
	Name  string
	Media string // "" for that of its kind

	// Required are the header fields that a file must have.
	Required []string
}

// Place is where a parameter stands.
type Place uint8

// The places of parameters.
const (
	InPath Place = iota
	InQuery
	InHeader
	InCookie
)

// Answer is an answer of success.
type Answer struct {
	Status string // "200", "2XX", "default"
	Media  string // "" when it has no content

	Nullable bool // the content can be the null of JSON

	// Wire is how the value is written, where that is not Plain.
	Wire wire.Wire
	// Also are further media types that hold the same. Others are those that hold
	// something else, which is bytes.
	Also, Others []string

	// Stream is the media type of the sequence that it can be instead; "" for none.
	Stream string

	// Required are the header fields that it must have.
	Required []string

	// Other answers have another type than the plain one: a call cannot return them.
	Other bool
}

// Code returns the status as a number: of a range 200, or 302.
func (a Answer) Code() int {
	n, err := strconv.Atoi(a.Status)
	switch {
	case err == nil:
		return n
	case a.Redirect():
		return 302
	}
	return 200
}

// Field is a field with the value of the answer, which is written as Wire says.
func (a Answer) Field(field any) any {
	if a.Wire == wire.OData {
		return field
	}
	return wire.In(a.Wire, field)
}

// ErrorAnswer is an answer of failure.
type ErrorAnswer struct {
	Status string // as in Answer
	Media  string // "" when it has no content

	// Form is what a service answers for a fault that has no body of its own: JSON text
	// in which the words outside of strings stand for what is known of the fault; see
	// restserver. It is "" where the type is none that a fault can be.
	Form string

	// As returns the error of a client with the body in its type; nil when it has none.
	As func(a *ErrorAnswer, err error) error
}

// Answered is an answer of an endpoint with all that is described of it.
type Answered interface {
	// WireAnswer returns where the status is, and a field for each of the answers
	// and of the header fields of the endpoint. It is nil for an answer without
	// content. Behind those of the answers are that for bytes in Others, and that for a
	// Stream, if there are any.
	WireAnswer() (status *int, bodies, headers []any)
}

// Fields returns the field of each parameter, and of the body: nil when there is none. Other
// is the field of a body in one of Others, nil when there are none.
func (e *Endpoint) Fields(p wire.Params) (params []any, body any, other **api.Content) {
	if p != nil {
		params = p.WireFields(make([]any, 0, len(e.Params)+2))
	}
	n := len(e.Params)
	if e.Body != "" && len(params) > n {
		if len(params) > n+1 {
			other, _ = params[n+1].(**api.Content)
		}
		params, body = params[:n], params[n]
	}
	return params, body, other
}

// Accept returns the media types of the answers: those of success first. Whole adds those
// that a call cannot return that returns one value.
func (e *Endpoint) Accept(whole bool) string {
	var types, all []string
	add := func(weight string, medias ...string) {
		for _, media := range medias {
			if media != "" && !slices.Contains(all, media) {
				all, types = append(all, media), append(types, media+weight)
			}
		}
	}
	for _, a := range e.Answers {
		add("", a.medias()...)
	}
	if len(types) == 0 {
		return "*/*"
	}
	for _, a := range e.Answers {
		if whole {
			add(";q=0.9", a.Others...)
		}
	}
	for _, a := range e.Errors {
		add(";q=0.9", a.Media)
	}
	return strings.Join(types, ", ")
}

// Answer returns the index of the answer that describes a status; -1 when none
// does.
func (e *Endpoint) Answer(status int) int {
	return bestStatus(status, len(e.Answers), func(i int) string { return e.Answers[i].Status })
}

// Redirects reports whether a redirect is among the answers.
func (e *Endpoint) Redirects() bool {
	return slices.ContainsFunc(e.Answers, func(a Answer) bool { return a.Redirect() })
}

// Redirect reports whether the answer is a redirect, or 304.
func (a Answer) Redirect() bool { return strings.HasPrefix(a.Status, "3") }

// Stream returns the media type of the sequence that an answer can be; "" for none.
func (e *Endpoint) Stream() string {
	for _, a := range e.Answers {
		if a.Stream != "" {
			return a.Stream
		}
	}
	return ""
}

// Failure returns the index of the answer of failure that describes a status; -1
// when none does.
func (e *Endpoint) Failure(status int) int {
	return bestStatus(status, len(e.Errors), func(i int) string { return e.Errors[i].Status })
}

// bestStatus returns which of n answers describes a status best, -1 for none: one
// for the status itself, for its range, for all.
func bestStatus(status, n int, described func(i int) string) int {
	text := strconv.Itoa(status)
	for _, want := range []string{text, text[:1] + "XX", "default"} {
		for i := range n {
			if described(i) == want {
				return i
			}
		}
	}
	return -1
}
