package generator

import (
	"slices"
	"strings"
	"sync"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/goapi"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
)

// pair compares the parts that two targets take of their documents: for the wire and for
// the Go API, as that of the new one is when the old one was generated before.
func (d *Comparison) pair(old, new *Target, diags *diag.List) {
	targets := [2]*Target{old, new}
	var sides [2]*api.API
	var found [2]diag.List
	var reading sync.WaitGroup
	for i, t := range targets {
		if t != nil {
			reading.Go(func() { sides[i] = readPart(t, &found[i]) })
		}
	}
	reading.Wait()
	for i, t := range targets {
		for _, f := range found[i].Sorted() {
			diags.Add(f)
		}
		if t != nil && sides[i] == nil {
			return
		}
	}
	for i, t := range targets {
		if t == nil {
			sides[i], targets[i] = nothing(sides[1-i]), targets[1-i]
		}
	}
	var all []changes.Change
	var lists [2]golang.Listing
	var failed error
	var working sync.WaitGroup
	working.Go(func() { all = changes.Compare(sides[0], sides[1]) })
	working.Go(func() { lists, failed = listings(targets, sides) })
	working.Wait()
	if failed != nil {
		diags.Add(diag.Internal(diag.Position{File: targets[1].Source}, failed))
		return
	}
	inGo := goapi.Compare(goapi.Short(lists[0].Lister.Entries()), goapi.Short(lists[1].Lister.Entries()))
	d.Changes = append(d.Changes, changes.JoinGo(all, inGo, subjects(sides[0], lists[0]), subjects(sides[1], lists[1]))...)
}

// readPart reads the part of its document that a target takes.
func readPart(t *Target, diags *diag.List) *api.API {
	model := readQuietly(t, diags)
	if model == nil {
		return nil
	}
	part, _ := cut(t, model, diags)
	return part
}

// listings lists the Go API of both sides. The new one keeps the names of the old one.
func listings(targets [2]*Target, sides [2]*api.API) ([2]golang.Listing, error) {
	var out [2]golang.Listing
	var names map[string]string
	for i, t := range targets {
		g, err := golang.Generate(sides[i], golang.Options{
			Package: "api", Runtime: "runtime",
			Client: t.Emits(config.Client), Server: t.Emits(config.Server), Calls: t.Emits(config.Interface),
			Names: names, ListOnly: true,
		})
		if err != nil {
			return out, err
		}
		out[i], names = g.Listing, g.Names
	}
	return out, nil
}

// subjects leads from Go names to what they are in a description. What a type has from
// its base type is the base type's.
func subjects(a *api.API, l golang.Listing) changes.Names {
	types := map[string]*api.Struct{}
	for _, s := range a.Structs {
		types[s.Name.String()] = s
	}
	return func(name string) []string {
		w, ok := l.Wire[name]
		if !ok {
			of, _, _ := strings.Cut(name, ".")
			w = l.Wire[of]
		}
		typ, member, ok := strings.Cut(w.Subject, "/")
		switch s := types[typ]; {
		case w.Subject == "":
			return nil
		case ok && s != nil:
			return []string{w.Subject, declaring(s, member).Name.String() + "/" + member}
		}
		return []string{w.Subject}
	}
}

// declaring is the type in the chain of s that has a member of its own.
func declaring(s *api.Struct, member string) *api.Struct {
	name, _, _ := strings.Cut(member, "/")
	for t := s; t != nil; t = t.Base {
		if slices.ContainsFunc(t.Properties, func(p *api.Property) bool { return p.Name == name }) ||
			slices.ContainsFunc(t.Navigations, func(v *api.Navigation) bool { return v.Name == name }) ||
			slices.ContainsFunc(slices.Concat(t.Operations, t.SetOps), func(op *api.Operation) bool { return op.Name == name || op.Namespace+"."+op.Name == name }) {
			return t
		}
	}
	return s
}
