package docs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// glue stands for a space at which a line does not end. Texts do not have it.
const glue = "\ue000"

// Lines returns the comment, without slashes.
func (c *Comment) Lines() []string {
	var out []string
	for i, b := range c.blocks {
		if i > 0 && (b.kind != list || c.blocks[i-1].kind != paragraph || c.besideCode(i)) {
			out = append(out, "")
		}
		switch b.kind {
		case list:
			out = append(out, c.list(i)...)
		case code:
			out = append(out, codeLines(b.items)...)
		case heading:
			out = append(out, headingLines(b.text)...)
		default:
			out = append(out, paragraphLines(b.text, i > 0)...)
		}
	}
	return append(out, c.links.definitions()...)
}

// besideCode reports whether a block stands beside preformatted text, in which a list
// would end up: both are indented.
func (c *Comment) besideCode(i int) bool {
	return i > 0 && c.blocks[i-1].kind == code || i+1 < len(c.blocks) && c.blocks[i+1].kind == code
}

func (c *Comment) list(at int) []string {
	items, numbered := c.blocks[at].items, 0
	for _, item := range items {
		if word, _, _ := strings.Cut(item, " "); word != bullet {
			numbered++
		}
	}
	var out []string
	for i, item := range items {
		marker, text, _ := strings.Cut(item, " ")
		switch {
		case c.besideCode(at):
			if i > 0 {
				out = append(out, "")
			}
			out = append(out, fill("–"+glue+strings.TrimPrefix(marker+" ", bullet+" ")+text, width)...)
			continue
		case marker == bullet:
			marker = " " + bullet
		case numbered < len(items): // gofmt knows no lists of both kinds
			marker, text = " "+bullet, marker+" "+text
		}
		for j, line := range fill(text, width-4) {
			if j == 0 {
				out = append(out, " "+marker+" "+line)
			} else {
				out = append(out, "    "+line)
			}
		}
	}
	return out
}

// codeLines are lines of preformatted text. One that begins like a list is fenced, as
// gofmt would make a list of it.
func codeLines(text []string) []string {
	lines := dedent(text)
	if word, _, ok := strings.Cut(strings.TrimSpace(lines[0]), " "); ok && isMarker(word) {
		lines = append(append([]string{"```"}, lines...), "```")
		lines = dedent(lines)
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		if line != "" {
			out[i] = "\t" + inert(line)
		}
	}
	return out
}

// dedent takes away the indentation that all lines have, and blank lines around them.
func dedent(text []string) []string {
	var lines []string
	for _, line := range text {
		line = strings.TrimRightFunc(strings.ReplaceAll(line, "\t", "    "), unicode.IsSpace)
		if line != "" || len(lines) > 0 {
			lines = append(lines, line)
		}
	}
	for lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	least := -1
	for _, line := range lines {
		if n := len(line) - len(strings.TrimLeft(line, " ")); line != "" && (least < 0 || n < least) {
			least = n
		}
	}
	for i, line := range lines {
		lines[i] = line[min(least, len(line)):]
	}
	return lines
}

func headingLines(text string) []string {
	line := strings.ReplaceAll(strings.Join(strings.Fields(text), " "), glue, " ")
	if utf8.RuneCountInString(line) > width-2 {
		return paragraphLines(text, true)
	}
	return []string{"# " + line}
}

// paragraphLines fills a paragraph. A line alone that reads like a heading, as gofmt
// tells them, ends in a full stop.
func paragraphLines(text string, below bool) []string {
	lines := fill(text, width)
	if below && len(lines) == 1 {
		first, _ := utf8.DecodeRuneInString(lines[0])
		last, _ := utf8.DecodeLastRuneInString(lines[0])
		if unicode.IsUpper(first) && (unicode.IsLetter(last) || unicode.IsDigit(last)) && !strings.Contains(lines[0], "://") {
			lines[0] += "."
		}
	}
	return lines
}

// fill breaks text into lines of at most n characters, where words are not longer. No
// line but the first begins with what marks an item of a list, or with a constraint.
func fill(text string, n int) []string {
	var out []string
	line, length := "", 0
	for _, word := range strings.Fields(text) {
		word = strings.ReplaceAll(word, glue, " ")
		size := utf8.RuneCountInString(word)
		if line != "" && length+1+size > n && !isMarker(word) && word != constraint {
			out = append(out, line)
			line, length = "", 0
		}
		if line != "" {
			line += " "
			length++
		}
		line += word
		length += size
	}
	return append(out, line)
}

// isMarker reports whether word marks an item of a list at the start of a line.
func isMarker(word string) bool {
	switch word {
	case "-", "*", "+", "•":
		return true
	case "":
		return false
	}
	digits := strings.TrimRight(word[:len(word)-1], "0123456789")
	return len(word) > 1 && digits == "" && strings.ContainsAny(word[len(word)-1:], ".)")
}
