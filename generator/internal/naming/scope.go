package naming

import (
	"fmt"
	"go/token"
	"go/types"
	"hash/fnv"
	"slices"
	"strings"
)

// reserved are the names that generated code cannot declare: keywords,
// predeclared names, and the parameters, receivers and packages it uses.
var reserved = func() map[string]bool {
	m := map[string]bool{}
	for t := token.Token(0); t < 256; t++ {
		if t.IsKeyword() {
			m[t.String()] = true
		}
	}
	for _, name := range types.Universe.Names() {
		m[name] = true
	}
	for _, name := range strings.Fields("ctx body opts data name r s c v b p f q context http iter odata") {
		m[name] = true
	}
	return m
}()

// MemberNames are the names that every generated struct has besides its
// properties.
var MemberNames = []string{"OData", "ODataFields", "ODataType", "MarshalJSON", "MarshalJSONTo", "UnmarshalJSON", "Validate"}

// Want is a name that is wanted: Key tells it apart for the lock, Names are the
// identifiers that suit it, the best one first.
type Want struct {
	Key   string
	Names []Ident
}

// Scope gives names that are unique in a package or among the members of a type.
type Scope struct {
	locked map[string]string // by Key, from earlier runs
	taken  map[string]bool
	given  map[string]Ident
}

// NewScope returns a scope in which the names of taken are not to be given.
// Locked names are kept, because they were given before, unless they are no
// exported Go identifiers: a lock is a file that anyone can edit.
func NewScope(locked map[string]string, taken ...string) *Scope {
	s := &Scope{locked: locked, taken: map[string]bool{}, given: map[string]Ident{}}
	for _, name := range taken {
		s.taken[name] = true
	}
	return s
}

// Give names each of wants. A name that two of them want goes to neither: both
// get their next one, so that the order in the document does not matter. Wants with
// one key are one.
func (s *Scope) Give(wants ...Want) {
	var open []Want
	asked := map[string]bool{}
	for _, w := range wants {
		if asked[w.Key] {
			continue // it is one thing, which gets one name
		}
		asked[w.Key] = true
		name, ok := s.locked[w.Key]
		if ok && token.IsIdentifier(name) && token.IsExported(name) && !s.taken[name] {
			s.taken[name] = true
			s.given[w.Key] = Ident{name}
			continue
		}
		open = append(open, w)
	}
	for level := 0; len(open) > 0; level++ {
		count := map[string]int{}
		for _, w := range open {
			count[w.at(level).s]++
		}
		var later []Want
		for _, w := range open {
			name := w.at(level)
			if count[name.s] > 1 || s.taken[name.s] || reserved[name.s] {
				later = append(later, w)
				continue
			}
			s.given[w.Key] = name
		}
		for _, w := range open {
			if name, ok := s.given[w.Key]; ok {
				s.taken[name.s] = true
			}
		}
		open = later
	}
}

// at returns the name for the level: after the last of Names, the best one with
// a hash of the key, which is the same in each run.
func (w Want) at(level int) Ident {
	if level < len(w.Names) {
		return w.Names[level]
	}
	h := fnv.New32a()
	fmt.Fprint(h, w.Key, level-len(w.Names))
	return Ident{fmt.Sprintf("%sX%08x", w.Names[0].s, h.Sum32())}
}

// Of returns the name that Give gave to key. Asking for another is a fault of
// the caller and gives the zero Ident.
func (s *Scope) Of(key string) Ident { return s.given[key] }

// Names returns what was given, for the lock.
func (s *Scope) Names() map[string]string {
	m := make(map[string]string, len(s.given))
	for key, name := range s.given {
		m[key] = name.s
	}
	return m
}

// Members returns Go names for the properties or parameters of one type, in
// their order, apart from each other and from taken. Asked has those that the
// document asks for, by wire name.
func Members(locked map[string]string, prefix string, wire []string, asked map[string]string, taken ...string) *Scope {
	s := NewScope(locked, slices.Concat(MemberNames, taken)...)
	wants := make([]Want, len(wire))
	for i, w := range wire {
		name := Exported(w)
		wants[i] = Want{Key: prefix + w, Names: []Ident{name, name.Plus(Kind("Property")), Spelled(w)}}
		if a := asked[w]; a != "" {
			wants[i].Names = slices.Insert(wants[i].Names, 0, Exported(a))
		}
	}
	s.Give(wants...)
	return s
}

// Params returns Go names for the parameters of one function, apart from each
// other, from what its body uses, and from taken.
func Params(wire []string, taken ...string) *Scope {
	s := NewScope(nil, taken...)
	wants := make([]Want, len(wire))
	for i, w := range wire {
		name := Unexported(Exported(w))
		wants[i] = Want{Key: w, Names: []Ident{name, name.Plus(Kind("Param")), Unexported(Spelled(w))}}
	}
	s.Give(wants...)
	return s
}
