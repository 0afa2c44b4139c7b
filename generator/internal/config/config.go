// Package config says what to generate: from which documents, into which
// directories. It reads odagen.yaml, or takes the same from the command line.
package config

import (
	"fmt"
	"go/token"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// Name is the name of the configuration file.
const Name = "odagen.yaml"

// What a target may emit. Client and server need the models, interfaces of the calls of
// a client need that, and the bindings to web frameworks, Framework and a name, need
// the server.
const (
	Models    = "models"
	Client    = "client"
	Server    = "server"
	Interface = "interface"
	Framework = "framework/"
)

var emits = []string{
	Models, Client, Server, Interface,
	"framework/chi", "framework/echo", "framework/fiber", "framework/gin", "framework/gorilla", "framework/iris",
}

// The alphabets of binary data in JSON (RFC 4648, 5 and 4). OData asks for the first, the
// services of Microsoft for the second.
const (
	Base64URL = "base64url"
	Base64    = "base64"
)

// Emits returns what a target may emit.
func Emits() []string { return slices.Clone(emits) }

// usual is what is emitted when nothing is said.
var usual = []string{Models, Client, Server}

// Config is what one run generates.
type Config struct {
	File    string // that it was read from; "" for flags
	Targets []Target
}

// Target is one document and the directory that it is generated into. Paths
// are relative to the current directory.
type Target struct {
	Source   string
	Document []byte // the text of the document, which Source only names then; nil to read Source
	Output   string
	Package  string
	Emit     []string // models, client, server, interface and then frameworks by name
	Include  []string // selectors of what to generate; all when empty
	Exclude  []string
	Runtime  Runtime
	BaseURL  string   // of the service, in place of what the document says
	Overlays []string // of the source, applied in this order
	Roots    []string // directories that documents may refer to, beside that of the source
	// References are where documents are that a document refers to by a URL.
	References []source.Mapped

	Silence []string // warnings that are not reported: a code, or code#pointer
	OData   *bool    // whether an OpenAPI document is one of OData; nil leaves it to the document
	Binary  string   // the alphabet of binary data of OData; "" is Base64URL

	// At has the place of each setting in the configuration file, items of
	// lists as "emit/0".
	At map[string]diag.Position
}

// Runtime says where generated code finds its runtime: in a directory
// that it is copied to, or at an import path where it is already. One of the
// two is set.
type Runtime struct {
	Dir    string
	Import string
}

// Emits reports whether kind is in Emit.
func (t *Target) Emits(kind string) bool { return slices.Contains(t.Emit, kind) }

// Frameworks are the names of the web frameworks in Emit.
func (t *Target) Frameworks() []string {
	var names []string
	for _, e := range t.Emit {
		if name, ok := strings.CutPrefix(e, Framework); ok {
			names = append(names, name)
		}
	}
	return names
}

// Flags are the settings of one target as the command line has them. Empty
// ones have their defaults.
type Flags struct {
	Source   string
	Document []byte // the text of the document, which Source only names then; nil to read Source
	Output   string
	Package  string
	Emit     []string
	Include  []string
	Exclude  []string
	Runtime  string
	BaseURL  string
	Overlays []string
	Roots    []string
	Silence  []string
	OData    *bool
}

// FromFlags returns the configuration of one target.
func FromFlags(f Flags, diags *diag.List) Config {
	t := Target{
		Source: clean(f.Source), Output: clean(f.Output), Package: f.Package,
		Emit: f.Emit, Include: f.Include, Exclude: f.Exclude,
		Runtime: Runtime{Dir: clean(f.Runtime)}, BaseURL: f.BaseURL, Silence: f.Silence, Overlays: f.Overlays, Roots: f.Roots,
		OData: f.OData,
	}
	for key, text := range map[string]string{"output": f.Output, "runtime": f.Runtime} {
		if d := importLike(key, text); d != nil {
			diags.Add(*d)
		}
	}
	t.complete(diag.Position{}, diags)
	return Config{Targets: []Target{t}}
}

// complete fills in the defaults and checks the values. Pos is where the
// target begins.
func (t *Target) complete(pos diag.Position, diags *diag.List) {
	report := func(key, code, message, hint string) {
		at, ok := t.At[key]
		if !ok {
			at = pos
		}
		diags.Add(diag.Diagnostic{Code: code, Pos: at, Message: message, Hint: hint})
	}
	if t.Source == "" {
		report("source", "missing-setting", `"source" is not set`, "name an OpenAPI document or a CSDL model")
	}
	if t.Output == "" {
		report("output", "missing-setting", `"output" is not set`, "name the directory to generate into")
		return
	}
	if t.Package == "" {
		t.Package = packageName(t.Output)
	}
	if u, err := url.Parse(t.BaseURL); t.BaseURL != "" && (err != nil || !u.IsAbs() || u.Host == "") {
		report("baseURL", "bad-value", fmt.Sprintf("%q is not an absolute URL", t.BaseURL), "write it whole, as in https://graph.microsoft.com/v1.0")
	}
	if !token.IsIdentifier(t.Package) || t.Package == "_" {
		report("package", "not-a-package-name", fmt.Sprintf("package %q is not a Go identifier", t.Package),
			fmt.Sprintf("a name for it would be %q", identifier(t.Package)))
	}
	if t.Binary != "" && t.Binary != Base64URL && t.Binary != Base64 {
		report("binary", "unknown-value", fmt.Sprintf("binary: %q is not an alphabet", t.Binary), "values here are "+diag.Quoted([]string{Base64URL, Base64}))
	}
	t.completeEmit(report)
	if why := notImportPath(t.Runtime.Import); why != "" && t.Runtime.Import != "" {
		report("runtime", "not-an-import-path", fmt.Sprintf("runtime: the import path %q %s", t.Runtime.Import, why),
			"the runtime that comes with odagen is at github.com/seed-349153d7/odagen/templates")
	}
	if t.Runtime == (Runtime{}) {
		t.Runtime.Dir = filepath.Join(t.Output, "runtime")
	}
}

func (t *Target) completeEmit(report func(key, code, message, hint string)) {
	for i, e := range t.Emit {
		if slices.Contains(emits, e) {
			continue
		}
		hint := "values here are " + diag.Quoted(emits)
		near := diag.Nearest(e, emits)
		if slices.Contains(emits, Framework+e) {
			near = Framework + e
		}
		if near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		report(fmt.Sprintf("emit/%d", i), "unknown-value", fmt.Sprintf("emit: %q is not something to emit", e), hint)
		return
	}
	if len(t.Emit) == 0 {
		t.Emit = slices.Clone(usual)
	}
	if !t.Emits(Models) {
		report("emit", "missing-value", fmt.Sprintf("emit: %s without %q, which it is made of", diag.Quoted(t.Emit), Models),
			fmt.Sprintf("add %q", Models))
	}
	if t.Emits(Interface) && !t.Emits(Client) {
		report("emit", "missing-value", fmt.Sprintf("emit: %q without %q, whose calls it has", Interface, Client),
			fmt.Sprintf("add %q", Client))
	}
	if names := t.Frameworks(); len(names) > 0 && !t.Emits(Server) {
		report("emit", "missing-value", fmt.Sprintf("emit: %q without %q, which it leads to", Framework+names[0], Server),
			fmt.Sprintf("add %q", Server))
	}
	given := t.Emit
	t.Emit = slices.DeleteFunc(slices.Clone(emits), func(e string) bool { return !slices.Contains(given, e) })
}

// packageName makes a name of the last element of the path of a directory.
func packageName(dir string) string {
	// The path "." has a name only when it is made absolute.
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return identifier(filepath.Base(dir))
}

// identifier makes a Go package name of s: lower-case letters and digits, the
// first a letter.
func identifier(s string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
	name = strings.TrimLeftFunc(name, unicode.IsDigit)
	switch {
	case name == "":
		return "api"
	case token.IsKeyword(name):
		return name + "api"
	}
	return name
}
