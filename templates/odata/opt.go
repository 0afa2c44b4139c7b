package odata

// Opt is a property that can be absent, null, or hold a value of type T.
// The zero Opt is absent: encoding leaves it out. A null Opt is encoded as JSON
// null, which in a PATCH asks the service to clear the property (OData 4.01
// Protocol, 11.4.3).
type Opt[T any] struct {
	value T
	state state
}

type state uint8

const (
	absent state = iota
	null
	present
)

// Some returns an Opt that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{v, present} }

// Null returns an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{state: null} }

// Get returns the value, and whether there is one.
func (o *Opt[T]) Get() (T, bool) { return o.value, o.state == present }

// Or returns the value, or v when o is absent or null.
func (o *Opt[T]) Or(v T) T {
	if o.state == present {
		return o.value
	}
	return v
}

// IsNull reports whether o is null.
func (o *Opt[T]) IsNull() bool { return o.state == null }

// IsZero reports whether o is absent.
func (o *Opt[T]) IsZero() bool { return o.state == absent }
