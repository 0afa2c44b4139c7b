package rest

import (
	"errors"
	"net/http"
	"strconv"

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
		if v.Kind != shape.FlatNone {
			header.Set(p.Name, p.InHeader(v))
		}
	}
	return nil
}
