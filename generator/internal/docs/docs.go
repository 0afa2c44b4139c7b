// Package docs turns what documents say, in markdown, HTML or plain text, into the
// lines of Go doc comments (https://go.dev/doc/comment). gofmt leaves the lines as
// they are.
package docs

import (
	"strings"
	"unicode"
)

// width is how long the text of a line may be.
const width = 77

// Comment collects what a comment says.
type Comment struct {
	blocks []block
	links  links
}

// New returns an empty comment above a declaration, which tools render.
func New() *Comment { return &Comment{links: links{named: true}} }

// NewField returns an empty comment of a field, a constant or a method of an
// interface, which is read as it stands: its links are in the text, and it has no
// headings.
func NewField() *Comment { return &Comment{} }

// Sentence adds a paragraph that is in the syntax of doc comments already.
func (c *Comment) Sentence(text string) {
	c.add(block{kind: paragraph, text: clean(text)})
}

// Line adds a paragraph that is not filled.
func (c *Comment) Line(text string) {
	c.add(block{kind: paragraph, text: strings.Join(strings.Fields(clean(text)), glue)})
}

// Text adds what a document says.
func (c *Comment) Text(text string) {
	text = clean(text)
	if isPlain(text) {
		for part := range strings.SplitSeq(text, "\n\n") {
			c.add(block{kind: paragraph, text: curled(part)})
		}
		return
	}
	for _, b := range read(htmlBlocks(text), &c.links) {
		c.add(b)
	}
}

// add adds a block that holds something. Lists that follow each other are one.
func (c *Comment) add(b block) {
	if b.kind == heading && !c.links.named {
		b.kind = paragraph
	}
	b = settled(b)
	switch last := len(c.blocks) - 1; {
	case b.empty():
	case b.kind == list && last >= 0 && c.blocks[last].kind == list:
		c.blocks[last].items = append(c.blocks[last].items, b.items...)
	default:
		c.blocks = append(c.blocks, b)
	}
}

// Stop ends the comment with a full stop, if it ends in a sentence without one.
func (c *Comment) Stop() {
	if last := len(c.blocks) - 1; last >= 0 && c.blocks[last].kind == paragraph {
		c.blocks[last].text = stopped(c.blocks[last].text)
	}
}

// stopped is text with a full stop if it has no end. A link is no end of its own.
func stopped(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:;)") || strings.HasSuffix(text, "…") {
		return text
	}
	if words := strings.Fields(text); strings.Contains(words[len(words)-1], "://") {
		return text
	}
	return text + "."
}

// isPlain reports whether text has nothing but paragraphs: most texts are so.
func isPlain(text string) bool {
	if strings.ContainsAny(text, "<&`*_[|#\\~>=•") {
		return false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && strings.IndexByte("-+0123456789", line[0]) >= 0 {
			if word, rest := cutWord(line); isMarker(word) && rest != "" || strings.Trim(line, "-") == "" {
				return false
			}
		}
	}
	return true
}

// clean drops what a reader cannot see: control and bidirectional characters.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(visible, text)
}

func visible(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == '\u2028', r == '\u2029', r == unicode.ReplacementChar, string(r) == glue:
		return -1
	}
	return r
}

// curled has the quotes that doc comments write as two characters as one: gofmt
// would do it.
func curled(text string) string {
	if !strings.Contains(text, "``") && !strings.Contains(text, "''") {
		return text
	}
	return strings.NewReplacer("``", "“", "''", "”").Replace(text)
}
