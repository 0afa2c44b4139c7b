package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// kind is how a file on disk relates to what is generated.
type kind string

const (
	same     kind = "same"
	outdated kind = "out-of-date"
	missing  kind = "missing"
	orphan   kind = "orphan"
	edited   kind = "edited-by-hand"
	foreign  kind = "not-generated"
)

// change is one file: what is there and what should be. A nil old or new means
// that there is none; an empty file is not nil.
type change struct {
	kind     kind
	name     string
	old, new []byte
}

// state is an output directory with all that is to become of it.
type state struct {
	dir     string
	changes []change
}

// inspectAll compares the directories with what is generated. What cannot be
// compared is a diagnostic.
func inspectAll(pkgs []Package, opts Options, diags *diag.List) []*state {
	var states []*state
	for _, p := range pkgs {
		s, d := inspect(p, opts)
		if d != nil {
			diags.Add(*d)
			continue
		}
		states = append(states, s)
	}
	return states
}

func inspect(p Package, opts Options) (*state, *diag.Diagnostic) {
	if err := checkNames(p.Files); err != nil {
		return nil, new(diag.Internal(diag.Position{File: p.Dir}, err))
	}
	before, err := ReadLock(p.Dir)
	if err != nil && !opts.Force {
		return nil, new(UnreadableLock(p.Dir, err))
	}
	root, err := os.OpenRoot(p.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, unusable(p.Dir, "", err)
	}
	if root != nil {
		defer root.Close()
	}
	after := p.Lock
	after.Files = map[string]Sum{}
	wanted := map[string][]byte{}
	for name := range before.Files {
		wanted[name] = nil
	}
	for _, f := range p.Files {
		after.Files[f.Name] = SumOf(f.Data)
		wanted[f.Name] = append([]byte{}, f.Data...)
	}
	if wanted[LockName], err = after.encode(); err != nil {
		return nil, new(diag.Internal(diag.Position{File: p.Dir}, err))
	}
	s := &state{dir: p.Dir}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		old, err := readOld(root, name)
		if err != nil {
			return nil, unusable(p.Dir, name, err)
		}
		c := change{name: name, old: old, new: wanted[name]}
		if c.kind = c.compare(before); c.old != nil || c.new != nil {
			s.changes = append(s.changes, c)
		}
	}
	return s, nil
}

// compare tells the kind of a change from the lock of the last run. A file
// that already is what it should be counts as the same whatever that lock
// says: an interrupted run can be repeated.
func (c *change) compare(before Lock) kind {
	listed, known := before.Files[c.name]
	switch {
	case c.old == nil:
		return missing
	case c.new != nil && SumOf(c.old) == SumOf(c.new):
		return same
	case c.name == LockName:
		return outdated
	case !known:
		return foreign
	case before.Merged[c.name]: // the two sides were generated; the merge is no one's work
	case SumOf(c.old) != listed:
		return edited
	}
	if c.new == nil {
		return orphan
	}
	return outdated
}

// readOld returns the content of a file below root, or nil when there is none.
func readOld(root *os.Root, name string) ([]byte, error) {
	if root == nil {
		return nil, nil
	}
	info, err := root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("a file is to be written here, and there is a %s", describe(info.Mode()))
	}
	data, err := root.ReadFile(name)
	if data == nil {
		data = []byte{}
	}
	return data, err
}

func describe(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "directory"
	case mode&fs.ModeSymlink != 0:
		return "symbolic link"
	}
	return "special file"
}

// UnreadableLock is the diagnostic for a lock that ReadLock does not read.
func UnreadableLock(dir string, err error) diag.Diagnostic {
	return diag.Diagnostic{
		Code:    "unreadable-lock",
		Pos:     diag.Position{File: filepath.Join(dir, LockName)},
		Message: fmt.Sprintf("is not a lock that odagen wrote: %v", err),
		Hint:    "restore the file from version control, or run odagen generate --force",
	}
}

// unusable is the diagnostic for a place that cannot be read or written.
func unusable(dir, name string, err error) *diag.Diagnostic {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) {
		err = linkErr.Err
	}
	return &diag.Diagnostic{
		Code:    "unwritable",
		Pos:     diag.Position{File: filepath.Join(dir, filepath.FromSlash(path.Clean(name)))},
		Message: err.Error(),
		Hint:    "correct the output directory or its permissions",
	}
}
