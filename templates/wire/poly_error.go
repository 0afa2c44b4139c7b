package wire

import (
	"fmt"
)

// abstractError says that a value is of a type that has no values of its own.
type abstractError struct{ name string }

func (e *abstractError) Error() string {
	return fmt.Sprintf("encode: %s is abstract: make a value of a derived type and use From", e.name)
}
