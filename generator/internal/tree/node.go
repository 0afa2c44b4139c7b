package tree

import (
	"iter"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Kind is what a node holds.
type Kind uint8

// The kinds of nodes. Date is a text that YAML takes for a date when it stands
// without quotes.
const (
	Null Kind = iota
	Bool
	Integer
	Number
	Text
	Date
	List
	Map
)

// Node is a value of a document, or the key of a member. A node that an alias of
// YAML stands for is in the tree wherever the alias is.
type Node struct {
	Kind    Kind
	shared  bool   // it may be at several places
	Text    string // of a scalar, as the document has it
	Content []*Node
	Line    int32
	Col     int32
}

// IsShared reports whether n may be at several places.
func (n *Node) IsShared() bool { return n.shared }

// Members returns the keys and values of a map.
func (n *Node) Members() iter.Seq2[*Node, *Node] {
	return func(yield func(k, v *Node) bool) {
		if n == nil || n.Kind != Map {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// Member returns the key and the value of the member called name, nil when there is
// none.
func (n *Node) Member(name string) (key, value *Node) {
	if n == nil || n.Kind != Map {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Text == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// Get returns the value of the member called name, nil when there is none.
func (n *Node) Get(name string) *Node {
	_, value := n.Member(name)
	return value
}

// Scalar returns the text of the member called name when it is a scalar.
func (n *Node) Scalar(name string) string {
	if m := n.Get(name); m.IsScalar() {
		return m.Text
	}
	return ""
}

// IsScalar reports whether n is a value without parts.
func (n *Node) IsScalar() bool { return n != nil && n.Kind < List }

// HasParts reports whether n is a list or a map with something in it.
func (n *Node) HasParts() bool { return n != nil && len(n.Content) > 0 }

// IsText reports whether n is a text.
func (n *Node) IsText() bool { return n != nil && (n.Kind == Text || n.Kind == Date) }

// IsNull reports whether n is null.
func (n *Node) IsNull() bool { return n != nil && n.Kind == Null }

// String returns a node that is a text.
func String(text string) *Node { return &Node{Kind: Text, Text: text} }

// Count returns the number of nodes in n, or a number above limit when there are more.
// What stands at several places counts at each.
func (n *Node) Count(limit int) int {
	count := 1
	for _, c := range n.Content {
		if count > limit {
			break
		}
		count += c.Count(limit - count)
	}
	return count
}

// Value returns the value of n as encoding/json would decode it, integers as int64.
func (n *Node) Value() any {
	switch n.Kind {
	case Map:
		m := make(map[string]any, len(n.Content)/2)
		for k, v := range n.Members() {
			m[k.Text] = v.Value()
		}
		return m
	case List:
		all := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			all = append(all, item.Value())
		}
		return all
	case Null:
		return nil
	case Bool:
		return n.Text == "true"
	case Integer:
		if i, err := strconv.ParseInt(n.Text, 0, 64); err == nil {
			return i
		}
	case Number:
		if f, err := strconv.ParseFloat(n.Text, 64); err == nil {
			return f
		}
	}
	return n.Text
}

// Digits returns the number that n is as JSON has it, with all its digits; "" when
// it is none. The text of a number is one too.
func (n *Node) Digits() string {
	if !n.IsScalar() {
		return ""
	}
	text := strings.TrimPrefix(n.Text, "+")
	if isJSONNumber(text) {
		return text
	}
	if n.Kind != Integer && n.Kind != Number {
		return ""
	}
	if i, ok := new(big.Int).SetString(text, 0); ok { // 0x10, 0o17
		return i.String()
	}
	text = strings.ReplaceAll(text, "_", "")
	if i, ok := new(big.Int).SetString(text, 10); ok {
		return i.String()
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && !strings.ContainsAny(text, "nN") { // .5 and 5., no .inf and .nan
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return ""
}

// isJSONNumber reports whether text is a number of JSON (RFC 8259, 6).
func isJSONNumber(text string) bool {
	text = strings.TrimPrefix(text, "-")
	whole := digits(text)
	if whole == 0 || whole > 1 && text[0] == '0' {
		return false
	}
	text = text[whole:]
	if rest, ok := strings.CutPrefix(text, "."); ok {
		n := digits(rest)
		if n == 0 {
			return false
		}
		text = rest[n:]
	}
	if text != "" && (text[0] == 'e' || text[0] == 'E') {
		text = strings.TrimLeft(text[1:], "+-")
		n := digits(text)
		return n > 0 && n == len(text)
	}
	return text == ""
}

// digits returns how many digits text begins with.
func digits(text string) int {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return i
		}
	}
	return len(text)
}

// Unset takes a member out of a map.
func (n *Node) Unset(name string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Text == name {
			n.Content = slices.Delete(n.Content, i, i+2)
			return
		}
	}
}
