// Package check compares OpenAPI 3.0, 3.1 and 3.2 documents with the standard.
package check

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
)

// Document returns what the standard forbids in a document, with pointers: errors
// where it leaves open what is meant, and warnings where a reader can tell. Text is the version that the document says it has. What it refers to
// in other documents is not followed, and values and examples are not compared
// with their schemas. A scalar in place of a string becomes one in the tree.
func Document(t *tree.Tree, text string) []diag.Diagnostic {
	c := &checker{
		tree: t, version: minor(text), standard: "OpenAPI 3", seen: map[visit]bool{},
		operationIDs: map[string]string{}, schemes: map[string]bool{},
	}
	c.prepare()
	c.object(place{node: t.Root}, objects()["OpenAPI"])
	return c.found
}

// Swagger returns what Swagger 2.0 forbids in a document, as warnings: it is converted
// all the same. A reference that leads to nothing is an error.
func Swagger(t *tree.Tree) []diag.Diagnostic {
	c := &checker{
		tree: t, standard: "Swagger 2", seen: map[visit]bool{},
		operationIDs: map[string]string{}, schemes: map[string]bool{},
	}
	c.prepare()
	c.object(place{node: t.Root}, objects()["Swagger"])
	for i := range c.found {
		if c.found[i].Code != RefNotFound {
			c.found[i].Severity = diag.Warning
		}
	}
	return c.found
}

// Overlay returns what the Overlay Specification forbids in a document: all of it is
// an error.
func Overlay(t *tree.Tree, text string) []diag.Diagnostic {
	c := &checker{tree: t, version: minor(text), standard: "Overlay 1", seen: map[visit]bool{}}
	c.object(place{node: t.Root}, objects()["Overlay"])
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

// RefNotFound is the code of a reference that leads to nothing.
const RefNotFound = "ref-not-found"

// MisplacedRef is the code of a reference where the standard has none. Its pointer is
// that of the object that should be there.
const MisplacedRef = "misplaced-ref"

type checker struct {
	tree     *tree.Tree
	version  version
	standard string // and its major version
	found    []diag.Diagnostic
	seen     map[visit]bool

	operationIDs map[string]string // to the pointer of the operation
	schemes      map[string]bool   // names of security schemes
	path         string            // that is being checked, "" in components and callbacks
	own          place             // of that path
}

// visit tells that a node was checked as one kind of object: an alias stands
// for its target, and may stand for it often.
type visit struct {
	node   *yaml.Node
	object *object
}

// place is a value and where it is.
type place struct {
	node    *yaml.Node
	key     *yaml.Node // nil for an item of an array and the document
	pointer string
}

func (p place) member(k, v *yaml.Node) place { return place{v, k, tree.Join(p.pointer, k.Value)} }

// get returns the place of a member; its node is nil when there is none.
func (p place) get(name string) place {
	for k, v := range tree.Members(p.node) {
		if k.Value == name {
			return p.member(k, v)
		}
	}
	return place{pointer: tree.Join(p.pointer, name)}
}

func (p place) has(name string) bool { return tree.Member(p.node, name) != nil }

// items are the elements of an array.
func (p place) items() []place {
	if p.node == nil || p.node.Kind != yaml.SequenceNode {
		return nil
	}
	all := make([]place, len(p.node.Content))
	for i, n := range p.node.Content {
		all[i] = place{node: tree.Resolve(n), pointer: tree.Join(p.pointer, strconv.Itoa(i))}
	}
	return all
}

// members are the members of a map.
func (p place) members() []place {
	if p.node == nil {
		return nil
	}
	var all []place
	for k, v := range tree.Members(p.node) {
		all = append(all, p.member(k, v))
	}
	return all
}

// name is the key of a member.
func (p place) name() string {
	if p.key == nil {
		return ""
	}
	return p.key.Value
}

func (p place) text(name string) string { return tree.Scalar(p.node, name) }

// report adds an error: what is meant is open.
func (c *checker) report(p place, code, message, hint string) {
	c.add(diag.Error, p, code, message, hint)
}

// warn adds a warning: the document can be read all the same.
func (c *checker) warn(p place, code, message, hint string) {
	c.add(diag.Warning, p, code, message, hint)
}

func (c *checker) add(severity diag.Severity, p place, code, message, hint string) {
	at := p.key
	if at == nil {
		at = p.node
	}
	c.found = append(c.found, diag.Diagnostic{
		Severity: severity, Code: code, Pos: c.tree.At(at), Pointer: p.pointer, Message: message, Hint: hint,
	})
}

// misplaced reports a reference where the standard has none.
func (c *checker) misplaced(p place) {
	c.warn(p, MisplacedRef, "OpenAPI has no reference here", "write here what it leads to")
}

func (c *checker) value(p place, t *fieldType) {
	if t.name == "any" {
		return
	}
	if ref := tree.Member(p.node, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode && t.kind != objectKind {
		c.misplaced(p)
		return
	}
	switch t.kind {
	case objectKind:
		if t.ref && p.has("$ref") {
			c.reference(p)
			return
		}
		c.object(p, objects()[t.name])
	case arrayKind:
		if p.node.Kind != yaml.SequenceNode {
			c.wrongType(p, "an array", false)
			return
		}
		if t.nonempty && len(p.node.Content) == 0 {
			c.report(p, "empty-array", fmt.Sprintf("%q is empty", p.name()), "add an item, or take the field out")
		}
		for _, item := range p.items() {
			c.value(item, t.elem)
		}
	case mapKind:
		if p.node.Kind != yaml.MappingNode {
			c.wrongType(p, "a map", false)
			return
		}
		for _, m := range p.members() {
			if !strings.HasPrefix(m.name(), "x-") || t.elem.kind != objectKind {
				c.value(m, t.elem)
			}
		}
	case scalarKind:
		c.scalar(p, t)
	}
}

// wrongType reports a value of another type than the standard has. A scalar in place
// of another one is text all the same, null is nothing, and a reference is followed.
func (c *checker) wrongType(p place, want string, scalar bool) {
	where := "an item"
	if p.key != nil {
		where = strconv.Quote(p.name())
	} else if p.pointer == "" {
		where = "the document"
	}
	severity := diag.Error
	if p.node.Kind == yaml.ScalarNode && (scalar || p.node.ShortTag() == "!!null") || p.has("$ref") {
		severity = diag.Warning
	}
	c.add(severity, p, "wrong-type", fmt.Sprintf("%s is %s, want %s", where, describe(p.node), want), "write "+want)
}

func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "an array"
	}
	switch n.ShortTag() {
	case "!!null":
		return "null"
	case "!!int", "!!float":
		return "the number " + n.Value
	case "!!bool":
		return n.Value
	case "!!timestamp":
		return "the date " + n.Value
	}
	if len(n.Value) > 40 {
		return "a string"
	}
	return fmt.Sprintf("the string %q", n.Value)
}

func (c *checker) scalar(p place, t *fieldType) {
	tag := ""
	if p.node.Kind == yaml.ScalarNode {
		tag = p.node.ShortTag()
	}
	switch t.name {
	case "string":
		if tag != "!!str" && tag != "!!timestamp" { // a schema of JSON has no dates: they are strings there
			c.wrongType(p, "a string", true)
			if p.node.Kind == yaml.ScalarNode && tag != "!!null" {
				p.node.Tag = "!!str"
			}
			return
		}
		if t.values != nil && !slices.Contains(t.values, p.node.Value) {
			hint := "values here are " + diag.Quoted(t.values)
			if near := diag.Nearest(p.node.Value, t.values); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			severity := diag.Warning
			if p.name() == "in" || slices.Contains(t.values, "apiKey") {
				severity = diag.Error
			}
			c.add(severity, p, "unknown-value", fmt.Sprintf("%q is %q, which is no value of it", p.name(), p.node.Value), hint)
		}
	case "boolean":
		if tag != "!!bool" {
			c.wrongType(p, "true or false", true)
		}
	case "integer":
		if tag != "!!int" && (tag != "!!float" || !wholeNumber.MatchString(p.node.Value)) {
			c.wrongType(p, "an integer", true)
		}
	case "number":
		if tag != "!!int" && tag != "!!float" {
			c.wrongType(p, "a number", true)
		}
	case "type":
		c.schemaType(p)
	}
}

// wholeNumber is an integer that is written with a fraction.
var wholeNumber = regexp.MustCompile(`^-?[0-9]+\.0*$`)

var schemaTypes = fieldType{name: "string", values: []string{"null", "boolean", "object", "array", "number", "string", "integer"}}

// schemaType checks the type of a schema of 3.1: one or several names.
func (c *checker) schemaType(p place) {
	if p.node.Kind != yaml.SequenceNode {
		c.scalar(p, &schemaTypes)
		return
	}
	for _, item := range p.items() {
		c.scalar(place{item.node, p.key, item.pointer}, &schemaTypes)
	}
}

// reference checks a Reference Object, which must lead to something when it stays in
// the document.
func (c *checker) reference(p place) {
	ref := p.get("$ref")
	c.scalar(ref, &fieldType{name: "string"})
	pointer, local := strings.CutPrefix(ref.node.Value, "#")
	if !local || pointer != "" && pointer[0] != '/' || c.leads(pointer, 0) {
		return
	}
	last := strings.LastIndexByte(pointer, '/')
	hint := "correct the reference, or add what it names"
	var known []string
	if _, n := c.tree.Find(pointer[:max(last, 0)]); n != nil {
		for k := range tree.Members(n) {
			known = append(known, k.Value)
		}
	}
	if near := diag.Nearest(pointer[last+1:], known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	c.report(ref, RefNotFound, fmt.Sprintf("the reference %q leads to nothing", ref.node.Value), hint)
}

// leads reports whether a pointer leads to something. On its way may be references,
// also to other documents, which are not known here.
func (c *checker) leads(pointer string, depth int) bool {
	if unescaped, err := url.PathUnescape(pointer); err == nil {
		pointer = unescaped
	}
	if _, n := c.tree.Find(pointer); n != nil {
		return true
	}
	for i, ch := range pointer {
		if ch != '/' || i == 0 {
			continue
		}
		_, n := c.tree.Find(pointer[:i])
		if n == nil {
			return false
		}
		ref := tree.Scalar(n, "$ref")
		if ref == "" {
			continue
		}
		target, local := strings.CutPrefix(ref, "#")
		return !local || depth < 20 && c.leads(target+pointer[i:], depth+1)
	}
	return false
}

func (c *checker) object(p place, o *object) {
	v := visit{p.node, o}
	if c.seen[v] {
		return
	}
	c.seen[v] = true
	if o.schema() {
		if p.node.ShortTag() == "!!bool" && (c.version > 0 || p.name() == "additionalProperties") {
			return
		}
		if c.version == 0 && p.has("$ref") {
			c.reference(p)
			return
		}
	}
	if p.node.Kind != yaml.MappingNode {
		c.wrongType(p, "a map: "+article(o.name)+" Object", false)
		return
	}
	if ref := tree.Member(p.node, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode && !o.schema() && !strings.HasSuffix(o.name, "Path Item") {
		c.misplaced(p)
		return
	}
	for _, m := range p.members() {
		c.field(p, m, o)
	}
	for _, f := range o.fields {
		if f.required && f.since <= c.version && c.version <= f.till && !p.has(f.name) && !c.spared(p, o, f.name) {
			severity := diag.Warning
			if o.name == "Parameter" || o.name == "Security Scheme" {
				severity = diag.Error
			}
			c.add(severity, p, "missing-field", fmt.Sprintf("%s Object has no %q", article(o.name), f.name), fmt.Sprintf("add %q", f.name))
		}
	}
	if rule := rules[o.name]; rule != nil {
		rule(c, p)
	}
}

// spared reports whether a field may be missing after all.
func (c *checker) spared(p place, o *object, name string) bool {
	return o.name == "Discriminator" && name == "propertyName" && c.version >= 2 && p.has("defaultMapping")
}

func (c *checker) field(p, m place, o *object) {
	name := m.name()
	if o.extensions && strings.HasPrefix(name, "x-") {
		return
	}
	if name == "$ref" && o.schema() {
		c.reference(p)
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
	if near := diag.Nearest(name, known); near != "" && !p.has(near) {
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
