package tree

// Clone returns a copy of n, a node of another tree or of this one, that keeps its
// place there.
func (t *Tree) Clone(n *Node, from *Tree) *Node {
	c := new(Node)
	t.Replace(c, n, from)
	for _, child := range n.Content {
		c.Content = append(c.Content, t.Clone(child, from))
	}
	return c
}

// Replace makes n what another node is, at the place of that; but for its content.
func (t *Tree) Replace(n, by *Node, from *Tree) {
	shared := n.shared
	*n = *by
	n.Content, n.shared = nil, shared
	file := from.At(by).File
	if file == t.File {
		return
	}
	if t.grafts == nil {
		t.grafts = map[*Node]string{}
	}
	t.grafts[n] = file
}
