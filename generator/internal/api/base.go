package api

import "strings"

// AllProperties returns the properties of s and its bases, base first.
func (s *Struct) AllProperties() []*Property {
	return inherited(s, func(s *Struct) []*Property { return s.Properties })
}

// AllNavigations returns the navigation properties of s and its bases, base
// first.
func (s *Struct) AllNavigations() []*Navigation {
	return inherited(s, func(s *Struct) []*Navigation { return s.Navigations })
}

// AllRelated returns the navigation properties that models of s and its bases have, base
// first.
func (s *Struct) AllRelated() []*Navigation {
	return inherited(s, func(s *Struct) []*Navigation { return s.Related })
}

// AllKey returns the names of the key properties of s, those of its bases first:
// OData lets only one type of a chain declare a key.
func (s *Struct) AllKey() []string {
	return inherited(s, func(s *Struct) []string { return s.Key })
}

// AllAlternates returns the alternate keys of s and its bases, those of the bases first.
func (s *Struct) AllAlternates() [][]Alias {
	return inherited(s, func(s *Struct) [][]Alias { return s.Alternates })
}

// PropertyAt returns the property that a path leads to, through the properties of
// complex types; nil when there is none.
func (s *Struct) PropertyAt(path string) *Property {
	first, rest, more := strings.Cut(path, "/")
	for _, p := range s.AllProperties() {
		if p.Name != first {
			continue
		}
		if inner, ok := p.Type.(*Struct); ok && more {
			return inner.PropertyAt(rest)
		}
		if !more {
			return p
		}
	}
	return nil
}

// inherited collects what s and its bases have, base first. The common type
// without a base has it as it is.
func inherited[T any](s *Struct, own func(*Struct) []T) []T {
	if s.Base == nil {
		return own(s)
	}
	var chain []*Struct
	for ; s != nil; s = s.Base {
		chain = append(chain, s)
	}
	var all []T
	for i := len(chain) - 1; i >= 0; i-- {
		all = append(all, own(chain[i])...)
	}
	return all
}
