// Package tree holds a YAML or JSON document with the place of each value.
package tree

import (
	"iter"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// Tree is a document.
type Tree struct {
	File string // as diagnostics name it
	Root *yaml.Node
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
	return diag.Position{File: t.File, Line: n.Line, Col: n.Column}
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

// Text returns the text of the member called name when it is a scalar.
func Text(n *yaml.Node, name string) string {
	if m := Member(n, name); m != nil && m.Kind == yaml.ScalarNode {
		return m.Value
	}
	return ""
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
