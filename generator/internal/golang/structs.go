package golang

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

func (p *planner) structPlan(s *api.Struct) structPlan {
	out := structPlan{
		Name:  p.structName(s),
		Home:  p.homeOf(s.Name, p.structName(s)),
		Doc:   p.structDoc(s, p.structName(s)),
		Wire:  s.Name.String(),
		Table: p.pkg.Of("table " + s.Name.String()),

		Plain:    p.isPlain(),
		Derived:  p.madeOf(s),
		Heirs:    p.heirs[s],
		Abstract: s.Abstract,
		Open:     s.Open && p.api.Whole,
		Closed:   s.Closed,
	}
	if !isUpdated(s) { // the body of a PATCH is a part of a value
		out.Schema = s.Schema
	}
	for _, prop := range s.AllProperties() {
		out.Fields = append(out.Fields, p.fieldPlan(s, prop))
	}
	p.relate(&out, s)
	return out
}

// relate plans the struct of the navigation properties of s.
func (p *planner) relate(out *structPlan, s *api.Struct) {
	related := s.AllRelated()
	if len(related) == 0 {
		return
	}
	out.RelatedStruct = p.pkg.Of("related " + s.Name.String())
	var wire []string
	for _, nav := range related {
		wire = append(wire, nav.Name)
	}
	key := "related of " + p.entryOf(s.Name)
	scope := p.members(key, wire, naming.Inner{Style: p.styles.properties})
	for _, nav := range related {
		f := fieldPlan{Name: scope.Of(key + "/" + nav.Name), Doc: fieldDoc(nav.Doc), Wire: escaped(nav.Name)}
		var to api.Type = nav.Target
		if nav.Collection {
			to = api.List{Elem: to}
		} else {
			f.Flags = append(f.Flags, "Nullable")
		}
		f.Flags = append(f.Flags, "Navigation")
		f.Type = p.fieldType(to, true)
		out.Related = append(out.Related, f)
	}
}

// paramsPlan plans the struct of the parameters of an operation.
func (p *planner) paramsPlan(op *api.Operation) structPlan {
	name := p.paramsName(op)
	out := structPlan{
		Name:  name,
		Home:  typeHome("", name),
		Doc:   prose(fmt.Sprintf("%s are the parameters of %s.", name, op.Name)),
		Table: p.pkg.Of("table " + p.opKeys[op]),
	}
	var wire []string
	for _, param := range op.Params {
		wire = append(wire, param.Name)
	}
	fields, was, in := "fields "+p.opKeys[op], "", naming.Inner{}
	if old := p.opWas[op]; old != "" {
		was = "fields " + strings.TrimSuffix(p.opKeys[op], overloadKey(op)) + old
		in.Was = was + "/"
	}
	in.Style = p.style("style of "+fields, "style of "+was, was != "", wire, p.styles.properties)
	scope := p.members(fields, wire, in)
	for _, param := range op.Params {
		f := fieldPlan{Name: scope.Of(fields + "/" + param.Name), Wire: escaped(param.Name), Facets: facetPlans(param.Facets)}
		f.Doc = fieldDoc(param.Doc)
		f.Type = p.fieldType(param.Type, param.Nullable || !param.Required)
		if param.Required {
			f.Flags = append(f.Flags, "Required")
		}
		if param.Nullable {
			f.Flags = append(f.Flags, "Nullable")
		}
		if param.NullItems {
			f.Flags = append(f.Flags, "NullItems")
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}

func (p *planner) fieldPlan(s *api.Struct, prop *api.Property) fieldPlan {
	key := slices.Contains(s.AllKey(), prop.Name)
	f := fieldPlan{
		Name:   p.fieldName(s, prop.Name),
		Wire:   escaped(prop.Name),
		Facets: facetPlans(prop.Facets),
	}
	f.Doc = fieldDoc(prop.Doc)
	if p.isPlain() {
		f.In = wireName(prop.Facets.Wire)
		f.Doc = fieldDoc(withDefault(prop.Doc, prop.Default, prop.Type))
		f.Default = p.preset(propertyDefault(s, prop), prop.Default, prop.Type, prop.Facets.Wire)
		if prop.Required || prop.ReadOnly || s.Patched { // what is not set of these has no default, or is no change
			f.Default.JSON = ""
		}
	}
	optional := !prop.Required || prop.Nullable || canBeUpdated(s)
	if key {
		optional = isNumber(prop.Type) // zero is a key, and a key can be absent
	}
	f.Type = p.fieldType(mergedType(s, prop.Type), optional)
	if p.isPlain() && isCollection(prop.Type) && (s.Patched || prop.Nullable && !prop.Required) {
		f.Type = optOf{f.Type} // else nil is null, or absent
	}
	for _, flag := range []struct {
		name string
		on   bool
	}{
		{"Key", key},
		{"Required", prop.Required},
		{"Nullable", prop.Nullable && !key},
		{"NullItems", prop.NullItems},
		{"ReadOnly", prop.ReadOnly},
		{"WriteOnly", prop.WriteOnly},
		{"Immutable", prop.Immutable && !key},
	} {
		if flag.on {
			f.Flags = append(f.Flags, flag.name)
		}
	}
	return f
}

// mergedType is the type of a property of s whose values are t: those of a map in a merge
// patch can be null.
func mergedType(s *api.Struct, t api.Type) api.Type {
	m, isMap := t.(api.Map)
	if !s.Merged || !isMap {
		return t
	}
	switch m.Elem.(type) {
	case api.Primitive, *api.Enum:
		return api.Map{Elem: api.Nullable(m)}
	}
	return t
}

// isCollection reports whether values of t are lists or maps, of which nil is one.
func isCollection(t api.Type) bool {
	switch t.(type) {
	case api.List, api.Map:
		return true
	}
	return false
}

// isPlain reports whether the document is none of OData.
func (p *planner) isPlain() bool { return p.api.Form == api.FormPlain }

// wireName returns the name in package wire of how values are written, where it is another
// than that of plain types; "" elsewhere.
func wireName(w api.Wire) string {
	return map[api.Wire]string{api.WireText: "Text", api.WireURL: "Base64URL"}[w]
}

// isNumber reports whether values of t are numbers or truth values, of which zero is
// one like any other. The text of a key is never empty.
func isNumber(t api.Type) bool {
	switch t {
	case api.Boolean, api.SByte, api.Byte, api.Int16, api.Int32, api.Int64, api.UInt64, api.Single, api.Double:
		return true
	}
	e, ok := t.(*api.Enum)
	return ok && e.Numbers
}

// isUpdated reports whether a PATCH has a body of type s, in which a required
// property is left out unless it is to be changed.
func isUpdated(s *api.Struct) bool {
	return slices.ContainsFunc(s.Calls, func(c *api.Call) bool { return c.Kind == api.UpdateCall })
}

// canBeUpdated reports whether a type is one of which there is a PATCH, or will be: an
// operation that comes later changes no field.
func canBeUpdated(s *api.Struct) bool {
	return s.Entity || len(s.AllKey()) > 0 || isUpdated(s) || s.Patched
}

// escaped returns name as it stands between the quotes of a JSON string, with the
// escapes that JSON requires and no others.
func escaped(name string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(name) != nil {
		return name
	}
	s := strings.TrimSuffix(b.String(), "\n")
	s = strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(s)
	return s[1 : len(s)-1]
}
