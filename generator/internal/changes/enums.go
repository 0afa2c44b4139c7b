package changes

import (
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// enums compares the enumerations.
func (c *comparer) enums() {
	typePairs(c, c.old.Enums, c.new.Enums, func(e *api.Enum) diag.Position { return e.Pos }, c.enum)
}

func (c *comparer) enum(o, n *api.Enum) {
	u, name := c.was[o].and(c.is[n]), n.Name.String()
	tell := func(rule, member string, wire Severity, format string, args ...any) {
		c.add(Change{Rule: rule, Text: fmt.Sprintf(format, args...), Wire: wire, Old: o.Pos, New: n.Pos, Group: name, Subject: name + member, Uses: u.calls})
	}
	if o.Flags != n.Flags || o.Numbers != n.Numbers || o.Underlying != n.Underlying {
		tell("enumeration-changed", "", other.verdict(u), "%s is another kind of enumeration: flags %t, numbers %t, underlying type %s", name, n.Flags, n.Numbers, orNothing(string(n.Underlying)))
	}
	pairs(o.Values, n.Values, func(v api.EnumValue) string { return v.Name }, func(v, w *api.EnumValue) {
		switch {
		case w == nil:
			wire := narrower.verdict(u)
			if c.odata() {
				wire = Breaking
			}
			tell("member-removed", "/"+v.Name, wire, "the member %s of %s is gone", v.Name, name)
		case v == nil:
			wire := wider.verdict(u)
			if c.odata() {
				wire = min(wire, Dangerous) // a client of OData is prepared for more
			}
			tell("member-added", "/"+w.Name, wire, "%s has the member %s", name, w.Name)
		default:
			if v.Value != w.Value {
				// Names travel; a number can, too (JSON Format 4.01, 7.1).
				tell("member-value-changed", "/"+w.Name, Dangerous, "the number of %s of %s %s", w.Name, name, changed(fmt.Sprint(v.Value), fmt.Sprint(w.Value)))
			}
			c.described(v.Doc, w.Doc, o.Pos, n.Pos, name, name+"/"+w.Name, w.Name+" of "+name)
		}
	})
	c.described(o.Doc, n.Doc, o.Pos, n.Pos, name, name, name)
}

// unions compares the types that are one of several.
func (c *comparer) unions() {
	typePairs(c, c.old.Unions, c.new.Unions, func(u *api.Union) diag.Position { return u.Pos }, c.union)
}

func (c *comparer) union(o, n *api.Union) {
	u, name := c.was[o].and(c.is[n]), n.Name.String()
	tell := func(rule string, e effect, format string, args ...any) {
		c.add(Change{Rule: rule, Text: fmt.Sprintf(format, args...), Wire: e.verdict(u), Old: o.Pos, New: n.Pos, Group: name, Subject: name, Uses: u.calls})
	}
	rest := n.Variants
	for _, v := range o.Variants {
		if i := c.variant(v, rest); i >= 0 {
			rest = append(rest[:i:i], rest[i+1:]...)
		} else {
			tell("alternative-removed", narrower, "%s is no alternative of %s any more", variantText(v), name)
		}
	}
	for _, v := range rest {
		tell("alternative-added", wider, "%s is an alternative of %s", variantText(v), name)
	}
	if o.Discriminator != n.Discriminator {
		tell("discriminator-changed", other, "the property that tells the alternatives of %s apart %s", name, changed(orNothing(o.Discriminator), orNothing(n.Discriminator)))
	}
	for _, d := range c.schemaChanges(o.Schema, n.Schema) {
		tell("schema-changed", d.effect, "%s: %s", name, d.text)
	}
	c.described(o.Doc, n.Doc, o.Pos, n.Pos, name, name, name)
}

// variant finds the alternative of the same type, or with the same name.
func (c *comparer) variant(v api.Variant, among []api.Variant) int {
	for i, w := range among {
		if c.typeEffect(v.Type, w.Type) == same {
			return i
		}
	}
	return -1
}

func variantText(v api.Variant) string {
	if v.Name != "" {
		return v.Name
	}
	return typeText(v.Type)
}
