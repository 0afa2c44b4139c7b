package check

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// isRef reports whether p is a reference.
func isRef(p tree.Place) bool {
	ref := p.Node.Get("$ref")
	return ref != nil && ref.IsScalar()
}

// maxInlined is how many references are followed where the standard has none.
const maxInlined = 100_000

// misplaced reports a reference where the standard has none, and checks what it leads to
// in its place.
func (c *checker) misplaced(p tree.Place, kind kind, check func(tree.Place)) {
	c.warn(p, MisplacedRef, "OpenAPI has no reference here", "write here what it leads to")
	to, fault := c.follow(p)
	if fault != nil {
		fault.Severity = diag.Error
		if kind == scalarKind {
			fault.Severity = diag.Warning // it is not there
		}
		c.found = append(c.found, *fault)
	} else if to.Exists() {
		check(to)
	}
}

// follow returns what the reference at p leads to, as if it stood there; nothing where
// references are not followed.
func (c *checker) follow(p tree.Place) (tree.Place, *diag.Diagnostic) {
	if c.files == nil || len(c.inlined) > maxInlined {
		return tree.Place{}, nil
	}
	c.inlined[p.Pointer()] = true
	to := p
	for steps := 0; isRef(to); steps++ {
		next, fault := c.files.Resolve(to)
		if steps == maxSteps {
			fault = &diag.Diagnostic{
				Code: tree.NotFound, Pos: p.At(), Message: fmt.Sprintf("the reference %q leads to itself", p.Text("$ref")), Hint: "let it lead to something else",
			}
		}
		if fault != nil {
			told := *fault
			told.Pointer = tree.Join(p.Pointer(), "$ref")
			return tree.Place{}, &told
		}
		to = next
	}
	to = to.InPlaceOf(p)
	return to, nil
}

// maxSteps is how many references lead to one object.
const maxSteps = 100

// reference checks a Reference Object, which must lead to an object called name when it
// stays in its document.
func (c *checker) reference(p tree.Place, name string) {
	ref := p.Get("$ref")
	c.scalar(ref, &fieldType{name: "string"})
	if ref.Node.IsScalar() && ref.Node.Text == "" {
		c.warn(ref, "empty-ref", "the reference is empty, and says nothing", "name what it leads to, or take it out")
		return
	}
	pointer, local := strings.CutPrefix(ref.Node.Text, "#")
	if !local || c.files == nil || pointer != "" && pointer[0] != '/' {
		return
	}
	if _, fault := c.files.Resolve(p); fault == nil || fault.Code != tree.NotFound || fault.Pos != p.Tree.At(ref.Node) {
		c.kind(ref, pointer, name)
		return
	}
	hint := "correct the reference, or add what it names"
	if c.hints++; c.hints <= maxHints {
		if near := nearest(p, pointer); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
	}
	c.report(ref, tree.NotFound, fmt.Sprintf("the reference %q leads to nothing", ref.Node.Text), hint)
}

// maxHints is how many references to nothing get a hint that compares all names.
const maxHints = 20

// nearest returns the name that a pointer may mean, of those beside it; "" for none.
func nearest(p tree.Place, pointer string) string {
	last := strings.LastIndexByte(pointer, '/')
	var known []string
	if _, n := p.Tree.Find(pointer[:max(last, 0)]); n != nil {
		for k := range n.Members() {
			known = append(known, k.Text)
		}
	}
	return diag.Nearest(pointer[last+1:], known)
}

// componentsOf are where objects of a kind are in components.
var componentsOf = map[string]string{
	"Schema": "schemas", "Response": "responses", "Parameter": "parameters", "Example": "examples", "Request Body": "requestBodies",
	"Header": "headers", "Security Scheme": "securitySchemes", "Link": "links", "Callback": "callbacks", "Media Type": "mediaTypes",
	"Swagger Schema": "definitions", "Swagger Response": "responses", "Swagger Parameter": "parameters",
}

var component = regexp.MustCompile(`^/(?:components/)?(schemas|responses|parameters|examples|requestBodies|headers|securitySchemes|links|callbacks|mediaTypes|definitions)/[^/]+$`)

// kind checks that a reference to a component leads to an object called name.
func (c *checker) kind(ref tree.Place, pointer, name string) {
	m := component.FindStringSubmatch(pointer)
	if want := componentsOf[name]; m != nil && want != "" && m[1] != want {
		c.report(ref, WrongKind, fmt.Sprintf("the reference %q leads to one of %q, and %s Object is wanted", ref.Node.Text, m[1], article(name)),
			fmt.Sprintf("refer to one of %q", want))
	}
}

// pathItem checks what the reference in a path item leads to; false when references are
// not followed.
func (c *checker) pathItem(p tree.Place, o *object) bool {
	to, fault := c.follow(p)
	if fault != nil {
		fault.Severity, fault.LeftOut = diag.Loss, "the operations of the path"
		c.found = append(c.found, *fault)
		return true
	}
	if !to.Exists() {
		return false
	}
	if own := c.own; own.Node == p.Node {
		c.own = to
		defer func() { c.own = own }()
	}
	c.object(to, o)
	return true
}

// target returns the object that a reference leads to, p itself when it is none. Fault
// says that it leads to nothing.
func (c *checker) target(p tree.Place) (to tree.Place, fault bool) {
	for steps := 0; isRef(p) && steps < maxSteps; steps++ {
		to, found := c.files.Resolve(p)
		if found != nil {
			return p, true
		}
		p = to
	}
	return p, false
}
