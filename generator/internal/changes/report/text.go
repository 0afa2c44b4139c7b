package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/changes"
)

// The colours of severities in a terminal.
var colours = map[changes.Severity]string{changes.Breaking: "\x1b[31m", changes.Dangerous: "\x1b[33m", changes.Safe: "\x1b[32m"}

func (r Report) text(out io.Writer, o Options) error {
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, r.summary())
	for _, g := range r.grouped() {
		fmt.Fprintf(w, "\n%s\n", g.title)
		for _, i := range folded(g.items) {
			fmt.Fprintf(w, "  %s\n", coloured(line(i), i.Worst(), o.Colour))
			fmt.Fprintf(w, "      %s  wire %s, go %s  %s\n", i.Rule, i.Wire, i.Go, place(i))
			if i.Allowed != "" {
				fmt.Fprintf(w, "      allowed: %s\n", i.Allowed)
			}
		}
	}
	for _, s := range r.Stale {
		fmt.Fprintf(w, "\n%s\n", s)
	}
	return w.Flush()
}

func coloured(text string, s changes.Severity, colour bool) string {
	if !colour || colours[s] == "" {
		return text
	}
	return colours[s] + text + "\x1b[0m"
}

// markdown writes what a reviewer reads in a pull request: the worst is open, the rest
// folds.
func (r Report) markdown(out io.Writer, o Options) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "### API changes: %s → %s\n\n%s.\n", inline(o.Old), inline(o.New), strings.ToUpper(r.summary()[:1])+r.summary()[1:])
	for n, g := range r.grouped() {
		open := ""
		if n == 0 && g.items[0].Worst() >= changes.Dangerous {
			open = " open"
		}
		fmt.Fprintf(w, "\n<details%s><summary><b>%s</b> (%d)</summary>\n\n| change | wire | Go | rule | place |\n|---|---|---|---|---|\n", open, g.title, len(g.items))
		for _, i := range folded(g.items) {
			text := cell(line(i))
			if i.Allowed != "" {
				text += "<br>allowed: " + cell(i.Allowed)
			}
			fmt.Fprintf(w, "| %s | %s | %s | `%s` | %s |\n", text, i.Wire, i.Go, i.Rule, inline(place(i)))
		}
		fmt.Fprintln(w, "\n</details>")
	}
	for _, s := range r.Stale {
		fmt.Fprintf(w, "\n%s\n", cell(s))
	}
	return w.Flush()
}

// cell is text as it stands in a table of markdown.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "<", "&lt;", ">", "&gt;", "\n", " ", "\r", " ", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "@", "&#64;").Replace(s)
}

// inline is text as code.
func inline(s string) string {
	if s == "" {
		return ""
	}
	return "`" + strings.NewReplacer("`", "'", "|", "\\|", "\n", " ").Replace(s) + "`"
}

// entry is a change as programs read it.
type entry struct {
	Rule    string           `json:"rule"`
	Text    string           `json:"text"`
	Of      string           `json:"of"` // what an allow list calls it
	Wire    changes.Severity `json:"wire"`
	Go      changes.Severity `json:"go"`
	Old     string           `json:"old"` // file:line:col, "" where there is nothing
	New     string           `json:"new"`
	Allowed string           `json:"allowed,omitempty"`
}

func (r Report) json(w io.Writer) error {
	doc := struct {
		Changes []entry `json:"changes"`
	}{Changes: []entry{}}
	for _, i := range r.Items {
		doc.Changes = append(doc.Changes, entry{i.Rule, i.Text, i.Subject, i.Wire, i.Go, i.Old.String(), i.New.String(), i.Allowed})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
