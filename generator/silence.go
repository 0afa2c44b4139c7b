package generator

import (
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// silence gives what was found about a target to diags, but for the warnings that
// the target silences. Of a code that silences nothing there is a warning.
func silence(t *config.Target, found, diags *diag.List) {
	used := make([]bool, len(t.Silence))
	found.CopyTo(diags, func(d diag.Diagnostic) bool { return d.Severity == diag.Error || !silenced(t, d, used) })
	if found.HasErrors() {
		return // what comes later was not looked at
	}
	for i, entry := range t.Silence {
		if !used[i] {
			pos, ok := t.At[fmt.Sprintf("silence/%d", i)]
			if !ok {
				pos = diag.Position{File: t.Source}
			}
			diags.Add(diag.Diagnostic{
				Severity: diag.Warning, Code: "nothing-to-silence", Pos: pos,
				Message: fmt.Sprintf("%q silences nothing", entry), Hint: "take it out",
			})
		}
	}
}

// silenced reports whether an entry of the target silences d: one with its code and
// no pointer, or the pointer of something that d is in. It marks the entries.
func silenced(t *config.Target, d diag.Diagnostic, used []bool) bool {
	is := false
	for i, entry := range t.Silence {
		code, pointer, _ := strings.Cut(entry, "#")
		if code == d.Code && (d.Pointer == pointer || strings.HasPrefix(d.Pointer+"/", pointer+"/")) {
			used[i], is = true, true
		}
	}
	return is
}
