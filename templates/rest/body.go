package rest

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Outgoing is the body of a request. One of Body and Stream is there, unless nothing is
// sent.
type Outgoing struct {
	ContentType string
	Body        []byte    // can be sent again
	Stream      io.Reader // can be sent once
	Length      int64     // of Stream; -1 or 0 when it is not known
}

// EncodeBody returns the body that field leads to: none for one that is absent. Other, if it
// leads to content, takes its place. A contentType that is not "" is what the caller wants to send it as, of the media types
// that the endpoint has.
func (e *Endpoint) EncodeBody(field any, other **api.Content, contentType string) (out Outgoing, err error) {
	if other != nil && *other != nil {
		return stream(*other, contentType, e.Others[0])
	}
	out.ContentType = cmp.Or(contentType, e.Body)
	switch f := field.(type) {
	case **api.Content:
		if *f != nil && (*f).ReadCloser != nil {
			out, err = stream(*f, contentType, e.Body)
		}
	case SequenceBody:
		if !f.IsNil() {
			out.Stream, out.Length = lines(f, e.Body), -1
		}
	default:
		media, ok := e.BodyMedia(out.ContentType)
		if !ok {
			return out, errors.New("the body cannot be sent as " + strconv.Quote(contentType))
		}
		out.ContentType = Concrete(cmp.Or(contentType, media), "application/json")
		err = e.encode(&out, field)
	}
	if err == nil && out.Body == nil && out.Stream == nil {
		if e.BodyRequired {
			return Outgoing{}, errors.New("the body is missing")
		}
		return Outgoing{}, nil
	}
	return out, err
}

// stream returns content as a body: as what the caller wants, as what it is, or as usual.
func stream(c *api.Content, contentType, usual string) (Outgoing, error) {
	out := Outgoing{ContentType: cmp.Or(contentType, c.Type, Concrete(usual, "application/octet-stream")), Stream: c.ReadCloser, Length: c.Length}
	return out, hasBoundary(out.ContentType)
}

// hasBoundary returns an error for the media type of a multipart body that nobody can
// take apart.
func hasBoundary(media string) error {
	if base, params, _ := mime.ParseMediaType(media); strings.HasPrefix(base, "multipart/") && params["boundary"] == "" {
		return errors.New("the Type of the Content is " + strconv.Quote(media) +
			" without a boundary; a multipart.Writer of mime/multipart has it: mime.FormatMediaType(" +
			strconv.Quote(base) + `, map[string]string{"boundary": w.Boundary()})`)
	}
	return nil
}

// encode encodes a value by the media type of out.
func (e *Endpoint) encode(out *Outgoing, field any) (err error) {
	switch ContentOf(out.ContentType) {
	case FormContent:
		out.Body, err = e.encodeForm(field)
	case MultipartContent:
		out.Length = -1
		out.Stream, out.ContentType = e.multipartBody(field)
	case TextContent:
		var v shape.Flat
		if v, err = shape.Flatten(field); err == nil && v.Kind != shape.FlatNone {
			out.Body, err = encodeText(v.Text, out.ContentType)
		}
	default:
		out.Body, err = wire.EncodeRequest(wire.In(wire.Plain, field))
		if len(out.Body) == 0 && e.BodyRequired && err == nil {
			out.Body = EmptyText(field, e.BodyNullable)
		}
	}
	return err
}

// EmptyText returns the JSON text that stands for a value that is nil: null where that is
// allowed, and a list or map without items; nil for other values.
func EmptyText(field any, nullable bool) []byte {
	switch kind := shape.Of(field).Kind; {
	case nullable:
		return []byte("null")
	case kind == shape.List:
		return []byte("[]")
	case kind == shape.Map:
		return []byte("{}")
	}
	return nil
}

// encodeForm returns an object as a form: a pair for each member, and for each
// element of a list, unless the endpoint says otherwise.
func (e *Endpoint) encodeForm(field any) ([]byte, error) {
	v, err := shape.Flatten(field)
	if err != nil || v.Kind != shape.FlatObject {
		return nil, err
	}
	var pairs []string
	add := func(name, text string) {
		pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(text))
	}
	for i, item := range v.Items {
		if p := e.encoding(v.Names[i]); p != nil && item.Kind != shape.FlatNone {
			text, err := p.inForm(item)
			if err != nil {
				return nil, err
			}
			if text != "" { // as an empty list has it
				pairs = append(pairs, text)
			}
			continue
		}
		switch item.Kind {
		case shape.FlatList:
			for _, elem := range item.Items {
				add(v.Names[i], elem.Text)
			}
		case shape.FlatText, shape.FlatObject:
			add(v.Names[i], item.Text)
		}
	}
	return []byte(strings.Join(pairs, "&")), nil
}

// encoding returns how the member of a form is written; nil when nothing is said.
func (e *Endpoint) encoding(name string) *Param {
	for i := range e.Encoding {
		if e.Encoding[i].Name == name {
			return &e.Encoding[i]
		}
	}
	return nil
}

// inForm returns a member of a form as pairs.
func (p *Param) inForm(v shape.Flat) (string, error) {
	if p.JSON {
		if v.Kind == shape.FlatText {
			v.Text = v.JSON
		}
		v = shape.Flat{Kind: shape.FlatText, Text: v.Text}
	}
	if err := p.Sendable(v); err != nil {
		return "", err
	}
	return p.InQuery(v), nil
}

// decodeForm reads a form into the object that field leads to.
func (e *Endpoint) decodeForm(text string, field any, check Check) error {
	pairs, err := SplitQuery(text)
	if err != nil {
		return err
	}
	s := shape.Of(field)
	if s.Kind != shape.Object && s.Kind != shape.Map {
		s = shape.Shape{Kind: shape.Map, Elem: func() shape.Shape { return shape.Shape{Kind: shape.Any} }}
	}
	var members []byte // of the object, with a comma behind each
	for i := range e.Encoding {
		p := &e.Encoding[i]
		member := s.Property(p.Name)
		if p.JSON {
			member = shape.Shape{Kind: shape.Any}
		}
		json, err := p.fromQuery(member, pairs)
		if err != nil {
			return errors.New(strconv.Quote(p.Name) + ": " + err.Error())
		}
		if json != nil {
			members = append(append(append(jsonstr.AppendQuoted(members, p.Name), ':'), json...), ',')
		}
		pairs = slices.DeleteFunc(pairs, func(q shape.Pair) bool { return p.takes(member, q.Name) })
	}
	for i, p := range pairs {
		if pairs[i].Text, err = url.QueryUnescape(p.Text); err != nil {
			return errors.New("the form is not well escaped")
		}
	}
	rest := s.Object(nil, pairs)
	switch {
	case len(members) == 0:
		members = rest
	case len(pairs) == 0:
		members[len(members)-1] = '}'
		members = append([]byte{'{'}, members...)
	default:
		members = append(append([]byte{'{'}, members...), rest[1:]...)
	}
	return check.decode(members, field)
}

// takes reports whether the member of a form that p is about, of a shape, is made of
// the pairs with a name.
func (p *Param) takes(s shape.Shape, name string) bool {
	switch {
	case p.Style == "deepObject":
		object := s.Kind == shape.Object || s.Kind == shape.Map
		return strings.HasPrefix(name, p.Name+"[") || name == p.Name && !object
	case s.Kind == shape.Object && p.Explode:
		names, _ := s.Properties()
		return slices.Contains(names, name)
	}
	return name == p.Name
}

// DecodeContent reads a body that is held in memory, and that came with a Content-Type, as
// a media type. It is that of a request where there is a check.
func (e *Endpoint) DecodeContent(media, contentType string, body []byte, field any, check Check) error {
	switch ContentOf(media) {
	case TextContent:
		text, err := decodeText(body, charsetOf(contentType, media))
		if err != nil {
			return err
		}
		return wire.DecodeAs(jsonstr.AppendQuoted(nil, text), field, check != nil)
	case FormContent:
		return e.decodeForm(string(body), field, check)
	}
	return check.decode(bytes.TrimPrefix(body, []byte(byteMark)), field)
}

// EncodeText returns the text of an answer in a media type, of its JSON text.
func EncodeText(media string, json []byte) ([]byte, error) {
	if ContentOf(media) != TextContent || len(json) == 0 || json[0] != '"' {
		return json, nil
	}
	text, _ := jsonstr.Unescape(nil, json[1:len(json)-1])
	return encodeText(string(text), media)
}
