// Package server has what a program says to serve an API, and what its services say
// and ask: options of handlers, who is let in, faults, answers, and what is called for.
//
// A generated package has a NewHandler that takes the services, an Auth and options:
//
//	h := petstore.NewHandler(petstore.Services{...}, petstore.Auth{Bearer: verify},
//		server.WithMaxRequest(1<<20))
package server

import (
	"context"
	"log"
	"net/http"
	"strings"
)

// Option is a setting of a handler.
type Option func(*Config)

// Config is what the options of a handler come to. It is for generated code.
type Config struct {
	Auth       Auth   // nil is closed
	BasePath   string // "" or "/v1.0"
	Limits     Limits
	LimitsOf   func(Operation) Limits // nil for Limits
	Middleware []func(Operation, http.Handler) http.Handler
	ErrorForm  func(http.ResponseWriter, *http.Request, *Fault) // nil for the usual one
	ErrorLog   func(context.Context, error)
}

// NewConfig returns what opts come to, for a service whose paths come after base. It
// is for generated code.
func NewConfig(auth Auth, base string, opts []Option) *Config {
	c := &Config{Auth: auth, BasePath: base, Limits: DefaultLimits(), ErrorLog: logError}
	for _, opt := range opts {
		if opt != nil {
			opt(c)
		}
	}
	c.BasePath = strings.TrimRight(c.BasePath, "/")
	if c.BasePath != "" && c.BasePath[0] != '/' {
		c.BasePath = "/" + c.BasePath
	}
	return c
}

// WithBasePath sets what comes before the paths of the service, in place of what the
// description says, as in "/v1.0"; "" is nothing.
func WithBasePath(path string) Option { return func(c *Config) { c.BasePath = path } }

// WithMiddleware puts a handler around each operation, when the handler is made. It
// runs before the request is authenticated, so it sees every answer but those to
// requests for no operation. The first one given is the outermost. It can change the
// context and the writer of the request; the context must have the one before.
func WithMiddleware(wrap func(op Operation, next http.Handler) http.Handler) Option {
	return func(c *Config) {
		if wrap != nil {
			c.Middleware = append(c.Middleware, wrap)
		}
	}
}

// WithErrorForm sets how faults are written: those that the handler finds itself, and
// those that a service returns without a body of their own. The status has not been
// written yet, Retry-After and WWW-Authenticate are set. Nil is the usual form.
func WithErrorForm(write func(w http.ResponseWriter, r *http.Request, f *Fault)) Option {
	return func(c *Config) { c.ErrorForm = write }
}

// WithErrorLog sets what hears of the errors that are answered with a status of 500 or
// more, panics among them, in place of package log. Those that are not a *Fault are
// known to nobody else: the answer does not have their text. The context is that of the
// request, so that [OperationFrom] knows what was called. Nil is silence.
func WithErrorLog(report func(ctx context.Context, err error)) Option {
	return func(c *Config) {
		if report == nil {
			report = func(context.Context, error) {}
		}
		c.ErrorLog = report
	}
}

func logError(ctx context.Context, err error) {
	where := "server"
	if op := OperationFrom(ctx); op != nil {
		where = op.Pattern
	}
	log.Print(where + ": " + err.Error())
}
