package odata

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Route leads requests with a method and a path to a function of a service.
//
// A pattern has the path from the base path on, with a key property in braces
// for each key: "/users/{id}/messages/{id}". It matches a key that is a segment
// of its own and one in parentheses: /users/ann, /users('ann'), /users(id='ann').
// A key of several properties is written {order}/{item}. An operation has no
// namespace in the pattern, and is matched with and without one.
type Route struct {
	method  string
	pattern string
	serve   func(x *exchange) error
}

// ListRoute answers GET with a page of a set.
func ListRoute[T Object](pattern string, list func(context.Context, *Query) (Page[T], error)) Route {
	return Route{http.MethodGet, pattern, func(x *exchange) error {
		page, err := list(x, &x.Query)
		if err != nil {
			return err
		}
		b := newBuffer()
		defer b.free()
		if b.b, err = AppendPage(b.b, page); err != nil {
			return err
		}
		x.write(http.StatusOK, b.b)
		return nil
	}}
}

// CreateRoute answers POST to a set: 201 with the entity that create returns, and
// where to find it.
func CreateRoute[T Object](pattern string, create func(context.Context, T) (T, error)) Route {
	return Route{http.MethodPost, pattern, func(x *exchange) error {
		body, err := decodeBody[T](x, UnmarshalRequest)
		if err != nil {
			return err
		}
		made, err := create(x, body)
		return reply(x, http.StatusCreated, made, err)
	}}
}

// GetRoute answers GET with an entity.
func GetRoute[T Object](pattern string, get func(ctx context.Context, key string, q *Query) (T, error)) Route {
	return Route{http.MethodGet, pattern, func(x *exchange) error {
		v, err := get(x, x.lastKey(), &x.Query)
		return reply(x, http.StatusOK, v, err)
	}}
}

// UpdateRoute answers PATCH with the entity that update returns. The body has
// only the properties to change.
func UpdateRoute[T Object](pattern string, update func(ctx context.Context, key string, body T) (T, error)) Route {
	return Route{http.MethodPatch, pattern, func(x *exchange) error {
		body, err := decodeBody[T](x, unmarshalUpdate)
		if err != nil {
			return err
		}
		v, err := update(x, x.lastKey(), body)
		return reply(x, http.StatusOK, v, err)
	}}
}

// DeleteRoute answers DELETE with 204.
func DeleteRoute(pattern string, remove func(ctx context.Context, key string) error) Route {
	return emptyRoute(http.MethodDelete, pattern, remove)
}

// ActionRoute answers POST to a bound action that has no parameters and returns
// nothing, with 204. A body, which would be an empty object, is not read.
func ActionRoute(pattern string, run func(ctx context.Context, key string) error) Route {
	return emptyRoute(http.MethodPost, pattern, run)
}

func emptyRoute(method, pattern string, f func(ctx context.Context, key string) error) Route {
	return Route{method, pattern, func(x *exchange) error {
		if err := f(x, x.lastKey()); err != nil {
			return err
		}
		x.empty()
		return nil
	}}
}

// decodeBody reads the body of a request into a new T.
func decodeBody[T Object](x *exchange, decode func([]byte, Object) error) (T, error) {
	var none T
	o := none.ODataType().New()
	if err := x.decode(o, decode); err != nil {
		return none, err
	}
	return o.(T), nil
}

// reply answers with v, or with 204 when that is nil.
func reply[T Object](x *exchange, status int, v T, err error) error {
	var none T
	if err != nil {
		return err
	}
	if Object(v) == Object(none) {
		x.empty()
		return nil
	}
	return x.object(status, v)
}

// node is a place in the tree of the patterns.
type node struct {
	children map[string]*node
	key      *node  // what a key segment leads to
	keyName  string // the key property, when key is not nil
	methods  []Route
	allow    []string // the Allow header
}

// add puts a route into the tree. A pattern that is not one, or that comes twice
// with a method, is a fault of the program, as in http.ServeMux.
func (n *node) add(r Route) {
	for segment := range strings.SplitSeq(strings.TrimPrefix(r.pattern, "/"), "/") {
		name, isKey := strings.CutPrefix(segment, "{")
		switch {
		case segment == "":
			panic("odata: pattern " + quoted(r.pattern) + " has an empty segment")
		case isKey:
			n = n.addKey(strings.TrimSuffix(name, "}"), r.pattern)
		default:
			n = n.addChild(segment)
		}
	}
	for _, other := range n.methods {
		if other.method == r.method {
			panic("odata: patterns " + quoted(other.pattern) + " and " + quoted(r.pattern) + " are the same for " + r.method)
		}
	}
	n.methods = append(n.methods, r)
	n.allow = []string{allowed(n.methods)}
}

func (n *node) addKey(name, pattern string) *node {
	if n.key == nil {
		n.key, n.keyName = new(node), name
	}
	if n.keyName != name {
		panic("odata: pattern " + quoted(pattern) + " has key " + quoted(name) + " where another has " + quoted(n.keyName))
	}
	return n.key
}

func (n *node) addChild(segment string) *node {
	if n.children == nil {
		n.children = make(map[string]*node)
	}
	if n.children[segment] == nil {
		n.children[segment] = new(node)
	}
	return n.children[segment]
}

// allowed returns the methods that a place has: HEAD comes with GET.
func allowed(routes []Route) string {
	names := []string{http.MethodOptions}
	for _, r := range routes {
		names = append(names, r.method)
		if r.method == http.MethodGet {
			names = append(names, http.MethodHead)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// route returns the route for a method, which is nil when there is none.
func (n *node) route(method string) *Route {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for i := range n.methods {
		if n.methods[i].method == method {
			return &n.methods[i]
		}
	}
	return nil
}

// match follows an escaped path from n on and appends the keys in it to keys. The
// node is nil when the path leads nowhere.
func (n *node) match(path string, keys []string) (*node, []string) {
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	for more := true; more && n != nil; {
		var segment string
		segment, path, more = strings.Cut(path, "/")
		n, keys = n.step(segment, keys)
	}
	if n == nil || len(n.methods) == 0 {
		return nil, keys
	}
	return n, keys
}

// step follows one segment. What it says literally is tried first: a name that a
// key happens to have too is meant as the name.
func (n *node) step(segment string, keys []string) (*node, []string) {
	if child := n.children[segment]; child != nil {
		return child, keys
	}
	if i := strings.IndexByte(segment, '('); i >= 0 {
		inside, ok := strings.CutSuffix(segment[i+1:], ")")
		child := n.operation(segment[:i])
		if !ok || child == nil {
			return nil, keys
		}
		return child.predicate(inside, keys)
	}
	if n.key == nil {
		return n.operation(segment), keys
	}
	key, err := url.PathUnescape(segment)
	if err != nil || key == "" {
		return nil, keys
	}
	return n.key, append(keys, key)
}

// operation returns the child that has name, with or without a namespace.
func (n *node) operation(name string) *node {
	if child := n.children[name]; child != nil {
		return child
	}
	return n.children[name[strings.LastIndexByte(name, '.')+1:]]
}

// predicate follows what stands in parentheses after the name of n: one key, or
// the key properties by name, in any order. Empty ones follow an operation.
func (n *node) predicate(escaped string, keys []string) (*node, []string) {
	text, err := url.PathUnescape(escaped)
	if err != nil {
		return nil, keys
	}
	if text == "" && n.key == nil {
		return n, keys
	}
	var room [4]Param
	params, ok := parsePredicate(text, room[:0])
	if !ok {
		return nil, keys
	}
	for left := len(params); left > 0; left-- {
		i := slices.IndexFunc(params, func(p Param) bool {
			return p.Name == n.keyName || p.Name == "" && len(params) == 1
		})
		if n.key == nil || i < 0 {
			return nil, keys
		}
		keys = append(keys, params[i].Literal)
		n = n.key
	}
	return n, keys
}

// parsePredicate reads a key predicate, without its parentheses, and appends what
// it has to dst: values without a name, or with their names. The values of string
// literals are without quotes.
func parsePredicate(text string, dst []Param) (params []Param, ok bool) {
	for {
		var p Param
		if i := strings.IndexAny(text, "='"); i >= 0 && text[i] == '=' {
			p.Name, text = text[:i], text[i+1:]
			if p.Name == "" {
				return nil, false
			}
		}
		if p.Literal, text, ok = cutLiteral(text); !ok {
			return nil, false
		}
		dst = append(dst, p)
		if text == "" {
			return dst, true
		}
		text = text[1:]
	}
}

// cutLiteral reads the value that text starts with, up to a comma or the end.
func cutLiteral(text string) (value, rest string, ok bool) {
	if !strings.HasPrefix(text, "'") {
		i := strings.IndexByte(text, ',')
		if i < 0 {
			i = len(text)
		}
		value = text[:i]
		return value, text[i:], value != "" && !strings.ContainsAny(value, "'=")
	}
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		value, rest = text[1:i], text[i+1:]
		if strings.Contains(value, "'") {
			value = strings.ReplaceAll(value, "''", "'")
		}
		return value, rest, rest == "" || rest[0] == ','
	}
	return "", "", false
}
