package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// parameter is what counts when parameters are compared.
type parameter struct {
	tree.Place
	in, name string
}

// parameters returns the parameters of a path or an operation, those in the same
// document that it refers to as well.
func (c *checker) parameters(p tree.Place) []parameter {
	var all []parameter
	seen := map[[2]string]bool{}
	for _, item := range p.Get("parameters").Items() {
		target, fault := c.target(item)
		if fault || !target.Exists() {
			all = append(all, parameter{Place: item})
			continue
		}
		q := parameter{item, target.Text("in"), target.Text("name")}
		key := [2]string{q.in, q.name}
		if seen[key] && q.name != "" {
			c.warn(item, "duplicate", fmt.Sprintf("the parameter %q in %s is there twice", q.name, q.in), "take one of them out")
		}
		seen[key] = true
		all = append(all, q)
	}
	return all
}

// operationParameters compares the parameters of an operation and its path with
// the template.
func (c *checker) operationParameters(item, op tree.Place, shared []parameter) {
	all := slices.Concat(c.parameters(op), shared)
	c.queryString(op, all)
	if c.path == "" || c.own.Node != item.Node || item.Has("$ref") {
		return
	}
	inPath := map[string]bool{}
	for _, q := range all {
		if q.in == "" {
			return // what another document says about it is not known here
		}
		inPath[q.name] = inPath[q.name] || q.in == "path"
	}
	for _, m := range template.FindAllStringSubmatch(c.path, -1) {
		if !inPath[m[1]] {
			c.warn(op, "path-parameter", fmt.Sprintf("the parameter %q of the path %q is not described", m[1], c.path), `describe it, with "in: path"`)
		}
	}
	for _, q := range all {
		if q.in == "path" && !strings.Contains(c.path, "{"+q.name+"}") {
			c.warn(q.Place, "path-parameter", fmt.Sprintf("the path %q has no parameter %q", c.path, q.name), "put it into the path, or take it out")
		}
	}
}

// queryString checks that a query string as a whole is the only one, and has no
// parameters beside it.
func (c *checker) queryString(p tree.Place, all []parameter) {
	whole, single := 0, 0
	for _, q := range all {
		switch q.in {
		case "querystring":
			whole++
		case "query":
			single++
		}
	}
	if c.version < 2 || whole == 0 {
		return
	}
	if whole > 1 {
		c.report(p, "duplicate", `there are several parameters with "in: querystring"`, "have one of them")
	}
	if single > 0 {
		c.report(p, "excluding-fields", `parameters with "in: query" and "in: querystring" exclude each other`, "use one of the two")
	}
}

// schemaOrContent checks what parameters and headers have in common.
func (c *checker) schemaOrContent(p tree.Place) {
	c.exclude(p, "example", "examples")
	c.exclude(p, "schema", "content")
	if content := p.Get("content"); content.Node != nil {
		c.exclude(p, "content", "style", "explode", "allowReserved", "example", "examples")
		if content.Node.Kind == tree.Map && len(content.Members()) != 1 {
			c.warn(content, "wrong-count", fmt.Sprintf(`"content" has %d media types, want 1`, len(content.Members())), "have one media type")
		}
	} else if !p.Has("schema") {
		c.missing(p, `neither "schema" nor "content" is there`, `add "schema"`)
	}
}

// stylesIn are the styles that each place of a parameter may have.
var stylesIn = map[string][]string{
	"path": {"matrix", "label", "simple"}, "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
	"header": {"simple"}, "cookie": {"form", "cookie"},
}

var headerName = regexp.MustCompile("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$")

func (c *checker) parameterRules(p tree.Place) {
	in, style, name := p.Text("in"), p.Text("style"), p.Text("name")
	if in == "querystring" {
		c.exclude(p, "content", "schema")
		if !p.Has("content") {
			c.missing(p, `a parameter with "in: querystring" has no "content"`, `add "content"`)
		}
		for _, field := range []string{"schema", "style", "explode", "allowReserved"} {
			severity := diag.Warning
			if field == "schema" {
				severity = diag.Error
			}
			if p.Has(field) {
				c.add(severity, p.Get(field), "excluding-fields", fmt.Sprintf("a parameter with \"in: querystring\" has no %q", field), `use "content"`)
			}
		}
		return
	}
	c.schemaOrContent(p)
	if in == "path" && p.Text("required") != "true" {
		c.warn(p, "missing-field", fmt.Sprintf("the path parameter %q is not required", name), `add "required: true"`)
	}
	if allowed := stylesIn[in]; style != "" && len(allowed) > 0 && !slices.Contains(allowed, style) {
		c.warn(p.Get("style"), "unknown-value", fmt.Sprintf("a parameter with \"in: %s\" has no style %q", in, style), "styles here are "+diag.Quoted(allowed))
	}
	if p.Has("allowReserved") && c.version > 0 && (in == "header" || style == "cookie" || c.version == 1 && in != "query") {
		c.warn(p.Get("allowReserved"), "excluding-fields", fmt.Sprintf("\"allowReserved\" is for what is percent-encoded, which a parameter with \"in: %s\" is not", in), "take it out")
	}
	if p.Has("allowEmptyValue") && in != "query" && in != "" {
		c.warn(p.Get("allowEmptyValue"), "excluding-fields", "\"allowEmptyValue\" is for query parameters", "take it out")
	}
	if in == "header" && name != "" && !headerName.MatchString(name) {
		c.report(p.Get("name"), "bad-name", fmt.Sprintf("%q is no name of a header", name), "use the characters of RFC 9110, 5.6.2")
	}
	if in == "path" && strings.ContainsAny(name, "{}") {
		c.report(p.Get("name"), "bad-name", fmt.Sprintf("%q is no name of a path parameter", name), "leave the braces out")
	}
}
