package changes

import (
	"cmp"
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// use is who sends values of a type: clients, in requests, or the service, in answers.
type use struct {
	in, out bool
	calls   int // that have it, or have what holds it
}

func (u use) and(v use) use {
	return use{u.in || v.in, u.out || v.out, max(u.calls, v.calls)}
}

// uses are the uses of structs, enumerations and unions.
type uses map[api.Type]use

// usesOf follows all calls of a model to the types that they have.
func usesOf(a *api.API) uses {
	w := &walker{in: map[api.Type]int{}, out: map[api.Type]int{}, derived: map[*api.Struct][]*api.Struct{}}
	for _, s := range a.Structs {
		if s.Base != nil {
			w.derived[s.Base] = append(w.derived[s.Base], s)
		}
		for _, c := range slices.Concat(s.Calls, s.SetCalls) {
			if c.Kind == api.CreateCall || c.Kind == api.UpdateCall {
				w.root(w.in, s)
			}
			if c.Kind != api.DeleteCall {
				w.root(w.out, s)
			}
		}
		w.operations(slices.Concat(s.Operations, s.SetOps))
	}
	w.operations(a.Imports)
	for _, e := range a.Endpoints {
		w.endpoint(e, false)
	}
	for _, e := range a.Webhooks {
		w.endpoint(e, true)
	}
	found := uses{}
	for t, calls := range w.spread(w.in, true) {
		found[t] = found[t].and(use{in: true, calls: calls})
	}
	for t, calls := range w.spread(w.out, false) {
		found[t] = found[t].and(use{out: true, calls: calls})
	}
	return found
}

// walker counts the calls that have a type as it is, by direction.
type walker struct {
	in, out map[api.Type]int
	derived map[*api.Struct][]*api.Struct
}

// root counts the named types of t.
func (w *walker) root(count map[api.Type]int, types ...api.Type) {
	for _, t := range types {
		for _, named := range namedIn(t) {
			count[named]++
		}
	}
}

// namedIn returns the structs, enumerations and unions that t is made of.
func namedIn(t api.Type) []api.Type {
	switch t := t.(type) {
	case api.List:
		return namedIn(t.Elem)
	case api.Map:
		return namedIn(t.Elem)
	case api.Nullable:
		return namedIn(t.Elem)
	case *api.Struct, *api.Enum, *api.Union:
		return []api.Type{t}
	}
	return nil
}

func (w *walker) operations(all []*api.Operation) {
	for _, op := range all {
		for _, p := range op.Params {
			w.root(w.in, p.Type)
		}
		w.root(w.out, op.Result)
	}
}

// endpoint counts the types of an operation. Of a webhook the service sends the request.
func (w *walker) endpoint(e *api.Endpoint, back bool) {
	in, out := w.in, w.out
	if back {
		in, out = out, in
	}
	for _, p := range e.Params {
		w.root(in, p.Type)
	}
	if e.Body != nil {
		w.root(in, e.Body.Type)
	}
	for _, a := range e.Answers {
		w.root(out, a.Content.Type)
	}
	for _, h := range e.Headers {
		w.root(out, h.Type)
	}
	for _, c := range e.Callbacks {
		w.endpoint(c, !back)
	}
}

// spread goes on from the types that calls have to those that they hold. The types with
// the most calls go first, so that each is visited once.
func (w *walker) spread(roots map[api.Type]int, in bool) map[api.Type]int {
	order := make([]api.Type, 0, len(roots))
	for t := range roots {
		order = append(order, t)
	}
	slices.SortFunc(order, func(a, b api.Type) int { return cmp.Compare(roots[b], roots[a]) })
	seen := map[api.Type]int{}
	for _, t := range order {
		w.visit(t, roots[t], in, seen)
	}
	return seen
}

func (w *walker) visit(t api.Type, calls int, in bool, seen map[api.Type]int) {
	if _, ok := seen[t]; ok {
		return
	}
	seen[t] = calls
	for _, part := range w.parts(t, in) {
		w.visit(part, calls, in, seen)
	}
}

// parts returns the types of what values of t hold in a direction.
func (w *walker) parts(t api.Type, in bool) []api.Type {
	var out []api.Type
	switch t := t.(type) {
	case *api.Union:
		for _, v := range t.Variants {
			out = append(out, namedIn(v.Type)...)
		}
	case *api.Struct:
		if t.Base != nil {
			out = append(out, t.Base)
		}
		for _, d := range w.derived[t] {
			out = append(out, d)
		}
		for _, p := range t.Properties {
			if in && !p.ReadOnly || !in && !p.WriteOnly {
				out = append(out, namedIn(p.Type)...)
			}
		}
	}
	return out
}
