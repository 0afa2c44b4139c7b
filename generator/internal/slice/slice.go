// Package slice cuts the part of a model that was asked for, and says why each
// type is there.
//
// A selector is a path or a name:
//
//	users                              a set, singleton, action or function of the service root
//	users/messages                     a navigation property; keys may be written: users/{id}/messages
//	users/{id}/assignLicense           an action or function bound to what the path leads to
//	pets/{id}/photo                    all methods of a path that has no form of OData
//	user, microsoft.graph.user         a type; it may begin a path: user/manager
//	microsoft.graph.assignLicense      an action or function, whatever it is bound to
//	getPet                             an operation by its id, when it has no form of OData
//	tag:pets                           the operations with a tag, when they have no form of OData
//	/pets/{id}, GET /pets/{id}         the operations of one path as the document writes it, or one of them
//
// A single name means the first of these that the model has: names at the service
// root and other paths, types, operations. A segment of a path means the
// navigation properties of that name, and where there is none the actions and
// functions. The name of an action or function means all its overloads.
//
// In a segment or a name "*" stands for any text without dots and slashes, and
// "**" for any text; a segment "**" stands for any number of segments. A "+"
// before a segment keeps what is before it as well: users/+manager is users and
// users/manager. "+derived" at the end adds the types that derive from the last
// one.
//
// What a selector ends in is kept whole: its properties, its calls and the
// operations bound to it or its base types, with all the types that these use.
// Types on the way are steps that have the navigation properties on the way and no
// model. Nothing else is followed: neither navigation properties nor the types
// derived from a type. A base type that nothing refers to is not kept, but for its
// properties. An open type stays open.
//
// Because navigation properties and operations belong to types, one that is kept
// or excluded on one path is so on all paths to that type. Derived types have it
// too; but a step has of the operations bound to its base types only those that a
// selector asks for there, and a type that overrides one never has that of its base.
package slice

import (
	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// Root is a selector as it was written, and where.
type Root struct {
	Text string
	Pos  diag.Position
}

// Options say what to keep.
type Options struct {
	Include []Root // everything when empty
	// Exclude is left out of that. What refers to an excluded type goes with
	// it: properties, navigation properties, unions, operations.
	Exclude []Root
}

// Cut returns the part of a that opts ask for, as a model of its own, and why
// each of its types is there; a is not changed. A selector that selects nothing
// is an error.
func Cut(a *api.API, opts Options, diags *diag.List) (*api.API, *Reasons) {
	c := newCutter(a, diags)
	for i := range opts.Exclude {
		c.exclude(&opts.Exclude[i])
	}
	if len(opts.Include) == 0 {
		c.keepAll()
	}
	for i := range opts.Include {
		c.include(&opts.Include[i])
	}
	c.close()
	return c.cut(), c.reasons()
}
