package docs

import (
	"regexp"
	"strings"
)

type blockKind int

const (
	paragraph blockKind = iota
	heading
	list
	code // preformatted
)

// block is a part of a comment.
type block struct {
	kind  blockKind
	text  string   // of a paragraph or heading
	items []string // of a list, each behind its mark; or lines of code
}

// bullet marks an item without a number.
const bullet = "-"

func (b block) empty() bool {
	if b.kind == list || b.kind == code {
		return strings.TrimSpace(strings.Join(b.items, "")) == ""
	}
	return strings.Trim(b.text, " \t\n"+glue) == ""
}

// settled is a block that doc comments do not take for another one.
func settled(b block) block {
	if b.kind != paragraph && b.kind != heading {
		return b
	}
	text := strings.TrimSpace(b.text)
	for strings.HasPrefix(text, "# ") || strings.HasPrefix(text, "#\n") || strings.HasPrefix(text, "#\t") {
		text = strings.TrimSpace(text[1:])
	}
	text = inert(text)
	if strings.HasPrefix(text, "[") { // with a URL behind it, it defines a link
		text = strings.ReplaceAll(text, "]:", "] :")
	}
	b.text = text
	word, rest := cutWord(text)
	if isMarker(word) && strings.Trim(rest, " \t\n"+glue) != "" {
		return block{kind: list, items: []string{mark(word) + " " + rest}}
	}
	return b
}

// constraint is a word that must not begin a line: go/printer takes such a line for a build
// constraint wherever it stands, and moves it above the package.
const constraint = "+build"

// inert is text with a constraint at its start in quotes.
func inert(text string) string {
	if word, _ := cutWord(text); word == constraint {
		return strings.Replace(text, constraint, `"`+constraint+`"`, 1)
	}
	return text
}

// cutWord returns the first word of text and what is behind it.
func cutWord(text string) (word, rest string) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return "", ""
	}
	return fields[0], strings.TrimSpace(text[strings.Index(text, fields[0])+len(fields[0]):])
}

// mark is a mark of a list as doc comments write it: "-" or "1.".
func mark(word string) string {
	if word[0] >= '0' && word[0] <= '9' {
		return word[:len(word)-1] + "."
	}
	return bullet
}

// blockReader reads blocks of markdown line by line.
type blockReader struct {
	links  *links
	out    []block
	lines  []string
	at     int
	text   []string // lines of the paragraph or item that is being read
	marked string   // the mark of the item; "" in a paragraph
}

var (
	headingLine   = regexp.MustCompile(`^#{1,6}[ \t]+(.*?)[ \t#]*$`)
	underline     = regexp.MustCompile(`^(=+|-{2,})$`)
	breakLine     = regexp.MustCompile(`^([-*_=][ \t]*){3,}$`)
	fenceLine     = regexp.MustCompile("^(`{3,}|~{3,})([^`]*)$")
	delimiterLine = regexp.MustCompile(`^\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?$`)
	definition    = regexp.MustCompile(`^\[([^\[\]]+)\]:\s+<?(\S+?)>?(\s+["'(].*)?$`)
)

// read reads markdown. What it leads to is added to links.
func read(text string, links *links) []block {
	r := &blockReader{links: links, lines: strings.Split(text, "\n")}
	for _, line := range r.lines {
		if m := definition.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			links.reference(m[1], m[2])
		}
	}
	for ; r.at < len(r.lines); r.at++ {
		r.line(strings.TrimSpace(r.lines[r.at]))
	}
	r.flush()
	return r.out
}

func (r *blockReader) line(line string) {
	for strings.HasPrefix(line, "> ") || line == ">" {
		line = strings.TrimSpace(line[1:])
	}
	word, rest := cutWord(line)
	inText := len(r.text) > 0
	switch {
	case line == "":
		r.flush()
	case fenceLine.MatchString(line):
		r.flush()
		r.fence(line)
	case headingLine.MatchString(line):
		r.flush()
		r.text = []string{headingLine.FindStringSubmatch(line)[1]}
		r.end(heading)
	case inText && r.marked == "" && underline.MatchString(line):
		r.end(heading)
	case breakLine.MatchString(line):
		r.flush()
	case strings.HasPrefix(line, "|") || r.tableStarts(line):
		r.flush()
		r.table()
	case definition.MatchString(line) && r.links.known(definition.FindStringSubmatch(line)[1]):
		r.flush()
	case isMarker(word) && rest != "" && (!inText || r.marked != "" || mark(word) == bullet || mark(word) == "1."):
		r.flush()
		r.marked, r.text = mark(word), []string{rest}
	default:
		r.text = append(r.text, line)
	}
}

// tableStarts reports whether line is the head of a table whose rows begin without a
// bar.
func (r *blockReader) tableStarts(line string) bool {
	if !strings.Contains(line, "|") || r.at+1 >= len(r.lines) {
		return false
	}
	next := strings.TrimSpace(r.lines[r.at+1])
	return strings.Contains(next, "|") && delimiterLine.MatchString(next)
}

// table reads the rows of a table.
func (r *blockReader) table() {
	flat := &links{references: r.links.references}
	var rows []string
	for ; r.at < len(r.lines); r.at++ {
		line := strings.TrimSpace(r.lines[r.at])
		if !strings.Contains(line, "|") {
			break
		}
		rows = append(rows, strings.ReplaceAll(inline(line, flat), glue, " "))
	}
	r.at--
	r.out = append(r.out, block{kind: code, items: rows})
}

// fence reads a fenced block of code; one that does not end goes to the end.
func (r *blockReader) fence(open string) {
	open = fenceLine.FindStringSubmatch(open)[1]
	var lines []string
	for r.at++; r.at < len(r.lines); r.at++ {
		line := strings.TrimSpace(r.lines[r.at])
		if strings.HasPrefix(line, open) && strings.Trim(line, open[:1]) == "" {
			break
		}
		lines = append(lines, r.lines[r.at])
	}
	r.out = append(r.out, block{kind: code, items: lines})
}

func (r *blockReader) flush() { r.end(paragraph) }

// end ends the paragraph or item that is being read.
func (r *blockReader) end(kind blockKind) {
	text := inline(strings.Join(r.text, "\n"), r.links)
	switch {
	case len(r.text) == 0:
	case r.marked != "" && strings.Trim(text, " \n\t"+glue) != "":
		r.out = append(r.out, block{kind: list, items: []string{r.marked + " " + text}})
	case r.marked == "":
		r.out = append(r.out, block{kind: kind, text: text})
	}
	r.text, r.marked = nil, ""
}
