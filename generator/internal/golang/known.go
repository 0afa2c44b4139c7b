package golang

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// What an earlier run knew has a name that callers use. The lock has an entry for each
// type and each operation, so what stands beside them is known with them: it keeps the
// name that its wire name gives, and what is new has to find another.

func typeEntry(n api.Name) string { return "type " + n.String() }

// placeEntry is the line for a place of an inline schema. A schema with a name can be
// called what a place is, and can come later.
func placeEntry(n api.Name) string { return "inline " + n.String() }

// entryOf is what a type is called in the lock, where entries are about what it has. An
// inline type is called what one of its places is, which can change: its name in Go does
// not.
func (p *planner) entryOf(n api.Name) string {
	if key := typeEntry(n); p.inline[key] != nil {
		return "inline " + p.pkg.Of(key).String()
	}
	return n.String()
}

func (p *planner) knowsType(n api.Name) bool { return p.locked[typeEntry(n)] != "" }

// knowsStruct reports whether s was there; one that paths only lead through is there
// when it has a Ref.
func (p *planner) knowsStruct(s *api.Struct) bool {
	if s.PathOnly {
		return p.locked["ref "+s.Name.String()] != ""
	}
	return p.knowsType(s.Name)
}

func (p *planner) knowsEndpoint(e *api.Endpoint) bool { return p.opts.Names[answerKey(e)] != "" }

// knowsOperation reports whether op was there. Owner is the type that it is bound to;
// nil for none.
func (p *planner) knowsOperation(op *api.Operation, owner *api.Struct) bool {
	return p.opWas[op] != "" && (owner == nil || owner.PathOnly || p.knowsType(owner.Name))
}

// styles say how a document writes its names.
type styles struct{ properties, members naming.Style }

const (
	propertyStyle = "style of properties"
	memberStyle   = "style of enum members"
)

// findStyles decides how the document writes its names, once: the lock keeps it.
func (p *planner) findStyles() {
	var properties, members []string
	for _, s := range p.api.Structs {
		for _, prop := range s.Properties {
			properties = append(properties, prop.Name)
		}
	}
	for _, e := range p.api.Endpoints {
		for _, param := range e.Params {
			if param.In != "header" {
				properties = append(properties, param.Name)
			}
		}
	}
	for _, e := range p.api.Enums {
		for _, m := range e.Values {
			members = append(members, m.Name)
		}
	}
	known := len(p.opts.Names) > 0
	p.styles.properties = p.style(propertyStyle, propertyStyle, known, properties, naming.Camel)
	p.styles.members = p.style(memberStyle, memberStyle, known, members, naming.Camel)
}

// style returns how names are written that belong together, once: the lock has it under
// key, which was another in an earlier run, where it is not that of the base. Known says
// that an earlier run has decided.
func (p *planner) style(key, was string, known bool, names []string, base naming.Style) naming.Style {
	s := base
	if !known {
		s = naming.StyleOf(names, base)
	} else if kept := p.locked[was]; kept != "" {
		s = naming.Style(kept)
	}
	if s != base {
		p.kept[key] = string(s)
	}
	return s
}

// findOperations finds the actions and functions in the lock.
func (p *planner) findOperations() {
	old := map[string]map[string][]string{} // parameters by overloadKey, by owner
	for key := range p.locked {
		rest, ok := strings.CutPrefix(key, "params ")
		owner, overload, _ := strings.Cut(rest, "/")
		if fields := strings.Fields(overload); ok && len(fields) > 0 {
			if old[owner] == nil {
				old[owner] = map[string][]string{}
			}
			old[owner][overload] = fields
		}
	}
	find := func(owner string, ops []*api.Operation) { p.findOverloads(owner, ops, old[owner]) }
	for _, s := range p.api.Structs {
		find(s.Name.String(), s.Operations)
		find("set "+s.Name.String(), s.SetOps)
	}
	find("", p.api.Imports)
}

// findOverloads finds those that are bound to one owner: each by its parameters, then
// those that have optional parameters more than an earlier run saw. Old are those of the
// owner in the lock.
func (p *planner) findOverloads(owner string, ops []*api.Operation, old map[string][]string) {
	ops = slices.SortedFunc(slices.Values(ops), compareParams)
	claim := func(op *api.Operation, fits func(op *api.Operation, had []string) bool) {
		best := ""
		for key, fields := range old {
			if fields[0] == op.Name && fits(op, fields[1:]) && (best == "" || len(fields) > len(old[best]) || len(fields) == len(old[best]) && key < best) {
				best = key
			}
		}
		if best != "" {
			p.opWas[op] = best
			delete(old, best)
		}
	}
	for _, op := range ops {
		p.opKeys[op] = owner + "/" + overloadKey(op)
		claim(op, func(op *api.Operation, had []string) bool { return len(had) == len(op.Params) && grewFrom(op, had) })
	}
	for _, op := range ops {
		if p.opWas[op] == "" {
			claim(op, grewFrom)
		}
	}
}

// grewFrom reports whether op has the parameters that it had, and optional ones.
func grewFrom(op *api.Operation, had []string) bool {
	found := 0
	for _, param := range op.Params {
		if slices.Contains(had, param.Name) {
			found++
		} else if param.Required {
			return false
		}
	}
	return found == len(had)
}
