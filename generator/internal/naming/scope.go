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
var MemberNames = []string{"Extra", "WireFields", "WireType", "MarshalJSON", "MarshalJSONTo", "UnmarshalJSON", "Validate"}

// Want is a name that is wanted: Key tells it apart for the lock, Names are the
// identifiers that suit it, the best one first.
type Want struct {
	Key   string
	Was   string // its key in an earlier run, where it had another
	Names []Ident

	// Known says that it was there in an earlier run. Without an entry in the lock it
	// had the first of Names then, and keeps it.
	Known bool

	// Rank says who gets a name that several want: the one with the lowest rank, nobody
	// when there are two of them.
	Rank int

	// Keep says that the lock has the name even when it is the first of Names: else
	// what comes later, and has a lower rank, would take it.
	Keep bool
}

// Scope gives names that are unique in a package or among the members of a type.
type Scope struct {
	prefix string            // of keys in the lock
	locked map[string]string // by Key, from earlier runs
	taken  map[string]bool
	given  map[string]Ident
	kept   map[string]string
}

// NewScope returns a scope in which the names of taken are not to be given.
// Locked names are kept, because they were given before, unless they are no
// exported Go identifiers: a lock is a file that anyone can edit.
func NewScope(locked map[string]string, prefix string, taken ...string) *Scope {
	s := &Scope{prefix: prefix, locked: locked, taken: map[string]bool{}, given: map[string]Ident{}, kept: map[string]string{}}
	for _, name := range taken {
		s.taken[name] = true
	}
	return s
}

// Give names each of wants: those in the lock first, then those that are known, then
// the others. A name that two of them want, with one rank, goes to neither: both get
// their next one, so that the order in the document does not matter. Wants with one key
// are one.
func (s *Scope) Give(wants ...Want) {
	var known, open []Want
	asked := map[string]bool{}
	for _, w := range wants {
		switch {
		case asked[w.Key]: // it is one thing, which gets one name
		case s.giveLocked(w):
		case w.Known:
			known = append(known, w)
		default:
			open = append(open, w)
		}
		asked[w.Key] = true
	}
	s.settle(known)
	s.settle(open)
}

// giveLocked gives w the name that it has in the lock, if it can have it.
func (s *Scope) giveLocked(w Want) bool {
	name, ok := s.locked[s.prefix+w.Key]
	if !ok && w.Was != "" {
		name, ok = s.locked[s.prefix+w.Was]
	}
	if !ok || !token.IsIdentifier(name) || !token.IsExported(name) || s.taken[name] {
		return false
	}
	s.give(w, Ident{name})
	return true
}

func (s *Scope) give(w Want, name Ident) {
	s.taken[name.s] = true
	s.given[w.Key] = name
	if token.IsExported(name.s) && (w.Keep || name != w.Names[0]) {
		s.kept[s.prefix+w.Key] = name.s
	}
}

// settle gives names to those of open, each level of names in its turn.
func (s *Scope) settle(open []Want) {
	for level := 0; len(open) > 0; level++ {
		first := map[string]int{} // the lowest rank that wants a name
		count := map[string]int{} // how many of that rank do
		for _, w := range open {
			name := w.at(level).s
			if rank, ok := first[name]; !ok || w.Rank < rank {
				first[name], count[name] = w.Rank, 0
			}
			if w.Rank == first[name] {
				count[name]++
			}
		}
		var later, now []Want
		for _, w := range open {
			name := w.at(level).s
			if count[name] > 1 || w.Rank > first[name] || s.taken[name] || reserved[name] {
				later = append(later, w)
			} else {
				now = append(now, w)
			}
		}
		for _, w := range now {
			s.give(w, w.at(level))
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

// Kept returns what the lock is to keep: names that the key alone does not give.
func (s *Scope) Kept() map[string]string { return s.kept }

// Inner says how the members of one type are named.
type Inner struct {
	Locked map[string]string
	Prefix string            // of keys in the lock
	Was    string            // the prefix in an earlier run, where it was another
	Asked  map[string]string // names that the document asks for, by wire name
	Style  Style             // of the wire names
	Taken  []string
}

// Members returns Go names for the properties or parameters of one type, in
// their order, apart from each other and from what is taken. One that is not written in
// the style gives way to one that is, whichever comes first, and so is in the lock.
func Members(wire []string, in Inner) *Scope {
	s := NewScope(in.Locked, "", slices.Concat(MemberNames, in.Taken)...)
	wants := make([]Want, len(wire))
	for i, w := range wire {
		want := Want{Key: in.Prefix + w, Names: memberNames(w)}
		if in.Was != "" {
			want.Was = in.Was + w
		}
		if !in.Style.Fits(w) {
			want.Rank, want.Keep = 1, true
		}
		if a := in.Asked[w]; a != "" {
			want.Keep = want.Keep || Exported(a) != want.Names[0]
			want.Names = slices.Insert(want.Names, 0, Exported(a))
		}
		wants[i] = want
	}
	s.Give(wants...)
	return s
}

// memberNames are the names that suit a property or a parameter: where ours is in the
// way, it says what it is.
func memberNames(wire string) []Ident {
	name := Exported(wire)
	property := name.Plus(Kind("Property"))
	if slices.Contains(MemberNames, name.s) {
		return []Ident{name, property, Spelled(wire)}
	}
	return []Ident{name, Spelled(wire), property}
}

// Params returns Go names for the parameters of one function, apart from each
// other, from what its body uses, and from taken.
func Params(wire []string, taken ...string) *Scope {
	s := NewScope(nil, "", taken...)
	wants := make([]Want, len(wire))
	for i, w := range wire {
		name := Unexported(Exported(w))
		wants[i] = Want{Key: w, Names: []Ident{name, name.Plus(Kind("Param")), Unexported(Spelled(w))}}
	}
	s.Give(wants...)
	return s
}
