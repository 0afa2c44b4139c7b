package api

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
