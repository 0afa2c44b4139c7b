package odata

import (
	"fmt"
	"strings"
	"time"
)

// The types below keep the text of a value as it came, so that it is written
// back digit by digit. The text was checked when it was decoded or parsed.

// DateTimeOffset is a point in time with the offset from UTC that it was
// written with and any number of fraction digits, of which [time.Time] keeps
// nine (OData CSDL 4.01, Edm.DateTimeOffset; RFC 3339).
type DateTimeOffset struct{ text string }

// Date is a day without a time zone, as in "2016-12-31".
type Date struct{ text string }

// TimeOfDay is a time of the day without a time zone, as in "23:58:36.667".
type TimeOfDay struct{ text string }

// Duration is a signed length of time in days and smaller units, as in
// "P1DT12H30M" (XML Schema dayTimeDuration).
type Duration struct{ text string }

// GUID is 32 hexadecimal digits in groups, in the case in which they came.
type GUID struct{ text string }

// Decimal is a decimal number of any precision.
type Decimal struct{ text string }

// NewDateTimeOffset returns t with its offset and up to nine fraction digits,
// without trailing zeros.
func NewDateTimeOffset(t time.Time) DateTimeOffset {
	return DateTimeOffset{t.Format(time.RFC3339Nano)}
}

// ParseDateTimeOffset reads s, as in "2016-12-31T23:58:36.6670033-08:00".
func ParseDateTimeOffset(s string) (DateTimeOffset, error) {
	return parse[DateTimeOffset](s, "a date-time with an offset", isDateTimeOffset)
}

// Time returns the point in time; digits after the ninth of the fraction are cut
// off, and the second 60 of a leap second is the first of the next minute. The
// zero DateTimeOffset gives the zero time.
func (v DateTimeOffset) Time() time.Time {
	if v.text == "" {
		return time.Time{}
	}
	c := cursor{b: []byte(v.text)}
	sign := 1
	if c.take("-") {
		sign = -1
	}
	year := sign * c.digits(4, 9)
	c.take("-")
	month := c.digits(2, 2)
	c.take("-")
	day := c.digits(2, 2)
	c.take("Tt")
	hour, minute, second, nanosecond := c.clock()
	zone := time.UTC
	if !c.take("Zz") {
		sign = 60
		if c.take("-") {
			sign = -60
		}
		c.take("+")
		offset := c.digits(2, 2) * 60
		c.take(":")
		zone = time.FixedZone("", sign*(offset+c.digits(2, 2)))
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, nanosecond, zone)
}

// ParseDate reads s, as in "2016-12-31".
func ParseDate(s string) (Date, error) { return parse[Date](s, "a date", isDate) }

// NewDate returns the day that t has in its location.
func NewDate(t time.Time) Date { return Date{t.Format(time.DateOnly)} }

// In returns the start of the day in loc; the zero Date gives the zero time.
// Years before 1 or after 9999 are beyond what it reads, and give the zero time.
func (v Date) In(loc *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, v.text, loc)
	if err != nil {
		return time.Time{}
	}
	return t
}

// ParseTimeOfDay reads s, as in "23:58:36.667".
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	return parse[TimeOfDay](s, "a time of day", isTimeOfDay)
}

// ParseDuration reads s, as in "PT36H" or "-P1DT0.5S".
func ParseDuration(s string) (Duration, error) {
	return parse[Duration](s, "a duration", isDuration)
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
	return Duration{sign + "PT" + strings.ToUpper(s)}
}

// ParseGUID reads s, as in "7443c8b9-c8b9-7443-b9c8-4374b9c84374".
func ParseGUID(s string) (GUID, error) { return parse[GUID](s, "a GUID", isGUID) }

// ParseDecimal reads s, as in "-12.50" or "1e3".
func ParseDecimal(s string) (Decimal, error) {
	return parse[Decimal](s, "a decimal number", isDecimal)
}

// parse returns s as a T, or the zero T with an error.
func parse[T ~struct{ text string }](s, want string, is func([]byte) bool) (T, error) {
	if is([]byte(s)) {
		return T{s}, nil
	}
	return T{}, fmt.Errorf("odata: want %s, got %q", want, s)
}

func (v DateTimeOffset) String() string { return v.text }
func (v Date) String() string           { return v.text }
func (v TimeOfDay) String() string      { return v.text }
func (v Duration) String() string       { return v.text }
func (v GUID) String() string           { return v.text }
func (v Decimal) String() string        { return v.text }

// MarshalText returns the text as it came.
func (v DateTimeOffset) MarshalText() ([]byte, error) { return []byte(v.text), nil }

// UnmarshalText is ParseDateTimeOffset.
func (v *DateTimeOffset) UnmarshalText(b []byte) (err error) {
	*v, err = ParseDateTimeOffset(string(b))
	return err
}

// MarshalText returns the text as it came.
func (v Date) MarshalText() ([]byte, error) { return []byte(v.text), nil }

// UnmarshalText is ParseDate.
func (v *Date) UnmarshalText(b []byte) (err error) {
	*v, err = ParseDate(string(b))
	return err
}

// MarshalText returns the text as it came.
func (v TimeOfDay) MarshalText() ([]byte, error) { return []byte(v.text), nil }

// UnmarshalText is ParseTimeOfDay.
func (v *TimeOfDay) UnmarshalText(b []byte) (err error) {
	*v, err = ParseTimeOfDay(string(b))
	return err
}

// MarshalText returns the text as it came.
func (v Duration) MarshalText() ([]byte, error) { return []byte(v.text), nil }

// UnmarshalText is ParseDuration.
func (v *Duration) UnmarshalText(b []byte) (err error) {
	*v, err = ParseDuration(string(b))
	return err
}

// MarshalText returns the text as it came.
func (v GUID) MarshalText() ([]byte, error) { return []byte(v.text), nil }

// UnmarshalText is ParseGUID.
func (v *GUID) UnmarshalText(b []byte) (err error) {
	*v, err = ParseGUID(string(b))
	return err
}

// MarshalJSON returns the number as it came; the zero Decimal is 0.
func (v Decimal) MarshalJSON() ([]byte, error) { return appendDecimal(nil, v.text), nil }

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
