package odataserver

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// reference is the object that the URL of an entity is wrapped in.
type reference struct{ api.Members }

var referenceType = wire.Type{}

func (*reference) WireType() *wire.Type { return &referenceType }

// id returns the URL of a reference.
func (r *reference) id() string {
	for _, name := range []string{"@odata.id", "@id"} {
		if raw, ok := r.Get(name); ok {
			var id string
			if wire.DecodeField([]byte(raw), &id) == nil {
				return id
			}
		}
	}
	return ""
}

// refs are the groups of $ref after a navigation property.
type refs struct{ many, one, item *group }

// refsOf returns the groups for a service, which may be an odata.Linker.
func (r *router) refsOf(typ, pattern string, service any) *refs {
	linker, _ := service.(odata.Linker)
	remove := Route{method: http.MethodDelete, name: "$ref", verb: "Unlink", serve: unlink(typ, linker)}
	link := func(method string) Route {
		return Route{method: method, name: "$ref", verb: "Link", serve: link(typ, linker)}
	}
	pattern += "/$ref"
	return &refs{
		many: r.group(typ, pattern, link(http.MethodPost), remove),
		one:  r.group(typ, pattern, link(http.MethodPut), remove),
		item: r.group(typ, pattern, remove),
	}
}

func link(typ string, linker odata.Linker) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		var body reference
		if err := c.decode(&body, false, wire.Unmarshal); err != nil {
			return err
		}
		id := body.id()
		if id == "" {
			return exchange.BadRequest("the body has no @odata.id")
		}
		if linker == nil {
			return server.NotImplemented(typ + " $ref")
		}
		target := c.target(id)
		c.leaveTarget()
		return c.empty(linker.Link(ctx, c.key(0), c.Path[len(c.Path)-1].Name, target))
	}
}

func unlink(typ string, linker odata.Linker) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if linker == nil {
			return server.NotImplemented(typ + " $ref")
		}
		last := c.Path[len(c.Path)-1]
		var target odata.Target
		switch {
		case c.own > 0:
			target.Path = []odata.Segment{last}
		case c.Query.ID != "":
			target = c.target(c.Query.ID)
		case c.many:
			return exchange.BadRequest("query option \"$id\" is missing")
		}
		c.leaveTarget()
		return c.empty(linker.Unlink(ctx, c.key(0), last.Name, target))
	}
}

// target follows the URL of an entity, which is absolute or relative to the request. One
// of another host is no path of this service.
func (c *call) target(id string) odata.Target {
	t := odata.Target{URL: id}
	u, err := url.Parse(id)
	if err != nil || u.Host != "" && !strings.EqualFold(u.Host, c.R.Host) {
		return t
	}
	path, ok := strings.CutPrefix(c.R.URL.ResolveReference(u).EscapedPath(), c.BasePath())
	if !ok || path == "" || path[0] != '/' {
		return t
	}
	m := matcher{query: u.RawQuery}
	if c.router.match(path, &m); m.end == nil && m.wait == 0 && len(m.path) > 0 && m.others == nil {
		t.Path = m.path
	}
	return t
}

// refSegment goes to the $ref of the navigation property that the path ends in.
func (m *matcher) refSegment() bool {
	if m.from == nil || m.from.refs == nil {
		return false
	}
	switch {
	case m.own > 0:
		m.end = m.from.refs.item
	case m.many:
		m.end = m.from.refs.many
	default:
		m.end = m.from.refs.one
	}
	return true
}

// leaveTarget makes the keys those of the entity that has the navigation property.
func (c *call) leaveTarget() {
	c.keys, c.own = c.keys[:len(c.keys)-c.own], c.fromOwn
}
