package tree

import (
	"cmp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// Clone returns a copy of n, a node of another tree or of this one, that keeps its
// place there. Aliases are resolved, anchors left out.
func (t *Tree) Clone(n *yaml.Node, from *Tree) *yaml.Node {
	return t.clone(n, from, 0)
}

func (t *Tree) clone(n *yaml.Node, from *Tree, depth int) *yaml.Node {
	c := new(yaml.Node)
	t.Replace(c, Resolve(n), from)
	if depth > maxDepth {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"} // an alias within itself
	}
	for _, child := range Resolve(n).Content {
		c.Content = append(c.Content, t.clone(child, from, depth+1))
	}
	return c
}

// Count returns the number of nodes in n, aliases not followed.
func Count(n *yaml.Node) int {
	count := 1
	for _, c := range n.Content {
		count += Count(c)
	}
	return count
}

// maxDepth is how deep what is cloned may nest.
const maxDepth = 1000

// Replace makes n what another node is, at the place of that; but for its content.
func (t *Tree) Replace(n, by *yaml.Node, from *Tree) {
	*n = *by
	n.Content, n.Anchor, n.Alias = nil, "", nil
	t.graft(n, from.At(by).File)
}

// Move gives n the place of another node.
func (t *Tree) Move(n, to *yaml.Node, from *Tree) {
	pos := from.At(to)
	n.Line, n.Column = pos.Line, pos.Col
	t.graft(n, pos.File)
}

func (t *Tree) graft(n *yaml.Node, file string) {
	if file == t.File {
		return
	}
	if t.grafts == nil {
		t.grafts = map[*yaml.Node]string{}
	}
	t.grafts[n] = file
}

// Order brings the members of a mapping into the order of their places.
func (t *Tree) Order(n *yaml.Node) {
	type member struct{ key, value *yaml.Node }
	var all []member
	for i := 0; i+1 < len(n.Content); i += 2 {
		all = append(all, member{n.Content[i], n.Content[i+1]})
	}
	slices.SortStableFunc(all, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.key.Line, b.key.Line), cmp.Compare(a.key.Column, b.key.Column), cmp.Compare(a.key.Value, b.key.Value))
	})
	for i, m := range all {
		n.Content[2*i], n.Content[2*i+1] = m.key, m.value
	}
}

// Value returns the value of n as encoding/json would decode it, integers as int64.
func Value(n *yaml.Node) any { return value(n, 0) }

func value(n *yaml.Node, depth int) any {
	n = Resolve(n)
	switch {
	case depth > maxDepth:
		return nil
	case n.Kind == yaml.MappingNode:
		m := map[string]any{}
		for k, v := range Members(n) {
			if _, ok := m[k.Value]; !ok {
				m[k.Value] = value(v, depth+1)
			}
		}
		return m
	case n.Kind == yaml.SequenceNode:
		all := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			all = append(all, value(item, depth+1))
		}
		return all
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int":
		if i, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
			return i
		}
	case "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return f
		}
	}
	return n.Value
}
