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
	Doc    []string
	URL    string
	Fields []variablePlan
}

// variablePlan is a variable of the URL of a server.
type variablePlan struct {
	Name    naming.Ident
	Doc     []string
	Wire    string
	Default string
	Type    naming.Ident // of the values, when they are listed
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
		w.add(serverKey(s), name, naming.Exported(s.URL).Plus(naming.Kind("Server")), naming.Spelled(s.URL).Plus(naming.Kind("Server")))
		for _, v := range s.Variables {
			if len(v.Values) == 0 {
				continue
			}
			inner := name.Plus(naming.Exported(v.Name))
			w.add(variableKey(s, v), inner, naming.Exported(s.URL).Plus(naming.Exported(v.Name)), naming.Spelled(s.URL).Plus(naming.Exported(v.Name)))
			for _, value := range v.Values {
				w.add(variableKey(s, v)+" "+value, inner.Plus(naming.Exported(value)), inner.Plus(naming.Kind("Value")).Plus(naming.Exported(value)), naming.Spelled(s.URL).Plus(naming.Spelled(value)))
			}
		}
	}
}

func (p *planner) choices() []choicePlan {
	var out []choicePlan
	for _, s := range p.api.Servers {
		name := p.pkg.Of(serverKey(s))
		plan := choicePlan{Name: name, URL: s.URL}
		first := fmt.Sprintf("%s is the server %s.", name, s.URL)
		if len(s.Variables) > 0 {
			first = fmt.Sprintf("%s is the server %s, with the variables of its URL.", name, s.URL)
		}
		plan.Doc = docOf(first, api.Doc{Text: s.Doc})
		var wire []string
		for _, v := range s.Variables {
			wire = append(wire, v.Name)
		}
		fields := naming.Members(nil, "", wire, nil, "Option")
		for _, v := range s.Variables {
			plan.Fields = append(plan.Fields, p.variable(s, v, fields.Of(v.Name)))
		}
		out = append(out, plan)
	}
	return out
}

func (p *planner) variable(s *api.Server, v api.ServerVariable, name naming.Ident) variablePlan {
	out := variablePlan{Name: name, Wire: v.Name, Default: v.Default}
	out.Doc = docOf(fmt.Sprintf("%s is the variable %s; \"\" is %q.", name, plainName(v.Name), v.Default), api.Doc{Text: v.Doc})
	if len(v.Values) == 0 {
		return out
	}
	out.Type = p.pkg.Of(variableKey(s, v))
	for _, value := range v.Values {
		out.Values = append(out.Values, memberPlan{Name: p.pkg.Of(variableKey(s, v) + " " + value), Wire: value})
	}
	return out
}
