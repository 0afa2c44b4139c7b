package openapi

import (
	"net/url"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
)

// identify makes references by $id and $anchor (JSON Schema 2020-12, 8.2) lead to
// pointers, which are all that kin-openapi follows. References to other files stay.
func identify(t *tree.Tree) {
	i := identifier{pointers: map[string]string{"": ""}}
	i.schema(t.Root, new(url.URL), "", false)
	if len(i.pointers) == 1 {
		return
	}
	for _, ref := range i.refs {
		if to, ok := i.resolve(ref.base, ref.node.Value); ok {
			ref.node.Value = to
		}
	}
}

// identifier collects what schemas are called, and the references.
type identifier struct {
	pointers map[string]string // by URI
	refs     []identified
	depth    int
}

// maxDepth is how deep schemas are looked for.
const maxDepth = 200

// identified is a reference and the URI that it is relative to.
type identified struct {
	base *url.URL
	node *yaml.Node
}

// namesOf are the keywords whose members have names of their own.
var namesOf = map[string]bool{
	"properties": true, "patternProperties": true, "dependentSchemas": true, "$defs": true, "schemas": true,
}

// schema walks a part of the document. Names says that its members are no keywords.
func (i *identifier) schema(n *yaml.Node, base *url.URL, pointer string, names bool) {
	if i.depth++; i.depth > maxDepth {
		i.depth--
		return // an alias can stand in what it stands for
	}
	defer func() { i.depth-- }()
	if n.Kind == yaml.SequenceNode {
		for k, item := range n.Content {
			i.schema(tree.Resolve(item), base, tree.Join(pointer, strconv.Itoa(k)), false)
		}
		return
	}
	if !names {
		base = i.name(n, base, pointer)
	}
	for k, v := range tree.Members(n) {
		switch {
		case names:
			i.schema(v, base, tree.Join(pointer, k.Value), false)
		case k.Value == "$ref" && v.Kind == yaml.ScalarNode:
			i.refs = append(i.refs, identified{base, v})
		case k.Value == "enum" || k.Value == "const" || k.Value == "default" && v.Kind != yaml.MappingNode ||
			k.Value == "example" || k.Value == "examples" || strings.HasPrefix(k.Value, "x-"):
		default:
			i.schema(v, base, tree.Join(pointer, k.Value), namesOf[k.Value])
		}
	}
}

// name records what a schema is called, and returns the URI for what is in it.
func (i *identifier) name(n *yaml.Node, base *url.URL, pointer string) *url.URL {
	if id := tree.Scalar(n, "$id"); id != "" {
		if u, err := base.Parse(id); err == nil {
			base = u
			i.pointers[strings.TrimSuffix(u.String(), "#")] = pointer
		}
	}
	for _, keyword := range []string{"$anchor", "$dynamicAnchor"} {
		if anchor := tree.Scalar(n, keyword); anchor != "" {
			i.pointers[base.String()+"#"+anchor] = pointer
		}
	}
	return base
}

// resolve returns the pointer that a reference stands for.
func (i *identifier) resolve(base *url.URL, ref string) (string, bool) {
	target, fragment, _ := strings.Cut(ref, "#")
	resource := base.String()
	if target != "" {
		u, err := base.Parse(target)
		if err != nil {
			return "", false
		}
		resource = u.String()
	}
	resource = strings.TrimSuffix(resource, "#")
	path, ok := i.pointers[resource]
	if !ok {
		return "", false
	}
	if fragment != "" && fragment[0] != '/' {
		path, ok = i.pointers[resource+"#"+fragment]
		fragment = ""
	}
	escaped := url.URL{Fragment: path}
	return "#" + escaped.EscapedFragment() + fragment, ok
}
