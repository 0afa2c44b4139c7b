package odata

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// EndpointRoute leads requests to a function that serves an endpoint.
type EndpointRoute struct {
	endpoint *Endpoint
	query    []pair // that the path asks for
	serve    func(x *Exchange) error
}

// Serve returns the route of an endpoint.
func Serve(e *Endpoint, serve func(x *Exchange) error) EndpointRoute {
	return EndpointRoute{endpoint: e, serve: serve}
}

// Endpoints adds routes to a handler. Where a path has the forms of OData too, those
// come first.
func Endpoints(routes ...EndpointRoute) HandlerOption {
	return func(h *handler) {
		if h.rest == nil {
			h.rest = new(restNode)
		}
		for _, r := range routes {
			h.restAt(r.endpoint.Server).add(r)
		}
	}
}

// restBase has the endpoints of a server of their own.
type restBase struct {
	path string
	rest *restNode
}

// restAt returns where the endpoints of a server are: its path tells it apart.
func (h *handler) restAt(server string) *restNode {
	if server == "" {
		return h.rest
	}
	path := server
	if u, err := url.Parse(server); err == nil {
		path = u.EscapedPath()
	}
	path = strings.TrimSuffix(path, "/")
	for _, b := range h.bases {
		if b.path == path {
			return b.rest
		}
	}
	b := restBase{path, new(restNode)}
	h.bases = append(h.bases, b)
	return b.rest
}

// Exchange is a request to an endpoint on its way to an answer, and the context of
// the service function.
type Exchange struct {
	context.Context
	inner    *exchange
	endpoint *Endpoint
	in       incoming
}

// SetHeader sets a header field of the answer to the request that ctx is from. It
// does nothing for other contexts.
func SetHeader(ctx context.Context, name, value string) {
	if r := RequestFrom(ctx); r != nil {
		if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
			x.w.Header().Set(name, value)
		}
	}
}

// run serves a request. Values are the parameters in the path, escaped.
func (r EndpointRoute) run(x *exchange, values []string, query []pair) error {
	if err := r.endpoint.authenticate(x); err != nil {
		return err
	}
	x.Keys = values
	defer func() {
		if x.HTTP.MultipartForm != nil {
			_ = x.HTTP.MultipartForm.RemoveAll() // temporary files, of which the system takes care too
		}
	}()
	called := &Exchange{
		Context: x, inner: x, endpoint: r.endpoint,
		in: incoming{path: values, query: query, header: x.HTTP.Header, cookie: x.HTTP.Cookies()},
	}
	if err := r.serve(called); err != nil {
		return called.fail(err)
	}
	return nil
}

// Args reads the parameters and the body of the request. Args are as those of Do,
// but that the object of parameters is there.
func (x *Exchange) Args(args ...any) error {
	e := x.endpoint
	fields, body := e.split(args)
	for i := range e.Params {
		p := &e.Params[i]
		found, err := p.decode(&x.in, i, fields[i])
		if err == nil && !found && p.Required {
			err = errors.New("is missing")
		}
		if err != nil {
			return badParam(p, err)
		}
	}
	for _, arg := range args {
		if params, ok := arg.(Object); ok {
			if err := Validate(params); err != nil {
				return badBody(err)
			}
		}
	}
	if body == nil {
		return nil
	}
	return x.readBody(body)
}

// badParam is the error of a parameter.
func badParam(p *EndpointParam, err error) *Error {
	e := newError(http.StatusBadRequest, "parameter "+quoted(p.Name)+": "+err.Error())
	var decode *DecodeError
	if errors.As(err, &decode) {
		e.Message = "parameter " + quoted(p.Name) + ": " + decode.Message
	}
	e.Target = p.Name
	return e
}

// readBody reads the body of the request into a field and checks it.
func (x *Exchange) readBody(field any) error {
	e, r := x.endpoint, x.inner.HTTP
	limit := x.inner.handler.maxRequest
	if to, ok := field.(*io.Reader); ok {
		*to = http.MaxBytesReader(x.inner.w, r.Body, limit)
		return nil
	}
	if f, ok := field.(sequenceBody); ok {
		next := newSequence(http.MaxBytesReader(x.inner.w, r.Body, limit), limit, true)
		f.receive(func(field any) error {
			err := next(field)
			if err == nil {
				err = validateField(field)
			}
			if err == nil || errors.Is(err, io.EOF) {
				return err
			}
			return badBody(err)
		})
		return nil
	}
	if r.ContentLength == 0 && r.Header.Get("Content-Type") == "" {
		if e.BodyRequired {
			return newError(http.StatusBadRequest, "the body is missing")
		}
		return nil
	}
	media, ok := e.bodyMedia(r.Header.Get("Content-Type"))
	if !ok {
		return newError(http.StatusUnsupportedMediaType, "the body must be "+strings.Join(append([]string{e.Body}, e.Accepts...), " or "))
	}
	var err error
	if contentOf(media) == multipartContent {
		r.Body = http.MaxBytesReader(x.inner.w, r.Body, limit)
		err = e.readMultipart(r, field)
	} else {
		b := newBuffer()
		defer b.free()
		if err := b.read(r.Body, r.ContentLength, limit); err != nil {
			if errors.Is(err, errTooLarge) {
				return newError(http.StatusRequestEntityTooLarge, "the body is longer than "+strconv.FormatInt(limit, 10)+" bytes")
			}
			return newError(http.StatusBadRequest, "the body breaks off")
		}
		err = e.decodeContent(media, b.b, field, true)
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return newError(http.StatusRequestEntityTooLarge, "the body is longer than "+strconv.FormatInt(limit, 10)+" bytes")
	}
	if err == nil && e.BodyRequired && !isGiven(field) {
		return newError(http.StatusBadRequest, "the body is missing")
	}
	if err == nil {
		var v validator
		v.prop = &elementProperty
		v.field(field)
		if e.BodySchema != nil {
			v.schema(e.BodySchema, appendField(nil, field))
		}
		err = errors.Join(v.errs...)
	}
	if err != nil {
		return badBody(err)
	}
	return nil
}

// validateField checks the value that field leads to.
func validateField(field any) error {
	var v validator
	v.prop = &elementProperty
	v.field(field)
	return errors.Join(v.errs...)
}

// bodyMedia returns the media type of the endpoint in which a body with a
// Content-Type is read; ok is false when there is none.
func (e *Endpoint) bodyMedia(contentType string) (media string, ok bool) {
	if contentOf(e.Body) == byteContent {
		return e.Body, true
	}
	kind := contentOf(contentType)
	for _, media := range append([]string{e.Body}, e.Accepts...) {
		if contentOf(media) == kind {
			return media, true
		}
	}
	return "", false
}

// Answer answers with the value that field leads to, nil for nothing, unless err is
// not nil.
func (x *Exchange) Answer(field any, err error) error {
	if err != nil {
		return err
	}
	status, media := http.StatusNoContent, ""
	for i, a := range x.endpoint.Answers {
		if i == 0 || media == "" && a.Media != "" {
			status, media = statusNumber(a), a.Media
		}
	}
	return x.answer(status, media, field)
}

// AnswerAny answers with the part of v that is set. A nil v is no content.
//
//go:noinline
func AnswerAny[T any, P interface {
	*T
	Parts
}](x *Exchange, v P, err error) error {
	if err != nil {
		return err
	}
	if v == nil {
		return x.answer(http.StatusNoContent, "", nil)
	}
	return x.answerParts(v)
}

func (x *Exchange) answerParts(v Parts) error {
	status, fields := v.ODataResult()
	if *status != 0 {
		i := x.endpoint.answer(*status)
		if i < 0 {
			return x.answer(*status, "", nil)
		}
		return x.answer(*status, x.endpoint.Answers[i].Media, fields[i])
	}
	for i, f := range fields {
		if f != nil && isSet(f) {
			return x.answer(statusNumber(x.endpoint.Answers[i]), x.endpoint.Answers[i].Media, f)
		}
	}
	return x.answer(http.StatusNoContent, "", nil)
}

// isSet reports whether field leads to a value that is not absent.
func isSet(field any) bool {
	if r, ok := field.(*io.ReadCloser); ok {
		return *r != nil
	}
	e := newEncoder(nil)
	e.field(field, Key)
	text, _ := e.free()
	return len(text) > 0
}

// isGiven reports whether field leads to a value that is not absent and not null. An
// empty text is one.
func isGiven(field any) bool {
	e := newEncoder(nil)
	e.field(field, 0)
	text, _ := e.free()
	return len(text) > 0 && string(text) != "null"
}

func statusNumber(a Answer) int {
	if n, err := strconv.Atoi(a.Status); err == nil {
		return n
	}
	return http.StatusOK
}

// answer writes an answer.
func (x *Exchange) answer(status int, media string, field any) error {
	w := x.inner.w
	var source io.Reader
	switch f := field.(type) {
	case *io.Reader:
		source = *f
	case *io.ReadCloser:
		if *f != nil {
			source = *f
		}
	case nil:
		w.WriteHeader(status)
		return nil
	}
	if source != nil {
		return x.copy(status, media, source)
	}
	e := newEncoder(nil)
	e.without = WriteOnly
	e.field(field, 0)
	text, err := e.free()
	if err != nil {
		return err
	}
	if len(text) == 0 {
		w.WriteHeader(emptyStatus(x.endpoint, status))
		return nil
	}
	if contentOf(media) == textContent && text[0] == '"' {
		text, _ = unescape(nil, text[1:len(text)-1])
	}
	return x.bytes(status, media, text)
}

// bytes writes an answer that is held in memory.
func (x *Exchange) bytes(status int, media string, text []byte) error {
	w := x.inner.w
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	// A client that is gone does not care.
	_, _ = w.Write(text)
	return nil
}

// emptyStatus is the status of an answer without content, where the endpoint has
// one; 204 where it has none.
func emptyStatus(e *Endpoint, status int) int {
	for _, a := range e.Answers {
		if a.Media == "" {
			return statusNumber(a)
		}
	}
	if status == http.StatusOK {
		return http.StatusNoContent
	}
	return status
}

func (x *Exchange) copy(status int, media string, source io.Reader) error {
	if c, ok := source.(io.Closer); ok {
		defer c.Close()
	}
	if x.inner.w.Header().Get("Content-Type") == "" && media != "" {
		x.inner.w.Header().Set("Content-Type", media)
	}
	x.inner.w.WriteHeader(status)
	if _, err := io.Copy(x.inner.w, source); err != nil {
		x.inner.handler.log(err)
		panic(http.ErrAbortHandler)
	}
	return nil
}
