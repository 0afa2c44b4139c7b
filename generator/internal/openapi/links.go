package openapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// linkedOperation is an operation that links can lead from and to.
type linkedOperation struct {
	op   operation
	to   *api.Endpoint
	path string
}

// readLinks reads the links of answers, once all operations are there.
func (r *reader) readLinks() {
	for _, from := range r.linked {
		all := from.op.Responses.Map()
		for _, a := range from.to.Answers {
			answer := all[a.Status]
			if answer == nil {
				answer = all[strings.ToLower(a.Status)]
			}
			if answer == nil || answer.Value == nil {
				continue
			}
			for _, name := range slices.Sorted(maps.Keys(answer.Value.Links)) {
				if link := answer.Value.Links[name]; link != nil && link.Value != nil {
					r.link(name, link.Value, from, a)
				}
			}
		}
	}
}

// link reads a link of an answer, or says why there is no function for it.
func (r *reader) link(name string, s *openapi3.Link, from linkedOperation, a *api.Answer) {
	leave := func(why string) {
		r.warn(r.at(s.Origin), "link", fmt.Sprintf("link %q: %s", name, why), "take the parameters of the call from the answer by hand")
	}
	to := r.linkTarget(s)
	switch {
	case to == nil:
		leave("it leads to no operation that has a method of its own")
		return
	case s.RequestBody != nil:
		leave("the body of the request that it leads to is not made")
		return
	}
	out := &api.Link{Name: name, Doc: strings.TrimSpace(s.Description), Status: a.Status, To: to}
	for _, key := range slices.Sorted(maps.Keys(s.Parameters)) {
		v, why := linkValue(key, s.Parameters[key], from.to, a, to)
		if why != "" {
			leave(fmt.Sprintf("parameter %q: %s", key, why))
			return
		}
		out.Values = append(out.Values, v)
	}
	slices.SortStableFunc(out.Values, func(v, w api.LinkValue) int {
		return slices.Index(to.Params, v.Param) - slices.Index(to.Params, w.Param)
	})
	if len(out.Values) > 0 {
		from.to.Links = append(from.to.Links, out)
	}
}

// linkTarget returns the endpoint that a link leads to; nil when it is none.
func (r *reader) linkTarget(s *openapi3.Link) *api.Endpoint {
	for _, o := range r.linked {
		pointer := "#/paths/" + escapePointer(o.path) + "/" + strings.ToLower(o.op.method)
		if s.OperationID != "" && o.op.OperationID == s.OperationID || s.OperationRef == pointer {
			return o.to
		}
	}
	return nil
}

// linkValue reads where the value of a parameter is. The key is its name, which can
// have its place before it: "path.id".
func linkValue(key string, value any, from *api.Endpoint, a *api.Answer, to *api.Endpoint) (v api.LinkValue, why string) {
	i := slices.IndexFunc(to.Params, func(p *api.EndpointParam) bool { return p.Name == key || p.In+"."+p.Name == key })
	if i < 0 {
		return v, fmt.Sprintf("%s %s does not have it", to.Method, to.Path)
	}
	v.Param = to.Params[i]
	text, ok := value.(string)
	if !ok || !strings.HasPrefix(text, "$") {
		constant, err := json.Marshal(value)
		if err != nil {
			return v, "its value is no JSON"
		}
		v.From, v.At = api.FromText, string(constant)
		return v, ""
	}
	if pointer, ok := strings.CutPrefix(text, "$response.body#"); ok && isObjectType(a.Content) {
		v.From, v.At = api.FromAnswer, pointer
		return v, ""
	}
	if pointer, ok := strings.CutPrefix(text, "$request.body#"); ok && from.Body != nil && isObjectType(*from.Body) {
		v.From, v.At = api.FromBody, pointer
		return v, ""
	}
	if name, ok := strings.CutPrefix(text, "$response.header."); ok {
		i := slices.IndexFunc(from.Headers, func(h *api.EndpointParam) bool { return strings.EqualFold(h.Name, name) })
		if i < 0 {
			return v, fmt.Sprintf("the answer does not declare the header field %q", name)
		}
		v.From, v.At = api.FromHeaders, "/"+escapePointer(from.Headers[i].Name)
		return v, ""
	}
	return sentValue(v, text, from)
}

// sentValue reads a value that is a parameter of the first call.
func sentValue(v api.LinkValue, text string, from *api.Endpoint) (_ api.LinkValue, why string) {
	for _, p := range from.Params {
		switch {
		case text != "$request."+p.In+"."+p.Name:
			continue
		case p.In != "path":
			v.From, v.At = api.FromParams, "/"+escapePointer(p.Name)
		case p.Type != v.Param.Type || v.Param.In != "path":
			return v, fmt.Sprintf("%q has another type", p.Name)
		default:
			v.From, v.At = api.FromPath, p.Name
		}
		return v, ""
	}
	return v, fmt.Sprintf("%q is no value that can be taken from the call", text)
}

func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// isObjectType reports whether the content is an object, into which pointers lead.
func isObjectType(c api.Content) bool {
	switch c.Type.(type) {
	case *api.Struct, *api.Union:
		return !c.Items
	}
	return false
}
