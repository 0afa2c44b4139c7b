package golang

import (
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// namePackage names what a package declares: types, and what is named after them. What
// was there in an earlier run comes first, so that nothing new takes its name.
func (p *planner) namePackage() {
	p.pkg = p.scope("", packageNames...)
	var unexported wants // which only follow the others
	for _, known := range []bool{true, false} {
		p.nameTypes(known)
		p.nameParts(known, &unexported)
	}
	for _, op := range p.operations() {
		name := naming.Unexported(p.paramsName(op))
		unexported.add("table "+p.opKeys[op], name, name.Plus(naming.Kind("Type")))
	}
	p.pkg.Give(unexported...)
	p.nameFields()
}

// scope returns a new scope, of which the lock keeps what must be kept. Prefix is that
// of its keys in the lock.
func (p *planner) scope(prefix string, taken ...string) *naming.Scope {
	s := naming.NewScope(p.locked, prefix, taken...)
	p.scopes = append(p.scopes, s)
	return s
}

// nameTypes names the types that an earlier run knew, or the others.
func (p *planner) nameTypes(known bool) {
	var wants []naming.Want
	add := func(n api.Name, goName string) {
		if p.knowsType(n) != known {
			return
		}
		names := append([]naming.Ident{naming.Exported(n.Local)}, inSpace(n)...)
		if goName != "" {
			names = slices.Insert(names, 0, naming.Exported(goName))
		}
		wants = append(wants, naming.Want{Key: typeEntry(n), Names: append(names, naming.Spelled(n.Local)), Keep: true})
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

var versionSegment = regexp.MustCompile(`(?i)^v[0-9]+(_[0-9]+)*$`)

// inSpace returns names for a type with the segments of its namespace before them, from
// the last one to all. The segment of a version has the one before it, and where that is
// not enough the marks between its numbers: Chassis.v1_11_0.Links is ChassisV1110Links,
// and ChassisV1_11_0Links beside Chassis.v1_1_10.Links.
func inSpace(n api.Name) []naming.Ident {
	if n.Namespace == "" {
		return nil
	}
	var names []naming.Ident
	segments := strings.Split(n.Namespace, ".")
	name, numbered := naming.Exported(n.Local), naming.Exported(n.Local)
	for i, segment := range slices.Backward(segments) {
		name, numbered = naming.Exported(segment).Plus(name), naming.Numbered(segment).Plus(numbered)
		if i > 0 && versionSegment.MatchString(segment) {
			continue
		}
		if names = append(names, name); numbered != name {
			names = append(names, numbered)
		}
	}
	return names
}

// inlineTypes returns the places of the types of inline schemas, by the keys of the
// types.
func inlineTypes(a *api.API) map[string][]api.Name {
	all := map[string][]api.Name{}
	add := func(name api.Name, places []api.Name) {
		if len(places) > 0 {
			all[typeEntry(name)] = places
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
func lockedTypes(inline map[string][]api.Name, locked map[string]string) map[string]string {
	out := maps.Clone(locked)
	if out == nil {
		out = map[string]string{}
	}
	for key, places := range inline {
		delete(out, key) // it was that of a schema with a name
		for _, place := range places {
			if name, ok := locked[placeEntry(place)]; ok {
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

// keep is add for what the lock is to have in any case.
func (w *wants) keep(key string, names ...naming.Ident) {
	*w = append(*w, naming.Want{Key: key, Names: names, Keep: true})
}

// nameParts names what stands beside the types that an earlier run knew, or beside the
// others: their Refs and Sets, their tables, the members of enumerations, the parameters
// of operations. What is unexported is left.
func (p *planner) nameParts(known bool, unexported *wants) {
	var w, exported wants
	for _, s := range p.api.Structs {
		if p.knowsStruct(s) == known {
			p.wantStruct(&w, s)
		}
		p.wantParams(&w, s.Operations, s, p.structName(s), known)
		p.wantParams(&w, s.SetOps, s, p.structName(s).Plus(naming.Kind("Set")), known)
	}
	p.wantParams(&w, p.api.Imports, nil, naming.Ident{}, known)
	for _, e := range p.api.Enums {
		if p.knowsType(e.Name) == known {
			p.wantEnum(&w, e)
		}
	}
	for _, u := range p.api.Unions {
		if p.knowsType(u.Name) == known {
			p.wantUnion(&w, u)
		}
	}
	if (len(p.opts.Names) > 0) == known {
		w.add("root service", naming.Kind("ImportService"), naming.Kind("ContainerService"))
		w.add("unimplemented root service", naming.Kind("UnimplementedImportService"), naming.Kind("UnimplementedContainerService"))
		w.add("root routes", naming.Kind("rootRoutes"), naming.Kind("containerRoutes"))
		wantCalls(&w, "client", naming.Kind("Client"))
		if p.hasDerived() {
			w.add(derivedAs, naming.Kind("As"), naming.Kind("AsDerived"))
			w.add(derivedFrom, naming.Kind("From"), naming.Kind("FromDerived"))
		}
	}
	p.wantEndpoints(&w, known)
	p.wantReceivers(&w, known)
	p.wantErrors(&w, known)
	var others wants // of which the lock has all
	p.wantLinks(&others)
	p.wantSchemes(&others)
	p.wantServers(&others)
	for _, o := range others {
		if (p.locked[o.Key] != "") == known {
			w = append(w, o)
		}
	}
	for _, want := range w {
		if token.IsExported(want.Names[0].String()) {
			exported = append(exported, want)
		} else {
			*unexported = append(*unexported, want)
		}
	}
	p.pkg.Give(exported...)
}

// nameFields names the properties of the types.
func (p *planner) nameFields() {
	for _, s := range p.api.Structs {
		var wire []string
		asked := map[string]string{}
		for _, prop := range s.AllProperties() {
			wire = append(wire, prop.Name)
			asked[prop.Name] = prop.GoName
		}
		key := p.entryOf(s.Name)
		style := p.style("style of "+key, "style of "+key, p.knowsStruct(s), wire, p.styles.properties)
		in := naming.Inner{Asked: asked, Style: style}
		if len(s.AllKey()) > 0 || len(s.AllRelated()) > 0 {
			in.Taken = append(in.Taken, "Related") // an entity that has none can get some
		}
		p.members(key, wire, in)
	}
}

// members names the members of what has the key.
func (p *planner) members(key string, wire []string, in naming.Inner) *naming.Scope {
	if s := p.inner[key]; s != nil {
		return s
	}
	in.Locked, in.Prefix = p.locked, key+"/"
	s := naming.Members(wire, in)
	p.inner[key] = s
	p.scopes = append(p.scopes, s)
	return s
}

func (p *planner) wantStruct(w *wants, s *api.Struct) {
	name, key := p.structName(s), s.Name.String()
	add := w.add
	if s.PathOnly {
		add = w.keep // nothing else says that it was there
	} else {
		w.add("table "+key, naming.Unexported(name).Plus(naming.Kind("Type")), naming.Unexported(name).Plus(naming.Kind("Description")))
		if p.isPlain() {
			for _, prop := range s.AllProperties() {
				wantDefaults(w, propertyDefault(s, prop), name, prop.Name, prop.Default, prop.Type)
			}
		}
		if len(s.AllRelated()) > 0 {
			w.add("related "+key, name.Plus(naming.Kind("Related")), name.Plus(naming.Kind("Navigations")))
		}
	}
	if at := p.places[s]; at != nil {
		add("ref "+key, name.Plus(naming.Kind("Ref")), name.Plus(naming.Kind("EntityRef")))
		service := name.Plus(naming.Kind("Service"))
		add("service "+key, service, name.Plus(naming.Kind("EntityService")))
		add("unimplemented service "+key, naming.Kind("Unimplemented").Plus(service), naming.Kind("Unimplemented").Plus(name).Plus(naming.Kind("EntityService")))
		w.add("routes "+key, naming.Unexported(name).Plus(naming.Kind("Routes")), naming.Unexported(name).Plus(naming.Kind("EntityRoutes")))
		wantCalls(w, "ref "+key, name.Plus(naming.Kind("Ref")))
		if at.many {
			wantCalls(w, "set "+key, name.Plus(naming.Kind("Set")))
			add("set "+key, name.Plus(naming.Kind("Set")), name.Plus(naming.Kind("EntitySet")))
		}
	}
}

func (p *planner) structName(s *api.Struct) naming.Ident {
	if s.PathOnly {
		return naming.Exported(s.Name.Local)
	}
	return p.pkg.Of(typeEntry(s.Name))
}

func (p *planner) paramsName(op *api.Operation) naming.Ident {
	return p.pkg.Of("params " + p.opKeys[op])
}

func (p *planner) fieldName(s *api.Struct, prop string) naming.Ident {
	key := p.entryOf(s.Name)
	return p.inner[key].Of(key + "/" + prop)
}

// names returns what the lock keeps: the names of types, the others where they are not
// what the wire name alone gives, and what tells later runs what is not new.
func (p *planner) names() map[string]string {
	out := maps.Clone(p.kept)
	for _, s := range p.scopes {
		maps.Copy(out, s.Kept())
	}
	for key := range p.inline {
		delete(out, key)
	}
	for key, places := range p.inline { // a place of one can be called what another is
		for _, place := range places {
			out[placeEntry(place)] = p.pkg.Of(key).String()
		}
	}
	return out
}
