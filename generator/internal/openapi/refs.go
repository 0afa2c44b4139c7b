package openapi

import (
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/tree"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// files are the documents that the one that is read refers to.
type files struct {
	root  *source.Root
	dir   string                      // of the document, which paths are relative to
	name  func(abs string) string     // for diagnostics
	trees map[string]*tree.Tree       // by absolute path
	seen  map[string]*diag.Diagnostic // what is wrong with what a reference leads to
}

// open returns the document at a URI, or what is wrong with it.
func (f *files) open(uri *url.URL) (*tree.Tree, error) {
	abs := filepath.ToSlash(uri.Path)
	if t := f.trees[abs]; t != nil && (uri.Scheme == "" || uri.Scheme == "file") {
		return t, nil
	}
	data, err := f.read(uri)
	if err != nil {
		return nil, err
	}
	t, err := tree.Parse(f.name(abs), data)
	if err != nil {
		d := syntaxFault(f.name(abs), err)
		return nil, &source.Fault{Code: d.Code, Message: d.Message, Hint: d.Hint, Pos: d.Pos}
	}
	t.TakeDuplicates()
	f.trees[abs] = t
	return t, nil
}

func (f *files) read(uri *url.URL) ([]byte, error) {
	if uri.Scheme == "" && uri.Host == "" {
		if rel, err := filepath.Rel(f.dir, uri.Path); err == nil {
			uri = &url.URL{Path: filepath.ToSlash(rel)}
		}
	}
	return f.root.Read(uri.String())
}

// reference is a $ref, in the file at abs.
type reference struct {
	abs     string
	tree    *tree.Tree
	key     *yaml.Node
	value   *yaml.Node
	pointer string // of the object that has it
}

// data are the members that hold values, in which $ref is a name like any other.
var data = []string{"example", "value", "default", "enum", "const"}

// isData reports whether a member holds a value, or is an extension.
func isData(name string) bool { return slices.Contains(data, name) || strings.HasPrefix(name, "x-") }

// references returns the references in what a pointer leads to.
func references(abs string, t *tree.Tree, pointer string) []reference {
	var all []reference
	var walk func(n *yaml.Node, pointer string)
	walk = func(n *yaml.Node, pointer string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				k, v := n.Content[i], n.Content[i+1]
				switch {
				case k.Value == "$ref" && v.Kind == yaml.ScalarNode:
					all = append(all, reference{abs, t, k, v, pointer})
				case !isData(k.Value):
					walk(v, tree.Join(pointer, k.Value))
				}
			}
		case yaml.SequenceNode:
			for i, item := range n.Content {
				walk(item, tree.Join(pointer, strconv.Itoa(i)))
			}
		}
	}
	if _, n := t.Find(pointer); n != nil {
		walk(n, pointer)
	}
	return all
}

// fault returns what is wrong with what ref leads to in another document, or with
// what that refers to; nil when nothing is.
func (f *files) fault(ref reference, depth int) *diag.Diagnostic {
	target, err := url.Parse(ref.value.Value)
	if err != nil || depth > maxParts {
		return nil // kin-openapi says more
	}
	if target.Path == "" && target.Host == "" && depth == 0 {
		return nil // within the document, which is checked
	}
	base := &url.URL{Path: ref.abs}
	uri := base.ResolveReference(target)
	fragment := uri.Fragment
	uri.Fragment, uri.RawFragment = "", ""
	key := uri.String() + "#" + fragment
	if d, ok := f.seen[key]; ok {
		return d
	}
	f.seen[key] = nil // a cycle is no fault
	f.seen[key] = f.look(ref, uri, fragment, depth)
	return f.seen[key]
}

func (f *files) look(ref reference, uri *url.URL, fragment string, depth int) *diag.Diagnostic {
	at := ref.tree.At(ref.value)
	t, err := f.open(uri)
	if err != nil {
		d := source.Diagnose(err, at)
		return &d
	}
	if fragment != "" && fragment[0] != '/' {
		return nil // an anchor
	}
	if _, n := t.Find(fragment); n == nil {
		if f.passes(t, fragment) {
			return nil
		}
		return &diag.Diagnostic{
			Code: "ref-not-found", Pos: at, Hint: "correct the reference, or add what it names",
			Message: fmt.Sprintf("the reference %q leads to nothing", ref.value.Value),
		}
	}
	for _, inner := range references(filepath.ToSlash(uri.Path), t, fragment) {
		if d := f.fault(inner, depth+1); d != nil {
			return d
		}
	}
	return nil
}

// passes reports whether a pointer passes through a reference, which is not
// followed here.
func (f *files) passes(t *tree.Tree, pointer string) bool {
	for i, ch := range pointer {
		if ch == '/' && i > 0 {
			if _, n := t.Find(pointer[:i]); n != nil && tree.Scalar(n, "$ref") != "" {
				return true
			}
		}
	}
	return false
}

// follow looks at what the document refers to. An operation that needs what cannot
// be read is left out, and so is a component, with what needs that.
func (r *reader) follow() bool {
	clear := true
	for _, ref := range references(r.abs, r.tree, "") {
		d := r.files.fault(ref, 0)
		if d == nil {
			continue
		}
		told := *d
		if d.Pos == r.tree.At(ref.value) {
			told.Pointer = tree.Join(ref.pointer, "$ref")
		}
		clear = r.leaveOut(told, ref.pointer) && clear
	}
	return clear
}

// leaveOut takes the operation or the component that has what a pointer leads to
// out of the document, and what refers to that component. It returns false when
// there is none.
func (r *reader) leaveOut(d diag.Diagnostic, pointer string) bool {
	if op := operationOf(pointer); op != "" {
		d.Severity, d.LeftOut = diag.Loss, describeOperation(op)
		r.diags.Add(d)
		r.tree.Remove(op)
		return true
	}
	component := componentPointer.FindString(pointer)
	if component == "" {
		r.diags.Add(d)
		return false
	}
	d.Severity, d.LeftOut = diag.Warning, "#"+component
	r.diags.Add(d)
	r.tree.Remove(component)
	clear := true
	for _, ref := range references(r.abs, r.tree, "") {
		if target := ref.value.Value; target == "#"+component || strings.HasPrefix(target, "#"+component+"/") {
			clear = r.leaveOut(diag.Diagnostic{
				Code: d.Code, Pos: r.tree.At(ref.value), Pointer: tree.Join(ref.pointer, "$ref"),
				Message: fmt.Sprintf("%q is left out", target), Hint: d.Hint,
			}, ref.pointer) && clear
		}
	}
	return clear
}

// inline puts what a reference leads to in its place, where OpenAPI has none. It
// returns false when it leads to nothing.
func (r *reader) inline(pointer string) bool {
	c := r.copied(pointer)
	if c == nil {
		return false
	}
	_, n := r.tree.Find(pointer)
	n.Kind, n.Tag, n.Value, n.Style, n.Content = c.Kind, c.Tag, c.Value, c.Style, c.Content
	return true
}

// pathItems puts path items in place of the references to them, as kin-openapi
// forgets where they are from. What stands beside a reference wins.
func (r *reader) pathItems() {
	for _, field := range []string{"/paths", "/webhooks"} {
		_, paths := r.tree.Find(field)
		if paths == nil {
			continue
		}
		for k, item := range tree.Members(paths) {
			for range maxParts {
				if tree.Scalar(item, "$ref") == "" {
					break
				}
				c := r.copied(tree.Join(field, k.Value))
				if c == nil || c.Kind != yaml.MappingNode {
					break
				}
				tree.Unset(item, "$ref")
				for k, v := range tree.Members(c) {
					if tree.Member(item, k.Value) == nil {
						item.Content = append(item.Content, k, v)
					}
				}
			}
		}
	}
}

// copied returns a copy of what the reference at a pointer leads to, which is fit
// for the document; nil when that is nothing. A file that is no YAML is text.
func (r *reader) copied(pointer string) *yaml.Node {
	_, n := r.tree.Find(pointer)
	if n == nil {
		return nil
	}
	target, err := url.Parse(tree.Scalar(n, "$ref"))
	if err != nil {
		return nil
	}
	from, abs := r.tree, r.abs
	if target.Path != "" || target.Host != "" {
		uri := (&url.URL{Path: r.abs}).ResolveReference(target)
		uri.Fragment, uri.RawFragment = "", ""
		if ext := path.Ext(uri.Path); ext == ".md" || ext == ".txt" {
			text, err := r.files.read(uri)
			if err != nil {
				return nil
			}
			return tree.String(string(text))
		}
		if from, err = r.files.open(uri); err != nil {
			return nil
		}
		abs = filepath.ToSlash(uri.Path)
	}
	_, found := from.Find(target.Fragment)
	if found == nil || from == r.tree && strings.HasPrefix(pointer+"/", target.Fragment+"/") {
		return nil
	}
	c := r.tree.Clone(found, from)
	if r.inlined += tree.Count(c); r.inlined > maxInlined {
		return nil // references that lead to each other grow without end
	}
	if abs != r.abs {
		rel, err := filepath.Rel(filepath.Dir(r.abs), abs)
		if err != nil {
			return nil
		}
		r.rebase(c, filepath.ToSlash(rel))
	}
	return c
}

// maxInlined is how many nodes are put in place of references.
const maxInlined = 1 << 20

// rebase makes the references in what comes from another file ones of the document.
func (r *reader) rebase(n *yaml.Node, file string) {
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "$ref" && c.Kind == yaml.ScalarNode {
			u, err := url.Parse(c.Value)
			if err == nil && u.Scheme == "" && !path.IsAbs(u.Path) {
				if u.Path == "" {
					u.Path = path.Base(file)
				}
				u.Path = path.Join(path.Dir(file), u.Path)
				c.Value = u.String()
			}
		}
		r.rebase(c, file)
	}
}
