package odata

import (
	"encoding/base64"
	"math"
	"strconv"
)

// The methods and functions below decode the value that stands here.

func (d *decoder) string(to *string) bool {
	if d.data[d.pos] != '"' {
		return d.want("a string")
	}
	s, escaped, ok := d.stringEnd()
	if !ok {
		return false
	}
	if escaped {
		start := len(d.arena)
		var lossless bool
		d.arena, lossless = unescape(d.arena, s)
		d.odd = d.odd || !lossless
		d.fixups = append(d.fixups, fixup{to, start, len(d.arena)})
		return true
	}
	d.later(to, s)
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
		s, _ = unescape(nil, s)
	}
	return s, ok
}

func (d *decoder) text(to *string, is func([]byte) bool, want string) bool {
	start := d.pos
	s, ok := d.plain(want)
	if !ok {
		return false
	}
	if !is(s) {
		return d.wantText(start, want)
	}
	d.later(to, s)
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
	s, _, ok := d.numberEnd()
	if ok {
		d.later(&to.text, s)
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
	if err != nil {
		f, ferr := strconv.ParseFloat(string(s), 64)
		limit := math.Ldexp(1, size-1)
		if ferr != nil || integer || f != math.Trunc(f) || f < -limit || f >= limit {
			return d.wantText(start, "an integer of "+strconv.Itoa(size)+" bits")
		}
		n = int64(f)
	}
	*to = T(n)
	d.odd = true
	if strconv.FormatInt(n, 10) == string(s) && !quoted {
		d.odd = false
	}
	return true
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
	standard := false
	for _, c := range s[:n] {
		standard = standard || c == '+' || c == '/'
	}
	encoding := base64.RawURLEncoding
	if standard {
		encoding = base64.RawStdEncoding
	}
	out := make([]byte, encoding.DecodedLen(n))
	if _, err := encoding.Strict().Decode(out, s[:n]); err != nil || len(s) != n && len(s)%4 != 0 {
		return d.wantText(start, "a base64url string")
	}
	*to = out
	d.odd = d.odd || string(appendBinary(nil, out)) != string(d.data[start:d.pos])
	return true
}

// Raw is a value without a declared type (Edm.Untyped, Edm.Stream, geography):
// the JSON text of any value, kept byte by byte. The zero Raw is absent.
type Raw struct{ text string }

// ParseRaw returns text as a Raw, once it has been checked to be JSON.
func ParseRaw(text string) (Raw, error) {
	d := newDecoder([]byte(text))
	defer d.free()
	if !d.skip() || !d.end() {
		return Raw{}, d.err
	}
	return Raw{text}, nil
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
	s, ok := d.raw()
	if ok {
		d.later(&to.text, s)
	}
	return ok
}
