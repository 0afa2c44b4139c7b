// Package restclient calls the operations of plain HTTP APIs for generated clients. It is
// for generated code alone and promises nothing to others.
package restclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/transport"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Do calls an endpoint and returns what it answers with success: the answer that is the
// plain one of the endpoint. Out wraps the address of the result. The error is
// client.ErrNoContent when an answer of success has no value.
//
//go:noinline
func Do[R any](ctx context.Context, c *transport.Client, e *rest.Endpoint, p wire.Params, opts []client.CallOption) (R, error) {
	var v, none R
	err := call(ctx, c, e, p, opts, func(resp *http.Response) error { return readPlain(c, e, resp, &v) })
	if err != nil {
		return none, err
	}
	return v, nil
}

// Send is Do for an endpoint that answers with nothing.
//
//go:noinline
func Send(ctx context.Context, c *transport.Client, e *rest.Endpoint, p wire.Params, opts []client.CallOption) error {
	return call(ctx, c, e, p, opts, func(resp *http.Response) error {
		transport.Drain(resp)
		return nil
	})
}

// Content is Do for an endpoint that answers with bytes, which come while they are read.
//
//go:noinline
func Content(ctx context.Context, c *transport.Client, e *rest.Endpoint, p wire.Params, opts []client.CallOption) (content *api.Content, err error) {
	err = call(ctx, c, e, p, opts, func(resp *http.Response) error {
		if resp.StatusCode == http.StatusNoContent {
			transport.Drain(resp)
			return client.ErrNoContent
		}
		content = transport.ContentOf(resp)
		return nil
	})
	return content, err
}

// Answer calls an endpoint and returns all that is described of the answer.
//
//go:noinline
func Answer[A any, P interface {
	*A
	rest.Answered
}](ctx context.Context, c *transport.Client, e *rest.Endpoint, p wire.Params, opts []client.CallOption) (*A, error) {
	a := new(A)
	req, err := prepare(c, e, true, p, opts)
	if err == nil {
		err = send(ctx, c, e, req, func(resp *http.Response) error { return readAnswer(c, e, resp, P(a)) })
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Receive calls an endpoint that answers with a sequence: lines of JSON, or
// events. The request is made when the items are wanted. An error is the last
// item.
//
//go:noinline
func Receive[T any](ctx context.Context, c *transport.Client, e *rest.Endpoint, p wire.Params, opts []client.CallOption) iter.Seq2[T, error] {
	return receive[T](ctx, c, e, p, opts, func(resp *http.Response) error { return checkPlain(c, e, resp) })
}

// Stream is Receive for an endpoint that can answer with a sequence, and asks for that.
//
//go:noinline
func Stream[T any](ctx context.Context, c *transport.Client, e *rest.Endpoint, p wire.Params, opts []client.CallOption) iter.Seq2[T, error] {
	accept := func(c *client.Call) {
		if c.Header.Get("Accept") == "" {
			client.Header("Accept", e.Stream())(c)
		}
	}
	return receive[T](ctx, c, e, p, append(opts[:len(opts):len(opts)], accept), func(resp *http.Response) error {
		i, contentType := e.Answer(resp.StatusCode), resp.Header.Get("Content-Type")
		if i < 0 || e.Answers[i].Stream == "" || !e.Answers[i].IsOther(contentType) {
			transport.Drain(resp)
			return errors.New("the answer is " + strconv.Quote(contentType) + ", want " + e.Stream())
		}
		return nil
	})
}

// receive yields the items of an answer that check takes for a sequence.
func receive[T any](ctx context.Context, c *transport.Client, e *rest.Endpoint, p wire.Params, opts []client.CallOption, check func(*http.Response) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		var body io.ReadCloser
		req, err := prepare(c, e, false, p, opts)
		if err == nil {
			err = send(ctx, c, e, req, func(resp *http.Response) error {
				body = resp.Body
				return check(resp)
			})
		}
		if err != nil {
			yield(none, err)
			return
		}
		defer body.Close()
		next := rest.NewSequence(body, c.Config.MaxResponse, nil)
		for {
			var v T
			err := next(&v)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(none, c.Fault(req, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

// call makes the request and gives the answer of success to receive.
func call(ctx context.Context, c *transport.Client, e *rest.Endpoint, p wire.Params, opts []client.CallOption, receive func(*http.Response) error) error {
	req, err := prepare(c, e, false, p, opts)
	if err != nil {
		return err
	}
	return send(ctx, c, e, req, func(resp *http.Response) error {
		if err := checkPlain(c, e, resp); err != nil {
			return err
		}
		return receive(resp)
	})
}

// checkPlain returns an error for an answer that a call of one value cannot return, and
// drains it: a redirect, if there is something else, or another media type.
func checkPlain(c *transport.Client, e *rest.Endpoint, resp *http.Response) error {
	if resp.StatusCode >= 300 && !e.Answers[e.Plain].Redirect() {
		return c.Refused(resp)
	}
	contentType := resp.Header.Get("Content-Type")
	if i := e.Answer(resp.StatusCode); i >= 0 && e.Answers[i].IsOther(contentType) {
		transport.Drain(resp)
		return errors.New("the answer is " + strconv.Quote(contentType) + otherMethod)
	}
	return nil
}

const otherMethod = ", which another method returns: the one with the name that ends in Answer"

// send makes a request. An error of the service has the type that the endpoint gives it.
func send(ctx context.Context, c *transport.Client, e *rest.Endpoint, req *transport.Request, receive func(*http.Response) error) error {
	op := &client.Operation{Name: e.Name, Method: e.Method, Pattern: e.Method + " " + e.Path}
	err := c.Send(op.In(ctx), req, receive)
	var answered *client.Error
	if !errors.As(err, &answered) {
		return err
	}
	i := e.Failure(answered.StatusCode)
	if i < 0 || e.Errors[i].As == nil {
		return err
	}
	typed := e.Errors[i].As(&e.Errors[i], err)
	if ended := ctx.Err(); ended != nil && errors.Is(err, ended) {
		return fmt.Errorf("%w, after %w", ended, typed) // waiting for another attempt
	}
	return typed
}

// ErrorAs returns the error of an answer with its body as a T; err alone when that is
// none.
//
//go:noinline
func ErrorAs[T any](a *rest.ErrorAnswer, err error) error {
	var e *client.Error
	if !errors.As(err, &e) || e.Body == "" || strings.TrimSpace(e.Body) == "null" {
		return err
	}
	var body T
	media := rest.Answer{Media: a.Media}.AnswerMedia(e.ContentType)
	if new(rest.Endpoint).DecodeContent(media, e.ContentType, []byte(e.Body), &body, nil) != nil {
		return err
	}
	if o, ok := any(body).(wire.Object); ok && !resembles(o, e.Body) {
		return err
	}
	return &client.ErrorWith[T]{Err: e, Body: body}
}

// resembles reports whether a body can be meant as an object of its type: where members
// are required, it has one that the type declares.
func resembles(o wire.Object, body string) bool {
	properties := o.WireType().Properties
	if !slices.ContainsFunc(properties, func(p wire.Property) bool { return p.Flags&wire.Required != 0 }) {
		return true
	}
	return slices.ContainsFunc(properties, func(p wire.Property) bool {
		name, _ := strconv.Unquote(`"` + p.Name + `"`)
		return wire.MemberAt([]byte(body), name) != nil
	})
}

// readPlain decodes the plain answer into out.
func readPlain(c *transport.Client, e *rest.Endpoint, resp *http.Response, out any) error {
	i := e.Answer(resp.StatusCode)
	if i >= 0 && e.Answers[i].Other {
		transport.Drain(resp)
		return errors.New("the answer is " + strconv.Itoa(resp.StatusCode) + " " + http.StatusText(resp.StatusCode) + otherMethod)
	}
	answer := e.Answers[e.Plain]
	if i >= 0 && e.Answers[i].Media != "" {
		answer = e.Answers[i]
	}
	empty, err := readBody(c, e, resp, answer, answer.Field(out))
	if err == nil && empty {
		err = client.ErrNoContent
	}
	return err
}

// readAnswer decodes an answer into its fields.
func readAnswer(c *transport.Client, e *rest.Endpoint, resp *http.Response, a rest.Answered) error {
	status, bodies, headers := a.WireAnswer()
	*status = resp.StatusCode
	if err := e.ReadHeaders(resp.Header, headers); err != nil {
		transport.Drain(resp)
		return err
	}
	i := e.Answer(resp.StatusCode)
	if i < 0 || bodies[i] == nil {
		transport.Drain(resp)
		return nil
	}
	if contentType := resp.Header.Get("Content-Type"); e.Answers[i].IsOther(contentType) {
		content, ok := bodies[len(e.Answers)].(**api.Content)
		if !ok {
			transport.Drain(resp)
			return errors.New("the answer is " + strconv.Quote(contentType) + ", which the method returns whose name ends in Stream")
		}
		*content = transport.ContentOf(resp)
		return nil
	}
	_, err := readBody(c, e, resp, e.Answers[i], bodies[i])
	return err
}

// readBody decodes the body of an answer into out. Empty says that there is none.
func readBody(c *transport.Client, e *rest.Endpoint, resp *http.Response, answer rest.Answer, out any) (empty bool, err error) {
	if content, ok := out.(**api.Content); ok {
		*content = transport.ContentOf(resp)
		return false, nil
	}
	b, err := c.ReadAll(resp)
	if err != nil {
		return false, err
	}
	defer b.Free()
	contentType := resp.Header.Get("Content-Type")
	media := answer.AnswerMedia(contentType)
	if len(b.Bytes) == 0 && (resp.StatusCode == http.StatusNoContent || rest.ContentOf(media) != rest.TextContent) {
		return true, nil
	}
	return false, e.DecodeContent(media, contentType, b.Bytes, out, nil)
}
