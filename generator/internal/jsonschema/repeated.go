package jsonschema

import (
	"fmt"
	"hash/fnv"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// maxLocal is about how many bytes the name of an inline schema has.
const maxLocal = 64

// repeated holds the types of inline schemas by what is cheap to compare.
// Documents write the same schema at many places; it is one type.
type repeated struct {
	structs map[string][]*api.Struct
	enums   map[string][]*api.Enum
	unions  map[string][]*api.Union
}

func newRepeated() repeated {
	return repeated{map[string][]*api.Struct{}, map[string][]*api.Enum{}, map[string][]*api.Union{}}
}

// sameStruct returns the type of an earlier inline schema that has the properties
// of t, or t. Place is what the place of t would call it.
func (r *Reader) sameStruct(t *api.Struct, place api.Name) *api.Struct {
	if len(t.Places) == 0 || r.looped[t] {
		return t
	}
	key := fmt.Sprint(len(t.Properties), t.Open, t.Closed)
	for _, p := range t.Properties {
		key += "\x00" + p.Name
	}
	for _, known := range r.repeated.structs[key] {
		if slices.EqualFunc(known.Properties, t.Properties, equalProperties) && reflect.DeepEqual(known.Schema, t.Schema) {
			r.api.Structs = without(r.api.Structs, t)
			known.Places, known.Doc = r.addPlace(known.Places, t.Name, place), commonDoc(known.Doc, t.Doc)
			return known
		}
	}
	r.repeated.structs[key] = append(r.repeated.structs[key], t)
	return t
}

func equalProperties(a, b *api.Property) bool {
	p, q := *a, *b
	p.Pos = q.Pos
	return reflect.DeepEqual(p, q)
}

// sameEnum is sameStruct for enumerations.
func (r *Reader) sameEnum(e *api.Enum, place api.Name) *api.Enum {
	if len(e.Places) == 0 {
		return e
	}
	key := fmt.Sprint(e.Numbers, e.Underlying)
	for _, v := range e.Values {
		key += "\x00" + v.Name
	}
	for _, known := range r.repeated.enums[key] {
		if reflect.DeepEqual(known.Values, e.Values) {
			r.api.Enums = without(r.api.Enums, e)
			known.Places, known.Doc = r.addPlace(known.Places, e.Name, place), commonDoc(known.Doc, e.Doc)
			return known
		}
	}
	r.repeated.enums[key] = append(r.repeated.enums[key], e)
	return e
}

// sameUnion is sameStruct for unions.
func (r *Reader) sameUnion(u *api.Union, place api.Name) *api.Union {
	if len(u.Places) == 0 {
		return u
	}
	key := u.Discriminator
	for _, v := range u.Variants {
		key += "\x00" + v.Name
	}
	for _, known := range r.repeated.unions[key] {
		if reflect.DeepEqual(known.Variants, u.Variants) && reflect.DeepEqual(known.Schema, u.Schema) {
			r.api.Unions = without(r.api.Unions, u)
			known.Places, known.Doc = r.addPlace(known.Places, u.Name, place), commonDoc(known.Doc, u.Doc)
			return known
		}
	}
	r.repeated.unions[key] = append(r.repeated.unions[key], u)
	return u
}

// without returns list without t, which is near its end.
func without[T comparable](list []T, t T) []T {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == t {
			return slices.Delete(list, i, i+1)
		}
	}
	return list
}

// addPlace adds the name of a type that turned out to be known. Where the same
// place was read before, it has no use for the name.
func (r *Reader) addPlace(places []api.Name, name, place api.Name) []api.Name {
	if slices.Contains(places, place) {
		delete(r.names, name.String())
		return places
	}
	return append(places, name)
}

// commonDoc is what two places say about their type: nothing when they differ, as
// the properties there say it.
func commonDoc(a, b api.Doc) api.Doc {
	if reflect.DeepEqual(a, b) {
		return a
	}
	return api.Doc{}
}

// inlineName is a name that is still to be chosen. Best is the first choice, ""
// for none.
type inlineName struct {
	name   *api.Name
	places []api.Name
	best   string
}

// NameInline names the types of inline schemas once all are known: what the names
// of their places have in common at the end, or the shortest of these names. Two
// types that would be called the same both get their next name, so that the order
// in the document does not matter.
func (r *Reader) NameInline() {
	var open []inlineName
	taken := map[string]bool{}
	add := func(name *api.Name, places []api.Name, best string) {
		if len(places) == 0 {
			taken[folded(*name)] = true
			return
		}
		open = append(open, inlineName{name, places, best})
	}
	for _, s := range r.api.Structs {
		add(&s.Name, s.Places, "")
	}
	for _, e := range r.api.Enums {
		add(&e.Name, e.Places, "")
	}
	for _, u := range r.api.Unions {
		add(&u.Name, u.Places, alternativeNames(u))
	}
	for level := 0; len(open) > 0; level++ {
		count := map[string]int{}
		for _, n := range open {
			count[folded(n.at(level))]++
		}
		var later []inlineName
		given := map[string]bool{}
		for _, n := range open {
			name := n.at(level)
			key := folded(name)
			if level < lastLevel && (count[key] > 1 || taken[key]) {
				later = append(later, n)
				continue
			}
			*n.name, given[key] = name, true
		}
		maps.Copy(taken, given)
		open = later
	}
}

// lastLevel is the one of the names that are surely unique: those of the places.
const lastLevel = 4

// at returns the name for the level, the best one first.
func (n inlineName) at(level int) api.Name {
	shortest := slices.MinFunc(n.places, func(a, b api.Name) int {
		if len(a.Local) != len(b.Local) {
			return len(a.Local) - len(b.Local)
		}
		return strings.Compare(a.String(), b.String())
	})
	out := shortest
	switch {
	case level == 0 && n.best != "":
		out.Local = n.best
	case level <= 1 && len(n.places) > 1:
		out.Local = commonEnd(n.places)
	case level <= 2:
		out.Local = bounded(shortest.Local)
	case level == 3:
		h := fnv.New32a()
		fmt.Fprint(h, shortest)
		out.Local = fmt.Sprintf("%s_%08x", bounded(shortest.Local), h.Sum32())
	}
	if out.Local == "" {
		out.Local = bounded(shortest.Local)
	}
	return out
}

// maxAlternatives is how many alternatives a union has that is named after them.
const maxAlternatives = 3

// alternativeNames names a union after its alternatives, where these have names of
// their own.
func alternativeNames(u *api.Union) string {
	if u.Discriminator != "" || len(u.Variants) > maxAlternatives {
		return ""
	}
	var labels []string
	for _, v := range u.Variants {
		var places []api.Name
		switch t := v.Type.(type) {
		case api.Primitive:
		case *api.Struct:
			places = t.Places
		case *api.Enum:
			places = t.Places
		default:
			return ""
		}
		if len(places) > 0 {
			return ""
		}
		labels = append(labels, v.Name)
	}
	return bounded(strings.Join(labels, "_or_"))
}

// commonEnd returns the words that the names have in common at their end.
func commonEnd(names []api.Name) string {
	common := strings.Split(names[0].Local, "_")
	for _, n := range names[1:] {
		words := strings.Split(n.Local, "_")
		same := 0
		for same < len(words) && same < len(common) && words[len(words)-1-same] == common[len(common)-1-same] {
			same++
		}
		common = common[len(common)-same:]
	}
	end := strings.Join(common, "_")
	if !strings.ContainsFunc(end, unicode.IsLetter) {
		return ""
	}
	return bounded(end)
}

// bounded drops words behind the first one of a name that is too long: the end of
// the name says what the type is, and the first word where it belongs.
func bounded(local string) string {
	first, rest, ok := strings.Cut(local, "_")
	for ok && len(first)+1+len(rest) > maxLocal {
		_, shorter, more := strings.Cut(rest, "_")
		if !more {
			break
		}
		rest = shorter
	}
	if !ok {
		return local
	}
	return first + "_" + rest
}

// folded is what names have in common that differ in case and symbols only.
func folded(n api.Name) string {
	return strings.ToLower(strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '.' {
			return c
		}
		return -1
	}, n.String()))
}
