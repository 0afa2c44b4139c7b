package openapi

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
)

// convert makes an OpenAPI 3 document of a Swagger 2.0 one: the text of r.tree. What
// it has gets the places of what it was made of, and their order.
func (r *reader) convert(data []byte, loader *openapi3.Loader, location *url.URL) (*tree.Tree, error) {
	var old openapi2.T
	if err := openapi2.UnmarshalFromData(data, &old); err != nil {
		return nil, err
	}
	for path, item := range old.Paths {
		if item == nil {
			continue
		}
		if item.Ref != "" { // what it leads to would stand here
			key, _ := r.tree.Find(tree.Join("/paths", path))
			r.warn(r.tree.At(key), "path-left-out", fmt.Sprintf("path %q refers to %q, which leads to nothing", path, item.Ref),
				"correct the reference")
		}
		for _, op := range item.Operations() {
			for status, answer := range op.Responses.Map() {
				if answer == nil {
					op.Responses.Set(status, &openapi2.Response{})
				}
			}
		}
	}
	doc, err := openapi2conv.ToV3WithLoader(&old, loader, location)
	if err != nil {
		return nil, err
	}
	text, err := doc.MarshalJSON()
	if err != nil {
		return nil, err
	}
	t, err := tree.Parse(r.file, text)
	if err != nil {
		return nil, err
	}
	(&placer{t, r.tree}).place(t.Root, r.tree.Root, r.tree.Root)
	return t, nil
}

// placer gives the nodes of a converted document the places of those in the source.
type placer struct{ to, from *tree.Tree }

// place gives what is in n the places of what is in source, a node of Swagger 2.0.
// What has no counterpart there, as the content of a response, is at the place that
// it is in, and holds what that has.
func (p *placer) place(n, source, at *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			k, v := p.counterpart(source, key.Value)
			if v == nil {
				k, v = at, source
			}
			p.to.Move(key, k, p.from)
			p.place(value, v, k)
			if key.Value == "$ref" {
				value.Value = converted(value.Value)
			}
		}
		p.to.Order(n)
	case yaml.SequenceNode:
		for i, item := range n.Content {
			v := p.item(source, item, i)
			k := v
			if v == nil {
				k, v = at, source
			}
			p.place(item, v, k)
			p.to.Move(item, k, p.from)
		}
	default:
		p.to.Move(n, at, p.from)
	}
}

// converted returns a reference that the conversion has missed as OpenAPI 3 has it.
func converted(ref string) string {
	for old, now := range map[string]string{
		"#/definitions/": schemaRef, "#/parameters/": "#/components/parameters/", "#/responses/": "#/components/responses/",
	} {
		if name, ok := strings.CutPrefix(ref, old); ok {
			return now + name
		}
	}
	return ref
}

// renamed are the fields of OpenAPI 3 that had another name.
var renamed = map[string][]string{
	"schemas": {"definitions"}, "securitySchemes": {"securityDefinitions"}, "requestBodies": {"parameters"},
	"servers": {"host", "basePath", "schemes"},
}

// counterpart returns the key and the value that a member was made of.
func (p *placer) counterpart(source *yaml.Node, name string) (key, value *yaml.Node) {
	for _, name := range append([]string{name}, renamed[name]...) {
		for k, v := range tree.Members(source) {
			if k.Value == name {
				return k, v
			}
		}
	}
	if name == "requestBody" {
		parameters := tree.Member(source, "parameters")
		if parameters == nil {
			return nil, nil
		}
		for _, item := range parameters.Content {
			if item = tree.Resolve(item); tree.Scalar(item, "in") == "body" {
				return item, item
			}
		}
		return parameters, parameters
	}
	if source.Kind == yaml.SequenceNode { // the parameters of a form are properties
		for _, item := range source.Content {
			if item = tree.Resolve(item); tree.Scalar(item, "name") == name {
				return item, item
			}
		}
	}
	return nil, nil
}

// item returns what an item was made of: parameters are known by name and place.
func (p *placer) item(source, item *yaml.Node, i int) *yaml.Node {
	if source.Kind != yaml.SequenceNode {
		return nil
	}
	if name := tree.Scalar(item, "name"); name != "" {
		for _, other := range source.Content {
			other = tree.Resolve(other)
			if tree.Scalar(other, "name") == name && tree.Scalar(other, "in") == tree.Scalar(item, "in") {
				return other
			}
		}
	}
	if i < len(source.Content) {
		return tree.Resolve(source.Content[i])
	}
	return nil
}
