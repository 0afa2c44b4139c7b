package slice

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// Kind is how a Step leads to a type.
type Kind string

// The kinds of steps.
const (
	Named     Kind = "named" // by the selector, or by the document
	Path      Kind = "path"
	Property  Kind = "property"
	Parameter Kind = "parameter"
	Result    Kind = "result"
	Body      Kind = "body"
	Variant   Kind = "variant"
	Base      Kind = "base"
	Derived   Kind = "derived"
)

// Step says what leads to a type: a set, or a property, navigation property or
// operation with the type that has it; a type alone for its base.
type Step struct {
	Kind Kind   `json:"kind"`
	Via  string `json:"via,omitempty"`
	Type string `json:"type"`
}

// Role is what a type is in a slice.
type Role string

// The roles of types.
const (
	Model  Role = "type"
	OnPath Role = "step" // it has no model, only what paths lead to
	AsBase Role = "base" // its properties are those of types derived from it
)

// Reason is why a type is in a slice.
type Reason struct {
	Type     string `json:"type"`
	Role     Role   `json:"role"`
	Selector string `json:"selector,omitempty"` // "" when everything is kept
	Steps    []Step `json:"steps"`
}

// Reasons has a reason for each type of a slice.
type Reasons struct{ byName map[string]kept }

// kept is the last step to a type, and what the type is. Its steps are told when they
// are asked for: together they can be as many as there are types, for each of them.
type kept struct {
	last *link
	role Role
}

// Of returns the reason for the type with a qualified name.
func (r *Reasons) Of(name string) (Reason, bool) {
	k, ok := r.byName[name]
	if !ok {
		return Reason{}, false
	}
	return k.last.reason(k.role), true
}

// link is a step of a reason; several reasons share it.
type link struct {
	prev *link // nil at the first
	root *Root // nil when everything is kept
	kind Kind  // "" for a selector that names no type
	via  string
	to   api.Name
}

// next returns a step that follows l.
func (l *link) next(kind Kind, via string, to api.Name) *link {
	if l == nil {
		return &link{kind: kind, via: via, to: to}
	}
	return &link{prev: l, root: l.root, kind: kind, via: via, to: to}
}

func (l *link) reason(role Role) Reason {
	r := Reason{Type: l.to.String(), Role: role}
	if l.root != nil {
		r.Selector = l.root.Text
	}
	for ; l != nil; l = l.prev {
		if l.kind != "" {
			r.Steps = append(r.Steps, Step{Kind: l.kind, Via: l.via, Type: l.to.String()})
		}
	}
	slices.Reverse(r.Steps)
	return r
}

// reasons returns the reasons for what is kept. Of a step and a type with one
// name, the type counts.
func (c *cutter) reasons() *Reasons {
	r := &Reasons{byName: map[string]kept{}}
	for _, s := range c.api.Structs {
		p := c.structs[s]
		switch name := s.Name.String(); {
		case p == nil:
		case p.used != nil:
			r.byName[name] = kept{p.used, Model}
		case r.byName[name].role == Model:
		case p.step != nil:
			r.byName[name] = kept{p.step, OnPath}
		case p.base != nil:
			r.byName[name] = kept{p.base, AsBase}
		}
	}
	for _, l := range c.types {
		r.byName[l.to.String()] = kept{l, Model}
	}
	return r
}

// Include returns a selector that would keep the type for the same reason: the
// path that the reason begins with, or the type itself.
func (r Reason) Include() string {
	var path []string
	for i, s := range r.Steps {
		if s.Kind == Path && i == len(path) {
			path = append(path, local(s.Via))
		} else if s.Kind == Path {
			return r.Type
		}
	}
	if len(path) == 0 || r.Steps[0].Via != path[0] {
		return r.Type
	}
	return strings.Join(path, "/")
}
