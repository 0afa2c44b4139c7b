// Package allow reads the list of changes that were decided on, each with a reason and a
// last day.
//
//   - rule: property-removed
//     of: microsoft.graph.user/mail
//     reason: no client has read it since 2024
//     until: 2027-03-01
package allow

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// maxSize is more than anyone writes by hand.
const maxSize = 1 << 20

// List are the entries of a file.
type List struct {
	entries []*entry
	today   string
}

type entry struct {
	Rule   string `yaml:"rule"`
	Of     string `yaml:"of"` // the subject of the change, or what has it; "*" stands for any text without slashes
	Reason string `yaml:"reason"`
	Until  string `yaml:"until"` // the last day, as 2027-03-01

	pos  diag.Position
	used bool
}

// Read reads the file. Each fault of it is a diagnostic.
func Read(file string, today time.Time, diags *diag.List) *List {
	l := &List{today: today.Format(time.DateOnly)}
	fault := func(pos diag.Position, message string) {
		diags.Add(diag.Diagnostic{Code: "bad-allow-list", Pos: pos, Message: message, Hint: "an entry has rule, of, reason and until, as in: {rule: property-removed, of: user/mail, reason: nobody reads it, until: 2027-03-01}"})
	}
	f, err := os.Open(file)
	if err != nil {
		fault(diag.Position{File: file}, err.Error())
		return l
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err == nil && len(data) > maxSize {
		err = fmt.Errorf("larger than %d bytes", maxSize)
	}
	var doc yaml.Node
	if err == nil {
		err = yaml.Unmarshal(data, &doc)
	}
	if err != nil {
		fault(diag.Position{File: file}, err.Error())
		return l
	}
	if len(doc.Content) == 0 {
		return l
	}
	if doc.Content[0].Kind != yaml.SequenceNode {
		fault(diag.Position{File: file, Line: 1, Col: 1}, "want a list of entries")
		return l
	}
	for _, n := range doc.Content[0].Content {
		e := &entry{pos: diag.Position{File: file, Line: n.Line, Col: n.Column}}
		if err := e.read(n); err != nil {
			fault(e.pos, err.Error())
			continue
		}
		l.entries = append(l.entries, e)
	}
	return l
}

func (e *entry) read(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return errors.New("want an object")
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch key := n.Content[i].Value; key {
		case "rule", "of", "reason", "until":
		default:
			return fmt.Errorf("there is no setting %q", key)
		}
	}
	if err := n.Decode(e); err != nil {
		return err
	}
	for _, s := range []struct{ name, value string }{{"rule", e.Rule}, {"of", e.Of}, {"reason", e.Reason}, {"until", e.Until}} {
		if s.value == "" {
			return fmt.Errorf("%s is missing", s.name)
		}
	}
	if !changes.IsRule(e.Rule) {
		return fmt.Errorf("there is no rule %q", e.Rule)
	}
	if _, err := path.Match(e.Of, ""); err != nil {
		return fmt.Errorf("%q is no pattern", e.Of)
	}
	if _, err := time.Parse(time.DateOnly, e.Until); err != nil {
		return fmt.Errorf("until is %q, want a day as 2027-03-01", e.Until)
	}
	return nil
}

// Reason is why a change is allowed today; "" when it is not.
func (l *List) Reason(c changes.Change) string {
	for _, e := range l.entries {
		if e.Rule == c.Rule && (e.matches(c.Subject) || e.matches(c.Group)) {
			e.used = true
			if l.today <= e.Until {
				return e.Reason + " (until " + e.Until + ")"
			}
		}
	}
	return ""
}

func (e *entry) matches(subject string) bool {
	ok, _ := path.Match(e.Of, subject)
	return ok || e.Of == subject
}

// Stale tells of the entries that Reason was asked about nothing for, and of those that
// are too old.
func (l *List) Stale() []string {
	var out []string
	for _, e := range l.entries {
		switch {
		case l.today > e.Until:
			out = append(out, fmt.Sprintf("%s: the entry ended on %s: %s of %s", e.pos, e.Until, e.Rule, e.Of))
		case !e.used:
			out = append(out, fmt.Sprintf("%s: the entry allows nothing that has changed: %s of %s", e.pos, e.Rule, e.Of))
		}
	}
	return out
}
