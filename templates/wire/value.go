package wire

import (
	"bytes"
	"encoding/base64"
	"math"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/syntax"
)

// The methods and functions below decode the value that stands here. What has a type of
// its own in Go and is a string there comes as that.

// decimal reads a number, or a string with one (IEEE754Compatible) unless plain.
func (d *Decoder) decimal(to *string, plain bool) bool {
	if d.data[d.pos] == '"' && !plain && !d.bare {
		start := d.pos
		if !d.text(to, syntax.IsDecimal, "a decimal number") {
			return false
		}
		c := d.data[d.pos-2]
		// INF and NaN have no other form than a string.
		d.odd = d.odd || '0' <= c && c <= '9' || d.data[start+1] == '\\'
		return true
	}
	if !d.atNumber() {
		return d.want("a decimal number")
	}
	s, _, ok := d.numberEnd()
	if ok {
		*to = d.texts.copy(s)
	}
	return ok
}

func (d *Decoder) bool(to *bool) bool {
	switch {
	case d.literal("true"):
		*to = true
	case d.literal("false"):
		*to = false
	default:
		return d.want("true or false")
	}
	return true
}

func (d *Decoder) atNumber() bool {
	c := d.data[d.pos]
	return c == '-' || '0' <= c && c <= '9'
}

// number scans a number, or a string with one (IEEE754Compatible) unless plain.
func (d *Decoder) number(want string, plain bool) (s []byte, quoted, integer, ok bool) {
	if start := d.pos; d.data[start] == '"' {
		s, ok = d.plain(want)
		return s, true, true, ok && (!plain || d.wantText(start, want))
	}
	if !d.atNumber() {
		return nil, false, false, d.want(want)
	}
	s, integer, ok = d.numberEnd()
	return s, false, integer, ok
}

// decodeInt reads an integer of so many bits. A number with a fraction of zeros
// or an exponent is one when its value is (RFC 8259 knows one kind of number).
func decodeInt[T int8 | int16 | int32 | int64](d *Decoder, to *T, size int, plain bool) bool {
	start := d.pos
	s, quoted, integer, ok := d.number("an integer", plain)
	if !ok {
		return false
	}
	if n, ok := smallInt(s); ok && integer && (size == 64 || n>>(size-1) == n>>63) {
		*to = T(n)
		d.odd = d.odd || quoted || n == 0 && s[0] == '-'
		return true
	}
	n, err := strconv.ParseInt(string(s), 10, size)
	if err != nil && !integer {
		n, err = strconv.ParseInt(wholeNumber(s), 10, size)
	}
	if err != nil {
		return d.wantText(start, "an integer of "+strconv.Itoa(size)+" bits")
	}
	*to = T(n)
	d.odd = d.odd || quoted || strconv.FormatInt(n, 10) != string(s)
	return true
}

// wholeNumber returns the JSON number s without fraction and exponent, or "" when
// it has a fraction that is not zero, or more digits than an integer can have.
func wholeNumber(s []byte) string {
	number, power, _ := strings.Cut(strings.ToLower(string(s)), "e")
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(number, "-"), ".")
	digits := strings.TrimRight(whole+fraction, "0")
	exponent := len(whole) - len(digits)
	if power != "" {
		n, err := strconv.Atoi(power)
		if err != nil && strings.Trim(digits, "0") != "" {
			return ""
		}
		exponent += n
	}
	digits = strings.TrimLeft(digits, "0")
	switch {
	case digits == "":
		return "0"
	case exponent < 0 || exponent > 20:
		return ""
	}
	if number[0] == '-' {
		digits = "-" + digits
	}
	return digits + strings.Repeat("0", exponent)
}

// smallInt reads a decimal integer of at most 18 digits in its shortest form.
func smallInt(s []byte) (int64, bool) {
	digits := s
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > 18 || digits[0] == '0' && len(digits) > 1 {
		return 0, false
	}
	var n int64
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if s[0] == '-' {
		n = -n
	}
	return n, true
}

// shortDecimal reads a number of at most 15 digits as encoding writes it: both its digits
// and the power of ten are exact in a float64, so their quotient is the nearest, and no
// other text of that length is nearer to it.
func shortDecimal(s []byte) (float64, bool) {
	digits := s
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	point := bytes.IndexByte(digits, '.')
	if point < 1 || point == len(digits)-1 || len(digits) > 16 || digits[0] == '0' || digits[len(digits)-1] == '0' {
		return 0, false
	}
	var n int64
	for i, c := range digits {
		if i == point {
			continue
		}
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	f := float64(n) / powers[len(digits)-1-point]
	if s[0] == '-' {
		f = -f
	}
	return f, true
}

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// decodeUint is decodeInt for integers without a sign.
func decodeUint[T uint8 | uint64](d *Decoder, to *T, size int, plain bool) bool {
	start := d.pos
	s, quoted, integer, ok := d.number("an integer", plain)
	if !ok {
		return false
	}
	n, err := strconv.ParseUint(string(s), 10, size)
	if err != nil && !integer || string(s) == "-0" {
		n, err = strconv.ParseUint(wholeNumber(s), 10, size)
	}
	if err != nil {
		return d.wantText(start, "an integer from 0 to "+strconv.FormatUint(math.MaxUint64>>(64-size), 10))
	}
	*to = T(n)
	d.odd = d.odd || quoted || strconv.FormatUint(n, 10) != string(s)
	return true
}

func decodeFloat[T float32 | float64](d *Decoder, to *T, size int, plain bool) bool {
	start := d.pos
	s, quoted, integer, ok := d.number("a number", plain)
	if !ok {
		return false
	}
	if n, ok := smallInt(s); ok && integer && !quoted && len(s) <= 7 && (n != 0 || s[0] != '-') {
		*to = T(n)
		return true
	}
	if f, ok := shortDecimal(s); ok && !quoted && size == 64 {
		*to = T(f)
		return true
	}
	if quoted && !syntax.IsDecimal(s) {
		return d.wantText(start, "a number")
	}
	f, err := strconv.ParseFloat(string(s), size)
	if err != nil {
		return d.wantText(start, "a number of "+strconv.Itoa(size)+" bits")
	}
	*to = T(f)
	var buf [32]byte
	if string(appendFloat(buf[:0], f, size)) != string(d.data[start:d.pos]) {
		d.odd = true
	}
	return true
}

// binary reads base64url or base64, with or without padding. Standard says which of the two
// encoding gives.
func (d *Decoder) binary(to *[]byte, standard bool) bool {
	start := d.pos
	s, ok := d.plain("a base64url string")
	if !ok {
		return false
	}
	n := len(s)
	for n > 0 && s[n-1] == '=' {
		n--
	}
	plus, minus, other := false, false, false
	for _, c := range s[:n] {
		plus = plus || c == '+' || c == '/'
		minus = minus || c == '-' || c == '_'
		other = other || c == '\r' || c == '\n' // the decoder would skip them
	}
	encoding := base64.RawURLEncoding
	if plus {
		encoding = base64.RawStdEncoding
	}
	out := make([]byte, encoding.DecodedLen(n))
	_, err := encoding.Strict().Decode(out, s[:n])
	if err != nil || other || len(s) != n && len(s)-n != -n&3 {
		return d.wantText(start, "a base64url string")
	}
	*to = out
	d.odd = d.odd || standard && minus || !standard && plus || len(s)%4 != 0
	return true
}

// base64 reads the texts of one encoding alone.
func (d *Decoder) base64(to *[]byte, encoding *base64.Encoding, want string) bool {
	start := d.pos
	s, ok := d.plain("a string")
	if !ok {
		return false
	}
	out := make([]byte, encoding.DecodedLen(len(s)))
	n, err := encoding.Strict().Decode(out, s)
	if err != nil || bytes.ContainsAny(s, "\r\n") { // which the decoder skips
		return d.wantText(start, want)
	}
	*to = out[:n]
	return true
}

// rawValue decodes any value as its text.
func (d *Decoder) rawValue(to *string) bool {
	start := d.pos
	if !d.skip() {
		return false
	}
	*to = d.texts.copy(d.data[start:d.pos])
	return true
}
