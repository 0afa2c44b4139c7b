// Package output writes generated files. It knows from the lock in each output
// directory what it wrote before: it does not overwrite what someone else
// wrote or changed, removes what is no longer generated, and touches no other
// file. All directories of one run are written, or none.
package output

import (
	"bytes"
	"slices"

	"github.com/rogpeppe/go-internal/diff"

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
	Name  string // of the Go package in Dir; "" when there is none
	Files []File
	Lock  Lock
	Note  string // what else there is to say of it
	Gone  bool   // it is no longer generated: its files and its lock are removed
}

// Options change what Write does.
type Options struct {
	Force bool // overwrite files that were edited or not generated

	step func() // see transaction
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
	Dir     string
	First   bool   // there was no lock before
	Gone    bool   // it is no longer generated
	Runtime bool   // it is a copy of the runtime
	Was     string // the odagen that wrote it before, when it was another one
	Note    string // of the Package
	Files   []FileResult
}

// FileResult is what Write did with one file. Lines is 0 for a removed one.
type FileResult struct {
	Name    string
	Lines   int
	Added   int // lines
	Deleted int
	Status  Status
}

// Write brings the directories up to date. When diags has an error afterwards,
// nothing was changed.
func Write(pkgs []Package, opts Options, diags *diag.List) []Result {
	states := inspectAll(pkgs, opts, diags)
	states = slices.DeleteFunc(states, func(s *state) bool {
		if s.gone && s.touched() {
			diags.Add(s.kept())
			return true
		}
		return false
	})
	for _, s := range states {
		s.refuse(opts, diags)
	}
	if diags.HasErrors() {
		return nil
	}
	results := make([]Result, len(states))
	for i, s := range states {
		results[i] = s.result()
	}
	if opts.step == nil {
		opts.step = func() {}
	}
	if err := commit(states, opts.step); err != nil {
		diags.Add(*err)
		return nil
	}
	return results
}

// Difference is something that is not as it would be generated.
type Difference struct {
	Dir        string
	Diagnostic diag.Diagnostic
	Diff       []byte // from what is there to what would be; nil where one of them is not
}

// Check returns what Write would change or refuse to change. It writes nothing. What
// cannot be compared is a diagnostic.
func Check(pkgs []Package, diags *diag.List) []Difference {
	var all []Difference
	for _, s := range inspectAll(pkgs, Options{}, diags) {
		if s.gone {
			all = append(all, Difference{Dir: s.dir, Diagnostic: s.stays()})
			continue
		}
		if d, ok := s.noLock(); ok {
			all = append(all, Difference{Dir: s.dir, Diagnostic: d})
		}
		was := s.otherVersion()
		if was != "" {
			diags.Add(s.versions(was))
		}
		alone := len(s.files()) == 0
		for _, c := range s.changes {
			switch {
			case c.kind == same, c.kind == alien, c.kind == unlisted:
				continue
			case c.name == LockName && s.before.Merged == nil && (!alone || s.sameButForOrigin()):
				continue // it follows from the others
			}
			all = append(all, Difference{Dir: s.dir, Diagnostic: s.difference(c), Diff: c.unified(s.dir)})
		}
	}
	return all
}

// unified is how the file on disk is to change, when it is there and stays.
func (c change) unified(dir string) []byte {
	if c.old == nil || c.new == nil {
		return nil
	}
	clean := func(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) }
	name := c.pos(dir).File
	return diff.Diff(name, clean(c.old), name+" (generated)", clean(c.new))
}

func (s *state) result() Result {
	r := Result{Dir: s.dir, First: s.before.Files == nil, Gone: s.gone, Runtime: s.after.Uses != nil, Was: s.otherVersion(), Note: s.note}
	for _, c := range s.changes {
		f := FileResult{Name: c.name, Lines: SumOf(c.new).Lines, Status: Written}
		switch {
		case c.kind == alien:
			continue
		case c.kind == same:
			f.Status = Unchanged
		case c.new == nil:
			f.Status = Removed
		}
		if f.Status != Unchanged && c.name != LockName {
			f.Added, f.Deleted = c.lines()
		}
		r.Files = append(r.Files, f)
	}
	return r
}

// lines counts the lines that a change adds and deletes.
func (c change) lines() (added, deleted int) {
	if c.old == nil || c.new == nil {
		return SumOf(c.new).Lines, SumOf(c.old).Lines
	}
	_, text, _ := bytes.Cut(c.unified(""), []byte("\n+++ "))
	for line := range bytes.Lines(text) {
		switch line[0] {
		case '+':
			added++
		case '-':
			deleted++
		}
	}
	return added, deleted
}
