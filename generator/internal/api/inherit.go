package api

// AllOperations returns the operations bound to one s or to one of a base type.
func (s *Struct) AllOperations() []*Operation {
	return inherited(s, func(t *Struct) []*Operation { return t.Operations })
}

// AllSetOps returns the operations bound to a collection of s or of a base type.
func (s *Struct) AllSetOps() []*Operation {
	return inherited(s, func(t *Struct) []*Operation { return t.SetOps })
}

// IsA reports whether s is base or derived from it.
func (s *Struct) IsA(base *Struct) bool {
	for t := s; t != nil; t = t.Base {
		if t == base {
			return true
		}
	}
	return false
}
