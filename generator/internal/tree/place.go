package tree

import (
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// Place is a value of a document and where it is. A Place without a Node is where
// nothing is.
type Place struct {
	Tree *Tree
	Node *Node
	Key  *Node // nil for an item of a list and a document

	path    *step // nil for a document
	foreign bool  // the pointer is one of another document than that which is read
}

// step is a token of a JSON pointer, behind those before: a text for each place would be
// long where documents nest deeply.
type step struct {
	before *step
	name   string
	index  int // of an item, -1 for a member
}

// Pointer is the JSON pointer (RFC 6901) of p, from the document that is read, or from
// the one that p is in.
func (p Place) Pointer() string {
	length := 0
	for s := p.path; s != nil; s = s.before {
		length++
	}
	tokens := make([]string, length+1) // the first is empty
	for s := p.path; s != nil; s = s.before {
		if tokens[length] = s.name; s.index >= 0 {
			tokens[length] = strconv.Itoa(s.index)
		} else if strings.ContainsAny(s.name, "~/") {
			tokens[length] = escape.Replace(s.name)
		}
		length--
	}
	return strings.Join(tokens, "/")
}

// IsDocument reports whether p is a document as a whole.
func (p Place) IsDocument() bool { return p.path == nil }

// InPlaceOf returns p as if it stood at q: it has the pointer of that.
func (p Place) InPlaceOf(q Place) Place {
	p.path, p.foreign = q.path, q.foreign
	return p
}

// At is the position: that of the key, where there is one.
func (p Place) At() diag.Position {
	switch {
	case p.Tree == nil:
		return diag.Position{}
	case p.Key != nil:
		return p.Tree.At(p.Key)
	case p.Node != nil:
		return p.Tree.At(p.Node)
	}
	return diag.Position{File: p.Tree.File}
}

// Local is the pointer in the document that is read; "" for what is in another one.
func (p Place) Local() string {
	if p.foreign {
		return ""
	}
	return p.Pointer()
}

// Exists reports whether there is a value.
func (p Place) Exists() bool { return p.Node != nil }

func (p Place) member(k, v *Node) Place {
	p.Node, p.Key, p.path = v, k, &step{p.path, k.Text, -1}
	return p
}

func (p Place) item(n *Node, i int) Place {
	p.Node, p.Key, p.path = n, nil, &step{p.path, "", i}
	return p
}

// Foreign reports whether p is in another document than that which is read.
func (p Place) Foreign() bool { return p.foreign }

// Get returns the place of a member.
func (p Place) Get(name string) Place {
	if k, v := p.Node.Member(name); v != nil {
		return p.member(k, v)
	}
	p.Node, p.Key, p.path = nil, nil, &step{p.path, name, -1}
	return p
}

// Has reports whether there is a member called name.
func (p Place) Has(name string) bool { return p.Node.Get(name) != nil }

// Text returns the text of the member called name when it is a scalar.
func (p Place) Text(name string) string { return p.Node.Scalar(name) }

// Name is the key of a member.
func (p Place) Name() string {
	if p.Key == nil {
		return ""
	}
	return p.Key.Text
}

// Items are the elements of a list.
func (p Place) Items() []Place {
	if p.Node == nil || p.Node.Kind != List {
		return nil
	}
	all := make([]Place, len(p.Node.Content))
	for i, n := range p.Node.Content {
		all[i] = p.item(n, i)
	}
	return all
}

// Members are the members of a map.
func (p Place) Members() []Place {
	if p.Node == nil || p.Node.Kind != Map {
		return nil
	}
	all := make([]Place, 0, len(p.Node.Content)/2)
	for k, v := range p.Node.Members() {
		all = append(all, p.member(k, v))
	}
	return all
}

// Find returns what a JSON pointer leads to from p.
func (p Place) Find(pointer string) (Place, bool) {
	if pointer == "" {
		return p, true
	}
	rest, ok := strings.CutPrefix(pointer, "/")
	if !ok {
		return Place{}, false
	}
	for token := range strings.SplitSeq(rest, "/") {
		if p, ok = p.step(Unescape(token)); !ok {
			return Place{}, false
		}
	}
	return p, true
}

// step returns the member or the item that an unescaped token of a pointer leads to.
func (p Place) step(token string) (Place, bool) {
	if p.Node.Kind != List {
		p = p.Get(token)
		return p, p.Exists()
	}
	i, err := strconv.Atoi(token)
	if err != nil || i < 0 || i >= len(p.Node.Content) {
		return Place{}, false
	}
	return p.item(p.Node.Content[i], i), true
}
