package exchange

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/scope"
)

// Exchange is a request on its way to an answer.
type Exchange struct {
	W http.ResponseWriter
	R *http.Request
	scope.Scope

	handler *handler
	op      *Operation
	call    Call
	begun   bool // the status is written
	ended   bool // there is nothing more to answer
}

// BasePath returns what comes before the paths of the service: "" or "/v1.0".
func (x *Exchange) BasePath() string { return x.handler.BasePath }

// Operation returns the operation that the request has found.
func (x *Exchange) Operation() *Operation { return x.op }

// Below returns what of the escaped path of the request comes after base: "" or a path
// with a slash before it.
func (x *Exchange) Below(base string) (path string, ok bool) {
	path, ok = strings.CutPrefix(x.R.URL.EscapedPath(), base)
	return path, ok && (path == "" || path[0] == '/')
}

// Begin writes the status of the answer.
func (x *Exchange) Begin(status int) {
	x.begun = true
	x.W.WriteHeader(status)
}

// autoLength is up to which length net/http sets the Content-Length.
const autoLength = 2048

// Send answers with a body that is held in memory.
func (x *Exchange) Send(status int, contentType []string, body []byte) {
	header := x.W.Header()
	header["Content-Type"] = contentType
	if len(body) >= autoLength {
		header["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	x.Begin(status)
	// A client that is gone does not care.
	_, _ = x.W.Write(body)
}

// Empty answers with nothing but a status.
func (x *Exchange) Empty(status int) error {
	x.Begin(status)
	return nil
}

// Log tells of an error that is not in the answer.
func (x *Exchange) Log(err error) {
	ctx := x.R.Context()
	if x.op != nil && scope.From(ctx) == nil {
		ctx = scope.With(ctx, &x.Scope)
	}
	x.handler.ErrorLog(ctx, err)
}
