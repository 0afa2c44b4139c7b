package openapi

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/check"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/overlay"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// loader reads the syntax tree of a document without what is not clear in it.
type loader struct {
	source  *source.Document
	files   *tree.Files
	diags   *diag.List
	inlined map[string]bool         // pointers at which a reference stands for what it leads to
	leftOut map[string]bool         // pointers of operations and components
	all     []tree.Place            // the references
	needing map[string][]tree.Place // those to each component
}

// load returns the syntax tree of a document, nil when there is nothing to read on with.
func load(doc *source.Document, root *source.Root, diags *diag.List) (*document.Document, *tree.Files) {
	t := parse(doc, diags)
	if t == nil {
		return nil, nil
	}
	self(t)
	var identify func(*tree.Tree)
	if doc.Kind == source.OpenAPI && !strings.HasPrefix(doc.Version, "3.0") {
		identify = jsonschema.Identify
		identify(t)
	}
	l := &loader{source: doc, files: tree.NewFiles(t, doc.Abs, root), diags: diags, leftOut: map[string]bool{}}
	l.files.Opened = identify
	if !l.check() || !l.follow() {
		return nil, nil
	}
	return document.Read(l.files, doc.Version, l.leftOut, diags), l.files
}

// parse reads the text of a document, and applies its overlays.
func parse(doc *source.Document, diags *diag.List) *tree.Tree {
	t, fault := tree.Parse(doc.Path, doc.Data)
	if fault != nil {
		diags.Add(*fault)
		return nil
	}
	for _, k := range t.TakeDuplicates() {
		diags.Add(diag.Diagnostic{
			Severity: diag.Warning, Code: "duplicate-key", Pos: k.At(), Pointer: k.Pointer(),
			Message: fmt.Sprintf("%q is there twice in one mapping; this one counts", k.Name()), Hint: "take one of them out",
		})
	}
	for _, o := range doc.Overlays {
		over, fault := tree.Parse(o.Path, o.Data)
		if fault != nil {
			diags.Add(*fault)
			return nil
		}
		if overlay.Apply(t, over, diags); diags.HasErrors() {
			return nil
		}
	}
	return t
}

// self makes references to the document by its own URI ("$self" of 3.2) ones within
// it.
func self(t *tree.Tree) {
	own := t.Root.Scalar("$self")
	if own == "" {
		return
	}
	for _, ref := range tree.NewFiles(t, t.File, nil).References(t.Place(), nil) {
		text := ref.Node.Get("$ref")
		if fragment, ok := strings.CutPrefix(text.Text, own); ok && (fragment == "" || fragment[0] == '#') {
			text.Text = "#" + strings.TrimPrefix(fragment, "#")
		}
	}
}

// check compares the document with the standard. An operation that is not clear is
// left out, and so are those of a path or with a component that is not. It returns false
// when more is not clear.
func (l *loader) check() bool {
	var found []diag.Diagnostic
	if l.source.Kind == source.Swagger {
		found, l.inlined = check.Swagger(l.files)
	} else {
		found, l.inlined = check.Document(l.files, l.source.Version)
	}
	l.findNeeding()
	clear := true
	for _, d := range found {
		if d.Severity != diag.Error {
			l.diags.Add(d)
			continue
		}
		clear = l.leaveOut(d, d.Pointer) && clear
	}
	return clear
}

// findNeeding collects the references to each component.
func (l *loader) findNeeding() {
	l.all = l.files.References(l.files.Main().Place(), func(pointer string) bool { return l.inlined[pointer] })
	l.needing = map[string][]tree.Place{}
	for _, ref := range l.all {
		if pointer, ok := strings.CutPrefix(ref.Text("$ref"), "#"); ok && ref.Tree == l.files.Main() {
			component := componentPointer.FindString(pointer)
			l.needing[component] = append(l.needing[component], ref)
		}
	}
}

// componentPointer leads to a component, or into it; those of Swagger 2.0 are at the
// root.
var componentPointer = regexp.MustCompile(`^/(?:components/[^/]+|definitions|parameters|responses)/[^/]+`)

// isType reports whether a component is a schema, which gives a type.
func isType(component string) bool {
	return strings.HasPrefix(component, "/components/schemas/") || strings.HasPrefix(component, "/definitions/")
}

// componentsPointer leads to the components, or to all of a kind, or webhooks.
var componentsPointer = regexp.MustCompile(`^/(?:components(?:/[^/]+)?|definitions|parameters|responses|securityDefinitions(?:/[^/]+)?|webhooks)$`)

// operationPointer leads to an operation of a path or a webhook, or into it.
var operationPointer = regexp.MustCompile(`^/(?:paths|webhooks)/[^/]+/(?:get|put|post|delete|options|head|patch|trace|query|additionalOperations/[^/]+)(?:/|$)`)

// pathPointer leads to a path or a webhook, or into it.
var pathPointer = regexp.MustCompile(`^/(?:paths|webhooks)/[^/]+`)

// operationOf returns the pointer of the operation that a pointer leads into, or "".
func operationOf(pointer string) string {
	return strings.TrimSuffix(operationPointer.FindString(pointer), "/")
}

func describeOperation(pointer string) string {
	hook, isHook := strings.CutPrefix(pointer, "/webhooks/")
	path, method, _ := strings.Cut(strings.TrimPrefix(hook, "/paths/"), "/")
	what := strings.ToUpper(strings.TrimPrefix(method, "additionalOperations/")) + " " + tree.Unescape(path)
	if isHook {
		return "webhook " + what
	}
	return what
}

// isLeftOut reports whether a pointer leads into what is left out.
func (l *loader) isLeftOut(pointer string) bool {
	return l.leftOut[operationOf(pointer)] || l.leftOut[componentPointer.FindString(pointer)]
}

// follow looks at what the document refers to. An operation that needs what cannot
// be read is left out, and so is a component, with what needs that.
func (l *loader) follow() bool {
	clear := true
	for _, ref := range l.all {
		d := l.files.Fault(ref)
		if d == nil {
			continue
		}
		told := *d
		if told.Pointer = ""; d.Pos == ref.Tree.At(ref.Node.Get("$ref")) {
			told.Pointer = tree.Join(ref.Pointer(), "$ref")
		}
		clear = l.leaveOut(told, ref.Pointer()) && clear
	}
	return clear
}

// leaveOut leaves out the operation, the path or the component that has what a pointer
// leads to, and what refers to that component. It returns false when there is none.
func (l *loader) leaveOut(d diag.Diagnostic, pointer string) bool {
	if op := operationOf(pointer); op != "" {
		d.Severity, d.LeftOut = diag.Loss, describeOperation(op)
		l.diags.Add(d)
		l.leftOut[op] = true
		return true
	}
	if path := pathPointer.FindString(pointer); path != "" {
		d.Severity, d.LeftOut = diag.Loss, "the operations of the path"
		l.diags.Add(d)
		l.leftOut[path] = true
		return true
	}
	component := componentPointer.FindString(pointer)
	switch {
	case component != "":
	case componentsPointer.MatchString(pointer): // what refers to them says that they are not there
		component = pointer
	default:
		l.diags.Add(d)
		return false
	}
	d.Severity, d.LeftOut = diag.Warning, "#"+component
	if root := l.files.Main().Root; isType(component) && !root.Get("paths").HasParts() && !root.Get("webhooks").HasParts() {
		d.Severity = diag.Loss // types are all that is generated
	}
	l.diags.Add(d)
	l.leftOut[component] = true
	clear := true
	for _, ref := range l.needing[component] {
		target := ref.Text("$ref")
		if l.isLeftOut(ref.Pointer()) {
			continue
		}
		clear = l.leaveOut(diag.Diagnostic{
			Code: d.Code, Pos: ref.Tree.At(ref.Node.Get("$ref")), Pointer: tree.Join(ref.Pointer(), "$ref"),
			Message: fmt.Sprintf("%q is left out", target), Hint: d.Hint,
		}, ref.Pointer()) && clear
	}
	return clear
}
