package csdl

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// mapper makes the api model of a model that has been checked.
type mapper struct {
	*model
	api     *api.API
	roots   map[string]bool // names in the container
	pending []*structDecl   // that have a Struct without properties

	bases map[*structDecl]bool // that types derive from
}

func newMapper(m *model, out *api.API) *mapper {
	p := &mapper{model: m, api: out, roots: map[string]bool{}, bases: map[*structDecl]bool{}}
	for _, d := range m.structs {
		p.bases[d.base] = true
	}
	return p
}

// fill makes everything. Types of the documents come in their order; those of
// referenced vocabularies follow, as far as properties have them.
func (p *mapper) fill() {
	for _, d := range p.ordered {
		if !d.vocabulary && !p.saysNothing(d) {
			p.structOf(d)
		}
	}
	for _, doc := range p.docs {
		for _, s := range doc.Schemas {
			for _, e := range s.Enums {
				if d := p.enums[s.Namespace+"."+e.Name]; d != nil && !d.vocabulary {
					p.enumOf(d)
				}
			}
		}
	}
	p.fillPending()
	for _, doc := range p.docs {
		for _, s := range doc.Schemas {
			p.addBound(s)
		}
	}
	p.fillContainer()
	p.fillPending()
	p.addCalls()
}

// structOf returns the Struct of d, whose properties come with fillPending.
func (p *mapper) structOf(d *structDecl) *api.Struct {
	if d.out == nil {
		d.out = &api.Struct{Name: d.name, Pos: d.Pos, Abstract: d.Abstract, Entity: d.Entity}
		p.api.Structs = append(p.api.Structs, d.out)
		p.pending = append(p.pending, d)
	}
	return d.out
}

func (p *mapper) fillPending() {
	for len(p.pending) > 0 {
		d := p.pending[0]
		p.pending = p.pending[1:]
		p.fillStruct(d)
	}
}

func (p *mapper) fillStruct(d *structDecl) {
	s := d.out
	s.Doc = docOf(p.annotations(d.Annotations, d.name.String()))
	s.Open, s.Media = d.Open, d.HasStream
	if d.base != nil {
		s.Base = p.structOf(d.base)
	}
	for at := d.base; at != nil; at = at.base {
		s.Open = s.Open || at.Open
		s.Media = s.Media || at.HasStream
	}
	p.fillKey(d)
	s.Alternates = alternates(p.annotations(d.Annotations, d.name.String()))
	for _, prop := range d.Properties {
		out := p.property(d, prop)
		// Key properties are never null, which services leave unsaid.
		out.Nullable = out.Nullable && !slices.Contains(s.Key, prop.Name)
		s.Properties = append(s.Properties, out)
	}
	for _, n := range d.Navigations {
		if target := p.structs[n.Type.Name]; target != nil {
			s.Navigations = append(s.Navigations, p.navigation(d, n, target))
			continue
		}
		// It leads to entities of any type, which are kept as they come.
		prop := &Property{Pos: n.Pos, Name: n.Name, Type: n.Type, Annotations: n.Annotations}
		s.Properties = append(s.Properties, p.property(d, prop))
	}
}

// fillKey sets the key of the type itself; one that repeats that of its base has none.
func (p *mapper) fillKey(d *structDecl) {
	paths := false
	if d.inheritedKey() != nil {
		return
	}
	for _, k := range d.Key {
		name := k.Path
		if k.Alias != "" {
			name, paths = k.Alias, true
		}
		d.out.Key = append(d.out.Key, name)
		d.out.KeyPaths = append(d.out.KeyPaths, k.Path)
	}
	if !paths {
		d.out.KeyPaths = nil
	}
}

// alternates returns the keys that annotations of a type, or of a set, give besides.
func alternates(notes []*Annotation) [][]api.Alias {
	var all [][]api.Alias
	for _, term := range []string{"Org.OData.Core.V1.AlternateKeys", "OData.Community.Keys.V1.AlternateKeys"} {
		a := find(notes, term)
		if a == nil {
			continue
		}
		for _, r := range records(a.Value) {
			var key []api.Alias
			for _, part := range records(r.get("Key")) {
				path := constantText(part.get("Name")) // JSON writes a string
				if p, ok := part.get("Name").(Path); ok {
					path = p.Text
				}
				name := constantText(part.get("Alias"))
				key = append(key, api.Alias{Name: cmp.Or(name, path), Path: path})
			}
			if len(key) > 0 && !slices.ContainsFunc(all, func(other []api.Alias) bool { return slices.Equal(other, key) }) {
				all = append(all, key)
			}
		}
	}
	return all
}

func (p *mapper) property(d *structDecl, prop *Property) *api.Property {
	notes := p.annotations(prop.Annotations, d.name.String()+"/"+prop.Name)
	out := &api.Property{
		Name: prop.Name, Doc: docOf(notes), Pos: prop.Pos, Default: prop.Default,
		Nullable:  prop.Type.Nullable && !prop.Type.Collection,
		NullItems: prop.Type.NullItems,
		ReadOnly:  isTrue(notes, "Org.OData.Core.V1.Computed") || valueOf(notes, "Org.OData.Core.V1.Permissions") == "Read",
		Immutable: isTrue(notes, "Org.OData.Core.V1.Immutable"),
	}
	out.Type, out.Facets = p.typeOf(prop.Type)
	p.validate(&out.Facets, out.Type, notes)
	return out
}

func (p *mapper) navigation(d *structDecl, n *NavigationProperty, target *structDecl) *api.Navigation {
	nav := &api.Navigation{
		Name: n.Name, Doc: docOf(p.annotations(n.Annotations, d.name.String()+"/"+n.Name)), Pos: n.Pos,
		Target: p.structOf(target), Collection: n.Type.Collection, Contained: n.ContainsTarget,
		Nullable: n.Type.Nullable && !n.Type.Collection, Partner: n.Partner,
	}
	for _, c := range n.Constraints {
		nav.Constraints = append(nav.Constraints, api.Constraint{Property: c.Property, Referenced: c.Referenced})
	}
	if n.OnDelete != nil {
		nav.OnDelete = n.OnDelete.Action
	}
	return nav
}

// enumOf returns the Enum of d. Members without values count from 0.
func (p *mapper) enumOf(d *enumDecl) *api.Enum {
	if d.out != nil {
		return d.out
	}
	d.out = &api.Enum{Name: d.name, Pos: d.Pos, Flags: d.Flags, Underlying: primitives[d.Underlying]}
	if d.Underlying == "" {
		d.out.Underlying = api.Int32
	}
	p.api.Enums = append(p.api.Enums, d.out)
	d.out.Doc = docOf(p.annotations(d.Annotations, d.name.String()))
	next := int64(0)
	for _, m := range d.Members {
		if v, err := strconv.ParseInt(m.Value, 10, 64); err == nil {
			next = v
		}
		doc := docOf(p.annotations(m.Annotations, d.name.String()+"/"+m.Name))
		d.out.Values = append(d.out.Values, api.EnumValue{Name: m.Name, Doc: doc, Value: next})
		next++
	}
	return d.out
}

// fillContainer makes the sets, singletons and imports of the containers of the
// first document, with those of the containers that they extend.
func (p *mapper) fillContainer() {
	extended := map[*EntityContainer]bool{}
	doc := p.docs[0]
	for _, s := range doc.Schemas {
		for _, c := range s.Containers {
			extended[p.containers[c.Extends]] = true
		}
	}
	for _, s := range doc.Schemas {
		for _, c := range s.Containers {
			if extended[c] {
				continue
			}
			if p.api.Doc == "" {
				p.api.Doc = docOf(p.annotations(c.Annotations, s.Namespace+"."+c.Name)).Text
			}
			p.addContainer(s.Namespace+"."+c.Name, c)
		}
	}
}

// addContainer adds c after what it extends. Of two children with one name, the
// first stays.
func (p *mapper) addContainer(name string, c *EntityContainer) {
	if c.Extends != "" {
		p.addContainer(c.Extends, p.containers[c.Extends])
	}
	p.api.KeyPredicates = !isTrue(p.annotations(c.Annotations, name), capabilities+"KeyAsSegmentSupported")
	for _, set := range c.Sets {
		d := p.structs[set.Type]
		switch {
		case d == nil:
			p.warn(set.Pos, "left-out", fmt.Sprintf("%q leads to entities of any type, %q", set.Name, set.Type), "nothing is generated for it")
			continue
		case p.roots[set.Name]:
			p.warn(set.Pos, "duplicate-name", fmt.Sprintf("%q of container %q is in another container too", set.Name, c.Name), "it is left out here")
			continue
		}
		p.roots[set.Name] = true
		notes := p.annotations(set.Annotations, name+"/"+set.Name)
		p.api.Container = append(p.api.Container, &api.Navigation{
			Name: set.Name, Doc: docOf(notes), Pos: set.Pos, Target: p.structOf(d),
			Collection: !set.Singleton, Contained: true, Nullable: set.Nullable,
		})
		if more := alternates(notes); more != nil {
			out := p.structOf(d)
			p.fillPending()
			out.Alternates = append(out.Alternates, more...)
		}
		p.restrictPaths(d, notes)
		p.addSetCalls(d, set.Singleton, notes)
	}
	for _, i := range c.Imports {
		p.addImport(i, p.annotations(i.Annotations, name+"/"+i.Name))
	}
}

// docOf makes the docs of what annotations say. A description goes to Text, as
// that of OpenAPI does, and the long one follows it.
func docOf(notes []*Annotation) api.Doc {
	d := api.Doc{Text: strings.TrimSpace(valueOf(notes, "Org.OData.Core.V1.Description"))}
	if long := strings.TrimSpace(valueOf(notes, "Org.OData.Core.V1.LongDescription")); long != "" {
		d.Text = strings.TrimSpace(d.Text + "\n\n" + long)
	}
	if a := find(notes, "Org.OData.Core.V1.Revisions"); a != nil {
		d.Deprecated = deprecation(a.Value)
	}
	return d
}

// deprecation returns why the revisions of an element say that it is
// deprecated, "" when they do not.
func deprecation(e Expression) string {
	for _, r := range records(e) {
		if constantText(r.get("Kind")) != "Deprecated" {
			continue
		}
		if text := strings.TrimSpace(constantText(r.get("Description"))); text != "" {
			return text
		}
		return "the service says so."
	}
	return ""
}
