// Package inspect says what is in a model: counts, paths, types, permissions.
package inspect

import (
	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
)

// MaxDepth is the largest Options.Depth: with each segment there are ten times
// as many paths.
const MaxDepth = 5

// Options say what to list beside the counts.
type Options struct {
	Paths, Types, Permissions bool

	Depth  int    // segments of the longest path, from 1 to MaxDepth
	Filter string // a pattern of what is listed; "" for all
}

// Report is what is in a model. Lists that were not asked for are nil.
type Report struct {
	Source      string       `json:"source"`
	Counts      Counts       `json:"counts"`
	Paths       []Path       `json:"paths,omitempty"`
	Types       []Type       `json:"types,omitempty"`
	Permissions []Permission `json:"permissions,omitempty"`
}

// Counts are the numbers of things in a model.
type Counts struct {
	EntityTypes  int   `json:"entityTypes"`
	ComplexTypes int   `json:"complexTypes"`
	Enums        int   `json:"enums"`
	Unions       int   `json:"unions"`
	Sets         int   `json:"sets"`
	Singletons   int   `json:"singletons"`
	Navigations  int   `json:"navigations"`
	Actions      int   `json:"actions"`
	Functions    int   `json:"functions"`
	Endpoints    int   `json:"endpoints"` // that have no form of OData
	Paths        []int `json:"paths"`     // of one segment, of two, and so on
}

// Path is a path as a selector writes it: one that leads to entities, or one with
// a method and no form of OData, as the document writes it.
type Path struct {
	Path       string `json:"path"`
	Method     string `json:"method,omitempty"`
	Operation  string `json:"operation,omitempty"` // by which it can be selected too
	Tag        string `json:"tag,omitempty"`
	Type       string `json:"type,omitempty"`
	Collection bool   `json:"collection"`
}

// Kinds of types.
const (
	Entity  = "entity"
	Complex = "complex"
	Enum    = "enum"
	Union   = "union"
	Step    = "step"
)

// Type is a type and how much it has, what it inherits included.
type Type struct {
	Name        string `json:"name"`
	Kind        string `json:"kind"`
	Properties  int    `json:"properties"` // or members, or types of a union
	Navigations int    `json:"navigations"`
	Operations  int    `json:"operations"`
}

// Permission is a permission and the calls for which it is one of those needed.
type Permission struct {
	Name  string   `json:"name"`
	Calls []string `json:"calls"`
}

// Inspect returns what is in a.
func Inspect(a *api.API, opts Options) Report {
	i := inspector{api: a, all: opts.Filter == "", filter: slice.NewPattern(opts.Filter)}
	r := Report{Source: a.Source, Counts: i.counts(opts.Depth)}
	if opts.Paths {
		r.Paths = i.paths(opts.Depth)
	}
	if opts.Types {
		r.Types = i.types()
	}
	if opts.Permissions {
		r.Permissions = i.permissions()
	}
	return r
}

type inspector struct {
	api    *api.API
	all    bool
	filter slice.Pattern
}

func (i *inspector) counts(depth int) Counts {
	var c Counts
	for _, s := range i.api.Structs {
		switch kindOf(s) {
		case Entity:
			c.EntityTypes++
		case Complex:
			c.ComplexTypes++
		}
		c.Navigations += len(s.Navigations)
		c.addOperations(s.Operations)
		c.addOperations(s.SetOps)
	}
	c.Enums, c.Unions, c.Endpoints = len(i.api.Enums), len(i.api.Unions), len(i.api.Endpoints)
	c.addOperations(i.api.Imports)
	for _, nav := range i.api.Container {
		switch {
		case nav.Collection:
			c.Sets++
		case !nav.Target.PathOnly || nav.Target.Entity:
			c.Singletons++
		}
	}
	c.Paths = countPaths(i.api, depth)
	return c
}

func (c *Counts) addOperations(ops []*api.Operation) {
	for _, op := range ops {
		if op.Function {
			c.Functions++
		} else {
			c.Actions++
		}
	}
}

// countPaths returns how many paths have one segment, two, and so on.
func countPaths(a *api.API, depth int) []int {
	var counts []int
	ends := map[*api.Struct]int{} // how many paths end at a type
	for _, nav := range a.Container {
		ends[nav.Target]++
	}
	for range depth {
		sum, next := 0, map[*api.Struct]int{}
		for s, n := range ends {
			sum += n
			for _, nav := range s.AllNavigations() {
				next[nav.Target] += n
			}
		}
		counts = append(counts, sum)
		ends = next
	}
	return counts
}

func kindOf(s *api.Struct) string {
	switch {
	case s.PathOnly:
		return Step
	case s.Entity || len(s.AllKey()) > 0:
		return Entity
	}
	return Complex
}
