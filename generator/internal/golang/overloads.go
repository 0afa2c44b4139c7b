package golang

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// overload is an action or a function among those of one name.
type overload struct {
	op    *api.Operation
	rank  int            // who of them gets the plain name, if nobody had it before
	names []naming.Ident // that suit it
}

// overloads plans what ops are called. Of overloads one has the plain name: that which
// had it, else the one with the fewest parameters. The others say By and their
// parameters. Suffix, or the kind of the operation where that is zero, follows a name
// that is taken.
func (p *planner) overloads(ops []*api.Operation, suffix naming.Ident) []overload {
	groups := map[string][]*api.Operation{}
	for _, op := range ops {
		groups[op.Name] = append(groups[op.Name], op)
	}
	var out []overload
	for _, op := range ops {
		group, rank, old := groups[op.Name], 0, false
		for _, other := range group {
			if compareParams(other, op) < 0 {
				rank++
			}
			old = old || p.opWas[other] != ""
		}
		short, kind := naming.Exported(op.Name), suffix
		switch {
		case kind != naming.Ident{}:
		case op.Function:
			kind = naming.Kind("Function")
		default:
			kind = naming.Kind("Action")
		}
		by := short.Plus(byParams(op))
		if len(op.Params) == 0 {
			by = short.Plus(kind)
		}
		names := []naming.Ident{short, by, by.Plus(kind)}
		if rank == 0 && (!old || p.opWas[op] != "") {
			names[1] = short.Plus(kind)
		}
		out = append(out, overload{op, rank, names})
	}
	return out
}

// wantMethods asks for the names of the methods that call or serve ops. Rank is that of
// the first of overloads.
func (p *planner) wantMethods(w *wants, prefix string, ops []*api.Operation, suffix naming.Ident) {
	for _, o := range p.overloads(ops, suffix) {
		want := naming.Want{Key: prefix + overloadKey(o.op), Names: o.names, Rank: operationRank + o.rank}
		if was := p.opWas[o.op]; was != "" {
			want.Was, want.Known = prefix+was, true
		}
		*w = append(*w, want)
	}
}

// wantParams asks for the structs of the parameters of those of ops that an earlier run
// knew, or of the others. Owner is what they are bound to, name what it is called.
func (p *planner) wantParams(w *wants, ops []*api.Operation, owner *api.Struct, name naming.Ident, known bool) {
	word := naming.Kind("Params")
	for _, o := range p.overloads(ops, naming.Ident{}) {
		if p.knowsOperation(o.op, owner) != known {
			continue
		}
		key := p.opKeys[o.op]
		want := naming.Want{Key: "params " + key, Rank: o.rank, Keep: true}
		if was := p.opWas[o.op]; was != "" {
			want.Was = "params " + strings.TrimSuffix(key, overloadKey(o.op)) + was
		}
		for _, n := range o.names {
			want.Names = append(want.Names, name.Plus(n).Plus(word))
		}
		*w = append(*w, want)
	}
}

// overloadKey tells overloads apart: the name and the names of the parameters.
func overloadKey(op *api.Operation) string {
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

func compareParams(a, b *api.Operation) int {
	return cmp.Or(cmp.Compare(len(a.Params), len(b.Params)), cmp.Compare(overloadKey(a), overloadKey(b)))
}

// The ranks of the methods of a place: navigations come before operations, and those
// before what has its name from something else.
const (
	operationRank = 2
	endpointRank  = 1 << 20
	besideRank    = endpointRank + 1
)

// placeScope names the methods of a Ref, a Set or the client. Taken are the calls that
// it can have: one that comes later renames nothing.
func (p *planner) placeScope(prefix string, taken []naming.Ident, navs []*api.Navigation, ops []*api.Operation, more wants) *naming.Scope {
	names := []string{"At"}
	for _, t := range taken {
		names = append(names, t.String())
	}
	scope := p.scope(prefix+"/", names...)
	w := slices.Clone(more)
	for _, nav := range navs {
		name, word := naming.Exported(nav.Name), naming.Kind("Navigation")
		want := naming.Want{Key: "nav " + nav.Name, Names: []naming.Ident{name, name.Plus(word), naming.Spelled(nav.Name).Plus(word)}}
		if !p.styles.properties.Fits(nav.Name) {
			want.Rank, want.Keep = 1, true
		}
		w = append(w, want)
	}
	p.wantMethods(&w, "", ops, naming.Ident{})
	scope.Give(w...)
	return scope
}

// serviceScope names the methods of a service.
func (p *planner) serviceScope(prefix string, taken []naming.Ident, one, set []*api.Operation, more wants) *naming.Scope {
	var names []string
	for _, t := range taken {
		names = append(names, t.String())
	}
	scope := p.scope(prefix+"/", names...)
	w := slices.Clone(more)
	p.wantMethods(&w, "", one, naming.Ident{})
	p.wantMethods(&w, "set ", set, naming.Kind("Set"))
	scope.Give(w...)
	return scope
}

// The calls of OData that a set, an entity and a service can have.
var (
	setCalls     = []naming.Ident{naming.Kind("List"), naming.Kind("Create")}
	entityCalls  = []naming.Ident{naming.Kind("Get"), naming.Kind("Update"), naming.Kind("Delete")}
	serviceCalls = slices.Concat(setCalls, entityCalls)
)

// distinct drops the operations that a later one, of a derived type, hides: those
// with the same name and parameters.
func distinct(ops []*api.Operation) []*api.Operation {
	last := map[string]int{}
	for i, op := range ops {
		last[overloadKey(op)] = i
	}
	var out []*api.Operation
	for i, op := range ops {
		if last[overloadKey(op)] == i {
			out = append(out, op)
		}
	}
	return slices.Clip(out)
}
