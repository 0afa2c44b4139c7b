// Package exchange has what the handlers of all APIs have in common: it finds the
// operation that a request is for, asks who sends it, and writes answers and faults.
package exchange

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/brief"
	"github.com/seed-349153d7/odagen/templates/internal/scope"
	"github.com/seed-349153d7/odagen/templates/security"
	"github.com/seed-349153d7/odagen/templates/server"
)

// Router finds what serves a request.
type Router interface {
	// Operations returns all that the router can find, whose patterns start with base.
	Operations(base string) []*Operation

	// Find returns the call of the operation that a request is for. It is nil when there
	// is none; allow then has the methods of those that have the path.
	Find(x *Exchange) (found Call, allow []string)
}

// Operation is an operation with what is around it.
type Operation struct {
	server.Operation
	wrapped http.Handler // nil without middleware
}

// Call is an operation that a request has found.
type Call interface {
	Operation() *Operation

	// Serve answers the request, unless it returns an error.
	Serve(ctx context.Context) error
}

// FaultBody is what a Call can know: the media type of a fault with a body of its own,
// whose JSON text is given, and the text in that.
type FaultBody interface {
	FaultBody(status int, json []byte) (media []string, body []byte)
}

// FaultForm is what a Call or a Router can know: how faults are described.
type FaultForm interface {
	// WriteFault answers with a fault that has no body of its own, unless the
	// description has no form for it.
	WriteFault(x *Exchange, f *server.Fault) bool
}

type handler struct {
	*server.Config
	routers []Router
}

// NewHandler returns a handler that asks routers in their order.
func NewHandler(c *server.Config, routers ...Router) http.Handler {
	h := &handler{c, routers}
	var unverified []string
	for _, router := range routers {
		for _, op := range router.Operations(c.BasePath) {
			h.prepare(op)
			unverified = h.unverified(unverified, op.Security)
		}
	}
	for _, scheme := range unverified {
		c.ErrorLog(context.Background(), errors.New("server: the security scheme "+strconv.Quote(scheme)+
			" has no verifier: operations that ask for it answer with 401"))
	}
	return h
}

// prepare gives an operation its limits and what is around it.
func (h *handler) prepare(op *Operation) {
	op.Limits = h.Limits
	if h.LimitsOf != nil {
		op.Limits = h.LimitsOf(op.Operation)
	}
	if len(h.Middleware) == 0 {
		return
	}
	op.wrapped = http.HandlerFunc(h.within)
	for _, wrap := range slices.Backward(h.Middleware) {
		op.wrapped = wrap(op.Operation, op.wrapped)
	}
}

// unverified adds the schemes that nobody verifies to names.
func (h *handler) unverified(names []string, alternatives [][]security.Requirement) []string {
	if server.IsOpen(h.Auth) {
		return names
	}
	for _, alternative := range alternatives {
		for _, r := range alternative {
			if h.verifier(r.Scheme) == nil && !slices.Contains(names, r.Scheme.ID) {
				names = append(names, r.Scheme.ID)
			}
		}
	}
	return names
}

// ServeHTTP answers a request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &Exchange{W: w, R: r, handler: h}
	defer x.recovered()
	x.handle(w, r)
	x.ended = true
}

// handle finds what a request is for, and answers it.
func (x *Exchange) handle(w http.ResponseWriter, r *http.Request) {
	call, err := x.find()
	switch {
	case err != nil:
		x.Fail(r.Context(), err)
		return
	case call == nil:
		return // OPTIONS is answered
	}
	op := call.Operation()
	x.op, x.call = op, call
	x.Scope = scope.Scope{Writer: w, HTTP: r, Operation: &op.Operation, OData: x.OData, Exchange: x}
	r.Pattern = op.Pattern
	ctx := scope.With(r.Context(), &x.Scope)
	if op.wrapped != nil {
		op.wrapped.ServeHTTP(w, r.WithContext(ctx))
		return
	}
	x.serve(ctx)
}

// within is what middleware is around.
func (h *handler) within(w http.ResponseWriter, r *http.Request) {
	s := scope.From(r.Context())
	if s == nil {
		panic("server: the context that a middleware gives has not the one that it got")
	}
	x := s.Exchange.(*Exchange)
	defer x.recovered() // here, so that middleware sees the answer
	x.W, x.R, x.Writer, x.HTTP = w, r, w, r
	x.serve(r.Context())
	x.ended = true
}

func (x *Exchange) serve(ctx context.Context) {
	ctx, err := x.authenticate(ctx)
	if err == nil {
		err = x.once("Content-Type", "Content-Encoding")
	}
	if err == nil {
		err = x.call.Serve(ctx)
	}
	if err != nil {
		x.Fail(ctx, err)
	}
}

// find asks the routers. The call is nil when the answer is given already.
func (x *Exchange) find() (Call, error) {
	var allow []string
	for _, router := range x.handler.routers {
		call, methods := router.Find(x)
		if call != nil {
			return call, nil
		}
		allow = append(allow, methods...)
	}
	if len(allow) == 0 {
		return nil, server.Fail(http.StatusNotFound, "", "no resource has the path "+strconv.Quote(brief.Cut(x.R.URL.Path)))
	}
	if slices.Contains(allow, http.MethodGet) {
		allow = append(allow, http.MethodHead)
	}
	allow = append(allow, http.MethodOptions)
	slices.Sort(allow)
	x.W.Header()["Allow"] = []string{strings.Join(slices.Compact(allow), ", ")}
	if x.R.Method == http.MethodOptions {
		x.Begin(http.StatusNoContent)
		return nil, nil
	}
	return nil, server.Fail(http.StatusMethodNotAllowed, "", "the resource has no "+brief.Cut(x.R.Method))
}

// once returns the fault of a request that has a header field several times which says
// one thing: who stands before the handler may have heeded another of them.
func (x *Exchange) once(names ...string) error {
	for _, name := range names {
		if len(x.R.Header[name]) > 1 {
			return BadRequest("the header field " + name + " comes twice")
		}
	}
	return nil
}

// panicked is the error of a service that has panicked.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string {
	text := "panic"
	switch v := p.value.(type) {
	case error:
		text += ": " + v.Error()
	case string:
		text += ": " + v
	}
	return text + "\n" + string(p.stack)
}

// Unwrap returns the error that the service has panicked with.
func (p *panicked) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

var errGoexit = errors.New("the service has ended its goroutine, by runtime.Goexit")

// recovered answers after a panic, or the end of the goroutine. An answer that has begun
// is cut off.
func (x *Exchange) recovered() {
	v := recover()
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v)
	}
	switch {
	case v != nil:
		x.ended = true
		x.Log(&panicked{v, debug.Stack()})
	case !x.ended:
		x.ended = true
		x.Log(errGoexit)
		defer func() { _ = http.NewResponseController(x.W).Flush() }() // package net/http would not
	default:
		return
	}
	if x.begun {
		panic(http.ErrAbortHandler)
	}
	x.writeFault(internalFault())
}
