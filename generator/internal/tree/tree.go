// Package tree holds YAML and JSON documents with the place of each value, and follows
// references from one to another.
package tree

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// Tree is a document.
type Tree struct {
	File string // as diagnostics name it
	Root *Node

	path    string            // absolute, slash-separated: what its references are relative to
	grafts  map[*Node]string  // the files of nodes from elsewhere
	anchors map[string]string // to pointers
}

// Anchor gives what is at a pointer a name, which a reference can have as its fragment.
func (t *Tree) Anchor(name, pointer string) {
	if t.anchors == nil {
		t.anchors = map[string]string{}
	}
	t.anchors[name] = pointer
}

// Parse reads the text of a document, by a parser of JSON when it is JSON. What is
// wrong with it is told as a fault of YAML, which has JSON in it.
func Parse(file string, data []byte) (*Tree, *diag.Diagnostic) {
	if root, ok := parseJSON(data); ok {
		return &Tree{File: file, Root: root}, nil
	}
	root, fault := parseYAML(data)
	if fault != nil {
		fault.Pos.File = file
		return nil, fault
	}
	return &Tree{File: file, Root: root}, nil
}

// Place is the place of the document as a whole.
func (t *Tree) Place() Place { return Place{Tree: t, Node: t.Root} }

// At is where n stands.
func (t *Tree) At(n *Node) diag.Position {
	file := t.File
	if from, ok := t.grafts[n]; ok {
		file = from
	}
	return diag.Position{File: file, Line: int(n.Line), Col: int(n.Col)}
}

// Join appends a token to a JSON pointer (RFC 6901).
func Join(pointer, token string) string {
	if strings.ContainsAny(token, "~/") {
		token = escape.Replace(token)
	}
	return pointer + "/" + token
}

// Unescape returns the token of a JSON pointer as the name that it stands for.
func Unescape(token string) string { return unescape.Replace(token) }

var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// Find returns what a JSON pointer leads to, and its key where it is a member;
// nil when there is nothing.
func (t *Tree) Find(pointer string) (key, value *Node) {
	p, ok := t.Place().Find(pointer)
	if !ok {
		return nil, nil
	}
	return p.Key, p.Node
}

// Remove takes what a pointer leads to out of its map or list.
func (t *Tree) Remove(pointer string) {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return
	}
	_, parent := t.Find(pointer[:i])
	if parent == nil {
		return
	}
	token := Unescape(pointer[i+1:])
	if parent.Kind != List {
		parent.Unset(token)
		return
	}
	if n, err := strconv.Atoi(token); err == nil && n >= 0 && n < len(parent.Content) {
		parent.Content = slices.Delete(parent.Content, n, n+1)
	}
}

// TakeDuplicates leaves the last of members with one name in each map, as JSON
// readers do, and returns those that have others before them.
func (t *Tree) TakeDuplicates() []Place {
	var found []Place
	var steps []way // from the document to what is looked at
	here := func() Place {
		p := t.Place()
		for _, s := range steps {
			if s.key != nil {
				p = p.member(s.key, s.value)
			} else {
				p = p.item(s.value, s.index)
			}
		}
		return p
	}
	once := Once{}
	var walk func(n *Node)
	walk = func(n *Node) {
		if n.IsScalar() || !once.First(n) {
			return
		}
		if twice := takeDuplicates(n); len(twice) > 0 {
			p := here()
			for _, m := range twice {
				found = append(found, p.member(m.key, m.value))
			}
		}
		for i, c := range n.Content {
			if c.IsScalar() || n.Kind == Map && i%2 == 0 { // a key that is no text leads nowhere
				continue
			}
			step := way{value: c, index: i}
			if n.Kind == Map {
				step.key = n.Content[i-1]
			}
			steps = append(steps, step)
			walk(c)
			steps = steps[:len(steps)-1]
		}
	}
	walk(t.Root)
	return found
}

// way leads to a member, or to an item, which has no key.
type way struct {
	key, value *Node
	index      int
}

// few is how many members are compared with each other.
const few = 8

// PlaceOf returns where a key or an item is in the document.
func (t *Tree) PlaceOf(n *Node) Place {
	once := Once{}
	var find func(p Place) (Place, bool)
	find = func(p Place) (Place, bool) {
		if p.Node == n || p.Key == n {
			return p, true
		}
		if p.Node.IsScalar() || !once.First(p.Node) {
			return Place{}, false
		}
		for _, child := range append(p.Items(), p.Members()...) {
			if found, ok := find(child); ok {
				return found, true
			}
		}
		return Place{}, false
	}
	p, _ := find(t.Place())
	return p
}

// takeDuplicates returns the members that are kept.
func takeDuplicates(n *Node) []way {
	if n.Kind != Map || !hasDuplicates(n) {
		return nil
	}
	last := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		last[n.Content[i].Text] = i
	}
	var found []way
	var kept []*Node
	told := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if at := last[k.Text]; at == i {
			kept = append(kept, k, n.Content[i+1])
		} else if !told[k.Text] {
			told[k.Text] = true
			found = append(found, way{key: n.Content[at], value: n.Content[at+1]})
		}
	}
	n.Content = kept
	return found
}

func hasDuplicates(n *Node) bool {
	if len(n.Content) > 2*few {
		seen := make(map[string]bool, len(n.Content)/2)
		for k := range n.Members() {
			if seen[k.Text] {
				return true
			}
			seen[k.Text] = true
		}
		return false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		for j := 0; j < i; j += 2 {
			if n.Content[i].Text == n.Content[j].Text {
				return true
			}
		}
	}
	return false
}

// Once tells which nodes a walk comes to for the first time. Only those that may be
// at several places are remembered.
type Once map[*Node]bool

// First reports whether n was not asked for before.
func (o Once) First(n *Node) bool {
	if !n.shared {
		return true
	}
	if o[n] {
		return false
	}
	o[n] = true
	return true
}
