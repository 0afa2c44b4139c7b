// Package diag collects what odagen has to say about its inputs: each
// diagnostic has a code, a position, a message and a hint, and is printed once.
package diag

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Severity tells whether a diagnostic stops the generation.
type Severity int

// A Warning reports what the output leaves out; an Error means that nothing is
// written for the target.
const (
	Error   Severity = iota // nothing is written
	Warning                 // the document can be read all the same
	Loss                    // an operation is left out, and the rest is written
)

// Position is a place in an input. Line and Col count from 1; Line 0 means the
// file as a whole.
type Position struct {
	File      string
	Line, Col int
}

func (p Position) String() string {
	switch {
	case p.File == "":
		return ""
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Diagnostic is one finding. Code is a word that stays for good; Pointer is
// the RFC 6901 JSON pointer of the place where the input has one; Hint is an
// action that the reader can take.
type Diagnostic struct {
	Severity Severity
	Code     string
	Pos      Position
	Pointer  string
	LeftOut  string // what of the document is not generated
	Of       string // the type that it is about, with "/" and a navigation property of it; or "/" and a name at the service root
	Message  string
	Hint     string
}

// Error is the line that is printed: file:line:col: code: message. What a document says
// is plain and cut; a fault of ours shows the source that it is about.
func (d Diagnostic) Error() string {
	var b strings.Builder
	if pos := cut(Plain(d.Pos.String())); pos != "" {
		b.WriteString(pos + ": ")
	}
	switch d.Severity {
	case Warning:
		b.WriteString("warning: ")
	case Loss:
		b.WriteString("left out: ")
	}
	message := d.Message
	if d.Code != internal {
		message = cut(Plain(message))
	}
	b.WriteString(d.Code + ": " + message)
	return b.String()
}

const internal = "internal error"

// Internal is the diagnostic for a fault of odagen itself at pos.
func Internal(pos Position, err error) Diagnostic {
	return Diagnostic{Code: internal, Pos: pos, Message: err.Error() + "; please report"}
}

// List collects diagnostics in any order. The zero List is empty and ready.
type List struct {
	all    []Diagnostic
	hidden []Diagnostic
}

// Add records d.
func (l *List) Add(d Diagnostic) { l.all = append(l.all, d) }

// Hide puts those diagnostics aside of which off is true: they are counted, and are no
// part of the list until ShowHidden.
func (l *List) Hide(off func(Diagnostic) bool) {
	l.hidden = append(l.hidden, slices.DeleteFunc(slices.Clone(l.all), func(d Diagnostic) bool { return !off(d) })...)
	l.all = slices.DeleteFunc(l.all, off)
}

// ShowHidden takes back what Hide has done.
func (l *List) ShowHidden() { l.all, l.hidden = append(l.all, l.hidden...), nil }

// CopyTo adds the diagnostics to another list, hidden ones as such, but for those that
// wanted is false of.
func (l *List) CopyTo(to *List, wanted func(Diagnostic) bool) {
	for _, d := range l.Sorted() {
		if wanted(d) {
			to.Add(d)
		}
	}
	for _, d := range l.hidden {
		if wanted(d) {
			to.hidden = append(to.hidden, d)
		}
	}
}

// Drop takes back the diagnostics that drop says.
func (l *List) Drop(drop func(Diagnostic) bool) { l.all = slices.DeleteFunc(l.all, drop) }

// Len returns the number of diagnostics added.
func (l *List) Len() int { return len(l.all) }

// HasErrors reports whether a diagnostic of severity Error was added.
func (l *List) HasErrors() bool {
	return slices.ContainsFunc(l.all, func(d Diagnostic) bool { return d.Severity == Error })
}

// Has reports whether one of the diagnostics is of a severity.
func (l *List) Has(s Severity) bool {
	return slices.ContainsFunc(l.all, func(d Diagnostic) bool { return d.Severity == s })
}

// Sorted returns the diagnostics by position, each once.
func (l *List) Sorted() []Diagnostic {
	all := slices.Clone(l.all)
	slices.SortStableFunc(all, func(a, b Diagnostic) int {
		return cmp.Or(
			strings.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			strings.Compare(a.Code, b.Code),
			strings.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(all)
}

// Print writes the diagnostics to w, a line each, the hint indented below; of many
// warnings of one kind a few.
func (l *List) Print(w io.Writer) error {
	for _, d := range grouped(l.Sorted()) {
		if _, err := fmt.Fprintln(w, d.Error()); err != nil {
			return err
		}
		for _, line := range []struct{ label, text string }{{"at #", d.Pointer}, {"left out: ", d.LeftOut}, {"hint: ", d.Hint}} {
			if line.text == "" {
				continue
			}
			if _, err := fmt.Fprintln(w, "\t"+line.label+cut(Plain(line.text))); err != nil {
				return err
			}
		}
	}
	var err error
	switch n := len(l.hidden); n {
	case 0:
	case 1:
		_, err = fmt.Fprintln(w, "1 warning about what is not generated is not shown; -v shows it")
	default:
		_, err = fmt.Fprintf(w, "%d warnings about what is not generated are not shown; -v shows them\n", n)
	}
	return err
}
