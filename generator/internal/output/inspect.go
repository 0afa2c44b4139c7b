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
	unlisted kind = "missing-lock" // generated, as it says, and there is no lock
	alien    kind = "left-alone"   // listed, no longer generated, and not odagen's
)

// change is one file: what is there and what should be. A nil old or new means
// that there is none; an empty file is not nil.
type change struct {
	kind     kind
	name     string
	old, new []byte
	mode     fs.FileMode // of what is there
}

// state is an output directory with all that is to become of it.
type state struct {
	dir     string
	gone    bool
	note    string
	before  Lock
	after   Lock     // without the files
	changes []change // sorted by name, the lock among them

	root  *os.Root
	temps map[string]string
}

// lock is the change of the lock.
func (s *state) lock() *change {
	i := slices.IndexFunc(s.changes, func(c change) bool { return c.name == LockName })
	if i < 0 {
		return nil
	}
	return &s.changes[i]
}

// files are the changes to be made, without that of the lock.
func (s *state) files() []change {
	var out []change
	for _, c := range s.changes {
		if c.name != LockName && c.kind != same && c.kind != alien {
			out = append(out, c)
		}
	}
	return out
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
		d := diag.Internal(diag.Position{File: p.Dir}, err)
		return nil, &d
	}
	if link := linked(p.Dir); link != "" {
		return nil, unusable(link, "", errors.New("is a symbolic link; what is written there would be elsewhere"))
	}
	before, err := ReadLock(p.Dir)
	if err != nil && !opts.Force {
		d := UnreadableLock(p.Dir, err)
		return nil, &d
	}
	wanted, err := wantedFiles(p, before)
	if err != nil {
		d := diag.Internal(diag.Position{File: p.Dir}, err)
		return nil, &d
	}
	ours := map[string]bool{}
	for name := range wanted {
		ours[name] = true
	}
	file, pkg, err := stranger(p, ours)
	if err != nil {
		return nil, unusable(p.Dir, "", err)
	}
	if file != "" {
		return nil, otherPackage(p, file, pkg)
	}
	return compareAll(p, before, wanted)
}

// wantedFiles has what is to be in the directory by name: nil for what is not to be there
// any more.
func wantedFiles(p Package, before Lock) (map[string][]byte, error) {
	after := p.Lock
	after.Files = map[string]Sum{}
	wanted := map[string][]byte{LockName: nil}
	for name := range before.names() {
		wanted[name] = nil
	}
	for _, f := range p.Files {
		after.Files[f.Name] = SumOf(f.Data)
		wanted[f.Name] = append([]byte{}, f.Data...)
	}
	if p.Gone {
		return wanted, nil
	}
	var err error
	wanted[LockName], err = after.encode()
	return wanted, err
}

func compareAll(p Package, before Lock, wanted map[string][]byte) (*state, *diag.Diagnostic) {
	root, err := os.OpenRoot(p.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, unusable(p.Dir, "", err)
	}
	if root != nil {
		defer root.Close()
	}
	s := &state{dir: p.Dir, gone: p.Gone, note: p.Note, before: before, after: p.Lock, temps: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		c := change{name: name, new: wanted[name]}
		if err := c.readOld(root); err != nil {
			return nil, unusable(p.Dir, name, err)
		}
		if c.old != nil || c.new != nil {
			c.kind = c.compare(before)
			s.changes = append(s.changes, c)
		}
	}
	return s, nil
}

// compare tells the kind of a change from the lock of the last run. A file
// that already is what it should be counts as the same whatever that lock
// says.
func (c *change) compare(before Lock) kind {
	_, known := before.Files[c.name]
	_, next := before.Next[c.name]
	known = known || next
	switch {
	case c.old == nil:
		return missing
	case c.new != nil && SumOf(c.old) == SumOf(c.new):
		return same
	case c.name == LockName && c.new == nil:
		return orphan
	case c.name == LockName:
		return outdated
	case c.new == nil && !generated(c.name, c.old):
		return alien
	case !known && before.Files == nil && generated(c.name, c.old):
		return unlisted
	case !known:
		return foreign
	case before.Merged[c.name]: // the two sides were generated; the merge is no one's work
	case !before.has(c.name, c.old):
		return edited
	case !generated(c.name, c.old):
		return foreign
	}
	if c.new == nil {
		return orphan
	}
	return outdated
}

// readOld reads the content of a file below root; a file that is not there has none.
func (c *change) readOld(root *os.Root) error {
	if root == nil {
		return nil
	}
	if link, err := linkedFile(root, c.name); err != nil || link != "" {
		if err == nil {
			err = fmt.Errorf("%q is a symbolic link; what is written there would be elsewhere", link)
		}
		return err
	}
	info, err := root.Lstat(c.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("a file is to be written here, and there is a %s", describe(info.Mode()))
	}
	c.mode = info.Mode().Perm()
	c.old, err = root.ReadFile(c.name)
	if c.old == nil {
		c.old = []byte{}
	}
	return err
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
