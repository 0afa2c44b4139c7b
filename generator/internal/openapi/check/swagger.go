package check

import (
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

func (c *checker) swaggerParameterRules(p tree.Place) {
	in, name := p.Text("in"), p.Text("name")
	switch {
	case in == "body" && !p.Has("schema"):
		c.missing(p, fmt.Sprintf("the parameter %q is a body and has no \"schema\"", name), `add "schema"`)
	case in != "body" && !p.Has("type"):
		c.missing(p, fmt.Sprintf("the parameter %q has no \"type\"", name), `add "type"`)
	case p.Text("type") == "array" && !p.Has("items"):
		c.missing(p, fmt.Sprintf("the parameter %q is an array and has no \"items\"", name), `add "items"`)
	}
	if in == "path" && p.Text("required") != "true" {
		c.missing(p, fmt.Sprintf("the path parameter %q is not required", name), `add "required: true"`)
	}
}

func (c *checker) swaggerSchemeRules(p tree.Place) {
	needed := map[string][]string{"apiKey": {"name", "in"}, "oauth2": {"flow", "scopes"}}
	for _, name := range needed[p.Text("type")] {
		if !p.Has(name) {
			c.missing(p, fmt.Sprintf("a security scheme of type %q has no %q", p.Text("type"), name), fmt.Sprintf("add %q", name))
		}
	}
}
