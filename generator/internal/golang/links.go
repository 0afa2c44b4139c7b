package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// linkPlan is a function that takes the parameters of a call from another.
type linkPlan struct {
	funcPlan
	Home   home
	Values []linkValuePlan
}

// linkValuePlan is a value that is read into a field of the parameters.
type linkValuePlan struct {
	From  linkFrom
	Root  naming.Ident // the argument that has it
	Field fieldPlan    // of the argument; of an answer, the argument itself
	At    string       // a JSON pointer, a name, or JSON text
	To    fieldPlan
}

// linkFrom chooses how a value is read.
type linkFrom int

const (
	fromText linkFrom = iota
	fromArgument
	fromField
	fromBody // which is a field
)

func linkKey(e *api.Endpoint, l *api.Link) string {
	return "link " + e.Name + " " + l.Status + " " + l.Name
}

// wantLinks asks for the names in the package that links need.
func (p *planner) wantLinks(w *wants) {
	for _, e := range p.api.Endpoints {
		for _, l := range e.Links {
			name, word := p.endpointName(e), naming.Kind("Link")
			w.keep(linkKey(e, l), name.Plus(naming.Exported(l.Name)).Plus(word),
				name.Status(l.Status).Plus(naming.Exported(l.Name)).Plus(word),
				name.Status(l.Status).Plus(naming.Spelled(l.Name)).Plus(word))
		}
	}
}

func (p *planner) links() []linkPlan {
	var out []linkPlan
	for _, e := range byName(p.api.Endpoints, p.endpointName) {
		for _, l := range e.Links {
			out = append(out, p.link(e, l))
		}
	}
	return out
}

// The arguments of links: what was sent, the answer, and all that is described of it.
var (
	sentArg   = naming.Kind("sent")
	answerArg = naming.Kind("answer")
	wholeArg  = naming.Kind("whole")
)

func (p *planner) link(e *api.Endpoint, l *api.Link) linkPlan {
	name := p.pkg.Of(linkKey(e, l))
	out := linkPlan{funcPlan: funcPlan{Name: name}, Home: endpointHome(e)}
	out.Doc = docOf(fmt.Sprintf("%s returns parameters of [Client.%s] from a call of [Client.%s], by its link %s. An error says what is not there.",
		name, p.endpointName(l.To), p.endpointName(e), plainName(l.Name)), api.Doc{Text: l.Doc})
	var from endpointPlan
	p.exchange(&from, e)
	fields := p.endpointFields(l.To)
	for _, v := range l.Values {
		plan := p.linkValue(e, l, v, from)
		plan.To = p.paramField(v.Param, fields)
		out.Values = append(out.Values, plan)
		if plan.From != fromText {
			out.addSource(plan.Root, from)
		}
	}
	out.Signature = out.Signature.returns(namedType(p.pkg.Of("params of "+l.To.Name)), errorType)
	out.Signature.Results[0].Name, out.Signature.Results[1].Name = naming.Kind("p"), naming.Kind("err")
	return out
}

// linkValue plans where a value is read.
func (p *planner) linkValue(e *api.Endpoint, l *api.Link, v api.LinkValue, from endpointPlan) linkValuePlan {
	name := strings.NewReplacer("~1", "/", "~0", "~").Replace(strings.TrimPrefix(v.At, "/"))
	switch v.From {
	case api.FromAnswer:
		i := slices.IndexFunc(e.Answers, func(a *api.Answer) bool { return a.Status == l.Status })
		body := p.outValue(e.Answers[i].Content)
		return linkValuePlan{From: fromArgument, Root: answerArg, Field: fieldPlan{Type: body.Type}, At: v.At}
	case api.FromBody:
		return linkValuePlan{From: fromBody, Root: sentArg, Field: from.Params.Fields[len(from.Params.Fields)-1], At: v.At}
	case api.FromHeaders:
		i := slices.IndexFunc(e.Headers, func(h *api.EndpointParam) bool { return h.Name == name })
		return linkValuePlan{From: fromField, Root: wholeArg, Field: from.Whole.Headers[i], At: name}
	case api.FromParams, api.FromPath:
		i := slices.IndexFunc(e.Params, func(h *api.EndpointParam) bool {
			return h.Name == name && (h.In == "path") == (v.From == api.FromPath)
		})
		return linkValuePlan{From: fromField, Root: sentArg, Field: from.Params.Fields[i], At: name}
	}
	return linkValuePlan{At: v.At}
}

// addSource adds an argument once, in the order of a call.
func (l *linkPlan) addSource(root naming.Ident, from endpointPlan) {
	if slices.ContainsFunc(l.Signature.Params, func(p param) bool { return p.Name == root }) {
		return
	}
	arg := param{Name: root}
	switch root {
	case sentArg:
		arg.Type = namedType(from.Params.Name)
	case wholeArg:
		arg.Type = namedType(from.Whole.Struct)
	default:
		arg.Type = l.Values[len(l.Values)-1].Field.Type
	}
	l.Signature.Params = append(l.Signature.Params, arg)
	order := []naming.Ident{sentArg, answerArg, wholeArg}
	slices.SortStableFunc(l.Signature.Params, func(a, b param) int {
		return slices.Index(order, a.Name) - slices.Index(order, b.Name)
	})
}
