package output

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// refuse adds a diagnostic for each file that is left alone: an error, unless it is
// none of the run's business or force is asked for.
func (s *state) refuse(opts Options, diags *diag.List) {
	if d, ok := s.noLock(); ok && !opts.Force {
		diags.Add(d)
	}
	for _, c := range s.changes {
		switch {
		case c.kind == alien:
			diags.Add(diag.Diagnostic{
				Severity: diag.Warning, Code: string(alien), Pos: c.pos(s.dir),
				Message: "the lock lists this file, and it is not one that odagen writes; it stays, and its line is taken out",
				Hint:    "remove the file if it is of no use",
			})
		case !opts.Force && (c.kind == edited || c.kind == foreign):
			diags.Add(c.refusal(s.dir))
		}
	}
}

// noLock is the diagnostic for generated files whose lock is gone: one for all of them.
func (s *state) noLock() (diag.Diagnostic, bool) {
	i := slices.IndexFunc(s.changes, func(c change) bool { return c.kind == unlisted })
	if i < 0 {
		return diag.Diagnostic{}, false
	}
	return diag.Diagnostic{
		Code: string(unlisted), Pos: diag.Position{File: filepath.Join(s.dir, LockName)},
		Message: fmt.Sprintf("is not there, and so nothing tells whether %s beside it was edited; nothing was written", s.changes[i].name),
		Hint:    "restore the lock from version control, as it keeps names too; or run odagen generate --force",
	}, true
}

const droppedMessage = "nothing in the configuration generates into this directory any more"

// touched reports whether someone has changed what is to be removed.
func (s *state) touched() bool {
	return slices.ContainsFunc(s.changes, func(c change) bool { return c.kind != orphan && c.kind != missing })
}

// kept is the warning for a directory that is no longer generated, and was edited.
func (s *state) kept() diag.Diagnostic {
	d := diag.Diagnostic{
		Severity: diag.Warning, Code: "dropped-output", Pos: diag.Position{File: s.dir},
		Message: droppedMessage, Hint: "move what you need elsewhere, and delete the directory",
	}
	for _, c := range s.changes {
		if c.kind != orphan && c.kind != missing {
			d.Message += fmt.Sprintf("; it stays, as %s was edited", c.name)
			break
		}
	}
	return d
}

// stays is what Check says of a directory that is no longer generated.
func (s *state) stays() diag.Diagnostic {
	d := s.kept()
	d.Severity = diag.Error
	if !s.touched() {
		d.Code, d.Message, d.Hint = string(orphan), droppedMessage, "run odagen generate, which removes it"
	}
	return d
}

// otherVersion is the odagen of the lock, when it is another one than this.
func (s *state) otherVersion() string {
	if s.before.Odagen == s.after.Odagen || s.gone {
		return ""
	}
	return s.before.Odagen
}

// sameButForOrigin reports whether nothing would change in the lock but which odagen and
// which configuration have written it.
func (s *state) sameButForOrigin() bool {
	before, now := s.before, s.after
	before.Odagen, before.Config, now.Files = now.Odagen, now.Config, before.Files
	a, err := before.encode()
	if err != nil {
		return false
	}
	b, err := now.encode()
	return err == nil && string(a) == string(b) && len(s.files()) == 0
}

// versions tells that another odagen wrote the directory: an answer to why it differs,
// and nothing to fail for when only the lock does.
func (s *state) versions(was string) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Warning, Code: "other-version", Pos: diag.Position{File: filepath.Join(s.dir, LockName)},
		Message: fmt.Sprintf("was written by odagen %s, and this is %s", was, s.after.Odagen),
		Hint:    fmt.Sprintf("run odagen generate, or check with odagen %s", was),
	}
}

func (c change) pos(dir string) diag.Position {
	return diag.Position{File: filepath.Join(dir, filepath.FromSlash(c.name))}
}

// refusal is why Write leaves the file alone.
func (c change) refusal(dir string) diag.Diagnostic {
	d := diag.Diagnostic{
		Code: "edited-by-hand", Pos: c.pos(dir),
		Message: "differs from the lock; nothing was written",
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
func (s *state) difference(c change) diag.Diagnostic {
	d := diag.Diagnostic{
		Code: string(c.kind), Pos: c.pos(s.dir),
		Message: differences[c.kind],
		Hint:    "run odagen generate",
	}
	switch {
	case c.kind == edited || c.kind == foreign:
		d.Hint = c.refusal(s.dir).Hint
	case c.name == LockName && s.before.Merged != nil:
		d.Message = "has the two sides of a merge"
		d.Hint = "run odagen generate, which joins them"
	}
	return d
}

var differences = map[kind]string{
	outdated: "differs from what the sources generate now",
	missing:  "is generated, and not there",
	orphan:   "is no longer generated",
	edited:   "differs from the lock",
	foreign:  "stands where a file would be generated, and is not one of odagen",
}
