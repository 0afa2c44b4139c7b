package jsonschema

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Identify makes references by $id and $anchor (JSON Schema 2020-12, 8.2) lead to
// pointers. A $dynamicRef becomes a reference where it can lead to one schema only.
// References to other files stay.
func Identify(t *tree.Tree) {
	i := identifier{pointers: map[string]string{"": ""}, dynamic: map[string][]string{}, leads: map[string][]string{}, once: tree.Once{}}
	i.schema(t.Root, new(url.URL), false)
	for _, uri := range slices.Sorted(maps.Keys(i.pointers)) {
		if anchor, ok := strings.CutPrefix(uri, "#"); ok {
			t.Anchor(anchor, i.pointers[uri])
		}
	}
	if len(i.pointers) == 1 && len(i.dynamicRefs) == 0 {
		return
	}
	for _, ref := range append(i.refs, i.dynamicRefs...) {
		from := ref.base.String()
		i.leads[from] = append(i.leads[from], resourceOf(ref.base, ref.node.Text))
	}
	for _, ref := range i.dynamicRefs {
		if to, ok := i.resolve(ref.base, ref.node.Text); ok && i.isStatic(ref) {
			ref.node.Text, ref.key.Text = to, "$ref"
		}
	}
	for _, ref := range i.refs {
		if to, ok := i.resolve(ref.base, ref.node.Text); ok {
			ref.node.Text = to
		}
	}
}

// isStatic reports whether a $dynamicRef leads to one schema from wherever it is reached
// (8.2.3.2): no resource that leads to its own has the anchor, too.
func (i *identifier) isStatic(ref identified) bool {
	_, anchor, _ := strings.Cut(ref.node.Text, "#")
	target := resourceOf(ref.base, ref.node.Text)
	for _, resource := range i.dynamic[anchor] {
		if resource != target && i.reaches(resource, ref.base.String()) {
			return false
		}
	}
	return true
}

// reaches reports whether a resource leads to another, by references or as it holds it.
func (i *identifier) reaches(from, to string) bool {
	seen := map[string]bool{from: true}
	for next := []string{from}; len(next) > 0; {
		at := next[0]
		if next = next[1:]; at == to {
			return true
		}
		for _, resource := range i.leads[at] {
			if !seen[resource] {
				seen[resource] = true
				next = append(next, resource)
			}
		}
	}
	return false
}

// resourceOf is the URI of the schema resource that a reference leads to.
func resourceOf(base *url.URL, ref string) string {
	target, _, _ := strings.Cut(ref, "#")
	if u, err := base.Parse(target); err == nil && target != "" {
		return strings.TrimSuffix(u.String(), "#")
	}
	return strings.TrimSuffix(base.String(), "#")
}

// identifier collects what schemas are called, and the references.
type identifier struct {
	pointers    map[string]string // by URI
	refs        []identified
	dynamicRefs []identified
	dynamic     map[string][]string // the resources that have a dynamic anchor, by its name
	leads       map[string][]string // what resources refer to and hold, by their URIs
	once        tree.Once
	tokens      []string // of the pointer to what is looked at
}

// identified is a reference and the URI that it is relative to.
type identified struct {
	base      *url.URL
	key, node *tree.Node
}

// namesOf are the keywords whose members have names of their own.
var namesOf = map[string]bool{
	"properties": true, "patternProperties": true, "dependentSchemas": true, "$defs": true, "schemas": true,
}

// schema walks a part of the document. Names says that its members are no keywords.
func (i *identifier) schema(n *tree.Node, base *url.URL, names bool) {
	if !i.once.First(n) {
		return
	}
	if n.Kind == tree.List {
		for k, item := range n.Content {
			if !item.IsScalar() {
				i.part(strconv.Itoa(k), item, base, false)
			}
		}
		return
	}
	if !names {
		base = i.name(n, base)
	}
	for k, v := range n.Members() {
		switch {
		case names && !v.IsScalar():
			i.part(k.Text, v, base, false)
		case names:
		case k.Text == "$ref" && v.IsText():
			i.refs = append(i.refs, identified{base, k, v})
		case k.Text == "$dynamicRef" && v.IsText() && n.Get("$ref") == nil:
			i.dynamicRefs = append(i.dynamicRefs, identified{base, k, v})
		case v.IsScalar() || k.Text == "enum" || k.Text == "const" || k.Text == "default" && v.Kind != tree.Map ||
			k.Text == "example" || k.Text == "examples" || strings.HasPrefix(k.Text, "x-"):
		default:
			i.part(k.Text, v, base, namesOf[k.Text])
		}
	}
}

// part walks what a token leads to.
func (i *identifier) part(token string, n *tree.Node, base *url.URL, names bool) {
	i.tokens = append(i.tokens, token)
	i.schema(n, base, names)
	i.tokens = i.tokens[:len(i.tokens)-1]
}

// pointer is where what is looked at is.
func (i *identifier) pointer() (pointer string) {
	for _, token := range i.tokens {
		pointer = tree.Join(pointer, token)
	}
	return pointer
}

// name records what a schema is called, and returns the URI for what is in it.
func (i *identifier) name(n *tree.Node, base *url.URL) *url.URL {
	if id := n.Scalar("$id"); id != "" {
		if u, err := base.Parse(id); err == nil {
			i.leads[base.String()] = append(i.leads[base.String()], strings.TrimSuffix(u.String(), "#"))
			base = u
			i.pointers[strings.TrimSuffix(u.String(), "#")] = i.pointer()
		}
	}
	for _, keyword := range []string{"$anchor", "$dynamicAnchor"} {
		if anchor := n.Scalar(keyword); anchor != "" {
			i.pointers[base.String()+"#"+anchor] = i.pointer()
			if keyword == "$dynamicAnchor" {
				i.dynamic[anchor] = append(i.dynamic[anchor], strings.TrimSuffix(base.String(), "#"))
			}
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
