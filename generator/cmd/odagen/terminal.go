package main

import (
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// isTerminal reports whether someone may be looking at w.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// coloured reports whether colours are wanted on w (https://no-color.org).
func coloured(w any) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// progress tells someone at a terminal what takes long.
func progress(cmd *cobra.Command) func(string) {
	w := cmd.ErrOrStderr()
	if !isTerminal(w) {
		return nil
	}
	return func(what string) { _, _ = io.WriteString(w, "odagen: "+diag.Plain(what)+"\n") }
}

// The colours of the lines of a diff, by what they begin with.
var diffColours = []struct{ begin, colour string }{
	{"diff ", "\x1b[1m"}, {"--- ", "\x1b[1m"}, {"+++ ", "\x1b[1m"}, {"@@", "\x1b[36m"}, {"+", "\x1b[32m"}, {"-", "\x1b[31m"},
}

// printDiff writes a diff. On a terminal, what cannot be seen is escaped.
func printDiff(w io.Writer, diff []byte) error {
	if isTerminal(w) {
		diff = []byte(shownDiff(string(diff), coloured(w)))
	}
	_, err := w.Write(diff)
	return err
}

// shownDiff is a diff for a terminal.
func shownDiff(diff string, colours bool) string {
	var b strings.Builder
	for line := range strings.Lines(diff) {
		text := plainLine(strings.TrimSuffix(line, "\n"))
		for _, c := range diffColours {
			if colours && strings.HasPrefix(line, c.begin) {
				text = c.colour + text + "\x1b[0m"
				break
			}
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}

// plainLine is diag.Plain that keeps tabs.
func plainLine(line string) string {
	parts := strings.Split(line, "\t")
	for i := range parts {
		parts[i] = diag.Plain(parts[i])
	}
	return strings.Join(parts, "\t")
}
