package slice

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// PathOf returns the path of an endpoint as a selector writes it: without keys.
func PathOf(e *api.Endpoint) string {
	var path []string
	for part := range strings.SplitSeq(e.Path, "/") {
		if part != "" && !strings.HasPrefix(part, "{") {
			path = append(path, part)
		}
	}
	return strings.Join(path, "/")
}

// paths looks for the endpoints at the path.
func (m *matcher) paths() {
	for _, e := range m.api.Endpoints {
		if m.drop.endpoint(e) {
			continue
		}
		at := map[int]bool{0: true} // how many segments are used
		for part := range strings.SplitSeq(PathOf(e), "/") {
			at = m.step(at, part)
		}
		ends := false
		for next := range at {
			ends = ends || next > 0 && m.ends(next) || m.used(next)
			m.whole = m.whole || m.used(next)
		}
		if ends {
			m.endpoints = append(m.endpoints, e)
		}
	}
}

// step returns how many segments can be used after part.
func (m *matcher) step(at map[int]bool, part string) map[int]bool {
	after := map[int]bool{}
	for next := range at {
		for ; next < len(m.segments) && m.segments[next].deep; next++ {
			after[next] = true
		}
		if next < len(m.segments) && m.segments[next].Match(part) {
			after[next+1] = true
		}
	}
	return after
}

// keepEndpoint keeps e and the types that it uses.
func (c *cutter) keepEndpoint(e *api.Endpoint, why *link) {
	if c.endpoints[e] || c.drop.endpoint(e) {
		return
	}
	c.endpoints[e] = true
	name := cmp.Or(e.Receives, e.Method+" "+e.Path)
	for _, callback := range e.Callbacks {
		c.keepEndpoint(callback, why)
	}
	for _, p := range e.Params {
		c.use(p.Type, why, Parameter, name+" ("+p.Name+")")
	}
	for _, h := range e.Headers {
		c.use(h.Type, why, Result, name+" ("+h.Name+")")
	}
	if e.Body != nil {
		c.use(e.Body.Type, why, Body, name)
	}
	for _, a := range e.Answers {
		c.use(a.Content.Type, why, Result, name)
		if a.Content.Stream != nil {
			c.use(a.Content.Stream.Type, why, Result, name)
		}
	}
}

// endpoint copies e.
func (k *copier) endpoint(e *api.Endpoint) *api.Endpoint {
	out := *e
	out.Params, out.Headers, out.Answers = k.params(e.Params), k.params(e.Headers), nil
	if e.Body != nil {
		body := *e.Body
		body.Type = k.typ(body.Type)
		out.Body = &body
	}
	out.Callbacks = nil
	for _, callback := range e.Callbacks {
		if k.endpoints[callback] {
			out.Callbacks = append(out.Callbacks, k.endpoint(callback))
		}
	}
	for _, a := range e.Answers {
		b := *a
		b.Content.Type = k.typ(b.Content.Type)
		if b.Content.Stream != nil {
			stream := *b.Content.Stream
			stream.Type = k.typ(stream.Type)
			b.Content.Stream = &stream
		}
		out.Answers = append(out.Answers, &b)
	}
	return &out
}

func (k *copier) params(params []*api.EndpointParam) []*api.EndpointParam {
	var out []*api.EndpointParam
	for _, p := range params {
		q := *p
		q.Type = k.typ(p.Type)
		out = append(out, &q)
	}
	return out
}

// link copies the links between endpoints that are kept. The copies are in the order
// of the others.
func (k *copier) link(all, kept []*api.Endpoint) {
	copies := map[*api.Endpoint]*api.Endpoint{}
	for _, e := range all {
		if k.endpoints[e] {
			copies[e] = kept[len(copies)]
		}
	}
	for _, e := range kept {
		links := e.Links
		e.Links = nil
		for _, l := range links {
			if to := copies[l.To]; to != nil {
				copied := *l
				copied.To = to
				copied.Values = nil
				for _, v := range l.Values {
					v.Param = to.Params[slices.Index(l.To.Params, v.Param)]
					copied.Values = append(copied.Values, v)
				}
				e.Links = append(e.Links, &copied)
			}
		}
	}
}
