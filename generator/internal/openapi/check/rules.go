package check

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// rules are what the standard says about objects beyond the types of fields.
var rules map[string]func(*checker, tree.Place)

func init() {
	rules = map[string]func(*checker, tree.Place){
		"OpenAPI":         (*checker).documentRules,
		"License":         func(c *checker, p tree.Place) { c.exclude(p, "identifier", "url") },
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

// forPeople are fields that change nothing of what is sent, or nothing beside the one
// that counts: where there is content, a style says nothing.
var forPeople = []string{
	"example", "examples", "value", "externalValue", "dataValue", "serializedValue", "identifier", "nodeType", "attribute", "wrapped",
	"operationRef", "operationId", "style", "explode", "allowReserved",
}

// exclude reports fields of p that stand beside each other and must not.
func (c *checker) exclude(p tree.Place, one string, others ...string) {
	if !p.Has(one) {
		return
	}
	for _, other := range others {
		if p.Has(other) {
			severity := diag.Error
			if slices.Contains(forPeople, one) || slices.Contains(forPeople, other) {
				severity = diag.Warning
			}
			c.add(severity, p.Get(other), "excluding-fields", fmt.Sprintf("%q and %q exclude each other", one, other), "take one of them out")
		}
	}
}

func (c *checker) missing(p tree.Place, message, hint string) {
	c.warn(p, "missing-field", message, hint)
}

// prepare collects what is referred to by name.
func (c *checker) prepare() {
	root := c.files.Main().Place()
	for _, s := range root.Get("securityDefinitions").Members() {
		c.schemes[s.Name()] = true
	}
	if components := root.Get("components"); components.Node != nil {
		if schemes := components.Get("securitySchemes"); schemes.Node != nil {
			for _, s := range schemes.Members() {
				c.schemes[s.Name()] = true
			}
		}
	}
}

func (c *checker) documentRules(p tree.Place) {
	if !p.Has("paths") && !p.Has("components") && !p.Has("webhooks") {
		c.report(p, "missing-field", `the document has none of "paths", "components" and "webhooks"`, "add one of them")
	}
	c.rootRules(p)
}

// rootRules are those of the documents of OpenAPI and of Swagger.
func (c *checker) rootRules(p tree.Place) {
	names := map[string]bool{}
	for _, t := range p.Get("tags").Items() {
		name := t.Text("name")
		if names[name] {
			c.warn(t, "duplicate", fmt.Sprintf("the tag %q is described twice", name), "take one of them out")
		}
		names[name] = true
	}
	c.securityRules(p)
}

func (c *checker) securityRules(p tree.Place) {
	for _, requirement := range p.Get("security").Items() {
		for _, s := range requirement.Members() {
			if !c.schemes[s.Name()] && !strings.ContainsAny(s.Name(), "/#") { // 3.2 has URIs of schemes
				c.warn(s, "unknown-name", fmt.Sprintf("there is no security scheme %q", s.Name()),
					"correct the name, or add the scheme")
			}
		}
	}
}

var template = regexp.MustCompile(`\{([^{}]*)\}`)

func (c *checker) serverRules(p tree.Place) {
	variables := p.Get("variables")
	for _, m := range template.FindAllStringSubmatch(p.Text("url"), -1) {
		if variables.Node == nil || !variables.Has(m[1]) {
			c.warn(p, "unknown-name", fmt.Sprintf("the variable %q of the URL is not described", m[1]), `add it to "variables"`)
		}
	}
}

func (c *checker) variableRules(p tree.Place) {
	values := p.Get("enum").Items()
	if len(values) == 0 || !p.Has("default") {
		return
	}
	for _, v := range values {
		if v.Node.Text == p.Text("default") {
			return
		}
	}
	if c.version > 0 { // 3.0 says that it should be
		c.warn(p.Get("default"), "unknown-value", fmt.Sprintf("the default %q is not one of \"enum\"", p.Text("default")), "use one of the values")
	}
}

var componentKey = regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)

func (c *checker) componentRules(p tree.Place) {
	for _, group := range p.Members() {
		if strings.HasPrefix(group.Name(), "x-") || group.Node.Kind != tree.Map {
			continue
		}
		for _, m := range group.Members() {
			if !componentKey.MatchString(m.Name()) {
				c.warn(m, "bad-name", fmt.Sprintf("%q is no name of a component", m.Name()),
					"use letters, digits, dots, hyphens and underscores")
			}
		}
	}
}

func (c *checker) pathsRules(p tree.Place) {
	shapes := map[string]string{}
	for _, m := range p.Members() {
		if strings.HasPrefix(m.Name(), "x-") {
			continue
		}
		if !strings.HasPrefix(m.Name(), "/") {
			c.report(m, "bad-path", fmt.Sprintf("the path %q does not begin with a slash", m.Name()), "begin it with a slash")
		}
		shape := template.ReplaceAllString(m.Name(), "{}")
		if other, ok := shapes[shape]; ok {
			c.warn(m, "duplicate", fmt.Sprintf("%q is the same path as %q", m.Name(), other), "describe both as one path")
		}
		shapes[shape] = m.Name()
		seen := map[string]bool{}
		for _, v := range template.FindAllStringSubmatch(m.Name(), -1) {
			if seen[v[1]] {
				c.warn(m, "duplicate", fmt.Sprintf("the path %q has the parameter %q twice", m.Name(), v[1]), "give each a name of its own")
			}
			seen[v[1]] = true
		}
	}
}

var verbs = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}

func (c *checker) pathItemRules(p tree.Place) {
	shared := c.parameters(p)
	var operations []tree.Place
	for _, verb := range verbs {
		if op := p.Get(verb); op.Node != nil && (verb != "query" || c.version >= 2) {
			operations = append(operations, op)
		}
	}
	if more := p.Get("additionalOperations"); more.Node != nil && c.version >= 2 {
		for _, op := range more.Members() {
			operations = append(operations, op)
			for _, verb := range verbs {
				if strings.EqualFold(op.Name(), verb) {
					c.warn(op, "bad-name", fmt.Sprintf("the method %q has a field of its own", op.Name()), fmt.Sprintf("move it to %q", verb))
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

func (c *checker) operationRules(p tree.Place) {
	c.securityRules(p)
	id := p.Text("operationId")
	if id == "" {
		return
	}
	if other, ok := c.operationIDs[id]; ok && other != p.Pointer() {
		c.warn(p.Get("operationId"), "duplicate", fmt.Sprintf("another operation has the operationId %q: #%s", id, other), "give each operation an id of its own")
		return
	}
	c.operationIDs[id] = p.Pointer()
}

func (c *checker) mediaTypeRules(p tree.Place) {
	c.exclude(p, "example", "examples")
	c.encodingRules(p)
}

func (c *checker) encodingRules(p tree.Place) {
	if c.version >= 2 {
		c.exclude(p, "encoding", "prefixEncoding", "itemEncoding")
	}
}

var status = regexp.MustCompile(`^[1-5](\d\d|XX)$`)

func (c *checker) responsesRules(p tree.Place) {
	n := 0
	for _, m := range p.Members() {
		if strings.HasPrefix(m.Name(), "x-") || m.Name() == "$ref" {
			continue
		}
		n++
		if m.Name() != "default" && !status.MatchString(m.Name()) {
			c.warn(m, "bad-name", fmt.Sprintf("%q is no status of a response", m.Name()), `write a number, "2XX" or "default"`)
		}
	}
	if n == 0 && !p.Has("$ref") {
		c.missing(p, "there is no response", `add one, for "default" if need be`)
	}
}

func (c *checker) exampleRules(p tree.Place) {
	c.exclude(p, "value", "externalValue")
	if c.version >= 2 {
		c.exclude(p, "value", "dataValue", "serializedValue")
		c.exclude(p, "serializedValue", "externalValue")
	}
}

func (c *checker) linkRules(p tree.Place) {
	c.exclude(p, "operationRef", "operationId")
	if c.version > 0 && !p.Has("operationRef") && !p.Has("operationId") {
		c.missing(p, `a link has neither "operationId" nor "operationRef"`, "add one of them")
	}
}

// schemeFields are what each type of security scheme must have.
var schemeFields = map[string][]string{
	"apiKey": {"name", "in"}, "http": {"scheme"}, "oauth2": {"flows"}, "openIdConnect": {"openIdConnectUrl"},
}

func (c *checker) securitySchemeRules(p tree.Place) {
	for _, name := range schemeFields[p.Text("type")] {
		if !p.Has(name) {
			c.report(p, "missing-field", fmt.Sprintf("a security scheme of type %q has no %q", p.Text("type"), name), fmt.Sprintf("add %q", name))
		}
	}
}

func (c *checker) xmlRules(p tree.Place) {
	if c.version >= 2 {
		c.exclude(p, "nodeType", "attribute", "wrapped")
	}
}

func (c *checker) overlayRules(p tree.Place) {
	seen := map[string]bool{}
	for _, action := range p.Get("actions").Items() {
		text, err := json.Marshal(action.Node.Value())
		if err == nil && seen[string(text)] {
			c.report(action, "duplicate", "the action is there twice", "take one of them out")
		}
		seen[string(text)] = true
	}
}

func (c *checker) actionRules(p tree.Place) {
	if target := p.Text("target"); p.Has("target") && !strings.HasPrefix(target, "$") {
		c.report(p.Get("target"), "not-jsonpath", fmt.Sprintf("the target %q does not begin with \"$\"", target), "write a JSONPath (RFC 9535)")
	}
}
