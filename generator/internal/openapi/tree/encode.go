package tree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// Text is a tree written as JSON, or nearly so: what YAML alone has, as aliases
// and merged mappings, stays as it is. Each member of a mapping and each item of an
// array has a line of its own, which tells where it came from.
type Text struct {
	Data  []byte
	tree  *Tree
	lines []line // from 1
}

// line is what a line of a text holds: a value, and the key or the item that it is
// known by.
type line struct{ at, value *yaml.Node }

// Encode writes the tree.
func (t *Tree) Encode() *Text {
	e := &encoder{text: Text{tree: t, lines: []line{{}, {t.Root, t.Root}}}}
	e.value(t.Root, false)
	e.text.Data = e.out.Bytes()
	return &e.text
}

// At is the place in the document of what is on a line of the text.
func (t *Text) At(line int) diag.Position {
	if line < 1 || line >= len(t.lines) {
		return diag.Position{File: t.tree.File}
	}
	return t.tree.At(t.lines[line].at)
}

// Scalar returns the scalar on a line of the text as the document has it, "" when
// there is none.
func (t *Text) Scalar(line int) string {
	if line < 1 || line >= len(t.lines) {
		return ""
	}
	n := Resolve(t.lines[line].value)
	if n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// Quote makes the scalar on a line of the text a string, in the tree. It returns
// false when there is none, or it is one.
func (t *Text) Quote(line int) bool {
	if line < 1 || line >= len(t.lines) {
		return false
	}
	n := Resolve(t.lines[line].value)
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!str" {
		return false
	}
	n.Tag = "!!str"
	return true
}

type encoder struct {
	out  bytes.Buffer
	text Text
}

func (e *encoder) line(at, value *yaml.Node) {
	e.out.WriteByte('\n')
	e.text.lines = append(e.text.lines, line{at, value})
}

// value writes n, which may be an item of an array.
func (e *encoder) value(n *yaml.Node, item bool) {
	if n.Kind == yaml.AliasNode {
		e.out.WriteString("*" + n.Value)
		return
	}
	if n.Anchor != "" {
		e.out.WriteString("&" + n.Anchor + " ")
	}
	switch n.Kind {
	case yaml.MappingNode:
		e.out.WriteByte('{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			at := n.Content[i]
			if i == 0 && item {
				at = n // readers know an item by its first member
			}
			e.line(at, n.Content[i+1])
			if n.Content[i].ShortTag() == "!!merge" {
				e.out.WriteString("<<")
			} else {
				e.quote(n.Content[i].Value)
			}
			e.out.WriteString(": ")
			e.value(n.Content[i+1], false)
			e.out.WriteByte(',')
		}
		e.end(n, '}')
	case yaml.SequenceNode:
		e.out.WriteByte('[')
		for _, item := range n.Content {
			e.line(item, item)
			e.value(item, true)
			e.out.WriteByte(',')
		}
		e.end(n, ']')
	default:
		e.scalar(n)
	}
}

func (e *encoder) end(n *yaml.Node, bracket byte) {
	if len(n.Content) > 0 {
		e.out.Truncate(e.out.Len() - 1) // the last comma
		e.line(n, n)
	}
	e.out.WriteByte(bracket)
}

func (e *encoder) scalar(n *yaml.Node) {
	switch n.ShortTag() {
	case "!!int", "!!float", "!!bool":
		e.out.WriteString(n.Value)
	case "!!null":
		e.out.WriteString("null")
	default:
		e.quote(n.Value)
	}
}

// quote writes a string as JSON, which is YAML too when what YAML does not print is
// escaped.
func (e *encoder) quote(s string) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string can always be encoded
	for _, c := range strings.TrimSuffix(text.String(), "\n") {
		if c >= 0x7f && c < 0xa0 || c == 0xfeff || c == 0xfffe || c == 0xffff {
			fmt.Fprintf(&e.out, `\u%04x`, c)
		} else {
			e.out.WriteRune(c)
		}
	}
}
