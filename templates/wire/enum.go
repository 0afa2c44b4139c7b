package wire

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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

// IsEnumNumber reports whether text is the number of a member of an enumeration of OData,
// which can stand in place of its name, whether the member has one or not (OData ABNF,
// enumMemberValue; JSON Format 4.01, 7.1).
func IsEnumNumber(text string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil && text[0] != '+'
}

// IsFlags reports whether v, which is no member of its enumeration, is several of them,
// or their numbers, with commas between. Microsoft's library writes a space after a comma.
func IsFlags[T EnumType](v T) bool {
	if strings.IndexByte(string(v), ',') < 0 {
		return IsEnumNumber(string(v))
	}
	for part := range strings.SplitSeq(string(v), ",") {
		if !T(strings.TrimSpace(part)).IsKnown() {
			return false
		}
	}
	return true
}

// EnumFlag is a member of an enumeration of flags.
type EnumFlag[T EnumType] struct {
	Member T
	Bits   int64
}

// HasFlags reports whether v has all of flags: by name, or by the bits that all has for
// the names.
func HasFlags[T EnumType](v T, flags []T, all []EnumFlag[T]) bool {
	had := FlagsOf(v, all)
	bits := bitsOf(had, all)
	for _, f := range flags {
		for _, part := range FlagsOf(f, all) {
			want := bitsOf([]T{part}, all)
			if !slices.Contains(had, part) && (want == 0 || bits&want != want) {
				return false
			}
		}
	}
	return true
}

// FlagsOf takes v apart. A number becomes the members that it is made of, the largest
// first to be looked for, and what no member has stays a number.
func FlagsOf[T EnumType](v T, all []EnumFlag[T]) []T {
	var out []T
	for part := range strings.SplitSeq(string(v), ",") {
		part = strings.TrimSpace(part)
		n, err := strconv.ParseInt(part, 10, 64)
		switch {
		case part == "" || slices.Contains(out, T(part)):
		case err != nil:
			out = append(out, T(part))
		default:
			out = append(out, membersOf(n, all)...)
		}
	}
	return out
}

// membersOf returns the members that a number is made of, in the order of all.
func membersOf[T EnumType](n int64, all []EnumFlag[T]) []T {
	large := slices.Clone(all)
	slices.SortStableFunc(large, func(a, b EnumFlag[T]) int { return cmp.Compare(uint64(b.Bits), uint64(a.Bits)) })
	var in []T
	rest := n
	for _, f := range large {
		if f.Bits == n || f.Bits != 0 && rest&f.Bits == f.Bits {
			in = append(in, f.Member)
			if rest &^= f.Bits; rest == 0 {
				break
			}
		}
	}
	var out []T
	for _, f := range all {
		if slices.Contains(in, f.Member) {
			out = append(out, f.Member)
		}
	}
	if rest != 0 {
		out = append(out, T(strconv.FormatInt(rest, 10)))
	}
	return out
}

// JoinFlags returns v with flags. A member without a bit, which stands for no flags, is
// left out where there are others.
func JoinFlags[T EnumType](v T, flags []T, all []EnumFlag[T]) T {
	var out []string
	none := T("")
	for _, f := range append([]T{v}, flags...) {
		for _, part := range FlagsOf(f, all) {
			switch i := slices.IndexFunc(all, func(f EnumFlag[T]) bool { return f.Member == part }); {
			case i >= 0 && all[i].Bits == 0:
				none = part
			case !slices.Contains(out, string(part)):
				out = append(out, string(part))
			}
		}
	}
	if len(out) == 0 {
		return none
	}
	return T(strings.Join(out, ","))
}

// bitsOf returns the bits of members and numbers.
func bitsOf[T EnumType](parts []T, all []EnumFlag[T]) int64 {
	var bits int64
	for _, part := range parts {
		n, _ := strconv.ParseInt(string(part), 10, 64)
		bits |= n
		for _, f := range all {
			if f.Member == part {
				bits |= f.Bits
			}
		}
	}
	return bits
}
