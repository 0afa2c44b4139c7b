package output

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// transaction changes several directories in four steps, each for all of them: the locks
// get what is going to be beside what is; the new files are written beside their
// destinations; they are renamed, and files that are gone removed; the locks get what is.
// A run that is killed in between leaves files of which the lock knows each. Undo
// functions of what was done stand in the order in which it was done.
type transaction struct {
	undo []func()
	step func() // before each change of a file, for tests that end here
}

// commit makes the changes of all states, or none.
func commit(states []*state, step func()) *diag.Diagnostic {
	t := transaction{step: step}
	defer func() {
		for _, s := range states {
			if s.root != nil {
				s.root.Close()
			}
		}
	}()
	for _, do := range []func(*state) *diag.Diagnostic{t.announce, t.stage, t.publish, t.conclude} {
		for _, s := range states {
			if d := do(s); d != nil {
				t.rollBack()
				return d
			}
		}
	}
	for _, s := range slices.Backward(states) { // below before above
		s.sweep()
		if s.gone {
			_ = os.Remove(s.dir) // which stays when it holds something else
		}
	}
	return nil
}

func (t *transaction) rollBack() {
	for len(t.undo) > 0 {
		last := len(t.undo) - 1
		t.undo[last]()
		t.undo = t.undo[:last]
	}
}

// announce opens the directory, and writes into its lock what is going to be there.
func (t *transaction) announce(s *state) *diag.Diagnostic {
	if err := t.makeDirs(s.dir, os.Mkdir, os.Remove); err != nil {
		return unusable(s.dir, "", err)
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return unusable(s.dir, "", err)
	}
	s.root = root
	if len(s.files()) == 0 || s.gone {
		return nil
	}
	lock := s.before
	lock.Files, lock.Next = map[string]Sum{}, map[string]Sum{}
	for _, c := range s.changes {
		if c.name == LockName {
			continue
		}
		if c.old != nil {
			lock.Files[c.name] = SumOf(c.old)
		}
		if c.new != nil && c.kind != same {
			lock.Next[c.name] = SumOf(c.new)
		}
	}
	data, err := lock.encode()
	if err != nil {
		d := diag.Internal(diag.Position{File: s.dir}, err)
		return &d
	}
	return t.replace(s, *s.lock(), data)
}

// stage writes the new files under temporary names.
func (t *transaction) stage(s *state) *diag.Diagnostic {
	for _, c := range s.files() {
		if c.new == nil {
			continue
		}
		temp, err := t.stageFile(s.root, c, c.new)
		if err != nil {
			return unusable(s.dir, c.name, err)
		}
		s.temps[c.name] = temp
	}
	return nil
}

// publish puts the new files in place, and removes what is no longer generated.
func (t *transaction) publish(s *state) *diag.Diagnostic {
	for _, c := range s.files() {
		var d *diag.Diagnostic
		if c.new == nil {
			d = t.remove(s, c)
		} else {
			d = t.rename(s, s.temps[c.name], c)
		}
		if d != nil {
			return d
		}
	}
	return nil
}

// conclude writes the lock, or removes it with the last of what it lists.
func (t *transaction) conclude(s *state) *diag.Diagnostic {
	switch c := s.lock(); {
	case c == nil:
		return nil
	case c.new == nil:
		return t.remove(s, *c)
	case c.kind == same && len(s.files()) == 0:
		return nil
	default:
		return t.replace(s, *c, c.new)
	}
}

func (t *transaction) stageFile(root *os.Root, c change, data []byte) (temp string, err error) {
	if dir := path.Dir(c.name); dir != "." {
		if err := t.makeDirs(dir, root.Mkdir, root.Remove); err != nil {
			return "", err
		}
	}
	temp = temporaryName(c.name)
	t.undo = append(t.undo, func() { _ = root.Remove(temp) })
	t.step()
	return temp, writeAs(root, temp, data, c.mode)
}

// writeAs writes a file with the permissions of the one that it is going to replace.
func writeAs(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	if mode == 0 {
		return root.WriteFile(name, data, 0o644)
	}
	if err := root.WriteFile(name, data, mode|0o200); err != nil {
		return err
	}
	return root.Chmod(name, mode)
}

func (t *transaction) rename(s *state, temp string, c change) *diag.Diagnostic {
	t.step()
	err := s.root.Rename(temp, c.name)
	if _, gone := s.root.Lstat(temp); err != nil && errors.Is(gone, fs.ErrNotExist) {
		// Another run is done with its own and has swept ours away: what is there is its.
		t.undo = nil
		return &diag.Diagnostic{
			Code: "written-by-another", Pos: diag.Position{File: s.dir},
			Message: "another odagen has written here at the same time", Hint: "run odagen generate again",
		}
	}
	if err != nil {
		return unusable(s.dir, c.name, err)
	}
	t.undo = append(t.undo, func() { restore(s.root, c) })
	return nil
}

// replace writes a file at once.
func (t *transaction) replace(s *state, c change, data []byte) *diag.Diagnostic {
	temp, err := t.stageFile(s.root, c, data)
	if err != nil {
		return unusable(s.dir, c.name, err)
	}
	return t.rename(s, temp, c)
}

// restore puts back what was there.
func restore(root *os.Root, c change) {
	if c.old == nil {
		_ = root.Remove(c.name)
		return
	}
	temp := temporaryName(c.name)
	if writeAs(root, temp, c.old, c.mode) == nil {
		_ = root.Rename(temp, c.name)
	}
}

// remove deletes a file, and the directories that hold nothing else.
func (t *transaction) remove(s *state, c change) *diag.Diagnostic {
	t.step()
	if err := s.root.Remove(c.name); err != nil {
		return unusable(s.dir, c.name, err)
	}
	t.undo = append(t.undo, func() {
		_ = s.root.MkdirAll(path.Dir(c.name), 0o755)
		restore(s.root, c)
	})
	prune(s.root, path.Dir(c.name))
	return nil
}

// prune removes a directory and those above it, as far as they are empty.
func prune(root *os.Root, dir string) {
	for ; dir != "." && root.Remove(dir) == nil; dir = path.Dir(dir) {
	}
}

// makeDirs makes dir and what is missing above it, and notes how to undo that.
func (t *transaction) makeDirs(dir string, mkdir func(string, fs.FileMode) error, remove func(string) error) error {
	err := mkdir(dir, 0o755)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		if err := t.makeDirs(filepath.Dir(dir), mkdir, remove); err != nil {
			return err
		}
		err = mkdir(dir, 0o755)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		t.undo = append(t.undo, func() { _ = remove(dir) })
	}
	return err
}

// A temporary name is the name of a file between a dot and eight letters and digits.
var temporary = regexp.MustCompile(`^\.(.+)\.[a-z2-7]{8}$`)

func temporaryName(name string) string {
	return path.Join(path.Dir(name), "."+path.Base(name)+"."+strings.ToLower(rand.Text()[:8]))
}

// sweep removes the temporary files and the empty directories that runs have left which
// were killed.
func (s *state) sweep() {
	names := s.before.names()
	for _, c := range s.changes {
		names[c.name] = true
	}
	dirs := map[string]bool{}
	for name := range names {
		dirs[path.Dir(name)] = true
	}
	for dir := range dirs {
		entries, _ := fs.ReadDir(s.root.FS(), dir)
		for _, e := range entries {
			m := temporary.FindStringSubmatch(e.Name())
			if m != nil && e.Type().IsRegular() && names[path.Join(dir, m[1])] {
				_ = s.root.Remove(path.Join(dir, e.Name()))
			}
		}
		prune(s.root, dir)
	}
}
