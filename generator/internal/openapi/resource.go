package openapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// A document describes OData when its paths have the forms of OData URLs: a
// collection answers with an object whose "value" holds entities, and a path
// parameter behind the collection is the key of one of them (OData Protocol
// 4.01, 11; the mapping of OData to OpenAPI has the same forms).

// node is a segment of a path.
type node struct {
	segment string
	key     bool // the segment is a parameter
	item    *openapi3.PathItem
	path    string
	next    []*node
}

func (n *node) child(segment string) *node {
	for _, c := range n.next {
		if c.segment == segment {
			return c
		}
	}
	c := &node{segment: segment, key: strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}"), path: n.path + "/" + segment}
	n.next = append(n.next, c)
	return c
}

// readResources reads the paths.
func (r *reader) readResources() {
	root := &node{}
	items := r.doc.Paths.Map()
	for _, path := range inOrder(r, items, func(p *openapi3.PathItem) *openapi3.Origin { return p.Origin }) {
		n := root
		for _, segment := range strings.Split(strings.Trim(path, "/"), "/") {
			n = n.child(segment)
		}
		n.item, n.path = items[path], path
	}
	for _, n := range root.next {
		if nav := r.navigation(n); nav != nil {
			r.api.Container = append(r.api.Container, nav)
		}
	}
}

// navigation reads a segment that leads to entities: a collection, or a step on
// the way to one.
func (r *reader) navigation(n *node) *api.Navigation {
	if entity := r.entityOf(n); entity != nil {
		r.collection(n, entity)
		return &api.Navigation{Name: n.segment, Target: entity, Collection: true, Contained: true, Pos: r.posOf(n)}
	}
	r.leaveOut(n, operationsOf(n))
	step := &api.Struct{Name: api.Name{Local: n.segment}, PathOnly: true}
	for _, c := range n.next {
		if nav := r.navigation(c); nav != nil {
			step.Navigations = append(step.Navigations, nav)
		}
	}
	if len(step.Navigations) == 0 {
		return nil
	}
	r.api.Structs = append(r.api.Structs, step)
	return &api.Navigation{Name: n.segment, Target: step}
}

// entityOf returns the entity type of the collection at n, nil when it is none.
func (r *reader) entityOf(n *node) *api.Struct {
	if n.key || n.item == nil || n.item.Get == nil {
		return nil
	}
	schema := answer(n.item.Get)
	if schema == nil || schema.Value == nil {
		return nil
	}
	value := schema.Value.Properties["value"]
	if value == nil || value.Value == nil || !value.Value.Type.Includes(openapi3.TypeArray) {
		return nil
	}
	t, _ := r.typeOf(value.Value.Items, api.Name{Local: n.segment})
	entity, _ := t.(*api.Struct)
	return entity
}

// collection reads the calls on the collection at n and on its entities.
func (r *reader) collection(n *node, entity *api.Struct) {
	for _, op := range operationsOf(n) {
		switch op.method {
		case http.MethodGet:
			addCall(&entity.SetCalls, r.call(api.ListCall, op))
		case http.MethodPost:
			addCall(&entity.SetCalls, r.call(api.CreateCall, op))
		default:
			r.leaveOut(n, []operation{op})
		}
	}
	for _, c := range n.next {
		if c.key {
			r.entity(c, entity)
			continue
		}
		r.bound(c, &entity.SetOps)
	}
}

// entity reads the calls on the entity at n, whose segment is its key.
func (r *reader) entity(n *node, entity *api.Struct) {
	entity.Key = []string{keyName(n.segment, entity)}
	kinds := map[string]api.CallKind{
		http.MethodGet: api.GetCall, http.MethodPatch: api.UpdateCall, http.MethodDelete: api.DeleteCall,
	}
	for _, op := range operationsOf(n) {
		kind, ok := kinds[op.method]
		if !ok {
			r.leaveOut(n, []operation{op})
			continue
		}
		addCall(&entity.Calls, r.call(kind, op))
	}
	for _, c := range n.next {
		if r.entityOf(c) != nil {
			entity.Navigations = append(entity.Navigations, r.navigation(c))
			continue
		}
		r.bound(c, &entity.Operations)
	}
}

// keyName returns the property that a parameter like {user-id} or {id} is the
// value of.
func keyName(segment string, entity *api.Struct) string {
	param := strings.Trim(segment, "{}")
	suffix := param[strings.LastIndexByte(param, '-')+1:]
	for _, name := range []string{param, suffix, "id"} {
		for _, p := range entity.Properties {
			if p.Name == name {
				return name
			}
		}
	}
	return suffix
}

// bound reads an action at n: a POST without parameters that answers with no
// content.
func (r *reader) bound(n *node, to *[]*api.Operation) {
	for _, op := range operationsOf(n) {
		if op.method != http.MethodPost || op.RequestBody != nil || answer(op.Operation) != nil {
			r.leaveOut(n, []operation{op})
			continue
		}
		*to = append(*to, &api.Operation{Name: n.segment, Doc: r.opDoc(op), Pos: r.at(op.Origin)})
	}
	for _, c := range n.next {
		r.leaveOut(c, operationsOf(c))
	}
}

func addCall(calls *[]*api.Call, c *api.Call) {
	for _, known := range *calls {
		if known.Kind == c.Kind {
			return // another path to the same type
		}
	}
	*calls = append(*calls, c)
}

func (r *reader) call(kind api.CallKind, op operation) *api.Call {
	return &api.Call{Kind: kind, Doc: r.opDoc(op), Pos: r.at(op.Origin)}
}

func (r *reader) opDoc(op operation) api.Doc {
	d := r.docOf(op.Summary, op.Description, op.Deprecated)
	if op.ExternalDocs != nil {
		d.URL = op.ExternalDocs.URL
	}
	if op.Security == nil {
		return d
	}
	for _, requirement := range *op.Security {
		for _, scopes := range requirement {
			d.Permissions = append(d.Permissions, scopes...)
		}
	}
	return d
}

// leaveOut reports operations that have no form of OData.
func (r *reader) leaveOut(n *node, ops []operation) {
	for _, op := range ops {
		r.warn(r.at(op.Origin), "operation-left-out",
			fmt.Sprintf("%s %s has none of the forms that OData gives to requests", op.method, n.path),
			"nothing is generated for it")
	}
}

type operation struct {
	method string
	*openapi3.Operation
}

// operationsOf returns the operations at n in a fixed order.
func operationsOf(n *node) []operation {
	if n.item == nil {
		return nil
	}
	var ops []operation
	for _, method := range []string{
		http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodHead, http.MethodOptions, http.MethodTrace,
	} {
		if op := n.item.GetOperation(method); op != nil {
			ops = append(ops, operation{method, op})
		}
	}
	return ops
}

// answer returns the schema of the JSON body of a successful answer, nil when
// there is none.
func answer(op *openapi3.Operation) *openapi3.SchemaRef {
	for _, status := range []string{"200", "201", "2XX", "default"} {
		resp := op.Responses.Value(status)
		if resp == nil || resp.Value == nil {
			continue
		}
		if status == "default" && op.Responses.Len() > 1 {
			return nil
		}
		if media := resp.Value.Content.Get("application/json"); media != nil {
			return media.Schema
		}
	}
	return nil
}

func (r *reader) posOf(n *node) diag.Position { return r.at(n.item.Origin) }
