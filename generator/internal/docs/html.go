package docs

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

// tag is a start or end tag: its slash, its name, its attributes.
var tag = regexp.MustCompile(`^<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*)?)/?>`)

// maxTag is how long a tag may be.
const maxTag = 2000

// tagAt returns the tag that text begins with, and its parts; nil when it begins with
// none that is of HTML: "<id>" is text.
func tagAt(text string) []string {
	m := tag.FindStringSubmatch(text[:min(len(text), maxTag)])
	if m == nil {
		return nil
	}
	m[2] = strings.ToLower(m[2])
	if !blockTags[m[2]] && !inlineTags[m[2]] {
		return nil
	}
	return m
}

var (
	blockTags  = words("p br ul ol li pre h1 h2 h3 h4 h5 h6 hr div section blockquote center details summary dl dt dd table thead tbody tfoot tr td th")
	inlineTags = words("a b strong i em u s del ins sub sup small span font code tt kbd samp var mark img abbr cite q")
)

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(list) {
		m[word] = true
	}
	return m
}

// htmlBlocks writes the blocks of HTML as those of markdown. Tags within a line stay.
func htmlBlocks(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	h := htmlReader{text: text}
	for h.at < len(text) {
		h.next()
	}
	return h.out.String()
}

type htmlReader struct {
	text  string
	at    int
	out   strings.Builder
	line  int   // where the last line of out begins
	lists []int // the numbers of the last items; -1 in lists without numbers
}

func (h *htmlReader) write(s string) {
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		h.line = h.out.Len() + i + 1
	}
	h.out.WriteString(s)
}

// next copies what stands at the current place.
func (h *htmlReader) next() {
	rest := h.text[h.at:]
	switch rest[0] {
	case '`':
		n := codeSpan(rest)
		h.write(rest[:n])
		h.at += n
		return
	case '<':
		if after, ok := strings.CutPrefix(rest, "<!--"); ok {
			_, behind, _ := strings.Cut(after, "-->")
			h.at = len(h.text) - len(behind)
			return
		}
		if m := tagAt(rest); m != nil && blockTags[m[2]] {
			h.at += len(m[0])
			h.tag(m[2], m[1] == "/")
			return
		}
	}
	n := strings.IndexAny(rest[1:], "<`") + 1
	if n == 0 {
		n = len(rest)
	}
	h.write(rest[:n])
	h.at += n
}

// tag writes a tag of a block.
func (h *htmlReader) tag(name string, end bool) {
	switch name {
	case "br", "p":
		if inItem(h.out.String()[h.line:]) {
			h.write(" ")
		} else {
			h.write("\n\n")
		}
	case "ul", "ol":
		switch {
		case end && len(h.lists) > 0:
			h.lists = h.lists[:len(h.lists)-1]
		case name == "ol":
			h.lists = append(h.lists, 0)
		case !end:
			h.lists = append(h.lists, -1)
		}
		h.write("\n\n")
	case "li":
		h.item(end)
	case "tr":
		if end {
			h.write("\n")
		} else {
			h.write("\n|")
		}
	case "td", "th":
		if end {
			h.write(" |")
		} else {
			h.write(" ")
		}
	case "thead", "tbody", "tfoot":
	case "pre":
		if !end {
			h.pre()
		}
	default:
		h.write("\n\n")
	}
}

// inItem reports whether line is a row of a table or an item that has no text yet.
func inItem(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "|") || isMarker(line)
}

func (h *htmlReader) item(end bool) {
	last := len(h.lists) - 1
	switch {
	case end:
		h.write("\n")
	case last >= 0 && h.lists[last] >= 0:
		h.lists[last]++
		h.write(fmt.Sprintf("\n\n%d. ", h.lists[last]))
	default:
		h.write("\n- ")
	}
}

// pre writes preformatted text between fences that it does not have.
func (h *htmlReader) pre() {
	rest := h.text[h.at:]
	n := strings.Index(strings.ToLower(rest), "</pre")
	if n < 0 {
		n = len(rest)
	}
	h.at += n
	text := strings.Map(visible, html.UnescapeString(anyTag.ReplaceAllString(rest[:n], "")))
	fence := "~~~"
	for strings.Contains(text, fence) {
		fence += "~"
	}
	h.write("\n\n" + fence + "\n" + strings.Trim(text, "\n") + "\n" + fence + "\n\n")
}

var anyTag = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
