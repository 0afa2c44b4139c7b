package wire

import (
	"math/big"
	"strconv"
	"strings"
)

// maxDigits is how long a number is that is compared with others.
const maxDigits = 1000

// maxExponent is how many digits the exponent of such a number has: sums of a few of
// them fit an int.
const maxExponent = 9

// exact is a number as it is written, so that comparing it costs no more than its text:
// 1e9999 as a big.Rat has 4,000 bytes.
type exact struct {
	negative bool
	digits   string // of an integer, without zeros at either end; "" is zero
	exponent int    // of ten, by which the integer is multiplied
}

// exactOf reads a number. Not ok is a text that is none, or beyond maxDigits or
// maxExponent.
func exactOf(text string) (n exact, ok bool) {
	if len(text) > maxDigits {
		return n, false
	}
	mantissa := text
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		sign := text[i+1:]
		digits := strings.TrimLeft(sign, "+-")
		if digits = strings.TrimLeft(digits, "0"); len(digits) > maxExponent {
			return n, false
		}
		mantissa = text[:i]
		n.exponent, _ = strconv.Atoi(digits)
		if strings.HasPrefix(sign, "-") {
			n.exponent = -n.exponent
		}
	}
	mantissa, n.negative = strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	n.digits = whole + fraction
	if whole == "" || strings.Trim(n.digits, "0123456789") != "" {
		return exact{}, false
	}
	n.exponent -= len(fraction)
	n.digits = strings.TrimLeft(n.digits, "0")
	short := strings.TrimRight(n.digits, "0")
	n.exponent += len(n.digits) - len(short)
	if n.digits = short; short == "" {
		return exact{}, true
	}
	return n, true
}

// compare returns a number below zero, zero, or one above it.
func (n exact) compare(m exact) int {
	switch {
	case n.sign() != m.sign():
		return n.sign() - m.sign()
	case n.negative:
		return m.size(n)
	}
	return n.size(m)
}

func (n exact) sign() int {
	switch {
	case n.digits == "":
		return 0
	case n.negative:
		return -1
	}
	return 1
}

// size compares without the signs.
func (n exact) size(m exact) int {
	if by := len(n.digits) + n.exponent - len(m.digits) - m.exponent; by != 0 {
		return by
	}
	return strings.Compare(n.digits, m.digits)
}

// isMultiple reports whether n is a multiple of step, which is not zero.
func (n exact) isMultiple(step exact) bool {
	if n.digits == "" {
		return true
	}
	a, _ := new(big.Int).SetString(n.digits, 10)
	b, _ := new(big.Int).SetString(step.digits, 10)
	ten, by := big.NewInt(10), n.exponent-step.exponent
	if by < -maxDigits { // a is not as often a multiple of ten
		return false
	}
	if by < 0 {
		b.Mul(b, ten.Exp(ten, big.NewInt(int64(-by)), nil))
	} else {
		a.Mul(a, ten.Exp(ten, big.NewInt(int64(by)), b))
	}
	return a.Mod(a, b).Sign() == 0
}

// key is a text that equal numbers have in common.
func (n exact) key() string {
	if n.negative {
		return "-" + n.digits + "e" + strconv.Itoa(n.exponent)
	}
	return n.digits + "e" + strconv.Itoa(n.exponent)
}
