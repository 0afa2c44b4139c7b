package odata

import (
	"errors"
	"io"
	"mime"
	"net/url"
	"slices"
	"strings"
)

// File is a part of a form: bytes that are not held in memory.
type File struct {
	Name        string // as the sender calls it
	ContentType string // "" is application/octet-stream
	Body        io.Reader
}

type fileField struct{ to **File }

// FileValue is a part of a form that is a file; nil is absent. In JSON it does not
// exist.
//
//go:noinline
func FileValue(to **File) any { return fileField{to} }

func (f fileField) decode(d *decoder) bool { return d.want("a file in a multipart form") }
func (f fileField) encode(*encoder)        {}
func (f fileField) validate(*validator)    {}

// contentKind is how bodies of a media type are read and written.
type contentKind uint8

const (
	jsonContent contentKind = iota
	formContent
	multipartContent
	textContent
	byteContent
)

// contentOf returns the kind of a media type.
func contentOf(media string) contentKind {
	base, _, err := mime.ParseMediaType(media)
	switch {
	case err != nil:
		return byteContent
	case base == "application/json", base == "text/json", strings.HasSuffix(base, "+json"):
		return jsonContent
	case base == "application/x-www-form-urlencoded":
		return formContent
	case base == "multipart/form-data":
		return multipartContent
	case strings.HasPrefix(base, "text/"):
		return textContent
	}
	return byteContent
}

// writeBody gives the request the body that field leads to. Nothing is sent for
// one that is absent.
func (e *Endpoint) writeBody(out *request, field any) error {
	if source, ok := field.(*io.Reader); ok {
		if *source == nil {
			return e.missingBody()
		}
		out.stream, out.streamed = *source, true
		setDefault(out.header, "Content-Type", []string{e.Body})
		return nil
	}
	if f, ok := field.(sequenceBody); ok {
		if f.isNil() {
			return e.missingBody()
		}
		out.stream, out.streamed = lines(f), true
		setDefault(out.header, "Content-Type", []string{e.Body})
		return nil
	}
	contentType := e.Body
	var err error
	switch contentOf(e.Body) {
	case formContent:
		if out.body, err = e.encodeForm(field); out.body == nil && err == nil {
			return e.missingBody()
		}
	case multipartContent:
		if out.stream, contentType = e.multipartBody(field); out.stream == nil {
			return e.missingBody()
		}
		out.streamed = true
	case textContent:
		var v flat
		if v, err = flatten(field); v.kind == flatNone && err == nil {
			return e.missingBody()
		}
		out.body = []byte(v.text)
	default:
		out.body, err = encodeRequest(field)
	}
	if err != nil {
		return err
	}
	if out.body == nil && out.stream == nil {
		return e.missingBody()
	}
	setDefault(out.header, "Content-Type", []string{contentType})
	return nil
}

// missingBody is the error for a body that must be there.
func (e *Endpoint) missingBody() error {
	if e.BodyRequired {
		return errors.New("the body is missing")
	}
	return nil
}

// encodeForm returns an object as a form: a pair for each member, and for each
// element of a list, unless the endpoint says otherwise.
func (e *Endpoint) encodeForm(field any) ([]byte, error) {
	v, err := flatten(field)
	if err != nil || v.kind != flatObject {
		return nil, err
	}
	var pairs []string
	add := func(name, text string) {
		pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(text))
	}
	for i, item := range v.items {
		if p := e.encoding(v.names[i]); p != nil && item.kind != flatNone {
			text, err := p.inForm(item)
			if err != nil {
				return nil, err
			}
			pairs = append(pairs, text)
			continue
		}
		switch item.kind {
		case flatList:
			for _, elem := range item.items {
				add(v.names[i], elem.text)
			}
		case flatText, flatObject:
			add(v.names[i], item.text)
		}
	}
	return []byte(strings.Join(pairs, "&")), nil
}

// encoding returns how the member of a form is written; nil when nothing is said.
func (e *Endpoint) encoding(name string) *EndpointParam {
	for i := range e.Encoding {
		if e.Encoding[i].Name == name {
			return &e.Encoding[i]
		}
	}
	return nil
}

// inForm returns a member of a form as pairs.
func (p *EndpointParam) inForm(v flat) (string, error) {
	if p.JSON {
		if v.kind == flatText {
			v.text = v.json
		}
		v = flat{kind: flatText, text: v.text}
	}
	if err := p.sendable(v); err != nil {
		return "", err
	}
	return p.inQuery(v), nil
}

// decodeForm reads a form into the object that field leads to.
func (e *Endpoint) decodeForm(text string, field any, request bool) error {
	pairs, err := splitQuery(text)
	if err != nil {
		return err
	}
	s := shapeOf(field)
	if s.kind != objectShape && s.kind != mapShape {
		s = shape{kind: mapShape, elem: func() shape { return shape{kind: anyShape} }}
	}
	var members []byte // of the object, with a comma behind each
	for i := range e.Encoding {
		p := &e.Encoding[i]
		member := s.property(p.Name)
		if p.JSON {
			member = shape{kind: anyShape}
		}
		json, err := p.fromQuery(member, pairs)
		if err != nil {
			return errors.New(quoted(p.Name) + ": " + err.Error())
		}
		if json != nil {
			members = append(append(append(appendQuoted(members, p.Name), ':'), json...), ',')
		}
		pairs = slices.DeleteFunc(pairs, func(q pair) bool { return p.takes(member, q.name) })
	}
	for i, p := range pairs {
		if pairs[i].text, err = url.QueryUnescape(p.text); err != nil {
			return errors.New("the form is not well escaped")
		}
	}
	rest := s.object(nil, pairs)
	switch {
	case len(members) == 0:
		members = rest
	case len(pairs) == 0:
		members[len(members)-1] = '}'
		members = append([]byte{'{'}, members...)
	default:
		members = append(append([]byte{'{'}, members...), rest[1:]...)
	}
	return decodeAs(members, field, request)
}

// takes reports whether the member of a form that p is about, of a shape, is made of
// the pairs with a name.
func (p *EndpointParam) takes(s shape, name string) bool {
	switch {
	case p.Style == "deepObject":
		return strings.HasPrefix(name, p.Name+"[")
	case s.kind == objectShape && p.Explode:
		names, _ := s.properties()
		return slices.Contains(names, name)
	}
	return name == p.Name
}

// decodeContent reads a body that is held in memory.
func (e *Endpoint) decodeContent(media string, body []byte, field any, request bool) error {
	switch contentOf(media) {
	case textContent:
		return decodeField(appendQuoted(nil, strings.ToValidUTF8(string(body), "\uFFFD")), field)
	case formContent:
		return e.decodeForm(string(body), field, request)
	}
	return decodeAs(body, field, request)
}
