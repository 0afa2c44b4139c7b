package api

import "slices"

// AllOperations returns the operations bound to one s or to one of a base type,
// without those that are hidden.
func (s *Struct) AllOperations() []*Operation {
	return s.visible(inherited(s, func(t *Struct) []*Operation { return t.Operations }))
}

// AllSetOps returns the operations bound to a collection of s or of a base type,
// without those that are hidden.
func (s *Struct) AllSetOps() []*Operation {
	return s.visible(inherited(s, func(t *Struct) []*Operation { return t.SetOps }))
}

func (s *Struct) visible(ops []*Operation) []*Operation {
	if len(s.Hidden) == 0 {
		return ops
	}
	return slices.DeleteFunc(slices.Clone(ops), func(op *Operation) bool { return slices.Contains(s.Hidden, op) })
}

// Overrides reports whether op, of a derived type, takes the place of the inherited
// one: they have the same name and the same parameters.
func (op *Operation) Overrides(inherited *Operation) bool {
	return op.Name == inherited.Name && slices.EqualFunc(op.Params, inherited.Params, func(a, b *Param) bool { return a.Name == b.Name })
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
