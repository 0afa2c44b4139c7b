// Package tree holds a YAML or JSON document with the place of each value.
package tree

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// Tree is a document.
type Tree struct {
	File string // as diagnostics name it
	Root *yaml.Node

	grafts map[*yaml.Node]string // the files of nodes from elsewhere
}

// Parse reads the text of a document. Its errors are those of the YAML library.
func Parse(file string, data []byte) (*Tree, error) {
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		return nil, err
	}
	return &Tree{File: file, Root: Resolve(&doc)}, nil
}

// At is the place of n.
func (t *Tree) At(n *yaml.Node) diag.Position {
	file := t.File
	if from, ok := t.grafts[n]; ok {
		file = from
	}
	return diag.Position{File: file, Line: n.Line, Col: n.Column}
}

// Pointers returns the pointers of members and items by their places.
func (t *Tree) Pointers() map[diag.Position]string {
	all := map[diag.Position]string{}
	var walk func(n *yaml.Node, pointer string)
	add := func(at, n *yaml.Node, pointer string) {
		if pos := t.At(at); all[pos] == "" { // the first member of an item is at its place
			all[pos] = pointer
		}
		walk(n, pointer)
	}
	walk = func(n *yaml.Node, pointer string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				add(n.Content[i], n.Content[i+1], Join(pointer, n.Content[i].Value))
			}
		case yaml.SequenceNode:
			for i, item := range n.Content {
				add(item, item, Join(pointer, strconv.Itoa(i)))
			}
		}
	}
	walk(t.Root, "")
	return all
}

// Resolve returns the content of a document, and what an alias stands for.
func Resolve(n *yaml.Node) *yaml.Node {
	for range 100 { // an alias of an alias is as rare as a longer chain
		switch {
		case n.Kind == yaml.DocumentNode && len(n.Content) == 1:
			n = n.Content[0]
		case n.Kind == yaml.AliasNode && n.Alias != nil:
			n = n.Alias
		default:
			return n
		}
	}
	return n
}

// Members returns the keys and values of a mapping, those of merged mappings
// ("<<") too.
func Members(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(k, v *yaml.Node) bool) { members(n, 0, yield) }
}

func members(n *yaml.Node, depth int, yield func(k, v *yaml.Node) bool) bool {
	if n = Resolve(n); n.Kind != yaml.MappingNode || depth > 20 {
		return true
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], Resolve(n.Content[i+1])
		if key.ShortTag() != "!!merge" {
			if !yield(key, value) {
				return false
			}
			continue
		}
		merged := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			merged = value.Content
		}
		for _, m := range merged {
			if !members(m, depth+1, yield) {
				return false
			}
		}
	}
	return true
}

// Member returns the value of the member called name, nil when there is none.
func Member(n *yaml.Node, name string) *yaml.Node {
	for k, v := range Members(n) {
		if k.Value == name {
			return v
		}
	}
	return nil
}

// Scalar returns the text of the member called name when it is a scalar.
func Scalar(n *yaml.Node, name string) string {
	if m := Member(n, name); m != nil && m.Kind == yaml.ScalarNode {
		return m.Value
	}
	return ""
}

// String returns a node that is a string.
func String(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

// Set gives a mapping a member, in place of one that has the name. What is new is at
// the place of the mapping.
func Set(n *yaml.Node, name string, value *yaml.Node) {
	if value.Line == 0 {
		value.Line, value.Column = n.Line, n.Column
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			n.Content[i+1] = value
			return
		}
	}
	key := String(name)
	key.Line, key.Column = value.Line, value.Column
	n.Content = append(n.Content, key, value)
}

// Unset takes a member out of a mapping.
func Unset(n *yaml.Node, name string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			n.Content = slices.Delete(n.Content, i, i+2)
			return
		}
	}
}

// Join appends a token to a JSON pointer (RFC 6901).
func Join(pointer, token string) string {
	return pointer + "/" + escape.Replace(token)
}

var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// Find returns what a JSON pointer leads to, and its key where it is a member;
// nil when there is nothing.
func (t *Tree) Find(pointer string) (key, value *yaml.Node) {
	value = t.Root
	if pointer == "" {
		return nil, value
	}
	rest, ok := strings.CutPrefix(pointer, "/")
	if !ok {
		return nil, nil
	}
	for token := range strings.SplitSeq(rest, "/") {
		if key, value = step(value, unescape.Replace(token)); value == nil {
			return nil, nil
		}
	}
	return key, value
}

func step(n *yaml.Node, token string) (key, value *yaml.Node) {
	if n.Kind == yaml.SequenceNode {
		i, err := strconv.Atoi(token)
		if err != nil || i < 0 || i >= len(n.Content) {
			return nil, nil
		}
		return nil, Resolve(n.Content[i])
	}
	for k, v := range Members(n) {
		if k.Value == token {
			return k, v
		}
	}
	return nil, nil
}

// Remove takes what a pointer leads to out of its mapping or array.
func (t *Tree) Remove(pointer string) {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return
	}
	_, parent := t.Find(pointer[:i])
	if parent == nil {
		return
	}
	token := unescape.Replace(pointer[i+1:])
	if parent.Kind == yaml.SequenceNode {
		if n, err := strconv.Atoi(token); err == nil && n >= 0 && n < len(parent.Content) {
			parent.Content = slices.Delete(parent.Content, n, n+1)
		}
		return
	}
	for n := 0; n+1 < len(parent.Content); n += 2 {
		if parent.Content[n].Value == token {
			parent.Content = slices.Delete(parent.Content, n, n+2)
			return
		}
	}
}

// TakeDuplicates leaves the last of members with one name in each mapping, as JSON
// readers do, and returns the keys of those that have others before them.
func (t *Tree) TakeDuplicates() []*yaml.Node {
	var found []*yaml.Node
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.MappingNode {
			last := make(map[string]int, len(n.Content)/2)
			for i := 0; i+1 < len(n.Content); i += 2 {
				last[n.Content[i].Value] = i
			}
			if len(last) < len(n.Content)/2 {
				var kept []*yaml.Node
				told := map[string]bool{}
				for i := 0; i+1 < len(n.Content); i += 2 {
					k := n.Content[i]
					if last[k.Value] == i {
						kept = append(kept, k, n.Content[i+1])
					} else if !told[k.Value] {
						told[k.Value] = true
						found = append(found, n.Content[last[k.Value]])
					}
				}
				n.Content = kept
			}
		}
		if n.Kind != yaml.AliasNode {
			for _, c := range n.Content {
				walk(c)
			}
		}
	}
	walk(t.Root)
	return found
}
