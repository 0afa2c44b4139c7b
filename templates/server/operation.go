package server

import (
	"context"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/internal/accept"
	"github.com/seed-349153d7/odagen/templates/internal/scope"
	"github.com/seed-349153d7/odagen/templates/security"
)

// Operation is what a handler serves: one method of one path, or of the places that
// paths lead to.
type Operation struct {
	// Name tells operations apart: "listPets" as the description has it, or the type and
	// what is done, as in "microsoft.graph.user.List". Overloads of a function share one.
	Name string

	Method string

	// Pattern is that of http.ServeMux, with the names of parameters in braces:
	// "GET /v1/pets/{id}". All paths that lead to a type are one pattern:
	// "GET /v1.0/{microsoft.graph.user}", and for its collections
	// "GET /v1.0/{Collection(microsoft.graph.user)}". The Pattern of the request is
	// set to it.
	Pattern string

	// Security are alternatives, of which a request shows one whole; none is open to
	// all. Where it is Optional, a request can show nothing.
	Security [][]security.Requirement
	Optional bool

	Limits Limits
}

// OperationFrom returns the operation that ctx is of; nil when it is not of a request.
func OperationFrom(ctx context.Context) *Operation {
	if s := scope.From(ctx); s != nil {
		op, _ := s.Operation.(*Operation)
		return op
	}
	return nil
}

// RequestFrom returns the request that a service function was called for, whose body
// is not for the function to read; nil when ctx is not of a request.
func RequestFrom(ctx context.Context) *http.Request {
	if s := scope.From(ctx); s != nil {
		return s.HTTP
	}
	return nil
}

// Preferred returns which of the media types the request that ctx is of accepts most, by
// its Accept: the first of those that are equal, and "" when it accepts none.
//
//	if server.Preferred(ctx, "application/json", "text/csv") == "text/csv" { ... }
func Preferred(ctx context.Context, medias ...string) string {
	best, weight := "", 0.0
	var header []string
	if r := RequestFrom(ctx); r != nil {
		header = r.Header["Accept"]
	}
	for _, media := range medias {
		if w := accept.Weight(header, media); w > weight {
			best, weight = media, w
		}
	}
	return best
}

// SetHeader sets a header field of the answer to the request that ctx is of. It does
// nothing for other contexts.
func SetHeader(ctx context.Context, name, value string) {
	if s := scope.From(ctx); s != nil {
		s.Writer.Header().Set(name, value)
	}
}
