package openapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
)

// bound reads an action at n: a POST at a path below a set or an entity. What else is
// there has no form of OData that is read.
func (r *reader) bound(n *node, to *[]*api.Operation) {
	for _, op := range operationsOf(n) {
		if n.key || op.method != http.MethodPost || !isResource(n.segment) {
			r.endpoints(n, []operation{op})
			continue
		}
		action, why := r.action(n, op)
		if action == nil {
			r.besideSet(n, op, why)
			continue
		}
		r.untyped(n, op)
		if !slices.ContainsFunc(*to, func(o *api.Operation) bool { return o.Name == action.Name }) {
			*to = append(*to, action) // else there is another path to the same type
		}
	}
	r.plain(n.next)
}

// action reads an action, or says why it is none that OData can have: its parameters
// are the members of a JSON object, and its result is JSON.
func (r *reader) action(n *node, op operation) (action *api.Operation, why string) {
	action = &api.Operation{Name: n.segment, Doc: r.opDoc(op), Pos: op.Place.At()}
	if op.RequestBody != nil && len(op.RequestBody.Content) > 0 {
		body := bodyOf(op.Operation)
		if !jsonschema.IsObject(body) || isUnion(body) {
			return nil, "its body is no JSON object, whose members would be the parameters of an action"
		}
		if action.Params = r.actionParams(n, body); len(action.Params) == 0 {
			return nil, "its body declares no members, which would be the parameters of an action"
		}
	}
	if result := answer(op.Operation); result != nil {
		if !r.result(n, action, result) {
			return nil, "its answer is not the result of an action: an object, or one with the result in its member \"value\""
		}
	} else if hasContent(op.Operation) {
		return nil, "its answer is not JSON"
	}
	return action, ""
}

// actionParams reads the members of a body. Whether the body may be absent changes
// nothing: what is sent is an object.
func (r *reader) actionParams(n *node, body *jsonschema.Schema) []*api.Param {
	s := r.Merged(body)
	of := &api.Struct{Name: api.Name{Local: n.segment}}
	var params []*api.Param
	for _, named := range s.Properties.All() {
		if strings.HasPrefix(named.Name, "@") {
			continue
		}
		p := r.Property(of, named.Name, named.Schema, slices.Contains(s.Required, named.Name))
		params = append(params, &api.Param{
			Name: named.Name, Doc: p.Doc, Pos: p.Pos, Type: p.Type, Nullable: p.Nullable, Required: p.Required, Facets: p.Facets,
		})
	}
	return params
}

// result reads the result of an action. It returns false when the answer is none.
func (r *reader) result(n *node, action *api.Operation, s *jsonschema.Schema) bool {
	v := s.Value()
	if v == nil {
		return false
	}
	value := v.Properties.Get("value")
	wrapped := value != nil
	for _, p := range v.Properties.All() {
		wrapped = wrapped && (p.Name == "value" || strings.HasPrefix(p.Name, "@"))
	}
	if wrapped {
		action.Result, action.ResultNullable = r.Type(value, jsonschema.Inner(api.Name{Local: n.segment}, "result"))
		return true
	}
	t, nullable := r.Type(s, jsonschema.Inner(api.Name{Local: n.segment}, "result"))
	if _, ok := t.(*api.Struct); !ok {
		return false
	}
	action.Result, action.ResultNullable = t, nullable
	return true
}

// hasContent reports whether an answer of success has a body.
func hasContent(op *document.Operation) bool {
	for _, status := range successes {
		if resp := op.Response(status); status != "default" && resp != nil && len(resp.Content) > 0 {
			return true
		}
	}
	return false
}

// systemOptions are the query options that OData defines (URL conventions 4.01, 5),
// which can be written without "$" since 4.01.
var systemOptions = []string{
	"apply", "compute", "count", "deltatoken", "expand", "filter", "format", "index", "levels",
	"orderby", "schemaversion", "search", "select", "skip", "skiptoken", "top",
}

func isSystemOption(name string) bool {
	return slices.Contains(systemOptions, strings.ToLower(strings.TrimPrefix(name, "$")))
}

// knownHeaders are those that calls have options or fixed values for.
var knownHeaders = []string{
	"accept", "authorization", "content-type", "if-match", "if-none-match", "odata-maxversion", "odata-version", "prefer",
}

// untyped tells the parameters of a call of OData that have no type: they make it no
// other call.
func (r *reader) untyped(n *node, op operation) {
	for _, p := range slices.Concat(n.item.Parameters, op.Parameters) {
		var how string
		switch {
		case p.In == "query" && !strings.HasPrefix(p.Name, "$") && !isSystemOption(p.Name):
			how = fmt.Sprintf("odata.Custom(%q, ...)", p.Name)
		case p.In == "header" && !slices.Contains(knownHeaders, strings.ToLower(p.Name)):
			how = fmt.Sprintf("client.Header(%q, ...)", p.Name)
		case p.In == "cookie":
			how = `client.Header("Cookie", ...)`
		default:
			continue
		}
		r.warn(p.Place, "parameter-not-typed", fmt.Sprintf("calls of OData have no type for the %s parameter %q, and do not ask for it", p.In, p.Name),
			"a caller sends it with "+how+"; a service finds it in odata.RequestFrom(ctx).HTTP")
	}
}
