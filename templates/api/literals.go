package api

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/seed-349153d7/odagen/templates/internal/syntax"
)

// The types below keep the text of a value as it came, so that it is written
// back digit by digit. The text was checked when it was decoded or parsed.

// DateTimeOffset is a point in time with the offset from UTC that it was
// written with and any number of fraction digits, of which [time.Time] keeps
// nine (RFC 3339).
type DateTimeOffset string

// Date is a day without a time zone, as in "2016-12-31".
type Date string

// TimeOfDay is a time of the day, as in "23:58:36.667". Where the API asks for an offset
// from UTC (RFC 3339, full-time), it stands behind: "23:58:36.667+01:00".
type TimeOfDay string

// Duration is a length of time, as in "P1DT12H30M": signed, in days and smaller units (XML
// Schema dayTimeDuration), or without a sign, also in years and months or in weeks (RFC
// 3339, A), as the API has it.
type Duration string

// GUID is 32 hexadecimal digits in groups, in the case in which they came.
type GUID string

// Decimal is a decimal number of any precision.
type Decimal string

// NewDateTimeOffset returns t with its offset and up to nine fraction digits, without
// trailing zeros. An offset that has seconds cannot be written: t is in UTC then.
func NewDateTimeOffset(t time.Time) DateTimeOffset {
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return DateTimeOffset(t.Format(time.RFC3339Nano))
}

// ParseDateTimeOffset reads s, as in "2016-12-31T23:58:36.6670033-08:00".
func ParseDateTimeOffset(s string) (DateTimeOffset, error) {
	return parse[DateTimeOffset](s, "a date-time with an offset", syntax.IsDateTimeOffset)
}

// Time returns the point in time; digits after the ninth of the fraction are cut
// off, and the second 60 of a leap second is the first of the next minute. The
// zero DateTimeOffset gives the zero time.
func (v DateTimeOffset) Time() time.Time {
	if v == "" {
		return time.Time{}
	}
	c := syntax.Cursor{B: []byte(v)}
	year, month, day := c.Date()
	c.Take("Tt")
	hour, minute, second, nanosecond := c.Clock()
	zone := time.UTC
	if !c.Take("Zz") {
		sign := 60
		if c.Take("-") {
			sign = -60
		}
		c.Take("+")
		offset := c.Digits(2, 2) * 60
		c.Take(":")
		zone = time.FixedZone("", sign*(offset+c.Digits(2, 2)))
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, nanosecond, zone)
}

// ParseDate reads s, as in "2016-12-31".
func ParseDate(s string) (Date, error) { return parse[Date](s, "a date", syntax.IsDate) }

// NewDate returns the day that t has in its location.
func NewDate(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// YearMonthDay returns the parts of the day; the zero Date gives zeros.
func (v Date) YearMonthDay() (year int, month time.Month, day int) {
	c := syntax.Cursor{B: []byte(v)}
	if v == "" {
		return 0, 0, 0
	}
	year, m, day := c.Date()
	return year, time.Month(m), day
}

// In returns the start of the day in loc; the zero Date gives the zero time.
func (v Date) In(loc *time.Location) time.Time {
	if v == "" {
		return time.Time{}
	}
	year, month, day := v.YearMonthDay()
	return time.Date(year, month, day, 0, 0, 0, 0, loc)
}

// ParseTimeOfDay reads s, as in "23:58:36.667" or "23:58:36Z".
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	return parse[TimeOfDay](s, "a time of day", func(b []byte) bool { return syntax.IsTimeOfDay(b) || syntax.IsFullTime(b) })
}

// NewTimeOfDay returns the time of the day at sinceMidnight, of which whole days are left
// out. It has no offset: NewTimeOfDay(d) + "Z" has.
func NewTimeOfDay(sinceMidnight time.Duration) TimeOfDay {
	const day = 24 * time.Hour
	t := time.Time{}.Add((sinceMidnight%day + day) % day)
	return TimeOfDay(t.Format("15:04:05.999999999"))
}

// SinceMidnight returns how much of the day has passed, at the offset of v; digits after the ninth of the
// fraction are cut off. The zero TimeOfDay gives 0.
func (v TimeOfDay) SinceMidnight() time.Duration {
	if v == "" {
		return 0
	}
	c := syntax.Cursor{B: []byte(v)}
	hour, minute, second, nanosecond := c.Clock()
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second + time.Duration(nanosecond)
}

// ParseDuration reads s, as in "PT36H", "-P1DT0.5S" or "P1Y2M".
func ParseDuration(s string) (Duration, error) {
	return parse[Duration](s, "a duration", func(b []byte) bool { return syntax.IsDuration(b) || syntax.IsPeriod(b) })
}

// NewDuration returns d in hours, minutes and seconds.
func NewDuration(d time.Duration) Duration {
	s := d.String() // as in -1h2m3.5s; units below a second are fractions here
	if d > -time.Second && d < time.Second {
		s = fmt.Sprintf("%.9f", d.Seconds())
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".") + "s"
	}
	s, negative := strings.CutPrefix(s, "-")
	sign := ""
	if negative {
		sign = "-"
	}
	return Duration(sign + "PT" + strings.ToUpper(s))
}

// AsDuration returns the length of time; a day has 24 hours, and digits after the ninth of
// the fraction are cut off. The zero Duration gives 0. The error says that v is longer
// than the 292 years that a time.Duration holds, or has years or months, which are not
// all of one length.
func (v Duration) AsDuration() (time.Duration, error) {
	if v == "" {
		return 0, nil
	}
	p, ok := syntax.ParseDuration([]byte(v))
	weeks := ""
	if !ok {
		if !syntax.IsPeriod([]byte(v)) {
			return 0, fmt.Errorf("want a duration, got %q", string(v))
		}
		if weeks, ok = strings.CutSuffix(string(v[1:]), "W"); !ok {
			return 0, fmt.Errorf("%q has years or months, which are not all of one length", string(v))
		}
	}
	whole, fraction, _ := strings.Cut(p.Seconds, ".")
	sum := new(big.Int)
	for _, part := range []struct {
		text string
		unit time.Duration
	}{
		{weeks, 7 * 24 * time.Hour},
		{p.Days, 24 * time.Hour},
		{p.Hours, time.Hour},
		{p.Minutes, time.Minute},
		{whole, time.Second},
		{(fraction + "000000000")[:9], 1},
	} {
		if part.text = strings.TrimLeft(part.text, "0"); len(part.text) > maxDigits {
			return 0, tooLong(v)
		}
		if n, ok := new(big.Int).SetString(part.text, 10); ok {
			sum.Add(sum, n.Mul(n, big.NewInt(int64(part.unit))))
		}
	}
	if p.Negative {
		sum.Neg(sum)
	}
	if !sum.IsInt64() {
		return 0, tooLong(v)
	}
	return time.Duration(sum.Int64()), nil
}

// maxDigits is how many digits a number has that can be a part of a time.Duration.
const maxDigits = 20

func tooLong(v Duration) error {
	return fmt.Errorf("%.40q is longer than a time.Duration", string(v))
}

// ParseGUID reads s, as in "7443c8b9-c8b9-7443-b9c8-4374b9c84374".
func ParseGUID(s string) (GUID, error) { return parse[GUID](s, "a GUID", syntax.IsGUID) }

// NewGUID returns the GUID of 16 bytes, in the order in which it is written (RFC 9562).
func NewGUID(b [16]byte) GUID {
	return GUID(fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
}

// Bytes returns the 16 bytes of the GUID, in the order in which it is written; zeros for
// the zero GUID.
func (v GUID) Bytes() (b [16]byte) {
	if syntax.IsGUID([]byte(v)) {
		_, _ = hex.Decode(b[:], []byte(strings.ReplaceAll(string(v), "-", "")))
	}
	return b
}

// ParseDecimal reads s, as in "-12.50" or "1e3".
func ParseDecimal(s string) (Decimal, error) {
	return parse[Decimal](s, "a decimal number", syntax.IsDecimal)
}

// Float64 returns the nearest float64: an infinity for what is beyond all, and for INF; 0
// for the zero Decimal.
func (v Decimal) Float64() float64 {
	f, _ := strconv.ParseFloat(string(v), 64) // out of range is an infinity, or 0
	return f
}

// Rat returns the exact value; 0 for the zero Decimal. It is nil for INF and NaN, and for
// a number with more than 10,000 digits or an exponent beyond that, which would take much
// memory.
func (v Decimal) Rat() *big.Rat {
	if v == "" {
		return new(big.Rat)
	}
	number, exponent, _ := strings.Cut(strings.ToLower(string(v)), "e")
	if n, err := strconv.Atoi(exponent); exponent != "" && (err != nil || n > maxRat || n < -maxRat) || len(number) > maxRat {
		return nil
	}
	if r, ok := new(big.Rat).SetString(string(v)); ok {
		return r
	}
	return nil
}

const maxRat = 10_000

// parse returns s as a T, or the zero T with an error.
func parse[T ~string](s, want string, is func([]byte) bool) (T, error) {
	if is([]byte(s)) {
		return T(s), nil
	}
	return "", fmt.Errorf("want %s, got %q", want, s)
}

// String returns the text as it came.
func (v DateTimeOffset) String() string { return string(v) }

// String returns the text as it came.
func (v Date) String() string { return string(v) }

// String returns the text as it came.
func (v TimeOfDay) String() string { return string(v) }

// String returns the text as it came.
func (v Duration) String() string { return string(v) }

// String returns the text as it came.
func (v GUID) String() string { return string(v) }

// String returns the text as it came.
func (v Decimal) String() string { return string(v) }

// MarshalText returns the text as it came.
func (v DateTimeOffset) MarshalText() ([]byte, error) { return []byte(v), nil }

// UnmarshalText is ParseDateTimeOffset.
func (v *DateTimeOffset) UnmarshalText(b []byte) (err error) {
	*v, err = ParseDateTimeOffset(string(b))
	return err
}

// MarshalText returns the text as it came.
func (v Date) MarshalText() ([]byte, error) { return []byte(v), nil }

// UnmarshalText is ParseDate.
func (v *Date) UnmarshalText(b []byte) (err error) {
	*v, err = ParseDate(string(b))
	return err
}

// MarshalText returns the text as it came.
func (v TimeOfDay) MarshalText() ([]byte, error) { return []byte(v), nil }

// UnmarshalText is ParseTimeOfDay.
func (v *TimeOfDay) UnmarshalText(b []byte) (err error) {
	*v, err = ParseTimeOfDay(string(b))
	return err
}

// MarshalText returns the text as it came.
func (v Duration) MarshalText() ([]byte, error) { return []byte(v), nil }

// UnmarshalText is ParseDuration.
func (v *Duration) UnmarshalText(b []byte) (err error) {
	*v, err = ParseDuration(string(b))
	return err
}

// MarshalText returns the text as it came.
func (v GUID) MarshalText() ([]byte, error) { return []byte(v), nil }

// UnmarshalText is ParseGUID.
func (v *GUID) UnmarshalText(b []byte) (err error) {
	*v, err = ParseGUID(string(b))
	return err
}

// MarshalJSON returns the number as it came; the zero Decimal is 0.
func (v Decimal) MarshalJSON() ([]byte, error) { return syntax.AppendDecimal(nil, string(v)), nil }

// UnmarshalJSON reads a number, or a string that holds one. It leaves v as it is
// when b is null, as encoding/json has it.
func (v *Decimal) UnmarshalJSON(b []byte) (err error) {
	if string(b) == "null" {
		return nil
	}
	if len(b) > 1 && b[0] == '"' {
		b = b[1 : len(b)-1]
	}
	*v, err = ParseDecimal(string(b))
	return err
}

// Base64 is binary data whose text has the standard alphabet (RFC 4648, 4). That of a []byte
// has the alphabet for URLs. Both are read.
type Base64 []byte

// Byte is an item of a collection of Edm.Byte, as []byte is a value of Edm.Binary.
type Byte uint8
