// Package output writes generated files. It knows from the lock in each output
// directory what it wrote before: it does not overwrite what someone else
// wrote or changed, removes what is no longer generated, and touches no other
// file. All directories of one run are written, or none.
package output

import (
	"path/filepath"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// File is a generated file. Name is a slash-separated path below the output
// directory.
type File struct {
	Name string
	Data []byte
}

// Package is what is generated into one directory.
type Package struct {
	Dir   string
	Files []File
	Lock  Lock
}

// Options change what Write does.
type Options struct {
	Force bool // overwrite files that were edited or not generated
}

// Status is what Write did with a file.
type Status string

// The statuses of a file.
const (
	Written   Status = "written"
	Unchanged Status = "unchanged"
	Removed   Status = "removed"
)

// Result is what Write did in one directory. Files are sorted by name and
// include the lock.
type Result struct {
	Dir   string
	Files []FileResult
}

// FileResult is what Write did with one file. Lines is 0 for a removed one.
type FileResult struct {
	Name   string
	Lines  int
	Status Status
}

// Write brings the directories up to date. When diags has an error afterwards,
// nothing was changed.
func Write(pkgs []Package, opts Options, diags *diag.List) []Result {
	states := inspectAll(pkgs, opts, diags)
	for _, s := range states {
		for _, c := range s.changes {
			if !opts.Force && (c.kind == edited || c.kind == foreign) {
				diags.Add(c.refusal(s.dir))
			}
		}
	}
	if diags.HasErrors() {
		return nil
	}
	if err := commit(states); err != nil {
		diags.Add(*err)
		return nil
	}
	results := make([]Result, len(states))
	for i, s := range states {
		results[i] = s.result()
	}
	return results
}

// Check adds a diagnostic for each file that Write would change or refuse to
// change. It writes nothing.
func Check(pkgs []Package, diags *diag.List) {
	for _, s := range inspectAll(pkgs, Options{}, diags) {
		for _, c := range s.changes {
			if c.kind != same {
				diags.Add(c.difference(s.dir))
			}
		}
	}
}

func (s *state) result() Result {
	r := Result{Dir: s.dir}
	for _, c := range s.changes {
		status := Written
		switch {
		case c.kind == same:
			status = Unchanged
		case c.new == nil:
			status = Removed
		}
		r.Files = append(r.Files, FileResult{c.name, SumOf(c.new).Lines, status})
	}
	return r
}

// refusal is why Write leaves the file alone.
func (c change) refusal(dir string) diag.Diagnostic {
	d := diag.Diagnostic{
		Code:    "edited-by-hand",
		Pos:     diag.Position{File: filepath.Join(dir, filepath.FromSlash(c.name))},
		Message: "differs from the manifest; nothing was written",
		Hint:    "move the change to another file, or run odagen generate --force",
	}
	if c.kind == foreign {
		d.Code = "not-generated"
		d.Message = "odagen did not write this file; nothing was written"
		d.Hint = "move the file, or run odagen generate --force to overwrite it"
	}
	return d
}

// difference is what Check says about the file.
func (c change) difference(dir string) diag.Diagnostic {
	d := diag.Diagnostic{
		Code:    string(c.kind),
		Pos:     diag.Position{File: filepath.Join(dir, filepath.FromSlash(c.name))},
		Message: differences[c.kind],
		Hint:    "run odagen generate",
	}
	if c.kind == edited || c.kind == foreign {
		d.Hint = c.refusal(dir).Hint
	}
	return d
}

var differences = map[kind]string{
	outdated: "differs from what the sources generate now",
	missing:  "is generated, and not there",
	orphan:   "is no longer generated",
	edited:   "differs from the manifest",
	foreign:  "stands where a file would be generated, and is not one of odagen",
}
