// Package report writes changes for those who read them: in a terminal, in a pull
// request, in a browser, or by a program.
package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/changes"
)

// Format is a form of a report.
type Format string

// The formats.
const (
	Text     Format = "text"
	Markdown Format = "markdown"
	JSON     Format = "json"
	SARIF    Format = "sarif"
	HTML     Format = "html"
)

// Formats are all formats, in the order of their documentation.
var Formats = []string{string(Text), string(Markdown), string(JSON), string(SARIF), string(HTML)}

// Options say how to write.
type Options struct {
	Old, New string // what is compared, as a reader names it
	Version  string // of odagen
	Colour   bool   // of a terminal

	OldExcerpt, NewExcerpt Excerpt // of the documents, for the page
}

// Item is a change, or several of one rule in one place that are told together.
type Item struct {
	changes.Change
	Texts   []string
	Allowed string // why a change is allowed; "" when nothing is said
}

// Report is what is written.
type Report struct {
	Items []Item
	Stale []string // entries of the allow list that allow nothing
}

// Write writes the report in a format.
func (r Report) Write(w io.Writer, f Format, o Options) error {
	switch f {
	case Markdown:
		return r.markdown(w, o)
	case JSON:
		return r.json(w)
	case SARIF:
		return r.sarif(w, o)
	case HTML:
		return r.html(w, o)
	}
	return r.text(w, o)
}

// group is what stands under one heading.
type group struct {
	title string
	items []Item
}

// levels are the headings: what breaks whom.
var levels = []struct {
	title string
	is    func(Item) bool
}{
	{"Breaks the wire", func(i Item) bool { return i.Wire == changes.Breaking }},
	{"Breaks Go callers, not the wire", func(i Item) bool { return i.Go == changes.Breaking }},
	{"Dangerous", func(i Item) bool { return i.Wire == changes.Dangerous }},
	{"Safe", func(i Item) bool { return i.Wire == changes.Safe || i.Go == changes.Safe }},
	{"Without effect", func(Item) bool { return true }},
}

// grouped puts the items under the first heading that fits, what is allowed last.
func (r Report) grouped() []group {
	out := make([]group, len(levels)+1)
	for i, l := range levels {
		out[i].title = l.title
	}
	out[len(levels)].title = "Allowed"
	for _, item := range r.Items {
		at := slices.IndexFunc(levels, func(l struct {
			title string
			is    func(Item) bool
		},
		) bool {
			return l.is(item)
		})
		if item.Allowed != "" {
			at = len(levels)
		}
		out[at].items = append(out[at].items, item)
	}
	return slices.DeleteFunc(out, func(g group) bool { return len(g.items) == 0 })
}

// summary is the first line.
func (r Report) summary() string {
	if len(r.Items) == 0 {
		return "nothing has changed"
	}
	count := map[changes.Severity]int{}
	inGo := 0
	for _, i := range r.Items {
		if i.Allowed != "" {
			continue
		}
		count[i.Wire]++
		if i.Go == changes.Breaking {
			inGo++
		}
	}
	return fmt.Sprintf("%s: for the wire %d breaking, %d dangerous, %d safe, %d without effect; for Go callers %d breaking",
		number(len(r.Items), "change"), count[changes.Breaking], count[changes.Dangerous], count[changes.Safe], count[changes.None], inGo)
}

func number(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// folded joins the items of one rule, one verdict and one group, in the place of the
// first one.
func folded(items []Item) []Item {
	type key struct {
		rule, group, allowed string
		wire, inGo           changes.Severity
	}
	at := map[key]int{}
	var out []Item
	for _, item := range items {
		k := key{item.Rule, item.Group, item.Allowed, item.Wire, item.Go}
		if quiet[item.Rule] || many[item.Rule] {
			k.group = ""
		}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, item)
		}
		out[i].Texts = append(out[i].Texts, item.Text)
	}
	slices.SortStableFunc(out, func(a, b Item) int {
		return cmp.Or(cmp.Compare(b.Worst(), a.Worst()), 0)
	})
	return out
}

// quiet are the rules of which the number is told, whatever has changed.
var quiet = map[string]bool{"described-anew": true}

// many are the rules of which one line tells, whatever has changed.
var many = map[string]bool{"type-added": true, "set-added": true, "scheme-changed": true, "go-added": true}

// line is an item on one line.
func line(i Item) string {
	switch n := len(i.Texts); {
	case n < 2:
		return i.Text
	case quiet[i.Rule]:
		return fmt.Sprintf("%d descriptions have other words", n)
	}
	head, middles, tail := shared(i.Texts)
	if n := len(middles); n > maxMiddles {
		middles = append(middles[:maxMiddles:maxMiddles], fmt.Sprintf("and %d more", n-maxMiddles))
	}
	separator := ", "
	if head+tail == "" {
		separator = "; "
	}
	return strings.Join(strings.Fields(head+" "+strings.Join(middles, separator)+" "+tail), " ")
}

// maxMiddles is how many of several changes of one kind are named.
const maxMiddles = 6

// shared splits sentences into the words at their beginnings and ends that all have, and
// what is between.
func shared(texts []string) (head string, middles []string, tail string) {
	var words [][]string
	least := -1
	for _, t := range texts {
		w := strings.Fields(t)
		words = append(words, w)
		if least < 0 || len(w) < least {
			least = len(w)
		}
	}
	all := func(at func([]string) string) bool {
		return !slices.ContainsFunc(words, func(w []string) bool { return at(w) != at(words[0]) })
	}
	front, back := 0, 0
	for front < least-1 && all(func(w []string) string { return w[front] }) {
		front++
	}
	for back < least-1-front && all(func(w []string) string { return w[len(w)-1-back] }) {
		back++
	}
	for _, w := range words {
		middles = append(middles, strings.Join(w[front:len(w)-back], " "))
	}
	return strings.Join(words[0][:front], " "), middles, strings.Join(words[0][len(words[0])-back:], " ")
}

// place is where a change is, on the side that has it.
func place(i Item) string {
	if p := i.New.String(); p != "" {
		return p
	}
	return i.Old.String()
}
