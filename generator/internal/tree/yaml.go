package tree

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// maxAliased is how many values the aliases of a document may stand for.
const maxAliased = 1 << 20

// parseYAML reads a document, without the file in what is wrong with it.
func parseYAML(data []byte) (*Node, *diag.Diagnostic) {
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		return nil, syntaxFault(err)
	}
	c := &converter{done: map[*yaml.Node]*Node{}}
	root := c.node(&doc)
	return root, c.fault
}

// syntaxFault makes a diagnostic of what the YAML library says.
func syntaxFault(err error) *diag.Diagnostic {
	d := &diag.Diagnostic{Code: "not-yaml", Pos: diag.Position{Line: 1, Col: 1}, Message: err.Error(), Hint: "correct the YAML here"}
	var load *yaml.LoadError
	if errors.As(err, &load) {
		d.Message = strings.TrimPrefix(load.Message, "yaml: ")
		if load.Mark.Line > 0 {
			d.Pos.Line, d.Pos.Col = load.Mark.Line, load.Mark.Column
		}
	}
	return d
}

// converter makes nodes of those of the YAML library. A node that an alias stands for
// is in the tree at both places.
type converter struct {
	done    map[*yaml.Node]*Node // with an anchor; nil while it is made
	aliased int
	fault   *diag.Diagnostic
}

func (c *converter) node(n *yaml.Node) *Node {
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 1 {
			return c.node(n.Content[0])
		}
	case yaml.AliasNode:
		return c.alias(n)
	}
	out := &Node{Text: n.Value, Line: int32(n.Line), Col: int32(n.Column)}
	if n.Anchor != "" {
		c.done[n] = nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		out.Kind, out.Text = Map, ""
		c.members(out, n)
	case yaml.SequenceNode:
		out.Kind, out.Text = List, ""
		for _, item := range n.Content {
			out.Content = append(out.Content, c.node(item))
		}
	default:
		out.Kind = scalarKind(n)
		if out.Kind == Bool {
			out.Text = strings.ToLower(out.Text)
		}
	}
	if n.Anchor != "" {
		c.done[n] = out
	}
	return out
}

func scalarKind(n *yaml.Node) Kind {
	switch n.ShortTag() {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int":
		return Integer
	case "!!float":
		return Number
	case "!!timestamp":
		return Date
	}
	return Text
}

// alias returns what an alias stands for.
func (c *converter) alias(n *yaml.Node) *Node {
	to := n.Alias
	for to != nil && to.Kind == yaml.AliasNode {
		to = to.Alias
	}
	out := c.done[to]
	if out == nil {
		c.refuse(n, fmt.Sprintf("the alias %q stands in what it stands for", n.Value))
		return &Node{Line: int32(n.Line), Col: int32(n.Column)}
	}
	c.share(n, out)
	return out
}

// share counts what an alias stands for. A short text can stand for more values than
// a memory holds.
func (c *converter) share(n *yaml.Node, out *Node) {
	out.shared = true
	if c.fault != nil {
		return
	}
	if c.aliased += out.Count(maxAliased); c.aliased > maxAliased {
		c.refuse(n, fmt.Sprintf("the aliases stand for more than %d values", maxAliased))
	}
}

func (c *converter) refuse(n *yaml.Node, message string) {
	if c.fault == nil {
		c.fault = &diag.Diagnostic{
			Code: "not-yaml", Pos: diag.Position{Line: n.Line, Col: n.Column}, Message: message, Hint: "write here what it stands for",
		}
	}
}

// members fills a map. Members of maps that are merged ("<<") stand behind its own,
// which have their names first.
func (c *converter) members(out *Node, n *yaml.Node) {
	out.Content = make([]*Node, 0, len(n.Content))
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.ShortTag() == "!!merge" {
			merged = append(merged, value)
			continue
		}
		k := c.node(key)
		if k.shared {
			copied := *k // an alias as a key is at a place of its own
			k = &copied
		}
		out.Content = append(out.Content, k, c.node(value))
	}
	if merged == nil {
		return
	}
	own := map[string]bool{}
	for k := range out.Members() {
		own[k.Text] = true
	}
	for _, value := range merged {
		from := []*Node{c.node(value)}
		if from[0].Kind == List {
			from = from[0].Content
		}
		for _, m := range from {
			for k, v := range m.Members() {
				if !own[k.Text] {
					own[k.Text] = true
					v.shared = true
					out.Content = append(out.Content, k, v)
				}
			}
		}
	}
}
