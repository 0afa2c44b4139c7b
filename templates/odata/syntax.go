package odata

// What is... reports whether a text has the syntax that OData gives to values of
// a type (OData ABNF 4.01, "Literal Data Values").

// cursor reads a text from left to right; a mismatch makes it bad for good.
type cursor struct {
	b   []byte
	bad bool
}

// digits reads between least and most digits and returns the value of the first
// nine of them.
func (c *cursor) digits(least, most int) int {
	n, v := 0, 0
	for n < most && n < len(c.b) && '0' <= c.b[n] && c.b[n] <= '9' {
		if n < 9 {
			v = v*10 + int(c.b[n]-'0')
		}
		n++
	}
	c.b = c.b[n:]
	c.bad = c.bad || n < least
	return v
}

// within reads two digits with a value of at most limit.
func (c *cursor) within(limit int) int {
	v := c.digits(2, 2)
	c.bad = c.bad || v > limit
	return v
}

// take reads one of the bytes of set, if it stands here.
func (c *cursor) take(set string) bool {
	if len(c.b) > 0 {
		for i := range len(set) {
			if c.b[0] == set[i] {
				c.b = c.b[1:]
				return true
			}
		}
	}
	return false
}

func (c *cursor) must(set string) { c.bad = !c.take(set) || c.bad }

// fraction reads a fraction, if there is one, and returns it in billionths.
func (c *cursor) fraction() int {
	if !c.take(".") {
		return 0
	}
	length := len(c.b)
	v := c.digits(1, 12)
	for n := length - len(c.b); n < 9; n++ {
		v *= 10
	}
	return v
}

func (c *cursor) done() bool { return !c.bad && len(c.b) == 0 }

func (c *cursor) date() {
	c.take("-")
	c.digits(4, 9)
	c.must("-")
	month := c.within(12)
	c.must("-")
	day := c.within(31)
	c.bad = c.bad || month == 0 || day == 0 || day > 29 && month == 2 ||
		day == 31 && (month == 4 || month == 6 || month == 9 || month == 11)
}

func (c *cursor) clock() (hour, minute, second, nanosecond int) {
	hour = c.within(24)
	c.must(":")
	minute = c.within(59)
	if c.take(":") {
		second = c.within(60)
		nanosecond = c.fraction()
	}
	c.bad = c.bad || hour == 24 && minute+second > 0
	return hour, minute, second, nanosecond
}

func isDate(b []byte) bool {
	c := cursor{b: b}
	c.date()
	return c.done()
}

func isTimeOfDay(b []byte) bool {
	c := cursor{b: b}
	c.clock()
	return c.done()
}

func isDateTimeOffset(b []byte) bool {
	if isCommonDateTime(b) {
		return true
	}
	c := cursor{b: b}
	c.date()
	c.must("Tt")
	c.clock()
	if !c.take("Zz") {
		c.must("+-")
		c.within(23)
		c.must(":")
		c.within(59)
	}
	return c.done()
}

func isDuration(b []byte) bool {
	c := cursor{b: b}
	c.take("+-")
	c.must("P")
	parts := 0
	// number reads a number that unit follows, when there is one.
	number := func(unit string, fraction bool) {
		rest := c
		rest.digits(1, len(c.b))
		if fraction && rest.take(".") {
			rest.digits(1, len(rest.b))
		}
		if rest.must(unit); !rest.bad {
			c = rest
			parts++
		}
	}
	number("D", false)
	if c.take("T") {
		days := parts
		number("H", false)
		number("M", false)
		number("S", true)
		c.bad = c.bad || parts == days
	}
	return c.done() && parts > 0
}

func isGUID(b []byte) bool {
	if len(b) != 36 {
		return false
	}
	for i, c := range b {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if hexDigit(c) > 15 {
			return false
		}
	}
	return true
}

func isDecimal(b []byte) bool {
	switch string(b) {
	case "INF", "-INF", "NaN":
		return true
	}
	c := cursor{b: b}
	c.take("+-")
	c.digits(1, len(b))
	if c.take(".") {
		c.digits(1, len(b))
	}
	if c.take("eE") {
		c.take("+-")
		c.digits(1, len(b))
	}
	return c.done()
}
