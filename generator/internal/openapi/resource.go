package openapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
)

// In a document of OData the paths have the forms of OData URLs: a collection
// answers with an object whose "value" holds entities, and a path parameter behind
// the collection is the key of one of them (OData Protocol 4.01, 11; the mapping of
// OData to OpenAPI has the same forms). What a path is hangs at the path and at the
// types of what it gives and takes, in sets.go; no single operation decides alone.

// node is a segment of a path.
type node struct {
	segment string
	key     bool // the segment is a parameter
	item    *document.PathItem
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
	for _, item := range r.doc.Paths {
		path := item.Path
		n := root
		for _, segment := range strings.Split(strings.Trim(path, "/"), "/") {
			n = n.child(segment)
			r.api.Paths[template(n.path)] = true
		}
		if n.item != nil || strings.HasSuffix(path, "/") || strings.Contains(path, "#") {
			odd := &node{item: item, path: path} // the same path but for its end
			r.endpoints(odd, operationsOf(odd))
			continue
		}
		n.item, n.path = item, path
	}
	if r.api.Form == api.FormPlain {
		r.plain(root.next)
		return
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
		r.sets = append(r.sets, foundSet{n, entity})
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
	step.Name = r.Unique(api.Name{Local: n.segment})
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

// sends reports whether the body of op is an entity, or nothing is said about it.
func (r *reader) sends(op operation, entity *api.Struct) bool {
	if op.RequestBody == nil {
		return true
	}
	media := op.RequestBody.Content.Get("application/json")
	if media == nil || media.Schema == nil {
		return len(op.RequestBody.Content) == 0
	}
	t, _ := r.Type(r.entitySchema(media.Schema), jsonschema.Inner(entity.Name, "body"))
	return t == entity
}

// collection reads the calls on the collection at n and on its entities.
func (r *reader) collection(n *node, entity *api.Struct) {
	for _, op := range operationsOf(n) {
		switch {
		case op.method == http.MethodGet && r.lists(n, entity):
			addCall(&entity.SetCalls, r.call(api.ListCall, n, op))
		case op.method == http.MethodPost && r.sends(op, entity):
			addCall(&entity.SetCalls, r.call(api.CreateCall, n, op))
		case op.method == http.MethodGet:
			r.besideSet(n, op, "its answer is no page of OData with the entities of the set")
		case op.method == http.MethodPost:
			r.besideSet(n, op, "its body is not an entity of the set")
		default:
			r.besideSet(n, op, "it is none of the calls on a set")
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

// besideSet reads an operation at a path of OData that is no call of OData.
func (r *reader) besideSet(n *node, op operation, why string) {
	r.warn(op.Place, "beside-the-set", fmt.Sprintf("%s %s: %s; it is an operation of its own", op.method, n.path, why),
		`call it as an operation; where that is meant, list "beside-the-set" under "silence" of the target`)
	r.endpoints(n, []operation{op})
}

// entity reads the calls on the entity at n, whose segment is its key.
func (r *reader) entity(n *node, entity *api.Struct) {
	entity.Key = []string{keyName(n.segment, entity)}
	kinds := map[string]api.CallKind{
		http.MethodGet: api.GetCall, http.MethodPatch: api.UpdateCall, http.MethodDelete: api.DeleteCall,
	}
	for _, op := range operationsOf(n) {
		kind, ok := kinds[op.method]
		switch {
		case !ok:
			r.besideSet(n, op, "it is none of the calls on an entity")
		case kind == api.UpdateCall && !r.sends(op, entity):
			r.besideSet(n, op, "its body is not an entity of the set")
		default:
			addCall(&entity.Calls, r.call(kind, n, op))
		}
	}
	for _, c := range n.next {
		if r.entityOf(c) != nil {
			nav := r.navigation(c)
			if !slices.ContainsFunc(entity.Navigations, func(n *api.Navigation) bool { return n.Name == nav.Name }) {
				entity.Navigations = append(entity.Navigations, nav)
			}
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
		r.warn(op.Place, "server", fmt.Sprintf("%s %s: entities are all on the server of the document", op.method, n.path), "write a document for each server")
	}
	if len(op.Callbacks) > 0 {
		r.warn(op.Place, "callback", fmt.Sprintf("%s %s: the callbacks of calls on entities are left out", op.method, n.path), "make them webhooks")
	}
	r.untyped(n, op)
	return &api.Call{Kind: kind, Doc: r.opDoc(op), Pos: op.Place.At()}
}

func (r *reader) opDoc(op operation) api.Doc {
	d := jsonschema.NewDoc(op.Summary, op.Description, op.Deprecated)
	d.URL = op.DocsURL
	for _, requirement := range op.Security {
		for _, scheme := range requirement {
			d.Permissions = append(d.Permissions, scheme.Scopes...)
		}
	}
	return d
}

type operation struct {
	method string
	*document.Operation
}

// operationsOf returns the operations at n in a fixed order.
func operationsOf(n *node) []operation {
	if n.item == nil {
		return nil
	}
	var ops []operation
	for _, method := range standardMethods {
		if op := n.item.Operation(method); op != nil {
			ops = append(ops, operation{method, op})
		}
	}
	var others []operation
	for _, op := range n.item.Operations {
		if !slices.Contains(standardMethods, op.Method) && token.MatchString(op.Method) {
			others = append(others, operation{strings.ToUpper(op.Method), op})
		}
	}
	slices.SortFunc(others, func(a, b operation) int { return strings.Compare(a.Method, b.Method) })
	return append(ops, others...)
}

// successes are the statuses of answers that calls are read from, in this order.
var successes = []string{"200", "201", "2XX", "default"}

// answer returns the schema of the JSON body of a successful answer, nil when
// there is none.
func answer(op *document.Operation) *jsonschema.Schema {
	for _, status := range successes {
		resp := op.Response(status)
		if resp == nil {
			continue
		}
		if status == "default" && len(op.Responses) > 1 {
			return nil
		}
		if media := resp.Content.Get("application/json"); media != nil {
			return media.Schema
		}
	}
	return nil
}

// posOf is the place of n in the document, or of the first path behind it.
func (r *reader) posOf(n *node) diag.Position {
	if n = n.first(); n.item == nil {
		return diag.Position{File: r.files.Main().File}
	}
	return n.item.Place.At()
}

// first returns n when it is a path of the document, else the first path behind it.
func (n *node) first() *node {
	for n.item == nil && len(n.next) > 0 {
		n = n.next[0]
	}
	return n
}
