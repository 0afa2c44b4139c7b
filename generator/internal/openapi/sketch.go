package openapi

import (
	"net/url"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// sketch is what is known of an operation that is left out for a fault: the name of the
// component that a schema of it is, so that a set whose list has a fault is a set still.
func (r *reader) sketch(pointer string, part role) string {
	root := r.files.Main().Place()
	fragment := url.URL{Fragment: pointer}
	op, fault := r.files.ResolveText(root, "#"+fragment.EscapedFragment(), 0)
	if fault != nil {
		return ""
	}
	if part == sent {
		return r.schemaName(r.bodySchema(r.member(op, "requestBody")))
	}
	var result tree.Place
	responses := r.member(op, "responses")
	for _, status := range successes {
		if result = r.bodySchema(r.member(responses, status)); result.Exists() {
			break
		}
	}
	if part == listed {
		result = r.member(r.member(r.member(result, "properties"), "value"), "items")
	}
	return r.schemaName(result)
}

// bodySchema returns the schema of the JSON of a response or a request; a response of
// Swagger 2.0 has it itself.
func (r *reader) bodySchema(p tree.Place) tree.Place {
	p = r.led(p)
	content := p.Get("content")
	if !content.Exists() {
		return p.Get("schema")
	}
	for _, media := range content.Members() {
		if strings.HasPrefix(media.Name(), "application/json") {
			return media.Get("schema")
		}
	}
	return tree.Place{}
}

// member returns a member of p, or of what p as a reference leads to.
func (r *reader) member(p tree.Place, name string) tree.Place { return r.led(p).Get(name) }

// led returns what p leads to, p itself when it is no reference.
func (r *reader) led(p tree.Place) tree.Place {
	for range maxSteps {
		if p.Text("$ref") == "" {
			break
		}
		to, fault := r.files.Resolve(p)
		if fault != nil {
			return tree.Place{}
		}
		p = to
	}
	return p
}

// maxSteps is how many references lead to one object.
const maxSteps = 100

// schemaName returns the name of the component that a reference leads to, "" for
// another schema.
func (r *reader) schemaName(p tree.Place) string {
	ref := p.Text("$ref")
	for _, place := range []string{"#/components/schemas/", "#/definitions/"} {
		if name, ok := strings.CutPrefix(ref, place); ok && !strings.Contains(name, "/") {
			return tree.Unescape(name)
		}
	}
	return ""
}
