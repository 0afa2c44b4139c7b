package golang

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// planner turns an api into a plan: every decision about the output is made by
// it.
type planner struct {
	api    *api.API
	opts   Options
	locked map[string]string        // the names in the lock; those of inline types also by their types
	inline map[string][]api.Name    // the places of inline types
	pkg    *naming.Scope            // types, functions and constants
	inner  map[string]*naming.Scope // members, by the qualified name of their type
	places map[*api.Struct]*places
	scopes []*naming.Scope // all of them
	styles styles
	kept   map[string]string         // for the lock, beside names: styles, and the status of plain answers
	opKeys map[*api.Operation]string // what an operation is called in scopes
	opWas  map[*api.Operation]string // its overloadKey in an earlier run; "" for a new one
	root   *naming.Scope             // the methods of the client
	main   string                    // the namespace of most types
	fields *naming.Scope             // of Services
	inURLs map[*api.Enum]bool        // that keys and functions have
	heirs  map[*api.Struct][]string  // what derives from a type
}

// places says how paths lead to a type.
type places struct{ one, many bool }

// packageNames are declared by each package beside its types.
var packageNames = []string{
	"Client", "NewClient", "Services", "NewHandler", "BaseURL", "Auth", "schemas",
	"RegisterChi", "RegisterEcho", "EchoRouter", "RegisterFiber", "RegisterGin", "RegisterGorilla", "RegisterIris",
}

func newPlan(a *api.API, o Options) (plan, map[string]string) {
	p := &planner{
		api: a, opts: o,
		inline: inlineTypes(a),
		inner:  map[string]*naming.Scope{},
		places: map[*api.Struct]*places{},
		opKeys: map[*api.Operation]string{},
		opWas:  map[*api.Operation]string{},
		kept:   map[string]string{},
		main:   mainNamespace(a),
	}
	p.locked = lockedTypes(p.inline, o.Names)
	for _, nav := range a.Container {
		p.visit(nav)
	}
	p.findStyles()
	p.findOperations()
	p.nameEndpoints()
	p.namePackage()
	p.findLiterals()
	p.findHeirs()
	out := plan{Package: o.Package, Doc: p.packageDoc()}
	for _, s := range p.models() {
		out.Structs = append(out.Structs, p.structPlan(s))
	}
	out.As, out.From = p.derivedNames()
	for _, op := range p.operations() {
		out.Params = append(out.Params, p.operation(op))
	}
	for _, e := range byName(a.Enums, p.enumName) {
		out.Enums = append(out.Enums, p.enumPlan(e))
	}
	for _, u := range byName(a.Unions, p.unionName) {
		out.Unions = append(out.Unions, p.unionPlan(u))
	}
	out.Plain = p.endpoints()
	out.Receive = p.receiverPlans()
	out.Errors = p.errors(out.Plain)
	out.Links = p.links()
	out.Schemes = p.schemes()
	out.Servers = p.choices()
	out.Schemas = p.schemas(out)
	out.Client = p.client()
	out.Calls = p.interfaces(out)
	out.Server = p.server()
	if o.Routes {
		out.Routes = p.routes(out.Plain)
	}
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
	for _, next := range nav.Target.AllNavigations() {
		p.visit(next)
	}
}

// findHeirs finds the types that derive from each.
func (p *planner) findHeirs() {
	p.heirs = map[*api.Struct][]string{}
	for _, s := range p.api.Structs {
		for base := s.Base; base != nil; base = base.Base {
			p.heirs[base] = append(p.heirs[base], s.Name.String())
		}
	}
}

// findLiterals finds the enumerations whose members stand in URLs, as parts of keys and
// parameters of functions.
func (p *planner) findLiterals() {
	p.inURLs = map[*api.Enum]bool{}
	add := func(t api.Type) {
		if e, ok := t.(*api.Enum); ok {
			p.inURLs[e] = true
		}
	}
	for _, s := range p.api.Structs {
		if p.places[s] == nil {
			continue
		}
		for _, name := range s.AllKey() {
			if prop := s.PropertyAt(name); prop != nil {
				add(prop.Type)
			}
		}
		for _, key := range s.AllAlternates() {
			for _, part := range key {
				if prop := s.PropertyAt(part.Path); prop != nil {
					add(prop.Type)
				}
			}
		}
	}
	for _, op := range p.operations() {
		for _, param := range op.Params {
			if op.Function {
				add(param.Type)
			}
		}
	}
}

// models returns the structs that are emitted, by name.
func (p *planner) models() []*api.Struct {
	return byName(slices.DeleteFunc(slices.Clone(p.api.Structs), func(s *api.Struct) bool { return s.PathOnly }), p.structName)
}

// operations returns the operations that places have, each once, by the name of
// their parameters.
func (p *planner) operations() []*api.Operation {
	seen := map[*api.Operation]bool{}
	var out []*api.Operation
	add := func(ops []*api.Operation) {
		for _, op := range ops {
			if !seen[op] {
				seen[op] = true
				out = append(out, op)
			}
		}
	}
	for _, s := range p.api.Structs {
		if p.places[s] != nil {
			add(s.AllOperations())
			add(s.AllSetOps())
		}
	}
	add(p.api.Imports)
	return byName(out, p.paramsName)
}

func byName[T any](list []T, name func(T) naming.Ident) []T {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b T) int { return strings.Compare(name(a).String(), name(b).String()) })
	return list
}
