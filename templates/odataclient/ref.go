package odataclient

import (
	"context"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// AddRef adds target to the collection of references at r, which a navigation
// property leads to (OData Protocol 4.01, 11.4.6.1).
//
//	err := group.Members().At.AddRef(ctx, client.Users().ByID(id).At)
func (r Resource) AddRef(ctx context.Context, target Resource, opts ...client.CallOption) error {
	return r.sendRef(ctx, http.MethodPost, target, opts)
}

// SetRef makes target what a navigation property leads to (OData Protocol 4.01,
// 11.4.6.3).
func (r Resource) SetRef(ctx context.Context, target Resource, opts ...client.CallOption) error {
	return r.sendRef(ctx, http.MethodPut, target, opts)
}

// RemoveRef removes the reference at r, which a navigation property leads to, or
// a key after it. The entity stays (OData Protocol 4.01, 11.4.6.2). Some services want
// it named in odata.Custom("$id", url) in place of the key.
func (r Resource) RemoveRef(ctx context.Context, opts ...odata.Option) error {
	_, err := r.Child("$ref").exchange(ctx, http.MethodDelete, nil, nil, opts)
	return err
}

func (r Resource) sendRef(ctx context.Context, method string, target Resource, opts []client.CallOption) error {
	if target.err != nil {
		return target.err
	}
	if target.client.Err != nil {
		return target.client.Err
	}
	var body reference
	body.Set("@odata.id", api.Raw(jsonstr.AppendQuoted(nil, target.url("").String())))
	return run(ctx, r.Child("$ref"), method, &body, opts)
}

// reference is the object that the URL of an entity is wrapped in.
type reference struct{ api.Members }

var referenceType = wire.Type{}

// WireType describes the object.
func (*reference) WireType() *wire.Type { return &referenceType }
