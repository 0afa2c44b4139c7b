package openapi

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
)

// latest says in the words of OpenAPI 3.1 what 3.2 has words of its own for, which
// kin-openapi does not read, and tells what has no such words.
func (r *reader) latest() {
	l := &latest{reader: r}
	for l.found = true; l.found && r.inlined < maxInlined; {
		l.found = false
		l.walk(r.tree.Root, "", "", l.mediaTypes)
	}
	l.walk(r.tree.Root, "", "", l.object)
}

type latest struct {
	*reader
	found bool
}

// walk calls visit for what is in n, with its key: "" for an item. Values and
// extensions are left out, and so are aliases, which are visited as what they are of.
func (l *latest) walk(n *yaml.Node, pointer, key string, visit func(n *yaml.Node, pointer, key string)) {
	switch n.Kind {
	case yaml.MappingNode:
		visit(n, pointer, key)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if name := n.Content[i].Value; !isData(name) {
				l.walk(n.Content[i+1], tree.Join(pointer, name), name, visit)
			}
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			l.walk(item, tree.Join(pointer, strconv.Itoa(i)), "", visit)
		}
	}
}

// mediaTypes puts media types of components in place of the references to them.
func (l *latest) mediaTypes(n *yaml.Node, pointer, key string) {
	if key != "content" {
		return
	}
	for k, media := range tree.Members(n) {
		if tree.Scalar(media, "$ref") != "" && l.inline(tree.Join(pointer, k.Value)) {
			l.found = true
		}
	}
}

func (l *latest) object(n *yaml.Node, pointer, key string) {
	if tree.Scalar(n, "in") == "querystring" {
		l.queryString(n)
	}
	if key == "content" {
		for _, media := range tree.Members(n) {
			l.itemSchema(media)
		}
	}
	for _, field := range []string{"prefixEncoding", "itemEncoding"} {
		if key, _ := l.tree.Find(tree.Join(pointer, field)); key != nil {
			l.warn(l.tree.At(key), "encoding-left-out", fmt.Sprintf("%q is not followed: parts by position are sent as they are given", field),
				"describe a form with parts by name, or write the body yourself")
		}
	}
	if fallback := tree.Member(n, "defaultMapping"); fallback != nil && key == "discriminator" {
		at, _ := l.tree.Find(tree.Join(pointer, "defaultMapping"))
		l.warn(l.tree.At(at), "default-mapping", "an object that no other schema is for is kept as JSON text, not read as "+strconv.Quote(fallback.Value),
			"read it with odata.Unmarshal")
	}
}

// queryString makes a query string that is a form one parameter whose properties
// are those of the form, which is the same text.
func (l *latest) queryString(n *yaml.Node) {
	content := tree.Member(n, "content")
	if content == nil {
		return
	}
	form := tree.Member(content, "application/x-www-form-urlencoded")
	if form == nil || tree.Member(form, "schema") == nil {
		return // what is left out is told where parameters are read
	}
	tree.Set(n, "in", tree.String("query"))
	tree.Set(n, "style", tree.String("form"))
	tree.Set(n, "schema", tree.Member(form, "schema"))
	tree.Unset(n, "content")
}

// itemSchema makes the schema of an array of that of its items.
func (l *latest) itemSchema(media *yaml.Node) {
	items := tree.Member(media, "itemSchema")
	if items == nil || tree.Member(media, "schema") != nil {
		return
	}
	tree.Unset(media, "itemSchema")
	array := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: items.Line, Column: items.Column}
	tree.Set(array, "type", tree.String("array"))
	tree.Set(array, "items", items)
	tree.Set(media, "schema", array)
}
