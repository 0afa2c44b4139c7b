package changes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// container compares the entity sets and singletons.
func (c *comparer) container() {
	c.navigationList("", c.old.Container, c.new.Container)
}

// navigations compares the navigation properties of a type of their own. One that went to
// a base type is where it was.
func (c *comparer) navigations(o, n *api.Struct) {
	all, before := o.AllNavigations(), n.AllNavigations()
	old := slices.DeleteFunc(slices.Clone(o.Navigations), func(v *api.Navigation) bool {
		return !hasNavigation(n.Navigations, v.Name) && hasNavigation(before, v.Name)
	})
	new := slices.DeleteFunc(slices.Clone(n.Navigations), func(v *api.Navigation) bool {
		return !hasNavigation(o.Navigations, v.Name) && hasNavigation(all, v.Name)
	})
	c.navigationList(n.Name.String(), old, new)
}

func hasNavigation(all []*api.Navigation, name string) bool {
	return slices.ContainsFunc(all, func(v *api.Navigation) bool { return v.Name == name })
}

// navigationList compares navigation properties of a type, or what hangs at the root of
// the service where of is "".
func (c *comparer) navigationList(of string, old, new []*api.Navigation) {
	kind, group, where := "navigation", of, " of "+of
	if of == "" {
		kind, group, where = "set", "the service", ""
	}
	pairs(old, new, func(v *api.Navigation) string { return v.Name }, func(o, n **api.Navigation) {
		ch := Change{Group: group}
		switch {
		case n == nil:
			ch.Rule, ch.Wire, ch.Old = kind+"-removed", Breaking, (*o).Pos
			ch.Subject, ch.Text = of+"/"+(*o).Name, fmt.Sprintf("%s %s%s is gone", navKind(*o, of), (*o).Name, where)
		case o == nil:
			ch.Rule, ch.Wire, ch.New = kind+"-added", Safe, (*n).Pos
			ch.Subject, ch.Text = of+"/"+(*n).Name, fmt.Sprintf("%s %s%s is new, and leads to %s", navKind(*n, of), (*n).Name, where, leadsTo(*n))
			if of != "" && !(*n).Collection && !(*n).Nullable {
				ch.Wire = Dangerous // Protocol 4.01, 5.2: safe where it is nullable or a collection
			}
		default:
			c.navigation(of, group, *o, *n)
			return
		}
		c.add(ch)
	})
}

func navKind(v *api.Navigation, of string) string {
	switch {
	case of != "":
		return "the navigation property"
	case v.Collection:
		return "the entity set"
	}
	return "the singleton"
}

func leadsTo(v *api.Navigation) string {
	text := v.Target.Name.String()
	if v.Collection {
		text = "a collection of " + text
	}
	if v.Contained {
		text += ", which it contains"
	}
	return text
}

func (c *comparer) navigation(of, group string, o, n *api.Navigation) {
	subject, what := of+"/"+n.Name, n.Name
	if of != "" {
		what += " of " + of
	}
	tell := func(wire Severity, format string, args ...any) {
		c.add(Change{Rule: "target-changed", Text: fmt.Sprintf(format, args...), Wire: wire, Old: o.Pos, New: n.Pos, Group: group, Subject: subject})
	}
	target := *o
	target.Target = n.Target
	if c.nameNow(o.Target.Name.String()) != n.Target.Name.String() || o.Collection != n.Collection || o.Contained != n.Contained {
		was, is := leadsTo(o), leadsTo(n)
		if c.nameNow(o.Target.Name.String()) == n.Target.Name.String() {
			was = leadsTo(&target)
		}
		tell(Breaking, "%s led to %s and leads to %s", what, was, is)
	}
	if o.Nullable != n.Nullable && !n.Collection {
		tell(map[bool]Severity{true: Dangerous, false: Safe}[n.Nullable], "%s %s missing", what, map[bool]string{true: "can be", false: "is never"}[n.Nullable])
	}
	c.described(o.Doc, n.Doc, o.Pos, n.Pos, group, subject, what)
}

// calls compares the calls that entities and sets have where the description says which.
func (c *comparer) calls(o, n *api.Struct) {
	name := n.Name.String()
	one := func(where string, old, new []*api.Call) {
		pairs(old, new, func(v *api.Call) string { return string(v.Kind) }, func(v, w **api.Call) {
			ch := Change{Group: name, Subject: name}
			switch {
			case w == nil:
				ch.Rule, ch.Wire, ch.Old, ch.New = "call-removed", Breaking, (*v).Pos, n.Pos
				ch.Text = fmt.Sprintf("%s of %s%s is gone", (*v).Kind, where, name)
			case v == nil:
				ch.Rule, ch.Wire, ch.Old, ch.New = "call-added", Safe, o.Pos, (*w).Pos
				ch.Text = fmt.Sprintf("%s of %s%s is new", (*w).Kind, where, name)
			default:
				c.described((*v).Doc, (*w).Doc, (*v).Pos, (*w).Pos, name, name, fmt.Sprintf("%s of %s%s", (*w).Kind, where, name))
				return
			}
			c.add(ch)
		})
	}
	one("", o.Calls, n.Calls)
	one("collections of ", o.SetCalls, n.SetCalls)
}

// imports compares the unbound actions and functions.
func (c *comparer) imports() { c.operations("the service", c.old.Imports, c.new.Imports) }

// operations compares actions and functions by name and parameters: each overload of a
// function is one of its own.
func (c *comparer) operations(of string, old, new []*api.Operation) {
	was, is := map[string][]*api.Operation{}, map[string][]*api.Operation{}
	var order []string
	for i, list := range [][]*api.Operation{old, new} {
		into := was
		if i == 1 {
			into = is
		}
		for _, op := range list {
			if was[op.Name] == nil && is[op.Name] == nil {
				order = append(order, op.Name)
			}
			into[op.Name] = append(into[op.Name], op)
		}
	}
	for _, name := range order {
		c.overloads(of, was[name], is[name])
	}
}

// overloads compares the operations with one name: those with the same parameters, then
// the rest in order.
func (c *comparer) overloads(of string, old, new []*api.Operation) {
	rest := slices.Clone(new)
	var left []*api.Operation
	for _, o := range old {
		i := slices.IndexFunc(rest, func(n *api.Operation) bool { return paramNames(o) == paramNames(n) })
		if i < 0 {
			left = append(left, o)
			continue
		}
		c.operation(of, o, rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
	for i := range max(len(left), len(rest)) {
		switch {
		case i >= len(rest):
			c.add(Change{Rule: "operation-removed", Wire: Breaking, Text: opText(left[i]) + " of " + of + " is gone", Old: left[i].Pos, Group: group(of), Subject: opSubject(of, left[i])})
		case i >= len(left):
			c.add(Change{Rule: "operation-added", Wire: Safe, Text: opText(rest[i]) + " of " + of + " is new", New: rest[i].Pos, Group: group(of), Subject: opSubject(of, rest[i])})
		default:
			c.operation(of, left[i], rest[i])
		}
	}
}

func group(of string) string { return strings.TrimPrefix(of, "collections of ") }

func opSubject(of string, op *api.Operation) string {
	name := op.Name
	if op.Namespace != "" {
		name = op.Namespace + "." + name
	}
	if of == "the service" {
		return "/" + name
	}
	return group(of) + "/" + name
}

func opText(op *api.Operation) string {
	kind := "the action "
	if op.Function {
		kind = "the function "
	}
	return kind + op.Name + "(" + paramNames(op) + ")"
}

func paramNames(op *api.Operation) string {
	var out []string
	for _, p := range op.Params {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

func (c *comparer) operation(of string, o, n *api.Operation) {
	subject, what := opSubject(of, n), n.Name+" of "+of
	tell := func(rule string, wire Severity, at, is diag.Position, member, format string, args ...any) {
		c.add(Change{Rule: rule, Text: fmt.Sprintf(format, args...), Wire: wire, Old: at, New: is, Group: group(of), Subject: subject + member})
	}
	if o.Function != n.Function || o.Namespace != n.Namespace {
		tell("operation-removed", Breaking, o.Pos, n.Pos, "", "%s of %s is %s now", opText(o), of, opText(n))
	}
	pairs(o.Params, n.Params, func(p *api.Param) string { return p.Name }, func(p, q **api.Param) {
		switch {
		case q == nil:
			tell("parameter-removed", Breaking, (*p).Pos, n.Pos, "/"+(*p).Name, "the parameter %s of %s is gone", (*p).Name, what)
		case p == nil:
			tell("parameter-added", newParam(n, *q), o.Pos, (*q).Pos, "/"+(*q).Name, "%s has the %s parameter %s of type %s", what, need((*q).Required && !(*q).Nullable), (*q).Name, typeText((*q).Type))
		default:
			c.param(subject, group(of), (*q).Name+" of "+what, *p, *q, use{in: true})
		}
	})
	if e := c.typeEffect(o.Result, n.Result); e != same {
		tell("result-changed", Breaking, o.Pos, n.Pos, "", "the result of %s %s", what, changed(typeText(o.Result), typeText(n.Result)))
	} else if o.ResultNullable != n.ResultNullable && n.Result != nil {
		tell("result-changed", effectOf(n.ResultNullable, wider).verdict(use{out: true}), o.Pos, n.Pos, "", "the result of %s %s null", what, map[bool]string{true: "can be", false: "is never"}[n.ResultNullable])
	}
	c.described(o.Doc, n.Doc, o.Pos, n.Pos, group(of), subject, what)
}

// newParam is what a new parameter means: it is safe behind the others, where an action
// lets it be null, or a function lets it be left out (Protocol 4.01, 5.2).
func newParam(op *api.Operation, p *api.Param) Severity {
	last := op.Params[len(op.Params)-1] == p
	switch {
	case op.Function && !p.Required, !op.Function && (p.Nullable || !p.Required):
		if last || !op.Function {
			return Safe
		}
		return Dangerous
	}
	return Breaking
}

func need(required bool) string {
	if required {
		return "required"
	}
	return "optional"
}

// param compares a parameter of an operation of either form.
func (c *comparer) param(subject, group, what string, p, q *api.Param, u use) {
	tell := func(rule string, wire Severity, format string, args ...any) {
		c.add(Change{Rule: rule, Text: fmt.Sprintf(format, args...), Wire: wire, Old: p.Pos, New: q.Pos, Group: group, Subject: subject + "/" + q.Name})
	}
	if e := c.typeEffect(p.Type, q.Type); e != same {
		tell("parameter-type-changed", e.verdict(u), "the parameter %s %s", what, changed(typeText(p.Type), typeText(q.Type)))
	}
	if p.Required != q.Required {
		if q.Required {
			tell("parameter-required", narrower.verdict(u), "the parameter %s is required now", what)
		} else {
			tell("parameter-optional", wider.verdict(u), "the parameter %s is not required any more", what)
		}
	}
	if p.Nullable != q.Nullable {
		tell("parameter-type-changed", effectOf(q.Nullable, wider).verdict(u), "the parameter %s %s null", what, map[bool]string{true: "can be", false: "can no longer be"}[q.Nullable])
	}
	for _, d := range c.facetChanges(p.Facets, q.Facets) {
		tell("parameter-rule-changed", d.effect.verdict(u), "the parameter %s: %s", what, d.text)
	}
	if p.Default != q.Default {
		tell("parameter-default-changed", Safe, "the default of the parameter %s %s", what, changed(orNothing(p.Default), orNothing(q.Default)))
	}
	c.described(p.Doc, q.Doc, p.Pos, q.Pos, group, subject+"/"+q.Name, "the parameter "+what)
}
