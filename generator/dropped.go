package generator

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// configOf is the path of a configuration file from a directory that it generates into,
// for the lock there; "" for flags.
func configOf(file, dir string) string {
	if file == "" {
		return ""
	}
	rel, err := relative(dir, file)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(rel)
}

// drop adds what this configuration once generated below its directory, and does not
// generate any more: a target was taken out, or its output moved. It is found by its
// locks.
func (b *builder) drop(cfg *Config) {
	if cfg.File == "" { // a copy of the runtime may stand in the output
		for i := range cfg.Targets {
			b.locks = append(b.locks, locksBelow(cfg.Targets[i].Output)...)
		}
		return
	}
	b.locks = locksBelow(filepath.Dir(cfg.File))
	for _, l := range b.locks {
		if !b.writes(l.dir) && l.lock.Config != "" && absolute(filepath.Join(l.dir, filepath.FromSlash(l.lock.Config))) == absolute(cfg.File) {
			b.pkgs = append(b.pkgs, output.Package{Dir: l.dir, Gone: true})
		}
	}
}

// dropRuntimes adds the copies of the runtime whose last user is gone.
func (b *builder) dropRuntimes() {
	for _, l := range b.locks {
		if !b.writes(l.dir) && len(l.lock.Uses) > 0 && b.unused(l) {
			b.pkgs = append(b.pkgs, output.Package{Dir: l.dir, Gone: true})
		}
	}
}

// writes reports whether something is written to a directory in this run.
func (b *builder) writes(dir string) bool {
	real := absolute(dir)
	return slices.ContainsFunc(b.dirs, func(c claimed) bool { return c.real == real })
}

// has reports whether this run generates the package in a directory, or removes it.
func (b *builder) has(dir string) bool {
	real := absolute(dir)
	return slices.ContainsFunc(b.pkgs, func(p output.Package) bool { return absolute(p.Dir) == real })
}

// foundLock is a lock and its directory.
type foundLock struct {
	dir  string
	lock output.Lock
}

// unused reports whether the packages that used a copy of the runtime are gone, or are
// generated in this run and use another: no other configuration has a part in it.
func (b *builder) unused(l foundLock) bool {
	ours := false
	for from := range l.lock.Uses {
		dir := filepath.Join(l.dir, filepath.FromSlash(from))
		if b.has(dir) {
			ours = true
		} else if lock, err := output.ReadLock(dir); err != nil || lock.Files != nil {
			return false
		}
	}
	return ours
}

// locksBelow returns the locks in a directory and below it, but for directories that Go
// does not look into. What cannot be read is not ours.
func locksBelow(dir string) []foundLock {
	var locks []foundLock
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir
		case d.IsDir():
			if skipped(d.Name()) && path != dir {
				return fs.SkipDir
			}
		case d.Name() == output.LockName:
			if lock, err := output.ReadLock(filepath.Dir(path)); err == nil {
				locks = append(locks, foundLock{filepath.Dir(path), lock})
			}
		}
		return nil
	})
	slices.SortFunc(locks, func(a, b foundLock) int { return strings.Compare(a.dir, b.dir) })
	return locks
}

func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "node_modules" || name == "vendor"
}

// absolute is the path that tells directories apart; one that cannot be made absolute
// is its own.
func absolute(path string) string {
	if real, err := realPath(path); err == nil {
		return real
	}
	return filepath.Clean(path)
}
