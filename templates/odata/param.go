package odata

// Arg returns a parameter of a function, or a part of a key, from a pointer to its
// value, which may be wrapped as in Object.ODataFields. A value without parts
// becomes a literal of URLs, another its JSON text (OData URL Conventions 4.01,
// 5.1.1.6).
//
//go:noinline
func Arg(name string, value any) Param {
	text := string(appendField(nil, value))
	switch {
	case text == "":
		if s, ok := value.(*string); ok && *s == "" {
			return Param{name, "''"}
		}
		return Param{name, "null"}
	case text[0] != '"':
		return Param{name, text}
	}
	plain, _ := unescape(nil, []byte(text[1:len(text)-1]))
	if isQuoted(value) {
		return Param{name, Quote(string(plain))}
	}
	return Param{name, string(plain)}
}

// isQuoted reports whether literals of the type that value points to are in
// quotes. Dates, times, GUIDs and numbers are not; durations and binary values
// have a prefix before the quotes, which OData 4.01 lets out.
func isQuoted(value any) bool {
	switch value.(type) {
	case *DateTimeOffset, *Opt[DateTimeOffset], *Date, *Opt[Date], *TimeOfDay, *Opt[TimeOfDay],
		*GUID, *Opt[GUID], *Decimal, *Opt[Decimal], *float32, *float64, *Opt[float32], *Opt[float64]:
		return false
	}
	return true
}
