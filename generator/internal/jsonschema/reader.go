package jsonschema

import (
	"fmt"
	"hash/fnv"
	"path"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/ecma"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Reader makes types and rules of schemas. What it finds wrong is added to the
// diagnostics.
type Reader struct {
	api   *api.API
	files *tree.Files
	diags *diag.List

	components     []*Schema
	byName         map[string]*Schema
	names          map[string]bool      // of types
	repeated       repeated             // types of inline schemas
	looped         map[*api.Struct]bool // that hold themselves
	rulesByName    map[string]*api.Schema
	depth          int             // of types that are being read
	told           map[string]bool // warnings
	lastStruct     *api.Struct     // whose properties were looked for last
	lastProperties map[string]*api.Property
	discriminated  map[*Schema]*Schema       // what Discriminated returns
	propertyOf     map[*api.Property]*Schema // what properties are made of
}

// NewReader returns a reader that adds types to model. Components are the schemas with
// names, in the order of the document.
func NewReader(model *api.API, files *tree.Files, components []*Schema, diags *diag.List) *Reader {
	r := &Reader{
		api: model, files: files, diags: diags, components: components, byName: map[string]*Schema{},
		names: map[string]bool{}, repeated: newRepeated(), looped: map[*api.Struct]bool{}, rulesByName: map[string]*api.Schema{},
		told: map[string]bool{}, discriminated: map[*Schema]*Schema{}, propertyOf: map[*api.Property]*Schema{},
	}
	for _, c := range components {
		r.names[componentName(c.Name).String()] = true
		r.byName[c.Name] = c
	}
	for _, c := range components {
		if to := c.end(); to != nil && to.Name == "" && (to.alias == "" || c.Name < to.alias) {
			to.alias = c.Name
		}
	}
	return r
}

// Components are the schemas with names.
func (r *Reader) Components() []*Schema { return r.components }

// Named returns the component called name, nil when there is none.
func (r *Reader) Named(name string) *Schema { return r.byName[name] }

// TypeOf returns the type that was made of a component, nil when none was.
func (r *Reader) TypeOf(component *Schema) api.Type { return component.typ }

// Component returns the type of a schema with a name.
func (r *Reader) Component(s *Schema) api.Type { return r.named(s) }

// maxDepth is how many types are read within each other: a stack holds as many.
const maxDepth = 10_000

// named returns the type of what references lead to.
func (r *Reader) named(s *Schema) api.Type {
	if s.typ != nil {
		return s.typ
	}
	if s.reading {
		if t := s.wrapped(); t != nil {
			return t
		}
		r.warn(s.Place, "schema-cycle", fmt.Sprintf("schema %q holds itself without an object between, and is kept as JSON text there", r.nameOf(s)),
			"put a property between")
		return api.Untyped
	}
	if r.depth > maxDepth {
		r.warnOnce(s.Place, "schema-depth", fmt.Sprintf("schemas lead to each other more than %d deep, and are kept as JSON text there", maxDepth), "split the document")
		return api.Untyped
	}
	r.depth++
	defer func() { r.depth-- }()
	s.reading = true
	var t api.Type
	if s.leads() {
		t, _ = r.Type(s, r.nameOf(s))
	} else {
		t = r.newType(s, r.nameOf(s), s)
	}
	s.reading, s.typ = false, t
	return t
}

// wrapped returns the type of what s leads to when that is all that it says beside null: it
// is known before s is read. It is nil for another schema.
func (s *Schema) wrapped() api.Type {
	for steps := 0; steps < maxSteps; steps++ {
		parts := alternatives(s)
		if len(parts) == 0 && isWrapper(s) {
			parts = s.AllOf
		}
		if len(parts) != 1 || s.Properties.Len() > 0 {
			return nil
		}
		if s = parts[0].end(); s == nil || s.typ != nil {
			break
		}
	}
	if s == nil {
		return nil
	}
	return s.typ
}

// nameOf returns the name of the type of what references lead to: that of the
// component, or one made of where it is.
func (r *Reader) nameOf(s *Schema) api.Name {
	switch {
	case s.Name != "":
		return componentName(s.Name)
	case s.alias != "":
		return componentName(s.alias)
	case s.inlineName.Local == "":
		pointer := s.Place.Pointer()
		local := tree.Unescape(pointer[strings.LastIndexByte(pointer, '/')+1:])
		if s.Place.IsDocument() {
			file := r.files.Relative(s.Place.Tree)
			local = strings.TrimSuffix(path.Base(file), path.Ext(file))
		}
		s.inlineName = r.Unique(componentName(local))
	}
	return s.inlineName
}

// componentName splits "microsoft.graph.user" at its last dot. A name that is
// no qualified name of OData stays whole.
func componentName(name string) api.Name {
	i := strings.LastIndexByte(name, '.')
	if i < 1 || i == len(name)-1 {
		return api.Name{Local: name}
	}
	return api.Name{Namespace: name[:i], Local: name[i+1:]}
}

// Unique returns name, or one like it that no other type has.
func (r *Reader) Unique(name api.Name) api.Name {
	if r.names[name.String()] {
		name.Local += "_type"
	}
	for local, n := name.Local, 0; r.names[name.String()]; n++ {
		h := fnv.New32a()
		fmt.Fprint(h, local, n)
		name.Local = fmt.Sprintf("%s_%08x", local, h.Sum32())
	}
	r.names[name.String()] = true
	return name
}

// own is the name of a new type: name itself for what references lead to, which has
// it alone.
func (r *Reader) own(name api.Name, key *Schema) api.Name {
	if key != nil {
		return name
	}
	return r.Unique(name)
}

// Inner is the name of the type of a part of a type.
func Inner(name api.Name, part string) api.Name {
	return api.Name{Namespace: name.Namespace, Local: name.Local + "_" + part}
}

func (r *Reader) warn(at tree.Place, code, message, hint string) {
	r.diags.Add(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: at.At(), Pointer: at.Local(), Message: message, Hint: hint})
}

// warnOnce is warn about a schema, which is read for each type that has its rules.
func (r *Reader) warnOnce(at tree.Place, code, message, hint string) {
	key := fmt.Sprint(at.At(), message)
	if !r.told[key] {
		r.told[key] = true
		r.warn(at, code, message, hint)
	}
}

// pattern translates a regular expression; "" when that cannot be, which is said
// once.
func (r *Reader) pattern(expr, what string, at tree.Place) string {
	if expr == "" {
		return ""
	}
	translated, err := ecma.RE2(expr)
	if err != nil {
		r.warnOnce(at, "pattern", fmt.Sprintf("the %s %q has no meaning in Go and is not checked: %v", what, expr, err),
			"use what RE2 knows: no look-ahead, no back references")
		return ""
	}
	return translated
}

// NewDoc is what a document says about one of its parts.
func NewDoc(summary, text string, deprecated bool) api.Doc {
	d := api.Doc{Summary: strings.TrimSpace(summary), Text: strings.TrimSpace(text)}
	if deprecated {
		d.Deprecated = "the description says so."
	}
	return d
}
