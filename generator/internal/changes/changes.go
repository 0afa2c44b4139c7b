// Package changes tells what is different between two descriptions of a service, in
// words, and what each difference means for those who call it. Both descriptions are api
// models, so OpenAPI and CSDL have the same rules.
//
// A verdict follows from two questions: do more or fewer values fit, and who sends them.
// What a client sends may be more than before, and not less; what a service sends may be
// less, and not more.
package changes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// Severity is what a change means for those who know the old description.
type Severity int

// The severities. What is dangerous breaks some clients that the old description allows.
const (
	None Severity = iota
	Safe
	Dangerous
	Breaking
)

var severities = []string{"none", "safe", "dangerous", "breaking"}

func (s Severity) String() string { return severities[s] }

// MarshalText writes the name of the severity.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity returns the severity with a name.
func ParseSeverity(name string) (Severity, bool) {
	i := slices.Index(severities, name)
	return Severity(max(i, 0)), i >= 0
}

// Change is one difference.
type Change struct {
	Rule string // of Rules
	Text string // a sentence without its full stop
	Wire Severity
	Go   Severity // of the generated package; never Dangerous

	Old, New diag.Position // zero where there is nothing

	Group   string // the type or the operation that has it
	Subject string // names what has changed; see golang.Wire
	Uses    int    // how many calls have it in a request or an answer
}

// Worst is the higher of the severities.
func (c Change) Worst() Severity { return max(c.Wire, c.Go) }

// Compare returns the differences, the worst first.
func Compare(old, new *api.API) []Change {
	c := &comparer{old: old, new: new, rename: map[string]string{}}
	c.was, c.is = usesOf(old), usesOf(new)
	c.matchTypes()
	c.structs()
	c.enums()
	c.unions()
	c.container()
	c.imports()
	c.endpoints()
	c.service()
	Sort(c.found)
	return c.found
}

// Sort puts the worst first: of equal ones those that more calls have, then by place.
func Sort(all []Change) {
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(b.Wire, a.Wire),
			cmp.Compare(b.Go, a.Go),
			cmp.Compare(rank(a.Rule), rank(b.Rule)),
			cmp.Compare(b.Uses, a.Uses),
			strings.Compare(a.Group, b.Group),
			strings.Compare(a.Subject, b.Subject),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Text, b.Text),
		)
	})
}

// comparer collects the differences of two models.
type comparer struct {
	old, new *api.API
	was, is  uses
	rename   map[string]string // types that have another name now, by the old one
	found    []Change
}

// add records a change.
func (c *comparer) add(ch Change) { c.found = append(c.found, ch) }

// odata reports whether clients know the model of the service as OData has it.
func (c *comparer) odata() bool { return c.new.Form != api.FormPlain }

// effect is what a change does to the values that fit.
type effect int

const (
	same     effect = iota
	wider           // more values fit
	narrower        // fewer values fit
	other           // other values fit
	unclear         // other values fit, or as many: that cannot be known
)

// and is the effect of two changes of parts of one value.
func (e effect) and(f effect) effect {
	switch {
	case e == same:
		return f
	case f == same || e == f:
		return e
	case e == unclear || f == unclear:
		return unclear
	}
	return other
}

// not is the effect on what does not fit.
func (e effect) not() effect {
	switch e {
	case wider:
		return narrower
	case narrower:
		return wider
	}
	return e
}

// verdict is what an effect means for values that go in a direction.
func (e effect) verdict(u use) Severity {
	worst := None
	if u.in {
		worst = max(worst, [...]Severity{None, Safe, Breaking, Breaking, Dangerous}[e])
	}
	if u.out {
		worst = max(worst, [...]Severity{None, Breaking, Safe, Breaking, Dangerous}[e])
	}
	return worst
}
