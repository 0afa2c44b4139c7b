package golang

import (
	"fmt"
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// linkPlan is a function that takes the parameters of a call from another.
type linkPlan struct {
	Name    naming.Ident
	Doc     []string
	Sources []valuePlan // what it takes values from
	Results []valuePlan // parameters in the path
	Params  naming.Ident
	Values  []linkValuePlan
	Copies  []copyPlan
}

// linkValuePlan is a value that is read from a source, or from JSON text.
type linkValuePlan struct {
	Source naming.Ident // the zero Ident for a text
	At     string
	To     valuePlan  // a result
	Field  *fieldPlan // of the parameters, in place of To
}

// copyPlan is a parameter that is one of the other call too.
type copyPlan struct{ To, From naming.Ident }

func linkKey(e *api.Endpoint, l *api.Link) string {
	return "link " + e.Name + " " + l.Status + " " + l.Name
}

// wantLinks asks for the names in the package that links need.
func (p *planner) wantLinks(w *wants) {
	for _, e := range p.api.Endpoints {
		for _, l := range e.Links {
			name, word := p.endpointName(e), naming.Kind("Link")
			w.add(linkKey(e, l), name.Plus(naming.Exported(l.Name)).Plus(word),
				name.Plus(naming.Kind(l.Status)).Plus(naming.Exported(l.Name)).Plus(word),
				name.Plus(naming.Kind(l.Status)).Plus(naming.Spelled(l.Name)).Plus(word))
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

func (p *planner) link(e *api.Endpoint, l *api.Link) linkPlan {
	name := p.pkg.Of(linkKey(e, l))
	out := linkPlan{Name: name}
	out.Doc = docOf(fmt.Sprintf("%s returns parameters of [Client.%s] from a call of [Client.%s], by its link %s. An error says what is not there.",
		name, p.endpointName(l.To), p.endpointName(e), plainName(l.Name)), api.Doc{Text: l.Doc})
	results, args := linkNames(l)
	fields := p.paramFields(restOf(l.To))
	for _, v := range l.Values {
		plan := linkValuePlan{At: v.At}
		if v.Param.In == "path" {
			plan.To = valuePlan{Name: results.Of(v.Param.Name), Item: p.itemOf(v.Param.Type)}
			plan.To.Type, plan.To.Wrap = p.fieldType(v.Param.Type, false)
			out.Results = append(out.Results, plan.To)
		} else {
			out.Params = p.pkg.Of("params of " + l.To.Name)
			f := p.paramField(v.Param, fields, "")
			plan.Field = &f
		}
		if v.From == api.FromPath {
			arg := valuePlan{Name: args.Of(v.At), Type: plan.To.Type}
			out.addSource(arg)
			out.Copies = append(out.Copies, copyPlan{plan.To.Name, arg.Name})
			continue
		}
		if source, ok := p.linkSource(e, l, v.From); ok {
			out.addSource(source)
			plan.Source = source.Name
		}
		out.Values = append(out.Values, plan)
	}
	return out
}

// linkNames names the results of a link, and its arguments that are parameters in the
// path of the other call.
func linkNames(l *api.Link) (results, args *naming.Scope) {
	var to, from []string
	for _, v := range l.Values {
		if v.Param.In == "path" {
			to = append(to, v.Param.Name)
		}
		if v.From == api.FromPath && !slices.Contains(from, v.At) {
			from = append(from, v.At)
		}
	}
	taken := []string{"answer", "headers", "body", "sent", "params", "err"}
	results = naming.Params(to, taken...)
	for _, wire := range to {
		taken = append(taken, results.Of(wire).String())
	}
	return results, naming.Params(from, taken...)
}

// linkSource returns what values are taken from, which is an object; ok is false for
// a text.
func (p *planner) linkSource(e *api.Endpoint, l *api.Link, from api.LinkSource) (source valuePlan, ok bool) {
	switch from {
	case api.FromAnswer:
		i := slices.IndexFunc(e.Answers, func(a *api.Answer) bool { return a.Status == l.Status })
		source.Name = naming.Kind("answer")
		source.Type, _ = p.fieldType(e.Answers[i].Content.Type, false)
	case api.FromHeaders:
		source = valuePlan{Name: naming.Kind("headers"), Type: pointerTo{namedType(p.pkg.Of("headers of " + e.Name))}}
	case api.FromBody:
		source.Name = naming.Kind("body")
		source.Type, _ = p.fieldType(e.Body.Type, false)
	case api.FromParams:
		source = valuePlan{Name: naming.Kind("sent"), Type: pointerTo{namedType(p.pkg.Of("params of " + e.Name))}}
	default:
		return source, false
	}
	return source, true
}

// addSource adds a source once.
func (l *linkPlan) addSource(v valuePlan) {
	if !slices.ContainsFunc(l.Sources, func(s valuePlan) bool { return s.Name == v.Name }) {
		l.Sources = append(l.Sources, v)
	}
}

// restOf returns the keys of the parameters of e that are not in the path.
func restOf(e *api.Endpoint) []string {
	var out []string
	for _, param := range e.Params {
		if param.In != "path" {
			out = append(out, paramKey(param))
		}
	}
	return out
}
