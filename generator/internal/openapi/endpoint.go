package openapi

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
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
	e := &api.Endpoint{Method: op.method, Path: n.path, Doc: r.opDoc(op), Pos: op.Place.At()}
	if path, fragment, ok := strings.Cut(e.Path, "#"); ok {
		r.warn(op.Place, "path-fragment", fmt.Sprintf("path %q: the fragment %q is not sent", n.path, fragment), "take it out of the path")
		e.Path = path
	}
	e.Doc.Text = first(e.Doc.Text, e.Doc.Summary)
	e.Tag = tagOf(op)
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
	if op.RequestBody != nil && !r.ignoresBody(op, e) {
		body := r.content(op.RequestBody.Content, jsonschema.Inner(name, "body"), op.Place)
		if body.Media != "" {
			body.Required = op.RequestBody.Required
			e.Body = &body
		}
	}
	e.Answers = r.answers(op, name)
	e.Headers = r.headers(op, e)
}

// tagOf is the first tag of op; "" when it has none.
func tagOf(op operation) string {
	if len(op.Tags) == 0 {
		return ""
	}
	return op.Tags[0]
}

// ignoresBody reports whether the body of op is ignored, as OpenAPI 3.0 asks where
// HTTP has no meaning for one (3.0.4, Operation Object), and says so: not of an object
// of which nothing is said, which some tools write at each operation.
func (r *reader) ignoresBody(op operation, e *api.Endpoint) bool {
	if !r.noBodies || !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodDelete}, op.method) {
		return false
	}
	for _, media := range op.RequestBody.Content {
		if media.Schema.Value() == nil || jsonschema.IsFreeObject(media.Schema) {
			continue
		}
		r.warn(op.Place, "body-ignored", fmt.Sprintf("%s %s: the body is ignored, as OpenAPI 3.0 asks", op.method, e.Path),
			"make it parameters, take another method, or say openapi: 3.1.0, which has bodies of "+op.method)
		return true
	}
	return true
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
	for _, s := range slices.Concat(n.item.Parameters, op.Parameters) {
		p := r.param(s, e)
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
func (r *reader) param(s *document.Parameter, e *api.Endpoint) *api.EndpointParam {
	p := &api.EndpointParam{In: s.In, Style: s.Style, AllowReserved: s.AllowReserved, AllowEmpty: s.AllowEmptyValue, Separators: s.Separators}
	p.Name, p.Required, p.Pos = s.Name, s.Required || s.In == "path", s.Place.At()
	p.Doc = jsonschema.NewDoc("", s.Description, s.Deprecated)
	switch strings.ToLower(s.Name) {
	case "accept", "content-type", "authorization":
		if s.In == "header" {
			return nil // OpenAPI gives them to the media types and to security
		}
	}
	if defaultStyles[s.In] == "" || (s.In == "header" || s.In == "cookie") && !token.MatchString(s.Name) {
		r.warn(s.Place, "parameter-left-out", fmt.Sprintf("%s %s: there is no place for a parameter %q in %q", e.Method, e.Path, s.Name, s.In),
			"use path, query, header or cookie, and a name that it can have")
		return nil
	}
	if !slices.Contains(styles[s.In], p.Style) {
		if p.Style != "" {
			r.warn(s.Place, "parameter-style", fmt.Sprintf("parameter %q: the style %q is not one for %q; the default is used", s.Name, s.Style, s.In),
				"use a style that OpenAPI has for the place")
		}
		p.Style = defaultStyles[s.In]
	}
	p.Explode = p.Style == "form" || p.Style == "deepObject"
	if s.Explode != nil {
		p.Explode = *s.Explode
	}
	schema := s.Schema
	if schema == nil && len(s.Content) > 0 {
		schema, p.JSON = s.Content[0].Schema, true
	}
	if schema == nil {
		p.Type = api.String
		return p
	}
	p.Type, p.Nullable = r.Type(schema, jsonschema.Inner(api.Name{Local: e.Name}, s.Name))
	p.Facets, p.Default = r.Facets(schema), r.Default(schema)
	p.Facets.Schema = r.Rest(schema, p.Type, true)
	_, isStruct := p.Type.(*api.Struct)
	p.Open = isStruct && p.Explode && p.Style == "form" && jsonschema.SaysMore(schema)
	return p
}

// headers reads the header fields of all answers of an operation. One that several
// answers have is read once.
func (r *reader) headers(op operation, e *api.Endpoint) []*api.EndpointParam {
	var out []*api.EndpointParam
	seen := map[string]*jsonschema.Schema{}
	for _, answer := range byStatus(op) {
		for _, h := range answer.Headers {
			if strings.EqualFold(h.Name, "Content-Type") {
				continue // the media type says it
			}
			if old, ok := seen[strings.ToLower(h.Name)]; ok {
				if !jsonschema.SameForm(old, h.Schema) {
					r.warn(h.Place, "header-left-out", fmt.Sprintf("header %q: another answer gives it another type; the first holds", h.Name), "give it one type")
				}
				continue
			}
			seen[strings.ToLower(h.Name)] = h.Schema
			if p := r.param(h, e); p != nil {
				out = append(out, p)
			}
		}
	}
	if _, ok := seen["location"]; !ok && slices.ContainsFunc(op.Responses, leadsElsewhere) {
		p := &api.EndpointParam{In: "header", Style: "simple"}
		p.Name, p.Type, p.Pos = "Location", api.String, op.Place.At()
		p.Doc.Text = "Location is where a redirect leads."
		out = append(out, p)
	}
	return out
}

// leadsElsewhere reports whether an answer is a redirect, whose Location need not be
// described.
func leadsElsewhere(a *document.Response) bool {
	return slices.Contains([]string{"301", "302", "303", "307", "308", "3XX"}, strings.ToUpper(a.Status))
}

// byStatus are the answers of an operation: "default" comes last, "2XX" behind "204".
func byStatus(op operation) []*document.Response {
	all := slices.Clone(op.Responses)
	slices.SortStableFunc(all, func(a, b *document.Response) int { return strings.Compare(a.Status, b.Status) })
	return all
}

// answers reads the responses, success first and by status.
func (r *reader) answers(op operation, name api.Name) []*api.Answer {
	var out []*api.Answer
	for _, answer := range byStatus(op) {
		a := &api.Answer{Status: strings.ToUpper(answer.Status), Doc: strings.TrimSpace(answer.Description)}
		if answer.Status == "default" {
			a.Status = answer.Status
		} else if !isStatus(a.Status) {
			r.warn(op.Place, "status", fmt.Sprintf("%q is no status of an answer", answer.Status), `write a number, "2XX" or "default"`)
			continue
		}
		for _, h := range answer.Headers {
			if h.Required && !strings.EqualFold(h.Name, "Content-Type") {
				a.Required = append(a.Required, h.Name)
			}
		}
		a.Content = r.answerContent(answer.Content, jsonschema.Inner(name, "answer"+statusWord(a.Status)), op.Place)
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
