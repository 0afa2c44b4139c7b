package diag

import (
	"fmt"
	"strings"
)

// A warning of one kind is told at shown places where there are more than many: a
// document that has a habit has it everywhere.
const (
	many  = 10
	shown = 3
)

// kind is what warnings of one kind have in common: what is in quotes and numbers, they
// have not.
type kind struct{ file, code, message, leftOut string }

func kindOf(d Diagnostic) kind {
	var b strings.Builder
	quoted := false
	for _, c := range d.Message {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c < '0' || c > '9'):
			b.WriteRune(c)
		}
	}
	return kind{d.Pos.File, d.Code, b.String(), d.LeftOut}
}

// grouped returns diagnostics with few warnings of each kind. The last of those that
// are shown says how many more there are.
func grouped(all []Diagnostic) []Diagnostic {
	count := map[kind]int{}
	for _, d := range all {
		if d.Severity == Warning {
			count[kindOf(d)]++
		}
	}
	told := map[kind]int{}
	var out []Diagnostic
	for _, d := range all {
		k := kindOf(d)
		if d.Severity != Warning || count[k] <= many {
			out = append(out, d)
			continue
		}
		if told[k]++; told[k] > shown {
			continue
		}
		if told[k] == shown {
			d.Message += fmt.Sprintf(" (so in %d places more)", count[k]-shown)
		}
		out = append(out, d)
	}
	return out
}
