package odata

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
)

// The bytes beside letters and digits that stand for themselves in parameters
// (RFC 3986, 2.3), and those that "allowReserved" adds. A # ends a URL, & and + mean
// something in queries, and % starts an escape.
const (
	plainBytes    = "-_.~"
	reservedBytes = plainBytes + ":/?[]@!$'()*,;="
	pathBytes     = plainBytes + ":/[]@!$'()*,;=+&"
)

// request is a request on its way, which can be sent again unless it is streamed.
type request struct {
	url      *url.URL
	header   http.Header
	body     []byte
	stream   io.Reader
	streamed bool
	headers  []Object // that the header of the answer is read into
	own      string   // host of a server of its own
}

// build returns the request of a call.
func (r Resource) build(e *Endpoint, opts []RequestOption, args []any) (*request, error) {
	out := &request{header: http.Header{}}
	path, query, _ := strings.Cut(e.Path, "?")
	query = joinQuery(query, queryText(opts))
	for _, o := range opts {
		switch o.kind {
		case headerOption:
			out.header.Add(o.name, o.value)
		case headersOption:
			out.headers = append(out.headers, o.into.(Object))
		}
	}
	fields, body := e.split(args)
	for i := range e.Params {
		p := &e.Params[i]
		if fields[i] == nil {
			if p.Required {
				return nil, errors.New("parameter " + quoted(p.Name) + " is missing")
			}
			continue
		}
		v, err := p.flatten(fields[i])
		if err == nil {
			err = p.sendable(v)
		}
		if err != nil {
			return nil, err
		}
		switch {
		case v.kind == flatNone && p.In == InPath, v.kind == flatText && v.text == "" && p.In == InPath:
			return nil, errors.New("parameter " + quoted(p.Name) + " is empty")
		case v.kind == flatNone:
		case p.In == InPath:
			path = strings.ReplaceAll(path, "{"+p.Name+"}", p.inPath(v))
		case p.In == InQuery:
			query = joinQuery(query, p.inQuery(v))
		case p.In == InHeader:
			out.header.Set(p.Name, p.inHeader(v))
		default:
			p.inCookie(out.header, v)
		}
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return nil, errors.New("the path has a segment " + quoted(segment) + ", which leads elsewhere")
		}
	}
	root, base, err := r.client.serverOf(e)
	if err != nil {
		return nil, err
	}
	raw := base + r.path + escape(path, pathBytes+"%")
	plain, err := url.PathUnescape(raw)
	if err != nil {
		return nil, errors.New("the path is not well escaped")
	}
	out.url = &url.URL{Scheme: root.Scheme, Host: root.Host, Path: plain, RawPath: raw, RawQuery: query}
	if e.Server != "" {
		out.own = hostOf(out.url)
	}
	if body != nil {
		err = e.writeBody(out, body)
	}
	return out, err
}

// split tells the arguments of a call apart: a field for each parameter, nil where
// there is no value, and the body.
func (e *Endpoint) split(args []any) (fields []any, body any) {
	inPath := 0
	for inPath < len(e.Params) && e.Params[inPath].In == InPath {
		inPath++
	}
	fields = append(make([]any, 0, len(e.Params)), args[:inPath]...)
	args = args[inPath:]
	if len(e.Params) > inPath {
		if params := args[0].(Object); !isNilObject(params) {
			fields = append(fields, params.ODataFields(nil)[1:]...)
		}
		args = args[1:]
	}
	fields = fields[:len(e.Params):len(e.Params)]
	if len(args) > 0 {
		body = args[0]
	}
	return fields, body
}

// isNilObject reports whether o is a nil pointer.
func isNilObject(o Object) bool { return o == nil || reflect.ValueOf(o).IsNil() }

func (p *EndpointParam) flatten(field any) (flat, error) {
	if !p.JSON {
		return flatten(field)
	}
	text, err := encodeRequest(field)
	if len(text) == 0 {
		return flat{}, err
	}
	return flat{kind: flatText, text: string(text)}, err
}

// sendable returns an error for a value that the style cannot write so that it is
// read as the same: in the styles spaceDelimited and pipeDelimited there is no
// escape for the separator.
func (p *EndpointParam) sendable(v flat) error {
	separator := map[string]string{"spaceDelimited": " ", "pipeDelimited": "|"}[p.Style]
	if separator == "" || v.kind == flatText || p.Explode && v.kind == flatList {
		return nil
	}
	for i, item := range v.items {
		if strings.Contains(item.text, separator) || v.kind == flatObject && strings.Contains(v.names[i], separator) {
			return errors.New("parameter " + quoted(p.Name) + ": a value with " + quoted(separator) + " cannot be sent in the style " + p.Style)
		}
	}
	return nil
}

// escape percent-encodes a text of the parameter.
func (p *EndpointParam) escape(s string) string {
	switch {
	case p.Reserved && p.In == InPath:
		return escape(s, pathBytes)
	case p.Reserved:
		return escape(s, reservedBytes)
	}
	return escape(s, plainBytes)
}

// escapePart is escape for a name, or for one of the values that a separator stands
// between.
func (p *EndpointParam) escapePart(s string) string {
	bytes := plainBytes
	switch {
	case p.Style == "label":
		bytes = "-_~"
	case p.Reserved && p.In == InPath:
		bytes = plainBytes + ":/[]@!$'()*+&"
	case p.Reserved:
		bytes = plainBytes + ":/?[]@!$'()*"
	}
	return escape(s, bytes)
}

// pairs returns the names and texts of an object, each pair joined by equal.
func (p *EndpointParam) pairs(v flat, equal string) []string {
	var out []string
	for i, item := range v.items {
		if item.kind != flatNone {
			out = append(out, p.escapePart(v.names[i])+equal+p.escapePart(item.text))
		}
	}
	return out
}

// members is pairs where each member is a parameter itself: a list comes as often as
// it has items.
func (p *EndpointParam) members(v flat) []string {
	var out []string
	for i, item := range v.items {
		if item.kind != flatList {
			out = append(out, p.pairs(flat{names: v.names[i : i+1], items: v.items[i : i+1]}, "=")...)
			continue
		}
		for _, text := range p.texts(item) {
			out = append(out, p.escapePart(v.names[i])+"="+text)
		}
	}
	return out
}

func (p *EndpointParam) texts(v flat) []string {
	out := make([]string, len(v.items))
	for i, item := range v.items {
		out[i] = p.escapePart(item.text)
	}
	return out
}

// inPath returns the value as a part of a path, in the styles simple, label and
// matrix.
func (p *EndpointParam) inPath(v flat) string {
	prefix, separator := "", ","
	switch p.Style {
	case "label":
		prefix = "."
		if p.Explode {
			separator = "."
		}
	case "matrix":
		prefix = ";" + p.escape(p.Name) + "="
		if p.Explode && v.kind == flatList {
			separator = prefix
		}
		if p.Explode && v.kind == flatObject {
			prefix, separator = ";", ";"
		}
	}
	return prefix + p.joined(v, separator)
}

// joined returns the texts of the value with separators between them.
func (p *EndpointParam) joined(v flat, separator string) string {
	switch {
	case v.kind == flatList:
		return strings.Join(p.texts(v), separator)
	case v.kind == flatObject && p.Explode:
		return strings.Join(p.pairs(v, "="), separator)
	case v.kind == flatObject:
		return strings.Join(p.pairs(v, separator), separator)
	}
	return p.escape(v.text)
}

// inQuery returns the value as a part of a query, in the styles form,
// spaceDelimited, pipeDelimited and deepObject.
func (p *EndpointParam) inQuery(v flat) string {
	name := escape(p.Name, plainBytes+"[]")
	switch {
	case p.Style == "deepObject" && v.kind == flatObject:
		return strings.Join(p.deep(name, v), "&")
	case v.kind == flatList && p.Explode:
		var out []string
		for _, text := range p.texts(v) {
			out = append(out, name+"="+text)
		}
		return strings.Join(out, "&")
	case v.kind == flatObject && p.Explode:
		return strings.Join(p.members(v), "&")
	}
	separator := ","
	switch p.Style {
	case "spaceDelimited":
		separator = "%20"
	case "pipeDelimited":
		separator = "%7C"
	}
	return name + "=" + p.joined(v, separator)
}

// deep returns the pairs of an object: name[property]=text.
func (p *EndpointParam) deep(name string, v flat) []string {
	var out []string
	for i, item := range v.items {
		at := name + "[" + escape(v.names[i], plainBytes) + "]"
		switch item.kind {
		case flatObject:
			out = append(out, p.deep(at, item)...)
		case flatList:
			for _, text := range p.texts(item) {
				out = append(out, at+"="+text)
			}
		case flatText:
			out = append(out, at+"="+p.escape(item.text))
		}
	}
	return out
}

// headerBytes are what needs no escape in a header field: all that is visible but
// a percent sign, and of what separates values, none.
const headerBytes = plainBytes + "!#$&'()*+/:;<>?@[]^`{|}\" "

// inHeaderPart is a part of a header field. Space at its ends would be taken for that
// round the part.
func inHeaderPart(s string) string {
	if strings.TrimSpace(s) != s {
		return escape(s, strings.TrimSuffix(headerBytes, " "))
	}
	return escape(s, headerBytes)
}

// inHeader returns the value as a header field. Values that are in lists and
// objects are percent-encoded where they hold a separator.
func (p *EndpointParam) inHeader(v flat) string {
	switch {
	case p.JSON:
		return strings.ReplaceAll(v.text, "\x7F", `\u007f`) // which a field cannot hold
	case v.kind == flatText:
		return v.text
	}
	q := &headerParam{p.Explode}
	return q.joined(v)
}

type headerParam struct{ explode bool }

func (p *headerParam) joined(v flat) string {
	var out []string
	for i, item := range v.items {
		text := inHeaderPart(item.text)
		switch {
		case v.kind == flatList:
			out = append(out, text)
		case item.kind == flatNone:
		case p.explode:
			out = append(out, inHeaderPart(v.names[i])+"="+text)
		default:
			out = append(out, inHeaderPart(v.names[i]), text)
		}
	}
	return strings.Join(out, ",")
}

// inCookie adds the value to the Cookie header: a cookie, or one for each item when
// it is exploded.
func (p *EndpointParam) inCookie(h http.Header, v flat) {
	var cookies []string
	switch {
	case v.kind == flatList && p.Explode:
		for _, item := range v.items {
			cookies = append(cookies, p.Name+"="+escape(item.text, plainBytes))
		}
	case v.kind == flatObject && p.Explode:
		cookies = p.members(v)
	default:
		cookies = []string{p.Name + "=" + p.joined(v, ",")}
	}
	if old := h.Get("Cookie"); old != "" {
		cookies = append([]string{old}, cookies...)
	}
	h.Set("Cookie", strings.Join(cookies, "; "))
}
