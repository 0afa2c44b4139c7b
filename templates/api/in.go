package api

// In returns the object that o holds, or else a new empty one, so that a path through
// what may be absent cannot panic:
//
//	address := api.In(api.In(message.From).EmailAddress).Address.Or("nobody")
//
// It is for reading: what is written to an empty one goes nowhere.
func In[T any](o Opt[*T]) *T {
	if v, ok := o.Get(); ok && v != nil {
		return v
	}
	return new(T)
}
