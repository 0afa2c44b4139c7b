// Package overlay applies documents of the Overlay Specification, 1.0 and 1.1, to
// the document that they are for.
package overlay

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/theory/jsonpath"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/check"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Apply applies an overlay to t, action by action. What is wrong with the overlay is
// added to diags, and then t is not to be used. That a target selects nothing, which
// the specification lets pass, is an error: what was to be changed is not.
func Apply(t, overlay *tree.Tree, diags *diag.List) {
	a := &applier{tree: t, overlay: overlay, diags: diags}
	if !a.check() {
		return
	}
	_, actions := overlay.Find("/actions")
	for i, action := range actions.Content {
		a.pointer = fmt.Sprintf("/actions/%d", i)
		a.apply(action)
	}
}

type applier struct {
	tree    *tree.Tree
	overlay *tree.Tree
	diags   *diag.List
	pointer string // of the action
}

var versions = regexp.MustCompile(`^1\.[01]\.\d+$`)

func (a *applier) check() bool {
	version := a.overlay.Root.Scalar("overlay")
	if !versions.MatchString(version) {
		a.report(a.overlay.Root, "", "unsupported-version", fmt.Sprintf("Overlay %q is not a version that odagen reads", version),
			"the versions read are 1.0.x and 1.1.x")
		return false
	}
	found := check.Overlay(a.overlay, version)
	for _, d := range found {
		a.diags.Add(d)
	}
	return len(found) == 0
}

// report adds an error at a field of the action, or at n when it has none of that
// name.
func (a *applier) report(n *tree.Node, field, code, message, hint string) {
	d := diag.Diagnostic{Code: code, Pos: a.overlay.At(n), Pointer: a.pointer, Message: message, Hint: hint}
	for k := range n.Members() {
		if k.Text == field {
			d.Pos, d.Pointer = a.overlay.At(k), tree.Join(a.pointer, field)
		}
	}
	a.diags.Add(d)
}

func (a *applier) apply(action *tree.Node) {
	targets := a.query(action, "target")
	if targets == nil {
		return
	}
	if action.Scalar("remove") == "true" {
		a.remove(action, targets)
		return
	}
	field, change := "update", action.Get("update")
	if change == nil {
		field = "copy"
		if action.Get(field) == nil {
			return
		}
		sources := a.query(action, field)
		if len(sources) != 1 {
			if sources != nil {
				a.report(action, field, "overlay-copy", fmt.Sprintf("%q selects %d places, want 1", action.Scalar(field), len(sources)), "select what is to be copied")
			}
			return
		}
		_, change = a.tree.Find(sources[0])
		change = a.tree.Clone(change, a.tree) // a target may hold it
	}
	from := a.overlay
	if field == "copy" {
		from = a.tree
	}
	for _, pointer := range targets {
		_, target := a.tree.Find(pointer)
		if fault := a.merge(target, change, from, true); fault != "" {
			a.report(action, field, "overlay-type", fmt.Sprintf("#%s: %s", pointer, fault), "update an object with an object, an array with its items, a text with a text")
			return
		}
	}
}

// query returns the pointers of what the JSONPath of a field selects, in the order
// of the document's members; nil after a fault.
func (a *applier) query(action *tree.Node, field string) []string {
	text := action.Scalar(field)
	path, err := jsonpath.Parse(text)
	if err != nil {
		a.report(action, field, "not-jsonpath", fmt.Sprintf("%q: %s", text, strings.TrimPrefix(err.Error(), "jsonpath: ")),
			"correct the JSONPath (RFC 9535): a name with other characters than letters and digits stands in brackets and quotes")
		return nil
	}
	located := path.SelectLocated(a.tree.Root.Value())
	if len(located) == 0 {
		a.report(action, field, "overlay-no-match", fmt.Sprintf("%q selects nothing in the document", text), "correct the JSONPath, or take the action out")
		return nil
	}
	located = located.Deduplicate()
	located.Sort()
	var pointers []string
	for p := range located.Paths() {
		pointers = append(pointers, p.Pointer())
	}
	return pointers
}

// remove takes targets out, the last items of an array first.
func (a *applier) remove(action *tree.Node, targets []string) {
	for _, pointer := range slices.Backward(targets) {
		if pointer == "" {
			a.report(action, "target", "overlay-type", "the document itself cannot be removed", "select a part of it")
			return
		}
		a.tree.Remove(pointer)
	}
}

// merge changes target to hold change. Top is whether it is what the action selects:
// an array takes any value then. It returns what does not fit.
func (a *applier) merge(target, change *tree.Node, from *tree.Tree, top bool) (fault string) {
	switch {
	case target.Kind == tree.Map && change.Kind == tree.Map:
		for k, v := range change.Members() {
			old := target.Get(k.Text)
			if old == nil {
				target.Content = append(target.Content, a.tree.Clone(k, from), a.tree.Clone(v, from))
				continue
			}
			if fault := a.merge(old, v, from, false); fault != "" {
				return fmt.Sprintf("%q: %s", k.Text, fault)
			}
		}
	case target.Kind == tree.List && change.Kind == tree.List:
		for _, item := range change.Content {
			target.Content = append(target.Content, a.tree.Clone(item, from))
		}
	case target.Kind == tree.List && top:
		target.Content = append(target.Content, a.tree.Clone(change, from))
	case target.IsScalar() && change.IsScalar():
		a.tree.Replace(target, change, from)
	default:
		return fmt.Sprintf("%s cannot become %s", kindName(target), kindName(change))
	}
	return ""
}

func kindName(n *tree.Node) string {
	switch n.Kind {
	case tree.Map:
		return "an object"
	case tree.List:
		return "an array"
	}
	return fmt.Sprintf("%q", n.Text)
}
