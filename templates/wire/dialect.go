package wire

// Wire says how values are written, those in lists and maps too, where their Go type does
// not say it alone.
type Wire uint8

// The forms of values.
const (
	// OData has numbers that may be in quotes, NaN and infinities, base64url, and the
	// dates, times and durations of Edm (OData JSON 4.01, 7.1).
	OData Wire = iota

	// Plain has numbers as JSON has them, base64 with padding (RFC 4648, 4), and the
	// dates, times and durations of RFC 3339.
	Plain

	// Text is Plain, but for decimal numbers: those are texts.
	Text

	// Base64URL is Plain, but for bytes: those are in the alphabet of URLs, without
	// padding (RFC 4648, 5).
	Base64URL
)

// formed is a field whose values are written in another form than others of its type.
type formed struct {
	field any
	wire  Wire
}

// In returns field as one whose values are written as w says, unless it is one already: it
// stands where a field does.
func In(w Wire, field any) any {
	if _, ok := field.(formed); ok {
		return field
	}
	return formed{field, w}
}

// HowOf returns how the values of a field are written.
func HowOf(field any) Wire {
	f, _ := field.(formed)
	return f.wire
}

// in returns the kind of values that are written as w says.
func (k kind) in(w Wire) kind {
	if w == OData {
		return k
	}
	switch k {
	case dateTimeKind:
		return stampKind
	case dateKind:
		return dayKind
	case timeOfDayKind:
		return fullTimeKind
	case durationKind:
		return periodKind
	case decimalKind:
		if w == Text {
			return digitsKind
		}
		return numeralKind
	case bytesKind:
		if w == Base64URL {
			return base64URLKind
		}
		return base64Kind
	}
	return k
}
