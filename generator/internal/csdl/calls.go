package csdl

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

const capabilities = "Org.OData.Capabilities.V1."

// restrictions say which calls a set, a singleton or a navigation property
// takes. What is nil does not restrict.
type restrictions struct{ read, insert, update, delete *Record }

func restrictionsOf(notes []*Annotation) restrictions {
	return restrictions{
		read:   record(notes, capabilities+"ReadRestrictions"),
		insert: record(notes, capabilities+"InsertRestrictions"),
		update: record(notes, capabilities+"UpdateRestrictions"),
		delete: record(notes, capabilities+"DeleteRestrictions"),
	}
}

// onPath returns what the annotations of a path to d say. Where they say
// nothing, those of the type do.
func (p *mapper) onPath(d *structDecl, notes []*Annotation) restrictions {
	if d.limits == nil {
		own := restrictionsOf(p.annotations(d.Annotations, d.name.String()))
		d.limits = &own
	}
	r := restrictionsOf(notes)
	return restrictions{
		read: cmp.Or(r.read, d.limits.read), insert: cmp.Or(r.insert, d.limits.insert),
		update: cmp.Or(r.update, d.limits.update), delete: cmp.Or(r.delete, d.limits.delete),
	}
}

// restrictPaths applies the navigation restrictions of a set or a type to the
// navigation properties that they name: as annotations of those.
func (p *mapper) restrictPaths(d *structDecl, notes []*Annotation) {
	for _, r := range records(record(notes, capabilities+"NavigationRestrictions").get("RestrictedProperties")) {
		path, _ := r.get("NavigationProperty").(Path)
		text := path.Text
		if text == "" {
			text = constantText(r.get("NavigationProperty")) // JSON writes a string
		}
		of := p.owner(d, strings.Split(text, "/"))
		if of == "" {
			p.warn(find(notes, capabilities+"NavigationRestrictions").Pos, "unknown-path", fmt.Sprintf("the restrictions of %q from %s have no effect: it leads to no navigation property", text, d), "correct the path")
			continue
		}
		for _, v := range r.Values {
			p.external[of] = append(p.external[of], &Annotation{Pos: v.Pos, Term: capabilities + v.Property, Value: v.Value})
		}
	}
}

// owner returns the annotation target of the navigation property at a path from
// d, "" when there is none.
func (p *mapper) owner(d *structDecl, path []string) string {
	for i, segment := range path {
		if cast := p.structs[segment]; cast != nil {
			d = cast
			continue
		}
		n, declaring := d.navigation(segment)
		prop := d.property(segment)
		switch {
		case n != nil && i == len(path)-1:
			return declaring.name.String() + "/" + segment
		case n != nil:
			d = p.structs[n.Type.Name]
		case prop != nil:
			d = p.structs[prop.Type.Name]
		default:
			return ""
		}
	}
	return ""
}

// addCalls adds the calls that navigation properties lead to. Entities that are
// not contained are made and deleted in their own sets.
func (p *mapper) addCalls() {
	for _, d := range p.ordered {
		p.restrictPaths(d, p.annotations(d.Annotations, d.name.String()))
	}
	for _, d := range p.ordered {
		if d.out == nil {
			continue
		}
		for _, n := range d.Navigations {
			target := p.structs[n.Type.Name]
			if target == nil || target.out == nil {
				continue
			}
			notes := p.annotations(n.Annotations, d.name.String()+"/"+n.Name)
			switch r := p.onPath(target, notes); {
			case n.ContainsTarget && n.Type.Collection:
				p.addSetCalls(target, false, notes)
			case n.ContainsTarget:
				addCall(&target.out.Calls, api.GetCall, r.read, "Readable", n.Pos)
				addCall(&target.out.Calls, api.UpdateCall, r.update, "Updatable", n.Pos)
				if n.Type.Nullable {
					addCall(&target.out.Calls, api.DeleteCall, r.delete, "Deletable", n.Pos)
				}
			case n.Type.Collection:
				addCall(&target.out.SetCalls, api.ListCall, r.read, "Readable", n.Pos)
				addCall(&target.out.Calls, api.GetCall, r.byKey(), "Readable", n.Pos)
			default:
				addCall(&target.out.Calls, api.GetCall, r.read, "Readable", n.Pos)
			}
		}
	}
}

// addSetCalls adds the calls on a set and its entities, or on a singleton.
func (p *mapper) addSetCalls(d *structDecl, singleton bool, notes []*Annotation) {
	s, r := d.out, p.onPath(d, notes)
	if singleton {
		addCall(&s.Calls, api.GetCall, r.read, "Readable", s.Pos)
		addCall(&s.Calls, api.UpdateCall, r.update, "Updatable", s.Pos)
		return
	}
	addCall(&s.SetCalls, api.ListCall, r.read, "Readable", s.Pos)
	addCall(&s.SetCalls, api.CreateCall, r.insert, "Insertable", s.Pos)
	addCall(&s.Calls, api.GetCall, r.byKey(), "Readable", s.Pos)
	addCall(&s.Calls, api.UpdateCall, r.update, "Updatable", s.Pos)
	addCall(&s.Calls, api.DeleteCall, r.delete, "Deletable", s.Pos)
}

// byKey returns what restricts reading one entity by its key.
func (r restrictions) byKey() *Record {
	if key, ok := r.read.get("ReadByKeyRestrictions").(*Record); ok {
		return key
	}
	return r.read
}

// callOrder is the order of the calls of a type, whichever paths led to them.
var callOrder = map[api.CallKind]int{api.ListCall: 0, api.CreateCall: 1, api.GetCall: 0, api.UpdateCall: 1, api.DeleteCall: 2}

// addCall adds a call that the property flag of its restrictions does not deny.
// Another path to the same type may have added it.
func addCall(calls *[]*api.Call, kind api.CallKind, r *Record, flag string, pos diag.Position) {
	if strings.EqualFold(constantText(r.get(flag)), "false") {
		return
	}
	at := len(*calls)
	for i, c := range *calls {
		if c.Kind == kind {
			return
		}
		if callOrder[c.Kind] > callOrder[kind] {
			at = min(at, i)
		}
	}
	*calls = slices.Insert(*calls, at, &api.Call{Kind: kind, Doc: callDoc(r), Pos: pos})
}

// callDoc makes the docs of a call of what its restrictions say.
func callDoc(r *Record) api.Doc {
	if r == nil {
		return api.Doc{}
	}
	d := docOf([]*Annotation{
		{Term: "Org.OData.Core.V1.Description", Value: r.get("Description")},
		{Term: "Org.OData.Core.V1.LongDescription", Value: r.get("LongDescription")},
	})
	for _, permission := range records(r.get("Permissions")) {
		for _, scope := range records(permission.get("Scopes")) {
			if name := constantText(scope.get("Scope")); name != "" && !slices.Contains(d.Permissions, name) {
				d.Permissions = append(d.Permissions, name)
			}
		}
	}
	return d
}
