package odata

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// restNode is a place in the tree of the paths of endpoints. Segments that are
// texts come before those with parameters, and where a way leads nowhere the next
// is tried.
type restNode struct {
	texts  map[string]*restNode
	params []restEdge
	routes []EndpointRoute
}

// restEdge is a segment with parameters: texts[0] {} texts[1] {} texts[2].
type restEdge struct {
	texts []string
	to    *restNode
}

// add puts a route into the tree.
func (n *restNode) add(r EndpointRoute) {
	path, query, _ := strings.Cut(r.endpoint.Path, "?")
	r.query, _ = splitQuery(query)
	for segment := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		n = n.child(segment)
	}
	n.routes = append(n.routes, r)
	// Those that ask for more in the query come first.
	slices.SortStableFunc(n.routes, func(a, b EndpointRoute) int { return len(b.query) - len(a.query) })
}

func (n *restNode) child(segment string) *restNode {
	texts := cutParams(segment)
	if len(texts) == 1 {
		if n.texts == nil {
			n.texts = map[string]*restNode{}
		}
		if n.texts[segment] == nil {
			n.texts[segment] = new(restNode)
		}
		return n.texts[segment]
	}
	for _, e := range n.params {
		if slices.Equal(e.texts, texts) {
			return e.to
		}
	}
	e := restEdge{texts, new(restNode)}
	n.params = append(n.params, e)
	// Segments with more text are more particular.
	slices.SortStableFunc(n.params, func(a, b restEdge) int {
		return len(strings.Join(b.texts, "")) - len(strings.Join(a.texts, ""))
	})
	return e.to
}

// cutParams returns the texts round the parameters of a segment; one when it has
// no parameter.
func cutParams(segment string) []string {
	var texts []string
	for {
		before, rest, ok := strings.Cut(segment, "{")
		_, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return append(texts, segment)
		}
		texts = append(texts, before)
		segment = after
	}
}

// match follows the escaped segments of a path and calls found at each place that
// they lead to, until it returns true. Values are the parameters on the way, still
// escaped.
func (n *restNode) match(segments, values []string, found func(n *restNode, values []string) bool) bool {
	if len(segments) == 0 {
		return len(n.routes) > 0 && found(n, values)
	}
	segment, rest := segments[0], segments[1:]
	if plain, err := url.PathUnescape(segment); err == nil && n.texts[plain] != nil {
		if n.texts[plain].match(rest, values, found) {
			return true
		}
	}
	for _, e := range n.params {
		if got, ok := e.values(segment, values); ok && e.to.match(rest, got, found) {
			return true
		}
	}
	return false
}

// values appends the parameters of a segment.
func (e restEdge) values(segment string, values []string) ([]string, bool) {
	rest, ok := strings.CutPrefix(segment, e.texts[0])
	if !ok {
		return nil, false
	}
	values = slices.Clip(values)
	for i, text := range e.texts[1:] {
		end := len(rest)
		if last := i == len(e.texts)-2; !last {
			end = strings.Index(rest, text)
		} else if !strings.HasSuffix(rest, text) {
			return nil, false
		} else {
			end -= len(text)
		}
		if end <= 0 {
			return nil, false
		}
		values = append(values, rest[:end])
		rest = rest[end+len(text):]
	}
	return values, true
}

// serveEndpoint runs the endpoint for the request, whose escaped path is path. Done
// is false when there is none at the path.
func (x *exchange) serveEndpoint(rest *restNode, path string, other *spot) (done bool, err error) {
	r := x.HTTP
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	query, queryErr := splitQuery(r.URL.RawQuery)
	var allow []string
	done = rest.match(segments, nil, func(n *restNode, values []string) bool {
		for _, route := range n.routes {
			if !route.asked(query) {
				continue
			}
			method := route.endpoint.Method
			if method == r.Method || method == http.MethodGet && r.Method == http.MethodHead {
				err = queryErr
				if err == nil {
					err = route.run(x, values, query)
				} else {
					err = newError(http.StatusBadRequest, err.Error())
				}
				return true
			}
			allow = append(allow, method)
		}
		return false
	})
	if done || len(allow) == 0 {
		return done, err
	}
	if other != nil {
		allow = append(allow, other.allow...)
	}
	slices.Sort(allow)
	x.w.Header().Set("Allow", strings.Join(slices.Compact(append(allow, http.MethodOptions)), ", "))
	if r.Method == http.MethodOptions {
		x.w.WriteHeader(http.StatusNoContent)
		return true, nil
	}
	return true, newError(http.StatusMethodNotAllowed, "the resource has no "+r.Method)
}

// asked reports whether a query has what the path of the route asks for.
func (r EndpointRoute) asked(query []pair) bool {
	for _, want := range r.query {
		if !slices.ContainsFunc(query, func(p pair) bool {
			return p.name == want.name && (want.text == "" || p.text == want.text)
		}) {
			return false
		}
	}
	return true
}
