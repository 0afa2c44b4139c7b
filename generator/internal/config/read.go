package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// version is the one that odagen.yaml must have.
const version = "1"

// maxSize is more than anyone writes by hand.
const maxSize = 1 << 20

// The settings, in the order in which a hint lists them.
var (
	fileKeys    = []string{"version", "targets"}
	targetKeys  = []string{"source", "output", "package", "emit", "include", "exclude", "runtime", "baseURL", "overlays", "roots", "references", "silence", "odata", "binary"}
	runtimeKeys = []string{"import"}
)

// Read reads the configuration file. Its paths are relative to its directory.
// When diags has an error afterwards, the configuration is not to be used.
func Read(file string, diags *diag.List) Config {
	r := &reader{file: file, diags: diags}
	data, err := readFile(file)
	if err != nil {
		r.reportFile(err)
		return Config{}
	}
	return r.read(data)
}

// readFile reads a regular file: opening a named pipe would wait for its writer.
func readFile(file string) ([]byte, error) {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return nil, errors.New("is not a file")
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err == nil && len(data) > maxSize {
		err = fmt.Errorf("larger than %d bytes", maxSize)
	}
	return data, err
}

// reader reads one file. It reports each fault and goes on with the rest.
type reader struct {
	file  string
	diags *diag.List
}

func (r *reader) reportFile(err error) {
	d := diag.Diagnostic{
		Code: "unreadable", Pos: diag.Position{File: r.file},
		Message: err.Error(), Hint: "check the path and the permissions of the file",
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		d.Message = pathErr.Err.Error()
	}
	if errors.Is(err, fs.ErrNotExist) {
		d.Code, d.Message = "not-found", "there is no such file"
		d.Hint = "write one, name another with --config, or use --source and --output"
		for _, near := range []string{"odagen.yml", "odagen.json", ".odagen.yaml"} {
			if _, err := os.Stat(filepath.Join(filepath.Dir(r.file), near)); err == nil && filepath.Base(r.file) == Name {
				d.Hint = fmt.Sprintf("there is %s: rename it to %s, or write --config %s", near, Name, near)
			}
		}
	}
	r.diags.Add(d)
}

func (r *reader) report(n *yaml.Node, code, message, hint string) {
	r.diags.Add(diag.Diagnostic{Code: code, Pos: r.pos(n), Message: message, Hint: hint})
}

func (r *reader) pos(n *yaml.Node) diag.Position {
	return diag.Position{File: r.file, Line: n.Line, Col: n.Column}
}

func (r *reader) read(data []byte) Config {
	if len(strings.TrimSpace(string(data))) == 0 {
		r.diags.Add(diag.Diagnostic{
			Code: "empty-file", Pos: diag.Position{File: r.file, Line: 1, Col: 1},
			Message: "the file is empty", Hint: fmt.Sprintf("begin with \"version: %s\" and \"targets:\"", version),
		})
		return Config{}
	}
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		r.reportYAML(err)
		return Config{}
	}
	settings := r.mapping(&doc, "the file", fileKeys)
	if settings == nil {
		return Config{}
	}
	r.readVersion(&doc, settings["version"])
	return Config{File: r.file, Targets: r.readTargets(&doc, settings["targets"])}
}

func (r *reader) reportYAML(err error) {
	d := diag.Diagnostic{
		Code: "not-yaml", Pos: diag.Position{File: r.file, Line: 1, Col: 1},
		Message: err.Error(), Hint: "correct the YAML here",
	}
	var load *yaml.LoadError
	if errors.As(err, &load) {
		d.Message = strings.TrimPrefix(load.Message, "yaml: ")
		if load.Mark.Line > 0 {
			d.Pos.Line, d.Pos.Col = load.Mark.Line, load.Mark.Column
		}
	}
	r.diags.Add(d)
}

func (r *reader) readVersion(doc, n *yaml.Node) {
	hint := fmt.Sprintf("write \"version: %s\"", version)
	switch {
	case n == nil:
		r.report(doc, "missing-setting", `"version" is not set`, hint)
	case n.Kind == yaml.ScalarNode && n.Value != version:
		r.report(n, "unsupported-version", fmt.Sprintf("version %q is not one that odagen reads", n.Value), hint)
	case n.Kind != yaml.ScalarNode:
		r.report(n, "unsupported-version", fmt.Sprintf("version is %s, want a number", describe(n)), hint)
	}
}

func (r *reader) readTargets(doc, n *yaml.Node) []Target {
	const hint = `list a target: "- source: ..." and "output: ..."`
	if n == nil {
		r.report(doc, "missing-setting", `"targets" is not set`, hint)
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.report(n, "wrong-type", fmt.Sprintf(`"targets" is %s, want a list`, describe(n)), hint)
		return nil
	}
	if len(n.Content) == 0 {
		r.report(n, "missing-setting", `"targets" is empty`, hint)
	}
	targets := make([]Target, 0, len(n.Content))
	for _, item := range n.Content {
		if settings := r.mapping(item, "the target", targetKeys); settings != nil {
			targets = append(targets, r.readTarget(resolve(item), settings))
		}
	}
	return targets
}

func (r *reader) readTarget(n *yaml.Node, settings map[string]*yaml.Node) Target {
	t := Target{At: map[string]diag.Position{}}
	for key, value := range settings {
		t.At[key] = r.pos(value)
		for i, item := range value.Content {
			t.At[fmt.Sprintf("%s/%d", key, i)] = r.pos(item)
		}
	}
	t.Source = r.path(settings, "source")
	t.Output = r.directory(settings, "output")
	t.Package = r.text(settings, "package")
	t.Emit = r.list(settings, "emit")
	t.BaseURL = r.text(settings, "baseURL")
	t.Include = r.list(settings, "include")
	t.Exclude = r.list(settings, "exclude")
	t.Silence = r.list(settings, "silence")
	t.OData = r.truth(settings, "odata")
	t.Binary = r.text(settings, "binary")
	for _, p := range r.list(settings, "overlays") {
		t.Overlays = append(t.Overlays, r.relative(p))
	}
	for _, p := range r.list(settings, "roots") {
		t.Roots = append(t.Roots, r.relative(p))
	}
	t.References = r.references(settings["references"])
	if value := settings["runtime"]; value != nil && value.Kind == yaml.MappingNode {
		if inner := r.mapping(value, `"runtime"`, runtimeKeys); inner != nil {
			t.Runtime.Import = r.text(inner, "import")
			if inner["import"] == nil {
				r.report(value, "missing-setting", `runtime: "import" is not set`, "name the import path of the runtime")
			}
		}
	} else {
		t.Runtime.Dir = r.directory(settings, "runtime")
	}
	var found diag.List
	t.complete(r.pos(n), &found)
	for _, d := range found.Sorted() {
		if !r.faulty(d.Pos) {
			r.diags.Add(d)
		}
	}
	return t
}

// faulty reports whether a fault is known at pos already: a setting with the
// wrong type need not be called missing besides.
func (r *reader) faulty(pos diag.Position) bool {
	return slices.ContainsFunc(r.diags.Sorted(), func(d diag.Diagnostic) bool { return d.Pos == pos })
}

// mapping returns the settings in n by name, or nil when n is not a mapping.
// What is the name of n in messages.
func (r *reader) mapping(n *yaml.Node, what string, known []string) map[string]*yaml.Node {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		r.report(n, "wrong-type", fmt.Sprintf("%s is %s, want settings", what, describe(n)),
			"settings here are "+diag.Quoted(known))
		return nil
	}
	settings := map[string]*yaml.Node{}
	meant := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], resolve(n.Content[i+1])
		switch {
		case !slices.Contains(known, key.Value):
			hint := "settings here are " + diag.Quoted(known)
			if near := diag.Nearest(key.Value, known); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
				meant[near] = value
			}
			r.report(key, "unknown-key", fmt.Sprintf("%q is not a setting", key.Value), hint)
		case settings[key.Value] != nil:
			r.report(key, "duplicate-key", fmt.Sprintf("%q is set twice", key.Value), "remove one of the two")
		default:
			settings[key.Value] = value
		}
	}
	// A misspelt setting need not be called missing besides.
	for key, value := range meant {
		if settings[key] == nil {
			settings[key] = value
		}
	}
	return settings
}

// path returns a setting that is a path, made relative to the current
// directory.
func (r *reader) path(settings map[string]*yaml.Node, key string) string {
	return r.relative(r.text(settings, key))
}

// directory is path for one that is written to.
func (r *reader) directory(settings map[string]*yaml.Node, key string) string {
	text := r.text(settings, key)
	if d := importLike(key, text); d != nil {
		d.Pos = r.pos(settings[key])
		r.diags.Add(*d)
	}
	return r.relative(text)
}

// relative makes a path of the file relative to the current directory.
func (r *reader) relative(path string) string {
	p := filepath.FromSlash(path)
	switch {
	case source.IsURL(path):
		return path
	case p == "" || filepath.IsAbs(p):
		return p
	}
	return filepath.Join(filepath.Dir(r.file), p)
}

func (r *reader) text(settings map[string]*yaml.Node, key string) string {
	n := settings[key]
	if n == nil {
		return ""
	}
	return r.scalar(n, fmt.Sprintf("%q", key))
}

// truth returns a setting that is true or false, nil when it is not set.
func (r *reader) truth(settings map[string]*yaml.Node, key string) *bool {
	n := settings[key]
	if n == nil {
		return nil
	}
	var is bool
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" || n.Decode(&is) != nil {
		r.report(n, "wrong-type", fmt.Sprintf("%q is %s, want true or false", key, describe(n)), fmt.Sprintf("write \"%s: true\" or \"%s: false\"", key, key))
		return nil
	}
	return &is
}

// list returns a setting that is a list of strings.
func (r *reader) list(settings map[string]*yaml.Node, key string) []string {
	n := settings[key]
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.report(n, "wrong-type", fmt.Sprintf("%q is %s, want a list of strings", key, describe(n)),
			fmt.Sprintf("write \"%s: [...]\"", key))
		return nil
	}
	if len(n.Content) == 0 {
		r.report(n, "empty-value", fmt.Sprintf("%q is empty", key), "write a value, or leave the setting out")
	}
	var list []string
	for _, item := range n.Content {
		if s := r.scalar(resolve(item), fmt.Sprintf("an item of %q", key)); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// references reads the setting that says where documents are that others refer to by a
// URL: paths by URLs.
func (r *reader) references(n *yaml.Node) []source.Mapped {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.report(n, "wrong-type", fmt.Sprintf(`"references" is %s, want paths by URLs`, describe(n)), `write "references: {https://example.org/: directory/}"`)
		return nil
	}
	var all []source.Mapped
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], resolve(n.Content[i+1])
		url, path := r.scalar(resolve(key), `a URL of "references"`), r.scalar(value, fmt.Sprintf("the path for %q", key.Value))
		if seen[url] {
			r.report(key, "duplicate-key", fmt.Sprintf("%q is set twice", url), "remove one of the two")
		}
		seen[url] = true
		if url != "" && path != "" {
			all = append(all, source.Mapped{URL: url, Path: r.relative(path)})
		}
	}
	return all
}

// scalar returns the text of n. That it is not a string, or empty, is reported.
func (r *reader) scalar(n *yaml.Node, what string) string {
	switch {
	case n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str":
		r.report(n, "wrong-type", fmt.Sprintf("%s is %s, want a string", what, describe(n)), "write a string, in quotes if need be")
		return ""
	case n.Value == "":
		r.report(n, "empty-value", what+" is empty", "write a value, or leave the setting out")
	}
	return n.Value
}

// resolve returns the content of a document and the target of an alias.
func resolve(n *yaml.Node) *yaml.Node {
	switch {
	case n.Kind == yaml.DocumentNode && len(n.Content) == 1:
		return resolve(n.Content[0])
	case n.Kind == yaml.AliasNode && n.Alias != nil:
		return n.Alias
	}
	return n
}

// describe says what a node is, scalars with their text.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!null":
		return "empty"
	case "!!str":
		return fmt.Sprintf("%q", n.Value)
	case "!!int", "!!float":
		return fmt.Sprintf("the number %q", n.Value)
	case "!!bool":
		return fmt.Sprintf("the truth value %q", n.Value)
	}
	return fmt.Sprintf("%s %q", n.ShortTag(), n.Value)
}
