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
			return d.value() && d.tree(n.add())
		})
	case '[':
		return d.List(func() bool {
			return d.value() && d.tree(n.add())
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

// add returns a part more. The list doubles, as append does not that of a large one.
func (n *JSONValue) add() *JSONValue {
	if len(n.List) == cap(n.List) {
		n.List = slices.Grow(n.List, max(len(n.List), 1))
	}
	n.List = append(n.List, JSONValue{})
	return &n.List[len(n.List)-1]
}

// part returns the member or the item of n that a token of a pointer is for; nil when it
// is not there. It looks at from first, and sets it to what follows: so parts in their order
// are found without a search.
func (n *JSONValue) part(token string, from *int) *JSONValue {
	if n == nil {
		return nil
	}
	if n.Kind == '[' {
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(n.List) {
			return &n.List[i]
		}
		return nil
	}
	for range n.Names {
		i := *from % len(n.Names)
		if *from = i + 1; n.Names[i] == token {
			return &n.List[i]
		}
	}
	return nil
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
