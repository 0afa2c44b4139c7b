// Package check compares OpenAPI 3.0, 3.1 and 3.2 documents with the standard.
package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Document returns what the standard forbids in a document, with pointers: errors
// where it leaves open what is meant, and warnings where a reader can tell. Text is the
// version that the document says it has. References are followed where the standard has
// none, and for path items; the pointers of these are in inlined. Values and examples are
// not compared with their schemas. A scalar in place of a text becomes one in the tree.
func Document(files *tree.Files, text string) (found []diag.Diagnostic, inlined map[string]bool) {
	c := newChecker(files, "OpenAPI 3")
	c.version = minor(text)
	c.object(files.Main().Place(), objects()["OpenAPI"])
	return c.found, c.inlined
}

// Swagger is Document for Swagger 2.0. All is a warning, but for references that lead to
// nothing, or to what cannot be there.
func Swagger(files *tree.Files) (found []diag.Diagnostic, inlined map[string]bool) {
	c := newChecker(files, "Swagger 2")
	c.object(files.Main().Place(), objects()["Swagger"])
	for i, d := range c.found {
		if d.Code != tree.NotFound && d.Code != WrongKind && d.Severity == diag.Error {
			c.found[i].Severity = diag.Warning
		}
	}
	return c.found, c.inlined
}

func newChecker(files *tree.Files, standard string) *checker {
	c := &checker{
		files: files, standard: standard, seen: map[visit]bool{}, inlined: map[string]bool{},
		operationIDs: map[string]string{}, schemes: map[string]bool{},
	}
	c.prepare()
	return c
}

// Overlay returns what the Overlay Specification forbids in a document: all of it is
// an error.
func Overlay(t *tree.Tree, text string) []diag.Diagnostic {
	c := &checker{version: minor(text), standard: "Overlay 1", seen: map[visit]bool{}, inlined: map[string]bool{}}
	c.object(t.Place(), objects()["Overlay"])
	for i := range c.found {
		c.found[i].Severity = diag.Error
	}
	return c.found
}

// minor is the minor version in "3.1.0".
func minor(text string) version {
	_, rest, _ := strings.Cut(text, ".")
	digits, _, _ := strings.Cut(rest, ".")
	n, _ := strconv.Atoi(digits)
	return min(version(n), lastVersion)
}

// MisplacedRef is the code of a reference where the standard has none.
const MisplacedRef = "misplaced-ref"

// WrongKind is the code of a reference that leads to another kind of object.
const WrongKind = "ref-kind"

type checker struct {
	files    *tree.Files // nil when references are not followed
	version  version
	standard string // and its major version
	found    []diag.Diagnostic
	seen     map[visit]bool
	inlined  map[string]bool // pointers at which what a reference leads to was checked

	hints        int               // references to nothing so far
	operationIDs map[string]string // to the pointer of the operation
	schemes      map[string]bool   // names of security schemes
	path         string            // that is being checked, "" in components and callbacks
	own          tree.Place        // of that path
}

// visit tells that a node was checked as one kind of object: an alias stands
// for its target, and may stand for it often.
type visit struct {
	node   *tree.Node
	object *object
}

// report adds an error: what is meant is open.
func (c *checker) report(p tree.Place, code, message, hint string) {
	c.add(diag.Error, p, code, message, hint)
}

// warn adds a warning: the document can be read all the same.
func (c *checker) warn(p tree.Place, code, message, hint string) {
	c.add(diag.Warning, p, code, message, hint)
}

func (c *checker) add(severity diag.Severity, p tree.Place, code, message, hint string) {
	c.found = append(c.found, diag.Diagnostic{
		Severity: severity, Code: code, Pos: p.At(), Pointer: p.Pointer(), Message: message, Hint: hint,
	})
}

func (c *checker) value(p tree.Place, t *fieldType) {
	if t.name == "any" {
		return
	}
	if isRef(p) && t.kind != objectKind {
		c.misplaced(p, t.kind, func(to tree.Place) { c.value(to, t) })
		return
	}
	switch t.kind {
	case objectKind:
		if t.ref && p.Has("$ref") {
			c.reference(p, t.name)
			return
		}
		c.object(p, objects()[t.name])
	case arrayKind:
		if p.Node.Kind != tree.List {
			// Of drafts before, which say at a property that it is required: that is plain.
			c.wrongType(p, "an array", p.Name() == "required" && p.Node.Kind == tree.Bool)
			return
		}
		if t.nonempty && len(p.Node.Content) == 0 {
			c.warn(p, "empty-array", fmt.Sprintf("%q is empty", p.Name()), "add an item, or take the field out")
		}
		for _, item := range p.Items() {
			c.value(item, t.elem)
		}
	case mapKind:
		if p.Node.Kind != tree.Map {
			c.wrongType(p, "a map", false)
			return
		}
		for _, m := range p.Members() {
			if !strings.HasPrefix(m.Name(), "x-") || t.elem.kind != objectKind {
				c.value(m, t.elem)
			}
		}
	case scalarKind:
		c.scalar(p, t)
	}
}

// wrongType reports a value of another type than the standard has. A scalar in place
// of another one is text all the same, null is nothing, and a reference is followed.
func (c *checker) wrongType(p tree.Place, want string, scalar bool) {
	where := "an item"
	if p.Key != nil {
		where = strconv.Quote(p.Name())
	} else if p.IsDocument() {
		where = "the document"
	}
	severity := diag.Error
	if p.Node.IsScalar() && (scalar || p.Node.IsNull()) || p.Has("$ref") || p.Key != nil && slices.Contains(aside, p.Name()) {
		severity = diag.Warning
	}
	c.add(severity, p, "wrong-type", fmt.Sprintf("%s is %s, want %s", where, describe(p.Node), want), "write "+want)
}

// aside are fields of which nothing is sent: of another type than the standard has, they
// say nothing. Without servers a program says where the service is.
var aside = []string{
	"info", "contact", "license", "servers", "variables", "tags", "externalDocs", "links", "xml", "example", "examples",
	"summary", "description", "title", "termsOfService",
}

func describe(n *tree.Node) string {
	switch n.Kind {
	case tree.Map:
		return "a map"
	case tree.List:
		return "an array"
	case tree.Null:
		return "null"
	case tree.Integer, tree.Number:
		return "the number " + n.Text
	case tree.Bool:
		return n.Text
	case tree.Date:
		return "the date " + n.Text
	}
	if len(n.Text) > 40 {
		return "a string"
	}
	return fmt.Sprintf("the string %q", n.Text)
}

func (c *checker) scalar(p tree.Place, t *fieldType) {
	kind := p.Node.Kind
	switch t.name {
	case "string":
		if !p.Node.IsText() { // a schema of JSON has no dates: they are strings there
			c.wrongType(p, "a string", true)
			if p.Node.IsScalar() && kind != tree.Null {
				p.Node.Kind = tree.Text
			}
			return
		}
		c.oneOf(p, t)
	case "boolean":
		if kind != tree.Bool {
			c.wrongType(p, "true or false", true)
		}
	case "integer":
		if kind != tree.Integer && (kind != tree.Number || !wholeNumber.MatchString(p.Node.Text)) {
			c.wrongType(p, "an integer", true)
		}
	case "number":
		if kind != tree.Integer && kind != tree.Number {
			c.wrongType(p, "a number", true)
		}
	case "type":
		c.schemaType(p)
	}
}

// oneOf checks a text that must be one of several.
func (c *checker) oneOf(p tree.Place, t *fieldType) {
	if t.values == nil || slices.Contains(t.values, p.Node.Text) {
		return
	}
	hint := "values here are " + diag.Quoted(t.values)
	if near := diag.Nearest(p.Node.Text, t.values); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	severity := diag.Warning
	if p.Name() == "in" || slices.Contains(t.values, "apiKey") {
		severity = diag.Error
	}
	c.add(severity, p, "unknown-value", fmt.Sprintf("%q is %q, which is no value of it", p.Name(), p.Node.Text), hint)
}

// wholeNumber is an integer that is written with a fraction.
var wholeNumber = regexp.MustCompile(`^-?[0-9]+\.0*$`)

var schemaTypes = fieldType{name: "string", values: []string{"null", "boolean", "object", "array", "number", "string", "integer"}}

// schemaType checks the type of a schema of 3.1: one or several names.
func (c *checker) schemaType(p tree.Place) {
	if p.Node.Kind != tree.List {
		c.scalar(p, &schemaTypes)
		return
	}
	for _, item := range p.Items() {
		item.Key = p.Key
		c.scalar(item, &schemaTypes)
	}
}

func (c *checker) object(p tree.Place, o *object) {
	v := visit{p.Node, o}
	if c.seen[v] {
		return
	}
	c.seen[v] = true
	if o.schema() {
		if p.Node.Kind == tree.Bool && (c.version > 0 || p.Name() == "additionalProperties") {
			return
		}
		if c.version == 0 && p.Has("$ref") {
			c.reference(p, o.name)
			return
		}
	}
	if p.Node.Kind != tree.Map {
		c.wrongType(p, "a map: "+article(o.name)+" Object", false)
		return
	}
	isPath := strings.HasSuffix(o.name, "Path Item")
	if isRef(p) && !o.schema() && !isPath {
		c.misplaced(p, objectKind, func(to tree.Place) { c.object(to, o) })
		return
	}
	for _, m := range p.Members() {
		c.field(p, m, o)
	}
	if isPath && isRef(p) && c.pathItem(p, o) {
		return
	}
	c.missingFields(p, o)
	if rule := rules[o.name]; rule != nil {
		rule(c, p)
	}
}

// missingFields reports the fields that p must have.
func (c *checker) missingFields(p tree.Place, o *object) {
	for _, f := range o.fields {
		if f.required && f.since <= c.version && c.version <= f.till && !p.Has(f.name) && !c.spared(p, o, f.name) {
			severity := diag.Warning
			if o.name == "Parameter" || o.name == "Security Scheme" {
				severity = diag.Error
			}
			c.add(severity, p, "missing-field", fmt.Sprintf("%s Object has no %q", article(o.name), f.name), fmt.Sprintf("add %q", f.name))
		}
	}
}

// spared reports whether a field may be missing after all.
func (c *checker) spared(p tree.Place, o *object, name string) bool {
	return o.name == "Discriminator" && name == "propertyName" && c.version >= 2 && p.Has("defaultMapping")
}

func (c *checker) field(p, m tree.Place, o *object) {
	name := m.Name()
	if o.extensions && strings.HasPrefix(name, "x-") {
		return
	}
	if name == "$ref" && o.schema() {
		c.reference(p, o.name)
		return
	}
	if f, ok := o.field(name, c.version); ok {
		before := c.path
		if strings.HasSuffix(o.name, "Paths") {
			c.path, c.own = name, m
		}
		c.value(m, &f.typ)
		c.path = before
		return
	}
	known := o.names(c.version)
	hint := "take it out, or begin its name with \"x-\""
	if near := diag.Nearest(name, known); near != "" && !p.Has(near) {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	if v := o.versionOf(name); v != "" && c.standard != "Swagger 2" {
		hint = fmt.Sprintf("it is a field of %s.%s", c.standard, v)
	}
	c.warn(m, "unknown-field", fmt.Sprintf("%s Object of %s.%d has no field %q", article(o.name), c.standard, c.version, name), hint)
}

// versionOf returns the first minor version that has a field; "" when none does.
func (o *object) versionOf(name string) string {
	for v := range lastVersion + 1 {
		if f, ok := o.field(name, v); ok && f.name == name {
			return strconv.Itoa(int(v))
		}
	}
	return ""
}

// schema reports whether o is a Schema Object.
func (o *object) schema() bool { return o.name == "Schema" || o.name == "Swagger Schema" }

// article returns the name of an object with one before it.
func article(name string) string {
	name = strings.TrimPrefix(name, "Swagger ")
	if strings.ContainsRune("AEIOX", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
