package changes

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/goapi"
)

// Names lead from a Go name to what it is in a description: its subject, as in Change,
// and what else it can be found as.
type Names func(goName string) (subjects []string)

// JoinGo adds the verdicts about the Go API: each difference of the two lists belongs to
// the change of what its name is in the description, or to one of its own.
func JoinGo(found []Change, api []goapi.Change, was, is Names) []Change {
	j := joiner{all: found, at: map[string][]int{}, groups: map[string]bool{}}
	for i, c := range found {
		j.index(c.Subject, i)
		j.groups[c.Group] = true
	}
	for _, c := range api {
		var subjects []string
		if c.Old != nil {
			subjects = was(c.Old.Name)
		}
		if c.New != nil && len(subjects) == 0 {
			subjects = is(c.New.Name)
		}
		j.join(c, subjects)
	}
	Sort(j.all)
	return j.all
}

type joiner struct {
	all []Change
	at  map[string][]int // changes by subject

	groups map[string]bool // that something has changed of
}

var inPath = regexp.MustCompile(`\{[^{}]*\}`)

func (j *joiner) index(subject string, i int) {
	key := inPath.ReplaceAllString(subject, "{}")
	j.at[key] = append(j.at[key], i)
}

// join gives a verdict to the changes of a subject, or of what it is a part of.
func (j *joiner) join(c goapi.Change, subjects []string) {
	verdict := Safe
	if c.Breaking {
		verdict = Breaking
	}
	for _, subject := range withParents(subjects) {
		if found := j.telling(j.at[inPath.ReplaceAllString(subject, "{}")]); len(found) > 0 {
			for _, i := range found {
				j.all[i].Go = max(j.all[i].Go, verdict)
			}
			return
		}
	}
	if verdict == Safe && slices.ContainsFunc(subjects, func(s string) bool { return j.groups[s] }) {
		return // what the type has more of is told, and this comes with it
	}
	j.all = append(j.all, own(c, verdict, subjects))
}

// withParents adds what each subject is a part of, and what that is a part of.
func withParents(subjects []string) []string {
	out := slices.Clone(subjects)
	for i := 0; i < len(out); i++ {
		if p := parent(out[i]); p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
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
func own(c goapi.Change, verdict Severity, subjects []string) Change {
	out := Change{Go: verdict, Group: "the Go API", Subject: c.Name()}
	if len(subjects) > 0 {
		out.Group = subjects[0]
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
