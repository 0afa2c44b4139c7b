// Package odataclient calls OData services for generated clients. It is for generated
// code alone and promises nothing to others; what programs name of it is the type
// Resource, the field At of generated types.
package odataclient

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/internal/literal"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/transport"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Resource is a place in a service: a singleton, a set, an entity, an operation.
// It is a value; its methods return other places and make no request.
type Resource struct {
	_      [0]func() // not comparable, so that types which hold one need no code to compare them
	client *transport.Client
	path   string // escaped, relative to the base URL
	query  string // values of parameters in path, escaped
	id     string // the key of the entity that path ends in, when that is a string
	key    []Arg  // or when it is another
	err    error
}

// New returns the root of the service at base, which has keys in parentheses. A base
// URL that cannot be used is reported by each call.
func New(base string, opts ...client.Option) Resource {
	return Resource{client: transport.New(base, opts)}
}

// NewSegments is New for a service that has keys as segments.
func NewSegments(base string, opts ...client.Option) Resource {
	return New(base, append([]client.Option{odata.WithKeySegments()}, opts...)...)
}

// Transport returns the client of all places of the service.
func (r Resource) Transport() *transport.Client { return r.client }

// Child returns what name leads to: a navigation property, a set, a singleton,
// an operation without parameters.
//
//go:noinline
func (r Resource) Child(name string) Resource {
	return r.at("/" + escape.Escape(name, escape.NameBytes))
}

// Cast returns r seen as a derived type, as in users/ann/microsoft.graph.guest.
//
//go:noinline
func (r Resource) Cast(qualifiedType string) Resource { return r.Child(qualifiedType) }

// Cast returns the place at, of a base type, as one of the derived type T
// (OData URL Conventions 4.01, 4.11):
//
//	&graph.UserRef{At: odataclient.Cast[*graph.User](members.ByID(id).At)}
func Cast[T wire.Object](at Resource) Resource {
	var none T
	return at.Cast(none.WireType().Name)
}

// Key returns the entity of a set that has the string id as its key. A call
// reports an empty id, which would name the set itself.
//
//go:noinline
func (r Resource) Key(id string) Resource {
	if id == "" {
		return r.fail("the key is empty")
	}
	// Clients and proxies resolve segments of dots alone, encoded or not.
	if !r.segments() || strings.Trim(id, ".") == "" {
		r = r.at("(" + escape.Escape(odata.Quote(id), escape.LiteralBytes) + ")")
	} else {
		r = r.at("/" + escape.Escape(id, escape.SegmentBytes))
	}
	r.id = id // not as an Arg: nearly all calls need none
	return r
}

// KeyArg is Key for a key of another type than string: a number, a GUID, a date.
//
//go:noinline
func (r Resource) KeyArg(key Arg) Resource {
	if key.err != nil {
		return r.fail("the key: " + key.err.Error())
	}
	if !key.isKey() {
		return r.fail("the key is empty")
	}
	if !r.segments() {
		return r.entity("("+escape.Escape(key.Literal, escape.LiteralBytes)+")", []Arg{key})
	}
	text := key.Literal
	if plain, ok := literal.Cut(text); ok {
		text = plain // a segment has no quotes (OData URL Conventions 4.01, 4.3.6)
	}
	return r.entity("/"+escape.Escape(text, escape.SegmentBytes), []Arg{key})
}

// Keys returns the entity of a set that has several key properties, or that an
// alternate key names, as in OrderItems(order=1,item='x'). It always stands in
// parentheses.
//
//go:noinline
func (r Resource) Keys(parts ...Arg) Resource {
	for _, p := range parts {
		if p.err != nil {
			return r.fail("the key " + p.Name + ": " + p.err.Error())
		}
		if !p.isKey() {
			return r.fail("the key " + p.Name + " is empty")
		}
	}
	return r.entity(predicate(parts), parts)
}

// Path returns what a path leads to that has none of the forms of OData, as files in Graph
// have. It is written as it is meant, without escapes:
//
//	item := graph.DriveItemRef{At: drive.At.Path("root:/Documents/a b.txt:")}
func (r Resource) Path(path string) Resource {
	path = strings.Trim(path, "/")
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "" || segment == "." || segment == ".." {
			return r.fail(strconv.Quote(path) + " has a segment that is not sent as it is")
		}
	}
	return r.at("/" + escape.Escape(path, escape.SegmentBytes+"$!&'()*+;=/"))
}

// Call returns a function with its parameters, as in delta(token='x'): their names, and
// the fields of a struct in that order; nil for none. Those that are absent are left
// out: null is a value. Objects and collections have no literal in a path, so an alias
// leads to them: f(p=@p)?@p={"x":1} (OData URL Conventions 4.01, 5.3.1).
//
//go:noinline
func (r Resource) Call(name string, params wire.Params, names ...string) Resource {
	var fields []any
	if params != nil {
		fields = params.WireFields(nil)
	}
	var there []Arg
	for i, f := range fields {
		p := ArgOf(names[i], f)
		if p.err != nil {
			r = r.fail(name + ": parameter " + strconv.Quote(p.Name) + ": " + p.err.Error())
		}
		if p.Literal == "" {
			if p.err == nil && !wire.CanBeAbsent(f) {
				r = r.fail(name + ": parameter " + strconv.Quote(p.Name) + " is empty")
			}
			continue
		}
		if p.Literal[0] == '{' || p.Literal[0] == '[' {
			alias := r.alias(p.Name)
			r.query = escape.JoinQuery(r.query, alias+"="+escape.Escape(p.Literal, escape.QueryBytes))
			p.Literal = alias
		}
		there = append(there, p)
	}
	return r.Child(name).at(predicate(there))
}

// alias returns a name for a value in the query that no other function of the path has.
func (r Resource) alias(name string) string {
	alias := "@" + name
	for n := 2; strings.Contains("&"+r.query, "&"+alias+"="); n++ {
		alias = "@" + name + strconv.Itoa(n)
	}
	return alias
}

func predicate(params []Arg) string {
	var b strings.Builder
	b.WriteByte('(')
	for i, p := range params {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(escape.Escape(p.Name, escape.SegmentBytes) + "=" + escape.Escape(p.Literal, escape.LiteralBytes))
	}
	b.WriteByte(')')
	return b.String()
}

func (r Resource) segments() bool { return r.client.Config.KeySegments }

func (r Resource) at(suffix string) Resource {
	r.path += suffix
	r.id, r.key = "", nil
	return r
}

func (r Resource) entity(suffix string, key []Arg) Resource {
	r = r.at(suffix)
	r.key = key
	return r
}

// keyArgs returns the key of the entity that the path ends in; nil when it ends in none.
func (r Resource) keyArgs() []Arg {
	if r.id != "" {
		return []Arg{{Literal: odata.Quote(r.id)}}
	}
	return r.key
}

func (r Resource) fail(reason string) Resource {
	if r.err == nil {
		r.err = errors.New(r.path + ": " + reason)
	}
	return r
}

// request returns a request without a body. A link among the options takes the place of
// the URL of r and of the query options.
func (r Resource) request(method string, opts []odata.Option) (*transport.Request, *client.Call, error) {
	call := new(client.Call)
	for _, o := range opts {
		if o != nil {
			o.Apply(call)
		}
	}
	switch {
	case r.client.Err != nil:
		return nil, nil, r.client.Err
	case call.Err != nil:
		return nil, nil, errors.New(method + " " + r.path + ": " + call.Err.Error())
	}
	req := &transport.Request{Method: method, Header: call.Header, All: true, Responses: call.Responses, Mark: markRequest}
	if r.client.Config.Exact {
		req.Accept, req.ContentType = exactJSON, exactJSON
	}
	if call.Link != "" {
		root := *r.client.Root
		root.Path, root.RawPath = "", r.client.Path+"/"
		root.Path, _ = url.PathUnescape(root.RawPath)
		u, err := follow(&root, call.Link)
		req.URL = u
		return req, call, err
	}
	if r.err != nil {
		return nil, nil, r.err
	}
	req.URL = r.url(call.Query)
	return req, call, nil
}

// odataVersion is a header value that all requests share: of the bodies that are sent, and
// of the answers that are understood at most (OData Protocol 4.01, 8.1.5 and 8.2.7). Answers
// of 4.01 are read too, but names of control information in Members are those of 4.0.
var odataVersion = []string{"4.0"}

func markRequest(h http.Header) {
	if h["Odata-Maxversion"] == nil {
		h["Odata-Maxversion"] = odataVersion
	}
}

// markBody is markRequest for a request with a body.
func markBody(h http.Header) {
	markRequest(h)
	if h["Odata-Version"] == nil {
		h["Odata-Version"] = odataVersion
	}
}

// exactJSON is JSON whose numbers a float64 can hold, as others are strings (OData JSON
// Format 4.01, 3.2).
const exactJSON = "application/json;IEEE754Compatible=true"

func (r Resource) url(query string) *url.URL {
	raw := r.client.Path + r.path
	path, _ := url.PathUnescape(raw) // both parts are well escaped
	return &url.URL{
		Scheme:   r.client.Root.Scheme,
		Host:     r.client.Root.Host,
		Path:     path,
		RawPath:  raw,
		RawQuery: escape.JoinQuery(r.query, query),
	}
}

// follow returns the URL that link names from base.
func follow(base *url.URL, link string) (*url.URL, error) {
	u, err := base.Parse(link)
	if err != nil {
		return nil, errors.New("a link of " + transport.Location(base) + " is not a URL")
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20")
	return u, nil
}

// absolute resolves links, those that are not empty, against the context URL of the page
// that has them, which can be relative to that of the page; without one, against that
// (OData JSON Format 4.01, 4.3).
func absolute(base *url.URL, context string, links ...*string) error {
	if context != "" {
		u, err := follow(base, context)
		if err != nil {
			return err
		}
		base = u
	}
	for _, link := range links {
		if *link == "" {
			continue
		}
		u, err := follow(base, *link)
		if err != nil {
			return err
		}
		*link = u.String()
	}
	return nil
}
