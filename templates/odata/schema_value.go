package odata

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// jsonValue is a JSON value that schemas are checked against. Kind is the first byte of
// its text, and '0' for all numbers.
type jsonValue struct {
	kind  byte
	text  string // of a number as it came, of a string without escapes
	names []string
	list  []jsonValue // elements, or the values of names
}

// parseValue reads JSON text. Not ok is text that is none, of which the codec
// complains elsewhere.
func parseValue(text []byte) (n jsonValue, ok bool) {
	d := newDecoder(text)
	defer d.free()
	ok = d.value() && d.tree(&n) && d.end()
	return n, ok
}

// tree reads the value that stands here.
func (d *decoder) tree(n *jsonValue) bool {
	switch n.kind = d.space(); n.kind {
	case '"':
		s, ok := d.plain("a string")
		n.text = string(s)
		return ok
	case '{':
		return d.members(func(name []byte, escaped bool) bool {
			if escaped {
				name, _ = unescape(nil, name)
			}
			n.names = append(n.names, string(name))
			n.list = append(n.list, jsonValue{})
			return d.value() && d.tree(&n.list[len(n.list)-1])
		})
	case '[':
		return d.list(func() bool {
			n.list = append(n.list, jsonValue{})
			return d.value() && d.tree(&n.list[len(n.list)-1])
		})
	case 't', 'f', 'n':
		return d.skip()
	}
	start := d.pos
	n.kind = '0'
	if !d.skip() {
		return false
	}
	n.text = string(d.data[start:d.pos])
	return true
}

// is reports whether n has the type called name.
func (n *jsonValue) is(name string) bool {
	switch name {
	case "string":
		return n.kind == '"'
	case "object":
		return n.kind == '{'
	case "array":
		return n.kind == '['
	case "boolean":
		return n.kind == 't' || n.kind == 'f'
	case "null":
		return n.kind == 'n'
	case "number":
		return n.kind == '0'
	}
	if n.kind != '0' {
		return false
	}
	r, ok := n.number()
	return ok && r.IsInt()
}

// number returns the value of a number. Not ok is one whose exponent has more than
// four digits, which would take more memory than it is worth.
func (n *jsonValue) number() (*big.Rat, bool) { return exact(n.text) }

func exact(number string) (*big.Rat, bool) {
	if i := strings.IndexAny(number, "eE"); i >= 0 && len(strings.TrimLeft(number[i+1:], "+-0")) > 4 {
		return nil, false
	}
	return new(big.Rat).SetString(number)
}

// key returns a text that equal values have in common.
func (n *jsonValue) key() string {
	switch n.kind {
	case '0':
		if r, ok := n.number(); ok {
			return r.RatString()
		}
		return n.text
	case '"':
		return strconv.Quote(n.text)
	case '[':
		keys := make([]string, len(n.list))
		for i := range n.list {
			keys[i] = n.list[i].key()
		}
		return "[" + strings.Join(keys, ",") + "]"
	case '{':
		keys := make([]string, len(n.list))
		for i := range n.list {
			keys[i] = strconv.Quote(n.names[i]) + ":" + n.list[i].key()
		}
		slices.Sort(keys)
		return "{" + strings.Join(keys, ",") + "}"
	}
	return string(n.kind)
}

// has reports whether an object has the property called name.
func (n *jsonValue) has(name string) bool { return slices.Contains(n.names, name) }

// short is the text of n as messages show it.
func (n *jsonValue) short() string {
	switch n.kind {
	case '0':
		return n.text
	case '"':
		return strconv.Quote(n.text)
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
