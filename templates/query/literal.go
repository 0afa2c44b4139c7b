package query

import "strings"

// IsValue reports whether text is a value of a kind, without prefix and quotes: the text
// of a Literal of that kind, or what a String or a Raw has to be when the model asks for
// that kind (rules primitiveLiteral and primitiveValue).
func IsValue(kind Kind, text string) bool {
	n := 0
	switch kind {
	case Null:
		return text == "null"
	case String:
		return true
	case Boolean:
		return text == "true" || text == "false"
	case Integer, Decimal:
		var k Kind
		if n, k = scanNumber(text); kind == Integer && k != Integer {
			return false
		}
	case GUID:
		n = scanGUID(text)
	case Date:
		n = scanDate(text)
	case TimeOfDay:
		n = scanTime(text)
	case DateTimeOffset:
		n = scanDateTime(text)
	case Duration:
		n = scanDuration(text)
	case Bytes:
		return isBase64(text)
	case Enum:
		n = scanEnum(text)
	case Geography, Geometry:
		n = scanGeo(text)
	}
	return n > 0 && n == len(text)
}

// scanPlain returns the length and the kind of the literal without quotes at the start of
// s; 0 when there is none.
func scanPlain(s string) (n int, kind Kind) {
	if n = scanGUID(s); n > 0 {
		return n, GUID
	}
	if n = scanDateTime(s); n > 0 {
		return n, DateTimeOffset
	}
	if n = scanDate(s); n > 0 {
		return n, Date
	}
	if n = scanTime(s); n > 0 {
		return n, TimeOfDay
	}
	return scanNumber(s)
}

func scanGUID(s string) int {
	const form = "8-4-4-4-12"
	if len(s) < 36 {
		return 0
	}
	for i := range 36 {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return 0
			}
		} else if !hex(s[i]) {
			return 0
		}
	}
	return len(form) + 26
}

func hex(c byte) bool {
	return digit(c) || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// scanDigits returns the number of digits at the start of s, at most most.
func scanDigits(s string, most int) int {
	n := 0
	for n < len(s) && n < most && digit(s[n]) {
		n++
	}
	return n
}

// scanPair reads two digits of a number of at most most.
func scanPair(s string, least, most int) bool {
	if len(s) < 2 || !digit(s[0]) || !digit(s[1]) {
		return false
	}
	v := int(s[0]-'0')*10 + int(s[1]-'0')
	return least <= v && v <= most
}

// scanDate reads a year of four digits or more, a month and a day (rule date).
func scanDate(s string) int {
	i := 0
	if i < len(s) && s[i] == '-' {
		i++
	}
	year := scanDigits(s[i:], len(s))
	if year < 4 || year > 4 && s[i] == '0' {
		return 0
	}
	i += year
	if len(s) < i+6 || s[i] != '-' || !scanPair(s[i+1:], 1, 12) || s[i+3] != '-' || !scanPair(s[i+4:], 1, 31) {
		return 0
	}
	return i + 6
}

// scanTime reads hours, minutes, and seconds with or without fraction (rule
// timeOfDayLiteral).
func scanTime(s string) int {
	if !scanPair(s, 0, 23) || len(s) < 5 || s[2] != ':' || !scanPair(s[3:], 0, 59) {
		return 0
	}
	if len(s) < 8 || s[5] != ':' || !scanPair(s[6:], 0, 60) {
		return 5
	}
	if len(s) > 8 && s[8] == '.' {
		if n := scanDigits(s[9:], 12); n > 0 {
			return 9 + n
		}
	}
	return 8
}

// scanDateTime reads a date, a time and an offset (rule dateTimeOffsetLiteral).
func scanDateTime(s string) int {
	n := scanDate(s)
	if n == 0 || n == len(s) || s[n]|0x20 != 't' {
		return 0
	}
	clock := scanTime(s[n+1:])
	if n += 1 + clock; clock == 0 || n == len(s) {
		return 0
	}
	if s[n]|0x20 == 'z' {
		return n + 1
	}
	if s[n] != '+' && s[n] != '-' || !scanPair(s[n+1:], 0, 23) || len(s) < n+6 || s[n+3] != ':' || !scanPair(s[n+4:], 0, 59) {
		return 0
	}
	return n + 6
}

// scanNumber reads a number (rules decimalLiteral and int64Literal).
func scanNumber(s string) (n int, kind Kind) {
	for _, word := range [...]string{"NaN", "INF", "-INF"} {
		if strings.HasPrefix(s, word) {
			return len(word), Decimal
		}
	}
	i := 0
	if s != "" && (s[0] == '+' || s[0] == '-') {
		i++
	}
	digits := scanDigits(s[i:], len(s))
	if digits == 0 {
		return 0, Integer
	}
	i += digits
	if i < len(s) && s[i] == '.' {
		if n := scanDigits(s[i+1:], len(s)); n > 0 {
			i += 1 + n
			kind = Decimal
		}
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		j := i + 1
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			j++
		}
		if n := scanDigits(s[j:], len(s)); n > 0 {
			return j + n, Decimal
		}
	}
	if kind == Decimal {
		return i, Decimal
	}
	return i, Integer
}

// scanDuration reads days, hours, minutes and seconds (rule durationValue), at least one
// of them.
func scanDuration(s string) int {
	i := 0
	if i < len(s) && s[i] == '-' {
		i++
	}
	if i == len(s) || s[i]|0x20 != 'p' {
		return 0
	}
	i++
	some := false
	part := func(unit byte) {
		n := scanDigits(s[i:], len(s))
		if n > 0 && unit == 's' && i+n < len(s) && s[i+n] == '.' {
			if f := scanDigits(s[i+n+1:], len(s)); f > 0 {
				n += 1 + f
			}
		}
		if n > 0 && i+n < len(s) && s[i+n]|0x20 == unit {
			i += n + 1
			some = true
		}
	}
	part('d')
	if i < len(s) && s[i]|0x20 == 't' {
		i++
		some = false
		part('h')
		part('m')
		part('s')
	}
	if !some {
		return 0
	}
	return i
}

// isBase64 reports whether s is base64url with or without padding (rule binaryValue).
func isBase64(s string) bool {
	digits := strings.TrimRight(s, "=")
	for i := range len(digits) {
		if base64Value(digits[i]) < 0 {
			return false
		}
	}
	padding := len(s) - len(digits)
	switch len(digits) % 4 {
	case 0:
		return padding == 0
	case 2: // four bits are left over, which are zero
		return (padding == 0 || padding == 2) && base64Value(digits[len(digits)-1])&15 == 0
	case 3:
		return padding < 2 && base64Value(digits[len(digits)-1])&3 == 0
	}
	return false
}

func base64Value(c byte) int {
	return strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", c)
}

// scanEnum reads members and numbers with commas between (rule enumValue).
func scanEnum(s string) int {
	p := parser{text: s}
	for {
		start := p.pos
		if p.pos = p.identEnd(start); p.pos == start {
			n, kind := scanNumber(s[start:])
			if n == 0 || kind != Integer || n > 20 {
				return 0
			}
			p.pos += n
		}
		if !p.take(",") {
			return p.pos
		}
	}
}

// quotedEnd returns the index after the string in single quotes at i, whose quotes are
// doubled within; -1 when it does not end.
func (p *parser) quotedEnd(i int) int {
	for i++; i < len(p.text); i++ {
		if p.text[i] == '\'' {
			if p.byteAt(i+1) != '\'' {
				return i + 1
			}
			i++
		}
	}
	return -1
}

// quoted reads a string in single quotes (rule stringLiteral).
func (p *parser) quoted() string {
	end := p.quotedEnd(p.pos)
	if end < 0 {
		p.fault(p.pos, "the string "+excerpt(p.rest())+" has no end")
	}
	s := strings.ReplaceAll(p.text[p.pos+1:end-1], "''", "'")
	p.pos = end
	return s
}

// literal reads a literal when there is one (rule primitiveLiteral).
func (p *parser) literal() (l Literal, ok bool) {
	l = Literal{Pos: p.at()}
	if c := p.peek(); c == '\'' {
		l.Kind, l.Text = String, p.quoted()
		if !p.identEndAfter(p.pos) {
			p.want("a second quote for one within a string")
		}
		p.count()
		return l, true
	}
	n, kind := scanPlain(p.rest())
	if kind == TimeOfDay && p.ahead {
		if next := p.byteAt(p.afterSpaces(p.pos + n)); next == ',' || next == ')' {
			n, kind = scanNumber(p.rest())
		}
	}
	name := p.qualifiedEnd(p.pos)
	switch word := p.text[p.pos:name]; {
	case n > 0 && name <= p.pos+n && p.identEndAfter(p.pos+n):
		l.Kind, l.Text = kind, p.text[p.pos:p.pos+n]
		p.pos += n
	case word == "null":
		l.Kind, l.Text = Null, word
		p.pos = name
	case strings.EqualFold(word, "true") || strings.EqualFold(word, "false"):
		l.Kind, l.Text = Boolean, strings.ToLower(word)
		p.pos = name
	case word != "" && p.byteAt(name) == '\'':
		p.pos = name
		p.prefixed(&l, word)
	default:
		return l, false
	}
	p.count()
	return l, true
}

// identEndAfter reports whether a literal can end at i: no letter or digit follows.
func (p *parser) identEndAfter(i int) bool {
	return p.identEnd(i) == i && !digit(p.byteAt(i))
}

// prefixed reads what stands in quotes after a prefix.
func (p *parser) prefixed(l *Literal, prefix string) {
	var what string
	switch strings.ToLower(prefix) {
	case "duration":
		l.Kind, what = Duration, "a duration, as 'P1DT2H'"
	case "binary":
		l.Kind, what = Bytes, "base64url"
	case "geography":
		l.Kind, what = Geography, "a shape with its SRID, as 'SRID=0;Point(1 2)'"
	case "geometry":
		l.Kind, what = Geometry, "a shape with its SRID, as 'SRID=0;Point(1 2)'"
	default:
		if !isQualified(prefix) {
			p.fault(p.index(l.Pos), "no type "+excerpt(prefix)+": the type of an enumeration has its namespace")
		}
		l.Kind, l.Type, what = Enum, prefix, "members of "+prefix
	}
	start := p.pos
	if l.Text = p.quoted(); l.Text == "" && l.Kind == Bytes {
		return
	}
	if !IsValue(l.Kind, l.Text) {
		p.wantAt(start, what)
	}
}
