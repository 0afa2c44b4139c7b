package wire

import (
	"strconv"

	"github.com/seed-349153d7/odagen/templates/api"
)

// EnumType is what an enumeration generated as a string type can do.
type EnumType interface {
	~string
	IsKnown() bool
}

type number interface {
	~int8 | ~uint8 | ~int16 | ~int32 | ~int64
	IsKnown() bool
}

// ParseEnum returns v when it is a member of its enumeration, and otherwise the
// zero value and an *EnumError.
func ParseEnum[T EnumType](v T) (T, error) {
	if err := ValidateEnum(v); err != nil {
		var zero T
		return zero, err
	}
	return v, nil
}

// ValidateEnum returns an *EnumError when v is not a member of its enumeration.
func ValidateEnum[T EnumType](v T) error {
	if v.IsKnown() {
		return nil
	}
	return &api.EnumError{Value: string(v)}
}

// ValidateNumber returns an *EnumError when v is not a member of its enumeration.
func ValidateNumber[T number](v T) error {
	if v.IsKnown() {
		return nil
	}
	return &api.EnumError{Value: strconv.FormatInt(int64(v), 10)}
}
