package odataserver

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// call is a request that has found its route.
type call struct {
	*exchange.Exchange
	odata.Request
	matcher
	route   *Route
	scratch struct { // for what a matcher has
		keys [2]string
		path [3]odata.Segment
	}
}

// Operation returns the operation of the route.
func (c *call) Operation() *exchange.Operation { return c.route.op }

// Serve reads the query and runs the route.
func (c *call) Serve(ctx context.Context) error {
	c.HTTP = c.R // as middleware has left it
	if err := checkVersion(c.R.Header); err != nil {
		return err
	}
	if raw := c.R.URL.RawQuery; raw != "" {
		if err := c.CheckNames("query", strings.Count(raw, "&")+1); err != nil {
			return err
		}
		if err := parseQuery(raw, &c.Query); err != nil {
			return exchange.BadRequest(err.Error())
		}
	}
	if !c.route.anyway && (!formatIsJSON(c.Query.Format) || c.Query.Format == "" && !acceptsJSON(c.R.Header["Accept"])) {
		return errNotJSON()
	}
	if err := c.find(ctx); err != nil {
		return err
	}
	return c.route.serve(ctx, c)
}

func errNotJSON() error {
	return server.Fail(http.StatusNotAcceptable, "", "answers are application/json")
}

// request reads the body of a request, and update that of a PATCH.
func (c *call) request(text []byte, o wire.Object) error {
	return wire.Body{Whole: c.router.whole}.Unmarshal(text, o)
}

func (c *call) update(text []byte, o wire.Object) error {
	return wire.Body{Whole: c.router.whole, Update: true}.Unmarshal(text, o)
}

// decode reads the body of the request into o and validates it. Where it is optional, none
// is an empty object.
func (c *call) decode(o wire.Object, optional bool, decode func([]byte, wire.Object) error) error {
	contentType := c.R.Header.Get("Content-Type")
	optional = optional && (contentType == "" || c.R.ContentLength == 0)
	if !optional && !isJSONType(contentType) {
		return errMediaType()
	}
	b := buffer.New()
	defer b.Free()
	if err := c.ReadAll(b); err != nil {
		return err
	}
	if optional && len(b.Bytes) > 0 {
		return errMediaType()
	}
	if optional {
		b.Bytes = append(b.Bytes, "{}"...)
	}
	if err := c.CheckJSON(b.Bytes); err != nil {
		return err
	}
	if err := decode(b.Bytes, o); err != nil {
		return exchange.BadBody(err)
	}
	if err := wire.Validate(o); err != nil {
		return exchange.BadBody(err)
	}
	return nil
}

func errMediaType() error {
	return server.Fail(http.StatusUnsupportedMediaType, "", "the body must be application/json in UTF-8")
}

// object answers with o and what its version and, once created, its place are.
func (c *call) object(status int, o wire.Object) error {
	header := c.W.Header()
	etag := odata.ETag(o)
	if status == http.StatusOK && c.NotModified(etag) {
		header["Etag"] = []string{etag}
		return server.ErrNotModified
	}
	place := ""
	if status == http.StatusCreated {
		place = c.placeOf(o)
	}
	mark := func() {
		if etag != "" {
			header["Etag"] = []string{etag}
		}
		if place != "" {
			header["Location"] = []string{place}
		}
	}
	if c.R.Method != http.MethodGet && c.R.Method != http.MethodHead && wantsNothing(c.R.Header) {
		mark()
		header.Set("Preference-Applied", "return=minimal")
		if place != "" {
			header.Set("OData-EntityId", place)
		}
		return c.empty(nil)
	}
	return c.json(status, func(dst []byte) ([]byte, error) {
		text, err := wire.AppendResponse(dst, o)
		if err == nil {
			mark()
		}
		return text, err
	})
}

// version is a header value that all answers share.
var version = []string{"4.0"}

// json answers with the JSON text that write appends.
func (c *call) json(status int, write func(dst []byte) ([]byte, error)) error {
	b := buffer.New()
	defer b.Free()
	var err error
	if b.Bytes, err = write(b.Bytes); err != nil {
		return err
	}
	c.send(status, exchange.JSONType, b.Bytes)
	return nil
}

func (c *call) send(status int, contentType []string, body []byte) {
	c.W.Header()["Odata-Version"] = version
	c.Send(status, contentType, body)
}

// count answers with a number as text.
func (c *call) count(n int64) {
	c.send(http.StatusOK, []string{"text/plain"}, strconv.AppendInt(nil, n, 10))
}

// empty answers 204, unless err is not nil.
func (c *call) empty(err error) error {
	if err != nil {
		return err
	}
	c.W.Header()["Odata-Version"] = version
	return c.Empty(http.StatusNoContent)
}
