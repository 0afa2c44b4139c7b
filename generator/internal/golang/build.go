package golang

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// planner turns an api into a plan: every decision about the output is here.
type planner struct {
	api    *api.API
	opts   Options
	pkg    *naming.Scope            // types, functions and constants
	inner  map[string]*naming.Scope // members, by the qualified name of their type
	places map[*api.Struct]*places
}

// places says how paths lead to a type.
type places struct{ one, many bool }

// packageNames are declared by each package beside its types.
var packageNames = []string{"Client", "NewClient", "Services", "NewHandler", "BaseURL"}

func newPlan(a *api.API, o Options) (plan, map[string]string) {
	p := &planner{
		api: a, opts: o,
		pkg:    naming.NewScope(o.Names, packageNames...),
		inner:  map[string]*naming.Scope{},
		places: map[*api.Struct]*places{},
	}
	for _, nav := range a.Container {
		p.visit(nav)
	}
	p.nameTypes()
	p.nameParts()
	out := plan{Package: o.Package, BaseURL: a.BaseURL, Doc: p.packageDoc()}
	for _, s := range p.models() {
		out.Structs = append(out.Structs, p.structPlan(s))
	}
	for _, e := range byName(a.Enums, p.enumName) {
		out.Enums = append(out.Enums, p.enumPlan(e))
	}
	out.Client = p.client()
	out.Server = p.server()
	return out, p.names()
}

// visit records how the paths below nav lead to types.
func (p *planner) visit(nav *api.Navigation) {
	at := p.places[nav.Target]
	known := at != nil
	if !known {
		at = &places{}
		p.places[nav.Target] = at
	}
	at.many = at.many || nav.Collection
	at.one = true // a set leads to its entities
	if known {
		return
	}
	for _, next := range nav.Target.Navigations {
		p.visit(next)
	}
}

// models returns the structs that are emitted, by name.
func (p *planner) models() []*api.Struct {
	return byName(slices.DeleteFunc(slices.Clone(p.api.Structs), func(s *api.Struct) bool { return s.PathOnly }), p.structName)
}

func byName[T any](list []T, name func(T) naming.Ident) []T {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b T) int { return strings.Compare(name(a).String(), name(b).String()) })
	return list
}

// nameTypes names the types; what is named after them follows in nameParts.
func (p *planner) nameTypes() {
	var wants []naming.Want
	add := func(n api.Name) {
		local := naming.Exported(n.Local)
		space := n.Namespace[strings.LastIndexByte(n.Namespace, '.')+1:]
		names := []naming.Ident{local}
		if space != "" {
			names = append(names, naming.Exported(space).Plus(local))
		}
		wants = append(wants, naming.Want{Key: "type " + n.String(), Names: append(names, naming.Spelled(n.Local))})
	}
	for _, s := range p.api.Structs {
		if !s.PathOnly {
			add(s.Name)
		}
	}
	for _, e := range p.api.Enums {
		add(e.Name)
	}
	p.pkg.Give(wants...)
}

// nameParts names what stands beside a type: its Ref and Set, its table, the
// members of an enumeration, and the fields.
func (p *planner) nameParts() {
	var wants []naming.Want
	want := func(key string, names ...naming.Ident) {
		wants = append(wants, naming.Want{Key: key, Names: names})
	}
	for _, s := range p.api.Structs {
		name, key := p.structName(s), s.Name.String()
		if !s.PathOnly {
			want("table "+key, naming.Unexported(name).Plus(naming.Kind("Type")), naming.Unexported(name).Plus(naming.Kind("Description")))
		}
		at := p.places[s]
		if at == nil {
			continue
		}
		want("ref "+key, name.Plus(naming.Kind("Ref")), name.Plus(naming.Kind("EntityRef")))
		if at.many {
			want("set "+key, name.Plus(naming.Kind("Set")), name.Plus(naming.Kind("EntitySet")))
			want("service "+key, name.Plus(naming.Kind("Service")), name.Plus(naming.Kind("EntityService")))
			want("unimplemented "+key, naming.Kind("Unimplemented").Plus(name).Plus(naming.Kind("Service")))
		}
	}
	for _, e := range p.api.Enums {
		name, key := p.enumName(e), e.Name.String()
		want("parse "+key, naming.Kind("Parse").Plus(name), naming.Kind("Parse").Plus(name).Plus(naming.Kind("Name")))
		want("values "+key, name.Plus(naming.Kind("Values")), name.Plus(naming.Kind("Members")))
		for _, m := range e.Values {
			want("member "+key+" "+m.Name,
				name.Plus(naming.Exported(m.Name)),
				name.Plus(naming.Exported(m.Name)).Plus(naming.Kind("Value")),
				name.Plus(naming.Spelled(m.Name)))
		}
	}
	p.pkg.Give(wants...)
	for _, s := range p.api.Structs {
		var wire []string
		for _, prop := range s.Properties {
			wire = append(wire, prop.Name)
		}
		p.inner[s.Name.String()] = naming.Members(p.opts.Names, s.Name.String()+"/", wire)
	}
}

func (p *planner) structName(s *api.Struct) naming.Ident {
	if s.PathOnly {
		return naming.Exported(s.Name.Local)
	}
	return p.pkg.Of("type " + s.Name.String())
}

func (p *planner) enumName(e *api.Enum) naming.Ident { return p.pkg.Of("type " + e.Name.String()) }

func (p *planner) fieldName(s *api.Struct, prop string) naming.Ident {
	return p.inner[s.Name.String()].Of(s.Name.String() + "/" + prop)
}

// names returns what the lock keeps: the names of types, and the others where
// they are not what the wire name alone gives.
func (p *planner) names() map[string]string {
	out := map[string]string{}
	for key, name := range p.pkg.Names() {
		if strings.HasPrefix(key, "type ") {
			out[key] = name
		}
	}
	for _, s := range p.api.Structs {
		for _, prop := range s.Properties {
			if name := p.fieldName(s, prop.Name); name != naming.Exported(prop.Name) {
				out[s.Name.String()+"/"+prop.Name] = name.String()
			}
		}
	}
	return out
}

func (p *planner) structPlan(s *api.Struct) structPlan {
	out := structPlan{
		Name:  p.structName(s),
		Doc:   structDoc(s, p.structName(s)),
		Wire:  s.Name.String(),
		Table: p.pkg.Of("table " + s.Name.String()),
	}
	for _, prop := range s.Properties {
		out.Fields = append(out.Fields, p.fieldPlan(s, prop))
	}
	return out
}

func (p *planner) fieldPlan(s *api.Struct, prop *api.Property) fieldPlan {
	key := slices.Contains(s.Key, prop.Name)
	f := fieldPlan{
		Name:   p.fieldName(s, prop.Name),
		Wire:   escaped(prop.Name),
		Facets: facetPlans(prop.Facets),
	}
	f.Doc = fieldDoc(prop, f.Name)
	f.Type, f.Wrap = p.fieldType(prop.Type, !key && (!prop.Required || prop.Nullable || isUpdated(s)))
	for _, flag := range []struct {
		name string
		on   bool
	}{
		{"Key", key},
		{"Required", prop.Required},
		{"Nullable", prop.Nullable && !key},
		{"ReadOnly", prop.ReadOnly},
		{"WriteOnly", prop.WriteOnly},
	} {
		if flag.on {
			f.Flags = append(f.Flags, flag.name)
		}
	}
	return f
}

// isUpdated reports whether a PATCH has a body of type s, in which a required
// property is left out unless it is to be changed.
func isUpdated(s *api.Struct) bool {
	return slices.ContainsFunc(s.Calls, func(c *api.Call) bool { return c.Kind == api.UpdateCall })
}

// fieldType returns the Go type of a property and the function of the support
// package that wraps its address for the codec. Optional asks for an Opt, which
// collections and untyped values do without: nil and the zero Raw are absent.
func (p *planner) fieldType(t api.Type, optional bool) (goType, string) {
	opt := func(t goType, wrap, plain string) (goType, string) {
		if optional {
			return optOf{t}, wrap
		}
		return t, plain
	}
	switch t := t.(type) {
	case *api.Enum:
		return opt(namedType(p.enumName(t)), "Enum", "EnumValue")
	case *api.Struct:
		return opt(pointerTo{namedType(p.structName(t))}, "One", "OneValue")
	case api.List:
		switch elem := t.Elem.(type) {
		case *api.Enum:
			return sliceOf{namedType(p.enumName(elem))}, "Enums"
		case *api.Struct:
			return sliceOf{pointerTo{namedType(p.structName(elem))}}, "Many"
		case api.Primitive:
			return sliceOf{primitiveType(elem)}, ""
		}
	case api.Primitive:
		if g := primitiveType(t); g != rawType {
			return opt(g, "", "")
		}
	}
	return rawType, ""
}

const rawType = runtimeType("Raw")

func primitiveType(t api.Primitive) goType {
	switch t {
	case api.String:
		return builtin("string")
	case api.Boolean:
		return builtin("bool")
	case api.SByte:
		return builtin("int8")
	case api.Byte:
		return builtin("uint8")
	case api.Int16:
		return builtin("int16")
	case api.Int32:
		return builtin("int32")
	case api.Int64:
		return builtin("int64")
	case api.Single:
		return builtin("float32")
	case api.Double:
		return builtin("float64")
	case api.Binary:
		return sliceOf{builtin("byte")}
	case api.DateTimeOffset:
		return runtimeType("DateTimeOffset")
	case api.Date:
		return runtimeType("Date")
	case api.TimeOfDay:
		return runtimeType("TimeOfDay")
	case api.Duration:
		return runtimeType("Duration")
	case api.GUID:
		return runtimeType("GUID")
	case api.Decimal:
		return runtimeType("Decimal")
	}
	return rawType
}

func facetPlans(f api.Facets) []facetPlan {
	var out []facetPlan
	add := func(name string, value any, there bool) {
		if there {
			out = append(out, facetPlan{name, value})
		}
	}
	add("MinLength", int(f.MinLength), f.MinLength > 0)
	if f.MaxLength != nil {
		add("MaxLength", int(*f.MaxLength), true)
	}
	add("Pattern", f.Pattern, f.Pattern != "")
	add("MinItems", int(f.MinItems), f.MinItems > 0)
	if f.MaxItems != nil {
		add("MaxItems", int(*f.MaxItems), true)
	}
	add("Minimum", f.Minimum, f.Minimum != "")
	add("Maximum", f.Maximum, f.Maximum != "")
	return out
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

func (p *planner) enumPlan(e *api.Enum) enumPlan {
	key := e.Name.String()
	out := enumPlan{
		Name:   p.enumName(e),
		Doc:    enumDoc(e, p.enumName(e)),
		Wire:   key,
		Parse:  p.pkg.Of("parse " + key),
		Values: p.pkg.Of("values " + key),
	}
	for _, m := range e.Values {
		name := p.pkg.Of("member " + key + " " + m.Name)
		out.Members = append(out.Members, memberPlan{Name: name, Doc: memberDoc(m, name), Wire: m.Name})
	}
	return out
}

// basePath is the path of the service root.
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}
