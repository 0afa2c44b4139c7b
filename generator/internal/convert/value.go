package convert

import (
	"bytes"
	"encoding/json"
	"strings"
)

// object is a JSON object whose members stay in the order in which they were
// set. A value is a string, a bool, nil, a number, raw text, an *object or an
// array.
type object struct {
	names  []string
	values map[string]any
}

type (
	array  []any
	number string // as JSON writes it
	raw    string // JSON text
)

// obj returns an object of names and values by turns.
func obj(namesAndValues ...any) *object {
	o := &object{values: make(map[string]any, len(namesAndValues)/2)}
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		name, _ := namesAndValues[i].(string)
		o.set(name, namesAndValues[i+1])
	}
	return o
}

// set adds a member or replaces its value.
func (o *object) set(name string, value any) {
	if _, ok := o.values[name]; !ok {
		o.names = append(o.names, name)
	}
	o.values[name] = value
}

// setIf adds a member with a text that is not empty.
func (o *object) setIf(name, text string) {
	if text != "" {
		o.set(name, text)
	}
}

// flag adds a member that is true, or none.
func (o *object) flag(name string, is bool) {
	if is {
		o.set(name, true)
	}
}

func (o *object) has(name string) bool {
	_, ok := o.values[name]
	return ok
}

// remove removes a member.
func (o *object) remove(name string) {
	if !o.has(name) {
		return
	}
	delete(o.values, name)
	for i, n := range o.names {
		if n == name {
			o.names = append(o.names[:i:i], o.names[i+1:]...)
			return
		}
	}
}

// list returns the strings as a JSON array.
func list(words []string) array {
	a := make(array, len(words))
	for i, w := range words {
		a[i] = w
	}
	return a
}

// print returns v as indented JSON with a line end.
func printJSON(v any) []byte {
	var b bytes.Buffer
	appendJSON(&b, v, "\n")
	b.WriteByte('\n')
	return b.Bytes()
}

// appendJSON writes v to b; newline starts a line at the depth of v.
func appendJSON(b *bytes.Buffer, v any, newline string) {
	switch v := v.(type) {
	case *object:
		separator := byte('{')
		for _, name := range v.names {
			b.WriteByte(separator)
			b.WriteString(newline + "  ")
			appendString(b, name)
			b.WriteString(": ")
			appendJSON(b, v.values[name], newline+"  ")
			separator = ','
		}
		closeJSON(b, separator, "{}", newline)
	case array:
		separator := byte('[')
		for _, item := range v {
			b.WriteByte(separator)
			b.WriteString(newline + "  ")
			appendJSON(b, item, newline+"  ")
			separator = ','
		}
		closeJSON(b, separator, "[]", newline)
	case string:
		appendString(b, v)
	case number:
		b.WriteString(string(v))
	case bool:
		if v {
			b.WriteString("true")
		} else {
			b.WriteString("false")
		}
	case raw:
		_ = json.Indent(b, []byte(v), newline[1:], "  ") // raw text is valid JSON
	default:
		b.WriteString("null")
	}
}

// closeJSON closes an object or array, which is empty when the separator still
// is the bracket that opens it.
func closeJSON(b *bytes.Buffer, separator byte, brackets, newline string) {
	if separator == brackets[0] {
		b.WriteString(brackets)
		return
	}
	b.WriteString(newline)
	b.WriteByte(brackets[1])
}

// appendString writes a JSON string, with < > & as they are.
func appendString(b *bytes.Buffer, s string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)         // a string always encodes
	b.Truncate(b.Len() - 1) // the line end
}

// asNumber returns the text of a number of XML as JSON writes it; not ok is
// what JSON has no number for, like INF.
func asNumber(text string) (n number, ok bool) {
	text = strings.TrimPrefix(text, "+")
	digits, negative := strings.CutPrefix(text, "-")
	for len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' {
		digits = digits[1:]
	}
	if strings.HasPrefix(digits, ".") {
		digits = "0" + digits
	}
	digits = strings.TrimSuffix(digits, ".")
	if negative {
		digits = "-" + digits
	}
	if digits == "" || strings.IndexByte("-0123456789", digits[0]) < 0 || !json.Valid([]byte(digits)) {
		return "", false
	}
	return number(digits), true
}

// numberOr returns text as a number, or as it is where it is none.
func numberOr(text string) any {
	if n, ok := asNumber(text); ok {
		return n
	}
	return text
}

// objectOf returns an object of JSON text, with its members as text.
func objectOf(text []byte) *object {
	o := obj()
	dec := json.NewDecoder(bytes.NewReader(text))
	if _, err := dec.Token(); err != nil {
		return o
	}
	for dec.More() {
		name, err := dec.Token()
		var value json.RawMessage
		if err != nil || dec.Decode(&value) != nil {
			return o
		}
		if key, ok := name.(string); ok {
			o.set(key, raw(value))
		}
	}
	return o
}
