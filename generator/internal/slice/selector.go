package slice

import (
	"regexp"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// selector is a Root taken apart.
type selector struct {
	root     *Root
	segments []segment
	derived  bool
}

// segment is a segment of a path, or a name.
type segment struct {
	Pattern
	deep bool // it stands for any number of segments
	also bool // what is before it is kept as well
}

func parse(root *Root) selector {
	s := selector{root: root}
	text, derived := strings.CutSuffix(root.Text, "+derived")
	s.derived = derived
	for part := range strings.SplitSeq(strings.Trim(text, "/"), "/") {
		if strings.HasPrefix(part, "{") && len(s.segments) > 0 {
			continue // a key
		}
		name, also := strings.CutPrefix(part, "+")
		if open := strings.IndexByte(name, '('); open > 0 {
			name = name[:open] // a key, or the parameters of a function
		}
		also = also && len(s.segments) > 0
		s.segments = append(s.segments, segment{Pattern: NewPattern(name), deep: name == "**", also: also})
	}
	return s
}

// used reports whether the segments from i on need not stand for anything.
func (s selector) used(i int) bool {
	for ; i < len(s.segments); i++ {
		if !s.segments[i].deep {
			return false
		}
	}
	return true
}

// ends reports whether what is before segment i is kept whole.
func (s selector) ends(i int) bool { return s.used(i) || s.segments[i].also }

// Pattern is a name in which "*" stands for any text without dots and slashes,
// and "**" for any text.
type Pattern struct {
	text string
	re   *regexp.Regexp // nil when the text has no "*"
}

// NewPattern returns the pattern that text writes.
func NewPattern(text string) Pattern {
	p := Pattern{text: text}
	if strings.Contains(text, "*") {
		quoted := regexp.QuoteMeta(text)
		quoted = strings.ReplaceAll(quoted, `\*\*`, `.*`)
		p.re = regexp.MustCompile(`^` + strings.ReplaceAll(quoted, `\*`, `[^./]*`) + `$`)
	}
	return p
}

// Match reports whether p stands for text.
func (p Pattern) Match(text string) bool {
	if p.re == nil {
		return p.text == text
	}
	return p.re.MatchString(text)
}

// MatchName reports whether p stands for the qualified name, or without a dot
// for what follows its last dot.
func (p Pattern) MatchName(name string) bool {
	return p.Match(name) || !strings.Contains(p.text, ".") && p.Match(local(name))
}

func local(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// operationName is the name of an operation in a path, qualified where it is so.
func operationName(op *api.Operation) string {
	return api.Name{Namespace: op.Namespace, Local: op.Name}.String()
}
