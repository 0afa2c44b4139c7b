package odata

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"
)

// The methods and functions below decode the value that stands here.

func (d *decoder) string(to *string) bool {
	if d.data[d.pos] != '"' {
		return d.want("a string")
	}
	start := d.pos + 1
	s, escaped, ok := d.stringEnd()
	if !ok {
		return false
	}
	if escaped {
		start = len(d.arena)
		var lossless bool
		d.arena, lossless = unescape(d.arena, s)
		d.odd = d.odd || !lossless
		d.cut(to, ^start, len(d.arena)-start)
		return true
	}
	d.cut(to, start, len(s))
	return true
}

// plain scans a string and returns its value, which is good until the next
// value is scanned.
func (d *decoder) plain(want string) ([]byte, bool) {
	if d.data[d.pos] != '"' {
		return nil, d.want(want)
	}
	s, escaped, ok := d.stringEnd()
	if escaped {
		var lossless bool
		s, lossless = unescape(nil, s)
		d.odd = d.odd || !lossless
	}
	return s, ok
}

func (d *decoder) text(to *string, is func([]byte) bool, want string) bool {
	if d.data[d.pos] != '"' {
		return d.want(want)
	}
	start := d.pos
	s, escaped, ok := d.stringEnd()
	if !ok {
		return false
	}
	if escaped {
		s, _ = unescape(nil, s)
	}
	if !is(s) {
		return d.wantText(start, want)
	}
	if escaped {
		d.later(to, s)
	} else {
		d.cut(to, start+1, len(s))
	}
	return true
}

func (d *decoder) dateTimeOffset(to *DateTimeOffset) bool {
	return d.text(&to.text, isDateTimeOffset, "a date-time with an offset")
}

func (d *decoder) date(to *Date) bool { return d.text(&to.text, isDate, "a date") }

func (d *decoder) timeOfDay(to *TimeOfDay) bool {
	return d.text(&to.text, isTimeOfDay, "a time of day")
}

func (d *decoder) duration(to *Duration) bool {
	return d.text(&to.text, isDuration, "a duration")
}

func (d *decoder) guid(to *GUID) bool { return d.text(&to.text, isGUID, "a GUID") }

// decimal reads a number, or a string with one (IEEE754Compatible).
func (d *decoder) decimal(to *Decimal) bool {
	if d.data[d.pos] == '"' {
		start := d.pos
		if !d.text(&to.text, isDecimal, "a decimal number") {
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
	start := d.pos
	s, _, ok := d.numberEnd()
	if ok {
		d.cut(&to.text, start, len(s))
	}
	return ok
}

func (d *decoder) bool(to *bool) bool {
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

func (d *decoder) atNumber() bool {
	c := d.data[d.pos]
	return c == '-' || '0' <= c && c <= '9'
}

// number scans a number, or a string with one (IEEE754Compatible).
func (d *decoder) number(want string) (s []byte, quoted, integer, ok bool) {
	if d.data[d.pos] == '"' {
		s, ok = d.plain(want)
		return s, true, true, ok
	}
	if !d.atNumber() {
		return nil, false, false, d.want(want)
	}
	s, integer, ok = d.numberEnd()
	return s, false, integer, ok
}

// decodeInt reads an integer of so many bits. A number with a fraction of zeros
// or an exponent is one when its value is (RFC 8259 knows one kind of number).
func decodeInt[T int8 | int16 | int32 | int64](d *decoder, to *T, size int) bool {
	start := d.pos
	s, quoted, integer, ok := d.number("an integer")
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

// Byte is an item of a collection of Edm.Byte, as []byte is a value of Edm.Binary.
type Byte uint8

func decodeUint8(d *decoder, to *uint8) bool {
	start := d.pos
	var n int16
	if !decodeInt(d, &n, 16) {
		return false
	}
	if n < 0 || n > math.MaxUint8 {
		return d.wantText(start, "an integer from 0 to 255")
	}
	*to = uint8(n)
	return true
}

func decodeFloat[T float32 | float64](d *decoder, to *T, size int) bool {
	start := d.pos
	s, quoted, integer, ok := d.number("a number")
	if !ok {
		return false
	}
	if n, ok := smallInt(s); ok && integer && !quoted && len(s) <= 7 && (n != 0 || s[0] != '-') {
		*to = T(n)
		return true
	}
	if quoted && !isDecimal(s) {
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

// binary reads base64url or base64, with or without padding.
func (d *decoder) binary(to *[]byte) bool {
	start := d.pos
	s, ok := d.plain("a base64url string")
	if !ok {
		return false
	}
	n := len(s)
	for n > 0 && s[n-1] == '=' {
		n--
	}
	standard, other := false, false
	for _, c := range s[:n] {
		standard = standard || c == '+' || c == '/'
		other = other || c == '\r' || c == '\n' // the decoder would skip them
	}
	encoding := base64.RawURLEncoding
	if standard {
		encoding = base64.RawStdEncoding
	}
	out := make([]byte, encoding.DecodedLen(n))
	_, err := encoding.Strict().Decode(out, s[:n])
	if err != nil || other || len(s) != n && len(s)-n != -n&3 {
		return d.wantText(start, "a base64url string")
	}
	*to = out
	d.odd = d.odd || standard || len(s) != n
	return true
}

// Raw is a value without a declared type (Edm.Untyped, Edm.Stream, geography):
// the JSON text of any value, kept byte by byte. The zero Raw is absent.
type Raw struct{ text string }

// ParseRaw returns text as a Raw, once it has been checked to be JSON.
func ParseRaw(text string) (Raw, error) {
	d := newDecoder([]byte(text))
	defer d.free()
	value, ok := d.raw()
	if !ok || !d.end() {
		return Raw{}, d.err
	}
	start := strings.IndexByte(text, value[0])
	return Raw{text[start : start+len(value)]}, nil
}

// String returns the JSON text.
func (r Raw) String() string { return r.text }

// IsZero reports whether r is absent.
func (r Raw) IsZero() bool { return r.text == "" }

// MarshalJSON returns the text as it came, null for the zero Raw.
func (r Raw) MarshalJSON() ([]byte, error) {
	if r.text == "" {
		return []byte("null"), nil
	}
	return []byte(r.text), nil
}

// UnmarshalJSON keeps b.
func (r *Raw) UnmarshalJSON(b []byte) (err error) {
	*r, err = ParseRaw(string(b))
	return err
}

func (d *decoder) rawValue(to *Raw) bool {
	start := d.pos
	if !d.skip() {
		return false
	}
	d.cut(&to.text, start, d.pos-start)
	return true
}
