package odata

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// HandlerOption is a setting of a handler.
type HandlerOption func(*handler)

// WithAuthenticator sets what judges the bearer token of a request. It returns
// the context that the service gets. Its error is answered with 401, unless it
// is an *Error or a sentinel such as ErrForbidden, which has its own status.
// Without it a token is asked for and any is good.
func WithAuthenticator(judge func(ctx context.Context, token string, r *http.Request) (context.Context, error)) HandlerOption {
	return func(h *handler) { h.judge = judge }
}

// WithoutAuthentication lets requests in that have no bearer token.
func WithoutAuthentication() HandlerOption { return func(h *handler) { h.open = true } }

// WithBasePath sets what comes before the paths of the service, in place of what
// the service was generated with, as in "/v1.0"; "" is nothing.
func WithBasePath(path string) HandlerOption { return func(h *handler) { h.base = path } }

// WithMaxRequest limits the body of a request; the default is 4 MiB.
func WithMaxRequest(bytes int64) HandlerOption { return func(h *handler) { h.maxRequest = bytes } }

// WithErrorLog sets what hears of the errors that are answered with a status of
// 500 or more. Those that are not an *Error are known to nobody else: the answer
// does not have their text.
func WithErrorLog(log func(error)) HandlerOption { return func(h *handler) { h.log = log } }

type handler struct {
	base       string // "" or "/v1.0"
	site       *site
	maxRequest int64
	judge      func(context.Context, string, *http.Request) (context.Context, error)
	verifiers  map[*SecurityScheme]Verifier
	open       bool
	log        func(error)
	rest       *restNode // nil without endpoints
	bases      []restBase
}

// NewHandler returns the handler of a service whose paths come after base. It
// answers 404 to all other paths. It panics if routes are in conflict.
func NewHandler(opts []HandlerOption, base string, types ...TypeRoutes) http.Handler {
	h := newHandler(opts, base)
	h.site = newSite(types)
	return h
}

func newHandler(opts []HandlerOption, base string) *handler {
	h := &handler{base: base, maxRequest: 4 << 20, log: func(error) {}}
	for _, opt := range opts {
		opt(h)
	}
	h.base = strings.TrimSuffix(h.base, "/")
	return h
}

// Request is what a service function can know of the request that it serves
// beside its arguments.
type Request struct {
	HTTP  *http.Request // its body is not for the function to read
	Query Query
	Path  []Segment // what leads to the entity, collection or operation
	Keys  []string  // all keys in the path from left to right
}

type requestKey struct{}

type exchangeKey struct{}

// RequestFrom returns the request that a service function was called for; nil if
// ctx is not from a handler.
func RequestFrom(ctx context.Context) *Request {
	r, _ := ctx.Value(requestKey{}).(*Request)
	return r
}

// exchange is a request on its way to an answer. It is the context of the
// service function.
type exchange struct {
	context.Context
	Request
	handler *handler
	w       http.ResponseWriter
	walk
	route *Route
	room  struct { // for what walk has
		keys [2]string
		path [3]Segment
	}
}

// Value has the request beside what the context of the HTTP request has.
func (x *exchange) Value(key any) any {
	if key == (requestKey{}) {
		return &x.Request
	}
	if key == (exchangeKey{}) {
		return x
	}
	return x.Context.Value(key)
}

// ServeHTTP answers a request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{Context: r.Context(), Request: Request{HTTP: r}, handler: h, w: w}
	if err := x.serve(); err != nil {
		x.fail(err)
	}
}

// serve finds the route and runs it.
func (x *exchange) serve() error {
	h, r := x.handler, x.HTTP
	var place *spot
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), h.base)
	if ok && (path == "" || path[0] == '/') {
		x.keys, x.path = x.room.keys[:0], x.room.path[:0]
		place = h.site.match(path, &x.walk)
		x.Keys, x.Path = x.keys, x.path
	}
	for _, b := range h.bases {
		if path, ok := strings.CutPrefix(r.URL.EscapedPath(), b.path); ok {
			if done, err := x.serveEndpoint(b.rest, path, nil); done {
				return err
			}
		}
	}
	if ok && h.rest != nil && (place == nil || place.route(r.Method, x.params) == nil) {
		if done, err := x.serveEndpoint(h.rest, path, place); done {
			return err
		}
	}
	if place == nil {
		return newError(http.StatusNotFound, "no resource has the path "+quoted(r.URL.Path))
	}
	if r.Method == http.MethodOptions {
		x.w.Header()["Allow"] = place.allow
		x.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	x.route = place.route(r.Method, x.params)
	if x.route == nil {
		x.w.Header()["Allow"] = place.allow
		return newError(http.StatusMethodNotAllowed, "the resource has no "+r.Method)
	}
	if err := x.authenticate(); err != nil {
		return err
	}
	if r.URL.RawQuery != "" {
		if err := parseQuery(r.URL.RawQuery, &x.Query); err != nil {
			return newError(http.StatusBadRequest, err.Error())
		}
	}
	if !x.route.anyway && (!formatIsJSON(x.Query.Format) || x.Query.Format == "" && !acceptsJSON(r.Header["Accept"])) {
		return errNotJSON()
	}
	return x.route.serve(x)
}

func errNotJSON() *Error {
	return newError(http.StatusNotAcceptable, "answers are application/json")
}

// authenticate asks for a bearer token, and for a judgement on it (RFC 6750, 3).
func (x *exchange) authenticate() error {
	h := x.handler
	if h.open {
		return nil
	}
	token, ok := bearerToken(x.HTTP.Header)
	if !ok {
		x.w.Header().Set("WWW-Authenticate", "Bearer")
		return newError(http.StatusUnauthorized, "a bearer token is needed")
	}
	if h.judge == nil {
		return nil
	}
	ctx, err := h.judge(x.Context, token, x.HTTP)
	if err != nil {
		return x.refuse(err, "bearer")
	}
	x.Context = ctx
	return nil
}

// decode reads the body of the request into o and validates it.
func (x *exchange) decode(o Object, decode func([]byte, Object) error) error {
	r := x.HTTP
	if !isJSON(r.Header.Get("Content-Type")) {
		return newError(http.StatusUnsupportedMediaType, "the body must be application/json in UTF-8")
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return newError(http.StatusUnsupportedMediaType, "the body must not have a Content-Encoding")
	}
	b := newBuffer()
	defer b.free()
	if err := x.readAll(b); err != nil {
		return err
	}
	if err := decode(b.b, o); err != nil {
		return badBody(err)
	}
	if err := Validate(o); err != nil {
		return badBody(err)
	}
	return nil
}

// readAll reads the body of the request.
func (x *exchange) readAll(b *buffer) error {
	limit := x.handler.maxRequest
	err := b.read(x.HTTP.Body, x.HTTP.ContentLength, limit)
	switch {
	case errors.Is(err, errTooLarge):
		return newError(http.StatusRequestEntityTooLarge, "the body is longer than "+strconv.FormatInt(limit, 10)+" bytes")
	case err != nil:
		return newError(http.StatusBadRequest, "the body breaks off")
	}
	return nil
}

// object answers with o and what its version and, once created, its place are.
func (x *exchange) object(status int, o Object) error {
	header := x.w.Header()
	if etag := ETag(o); etag != "" {
		header["Etag"] = []string{etag}
	}
	place := ""
	if status == http.StatusCreated {
		if place = x.placeOf(o); place != "" {
			header["Location"] = []string{place}
		}
	}
	if x.HTTP.Method != http.MethodGet && wantsNothing(x.HTTP.Header) {
		header.Set("Preference-Applied", "return=minimal")
		if place != "" {
			header.Set("OData-EntityId", place)
		}
		return x.empty(nil)
	}
	b := newBuffer()
	defer b.free()
	var err error
	if b.b, err = AppendResponse(b.b, o); err != nil {
		return err
	}
	x.write(status, b.b)
	return nil
}

// placeOf returns the path of an entity in the set that the request is for, as a
// URL relative to the host, which a handler behind a proxy does not know; "" for
// an entity without a key.
func (x *exchange) placeOf(o Object) string {
	var key []Param
	fields := o.ODataFields(nil)[1:]
	for i, p := range o.ODataType().Properties {
		if p.Flags&Key != 0 {
			key = append(key, Arg(p.Name, fields[i]))
		}
	}
	path := strings.TrimSuffix(x.HTTP.URL.EscapedPath(), "/")
	if len(key) > 1 {
		return path + predicate(key)
	}
	if id := KeyOf(o); id != "" {
		return path + "/" + escape(id, segmentBytes)
	}
	return ""
}

// version is a header value that all answers share.
var version = []string{"4.0"}

// write answers with JSON text.
func (x *exchange) write(status int, text []byte) {
	x.w.Header()["Content-Type"] = jsonType
	x.send(status, text)
}

// text answers with content that is no JSON.
func (x *exchange) text(contentType string, content []byte) {
	x.w.Header()["Content-Type"] = []string{contentType}
	x.send(http.StatusOK, content)
}

func (x *exchange) send(status int, text []byte) {
	header := x.w.Header()
	header["Odata-Version"] = version
	if len(text) >= autoLength {
		header["Content-Length"] = []string{strconv.Itoa(len(text))}
	}
	x.w.WriteHeader(status)
	// A client that is gone does not care.
	_, _ = x.w.Write(text)
}

// autoLength is up to which length net/http sets the Content-Length.
const autoLength = 2048

// empty answers 204, unless err is not nil.
func (x *exchange) empty(err error) error {
	if err != nil {
		return err
	}
	x.w.Header()["Odata-Version"] = version
	x.w.WriteHeader(http.StatusNoContent)
	return nil
}

// statusClientClosed is what access logs show for a client that did not wait.
const statusClientClosed = 499

// fail answers with an error, which must not be nil.
func (x *exchange) fail(err error) {
	if x.Err() != nil && errors.Is(err, context.Canceled) {
		x.w.WriteHeader(statusClientClosed)
		return
	}
	e := problem(err)
	if e == nil {
		e = newError(http.StatusInternalServerError, "the request could not be served")
	}
	if e.StatusCode >= http.StatusInternalServerError {
		x.handler.log(err)
	}
	if e.RetryAfter > 0 {
		seconds := (e.RetryAfter + time.Second - 1) / time.Second
		x.w.Header().Set("Retry-After", strconv.FormatInt(int64(seconds), 10))
	}
	x.write(e.StatusCode, errorBody(e))
}
