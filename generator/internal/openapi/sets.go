package openapi

import (
	"net/http"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// template is a path of which the names of the keys are left out: they can change.
func template(path string) string { return inPath.ReplaceAllString(path, "{}") }

// entityOf returns the entity type of the set at n, nil when it is none.
func (r *reader) entityOf(n *node) *api.Struct {
	if r.api.Form != api.FormOData || n.key || n.segment == "" || !isResource(n.segment) {
		return nil
	}
	entity, ok := r.entities[n]
	if !ok {
		entity = r.findEntity(n)
		r.entities[n] = entity
	}
	return entity
}

// isResource reports whether a segment can be a set or an action: neither a function
// with its arguments nor a word of OData's such as $count.
func isResource(segment string) bool {
	return !strings.ContainsAny(segment, "(){}") && !strings.HasPrefix(segment, "$")
}

// findEntity looks for the type of the entities at n in all that is said of them, so
// that it is known as long as a part of that is left: what a list gives, what an
// earlier run found, what a key leads to, what is created.
func (r *reader) findEntity(n *node) *api.Struct {
	name := api.Name{Local: n.segment}
	if r.steps()[template(n.path)] {
		return nil
	}
	if entity := r.structIn(r.schemaOf(n, http.MethodGet, listed), name); entity != nil {
		return entity
	}
	if entity := r.entityIn(r.componentRef(r.opts.Known.Sets[template(n.path)]), name); entity != nil {
		return entity
	}
	for _, key := range n.next {
		if !key.key || key.item == nil {
			continue
		}
		for _, s := range []*jsonschema.Schema{
			r.schemaOf(key, http.MethodGet, answered),
			r.schemaOf(key, http.MethodPatch, sent),
			r.schemaOf(key, http.MethodPatch, answered),
			r.schemaOf(n, http.MethodPost, answered),
			r.schemaOf(n, http.MethodPost, sent),
		} {
			if entity := r.entityIn(s, name); entity != nil {
				return entity
			}
		}
	}
	// What is created comes back; an action has another answer than its parameters.
	body, result := r.schemaOf(n, http.MethodPost, sent), r.schemaOf(n, http.MethodPost, answered)
	if body.Target() != nil && body.Target() == result.Target() {
		return r.entityIn(result, name)
	}
	return nil
}

// steps returns the paths that only led to sets in an earlier run. They stay steps, as
// a set would hide what is behind them.
func (r *reader) steps() map[string]bool {
	if r.knownSteps != nil {
		return r.knownSteps
	}
	r.knownSteps = map[string]bool{}
	for path := range r.opts.Known.Sets {
		for i, c := range path {
			before := path[:i]
			if _, set := r.opts.Known.Sets[before]; c == '/' && !set && !strings.HasPrefix(path[i:], "/{}") {
				r.knownSteps[before] = true
			}
		}
	}
	return r.knownSteps
}

// entityIn returns the entity type that a schema describes, nil when it describes
// something else: a page, a union, no object.
func (r *reader) entityIn(s *jsonschema.Schema, name api.Name) *api.Struct {
	if !jsonschema.IsObject(s) || isUnion(s) || itemsOf(s) != nil {
		return nil
	}
	return r.structIn(s, name)
}

// isUnion reports whether s has alternatives and nothing else; a base type lists those
// derived from it beside its properties.
func isUnion(s *jsonschema.Schema) bool {
	v := s.Value()
	return v != nil && len(v.OneOf)+len(v.AnyOf) > 0 && v.Properties.Len() == 0
}

// structIn returns the struct that a schema describes, nil when it describes none.
func (r *reader) structIn(s *jsonschema.Schema, name api.Name) *api.Struct {
	t, _ := r.Type(s, name)
	entity, _ := t.(*api.Struct)
	return entity
}

// itemsOf returns the schema of the items of a page, nil when s describes none.
func itemsOf(s *jsonschema.Schema) *jsonschema.Schema {
	v := s.Value()
	if v == nil {
		return nil
	}
	value := v.Properties.Get("value").Value()
	if value == nil || !value.Types.Includes(jsonschema.TypeArray) {
		return nil
	}
	return value.Items
}

// role is what a schema is for in an operation.
type role int

const (
	listed   role = iota // the items of the page that it answers with
	answered             // what it answers with
	sent                 // the body of its request
)

// schemaOf returns the schema with a role in the operation at n that has a method; nil
// for none. Of one that is left out for a fault it is what the sketch has.
func (r *reader) schemaOf(n *node, method string, part role) *jsonschema.Schema {
	if n.item == nil {
		return nil
	}
	op := n.item.Operation(method)
	if op == nil {
		return r.entitySchema(r.componentRef(r.sketch(tree.Join(n.item.Place.Pointer(), strings.ToLower(method)), part)))
	}
	switch {
	case part == listed && linksOtherwise(op):
		return nil
	case part == listed:
		return itemsOf(answer(op))
	case part == answered:
		return answer(op)
	}
	return r.entitySchema(bodyOf(op))
}

// entitySchema returns the schema of an entity for one of those that the mapping of
// OASIS makes of it, for what it is created and updated with: they have its properties,
// or some. Other schemas are returned as they are.
func (r *reader) entitySchema(s *jsonschema.Schema) *jsonschema.Schema {
	to := s.Target()
	if to == nil {
		return s
	}
	for _, suffix := range []string{"-create", "-update"} {
		if name, ok := strings.CutSuffix(to.Name, suffix); ok {
			if whole := r.componentRef(name); whole != nil {
				return whole
			}
		}
	}
	return s
}

// linksOtherwise reports whether the pages of an operation have their links elsewhere
// than those of OData.
func linksOtherwise(op *document.Operation) bool {
	said := op.Extension("x-ms-pageable")
	return said != nil && said.Kind == tree.Map && said.Scalar("nextLinkName") != "@odata.nextLink"
}

// bodyOf returns the schema of the JSON body of a request, nil when there is none.
func bodyOf(op *document.Operation) *jsonschema.Schema {
	if op.RequestBody == nil {
		return nil
	}
	if media := op.RequestBody.Content.Get("application/json"); media != nil {
		return media.Schema
	}
	return nil
}

// lists reports whether op answers with a page of the entities.
func (r *reader) lists(n *node, entity *api.Struct) bool {
	return r.structIn(r.schemaOf(n, http.MethodGet, listed), api.Name{Local: n.segment}) == entity
}

// componentRef returns a reference to the schema called name in components; nil when
// there is none.
func (r *reader) componentRef(name string) *jsonschema.Schema {
	s := r.Named(name)
	if s == nil {
		return nil
	}
	return s.Reference()
}

// foundSet is a set with the type of its entities.
type foundSet struct {
	at     *node
	entity *api.Struct
}

// listSets lists the sets, once all types are known by the names of components.
func (r *reader) listSets() {
	names := map[api.Type]string{}
	for _, s := range r.Components() {
		if t := r.TypeOf(s); t != nil && (names[t] == "" || s.Name < names[t]) {
			names[t] = s.Name
		}
	}
	for _, s := range r.sets {
		r.api.Sets = append(r.api.Sets, api.Set{
			Path: template(s.at.path), Type: names[s.entity], Pos: r.posOf(s.at), Pointer: "/paths/" + escapePointer(s.at.first().path),
		})
	}
}
