package golang

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// nameTypes names the types; what is named after them follows in nameParts.
func (p *planner) nameTypes() {
	var wants []naming.Want
	add := func(n api.Name, goName string) {
		local := naming.Exported(n.Local)
		space := n.Namespace[strings.LastIndexByte(n.Namespace, '.')+1:]
		names := []naming.Ident{local}
		if space != "" {
			names = append(names, naming.Exported(space).Plus(local))
		}
		if goName != "" {
			names = slices.Insert(names, 0, naming.Exported(goName))
		}
		wants = append(wants, naming.Want{Key: "type " + n.String(), Names: append(names, naming.Spelled(n.Local))})
	}
	for _, s := range p.api.Structs {
		if !s.PathOnly {
			add(s.Name, s.GoName)
		}
	}
	for _, e := range p.api.Enums {
		add(e.Name, e.GoName)
	}
	for _, u := range p.api.Unions {
		add(u.Name, "")
	}
	p.pkg.Give(wants...)
}

// inlineTypes returns the places of the types of inline schemas, by the keys of the
// types.
func inlineTypes(a *api.API) map[string][]api.Name {
	all := map[string][]api.Name{}
	add := func(name api.Name, places []api.Name) {
		if len(places) > 0 {
			all["type "+name.String()] = places
		}
	}
	for _, s := range a.Structs {
		add(s.Name, s.Places)
	}
	for _, e := range a.Enums {
		add(e.Name, e.Places)
	}
	for _, u := range a.Unions {
		add(u.Name, u.Places)
	}
	return all
}

// lockedTypes returns the names in the lock, those of inline schemas by the keys of
// their types: a schema that is repeated somewhere else keeps its name.
func lockedTypes(a *api.API, locked map[string]string) map[string]string {
	out := maps.Clone(locked)
	for key, places := range inlineTypes(a) {
		for _, place := range places {
			if name, ok := locked["type "+place.String()]; ok {
				out[key] = name
				break
			}
		}
	}
	return out
}

// wants collects the names that a scope is asked for.
type wants []naming.Want

func (w *wants) add(key string, names ...naming.Ident) {
	*w = append(*w, naming.Want{Key: key, Names: names})
}

// nameParts names what stands beside a type: its Ref and Set, its table, the
// members of an enumeration, the parameters of operations, and the fields.
func (p *planner) nameParts() {
	var w wants
	for _, s := range p.api.Structs {
		p.wantStruct(&w, s)
	}
	for _, op := range p.api.Imports {
		p.wantParams(&w, op, "", naming.Exported(op.Name))
	}
	for _, e := range p.api.Enums {
		p.wantEnum(&w, e)
	}
	w.add("root service", naming.Kind("ImportService"), naming.Kind("ContainerService"))
	w.add("unimplemented root service", naming.Kind("UnimplementedImportService"), naming.Kind("UnimplementedContainerService"))
	w.add("root routes", naming.Kind("rootRoutes"), naming.Kind("containerRoutes"))
	p.wantUnions(&w)
	p.wantEndpoints(&w)
	p.wantLinks(&w)
	p.wantReceivers(&w)
	p.wantSchemes(&w)
	p.wantServers(&w)
	p.pkg.Give(w...)
	for _, s := range p.api.Structs {
		var wire []string
		asked := map[string]string{}
		for _, prop := range s.AllProperties() {
			wire = append(wire, prop.Name)
			asked[prop.Name] = prop.GoName
		}
		p.inner[s.Name.String()] = naming.Members(p.opts.Names, s.Name.String()+"/", wire, asked)
	}
}

func (p *planner) wantStruct(w *wants, s *api.Struct) {
	name, key := p.structName(s), s.Name.String()
	if !s.PathOnly {
		w.add("table "+key, naming.Unexported(name).Plus(naming.Kind("Type")), naming.Unexported(name).Plus(naming.Kind("Description")))
	}
	if at := p.places[s]; at != nil {
		w.add("ref "+key, name.Plus(naming.Kind("Ref")), name.Plus(naming.Kind("EntityRef")))
		service := name.Plus(naming.Kind("Service"))
		w.add("service "+key, service, name.Plus(naming.Kind("EntityService")))
		w.add("unimplemented service "+key, naming.Kind("Unimplemented").Plus(service))
		w.add("routes "+key, naming.Unexported(name).Plus(naming.Kind("Routes")), naming.Unexported(name).Plus(naming.Kind("EntityRoutes")))
		if at.many {
			w.add("set "+key, name.Plus(naming.Kind("Set")), name.Plus(naming.Kind("EntitySet")))
		}
	}
	for _, op := range s.Operations {
		p.wantParams(w, op, key, name.Plus(naming.Exported(op.Name)))
	}
	for _, op := range s.SetOps {
		p.wantParams(w, op, "set "+key, name.Plus(naming.Kind("Set")).Plus(naming.Exported(op.Name)))
	}
}

// wantParams asks for the struct of the parameters of op, and its table. Owner is
// what the operation is bound to.
func (p *planner) wantParams(w *wants, op *api.Operation, owner string, name naming.Ident) {
	key := owner + "/" + signature(op)
	p.opKeys[op] = key
	if len(op.Params) == 0 || op.Function {
		return
	}
	by := name.Plus(byParams(op))
	params := naming.Kind("Params")
	w.add("params "+key, name.Plus(params), by.Plus(params))
	w.add("table "+key, naming.Unexported(name).Plus(params), naming.Unexported(by).Plus(params))
}

// signature tells overloads apart: the name and the names of the parameters.
func signature(op *api.Operation) string {
	var b strings.Builder
	b.WriteString(op.Name)
	for _, param := range op.Params {
		b.WriteString(" " + param.Name)
	}
	return b.String()
}

// byParams is what tells an overload apart: By and the names of its parameters.
func byParams(op *api.Operation) naming.Ident {
	by := naming.Kind("By")
	for _, param := range op.Params {
		by = by.Plus(naming.Exported(param.Name))
	}
	return by
}

func (p *planner) wantEnum(w *wants, e *api.Enum) {
	name, key := p.enumName(e), e.Name.String()
	w.add("parse "+key, naming.Kind("Parse").Plus(name), naming.Kind("Parse").Plus(name).Plus(naming.Kind("Name")))
	w.add("values "+key, name.Plus(naming.Kind("Values")), name.Plus(naming.Kind("Members")))
	for _, m := range e.Values {
		if e.Numbers || m.GoName != "" {
			w.add("member "+key+" "+m.Name, numberNames(name, m)...)
			continue
		}
		w.add("member "+key+" "+m.Name,
			name.Plus(naming.Exported(m.Name)),
			name.Plus(naming.Exported(m.Name)).Plus(naming.Kind("Value")),
			name.Plus(naming.Spelled(m.Name)))
	}
}

func (p *planner) structName(s *api.Struct) naming.Ident {
	if s.PathOnly {
		return naming.Exported(s.Name.Local)
	}
	return p.pkg.Of("type " + s.Name.String())
}

func (p *planner) enumName(e *api.Enum) naming.Ident { return p.pkg.Of("type " + e.Name.String()) }

func (p *planner) paramsName(op *api.Operation) naming.Ident {
	return p.pkg.Of("params " + p.opKeys[op])
}

func (p *planner) fieldName(s *api.Struct, prop string) naming.Ident {
	return p.inner[s.Name.String()].Of(s.Name.String() + "/" + prop)
}

// placeScope names the methods of a Ref, a Set or the client. What the calls of
// OData are called is taken.
func placeScope(calls []*api.Call, navs []*api.Navigation, ops []*api.Operation) *naming.Scope {
	taken := []string{"At"}
	for _, c := range calls {
		taken = append(taken, string(c.Kind))
	}
	scope := naming.NewScope(nil, taken...)
	var w wants
	for _, nav := range navs {
		name := naming.Exported(nav.Name)
		w.add("nav "+nav.Name, name, name.Plus(naming.Kind("Navigation")))
	}
	scope.Give(w...)
	var overloads wants
	overloads.addOverloads("", ops, naming.Ident{})
	scope.Give(overloads...)
	return scope
}

// addOverloads asks for the names of the methods that call or serve ops. Of
// overloads the one with the fewest parameters has the plain name. Suffix, or the
// kind of the operation where that is zero, follows a name that is taken.
func (w *wants) addOverloads(prefix string, ops []*api.Operation, suffix naming.Ident) {
	plain := map[string]*api.Operation{}
	for _, op := range ops {
		if least := plain[op.Name]; least == nil || lessParams(op, least) {
			plain[op.Name] = op
		}
	}
	for _, op := range ops {
		name, kind := naming.Exported(op.Name), suffix
		switch {
		case kind != naming.Ident{}:
		case op.Function:
			kind = naming.Kind("Function")
		default:
			kind = naming.Kind("Action")
		}
		if plain[op.Name] != op {
			name = name.Plus(byParams(op))
		}
		w.add(prefix+signature(op), name, name.Plus(kind))
	}
}

func lessParams(a, b *api.Operation) bool {
	if len(a.Params) != len(b.Params) {
		return len(a.Params) < len(b.Params)
	}
	return signature(a) < signature(b)
}

// distinct drops the operations that a later one, of a derived type, hides: those
// with the same name and parameters.
func distinct(ops []*api.Operation) []*api.Operation {
	last := map[string]int{}
	for i, op := range ops {
		last[signature(op)] = i
	}
	var out []*api.Operation
	for i, op := range ops {
		if last[signature(op)] == i {
			out = append(out, op)
		}
	}
	return slices.Clip(out)
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
	for key, places := range inlineTypes(p.api) {
		name := out[key]
		delete(out, key)
		for _, place := range places {
			out["type "+place.String()] = name
		}
	}
	for _, s := range p.api.Structs {
		for _, prop := range s.AllProperties() {
			if name := p.fieldName(s, prop.Name); name != naming.Exported(prop.Name) {
				out[s.Name.String()+"/"+prop.Name] = name.String()
			}
		}
	}
	return out
}
