package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
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
		for _, a := range from.to.Answers {
			answer := from.op.Response(a.Status)
			if answer == nil {
				answer = from.op.Response(strings.ToLower(a.Status))
			}
			if answer == nil {
				continue
			}
			links := slices.SortedFunc(slices.Values(answer.Links), func(a, b *document.Link) int { return strings.Compare(a.Name, b.Name) })
			for _, link := range links {
				r.link(link, from, a)
			}
		}
	}
}

// link reads a link of an answer, or says why there is no function for it.
func (r *reader) link(s *document.Link, from linkedOperation, a *api.Answer) {
	leave := func(why string) {
		r.warn(s.Place, "link", fmt.Sprintf("link %q: %s", s.Name, why), "take the parameters of the call from the answer by hand")
	}
	to := r.linkTarget(s)
	switch {
	case to == nil:
		leave("it leads to no operation that has a method of its own")
		return
	case s.RequestBody:
		leave("the body of the request that it leads to is not made")
		return
	}
	out := &api.Link{Name: s.Name, Doc: strings.TrimSpace(s.Description), Status: a.Status, To: to}
	parameters := slices.SortedFunc(slices.Values(s.Parameters), func(a, b tree.Place) int { return strings.Compare(a.Name(), b.Name()) })
	for _, m := range parameters {
		key := m.Name()
		v, why := linkValue(key, m.Node, from.to, a, to)
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
func (r *reader) linkTarget(s *document.Link) *api.Endpoint {
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
func linkValue(key string, value *tree.Node, from *api.Endpoint, a *api.Answer, to *api.Endpoint) (v api.LinkValue, why string) {
	i := slices.IndexFunc(to.Params, func(p *api.EndpointParam) bool { return p.Name == key || p.In+"."+p.Name == key })
	if i < 0 {
		return v, fmt.Sprintf("%s %s does not have it", to.Method, to.Path)
	}
	v.Param = to.Params[i]
	text := value.Text
	if !value.IsText() || !strings.HasPrefix(text, "$") {
		v.From, v.At = api.FromText, jsonschema.JSON(value)
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
