package odata

import (
	"context"
	"errors"
	"net/http"
)

// AnswerHeaders reads the header fields of the answer into headers, of the type
// that the generated package has for the call. An answer of failure fills them too.
// Calls without such a type take no notice.
//
//	var h graph.ListPetsHeaders
//	pets, err := client.ListPets(ctx, odata.AnswerHeaders(&h))
func AnswerHeaders(headers Object) RequestOption {
	return RequestOption{kind: headersOption, into: headers}
}

// headerFields returns a field of o for each header field that answers have.
func (e *Endpoint) headerFields(o Object) ([]any, error) {
	properties := o.ODataType().Properties
	for i := range properties {
		if i >= len(e.Headers) || properties[i].Name != string(appendEscaped(nil, e.Headers[i].Name)) {
			return nil, errors.New("headers are those of another call")
		}
	}
	return o.ODataFields(nil)[1:], nil
}

// readHeaders reads the header of an answer into objects.
func (e *Endpoint) readHeaders(header http.Header, into []Object) error {
	for _, o := range into {
		fields, err := e.headerFields(o)
		if err != nil {
			return err
		}
		for i, f := range fields {
			p := &e.Headers[i]
			if _, err := p.decode(&incoming{header: header}, 0, f); err != nil {
				return errors.New("header " + quoted(p.Name) + ": " + err.Error())
			}
		}
	}
	return nil
}

// SetHeaders sets header fields of the answer to the request that ctx is from:
// headers has the type that the generated package has for the call.
func SetHeaders(ctx context.Context, headers Object) error {
	x, ok := ctx.Value(endpointKey{}).(*Exchange)
	if !ok {
		return errors.New("odata: SetHeaders: the context is not of a call")
	}
	fields, err := x.endpoint.headerFields(headers)
	if err != nil {
		return errors.New("odata: SetHeaders: " + err.Error())
	}
	for i, f := range fields {
		p := &x.endpoint.Headers[i]
		v, err := p.flatten(f)
		if err != nil {
			return err
		}
		if v.kind != flatNone {
			x.inner.w.Header().Set(p.Name, p.inHeader(v))
		}
	}
	return nil
}

type endpointKey struct{}

// Value has the exchange beside what its context has.
func (x *Exchange) Value(key any) any {
	if key == (endpointKey{}) {
		return x
	}
	return x.Context.Value(key)
}
