package odata

import "fmt"

// EnumError says that a text is not a member of an enumeration.
type EnumError struct {
	Value string
}

func (e *EnumError) Error() string {
	return fmt.Sprintf("odata: %q is not a member of the enumeration", e.Value)
}

// ParseEnum returns v when it is a member of its enumeration, and otherwise the
// zero value and an *EnumError.
func ParseEnum[T enum](v T) (T, error) {
	if err := ValidateEnum(v); err != nil {
		var zero T
		return zero, err
	}
	return v, nil
}

// ValidateEnum returns an *EnumError when v is not a member of its enumeration.
func ValidateEnum[T enum](v T) error {
	if v.IsKnown() {
		return nil
	}
	return &EnumError{string(v)}
}
