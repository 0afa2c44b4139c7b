package openapi

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
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
		if items[path] == nil {
			continue
		}
		n := root
		for _, segment := range strings.Split(strings.Trim(path, "/"), "/") {
			n = n.child(segment)
		}
		if n.item != nil || strings.HasSuffix(path, "/") || strings.Contains(path, "#") {
			odd := &node{item: items[path], path: path} // the same path but for its end
			r.endpoints(odd, operationsOf(odd))
			continue
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
	r.endpoints(n, operationsOf(n))
	if n.key {
		r.plain(n.next)
		return nil
	}
	step := &api.Struct{PathOnly: true}
	for _, c := range n.next {
		if nav := r.navigation(c); nav != nil {
			step.Navigations = append(step.Navigations, nav)
		}
	}
	if len(step.Navigations) == 0 {
		return nil
	}
	step.Name = r.unique(api.Name{Local: n.segment})
	r.api.Structs = append(r.api.Structs, step)
	return &api.Navigation{Name: n.segment, Target: step}
}

// plain reads all that is below a parameter which is no key of an entity.
func (r *reader) plain(nodes []*node) {
	for _, n := range nodes {
		r.endpoints(n, operationsOf(n))
		r.plain(n.next)
	}
}

// entityOf returns the entity type of the collection at n, nil when it is none.
func (r *reader) entityOf(n *node) *api.Struct {
	if n.key || n.segment == "" || n.item == nil || n.item.Get == nil || !r.isQuery(n) || linksOtherwise(n) {
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

// isQuery reports whether the query parameters of GET at n are those of OData.
func (r *reader) isQuery(n *node) bool {
	for _, ref := range slices.Concat(n.item.Parameters, n.item.Get.Parameters) {
		if ref != nil && ref.Value != nil && ref.Value.In == "query" && !strings.HasPrefix(ref.Value.Name, "$") {
			return false
		}
	}
	return true
}

// linksOtherwise reports whether the pages of GET at n have their links elsewhere than
// those of OData.
func linksOtherwise(n *node) bool {
	said, ok := n.item.Get.Extensions["x-ms-pageable"].(map[string]any)
	next, _ := said["nextLinkName"].(string)
	return ok && next != "@odata.nextLink"
}

// sends reports whether the body of op is an entity, or nothing is said about it.
func (r *reader) sends(op operation, entity *api.Struct) bool {
	if op.RequestBody == nil || op.RequestBody.Value == nil {
		return true
	}
	media := op.RequestBody.Value.Content.Get("application/json")
	if media == nil || media.Schema == nil {
		return len(op.RequestBody.Value.Content) == 0
	}
	t, _ := r.typeOf(media.Schema, inner(entity.Name, "body"))
	return t == entity
}

// collection reads the calls on the collection at n and on its entities.
func (r *reader) collection(n *node, entity *api.Struct) {
	for _, op := range operationsOf(n) {
		switch {
		case op.method == http.MethodGet:
			addCall(&entity.SetCalls, r.call(api.ListCall, n, op))
		case op.method == http.MethodPost && r.sends(op, entity):
			addCall(&entity.SetCalls, r.call(api.CreateCall, n, op))
		default:
			r.endpoints(n, []operation{op})
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
		if !ok || kind == api.UpdateCall && !r.sends(op, entity) {
			r.endpoints(n, []operation{op})
			continue
		}
		addCall(&entity.Calls, r.call(kind, n, op))
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
		if n.key || op.method != http.MethodPost || op.RequestBody != nil || answer(op.Operation) != nil {
			r.endpoints(n, []operation{op})
			continue
		}
		*to = append(*to, &api.Operation{Name: n.segment, Doc: r.opDoc(op), Pos: r.at(op.Origin)})
	}
	r.plain(n.next)
}

func addCall(calls *[]*api.Call, c *api.Call) {
	for _, known := range *calls {
		if known.Kind == c.Kind {
			return // another path to the same type
		}
	}
	*calls = append(*calls, c)
}

func (r *reader) call(kind api.CallKind, n *node, op operation) *api.Call {
	if r.ownServer(n, op) != "" {
		r.warn(r.at(op.Origin), "server", fmt.Sprintf("%s %s: entities are all on the server of the document", op.method, n.path), "write a document for each server")
	}
	if len(op.Callbacks) > 0 {
		r.warn(r.at(op.Origin), "callback", fmt.Sprintf("%s %s: the callbacks of calls on entities are left out", op.method, n.path), "make them webhooks")
	}
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

type operation struct {
	method string
	*openapi3.Operation
}

// operationsOf returns the operations at n in a fixed order.
func operationsOf(n *node) []operation {
	if n.item == nil {
		return nil
	}
	all := n.item.Operations()
	var ops []operation
	for _, method := range standardMethods {
		if op := all[method]; op != nil {
			ops = append(ops, operation{method, op})
		}
		delete(all, method)
	}
	for _, method := range slices.Sorted(maps.Keys(all)) {
		if all[method] != nil && token.MatchString(method) {
			ops = append(ops, operation{strings.ToUpper(method), all[method]})
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
