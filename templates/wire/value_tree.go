package wire

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// JSONValue is a JSON value that schemas are checked against. Kind is the first byte of
// its text, and '0' for all numbers.
type JSONValue struct {
	Kind  byte
	Text  string // of a number as it came, of a string without escapes
	Names []string
	List  []JSONValue // elements, or the values of names
}

// ParseValue reads JSON text. Not ok is text that is none, of which the codec
// complains elsewhere.
func ParseValue(text []byte) (n JSONValue, ok bool) {
	d := newDecoder(text)
	defer d.Free()
	ok = d.value() && d.tree(&n) && d.end()
	return n, ok
}

// tree reads the value that stands here.
func (d *Decoder) tree(n *JSONValue) bool {
	switch n.Kind = d.space(); n.Kind {
	case '"':
		s, ok := d.plain("a string")
		n.Text = string(s)
		return ok
	case '{':
		return d.members(func(name []byte, escaped bool) bool {
			if escaped {
				name, _ = jsonstr.Unescape(nil, name)
			}
			n.Names = append(n.Names, string(name))
			n.List = append(n.List, JSONValue{})
			return d.value() && d.tree(&n.List[len(n.List)-1])
		})
	case '[':
		return d.List(func() bool {
			n.List = append(n.List, JSONValue{})
			return d.value() && d.tree(&n.List[len(n.List)-1])
		})
	case 't', 'f', 'n':
		return d.skip()
	}
	start := d.pos
	n.Kind = '0'
	if !d.skip() {
		return false
	}
	n.Text = string(d.data[start:d.pos])
	return true
}

// Is reports whether n has the type called name.
func (n *JSONValue) Is(name string) bool {
	switch name {
	case "string":
		return n.Kind == '"'
	case "object":
		return n.Kind == '{'
	case "array":
		return n.Kind == '['
	case "boolean":
		return n.Kind == 't' || n.Kind == 'f'
	case "null":
		return n.Kind == 'n'
	case "number":
		return n.Kind == '0'
	}
	if n.Kind != '0' {
		return false
	}
	number, ok := exactOf(n.Text)
	return ok && number.exponent >= 0
}

// Key returns a text that equal values have in common.
func (n *JSONValue) Key() string {
	switch n.Kind {
	case '0':
		if number, ok := exactOf(n.Text); ok {
			return number.key()
		}
		return n.Text
	case '"':
		return strconv.Quote(n.Text)
	case '[':
		keys := make([]string, len(n.List))
		for i := range n.List {
			keys[i] = n.List[i].Key()
		}
		return "[" + strings.Join(keys, ",") + "]"
	case '{':
		keys := make([]string, len(n.List))
		for i := range n.List {
			keys[i] = strconv.Quote(n.Names[i]) + ":" + n.List[i].Key()
		}
		slices.Sort(keys)
		return "{" + strings.Join(keys, ",") + "}"
	}
	return string(n.Kind)
}

// Has reports whether an object has the property called name.
func (n *JSONValue) Has(name string) bool { return slices.Contains(n.Names, name) }

// Short is the text of n as messages show it.
func (n *JSONValue) Short() string {
	switch n.Kind {
	case '0':
		return n.Text
	case '"':
		return strconv.Quote(n.Text)
	case '[':
		return "an array"
	case '{':
		return "an object"
	case 'n':
		return "null"
	case 't':
		return "true"
	}
	return "false"
}
