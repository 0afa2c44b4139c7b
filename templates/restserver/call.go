package restserver

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Call is a request to an endpoint on its way to an answer.
type Call struct {
	x        *exchange.Exchange
	route    *Route
	in       rest.Incoming
	opened   []io.Closer // files of a form
	receives bool        // the service reads the body while it answers
}

// Operation returns the operation of the route.
func (c *Call) Operation() *exchange.Operation { return c.route.op }

// Serve runs the route.
func (c *Call) Serve(ctx context.Context) error {
	query := c.x.R.URL.RawQuery
	if err := c.x.CheckNames("query", strings.Count(query, "&")+1); err != nil {
		return err
	}
	if e := c.route.endpoint; len(e.Answers) > 0 {
		plain := e.Answers[e.Plain]
		if _, ok := plain.Choose(c.x.R.Header["Accept"]); !ok {
			return server.Fail(http.StatusNotAcceptable, "", "the answer is "+
				strings.Join(slices.Concat([]string{plain.Media}, plain.Also, plain.Others), " or "))
		}
	}
	var err error
	if c.in.Query, err = rest.SplitQuery(query); err != nil {
		return exchange.BadRequest(err.Error())
	}
	c.in.Header, c.in.Cookie = c.x.R.Header, c.x.R.Cookies()
	c.in.Host, c.in.Endpoint = c.x.R.Host, c.route.endpoint
	defer func() {
		for _, file := range c.opened {
			_ = file.Close()
		}
		if form := c.x.R.MultipartForm; form != nil {
			_ = form.RemoveAll() // temporary files, of which the system takes care too
		}
	}()
	return c.route.serve(ctx, c)
}

// Read reads the parameters and the body of the request into a struct of parameters,
// which is wire.Params unless it has no fields.
func (c *Call) Read(params any) error {
	e := c.route.endpoint
	p, _ := params.(wire.Params)
	fields, body, other := e.Fields(p)
	c.in.Fields = fields
	for i, field := range fields {
		param := &e.Params[i]
		found, err := param.Decode(&c.in, i, field)
		switch {
		case err == nil && !found && param.Required && !param.IsEmpty(&c.in):
			err = errors.New("is missing")
		case err == nil && !found && param.Default != "":
			err = wire.DecodeAs([]byte(param.Default), field, false)
		case err == nil && found:
			var v wire.Validator
			v.Value(param.Facets, wire.In(wire.Plain, field))
			err = errors.Join(v.Errs...)
		}
		if f := server.FaultOf(err); f != nil {
			return f
		}
		if err != nil {
			bad := exchange.BadRequest("parameter " + strconv.Quote(param.Name) + ": " + exchange.Message(err))
			bad.Target = param.Name
			return bad
		}
	}
	switch {
	case body == nil:
		return nil
	case other != nil && e.IsOther(c.x.R.Header.Get("Content-Type")):
		content, err := c.x.Upload()
		*other = content
		return err
	}
	return c.readBody(body)
}

// readBody reads the body of the request into a field and checks it.
func (c *Call) readBody(field any) error {
	e, r, limits := c.route.endpoint, c.x.R, c.x.Operation().Limits
	if f, ok := field.(rest.SequenceBody); ok {
		return c.receive(f)
	}
	contentType := r.Header.Get("Content-Type")
	if r.ContentLength == 0 && (contentType == "" || rest.ContentOf(contentType) == rest.JSONContent) {
		if e.BodyRequired {
			return errMissing()
		}
		return nil
	}
	if f, ok := field.(**api.Content); ok {
		content, err := c.x.Upload()
		*f = content
		return err
	}
	media, ok := e.BodyMedia(contentType)
	if !ok || !readable(media) && !exchange.IsUTF8(contentType) {
		return server.Fail(http.StatusUnsupportedMediaType, "",
			"the body must be "+strings.Join(slices.Concat([]string{e.Body}, e.Accepts, e.Others), " or ")+", in UTF-8")
	}
	var err error
	if rest.ContentOf(media) == rest.MultipartContent {
		if r.Body, _, err = c.x.Stream(limits.Request); err != nil {
			return err
		}
		err = c.readMultipart(field)
	} else {
		err = c.readText(media, contentType, field)
	}
	if err != nil {
		return exchange.BadBody(err)
	}
	return c.checkBody(field, rest.IsPatch(media))
}

func errMissing() error { return exchange.BadRequest("the body is missing") }

// readable reports whether bodies of a media type are read in any charset.
func readable(media string) bool {
	kind := rest.ContentOf(media)
	return kind == rest.ByteContent || kind == rest.TextContent
}

// readText reads a body that is held in memory.
func (c *Call) readText(media, contentType string, field any) error {
	b := buffer.New()
	defer b.Free()
	if err := c.x.ReadAll(b); err != nil {
		return err
	}
	switch rest.ContentOf(media) {
	case rest.FormContent:
		if err := c.x.CheckNames("form", bytes.Count(b.Bytes, []byte("&"))+1); err != nil {
			return err
		}
	case rest.JSONContent:
		b.Bytes = bytes.TrimPrefix(b.Bytes, []byte("\ufeff"))
		if c.route.endpoint.BodyRequired && !c.route.endpoint.BodyNullable && string(bytes.TrimSpace(b.Bytes)) == "null" {
			return errMissing()
		}
		if rest.IsPatch(media) {
			if err := c.x.CheckJSON(b.Bytes); err != nil {
				return err
			}
			return wire.DecodePatch(b.Bytes, field)
		}
	}
	return c.route.endpoint.DecodeContent(media, contentType, b.Bytes, field, c.x.CheckJSON)
}

// checkBody checks what was read: of a patch, the values that are there.
func (c *Call) checkBody(field any, patch bool) error {
	v := wire.Validator{Patch: patch}
	v.Value(nil, wire.In(wire.Plain, field))
	if rules := c.route.endpoint.BodySchema; rules != nil && !patch {
		v.Schema(rules, wire.AppendFlagged(nil, wire.In(wire.Plain, field), 0))
	}
	if len(v.Errs) > 0 {
		return exchange.BadBody(errors.Join(v.Errs...))
	}
	if !patch && c.x.R.Method != http.MethodPatch { // in a change, what is absent stays
		wire.SetDefaults(wire.In(wire.Plain, field))
	}
	return nil
}

// receive makes a sequence read the body as it comes.
func (c *Call) receive(f rest.SequenceBody) error {
	limits := c.x.Operation().Limits
	body, _, err := c.x.Stream(limits.Upload)
	if err != nil {
		return err
	}
	limit := limits.Request
	if limit <= 0 {
		limit = 1 << 30
	}
	next := rest.NewSequence(body, limit, c.x.CheckJSON)
	c.receives = true
	f.Receive(func(field any) error {
		err := next(field)
		if err == nil {
			var v wire.Validator
			v.Value(nil, wire.In(wire.Plain, field))
			err = errors.Join(v.Errs...)
		}
		if err == nil || errors.Is(err, io.EOF) {
			return err
		}
		return exchange.BadBody(err)
	})
	return nil
}
