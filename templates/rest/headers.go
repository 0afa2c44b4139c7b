package rest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/shape"
)

// ReadHeaders reads the header of an answer into a field for each of the header fields
// of the endpoint.
func (e *Endpoint) ReadHeaders(header http.Header, fields []any) error {
	for i, f := range fields {
		p := &e.Headers[i]
		if _, err := p.Decode(&Incoming{Header: header}, 0, f); err != nil {
			return errors.New("header " + strconv.Quote(p.Name) + ": " + err.Error())
		}
	}
	return nil
}

// WriteHeaders sets the header fields that are there among the fields of an answer.
func (e *Endpoint) WriteHeaders(header http.Header, fields []any) error {
	for i, f := range fields {
		p := &e.Headers[i]
		v, err := p.Flatten(f)
		if err != nil {
			return err
		}
		switch {
		case v.IsUndefined():
		case p.isSetCookie() && v.Kind == shape.FlatList:
			for _, cookie := range v.Items {
				header.Add(p.Name, cookie.Text)
			}
		default:
			header.Set(p.Name, p.InHeader(v))
		}
	}
	return nil
}

// isSetCookie reports whether p is the header field whose values have a line each, as they
// may hold commas (RFC 9110, 5.3).
func (p *Param) isSetCookie() bool { return strings.EqualFold(p.Name, "Set-Cookie") }
