package odata

import (
	"errors"
	"net/url"
	"strings"
)

// Resource is a place in a service: a singleton, a set, an entity, an operation.
// It is a value; its methods return other places and make no request.
type Resource struct {
	_      [0]func() // not comparable, so that types which hold one need no code to compare them
	client *client
	path   string // escaped, relative to the base URL
	err    error
}

// Param names a value in a URL: a property of a key, or a parameter of a
// function.
type Param struct {
	Name string
	// Literal is the value as OData writes it in URLs: 1, true, null,
	// 2016-12-31. For strings see Quote.
	Literal string
}

// Quote returns s as a string literal of OData, in single quotes that are
// doubled within, as $filter and Param want it.
func Quote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// Child returns what name leads to: a navigation property, a set, a singleton,
// an operation without parameters.
//
//go:noinline
func (r Resource) Child(name string) Resource {
	return r.at("/" + escape(name, nameBytes))
}

// Cast returns r seen as a derived type, as in users/ann/microsoft.graph.guest.
//
//go:noinline
func (r Resource) Cast(qualifiedType string) Resource { return r.Child(qualifiedType) }

// Key returns the entity of a set that has the string id as its key. A call
// reports an empty id, which would name the set itself.
//
//go:noinline
func (r Resource) Key(id string) Resource {
	if id == "" {
		return r.fail("the key is empty")
	}
	// Clients and proxies resolve the segments "." and "..", encoded or not.
	if r.client.predicates || id == "." || id == ".." {
		return r.at("(" + escape(Quote(id), literalBytes) + ")")
	}
	return r.at("/" + escape(id, segmentBytes))
}

// KeyLiteral returns the entity of a set that has a key of another type than
// string: a number, a GUID, a date.
//
//go:noinline
func (r Resource) KeyLiteral(literal string) Resource {
	if literal == "" {
		return r.fail("the key is empty")
	}
	if r.client.predicates {
		return r.at("(" + escape(literal, literalBytes) + ")")
	}
	return r.at("/" + escape(literal, segmentBytes))
}

// KeyArg is KeyLiteral for a key that [Arg] has made.
//
//go:noinline
func (r Resource) KeyArg(key Param) Resource { return r.KeyLiteral(key.Literal) }

// Keys returns the entity of a set that has several key properties, or that an
// alternate key names, as in OrderItems(order=1,item='x'). It always stands in
// parentheses.
//
//go:noinline
func (r Resource) Keys(parts ...Param) Resource {
	return r.at(predicate(parts))
}

// Call returns a function with its parameters, as in delta(token='x').
//
//go:noinline
func (r Resource) Call(name string, params ...Param) Resource {
	return r.Child(name).at(predicate(params))
}

func predicate(params []Param) string {
	var b strings.Builder
	b.WriteByte('(')
	for i, p := range params {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(escape(p.Name, segmentBytes) + "=" + escape(p.Literal, literalBytes))
	}
	b.WriteByte(')')
	return b.String()
}

func (r Resource) at(suffix string) Resource {
	r.path += suffix
	return r
}

func (r Resource) fail(reason string) Resource {
	if r.err == nil {
		r.err = errors.New("odata: " + r.path + ": " + reason)
	}
	return r
}

// url returns the URL of r with the query options among opts. A link among opts
// takes the place of both.
func (r Resource) url(opts []RequestOption) (*url.URL, error) {
	c := r.client
	if c.err != nil {
		return nil, c.err
	}
	for _, o := range opts {
		if o.kind == linkOption {
			return follow(c.root, o.value)
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	raw := c.path + r.path
	path, _ := url.PathUnescape(raw) // both parts are well escaped
	return &url.URL{
		Scheme:   c.root.Scheme,
		Host:     c.root.Host,
		Path:     path,
		RawPath:  raw,
		RawQuery: queryText(opts),
	}, nil
}

// follow returns the URL that link names from base.
func follow(base *url.URL, link string) (*url.URL, error) {
	u, err := base.Parse(link)
	if err != nil {
		return nil, errors.New("odata: a link of " + location(base) + " is not a URL")
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20")
	return u, nil
}

// The bytes beside letters and digits that stand for themselves. A quote, a
// parenthesis or a $ in a segment is part of the OData syntax, so in data they
// are encoded; in a query, & = + and # are.
const (
	segmentBytes = "-_.~@:,"
	nameBytes    = segmentBytes + "$"
	literalBytes = segmentBytes + "'"
	queryBytes   = literalBytes + "!$()*;/?"
)

// escape percent-encodes the bytes of s except letters, digits and those in
// keep.
func escape(s, keep string) string {
	n := 0
	for i := range len(s) {
		if !unreserved(s[i], keep) {
			n++
		}
	}
	if n == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+2*n)
	for i := range len(s) {
		if c := s[i]; unreserved(c, keep) {
			b = append(b, c)
		} else {
			b = append(b, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
		}
	}
	return string(b)
}

func unreserved(c byte, keep string) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		strings.IndexByte(keep, c) >= 0
}
