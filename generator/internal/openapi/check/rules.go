package check

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
)

// rules are what the standard says about objects beyond the types of fields.
var rules map[string]func(*checker, place)

func init() {
	rules = map[string]func(*checker, place){
		"OpenAPI":         (*checker).documentRules,
		"License":         func(c *checker, p place) { c.exclude(p, "identifier", "url") },
		"Server":          (*checker).serverRules,
		"Server Variable": (*checker).variableRules,
		"Components":      (*checker).componentRules,
		"Paths":           (*checker).pathsRules,
		"Path Item":       (*checker).pathItemRules,
		"Operation":       (*checker).operationRules,
		"Parameter":       (*checker).parameterRules,
		"Header":          (*checker).schemaOrContent,
		"Media Type":      (*checker).mediaTypeRules,
		"Encoding":        (*checker).encodingRules,
		"Responses":       (*checker).responsesRules,
		"Example":         (*checker).exampleRules,
		"Link":            (*checker).linkRules,
		"Security Scheme": (*checker).securitySchemeRules,
		"XML":             (*checker).xmlRules,
		"Overlay":         (*checker).overlayRules,

		"Swagger":                 (*checker).rootRules,
		"Swagger Paths":           (*checker).pathsRules,
		"Swagger Path Item":       (*checker).pathItemRules,
		"Swagger Operation":       (*checker).operationRules,
		"Swagger Parameter":       (*checker).swaggerParameterRules,
		"Swagger Responses":       (*checker).responsesRules,
		"Swagger Security Scheme": (*checker).swaggerSchemeRules,

		"Action": (*checker).actionRules,
	}
}

// exclude reports fields of p that stand beside each other and must not.
func (c *checker) exclude(p place, one string, others ...string) {
	if !p.has(one) {
		return
	}
	for _, other := range others {
		if p.has(other) {
			c.report(p.get(other), "excluding-fields", fmt.Sprintf("%q and %q exclude each other", one, other), "take one of them out")
		}
	}
}

func (c *checker) missing(p place, message, hint string) { c.warn(p, "missing-field", message, hint) }

// prepare collects what is referred to by name.
func (c *checker) prepare() {
	root := place{node: c.tree.Root}
	for _, s := range root.get("securityDefinitions").members() {
		c.schemes[s.name()] = true
	}
	if components := root.get("components"); components.node != nil {
		if schemes := components.get("securitySchemes"); schemes.node != nil {
			for _, s := range schemes.members() {
				c.schemes[s.name()] = true
			}
		}
	}
}

func (c *checker) documentRules(p place) {
	if !p.has("paths") && !p.has("components") && !p.has("webhooks") {
		c.report(p, "missing-field", `the document has none of "paths", "components" and "webhooks"`, "add one of them")
	}
	c.rootRules(p)
}

// rootRules are those of the documents of OpenAPI and of Swagger.
func (c *checker) rootRules(p place) {
	names := map[string]bool{}
	for _, t := range p.get("tags").items() {
		name := t.text("name")
		if names[name] {
			c.warn(t, "duplicate", fmt.Sprintf("the tag %q is described twice", name), "take one of them out")
		}
		names[name] = true
	}
	c.securityRules(p)
}

func (c *checker) securityRules(p place) {
	for _, requirement := range p.get("security").items() {
		for _, s := range requirement.members() {
			if !c.schemes[s.name()] && !strings.ContainsAny(s.name(), "/#") { // 3.2 has URIs of schemes
				c.warn(s, "unknown-name", fmt.Sprintf("there is no security scheme %q", s.name()),
					"correct the name, or add the scheme")
			}
		}
	}
}

var template = regexp.MustCompile(`\{([^{}]*)\}`)

func (c *checker) serverRules(p place) {
	variables := p.get("variables")
	for _, m := range template.FindAllStringSubmatch(p.text("url"), -1) {
		if variables.node == nil || !variables.has(m[1]) {
			c.warn(p, "unknown-name", fmt.Sprintf("the variable %q of the URL is not described", m[1]), `add it to "variables"`)
		}
	}
}

func (c *checker) variableRules(p place) {
	values := p.get("enum").items()
	if len(values) == 0 || !p.has("default") {
		return
	}
	for _, v := range values {
		if v.node.Value == p.text("default") {
			return
		}
	}
	if c.version > 0 { // 3.0 says that it should be
		c.warn(p.get("default"), "unknown-value", fmt.Sprintf("the default %q is not one of \"enum\"", p.text("default")), "use one of the values")
	}
}

var componentKey = regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)

func (c *checker) componentRules(p place) {
	for _, group := range p.members() {
		if strings.HasPrefix(group.name(), "x-") || group.node.Kind != yaml.MappingNode {
			continue
		}
		for _, m := range group.members() {
			if !componentKey.MatchString(m.name()) {
				c.warn(m, "bad-name", fmt.Sprintf("%q is no name of a component", m.name()),
					"use letters, digits, dots, hyphens and underscores")
			}
		}
	}
}

func (c *checker) pathsRules(p place) {
	shapes := map[string]string{}
	for _, m := range p.members() {
		if strings.HasPrefix(m.name(), "x-") {
			continue
		}
		if !strings.HasPrefix(m.name(), "/") {
			c.report(m, "bad-path", fmt.Sprintf("the path %q does not begin with a slash", m.name()), "begin it with a slash")
		}
		shape := template.ReplaceAllString(m.name(), "{}")
		if other, ok := shapes[shape]; ok {
			c.warn(m, "duplicate", fmt.Sprintf("%q is the same path as %q", m.name(), other), "describe both as one path")
		}
		shapes[shape] = m.name()
		seen := map[string]bool{}
		for _, v := range template.FindAllStringSubmatch(m.name(), -1) {
			if seen[v[1]] {
				c.warn(m, "duplicate", fmt.Sprintf("the path %q has the parameter %q twice", m.name(), v[1]), "give each a name of its own")
			}
			seen[v[1]] = true
		}
	}
}

var verbs = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}

func (c *checker) pathItemRules(p place) {
	shared := c.parameters(p)
	var operations []place
	for _, verb := range verbs {
		if op := p.get(verb); op.node != nil && (verb != "query" || c.version >= 2) {
			operations = append(operations, op)
		}
	}
	if more := p.get("additionalOperations"); more.node != nil && c.version >= 2 {
		for _, op := range more.members() {
			operations = append(operations, op)
			for _, verb := range verbs {
				if strings.EqualFold(op.name(), verb) {
					c.warn(op, "bad-name", fmt.Sprintf("the method %q has a field of its own", op.name()), fmt.Sprintf("move it to %q", verb))
				}
			}
		}
	}
	for _, op := range operations {
		c.operationParameters(p, op, shared)
	}
	if len(operations) == 0 {
		c.queryString(p, shared)
	}
}

// parameter is what counts when parameters are compared.
type parameter struct {
	place
	in, name string
}

// parameters returns the parameters of a path or an operation, those in the same
// document that it refers to as well.
func (c *checker) parameters(p place) []parameter {
	var all []parameter
	seen := map[[2]string]bool{}
	for _, item := range p.get("parameters").items() {
		target := item
		if ref := item.text("$ref"); ref != "" {
			pointer, ok := strings.CutPrefix(ref, "#")
			if !ok {
				all = append(all, parameter{place: item})
				continue
			}
			_, node := c.tree.Find(pointer)
			if node == nil {
				continue
			}
			target.node = node
		}
		q := parameter{item, target.text("in"), target.text("name")}
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
func (c *checker) operationParameters(item, op place, shared []parameter) {
	all := slices.Concat(c.parameters(op), shared)
	c.queryString(op, all)
	if c.path == "" || c.own.node != item.node || item.has("$ref") {
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
			c.warn(q.place, "path-parameter", fmt.Sprintf("the path %q has no parameter %q", c.path, q.name), "put it into the path, or take it out")
		}
	}
}

// queryString checks that a query string as a whole is the only one, and has no
// parameters beside it.
func (c *checker) queryString(p place, all []parameter) {
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

func (c *checker) operationRules(p place) {
	c.securityRules(p)
	id := p.text("operationId")
	if id == "" {
		return
	}
	if other, ok := c.operationIDs[id]; ok && other != p.pointer {
		c.warn(p.get("operationId"), "duplicate", fmt.Sprintf("another operation has the operationId %q: #%s", id, other), "give each operation an id of its own")
		return
	}
	c.operationIDs[id] = p.pointer
}

// schemaOrContent checks what parameters and headers have in common.
func (c *checker) schemaOrContent(p place) {
	c.exclude(p, "example", "examples")
	c.exclude(p, "schema", "content")
	if content := p.get("content"); content.node != nil {
		c.exclude(p, "content", "style", "explode", "allowReserved", "example", "examples")
		if content.node.Kind == yaml.MappingNode && len(content.members()) != 1 {
			c.warn(content, "wrong-count", fmt.Sprintf(`"content" has %d media types, want 1`, len(content.members())), "have one media type")
		}
	} else if !p.has("schema") {
		c.missing(p, `neither "schema" nor "content" is there`, `add "schema"`)
	}
}

// stylesIn are the styles that each place of a parameter may have.
var stylesIn = map[string][]string{
	"path": {"matrix", "label", "simple"}, "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
	"header": {"simple"}, "cookie": {"form", "cookie"},
}

var headerName = regexp.MustCompile("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$")

func (c *checker) parameterRules(p place) {
	in, style, name := p.text("in"), p.text("style"), p.text("name")
	if in == "querystring" {
		c.exclude(p, "content", "schema")
		if !p.has("content") {
			c.missing(p, `a parameter with "in: querystring" has no "content"`, `add "content"`)
		}
		for _, field := range []string{"schema", "style", "explode", "allowReserved"} {
			if p.has(field) {
				c.report(p.get(field), "excluding-fields", fmt.Sprintf("a parameter with \"in: querystring\" has no %q", field), `use "content"`)
			}
		}
		return
	}
	c.schemaOrContent(p)
	if in == "path" && p.text("required") != "true" {
		c.warn(p, "missing-field", fmt.Sprintf("the path parameter %q is not required", name), `add "required: true"`)
	}
	if allowed := stylesIn[in]; style != "" && len(allowed) > 0 && !slices.Contains(allowed, style) {
		c.warn(p.get("style"), "unknown-value", fmt.Sprintf("a parameter with \"in: %s\" has no style %q", in, style), "styles here are "+diag.Quoted(allowed))
	}
	if p.has("allowReserved") && c.version > 0 && (in == "header" || style == "cookie" || c.version == 1 && in != "query") {
		c.report(p.get("allowReserved"), "excluding-fields", fmt.Sprintf("\"allowReserved\" is for what is percent-encoded, which a parameter with \"in: %s\" is not", in), "take it out")
	}
	if p.has("allowEmptyValue") && in != "query" && in != "" {
		c.report(p.get("allowEmptyValue"), "excluding-fields", "\"allowEmptyValue\" is for query parameters", "take it out")
	}
	if in == "header" && name != "" && !headerName.MatchString(name) {
		c.report(p.get("name"), "bad-name", fmt.Sprintf("%q is no name of a header", name), "use the characters of RFC 9110, 5.6.2")
	}
	if in == "path" && strings.ContainsAny(name, "{}") {
		c.report(p.get("name"), "bad-name", fmt.Sprintf("%q is no name of a path parameter", name), "leave the braces out")
	}
}

func (c *checker) mediaTypeRules(p place) {
	c.exclude(p, "example", "examples")
	c.encodingRules(p)
}

func (c *checker) encodingRules(p place) {
	if c.version >= 2 {
		c.exclude(p, "encoding", "prefixEncoding", "itemEncoding")
	}
}

var status = regexp.MustCompile(`^[1-5](\d\d|XX)$`)

func (c *checker) responsesRules(p place) {
	n := 0
	for _, m := range p.members() {
		if strings.HasPrefix(m.name(), "x-") || m.name() == "$ref" {
			continue
		}
		n++
		if m.name() != "default" && !status.MatchString(m.name()) {
			c.warn(m, "bad-name", fmt.Sprintf("%q is no status of a response", m.name()), `write a number, "2XX" or "default"`)
		}
	}
	if n == 0 && !p.has("$ref") {
		c.missing(p, "there is no response", `add one, for "default" if need be`)
	}
}

func (c *checker) exampleRules(p place) {
	c.exclude(p, "value", "externalValue")
	if c.version >= 2 {
		c.exclude(p, "value", "dataValue", "serializedValue")
		c.exclude(p, "serializedValue", "externalValue")
	}
}

func (c *checker) linkRules(p place) {
	c.exclude(p, "operationRef", "operationId")
	if c.version > 0 && !p.has("operationRef") && !p.has("operationId") {
		c.missing(p, `a link has neither "operationId" nor "operationRef"`, "add one of them")
	}
}

// schemeFields are what each type of security scheme must have.
var schemeFields = map[string][]string{
	"apiKey": {"name", "in"}, "http": {"scheme"}, "oauth2": {"flows"}, "openIdConnect": {"openIdConnectUrl"},
}

func (c *checker) securitySchemeRules(p place) {
	for _, name := range schemeFields[p.text("type")] {
		if !p.has(name) {
			c.report(p, "missing-field", fmt.Sprintf("a security scheme of type %q has no %q", p.text("type"), name), fmt.Sprintf("add %q", name))
		}
	}
}

func (c *checker) xmlRules(p place) {
	if c.version >= 2 {
		c.exclude(p, "nodeType", "attribute", "wrapped")
	}
}

func (c *checker) overlayRules(p place) {
	seen := map[string]bool{}
	for _, action := range p.get("actions").items() {
		text, err := json.Marshal(tree.Value(action.node))
		if err == nil && seen[string(text)] {
			c.report(action, "duplicate", "the action is there twice", "take one of them out")
		}
		seen[string(text)] = true
	}
}

func (c *checker) actionRules(p place) {
	if target := p.text("target"); p.has("target") && !strings.HasPrefix(target, "$") {
		c.report(p.get("target"), "not-jsonpath", fmt.Sprintf("the target %q does not begin with \"$\"", target), "write a JSONPath (RFC 9535)")
	}
}

func (c *checker) swaggerParameterRules(p place) {
	in, name := p.text("in"), p.text("name")
	switch {
	case in == "body" && !p.has("schema"):
		c.missing(p, fmt.Sprintf("the parameter %q is a body and has no \"schema\"", name), `add "schema"`)
	case in != "body" && !p.has("type"):
		c.missing(p, fmt.Sprintf("the parameter %q has no \"type\"", name), `add "type"`)
	case p.text("type") == "array" && !p.has("items"):
		c.missing(p, fmt.Sprintf("the parameter %q is an array and has no \"items\"", name), `add "items"`)
	}
	if in == "path" && p.text("required") != "true" {
		c.missing(p, fmt.Sprintf("the path parameter %q is not required", name), `add "required: true"`)
	}
}

func (c *checker) swaggerSchemeRules(p place) {
	needed := map[string][]string{"apiKey": {"name", "in"}, "oauth2": {"flow", "scopes"}}
	for _, name := range needed[p.text("type")] {
		if !p.has(name) {
			c.missing(p, fmt.Sprintf("a security scheme of type %q has no %q", p.text("type"), name), fmt.Sprintf("add %q", name))
		}
	}
}
