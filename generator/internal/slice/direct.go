package slice

import (
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// A selector can name operations as an OpenAPI document writes them:
//
//	tag:pets             those whose first tag is this
//	GET /pets/{petId}    that one
//	/pets, pets/{petId}  those of the path, and of no other
//
// The name of a parameter in braces does not matter.

// tagged begins a selector of a tag.
const tagged = "tag:"

// direct finds the operations that the selector names in one of these ways, and reports
// whether there is one.
func (m *matcher) direct() bool {
	tag, isTag := strings.CutPrefix(m.root.Text, tagged)
	method, path := methodAndPath(m.root.Text)
	if !isTag && method == "" && !strings.HasPrefix(path, "/") && !strings.Contains(path, "{") {
		return false
	}
	for _, e := range m.api.Endpoints {
		is := NewPattern(tag).Match(e.Tag)
		if !isTag {
			is = (method == "" || strings.EqualFold(method, e.Method)) && samePath(path, e.Path)
		}
		if is && !m.drop.endpoint(e) {
			m.endpoints, m.whole = append(m.endpoints, e), true
		}
	}
	return m.whole
}

// methodAndPath takes "GET /pets" apart. A path alone has no method.
func methodAndPath(text string) (method, path string) {
	method, path, ok := strings.Cut(text, " ")
	if path = strings.TrimSpace(path); !ok || !strings.HasPrefix(path, "/") {
		return "", text
	}
	return method, path
}

// samePath reports whether a selector writes the path of an endpoint.
func samePath(selector, path string) bool {
	a, b := strings.Split(strings.Trim(selector, "/"), "/"), strings.Split(strings.Trim(path, "/"), "/")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		bothKeys := strings.HasPrefix(a[i], "{") && strings.HasPrefix(b[i], "{")
		if !bothKeys && !NewPattern(a[i]).Match(b[i]) {
			return false
		}
	}
	return true
}

// notDirect says what a selector for operations does not find, and what there is; nothing
// when it is no such selector.
func (m *matcher) notDirect() (what string, known []string) {
	tag, isTag := strings.CutPrefix(m.root.Text, tagged)
	method, path := methodAndPath(m.root.Text)
	switch {
	case isTag:
		for _, e := range m.api.Endpoints {
			known = append(known, tagged+e.Tag)
		}
		return fmt.Sprintf("no operation has the tag %q", tag), known
	case method != "":
		for _, e := range m.api.Endpoints {
			known = append(known, e.Method+" "+e.Path)
		}
		if m.setAt(path) {
			return fmt.Sprintf("%s leads to entities, whose calls are selected together; write it without %s", path, method), nil
		}
		return fmt.Sprintf("no operation is %q", m.root.Text), known
	}
	return "", nil
}

// setAt reports whether a path leads to entities.
func (m *matcher) setAt(path string) bool {
	found := match(m.api, parse(&Root{Text: path}), newDropped())
	return len(found.edges) > 0
}

// started is a path that begins at a type.
type started struct {
	root *Root
	at   []*api.Struct
}

// warnWithoutCalls warns of paths that begin at a type to which no path leads: they keep
// types, and nothing that can be called.
func (c *cutter) warnWithoutCalls() {
	for _, s := range c.started {
		placed := false
		for place := range c.places {
			for _, at := range s.at {
				placed = placed || place.IsA(at)
			}
		}
		if !placed && len(s.at) > 0 {
			c.diags.Add(c.withoutCalls(s))
		}
	}
}
