package changes

import (
	"regexp"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/goapi"
)

// Names lead from a Go name to what it is in a description: its subject, as in Change.
type Names func(goName string) (subject string)

// JoinGo adds the verdicts about the Go API: each difference of the two lists belongs to
// the change of what its name is in the description, or to one of its own.
func JoinGo(found []Change, api []goapi.Change, was, is Names) []Change {
	j := joiner{all: found, at: map[string][]int{}}
	for i, c := range found {
		j.index(c.Subject, i)
	}
	for _, c := range api {
		subject := ""
		if c.Old != nil {
			subject = was(c.Old.Name)
		}
		if subject == "" && c.New != nil {
			subject = is(c.New.Name)
		}
		j.join(c, subject)
	}
	Sort(j.all)
	return j.all
}

type joiner struct {
	all []Change
	at  map[string][]int // changes by subject
}

var inPath = regexp.MustCompile(`\{[^{}]*\}`)

func (j *joiner) index(subject string, i int) {
	key := inPath.ReplaceAllString(subject, "{}")
	j.at[key] = append(j.at[key], i)
}

// join gives a verdict to the changes of a subject, or of what it is a part of.
func (j *joiner) join(c goapi.Change, subject string) {
	verdict := Safe
	if c.Breaking {
		verdict = Breaking
	}
	key := inPath.ReplaceAllString(subject, "{}")
	for part := key; part != ""; part = parent(part) {
		if found := j.telling(j.at[part]); len(found) > 0 {
			for _, i := range found {
				j.all[i].Go = max(j.all[i].Go, verdict)
			}
			return
		}
	}
	j.all = append(j.all, own(c, verdict, subject))
}

// telling leaves out changes of descriptions, which change no Go.
func (j *joiner) telling(found []int) []int {
	var out []int
	for _, i := range found {
		switch j.all[i].Rule {
		case "described-anew", "deprecated", "permission-changed":
		default:
			out = append(out, i)
		}
	}
	return out
}

// parent is what a subject is a part of.
func parent(subject string) string {
	if i := strings.LastIndexAny(subject, "/ "); i > 0 {
		return subject[:i]
	}
	return ""
}

// own is the change of a Go name that no change of the description explains.
func own(c goapi.Change, verdict Severity, subject string) Change {
	out := Change{Go: verdict, Group: "the Go API", Subject: c.Name()}
	if subject != "" {
		out.Group = subject
	}
	switch {
	case c.New == nil:
		out.Rule, out.Text = "go-removed", "the Go name "+c.Old.Line()+" is gone"
	case c.Old == nil:
		out.Rule, out.Text = "go-added", "the Go name "+c.New.Line()+" is new"
	default:
		out.Rule, out.Text = "go-changed", "the Go name "+c.Old.Line()+" is "+c.New.Line()
	}
	return out
}
