package odata

import (
	"context"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/internal/scope"
)

// Request is what a service function can know of the request that it serves
// beside its arguments.
type Request struct {
	HTTP  *http.Request // its body is not for the function to read
	Query Query
	Path  []Segment // what leads to the entity, collection or operation
	Keys  []string  // all keys in the path from left to right
}

// Segment is a step of the path of a request: a set, a singleton, a navigation
// property, a type that the one before is cast to.
type Segment struct {
	Name string
	Keys []string // that follow it, in the order of the key properties
}

// RequestFrom returns the request that a service function was called for; nil if
// ctx is not from a handler of OData.
func RequestFrom(ctx context.Context) *Request {
	if s := scope.From(ctx); s != nil {
		r, _ := s.OData.(*Request)
		return r
	}
	return nil
}

// Linker is what a service can be beside the interface of its type: it adds and
// removes references of navigation properties, which requests name with $ref. Other
// services answer 501.
type Linker interface {
	// Link makes the navigation property called name of the entity with the key lead
	// to target: to that too, if it is a collection.
	Link(ctx context.Context, key, name string, target Target) error

	// Unlink removes target. It is the zero Target unless the property is a
	// collection.
	Unlink(ctx context.Context, key, name string, target Target) error
}

// Finder is what a service can be beside the interface of its type: it finds entities by
// their alternate keys. Other services answer 501.
type Finder interface {
	// FindKey returns the key of the entity with the values of an alternate key, which are
	// by the names that URLs have. The error server.ErrNotFound says that there is none.
	FindKey(ctx context.Context, alternate map[string]string) (key []string, err error)
}

// Target is the entity that a reference leads to.
type Target struct {
	URL  string    // as the client has it; "" when the path of the request has the key
	Path []Segment // nil for what is no path of the service
}

// Key returns the key of the entity, of several properties the first; "" when it is
// not known.
func (t Target) Key() string {
	if n := len(t.Path); n > 0 && len(t.Path[n-1].Keys) > 0 {
		return t.Path[n-1].Keys[0]
	}
	return ""
}
