package csdl

import (
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// dump writes a model as text, a line for each thing and types by their names,
// without positions: what two documents of one model have in common.
func dump(a *api.API) string {
	var b strings.Builder
	line := func(depth int, format string, args ...any) {
		fmt.Fprintf(&b, strings.Repeat("\t", depth)+format+"\n", args...)
	}
	if a.Doc != "" {
		line(0, "%q", a.Doc)
	}
	for _, s := range a.Structs {
		line(0, "%s", structLine(s))
		for _, p := range s.Properties {
			line(1, "%s", propertyLine(p))
		}
		for _, n := range s.Navigations {
			line(1, "%s", navigationLine(n))
		}
		for _, c := range s.SetCalls {
			line(1, "set %s%s", c.Kind, docText(c.Doc))
		}
		for _, c := range s.Calls {
			line(1, "%s%s", c.Kind, docText(c.Doc))
		}
		for _, o := range s.SetOps {
			line(1, "set %s", operationLine(o))
		}
		for _, o := range s.Operations {
			line(1, "%s", operationLine(o))
		}
	}
	for _, e := range a.Enums {
		line(0, "enum %s %s%s%s", e.Name, e.Underlying, when(e.Flags, " flags"), docText(e.Doc))
		for _, v := range e.Values {
			line(1, "%s = %d%s", v.Name, v.Value, docText(v.Doc))
		}
	}
	for _, n := range a.Container {
		line(0, "root %s", navigationLine(n))
	}
	for _, o := range a.Imports {
		line(0, "root %s", operationLine(o))
	}
	return b.String()
}

func structLine(s *api.Struct) string {
	kind := "complex"
	if s.Entity {
		kind = "entity"
	}
	text := fmt.Sprintf("%s %s", kind, s.Name)
	if s.Base != nil {
		text += " : " + s.Base.Name.String()
	}
	if len(s.Key) > 0 {
		text += fmt.Sprintf(" key%v", s.Key)
	}
	if s.KeyPaths != nil {
		text += fmt.Sprintf(" at%v", s.KeyPaths)
	}
	return text + when(s.Abstract, " abstract") + when(s.Open, " open") + when(s.Media, " media") + docText(s.Doc)
}

func propertyLine(p *api.Property) string {
	text := fmt.Sprintf("%s %s", p.Name, typeText(p.Type)) + when(p.Nullable, " null") + when(p.ReadOnly, " read-only") + when(p.Immutable, " immutable")
	if p.Default != "" {
		text += fmt.Sprintf(" = %q", p.Default)
	}
	return text + facetText(p.Facets) + docText(p.Doc)
}

func navigationLine(n *api.Navigation) string {
	text := fmt.Sprintf("%s -> %s", n.Name, n.Target.Name) + when(n.Collection, "[]") + when(n.Nullable, " null") + when(n.Contained, " contained")
	if n.Partner != "" {
		text += " partner=" + n.Partner
	}
	for _, c := range n.Constraints {
		text += fmt.Sprintf(" %s=%s", c.Property, c.Referenced)
	}
	if n.OnDelete != "" {
		text += " delete=" + n.OnDelete
	}
	return text + docText(n.Doc)
}

// isList reports whether t is a collection: whether its items can be null is what converters
// of XML to JSON lose.
func isList(t api.Type) bool {
	_, ok := t.(api.List)
	return ok
}

func operationLine(o *api.Operation) string {
	text := "action "
	if o.Function {
		text = "function "
	}
	if o.Namespace != "" {
		text += o.Namespace + "."
	}
	text += o.Name + "("
	for i, p := range o.Params {
		text += when(i > 0, ", ") + p.Name + " " + typeText(p.Type) + when(p.Nullable, " null") + when(!p.Required && !p.NullItems, " optional") +
			facetText(p.Facets) + docText(p.Doc)
	}
	text += ")"
	if o.Result != nil {
		text += " " + typeText(o.Result) + when(o.ResultNullable && !isList(o.Result), " null")
	}
	if o.EntitySetPath != "" {
		text += " from=" + o.EntitySetPath
	}
	return text + when(o.Composable, " composable") + docText(o.Doc)
}

func typeText(t api.Type) string {
	switch t := t.(type) {
	case api.Primitive:
		return strings.TrimPrefix(string(t), "Edm.")
	case api.List:
		return "[]" + typeText(t.Elem)
	case *api.Struct:
		return t.Name.String()
	case *api.Enum:
		return t.Name.String()
	}
	return fmt.Sprintf("%v", t)
}

func facetText(f api.Facets) string {
	text := ""
	if f.MaxLength != nil {
		text += fmt.Sprintf(" length=%d", *f.MaxLength)
	}
	if f.Precision != nil {
		text += fmt.Sprintf(" precision=%d", *f.Precision)
	}
	if f.Scale != nil {
		text += fmt.Sprintf(" scale=%d", *f.Scale)
	}
	if f.Pattern != "" {
		text += fmt.Sprintf(" pattern=%q", f.Pattern)
	}
	for _, bound := range [][2]string{
		{" min=", f.Minimum},
		{" max=", f.Maximum},
		{" above=", f.ExclusiveMinimum},
		{" below=", f.ExclusiveMaximum},
		{" multipleOf=", f.MultipleOf},
	} {
		if bound[1] != "" {
			text += bound[0] + bound[1]
		}
	}
	if f.MinItems > 0 {
		text += fmt.Sprintf(" minItems=%d", f.MinItems)
	}
	if f.MaxItems != nil {
		text += fmt.Sprintf(" maxItems=%d", *f.MaxItems)
	}
	if f.Schema != nil {
		text += fmt.Sprintf(" enum=%q", f.Schema.Enum)
	}
	return text
}

func docText(d api.Doc) string {
	text := ""
	if d.Text != "" {
		text += fmt.Sprintf(" # %q", d.Text)
	}
	if d.Deprecated != "" {
		text += fmt.Sprintf(" deprecated %q", d.Deprecated)
	}
	if d.Permissions != nil {
		text += fmt.Sprintf(" needs%q", d.Permissions)
	}
	return text
}

func when(set bool, text string) string {
	if set {
		return text
	}
	return ""
}
