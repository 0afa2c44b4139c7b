package output

import (
	"bytes"
	"maps"
	"slices"
	"strings"
)

// A lock is a file that everyone who generates changes, so version control merges it.
// Its entries have a line each, sorted, so most merges are right as they are; where
// both sides changed neighbours, the markers of a conflict stand between them. Names
// that were given must survive that: nobody is to pick entries by hand.

// Conflict is an entry for which the two sides of a merge have different values.
type Conflict struct {
	Section, Key string
	Ours, Theirs string // ours holds
}

// The markers of git begin a line and are seven characters long. Those within the
// common ancestor, of a merge of merges, are longer.
const (
	oursMarker   = "<<<<<<<"
	baseMarker   = "|||||||"
	theirsMarker = "======="
	endMarker    = ">>>>>>>"
)

// sides returns the two files that a file with the markers of conflicts was made of.
// Without markers both are the file.
func sides(data []byte) (ours, theirs []byte, conflict bool) {
	const (
		both = iota
		inOurs
		inBase
		inTheirs
	)
	at := both
	for line := range bytes.Lines(data) {
		switch marker := markerOf(line); {
		case marker == oursMarker && at == both:
			at, conflict = inOurs, true
		case marker == baseMarker && at == inOurs:
			at = inBase
		case marker == theirsMarker && (at == inOurs || at == inBase):
			at = inTheirs
		case marker == endMarker && at == inTheirs:
			at = both
		default:
			if at == both || at == inOurs {
				ours = append(ours, line...)
			}
			if at == both || at == inTheirs {
				theirs = append(theirs, line...)
			}
		}
	}
	return ours, theirs, conflict
}

// markerOf returns the marker that a line is, "" for another line.
func markerOf(line []byte) string {
	for _, marker := range []string{oursMarker, baseMarker, theirsMarker, endMarker} {
		rest, ok := bytes.CutPrefix(line, []byte(marker))
		if ok && (len(rest) == 0 || bytes.IndexByte([]byte(" \r\n"), rest[0]) >= 0) {
			return marker
		}
	}
	return ""
}

// commas puts the commas right at the ends of lines: a merge, or someone who takes a
// line out, leaves one too many or one too few.
func commas(data []byte) []byte {
	var lines [][]byte
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines = append(lines, line)
		}
	}
	for i, line := range lines {
		last := i+1 == len(lines) || lines[i+1][0] == '}'
		line = bytes.TrimSuffix(line, []byte(","))
		if !last && !bytes.HasSuffix(line, []byte("{")) {
			line = append(slices.Clone(line), ',')
		}
		lines[i] = line
	}
	return bytes.Join(lines, []byte("\n"))
}

// merge adds what the other side has. Where both have something else, l stays.
func (l *Lock) merge(other Lock) {
	if l.Form != "" && other.Form != "" && l.Form != other.Form {
		l.Conflicts = append(l.Conflicts, Conflict{"form", "form", l.Form, other.Form})
	}
	if l.Form == "" {
		l.Form = other.Form
	}
	union := func(section string, ours *map[string]string, theirs map[string]string) {
		if *ours == nil {
			*ours = map[string]string{}
		}
		for _, key := range slices.Sorted(maps.Keys(theirs)) {
			if old, ok := (*ours)[key]; !ok {
				(*ours)[key] = theirs[key]
			} else if old != theirs[key] {
				l.Conflicts = append(l.Conflicts, Conflict{section, key, old, theirs[key]})
			}
		}
	}
	union("names", &l.Names, other.Names)
	union("sets", &l.Sets, other.Sets)
	for dir, theirs := range other.Uses {
		if l.Uses == nil {
			l.Uses = map[string]string{}
		}
		all := append(strings.Fields(l.Uses[dir]), strings.Fields(theirs)...)
		slices.Sort(all)
		l.Uses[dir] = strings.Join(slices.Compact(all), " ")
	}
	for name, sum := range other.Next {
		if l.Next == nil {
			l.Next = map[string]Sum{}
		}
		l.Next[name] = sum
	}
	l.Merged = map[string]bool{}
	if l.Files == nil {
		l.Files = map[string]Sum{}
	}
	for name, sum := range other.Files {
		if old, ok := l.Files[name]; !ok {
			l.Files[name] = sum
		} else if old != sum {
			l.Merged[name] = true
		}
	}
}
