package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// printReport says what has changed: a line for each directory, with what in it, and
// one line for all when nothing has. With verbose, each file has a line.
func printReport(w io.Writer, report generator.Report, verbose bool) error {
	var b strings.Builder
	var same []string
	for _, r := range report {
		line := summary(r)
		if line == "" && !verbose {
			same = append(same, r.Dir)
			continue
		}
		if line == "" {
			line = "up to date"
		}
		fmt.Fprintf(&b, "%s: %s\n", diag.Plain(r.Dir), line)
		if verbose {
			listFiles(&b, r)
		}
	}
	if b.Len() == 0 && len(same) > 0 {
		fmt.Fprintf(&b, "up to date: %s\n", diag.Plain(names(same)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// tally is what happened to the files of a directory, without the lock.
type tally struct {
	all, lines              int
	changed, fresh, removed []string
	added, deleted          int
	lock                    bool
}

func count(r output.Result) tally {
	var t tally
	for _, f := range r.Files {
		if f.Name == output.LockName {
			t.lock = f.Status != output.Unchanged
			continue
		}
		t.added, t.deleted, t.lines = t.added+f.Added, t.deleted+f.Deleted, t.lines+f.Lines
		switch {
		case f.Status == output.Removed:
			t.removed = append(t.removed, f.Name)
			continue
		case f.Status == output.Written && f.Deleted == 0 && f.Added == f.Lines:
			t.fresh = append(t.fresh, f.Name)
		case f.Status == output.Written:
			t.changed = append(t.changed, f.Name)
		}
		t.all++
	}
	return t
}

// summary is what happened in a directory, "" for nothing.
func summary(r output.Result) string {
	t := count(r)
	kind := ""
	if r.Runtime {
		kind = "a copy of the runtime, "
	}
	var what []string
	switch {
	case r.Gone:
		return fmt.Sprintf("removed, %s: nothing in the configuration generates it any more", counted(len(t.removed), "file"))
	case r.First:
		return noted(fmt.Sprintf("%snew, %s, %s", kind, counted(t.all, "file"), counted(t.lines, "line")), r.Note)
	case len(t.changed)+len(t.fresh)+len(t.removed) > 0:
		for _, part := range []struct {
			word  string
			files []string
		}{{"changed", t.changed}, {"new", t.fresh}, {"removed", t.removed}} {
			if len(part.files) > 0 {
				what = append(what, fmt.Sprintf("%d %s (%s)", len(part.files), part.word, diag.Plain(names(part.files))))
			}
		}
	case t.lock:
		what = append(what, output.LockName+" alone")
	default:
		return ""
	}
	line := fmt.Sprintf("%s%s of %s", kind, strings.Join(what, ", "), counted(t.all, "file"))
	if t.added+t.deleted > 0 {
		line += fmt.Sprintf(", +%d -%d lines", t.added, t.deleted)
	}
	if r.Was != "" {
		line += "; odagen was " + diag.Plain(r.Was)
	}
	return noted(line, r.Note)
}

func noted(line, note string) string {
	if note == "" {
		return line
	}
	return line + "; " + note
}

// names lists a few names, and how many more there are.
func names(all []string) string {
	const few = 4
	if len(all) > few+1 {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:few], ", "), len(all)-few)
	}
	return strings.Join(all, ", ")
}

func counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}

func listFiles(b *strings.Builder, r output.Result) {
	for _, f := range r.Files {
		fmt.Fprintf(b, "\t%s %s", f.Status, diag.Plain(f.Name))
		if f.Status != output.Removed {
			fmt.Fprintf(b, ", %s", counted(f.Lines, "line"))
		}
		b.WriteString("\n")
	}
}
