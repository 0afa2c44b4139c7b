package golang

import (
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// choicePlan is a server that a client can choose: a struct of the variables of its
// URL.
type choicePlan struct {
	Name   naming.Ident
	Home   home
	Doc    []string
	Option funcPlan
	URL    string
	Fields []variablePlan
}

// variablePlan is a variable of the URL of a server.
type variablePlan struct {
	Name    naming.Ident
	Doc     []string
	Wire    string
	Default string
	Type    goType
	Listed  naming.Ident // the type of its own, when its values are listed
	Values  []memberPlan
}

// serverKey is what a server is called in scopes.
func serverKey(s *api.Server) string { return "server " + s.URL }

func variableKey(s *api.Server, v api.ServerVariable) string { return serverKey(s) + " " + v.Name }

// wantServers asks for the names in the package that servers need.
func (p *planner) wantServers(w *wants) {
	for _, s := range p.api.Servers {
		name := naming.Exported(s.Name)
		if !strings.HasSuffix(strings.ToLower(s.Name), "server") {
			name = name.Plus(naming.Kind("Server"))
		}
		w.keep(serverKey(s), name, naming.Exported(s.URL).Plus(naming.Kind("Server")), naming.Spelled(s.URL).Plus(naming.Kind("Server")))
		for _, v := range s.Variables {
			if len(v.Values) == 0 {
				continue
			}
			inner := name.Plus(naming.Exported(v.Name))
			w.keep(variableKey(s, v), inner, naming.Exported(s.URL).Plus(naming.Exported(v.Name)), naming.Spelled(s.URL).Plus(naming.Exported(v.Name)))
			for _, value := range v.Values {
				w.keep(variableKey(s, v)+" "+value, inner.Plus(naming.Exported(value)), inner.Plus(naming.Kind("Value")).Plus(naming.Exported(value)), naming.Spelled(s.URL).Plus(naming.Spelled(value)))
			}
		}
	}
}

func (p *planner) choices() []choicePlan {
	var out []choicePlan
	for _, s := range p.api.Servers {
		name := p.pkg.Of(serverKey(s))
		plan := choicePlan{Name: name, Home: typeHome("", name), URL: s.URL}
		plan.Option = funcPlan{
			naming.Kind("Option"), []string{"Option makes a client call the server."}, takes().returns(clientOptions.Type),
		}
		first := fmt.Sprintf("%s is the server %s.", name, s.URL)
		if len(s.Variables) > 0 {
			first = fmt.Sprintf("%s is the server %s, with the variables of its URL.", name, s.URL)
		}
		plan.Doc = docOf(first, api.Doc{Text: s.Doc})
		var wire []string
		for _, v := range s.Variables {
			wire = append(wire, v.Name)
		}
		fields := p.members("variables of "+s.URL, wire, naming.Inner{Taken: []string{"Option"}, Style: p.styles.properties})
		for _, v := range s.Variables {
			plan.Fields = append(plan.Fields, p.variable(s, v, fields.Of("variables of "+s.URL+"/"+v.Name)))
		}
		out = append(out, plan)
	}
	return out
}

func (p *planner) variable(s *api.Server, v api.ServerVariable, name naming.Ident) variablePlan {
	out := variablePlan{Name: name, Wire: v.Name, Default: v.Default, Type: stringType}
	out.Doc = docOf(fmt.Sprintf("%s is the variable %s; \"\" is %q.", name, plainName(v.Name), v.Default), api.Doc{Text: v.Doc})
	if len(v.Values) == 0 {
		return out
	}
	out.Listed = p.pkg.Of(variableKey(s, v))
	out.Type = namedType(out.Listed)
	for _, value := range v.Values {
		out.Values = append(out.Values, memberPlan{Name: p.pkg.Of(variableKey(s, v) + " " + value), Wire: value})
	}
	return out
}
