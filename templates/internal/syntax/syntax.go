// Package syntax knows the texts of values: dates, times, durations, GUIDs and decimal
// numbers (OData ABNF 4.01, "Literal Data Values"; RFC 3339).
package syntax

import (
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// Cursor reads a text from left to right; a mismatch makes it bad for good.
type Cursor struct {
	B   []byte
	Bad bool
}

// Digits reads between least and most digits and returns the value of the first
// nine of them.
func (c *Cursor) Digits(least, most int) int {
	n, v := 0, 0
	for n < most && n < len(c.B) && '0' <= c.B[n] && c.B[n] <= '9' {
		if n < 9 {
			v = v*10 + int(c.B[n]-'0')
		}
		n++
	}
	c.B = c.B[n:]
	c.Bad = c.Bad || n < least
	return v
}

// Within reads two digits with a value of at most limit.
func (c *Cursor) Within(limit int) int {
	v := c.Digits(2, 2)
	c.Bad = c.Bad || v > limit
	return v
}

// Take reads one of the bytes of set, if it stands here.
func (c *Cursor) Take(set string) bool {
	if len(c.B) > 0 {
		for i := range len(set) {
			if c.B[0] == set[i] {
				c.B = c.B[1:]
				return true
			}
		}
	}
	return false
}

// Must reads one of the bytes of set.
func (c *Cursor) Must(set string) { c.Bad = !c.Take(set) || c.Bad }

// fraction reads a fraction, if there is one, and returns it in billionths.
func (c *Cursor) fraction() int {
	if !c.Take(".") {
		return 0
	}
	length := len(c.B)
	v := c.Digits(1, len(c.B))
	for n := length - len(c.B); n < 9; n++ {
		v *= 10
	}
	return v
}

// Done reports whether all of the text was read, and was good.
func (c *Cursor) Done() bool { return !c.Bad && len(c.B) == 0 }

// Date reads a day that there is.
func (c *Cursor) Date() (year, month, day int) {
	sign := 1
	if c.Take("-") {
		sign = -1
	}
	year = sign * c.Digits(4, 9)
	c.Must("-")
	month = c.Within(12)
	c.Must("-")
	day = c.Within(31)
	c.Bad = c.Bad || month == 0 || day == 0 || day > daysOf(year, month)
	return year, month, day
}

// daysOf returns the number of days of a month.
func daysOf(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Clock reads a time of the day; 24:00 is the end of it, and the second 60 a leap second.
func (c *Cursor) Clock() (hour, minute, second, nanosecond int) {
	hour = c.Within(24)
	c.Must(":")
	minute = c.Within(59)
	if c.Take(":") {
		second = c.Within(60)
		nanosecond = c.fraction()
	}
	c.Bad = c.Bad || hour == 24 && minute+second > 0
	return hour, minute, second, nanosecond
}

// IsDate reports whether b is a day, as in 2016-12-31.
func IsDate(b []byte) bool {
	c := Cursor{B: b}
	c.Date()
	return c.Done()
}

// IsTimeOfDay reports whether b is a time of the day, as in 23:58:36.667.
func IsTimeOfDay(b []byte) bool {
	c := Cursor{B: b}
	c.Clock()
	return c.Done()
}

// IsDateTimeOffset reports whether b is a point in time with its offset from UTC, as in
// 2016-12-31T23:58:36.667-08:00.
func IsDateTimeOffset(b []byte) bool {
	if IsCommonDateTime(b) {
		return true
	}
	c := Cursor{B: b}
	c.Date()
	c.Must("Tt")
	c.Clock()
	if !c.Take("Zz") {
		c.Must("+-")
		c.Within(23)
		c.Must(":")
		c.Within(59)
	}
	return c.Done()
}

// IsDay is full-date of RFC 3339, which is stricter than IsDate.
func IsDay(b []byte) bool { return len(b) == len("2016-12-31") && b[0] != '-' && IsDate(b) }

// IsStamp is date-time of RFC 3339, which is stricter than IsDateTimeOffset.
func IsStamp(b []byte) bool {
	const day = len("2016-12-31")
	return IsCommonDateTime(b) || len(b) > day+1 && (b[day] == 'T' || b[day] == 't') && IsDay(b[:day]) && IsFullTime(b[day+1:])
}

// IsFullTime is full-time of RFC 3339: with seconds and an offset. The second 60
// is at the end of a day in UTC.
func IsFullTime(b []byte) bool {
	c := Cursor{B: b}
	hour := c.Within(23)
	c.Must(":")
	minute := c.Within(59)
	c.Must(":")
	second := c.Within(60)
	c.fraction()
	if !c.Take("Zz") {
		sign := -1
		if len(c.B) > 0 && c.B[0] == '-' {
			sign = 1
		}
		c.Must("+-")
		offset := c.Within(23) * 60
		c.Must(":")
		minute += hour*60 + sign*(offset+c.Within(59))
		hour, minute = (minute+2*24*60)/60%24, (minute+2*24*60)%60
	}
	return c.Done() && (second < 60 || hour == 23 && minute == 59)
}

// IsPeriod is duration of RFC 3339, appendix A: units that follow each other, or weeks.
func IsPeriod(b []byte) bool {
	c := Cursor{B: b}
	c.Must("P")
	if c.number("W", false) != "" {
		return c.Done()
	}
	some := c.units("YMD")
	if c.Take("T") {
		some = c.units("HMS")
	}
	return some && c.Done()
}

// units reads numbers with units, of which none between the first and the last is left
// out. It reports whether there is one.
func (c *Cursor) units(units string) bool {
	first, last := -1, -1
	for i := range units {
		if c.number(units[i:i+1], false) == "" {
			continue
		}
		if first < 0 {
			first = i
		}
		c.Bad = c.Bad || last >= 0 && i != last+1
		last = i
	}
	return first >= 0
}

// IsDuration reports whether b is a length of time, as in -P1DT12H0.5S.
func IsDuration(b []byte) bool {
	_, ok := ParseDuration(b)
	return ok
}

// Parts are the numbers of a duration, as they are written; "" where there is none.
type Parts struct {
	Negative                      bool
	Days, Hours, Minutes, Seconds string
}

// ParseDuration reads the parts of a length of time.
func ParseDuration(b []byte) (p Parts, ok bool) {
	c := Cursor{B: b}
	p.Negative = c.Take("+-") && b[0] == '-'
	c.Must("P")
	p.Days = c.number("D", false)
	ok = p.Days != ""
	if c.Take("T") {
		p.Hours = c.number("H", false)
		p.Minutes = c.number("M", false)
		p.Seconds = c.number("S", true)
		ok = p.Hours+p.Minutes+p.Seconds != ""
	}
	return p, ok && c.Done()
}

// number reads a number that unit follows, when there is one.
func (c *Cursor) number(unit string, fraction bool) string {
	rest := *c
	rest.Digits(1, len(c.B))
	if fraction && rest.Take(".") {
		rest.Digits(1, len(rest.B))
	}
	text := c.B[:len(c.B)-len(rest.B)]
	if rest.Must(unit); rest.Bad {
		return ""
	}
	*c = rest
	return string(text)
}

// IsGUID reports whether b is 32 hexadecimal digits in groups.
func IsGUID(b []byte) bool {
	if len(b) != 36 || b[8] != '-' || b[13] != '-' || b[18] != '-' || b[23] != '-' {
		return false
	}
	var bad byte // without a branch for each digit
	for _, c := range b[:8] {
		bad |= notHex[c]
	}
	for _, c := range b[9:13] {
		bad |= notHex[c]
	}
	for _, c := range b[14:18] {
		bad |= notHex[c]
	}
	for _, c := range b[19:23] {
		bad |= notHex[c]
	}
	for _, c := range b[24:36] {
		bad |= notHex[c]
	}
	return bad == 0
}

// notHex is 1 for bytes that are no hexadecimal digits.
var notHex = func() (t [256]byte) {
	for i := range t {
		if jsonstr.HexDigit(byte(i)) > 15 {
			t[i] = 1
		}
	}
	return t
}()

// IsNumeral reports whether b is a decimal number, which is finite.
func IsNumeral(b []byte) bool {
	return len(b) > 0 && b[len(b)-1] >= '0' && b[len(b)-1] <= '9' && IsDecimal(b)
}

// IsDecimal reports whether b is a decimal number, INF, -INF or NaN.
func IsDecimal(b []byte) bool {
	switch string(b) {
	case "INF", "-INF", "NaN":
		return true
	}
	c := Cursor{B: b}
	c.Take("+-")
	c.Digits(1, len(b))
	if c.Take(".") {
		c.Digits(1, len(b))
	}
	if c.Take("eE") {
		c.Take("+-")
		c.Digits(1, len(b))
	}
	return c.Done()
}
