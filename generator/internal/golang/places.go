package golang

import (
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// client plans the client: its types follow the types of the model.
func (p *planner) client() clientPlan {
	out := clientPlan{Roots: p.steps(p.api.Container)}
	for _, s := range byName(p.api.Structs, p.structName) {
		at := p.places[s]
		if at == nil {
			continue
		}
		if at.many {
			out.Types = append(out.Types, p.set(s))
		}
		out.Types = append(out.Types, p.ref(s))
	}
	return out
}

func (p *planner) refName(s *api.Struct) naming.Ident { return p.pkg.Of("ref " + s.Name.String()) }

func (p *planner) setName(s *api.Struct) naming.Ident { return p.pkg.Of("set " + s.Name.String()) }

// steps plans the methods that lead along navigations.
func (p *planner) steps(navs []*api.Navigation) []stepPlan {
	var out []stepPlan
	for _, nav := range navs {
		to, what := p.refName(nav.Target), nav.Name+", which is a "+nav.Target.Name.String()
		switch {
		case nav.Collection:
			to, what = p.setName(nav.Target), nav.Name+", a collection of "+nav.Target.Name.String()
		case nav.Target.PathOnly:
			what = "what is below " + nav.Name
		}
		name := naming.Exported(nav.Name)
		out = append(out, stepPlan{
			Name: name,
			Doc:  docOf(fmt.Sprintf("%s leads to %s.", name, what), nav.Doc),
			To:   to,
			Wire: nav.Name,
		})
	}
	return out
}

// set plans the type that leads to a collection of s.
func (p *planner) set(s *api.Struct) placePlan {
	name := p.setName(s)
	key := p.key(s)
	by := naming.Kind("By")
	for _, k := range key {
		by = by.Plus(naming.Exported(k.Wire))
	}
	return placePlan{
		Name: name,
		Doc:  prose(fmt.Sprintf("%s leads to a collection of %s.", name, s.Name)),
		ByKey: &stepPlan{
			Name: by,
			Doc:  []string{fmt.Sprintf("%s leads to the entity with the key.", by)},
			To:   p.refName(s),
			Key:  key,
		},
		Calls: p.calls(name, s, s.SetCalls, s.SetOps),
	}
}

// ref plans the type that leads to one s.
func (p *planner) ref(s *api.Struct) placePlan {
	name := p.refName(s)
	doc := fmt.Sprintf("%s leads to one %s.", name, s.Name)
	if s.PathOnly {
		doc = fmt.Sprintf("%s leads to what is below %s.", name, s.Name)
	}
	return placePlan{
		Name:  name,
		Doc:   prose(doc),
		Steps: p.steps(s.Navigations),
		Calls: p.calls(name, s, s.Calls, s.Operations),
	}
}

func (p *planner) key(s *api.Struct) []keyPlan {
	var out []keyPlan
	for _, wire := range s.Key {
		out = append(out, keyPlan{Param: naming.Unexported(naming.Exported(wire)), Type: builtin("string"), Wire: wire})
	}
	return out
}

// callDocs are the first sentences of the methods of a client.
var callDocs = map[api.CallKind]string{
	api.ListCall:   "List reads the collection, a page at a time while it is ranged over.",
	api.CreateCall: "Create adds an entity and returns it as the service has it.",
	api.GetCall:    "Get reads the entity.",
	api.UpdateCall: "Update changes the properties that body has, and clears those that are null. It returns the entity, or nil when the service answers with none.",
	api.DeleteCall: "Delete removes the entity.",
}

var callKinds = map[api.CallKind]callKind{
	api.ListCall: listCall, api.CreateCall: createCall, api.GetCall: getCall,
	api.UpdateCall: updateCall, api.DeleteCall: deleteCall,
}

func (p *planner) calls(recv naming.Ident, s *api.Struct, calls []*api.Call, ops []*api.Operation) []callPlan {
	var out []callPlan
	for _, c := range calls {
		out = append(out, callPlan{
			Kind: callKinds[c.Kind],
			Recv: recv,
			Name: naming.Kind(string(c.Kind)),
			Doc:  docOf(callDocs[c.Kind], c.Doc),
			Type: p.object(s),
		})
	}
	for _, op := range ops {
		name := naming.Exported(op.Name)
		out = append(out, callPlan{
			Kind: actionCall,
			Recv: recv,
			Name: name,
			Doc:  docOf(fmt.Sprintf("%s calls the action %s.", name, op.Name), op.Doc),
			Wire: op.Name,
		})
	}
	return out
}

func (p *planner) object(s *api.Struct) goType { return pointerTo{namedType(p.structName(s))} }

// serverDocs are the first sentences of the methods of a service.
var serverDocs = map[api.CallKind]string{
	api.ListCall:   "List returns a page of the collection.",
	api.CreateCall: "Create adds an entity and returns it with its key.",
	api.GetCall:    "Get returns the entity with the key.",
	api.UpdateCall: "Update changes the properties that body has, and clears those that are null. It returns the entity, or nil to answer without one.",
	api.DeleteCall: "Delete removes the entity with the key.",
}

// server plans an interface for each collection that a path leads to without a
// key, and the routes to its methods.
func (p *planner) server() serverPlan {
	out := serverPlan{BasePath: basePath(p.api.BaseURL)}
	for _, nav := range p.api.Container {
		p.serve(&out, nav, "")
	}
	return out
}

func (p *planner) serve(out *serverPlan, nav *api.Navigation, parent string) {
	path := parent + "/" + nav.Name
	if !nav.Collection {
		for _, next := range nav.Target.Navigations {
			p.serve(out, next, path)
		}
		return
	}
	service := p.service(nav)
	out.Services = append(out.Services, service)
	for _, m := range service.Methods {
		route := routePlan{Kind: m.Kind, Path: path, Service: service.Field, Method: m.Name}
		if len(m.Key) > 0 {
			route.Path += "/{" + m.Key[0].Wire + "}"
		}
		if m.Kind == actionCall {
			route.Path += "/" + m.Wire
		}
		out.Routes = append(out.Routes, route)
	}
}

func (p *planner) service(nav *api.Navigation) servicePlan {
	s := nav.Target
	name := p.pkg.Of("service " + s.Name.String())
	out := servicePlan{
		Name:          name,
		Unimplemented: p.pkg.Of("unimplemented " + s.Name.String()),
		Field:         naming.Exported(nav.Name),
		Doc:           prose(fmt.Sprintf("%s serves a collection of %s.", name, s.Name)),
	}
	add := func(kind callKind, name naming.Ident, doc string, key []keyPlan, wire string) {
		out.Methods = append(out.Methods, serverMethodPlan{
			Kind: kind, Name: name, Doc: prose(doc), Type: p.object(s), Key: key, Wire: wire,
			Method: p.structName(s).String() + "." + name.String(),
		})
	}
	for _, c := range s.SetCalls {
		add(callKinds[c.Kind], naming.Kind(string(c.Kind)), serverDocs[c.Kind], nil, "")
	}
	for _, c := range s.Calls {
		add(callKinds[c.Kind], naming.Kind(string(c.Kind)), serverDocs[c.Kind], p.key(s), "")
	}
	for _, op := range s.Operations {
		n := naming.Exported(op.Name)
		add(actionCall, n, fmt.Sprintf("%s carries out the action %s on the entity with the key.", n, op.Name), p.key(s), op.Name)
	}
	return out
}
