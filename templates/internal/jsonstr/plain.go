package jsonstr

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

const lowBits = 0x0101010101010101

// HighBits are the highest bits of eight bytes.
const HighBits = 0x8080808080808080

// Special marks bytes of w, eight bytes of a string, that do not stand for
// themselves in JSON: quotes, backslashes, control characters, and what is not
// ASCII. A subtraction borrows into the high bit of the bytes that are zero
// (quote, backslash) or below 0x20. A borrow can carry on into later bytes, so
// only the first mark is exact, and only that one may be used.
func Special(w uint64) uint64 { return Suspect(w) & HighBits }

// Suspect has a bit of HighBits set when w has bytes that Special marks: what several
// words have is asked of all of them together.
func Suspect(w uint64) uint64 {
	return ((w ^ 0x22*lowBits) - lowBits) | ((w ^ 0x5c*lowBits) - lowBits) | (w - 0x20*lowBits) | w
}

// Marked marks bytes of w that do not stand for themselves though they are ASCII. As of
// Special, only the first mark is exact.
func Marked(w uint64) uint64 {
	quote := (w ^ 0x22*lowBits) - lowBits
	slash := (w ^ 0x5c*lowBits) - lowBits
	control := w - 0x20*lowBits
	return (quote | slash | control) &^ w & HighBits
}

// isSpecial is Special for one byte.
func isSpecial(c byte) bool { return c < 0x20 || c == '"' || c == '\\' || c >= utf8.RuneSelf }

// TextEnd returns the index of the first byte of b from i on that Marked marks, or
// len(b), and whether all before it is ASCII.
func TextEnd[T string | []byte](b T, i int) (end int, ascii bool) {
	var high uint64
	for ; len(b)-i >= 8; i += 8 {
		w := Word(b[i:])
		if marks := Marked(w); marks != 0 {
			n := bits.TrailingZeros64(marks) / 8
			high |= w << (8 * (7 - n)) // up to the mark, which is ASCII itself
			return i + n, high&HighBits == 0
		}
		high |= w
	}
	for i < len(b) && (b[i] >= utf8.RuneSelf || !isSpecial(b[i])) {
		high |= uint64(b[i])
		i++
	}
	return i, high&HighBits == 0
}

// PlainEnd returns the index of the first special byte of b from i on, or len(b).
func PlainEnd(b []byte, i int) int {
	for ; len(b)-i >= 8; i += 8 {
		if marks := Special(binary.LittleEndian.Uint64(b[i:])); marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
	}
	for i < len(b) && !isSpecial(b[i]) {
		i++
	}
	return i
}

// IsPlain reports whether s has no special bytes.
func IsPlain(s string) bool {
	if len(s) < 8 {
		for i := range len(s) {
			if isSpecial(s[i]) {
				return false
			}
		}
		return true
	}
	for i := 0; len(s)-i > 8; i += 8 {
		if Special(Word(s[i:])) != 0 {
			return false
		}
	}
	// The last eight bytes overlap those before: no bytes are left to go through
	// one by one.
	return Special(Word(s[len(s)-8:])) == 0
}

// Word returns the first eight bytes of s. The compiler makes one load of it.
func Word[T string | []byte](s T) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// DigitsEnd returns the index of the first byte of b from i on that is no digit, or len(b).
func DigitsEnd(b []byte, i int) int {
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	return i
}
