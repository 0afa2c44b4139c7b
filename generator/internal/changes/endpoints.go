package changes

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// line is the request line of an operation; a webhook has its name alone.
func line(e *api.Endpoint) string {
	if e.Path == "" {
		return e.Name
	}
	return e.Method + " " + e.Path
}

// endpointKey is what stays when the parameters in a path are called otherwise.
func endpointKey(e *api.Endpoint) string { return placeholder.ReplaceAllString(line(e), "{}") }

// endpoints compares the operations of plain paths, and the webhooks.
func (c *comparer) endpoints() {
	c.endpointList(c.old.Endpoints, c.new.Endpoints, false)
	c.endpointList(c.old.Webhooks, c.new.Webhooks, true)
}

// endpointList compares operations. Back says that the service makes the requests.
func (c *comparer) endpointList(old, new []*api.Endpoint, back bool) {
	pairs(old, new, endpointKey, func(o, n **api.Endpoint) {
		switch {
		case n == nil:
			c.add(Change{Rule: "operation-removed", Wire: Breaking, Text: line(*o) + " is gone", Old: (*o).Pos, Group: line(*o), Subject: line(*o), Uses: 1})
		case o == nil:
			c.add(Change{Rule: "operation-added", Wire: Safe, Text: line(*n) + " is new", New: (*n).Pos, Group: line(*n), Subject: line(*n), Uses: 1})
		default:
			e := endpoints{c, *o, *n, use{in: !back, out: back, calls: 1}, use{in: back, out: !back, calls: 1}}
			e.compare()
			c.endpointList((*o).Callbacks, (*n).Callbacks, !back)
		}
	})
}

// endpoints compares two states of one operation.
type endpoints struct {
	c               *comparer
	o, n            *api.Endpoint
	request, answer use
}

func (e *endpoints) tell(rule string, wire Severity, was, is diag.Position, part, format string, args ...any) {
	if was.Line == 0 {
		was = e.o.Pos
	}
	if is.Line == 0 {
		is = e.n.Pos
	}
	subject := line(e.n)
	if part != "" {
		subject += " " + part
	}
	e.c.add(Change{Rule: rule, Text: fmt.Sprintf(format, args...), Wire: wire, Old: was, New: is, Group: line(e.n), Subject: subject, Uses: 1})
}

func (e *endpoints) compare() {
	none := diag.Position{}
	if e.o.Name != e.n.Name && e.n.Path != "" {
		e.tell("operation-renamed", None, none, none, "", "%s is called %s in the description, and was %s", line(e.n), e.n.Name, e.o.Name)
	}
	if e.o.Server != e.n.Server {
		e.tell("service-moved", Breaking, none, none, "", "%s is served at %s and was at %s", line(e.n), orThere(e.n.Server), orThere(e.o.Server))
	}
	e.params()
	e.body()
	e.answers()
	e.headers()
	e.security()
	e.c.described(e.o.Doc, e.n.Doc, e.o.Pos, e.n.Pos, line(e.n), line(e.n), line(e.n))
}

func orThere(server string) string {
	if server == "" {
		return "the address of all"
	}
	return server
}

// key is what a parameter is: one in the path by its place in it, whatever it is called.
func paramKey(e *api.Endpoint) func(*api.EndpointParam) string {
	names := placeholder.FindAllString(e.Path, -1)
	return func(p *api.EndpointParam) string {
		if p.In == "path" {
			return fmt.Sprint("path ", slices.Index(names, "{"+p.Name+"}"))
		}
		if p.In == "header" {
			return "header " + strings.ToLower(p.Name)
		}
		return p.In + " " + p.Name
	}
}

func (e *endpoints) params() {
	pairsBy(e.o.Params, e.n.Params, paramKey(e.o), paramKey(e.n), func(p, q **api.EndpointParam) {
		switch {
		case q == nil:
			// What is sent and not described any more is ignored by most services.
			e.tell("parameter-removed", Dangerous, (*p).Pos, e.n.Pos, (*p).In+" "+(*p).Name, "the %s parameter %s of %s is gone", (*p).In, (*p).Name, line(e.n))
		case p == nil:
			wire := Safe
			if (*q).Required {
				wire = narrower.verdict(e.request)
			}
			e.tell("parameter-added", wire, e.o.Pos, (*q).Pos, (*q).In+" "+(*q).Name, "%s has the %s %s parameter %s of type %s", line(e.n), need((*q).Required), (*q).In, (*q).Name, typeText((*q).Type))
		default:
			e.param(*p, *q)
		}
	})
}

func (e *endpoints) param(p, q *api.EndpointParam) {
	before := len(e.c.found)
	e.c.param("", line(e.n), q.Name+" of "+line(e.n), &p.Param, &q.Param, e.request)
	for i := range e.c.found[before:] {
		e.c.found[before+i].Subject = line(e.n) + " " + q.In + " " + q.Name
		e.c.found[before+i].Uses = 1
	}
	if p.Style != q.Style || p.JSON != q.JSON || p.Explode != q.Explode && isList(q.Type) {
		e.tell("parameter-style-changed", Breaking, p.Pos, q.Pos, q.In+" "+q.Name, "the parameter %s of %s is written in another form: %s, exploded %t", q.Name, line(e.n), q.Style, q.Explode)
	}
}

// isList reports whether a value has parts, which the style of a parameter separates.
func isList(t api.Type) bool {
	switch t.(type) {
	case api.List, api.Map, *api.Struct, *api.Union:
		return true
	}
	return false
}

func (e *endpoints) body() {
	o, n, none := e.o.Body, e.n.Body, diag.Position{}
	switch {
	case o == nil && n == nil:
	case o == nil:
		wire := Safe
		if n.Required {
			wire = narrower.verdict(e.request)
		}
		e.tell("body-required", wire, none, none, "body", "%s has the %s body %s", line(e.n), need(n.Required), typeText(n.Type))
	case n == nil:
		e.tell("body-required", Breaking, none, none, "body", "%s has no body any more", line(e.n))
	default:
		if o.Required != n.Required {
			e.tell("body-required", effectOf(n.Required, narrower).verdict(e.request), none, none, "body", "the body of %s is %s now", line(e.n), need(n.Required))
		}
		e.content("body", "body-changed", "the body of "+line(e.n), o, n, e.request)
		e.media("body", "the body of "+line(e.n), medias(o), medias(n), e.request)
	}
}

// medias are the media types in which content can be, whatever the one is that has a type.
func medias(c *api.Content) []string {
	if c == nil || c.Media == "" {
		return nil
	}
	return slices.Concat([]string{c.Media}, c.Accepts, c.Others)
}

// content compares what is sent in one direction.
func (e *endpoints) content(part, rule, what string, o, n *api.Content, u use) {
	none := diag.Position{}
	if o.Media != "" && n.Media != "" && o.Media != n.Media {
		return // what each holds cannot be compared
	}
	if f := e.c.typeEffect(o.Type, n.Type); f != same {
		e.tell(rule, f.verdict(u), none, none, part, "%s %s", what, changed(typeText(o.Type), typeText(n.Type)))
	}
	if o.Nullable != n.Nullable {
		e.tell(rule, effectOf(n.Nullable, wider).verdict(u), none, none, part, "%s %s null", what, map[bool]string{true: "can be", false: "can no longer be"}[n.Nullable])
	}
	if o.Items != n.Items {
		e.tell(rule, Breaking, none, none, part, "%s %s", what, changed(yes(o.Items, "a sequence"), yes(n.Items, "a sequence")))
	}
	for _, d := range e.c.schemaChanges(o.Schema, n.Schema) {
		e.tell(rule, d.effect.verdict(u), none, none, part, "%s: %s", what, d.text)
	}
}

func (e *endpoints) media(part, what string, o, n []string, u use) {
	none := diag.Position{}
	for _, m := range without(o, n) {
		// Clients ask an answer for what they know, and send what they know.
		e.tell("media-type-removed", Breaking, none, none, part, "%s is never %s any more", what, m)
	}
	for _, m := range without(n, o) {
		e.tell("media-type-added", Safe, none, none, part, "%s can be %s", what, m)
	}
}

func (e *endpoints) answers() {
	none := diag.Position{}
	pairs(e.o.Answers, e.n.Answers, func(a *api.Answer) string { return a.Status }, func(p, q **api.Answer) {
		switch {
		case q == nil:
			wire := Safe
			if success((*p).Status) {
				wire = Breaking
			}
			e.tell("answer-removed", wire, none, none, (*p).Status, "%s has no answer %s any more", line(e.n), (*p).Status)
		case p == nil:
			e.tell("answer-added", Safe, none, none, (*q).Status, "%s has an answer %s, which holds %s", line(e.n), (*q).Status, typeText((*q).Content.Type))
		default:
			what := fmt.Sprintf("the answer %s of %s", (*q).Status, line(e.n))
			e.content((*q).Status, "answer-changed", what, &(*p).Content, &(*q).Content, e.answer)
			e.media((*q).Status, what, medias(&(*p).Content), medias(&(*q).Content), e.answer)
			if (*p).Doc != (*q).Doc {
				e.tell("described-anew", None, none, none, (*q).Status, "%s is described in other words", what)
			}
		}
	})
}

// success reports whether a status is no failure.
func success(status string) bool {
	return strings.HasPrefix(status, "2") || strings.HasPrefix(status, "3")
}

func (e *endpoints) headers() {
	pairs(e.o.Headers, e.n.Headers, func(h *api.EndpointParam) string { return strings.ToLower(h.Name) }, func(p, q **api.EndpointParam) {
		switch {
		case q == nil:
			e.tell("header-removed", map[bool]Severity{true: Breaking, false: Safe}[(*p).Required], (*p).Pos, e.n.Pos, "header "+(*p).Name, "answers of %s have no header field %s any more", line(e.n), (*p).Name)
		case p == nil:
			e.tell("header-added", Safe, e.o.Pos, (*q).Pos, "header "+(*q).Name, "answers of %s have the header field %s", line(e.n), (*q).Name)
		default:
			what := fmt.Sprintf("the header field %s of answers of %s", (*q).Name, line(e.n))
			if f := e.c.typeEffect((*p).Type, (*q).Type); f != same {
				e.tell("header-changed", f.verdict(e.answer), (*p).Pos, (*q).Pos, "header "+(*q).Name, "%s %s", what, changed(typeText((*p).Type), typeText((*q).Type)))
			}
			if (*p).Required != (*q).Required {
				e.tell("header-changed", effectOf((*q).Required, narrower).verdict(e.answer), (*p).Pos, (*q).Pos, "header "+(*q).Name, "%s is %s now", what, need((*q).Required))
			}
			for _, d := range e.c.facetChanges((*p).Facets, (*q).Facets) {
				e.tell("header-changed", d.effect.verdict(e.answer), (*p).Pos, (*q).Pos, "header "+(*q).Name, "%s: %s", what, d.text)
			}
		}
	})
}

// security compares what a request has to show: a list of alternatives, each of which is
// schemes with their scopes.
func (e *endpoints) security() {
	was, is := proofs(e.o.Security), proofs(e.n.Security)
	none := diag.Position{}
	tell := func(wire Severity, format string, args ...any) {
		e.tell("security-changed", wire, none, none, "", format, args...)
	}
	less, more := without(was, is), without(is, was)
	switch {
	case len(less) == 0 && len(more) == 0:
	case len(was) == 0:
		tell(Breaking, "%s asks for %s now", line(e.n), strings.Join(is, " or "))
	case len(is) == 0:
		tell(Safe, "%s asks for nothing any more, and asked for %s", line(e.n), strings.Join(was, " or "))
	case len(less) == 0:
		tell(Safe, "%s also takes %s", line(e.n), strings.Join(more, " or "))
	case weaker(e.o.Security, e.n.Security):
		tell(Safe, "%s asks for less: %s instead of %s", line(e.n), strings.Join(is, " or "), strings.Join(was, " or "))
	default:
		tell(Breaking, "%s asks for %s and asked for %s", line(e.n), strings.Join(is, " or "), strings.Join(was, " or "))
	}
}

// proofs are alternatives in words.
func proofs(all [][]api.Security) []string {
	var out []string
	for _, alternative := range all {
		var parts []string
		for _, s := range alternative {
			text := s.Scheme.ID
			if len(s.Scopes) > 0 {
				text += " with " + strings.Join(s.Scopes, ", ")
			}
			parts = append(parts, text)
		}
		if len(parts) == 0 {
			parts = []string{"nothing"}
		}
		out = append(out, strings.Join(parts, " and "))
	}
	return out
}

// weaker reports whether whoever could show one of the old alternatives can show a new
// one.
func weaker(old, new [][]api.Security) bool {
	return !slices.ContainsFunc(old, func(o []api.Security) bool {
		return !slices.ContainsFunc(new, func(n []api.Security) bool { return covers(o, n) })
	})
}

// covers reports whether who shows o shows n as well.
func covers(o, n []api.Security) bool {
	for _, s := range n {
		i := slices.IndexFunc(o, func(t api.Security) bool { return t.Scheme.ID == s.Scheme.ID })
		if i < 0 || len(without(s.Scopes, o[i].Scopes)) > 0 {
			return false
		}
	}
	return true
}
