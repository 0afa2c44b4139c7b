package openapi

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// endpoints reads operations that have none of the forms of OData.
func (r *reader) endpoints(n *node, ops []operation) {
	for _, op := range ops {
		e := r.endpoint(n, op)
		r.api.Endpoints = append(r.api.Endpoints, e)
		r.linked = append(r.linked, linkedOperation{op, e, n.path})
	}
}

func (r *reader) endpoint(n *node, op operation) *api.Endpoint {
	e := &api.Endpoint{Method: op.method, Path: n.path, Doc: r.opDoc(op), Pos: r.at(op.Origin)}
	if path, fragment, ok := strings.Cut(e.Path, "#"); ok {
		r.warn(e.Pos, "path-fragment", fmt.Sprintf("path %q: the fragment %q is not sent", n.path, fragment), "take it out of the path")
		e.Path = path
	}
	e.Doc.Text = first(e.Doc.Text, e.Doc.Summary)
	e.Server = r.ownServer(n, op)
	e.Name = r.endpointName(n, op, e)
	r.exchange(n, op, e)
	e.Security = r.security(op)
	e.Callbacks = r.callbacks(op, e)
	e.Pages = r.pages(op, e)
	return e
}

// exchange reads what goes to e and what comes from it.
func (r *reader) exchange(n *node, op operation, e *api.Endpoint) {
	e.Params = r.params(n, op, e)
	name := api.Name{Local: e.Name}
	if op.RequestBody != nil && op.RequestBody.Value != nil {
		body := r.content(op.RequestBody.Value.Content, inner(name, "body"), e.Pos)
		if body.Media != "" {
			body.Required = op.RequestBody.Value.Required
			e.Body = &body
		}
	}
	e.Answers = r.answers(op, name, e.Pos)
	e.Headers = r.headers(op, e)
}

// endpointName is the operationId, or the method and the path where there is
// none, or where another operation has it.
func (r *reader) endpointName(n *node, op operation, e *api.Endpoint) string {
	name := strings.TrimSpace(op.OperationID)
	if name != "" && r.ops[name] {
		name = ""
	}
	if name == "" {
		name = strings.ToLower(op.method) + " " + strings.NewReplacer("{", "by ", "}", "").Replace(n.path)
	}
	r.ops[name] = true
	return name
}

// defaultStyles are the styles of parameters that name none.
var defaultStyles = map[string]string{"path": "simple", "header": "simple", "query": "form", "cookie": "form"}

// styles are the styles that each place knows.
var styles = map[string][]string{
	"path":   {"simple", "label", "matrix"},
	"header": {"simple"},
	"query":  {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
	"cookie": {"form"},
}

var (
	inPath = regexp.MustCompile(`\{([^{}/]*)\}`)
	token  = regexp.MustCompile("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$")
)

// params reads the parameters of the path and of the operation. Those in the path
// come first, in the order of the template.
func (r *reader) params(n *node, op operation, e *api.Endpoint) []*api.EndpointParam {
	byName := map[string]*api.EndpointParam{}
	var rest []*api.EndpointParam
	for _, ref := range slices.Concat(n.item.Parameters, op.Parameters) {
		if ref == nil || ref.Value == nil {
			continue
		}
		p := r.param(ref, e)
		if p == nil {
			continue
		}
		key := p.In + " " + p.Name
		if p.In == "path" {
			byName[p.Name] = p
			continue
		}
		if old := byName[key]; old != nil { // the operation replaces that of its path
			*old = *p
			continue
		}
		byName[key] = p
		rest = append(rest, p)
	}
	var out []*api.EndpointParam
	seen := map[string]bool{}
	for _, m := range inPath.FindAllStringSubmatch(e.Path, -1) {
		p := byName[m[1]]
		if p == nil { // the check has said so
			p = &api.EndpointParam{Param: api.Param{Name: m[1], Type: api.String, Required: true, Pos: e.Pos}, In: "path", Style: "simple"}
		}
		if !seen[m[1]] {
			out = append(out, p)
		}
		seen[m[1]] = true
	}
	return append(out, rest...)
}

// param reads a parameter; nil when nothing can be sent for it.
func (r *reader) param(ref *openapi3.ParameterRef, e *api.Endpoint) *api.EndpointParam {
	s := ref.Value
	p := &api.EndpointParam{In: s.In, Style: s.Style, AllowReserved: s.AllowReserved}
	p.Name, p.Required, p.Pos = s.Name, s.Required || s.In == "path", r.at(s.Origin)
	p.Doc = r.docOf("", s.Description, s.Deprecated)
	switch strings.ToLower(s.Name) {
	case "accept", "content-type", "authorization":
		if s.In == "header" {
			return nil // OpenAPI gives them to the media types and to security
		}
	}
	if defaultStyles[s.In] == "" || (s.In == "header" || s.In == "cookie") && !token.MatchString(s.Name) {
		r.warn(p.Pos, "parameter-left-out", fmt.Sprintf("%s %s: there is no place for a parameter %q in %q", e.Method, e.Path, s.Name, s.In),
			"use path, query, header or cookie, and a name that it can have")
		return nil
	}
	if !slices.Contains(styles[s.In], p.Style) {
		if p.Style != "" {
			r.warn(p.Pos, "parameter-style", fmt.Sprintf("parameter %q: the style %q is not one for %q; the default is used", s.Name, s.Style, s.In),
				"use a style that OpenAPI has for the place")
		}
		p.Style = defaultStyles[s.In]
	}
	p.Explode = p.Style == "form" || p.Style == "deepObject"
	if s.Explode != nil {
		p.Explode = *s.Explode
	}
	schema := s.Schema
	for _, media := range s.Content {
		if schema == nil && media != nil {
			schema, p.JSON = media.Schema, true
		}
	}
	if schema == nil {
		p.Type = api.String
		return p
	}
	p.Type, p.Nullable = r.typeOf(schema, inner(api.Name{Local: e.Name}, s.Name))
	if schema.Value != nil {
		p.Facets = r.facets(schema)
		p.Facets.Schema = r.rest(schema, p.Type, true)
	}
	return p
}

// headers reads the header fields of all answers of an operation. One that several
// answers have is read once.
func (r *reader) headers(op operation, e *api.Endpoint) []*api.EndpointParam {
	var out []*api.EndpointParam
	seen := map[string]*openapi3.Schema{}
	all := op.Responses.Map()
	for _, status := range slices.Sorted(maps.Keys(all)) {
		if all[status] == nil || all[status].Value == nil {
			continue
		}
		headers := all[status].Value.Headers
		for _, name := range inOrder(r, headers, func(h *openapi3.HeaderRef) *openapi3.Origin {
			if h == nil || h.Value == nil {
				return nil
			}
			return h.Value.Origin
		}) {
			h := headers[name]
			if h == nil || h.Value == nil || strings.EqualFold(name, "Content-Type") {
				continue // the media type says it
			}
			schema := headerSchema(h.Value)
			if old, ok := seen[strings.ToLower(name)]; ok {
				if old != nil && schema != nil && !sameForm(old, schema) {
					r.warn(r.at(h.Value.Origin), "header-left-out", fmt.Sprintf("header %q: another answer gives it another type; the first holds", name), "give it one type")
				}
				continue
			}
			seen[strings.ToLower(name)] = schema
			s := h.Value.Parameter
			s.Name, s.In = name, "header"
			if p := r.param(&openapi3.ParameterRef{Value: &s}, e); p != nil {
				out = append(out, p)
			}
		}
	}
	return out
}

// headerSchema returns the schema of a header field; nil for none.
func headerSchema(h *openapi3.Header) *openapi3.Schema {
	if h.Schema == nil {
		return nil
	}
	return h.Schema.Value
}

// sameForm reports whether two schemas say the same about the form of values, as far
// as header fields have one.
func sameForm(a, b *openapi3.Schema) bool {
	return a == b || slices.Equal(a.Type.Slice(), b.Type.Slice()) && a.Format == b.Format && len(a.Properties) == len(b.Properties)
}

// answers reads the responses, success first and by status.
func (r *reader) answers(op operation, name api.Name, pos diag.Position) []*api.Answer {
	var out []*api.Answer
	all := op.Responses.Map()
	statuses := make([]string, 0, len(all))
	for status := range all {
		statuses = append(statuses, status)
	}
	slices.Sort(statuses) // "default" comes last, "2XX" behind "204"
	for _, status := range statuses {
		ref := all[status]
		if ref == nil || ref.Value == nil {
			continue
		}
		a := &api.Answer{Status: strings.ToUpper(status)}
		if status == "default" {
			a.Status = status
		} else if !isStatus(a.Status) {
			r.warn(pos, "status", fmt.Sprintf("%q is no status of an answer", status), `write a number, "2XX" or "default"`)
			continue
		}
		if ref.Value.Description != nil {
			a.Doc = strings.TrimSpace(*ref.Value.Description)
		}
		a.Content = r.content(ref.Value.Content, inner(name, "answer"+statusWord(a.Status)), pos)
		out = append(out, a)
	}
	return out
}

func isStatus(s string) bool {
	n, err := strconv.Atoi(strings.Replace(s, "XX", "00", 1))
	return err == nil && len(s) == 3 && n >= 100 && n < 600
}

// statusWord tells answers apart in names of types; those of success are plain.
func statusWord(status string) string {
	if status == "200" || status == "201" {
		return ""
	}
	return status
}

// standardMethods are in the order in which the operations of a path are read.
var standardMethods = []string{
	http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch,
	http.MethodDelete, http.MethodHead, http.MethodOptions, http.MethodTrace,
}
