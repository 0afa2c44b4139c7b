package changes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// structs compares the object types.
func (c *comparer) structs() {
	typePairs(c, modelled(c.old.Structs), modelled(c.new.Structs), func(s *api.Struct) diag.Position { return s.Pos }, c.structPair)
}

// modelled are the structs that have values.
func modelled(all []*api.Struct) []*api.Struct {
	return slices.DeleteFunc(slices.Clone(all), func(s *api.Struct) bool { return s.PathOnly })
}

func (c *comparer) typeGone(t api.Type, at diag.Position) {
	ch := Change{Rule: "type-removed", Text: nameOf(t) + " is gone", Wire: None, Old: at, Group: nameOf(t), Subject: nameOf(t), Uses: c.was[t].calls}
	if c.odata() {
		ch.Wire = Breaking
	}
	c.add(ch)
}

func (c *comparer) typeNew(t api.Type, at diag.Position) {
	ch := Change{Rule: "type-added", Text: nameOf(t) + " is new", Wire: None, New: at, Group: nameOf(t), Subject: nameOf(t), Uses: c.is[t].calls}
	if c.odata() {
		ch.Wire = Safe
	}
	c.add(ch)
}

// renamed tells of a type with another name. Names of OData are on the wire; those of
// other descriptions are not.
func (c *comparer) renamed(o, n api.Type, was, is diag.Position) {
	if nameOf(o) == nameOf(n) {
		return
	}
	ch := Change{
		Rule: "type-renamed", Text: fmt.Sprintf("%s is called %s now", nameOf(o), nameOf(n)),
		Old: was, New: is, Group: nameOf(n), Subject: nameOf(o), Uses: c.is[n].calls,
	}
	if c.odata() {
		ch.Wire = Breaking
	}
	c.add(ch)
}

func (c *comparer) structPair(o, n *api.Struct) {
	u := c.was[o].and(c.is[n])
	tell := func(rule string, wire Severity, format string, args ...any) {
		c.add(Change{
			Rule: rule, Text: fmt.Sprintf(format, args...), Wire: wire,
			Old: o.Pos, New: n.Pos, Group: n.Name.String(), Subject: n.Name.String(), Uses: u.calls,
		})
	}
	name := n.Name.String()
	if was, is := c.baseNow(o), baseName(n); was != is {
		tell("base-changed", Dangerous, "%s %s", name, changed(derived(was), derived(is)))
	}
	if was, is := strings.Join(o.AllKey(), ", "), strings.Join(n.AllKey(), ", "); was != is {
		tell("key-changed", Breaking, "the key of %s %s", name, changed(orNothing(was), orNothing(is)))
	}
	if o.Abstract != n.Abstract {
		tell("abstract-changed", effectOf(n.Abstract, narrower).verdict(use{in: true}), "%s is %s now", name, yes(n.Abstract, "abstract"))
	}
	if was, is := hasMore(o), hasMore(n); was != is {
		tell("open-changed", effectOf(is, wider).verdict(use{in: u.in}), "%s %s", name, changed(yes(was, "open"), yes(is, "open")))
	}
	if o.Media != n.Media {
		tell("media-changed", Breaking, "%s %s a media stream", name, map[bool]string{true: "has", false: "has no longer"}[n.Media])
	}
	if was, is := o.Discriminator, n.Discriminator; was != is {
		tell("discriminator-changed", other.verdict(u), "the property that tells what derives from %s apart %s", name, changed(orNothing(was), orNothing(is)))
	}
	for _, d := range c.schemaChanges(o.Schema, n.Schema) {
		tell("schema-changed", d.effect.verdict(u), "%s: %s", name, d.text)
	}
	c.described(o.Doc, n.Doc, o.Pos, n.Pos, name, name, name)
	c.properties(o, n)
	c.navigations(o, n)
	c.operations(name, o.Operations, n.Operations)
	c.operations("collections of "+name, o.SetOps, n.SetOps)
	c.calls(o, n)
}

// hasMore reports whether values can have members that are not described.
func hasMore(s *api.Struct) bool { return s.Open || !s.Closed && s.Name.Namespace == "" }

func (c *comparer) baseNow(s *api.Struct) string {
	if s.Base == nil {
		return ""
	}
	return c.nameNow(s.Base.Name.String())
}

func baseName(s *api.Struct) string {
	if s.Base == nil {
		return ""
	}
	return s.Base.Name.String()
}

func derived(base string) string {
	if base == "" {
		return "derived from nothing"
	}
	return "derived from " + base
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

func yes(is bool, what string) string {
	if is {
		return what
	}
	return "not " + what
}

// effectOf is e where something became so, and its opposite where it is no longer so.
func effectOf(became bool, e effect) effect {
	if became {
		return e
	}
	return e.not()
}

// properties compares what two structs have of their own. A property that went to a base
// type is where it was.
func (c *comparer) properties(o, n *api.Struct) {
	key := n.AllKey()
	all, before := byName(n.AllProperties()), byName(o.AllProperties())
	for _, p := range o.Properties {
		if q := all[p.Name]; q != nil {
			c.property(o, n, p, q, slices.Contains(key, p.Name))
		} else {
			c.propertyGone(o, n, p)
		}
	}
	for _, q := range n.Properties {
		if before[q.Name] == nil {
			c.propertyNew(o, n, q)
		}
	}
}

func byName(all []*api.Property) map[string]*api.Property {
	out := make(map[string]*api.Property, len(all))
	for _, p := range all {
		out[p.Name] = p
	}
	return out
}

// on is the use of a property of a type.
func (u use) on(p *api.Property) use {
	u.in, u.out = u.in && !p.ReadOnly, u.out && !p.WriteOnly
	return u
}

func (c *comparer) propertyGone(o, n *api.Struct, p *api.Property) {
	u := c.was[o].on(p)
	wire := None
	if u.in {
		wire = Dangerous
	}
	if u.out {
		wire = max(wire, map[bool]Severity{true: Breaking, false: Safe}[p.Required])
	}
	if c.odata() {
		wire = Breaking
	}
	c.add(Change{
		Rule: "property-removed", Text: fmt.Sprintf("the property %s of %s is gone", p.Name, n.Name), Wire: wire,
		Old: p.Pos, New: n.Pos, Group: n.Name.String(), Subject: n.Name.String() + "/" + p.Name, Uses: u.calls,
	})
}

func (c *comparer) propertyNew(o, n *api.Struct, p *api.Property) {
	u := c.is[n].and(c.was[o]).on(p)
	wire, how := None, "optional"
	if u.in || u.out {
		wire = Safe
	}
	if c.demanded(p) {
		how = "required"
		switch {
		case u.in && c.odata():
			wire = Dangerous // not all services ask for it
		case u.in:
			wire = Breaking
		}
	}
	c.add(Change{
		Rule: "property-added", Text: fmt.Sprintf("%s has the %s property %s of type %s", n.Name, how, p.Name, typeText(p.Type)), Wire: wire,
		Old: o.Pos, New: p.Pos, Group: n.Name.String(), Subject: n.Name.String() + "/" + p.Name, Uses: u.calls,
	})
}

// demanded reports whether those who create a value have to give a property. In OData
// they do where it can be neither null nor left to its default (Protocol 4.01, 5.2).
func (c *comparer) demanded(p *api.Property) bool {
	if !c.odata() {
		return p.Required
	}
	_, list := p.Type.(api.List)
	return (p.Required || !p.Nullable && !list) && p.Default == "" && !p.ReadOnly
}

func (c *comparer) property(o, n *api.Struct, p, q *api.Property, key bool) {
	u := c.was[o].and(c.is[n])
	in, out := u.in && (!p.ReadOnly || !q.ReadOnly), u.out && (!p.WriteOnly || !q.WriteOnly)
	u.in, u.out = in, out
	what := q.Name + " of " + n.Name.String()
	tell := func(rule string, wire Severity, format string, args ...any) {
		c.add(Change{
			Rule: rule, Text: fmt.Sprintf(format, args...), Wire: wire,
			Old: p.Pos, New: q.Pos, Group: n.Name.String(), Subject: n.Name.String() + "/" + q.Name, Uses: u.calls,
		})
	}
	if e := c.typeEffect(p.Type, q.Type); e != same {
		wire := e.verdict(u)
		if c.odata() && e != same {
			wire = max(wire, Breaking)
		}
		tell("property-type-changed", wire, "%s %s", what, changed(typeText(p.Type), typeText(q.Type)))
	} else if was, is := typeText(p.Type), typeText(q.Type); p.Facets.Wire != q.Facets.Wire {
		tell("property-type-changed", other.verdict(u), "%s is written in another form: %s", what, changed(was+" "+string(p.Facets.Wire), is+" "+string(q.Facets.Wire)))
	}
	if !key && p.Required != q.Required {
		if q.Required {
			tell("property-required", narrower.verdict(u), "%s is required now", what)
		} else {
			tell("property-optional", wider.verdict(u), "%s is not required any more", what)
		}
	}
	if p.Nullable != q.Nullable {
		tell("property-nullable", effectOf(q.Nullable, wider).verdict(u), "%s %s null", what, map[bool]string{true: "can be", false: "can no longer be"}[q.Nullable])
	}
	if was, is := access(p), access(q); was != is {
		tell("property-access-changed", accessVerdict(p, q, c.was[o].and(c.is[n])), "%s %s", what, changed(was, is))
	}
	for _, d := range c.facetChanges(p.Facets, q.Facets) {
		tell("property-rule-changed", d.effect.verdict(u), "%s: %s", what, d.text)
	}
	if p.Default != q.Default {
		tell("property-default-changed", Safe, "the default of %s %s", what, changed(orNothing(p.Default), orNothing(q.Default)))
	}
	c.described(p.Doc, q.Doc, p.Pos, q.Pos, n.Name.String(), n.Name.String()+"/"+q.Name, what)
}

// access is who reads and writes a property, in words.
func access(p *api.Property) string {
	switch {
	case p.ReadOnly:
		return "for the service alone to write"
	case p.WriteOnly:
		return "for the service alone to read"
	case p.Immutable:
		return "written once"
	}
	return "read and written"
}

// accessVerdict is breaking where clients cannot write or read any more what they could.
func accessVerdict(p, q *api.Property, u use) Severity {
	switch {
	case u.out && q.WriteOnly && !p.WriteOnly:
		return map[bool]Severity{true: Breaking, false: Dangerous}[p.Required]
	case u.in && (q.ReadOnly && !p.ReadOnly || q.Immutable && !p.Immutable):
		return Dangerous
	}
	return Safe
}

// described tells of deprecations, permissions and other texts.
func (c *comparer) described(o, n api.Doc, was, is diag.Position, group, subject, what string) {
	ch := Change{Old: was, New: is, Group: group, Subject: subject}
	if (o.Deprecated == "") != (n.Deprecated == "") {
		d := ch
		d.Rule, d.Wire, d.Text = "deprecated", Safe, what+" is "+yes(n.Deprecated != "", "deprecated")
		if n.Deprecated != "" {
			d.Text += ": " + n.Deprecated
		}
		c.add(d)
	}
	// Those of a plain operation are the scopes of its schemes, which are told as such.
	if was, is := strings.Join(o.Permissions, ", "), strings.Join(n.Permissions, ", "); was != is && c.odata() {
		d := ch
		d.Rule, d.Wire, d.Text = "permission-changed", Dangerous, fmt.Sprintf("the permissions of %s: %s", what, changed(orNothing(was), orNothing(is)))
		if slices.ContainsFunc(n.Permissions, func(p string) bool { return slices.Contains(o.Permissions, p) }) && len(n.Permissions) > len(o.Permissions) {
			d.Wire = Safe
		}
		c.add(d)
	}
	if o.Summary != n.Summary || o.Text != n.Text || o.URL != n.URL {
		ch.Rule, ch.Text = "described-anew", what+" is described in other words"
		c.add(ch)
	}
}
