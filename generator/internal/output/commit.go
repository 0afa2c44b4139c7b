package output

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// transaction changes several directories: everything is staged beside its
// destination first, then renamed. Undo functions of what was done stand in
// the order in which it was done.
type transaction struct {
	roots []*os.Root
	undo  []func()
}

// commit makes the changes of all states, or none.
func commit(states []*state) *diag.Diagnostic {
	var t transaction
	defer t.close()
	var publish []func() *diag.Diagnostic
	for _, s := range states {
		steps, d := t.stage(s)
		if d != nil {
			t.rollBack()
			return d
		}
		publish = append(publish, steps...)
	}
	for _, step := range publish {
		if d := step(); d != nil {
			t.rollBack()
			return d
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

func (t *transaction) close() {
	for _, r := range t.roots {
		r.Close()
	}
}

// stage writes the new files of s under temporary names, and returns the steps
// that put them in place and remove what is no longer generated.
func (t *transaction) stage(s *state) ([]func() *diag.Diagnostic, *diag.Diagnostic) {
	if err := t.makeDirs(s.dir, os.Mkdir, os.Remove); err != nil {
		return nil, unusable(s.dir, "", err)
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return nil, unusable(s.dir, "", err)
	}
	t.roots = append(t.roots, root)
	var steps []func() *diag.Diagnostic
	for _, c := range s.changes {
		switch {
		case c.kind == same:
		case c.new == nil:
			steps = append(steps, func() *diag.Diagnostic { return t.remove(root, s.dir, c) })
		default:
			temp, err := t.stageFile(root, c)
			if err != nil {
				return nil, unusable(s.dir, c.name, err)
			}
			steps = append(steps, func() *diag.Diagnostic { return t.rename(root, s.dir, temp, c) })
		}
	}
	return steps, nil
}

func (t *transaction) stageFile(root *os.Root, c change) (temp string, err error) {
	if dir := path.Dir(c.name); dir != "." {
		if err := t.makeDirs(dir, root.Mkdir, root.Remove); err != nil {
			return "", err
		}
	}
	temp = path.Join(path.Dir(c.name), "."+path.Base(c.name)+"."+strings.ToLower(rand.Text()[:8]))
	t.undo = append(t.undo, func() { _ = root.Remove(temp) })
	return temp, root.WriteFile(temp, c.new, 0o644)
}

func (t *transaction) rename(root *os.Root, dir, temp string, c change) *diag.Diagnostic {
	if err := root.Rename(temp, c.name); err != nil {
		return unusable(dir, c.name, err)
	}
	t.undo = append(t.undo, func() {
		if c.old == nil {
			_ = root.Remove(c.name)
			return
		}
		_ = root.WriteFile(c.name, c.old, 0o644)
	})
	return nil
}

// remove deletes a file, and the directories that hold nothing else.
func (t *transaction) remove(root *os.Root, dir string, c change) *diag.Diagnostic {
	if err := root.Remove(c.name); err != nil {
		return unusable(dir, c.name, err)
	}
	t.undo = append(t.undo, func() {
		_ = root.MkdirAll(path.Dir(c.name), 0o755)
		_ = root.WriteFile(c.name, c.old, 0o644)
	})
	for parent := path.Dir(c.name); parent != "."; parent = path.Dir(parent) {
		// A directory that is not empty stays.
		if root.Remove(parent) != nil {
			break
		}
	}
	return nil
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
