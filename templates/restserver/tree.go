package restserver

import (
	"net/url"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/rest"
)

// node is a place in the tree of the paths of endpoints. Segments that are texts come
// before those with parameters, and where a way leads nowhere the next is tried.
type node struct {
	texts  map[string]*node
	params []edge
	routes []*Route
}

// edge is a segment with parameters: texts[0] {} texts[1] {} texts[2].
type edge struct {
	texts []string
	to    *node
}

// add puts a route into the tree.
func (n *node) add(r *Route) {
	path, query, _ := strings.Cut(r.endpoint.Path, "?")
	r.query, _ = rest.SplitQuery(query)
	for segment := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		n = n.child(segment)
	}
	n.routes = append(n.routes, r)
	// Those that ask for more in the query come first.
	slices.SortStableFunc(n.routes, func(a, b *Route) int { return len(b.query) - len(a.query) })
}

func (n *node) child(segment string) *node {
	texts := cutParams(segment)
	if len(texts) == 1 {
		if n.texts == nil {
			n.texts = map[string]*node{}
		}
		if n.texts[segment] == nil {
			n.texts[segment] = new(node)
		}
		return n.texts[segment]
	}
	for _, e := range n.params {
		if slices.Equal(e.texts, texts) {
			return e.to
		}
	}
	e := edge{texts, new(node)}
	n.params = append(n.params, e)
	// Segments with more text are more particular.
	slices.SortStableFunc(n.params, func(a, b edge) int {
		return len(strings.Join(b.texts, "")) - len(strings.Join(a.texts, ""))
	})
	return e.to
}

// cutParams returns the texts round the parameters of a segment; one when it has
// no parameter.
func cutParams(segment string) []string {
	var texts []string
	for {
		before, after, ok := strings.Cut(segment, "{")
		_, after, closed := strings.Cut(after, "}")
		if !ok || !closed {
			return append(texts, segment)
		}
		texts = append(texts, before)
		segment = after
	}
}

// match follows the escaped segments of a path and calls found at each node that they
// lead to, until it returns true. Values are the parameters on the way, still escaped.
func (n *node) match(segments, values []string, found func(n *node, values []string) bool) bool {
	if len(segments) == 0 {
		return len(n.routes) > 0 && found(n, values)
	}
	segment, rest := segments[0], segments[1:]
	plain, err := url.PathUnescape(segment)
	if plain == "." || plain == ".." { // to all others on the way it is no name
		return false
	}
	if err == nil && n.texts[plain] != nil && n.texts[plain].match(rest, values, found) {
		return true
	}
	for _, e := range n.params {
		if got, ok := e.values(segment, values); ok && e.to.match(rest, got, found) {
			return true
		}
	}
	return false
}

// values appends the parameters of a segment.
func (e edge) values(segment string, values []string) ([]string, bool) {
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

// asked reports whether a query has what the path of the route asks for.
func (r *Route) asked(query string) bool {
	for _, want := range r.query {
		found := false
		for part := range strings.SplitSeq(query, "&") {
			name, text, _ := strings.Cut(part, "=")
			if name, err := url.QueryUnescape(name); err == nil && name == want.Name && (want.Text == "" || text == want.Text) {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}
