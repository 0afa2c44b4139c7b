package restclient

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/transport"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// prepare returns the request of a call, which returns one value or the whole answer.
// Content that is not sent is closed.
func prepare(c *transport.Client, e *rest.Endpoint, whole bool, p wire.Params, opts []client.CallOption) (*transport.Request, error) {
	req, err := (*transport.Request)(nil), c.Err
	if err == nil {
		if req, err = build(c, e, whole, p, opts); err != nil {
			err = fmt.Errorf("%s %s: %w", e.Method, e.Path, err)
		}
	}
	if err != nil {
		_, body, other := e.Fields(p)
		content, _ := body.(**api.Content)
		for _, c := range []**api.Content{content, other} {
			if c != nil && *c != nil && (*c).ReadCloser != nil {
				_ = (*c).Close()
			}
		}
		return nil, err
	}
	return req, nil
}

func build(c *transport.Client, e *rest.Endpoint, whole bool, p wire.Params, opts []client.CallOption) (*transport.Request, error) {
	var options client.Call
	for _, o := range opts {
		o.Apply(&options)
	}
	req := &transport.Request{
		Method: e.Method, Header: options.Header, Accept: e.Accept(whole),
		Security: e.Security, Responses: options.Responses,
	}
	if req.Header == nil {
		req.Header = http.Header{}
	}
	if e.Redirects() {
		req.Stops = func(status int) bool { return e.Answer(status) >= 0 }
	}
	path, query, _ := strings.Cut(e.Path, "?")
	u := parts{path: path, query: escape.JoinQuery(query, options.Query)}
	fields, body, other := e.Fields(p)
	for i, field := range fields {
		if err := u.add(&e.Params[i], field, req.Header); err != nil {
			return nil, err
		}
	}
	if host := req.Header.Get("Host"); host != "" { // which net/http has beside the header
		req.Host = host
		req.Header.Del("Host")
	}
	if err := u.url(c, e, req); err != nil {
		return nil, err
	}
	if body == nil {
		return req, nil
	}
	out, err := e.EncodeBody(body, other, req.Header.Get("Content-Type"))
	req.Header.Del("Content-Type") // it is that of out
	req.ContentType, req.Body, req.Stream, req.Length = out.ContentType, out.Body, out.Stream, out.Length
	return req, err
}

// parts are the parts of a URL that parameters go to.
type parts struct{ path, query string }

// add writes a parameter where it belongs.
func (u *parts) add(p *rest.Param, field any, header http.Header) error {
	v, err := p.Flatten(field)
	if err == nil {
		err = p.Sendable(v)
	}
	if err != nil {
		return err
	}
	switch {
	case v.IsUndefined() && p.In != rest.InPath:
		switch {
		case p.Required && v.Kind == shape.FlatNone:
			return errors.New("parameter " + strconv.Quote(p.Name) + " is missing")
		case p.Required:
			return errors.New("parameter " + strconv.Quote(p.Name) + " is empty, and cannot be sent")
		}
	case p.In == rest.InPath:
		text := p.InPath(v)
		prefix := p.InPath(shape.Flat{Kind: shape.FlatText}) // as the style has it
		switch {
		case text == prefix || v.Kind != shape.FlatText && strings.Trim(text, ".;") == "":
			return errors.New("parameter " + strconv.Quote(p.Name) + " is empty")
		case strings.Trim(text, ".;") == "":
			return errors.New("parameter " + strconv.Quote(p.Name) + ": " + strconv.Quote(v.Text) + " leads elsewhere in a path")
		}
		u.path = strings.ReplaceAll(u.path, "{"+p.Name+"}", text)
	case p.In == rest.InQuery:
		u.query = escape.JoinQuery(u.query, p.InQuery(v))
	case p.In == rest.InHeader:
		if len(header.Values(p.Name)) == 0 { // or an option of the call has it
			header.Set(p.Name, p.InHeader(v))
		}
	default:
		p.InCookie(header, v)
	}
	return nil
}

// url gives the request its URL.
func (u *parts) url(c *transport.Client, e *rest.Endpoint, req *transport.Request) error {
	for segment := range strings.SplitSeq(u.path, "/") {
		if segment != "" && strings.Trim(segment, ".") == "" {
			return errors.New("the path has a segment " + strconv.Quote(segment) + ", which leads elsewhere")
		}
	}
	root, base, err := serverOf(c, e)
	if err != nil {
		return err
	}
	raw := base + escape.Escape(u.path, escape.PathBytes+"%")
	plain, err := url.PathUnescape(raw)
	if err != nil {
		return errors.New("the path is not well escaped")
	}
	req.URL = &url.URL{Scheme: root.Scheme, Host: root.Host, Path: plain, RawPath: raw, RawQuery: u.query}
	if e.Server != "" {
		req.Own = transport.HostOf(req.URL)
	}
	return nil
}

// serverOf returns where an endpoint is: the root of its service, and the escaped
// path of that.
func serverOf(c *transport.Client, e *rest.Endpoint) (root *url.URL, path string, err error) {
	server := e.Server
	if other, ok := c.Config.Servers[server]; ok {
		server = other
	}
	switch {
	case server == "":
		return c.Root, c.Path, nil
	case server[0] == '/':
		return c.Root, strings.TrimSuffix(server, "/"), nil
	}
	root, err = transport.ParseBase(server)
	if err != nil {
		return nil, "", err
	}
	return root, strings.TrimSuffix(root.EscapedPath(), "/"), nil
}
