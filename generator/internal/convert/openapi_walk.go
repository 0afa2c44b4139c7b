package convert

import (
	"slices"
	"strings"
)

// maxChoices is how many values a query option lists, and maxSteps how many
// properties are looked at to find them: complex types in complex types multiply.
const (
	maxChoices = 2000
	maxSteps   = 20_000
)

// walk collects paths to properties of a type.
type walk struct {
	found []string
	full  bool // there are more than found
	steps int
}

// goesOn counts a step and tells whether there may be more.
func (k *walk) goesOn() bool {
	k.steps++
	k.full = k.full || k.steps > maxSteps || len(k.found) > maxChoices
	return !k.full
}

// walked returns what a walk over a type found, which is made once. Found are at
// most maxChoices.
func (w *openAPI) walked(kind, typ string, start func(*walk)) *walk {
	key := kind + " " + typ
	k, ok := w.walks[key]
	if !ok {
		k = &walk{}
		start(k)
		k.found = k.found[:min(len(k.found), maxChoices)]
		w.walks[key] = k
	}
	return k
}

// expandable are the paths to the navigation properties of a type.
func (w *openAPI) expandable(typ string) *walk {
	return w.walked("expand", typ, func(k *walk) { w.expand(k, typ, "", 0) })
}

func (w *openAPI) expand(k *walk, typ, prefix string, depth int) {
	for _, p := range w.properties(typ) {
		switch {
		case !k.goesOn():
			return
		case p.nav != nil:
			k.found = append(k.found, prefix+p.name)
		case w.isStructured(p.typ.Name) && depth < DefaultLevels:
			w.expand(k, p.typ.Name, prefix+p.name+"/", depth+1)
		}
	}
}

// sortable are the paths to the primitive properties of a type.
func (w *openAPI) sortable(typ string) *walk {
	return w.walked("sort", typ, func(k *walk) { w.sort(k, typ, "", nil) })
}

// sort collects the primitive properties of a type. Chain has the complex types
// on the way: none is entered again.
func (w *openAPI) sort(k *walk, typ, prefix string, chain []string) {
	for _, p := range w.properties(typ) {
		t := w.structs[p.typ.Name]
		switch {
		case !k.goesOn():
			return
		case p.nav != nil, len(chain) == 0 && w.isExternal(p.typ.Name):
		case t == nil || t.Entity:
			k.found = append(k.found, prefix+p.name)
		case !slices.Contains(chain, p.typ.Name):
			w.sort(k, p.typ.Name, prefix+p.name+"/", append(chain[:len(chain):len(chain)], p.typ.Name))
		}
	}
}

// sortChoices are the values of $orderby for paths.
func sortChoices(paths []string, r record) []string {
	not := r.texts("NonSortableProperties")
	var choices []string
	for _, path := range paths {
		if !slices.Contains(not, path) {
			choices = append(choices, path, path+" desc")
		}
	}
	return choices
}

// step is a navigation property and the path to it from a type, over the single
// structured values in it.
type step struct {
	path string
	property
}

// navigations are the navigation properties that paths lead on to from a type.
// As soon as they are too many, so are the paths.
func (w *openAPI) navigations(typ string) []step {
	all, ok := w.steps[typ]
	if !ok {
		budget := &walk{}
		all = w.addSteps(nil, budget, typ, "", 0)
		if budget.full {
			w.tooMany = true
		}
		w.steps[typ] = all
	}
	return all
}

func (w *openAPI) addSteps(all []step, budget *walk, typ, prefix string, depth int) []step {
	for _, p := range w.properties(typ) {
		switch {
		case !budget.goesOn():
			return all
		case p.nav != nil:
			all = append(all, step{prefix + p.name, p})
		case !p.typ.Collection && w.isStructured(p.typ.Name) && depth < w.opts.Levels:
			all = w.addSteps(all, budget, p.typ.Name, prefix+p.name+"/", depth+1)
		}
	}
	return all
}

// lastSegment is what follows the last slash of a path.
func lastSegment(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
