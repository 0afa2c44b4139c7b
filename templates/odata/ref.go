package odata

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// AddRef adds target to the collection of references at a place, which a navigation
// property leads to (OData Protocol 4.01, 11.4.6.1).
//
//go:noinline
func AddRef(ctx context.Context, at, target Resource, opts ...RequestOption) error {
	return sendRef(ctx, at, http.MethodPost, target, opts)
}

// SetRef makes target what a navigation property leads to (OData Protocol 4.01,
// 11.4.6.3).
//
//go:noinline
func SetRef(ctx context.Context, at, target Resource, opts ...RequestOption) error {
	return sendRef(ctx, at, http.MethodPut, target, opts)
}

// RemoveRef removes the reference at a place, which a navigation property leads to, or
// a key after it. The entity stays (OData Protocol 4.01, 11.4.6.2).
//
//go:noinline
func RemoveRef(ctx context.Context, at Resource, opts ...RequestOption) error {
	return Delete(ctx, at.Child("$ref"), opts...)
}

func sendRef(ctx context.Context, at Resource, method string, target Resource, opts []RequestOption) error {
	u, err := target.url(nil)
	if err != nil {
		return err
	}
	var body reference
	body.Set("@odata.id", Raw{string(appendQuoted(nil, u.String()))})
	_, err = at.Child("$ref").exchange(ctx, method, &body, nil, opts)
	return err
}

// reference is the object that the URL of an entity is wrapped in.
type reference struct{ Members }

var referenceType = Type{}

func (*reference) ODataType() *Type { return &referenceType }

func (r *reference) ODataFields(f []any) []any { return append(f, &r.Members) }

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

// refs are the spots of $ref after a navigation property.
type refs struct{ many, one, item *spot }

// refsOf returns the spots for a service, which may be a Linker.
func refsOf(typ string, service any) *refs {
	linker, ok := service.(Linker)
	link := func(method string) Route {
		return Route{method: method, name: "$ref", serve: func(x *exchange) error {
			var body reference
			if err := x.decode(&body, Unmarshal); err != nil {
				return err
			}
			id := body.id()
			if id == "" {
				return newError(http.StatusBadRequest, "the body has no @odata.id")
			}
			if !ok {
				return NotImplemented(typ + " $ref")
			}
			target := x.target(id)
			x.leaveTarget()
			return x.empty(linker.Link(x, x.key(0), x.path[len(x.path)-1].Name, target))
		}}
	}
	remove := Route{method: http.MethodDelete, name: "$ref", serve: func(x *exchange) error {
		if !ok {
			return NotImplemented(typ + " $ref")
		}
		last := x.path[len(x.path)-1]
		var target Target
		switch {
		case x.own > 0:
			target.Path = []Segment{last}
		case x.Query.ID != "":
			target = x.target(x.Query.ID)
		case x.many:
			return newError(http.StatusBadRequest, "query option \"$id\" is missing")
		}
		x.leaveTarget()
		return x.empty(linker.Unlink(x, x.key(0), last.Name, target))
	}}
	at := func(routes ...Route) *spot { return &spot{routes: routes, allow: []string{allowed(routes)}} }
	return &refs{many: at(link(http.MethodPost), remove), one: at(link(http.MethodPut), remove), item: at(remove)}
}

// id returns the URL of a reference.
func (r *reference) id() string {
	for _, name := range []string{"@odata.id", "@id"} {
		if raw, ok := r.Get(name); ok {
			var id string
			if decodeField([]byte(raw.text), &id) == nil {
				return id
			}
		}
	}
	return ""
}

// target follows the URL of an entity, which is absolute or relative to the request.
func (x *exchange) target(id string) Target {
	t := Target{URL: id}
	u, err := url.Parse(id)
	if err != nil {
		return t
	}
	path, ok := strings.CutPrefix(x.HTTP.URL.ResolveReference(u).EscapedPath(), x.handler.base)
	if !ok || path == "" || path[0] != '/' {
		return t
	}
	var w walk
	if x.handler.site.match(path, &w); w.end == nil && w.wait == 0 && len(w.path) > 0 {
		t.Path = w.path
	}
	return t
}

// refSegment goes to the $ref of the navigation property that the path ends in.
func (w *walk) refSegment() bool {
	if w.from == nil || w.from.refs == nil {
		return false
	}
	switch {
	case w.own > 0:
		w.end = w.from.refs.item
	case w.many:
		w.end = w.from.refs.many
	default:
		w.end = w.from.refs.one
	}
	return true
}

// leaveTarget makes the keys those of the entity that has the navigation property.
func (x *exchange) leaveTarget() {
	x.keys, x.own = x.keys[:len(x.keys)-x.own], x.fromOwn
}
