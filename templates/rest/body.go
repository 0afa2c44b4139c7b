package rest

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime"
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
