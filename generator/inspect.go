package generator

import (
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/inspect"
	"github.com/seed-349153d7/odagen/generator/internal/output"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
)

// Inspect returns what each target takes from its document.
func Inspect(cfg Config, opts inspect.Options) ([]inspect.Report, *diag.List) {
	diags := new(diag.List)
	var reports []inspect.Report
	for i := range cfg.Targets {
		t := &cfg.Targets[i]
		model := readQuietly(t, diags)
		if model == nil {
			continue
		}
		if part, _ := cut(t, model, diags); part != nil {
			reports = append(reports, inspect.Inspect(part, opts))
		}
	}
	return reports, diags
}

// Why returns for each target why it has the types with a name, which may be
// qualified, and may be a pattern. That no target has one is an error.
func Why(cfg Config, name string) ([]slice.Reason, *diag.List) {
	diags := new(diag.List)
	var kept []slice.Reason
	var missing []diag.Diagnostic
	var known []string
	for i := range cfg.Targets {
		t := &cfg.Targets[i]
		model := readQuietly(t, diags)
		if model == nil {
			continue
		}
		_, reasons := cut(t, model, diags)
		if reasons == nil {
			continue
		}
		for _, typ := range typeNames(model) {
			known = append(known, typ, typ[strings.LastIndexByte(typ, '.')+1:])
			if !slice.NewPattern(name).MatchName(typ) {
				continue
			}
			if r, ok := reasons.Of(typ); ok {
				kept = append(kept, r)
			} else {
				missing = append(missing, notKept(t, model, typ))
			}
		}
	}
	if len(kept) > 0 || diags.HasErrors() {
		return kept, diags
	}
	for _, d := range missing {
		diags.Add(d)
	}
	if len(missing) == 0 {
		diags.Add(unknownType(name, known))
	}
	return nil, diags
}

// readQuietly reads the document of a target for someone who asks about it, and
// reports what keeps it from being read.
func readQuietly(t *config.Target, diags *diag.List) *api.API {
	var found diag.List
	var before output.Lock
	if t.At != nil { // a target of flags has no output here
		before, _ = output.ReadLock(t.Output) // one that cannot be read is for generate to tell
	}
	model, _ := read(t, decisions(before), false, &found)
	if model == nil {
		for _, d := range found.Sorted() {
			diags.Add(d)
		}
	}
	return model
}

// typeNames returns the names of the types of a model.
func typeNames(a *api.API) []string {
	var names []string
	for _, s := range a.Structs {
		names = append(names, s.Name.String())
	}
	for _, e := range a.Enums {
		names = append(names, e.Name.String())
	}
	for _, u := range a.Unions {
		names = append(names, u.Name.String())
	}
	return names
}

// notKept is the diagnostic for a type that a target leaves out of its document,
// with what would keep it.
func notKept(t *config.Target, model *api.API, name string) diag.Diagnostic {
	d := diag.Diagnostic{
		Code: "not-kept", Pos: diag.Position{File: t.Source},
		Message: fmt.Sprintf("%s is in the document, and not in the slice", name),
		Hint:    "an exclusion leaves it out, or all that leads to it",
	}
	_, all := slice.Cut(model, slice.Options{Exclude: roots(t, "exclude", t.Exclude)}, new(diag.List))
	if r, ok := all.Of(name); ok {
		d.Hint = fmt.Sprintf("include %q would keep it", r.Include())
	}
	return d
}

func unknownType(name string, known []string) diag.Diagnostic {
	d := diag.Diagnostic{
		Code: "unknown-type", Message: fmt.Sprintf("there is no type %q", name),
		Hint: `list the types with "odagen inspect --types"`,
	}
	if near := diag.Nearest(name, known); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}
