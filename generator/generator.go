// Package generator generates Go from descriptions of OData services.
//
//	configuration -> source -> reader -> api -> slice -> emitter -> output
package generator

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/framework"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// Config is what to generate.
type Config = config.Config

// Target is one document and the directory that it is generated into.
type Target = config.Target

// Held returns the text of a document that a program holds, for the Document of a
// target.
func Held(doc *openapi3.T) ([]byte, error) { return doc.MarshalJSON() }

// Options change how a run behaves, not what it generates.
type Options struct {
	Version string // of odagen, for the lock
	Force   bool   // overwrite files that were edited or not generated
	Strict  bool   // a warning is an error

	// Progress is told what is done when it takes long; nil for nobody.
	Progress func(what string)
}

// Report is what Generate did in each output directory.
type Report []output.Result

// Generate brings the output directories up to date: all of them, or none when
// a diagnostic is an error.
func Generate(cfg Config, opts Options) (Report, *diag.List) {
	diags := new(diag.List)
	pkgs := build(cfg, opts, diags)
	if diags.HasErrors() {
		return nil, diags
	}
	return output.Write(pkgs, output.Options{Force: opts.Force}, diags), diags
}

// Difference is something that is not as Generate would write it.
type Difference = output.Difference

// Check compares the output directories with what Generate would write.
func Check(cfg Config, opts Options) ([]Difference, *diag.List) {
	diags := new(diag.List)
	pkgs := build(cfg, opts, diags)
	if diags.HasErrors() {
		return nil, diags
	}
	return output.Check(pkgs, diags), diags
}

// build generates all packages of cfg in memory.
func build(cfg Config, opts Options, diags *diag.List) []output.Package {
	var b builder
	for _, t := range cfg.Targets {
		runtime, copied, ok := b.runtime(&t, diags)
		if !ok {
			continue
		}
		var found diag.List
		p, ok := generate(&cfg, &t, runtime, opts, &found)
		silence(&t, &found, diags)
		if !ok {
			continue
		}
		b.add(p, t.At["output"], diags)
		if copied == nil {
			continue
		}
		if err := copied.use(p); err != nil {
			diags.Add(diag.Internal(diag.Position{File: t.Source}, err))
		}
	}
	if diags.HasErrors() {
		return nil
	}
	b.drop(&cfg)
	b.copyRuntimes(opts, diags)
	b.dropRuntimes()
	if opts.Strict && !diags.HasErrors() && diags.Len() > 0 {
		diags.Add(diag.Diagnostic{
			Code: "strict", Message: fmt.Sprintf("nothing is written, as --strict allows no warning: there are %d", diags.Len()),
			Hint: "correct the document, or list what is meant under \"silence\" of the target: a code, or code#pointer",
		})
	}
	slices.SortFunc(b.pkgs, func(a, b output.Package) int { return strings.Compare(a.Dir, b.Dir) })
	return b.pkgs
}

// large is the size of a document that takes a second or more.
const large = 8 << 20

// tell tells that a large document is read.
func (o Options) tell(t *config.Target) {
	if o.Progress == nil {
		return
	}
	size := int64(len(t.Document))
	if info, err := os.Stat(t.Source); t.Document == nil && err == nil {
		size = info.Size()
	}
	if size >= large {
		o.Progress(fmt.Sprintf("reading %s, %d MB, and generating %s", t.Source, size>>20, t.Output))
	}
}

// generate runs the pipeline for one target. Runtime is the import path of the
// runtime.
func generate(cfg *Config, t *config.Target, runtime string, opts Options, diags *diag.List) (output.Package, bool) {
	none := output.Package{}
	before, err := output.ReadLock(t.Output)
	if err != nil && !opts.Force {
		diags.Add(output.UnreadableLock(t.Output, err))
		return none, false
	}
	tellConflicts(t, before, diags)
	opts.tell(t)
	whole, doc := read(t, decisions(before), opts.Strict, diags)
	if whole == nil || formChanged(t, before, whole, diags) || nothingLeft(t, whole, doc, diags) {
		return none, false
	}
	model, _ := cut(t, whole, diags)
	if model == nil {
		return none, false
	}
	note := tellWithoutCalls(t, model, doc, diags)
	if len(t.Include)+len(t.Exclude) > 0 {
		diags.Hide(outside(whole, model, doc))
	}
	if t.BaseURL != "" {
		model.BaseURL = strings.TrimRight(t.BaseURL, "/")
	}
	out, err := golang.Generate(model, golang.Options{
		Package: t.Package,
		Runtime: runtime,
		Client:  t.Emits(config.Client),
		Server:  t.Emits(config.Server),
		Calls:   t.Emits(config.Interface),
		Routes:  len(t.Frameworks()) > 0,
		Base64:  t.Binary == config.Base64 && model.Form != api.FormPlain,
		Names:   before.Names,
		Files:   slices.Sorted(maps.Keys(before.Files)),
	})
	if err != nil {
		diags.Add(diag.Internal(diag.Position{File: t.Source}, err))
		return none, false
	}
	bindings, ok := bind(t, out.Routes, diags)
	for _, f := range bindings {
		if err := out.Listing.Add(f); err != nil {
			diags.Add(diag.Internal(diag.Position{File: t.Source}, err))
			return none, false
		}
	}
	return output.Package{
		Dir:   t.Output,
		Name:  t.Package,
		Note:  note,
		Files: append(append(out.Files, bindings...), out.Listing.File()),
		Lock: output.Lock{
			Odagen: opts.Version, Config: configOf(cfg.File, t.Output), Documents: documents(t),
			Form: string(model.Form), Names: out.Names, Sets: setsOf(model),
		},
	}, ok
}

// bind generates the bindings of the server to web frameworks.
func bind(t *config.Target, routes golang.Routes, diags *diag.List) ([]output.File, bool) {
	var files []output.File
	for _, name := range t.Frameworks() {
		f, err := framework.Generate(name, t.Package, routes)
		if err != nil {
			diags.Add(diag.Internal(diag.Position{File: t.Source}, err))
			return nil, false
		}
		files = append(files, f)
	}
	if len(files) > 0 && routes.LeftOut != "" {
		diags.Add(diag.Diagnostic{
			Severity: diag.Warning, Code: "routes-left-out", Pos: diag.Position{File: t.Source},
			Message: fmt.Sprintf("%d routes have patterns of their own; paths that go further, as %q, have none", len(routes.List), routes.LeftOut),
			Hint:    "they get to the server by the pattern for all else below the base path; with gin, by NoRoute",
		})
	}
	return files, true
}
