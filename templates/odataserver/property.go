package odataserver

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/brief"
	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// propertyRoute answers GET of a property of the entity that get leads to, or of a part
// of it: with its value in JSON or, after $value, as it is (OData Protocol 4.01,
// 11.2.4).
func propertyRoute(get Route) Route {
	route := Route{method: http.MethodGet, verb: "GetProperty", anyway: true, serve: func(ctx context.Context, c *call) error {
		p := &c.property
		if p.last == "" && !acceptsJSON(c.R.Header["Accept"]) {
			return errNotJSON()
		}
		plain, _ := jsonstr.Unescape(nil, []byte(p.name))
		if p.index >= 0 && get.typ.Properties[p.index].Flags&wire.WriteOnly != 0 {
			return server.Fail(http.StatusNotFound, "", "the property "+strconv.Quote(string(plain))+" cannot be read")
		}
		if c.Query.Select == nil {
			c.Query.Select = []string{string(plain)}
		}
		o, err := get.object(ctx, c)
		if err != nil || o == nil {
			return c.empty(err)
		}
		if p.index >= 0 {
			return c.partOf(wire.FieldOf(o, p.index))
		}
		text, ok := wire.MembersOf(o).Get(string(plain))
		if !ok {
			return notFound(string(plain))
		}
		return c.partOf(&text)
	}}
	route.scopes, route.secured, route.security = get.scopes, get.secured, get.security
	return route
}

func notFound(name string) error {
	return server.Fail(http.StatusNotFound, "", "there is no property "+strconv.Quote(brief.Cut(name)))
}

// partOf answers with the part of a property that the path leads to.
func (c *call) partOf(field any) error {
	p := &c.property
	if len(p.inner) == 0 && p.last == "" {
		return c.value(field)
	}
	if len(p.inner) == 0 && p.last == "$value" {
		return c.rawValue(field)
	}
	text, err := answerText(field)
	if err != nil {
		return err
	}
	form := shape.Of(field)
	for _, name := range p.inner {
		if form.Kind == shape.List {
			return notFound(name)
		}
		if form.Kind == shape.Object {
			if names, _ := form.Properties(); !slices.Contains(names, name) && wire.MemberAt(text, name) == nil {
				return notFound(name)
			}
			form = form.Property(name)
		}
		if len(text) > 0 && text[0] == '[' { // an index is no name
			return notFound(name)
		}
		text = wire.MemberAt(text, name)
	}
	inner := api.Raw(text)
	switch p.last {
	case "$value":
		return c.rawValue(&inner)
	case "$count":
		return c.countItems(form, text)
	}
	return c.value(&inner)
}

// countItems answers with the number of items of a collection.
func (c *call) countItems(form shape.Shape, text []byte) error {
	if len(text) == 0 && form.Kind == shape.List {
		c.count(0)
		return nil
	}
	tree, ok := wire.ParseValue(text)
	if !ok || tree.Kind != '[' {
		return exchange.BadRequest("$count is for collections")
	}
	c.count(int64(len(tree.List)))
	return nil
}

// answerText returns the JSON text of a field without what only requests have.
func answerText(field any) ([]byte, error) {
	e := wire.NewEncoder(nil)
	e.Without = wire.WriteOnly
	e.Field(field, 0)
	return e.Free()
}

// value answers with a field: an object as it is, another value in one, and 204 for
// null. A collection that is nil is empty (OData Protocol 4.01, 11.2.4).
func (c *call) value(field any) error {
	text, err := answerText(field)
	switch {
	case err != nil:
		return err
	case len(text) == 0 && shape.Of(field).Kind == shape.List:
		c.send(http.StatusOK, exchange.JSONType, []byte(`{"value":[]}`))
		return nil
	case len(text) == 0 || string(text) == "null":
		return c.empty(nil)
	case text[0] == '{':
		c.send(http.StatusOK, exchange.JSONType, text)
		return nil
	}
	c.send(http.StatusOK, exchange.JSONType, append(append([]byte(`{"value":`), text...), '}'))
	return nil
}

// rawValue answers with the value of a field as it is: text, or bytes.
func (c *call) rawValue(field any) error {
	switch f := field.(type) {
	case *[]byte:
		return c.bytes(*f)
	case *api.Opt[[]byte]:
		return c.bytes(f.Or(nil))
	case *api.Base64:
		return c.bytes(*f)
	case *api.Opt[api.Base64]:
		return c.bytes(f.Or(nil))
	}
	text, err := answerText(field)
	switch {
	case err != nil:
		return err
	case len(text) == 0 || string(text) == "null":
		return c.empty(nil)
	case text[0] == '{' || text[0] == '[':
		return exchange.BadRequest("$value is for values without parts")
	case text[0] == '"':
		text, _ = jsonstr.Unescape(nil, text[1:len(text)-1])
	}
	c.send(http.StatusOK, []string{"text/plain"}, text)
	return nil
}

func (c *call) bytes(b []byte) error {
	if b == nil {
		return c.empty(nil)
	}
	c.send(http.StatusOK, []string{"application/octet-stream"}, b)
	return nil
}

// KeyPart returns a property of the key of the entity that the request which ctx is
// of leads to, the first being 0. It is empty where no key is in the path.
func KeyPart(ctx context.Context, i int) string {
	r := odata.RequestFrom(ctx)
	if r == nil || len(r.Path) == 0 {
		return ""
	}
	if keys := r.Path[len(r.Path)-1].Keys; i < len(keys) {
		return keys[i]
	}
	return ""
}
