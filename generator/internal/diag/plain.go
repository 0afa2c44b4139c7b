package diag

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What is shown of a long text: documents have patterns and names of megabytes.
const (
	longest = 1000
	head    = 600
	tail    = 200
)

// Plain returns text for a terminal: in one line, with what cannot be seen escaped as in
// Go. A document must not clear the screen, or show a name as another one.
func Plain(text string) string {
	if !strings.ContainsFunc(text, hidden) && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if hidden(r) || r == utf8.RuneError && size == 1 {
			quoted := strconv.QuoteToASCII(text[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteString(text[:size])
		}
		text = text[size:]
	}
	return b.String()
}

func hidden(r rune) bool { return !strconv.IsPrint(r) }

// cut returns the beginning and the end of a long text, and how much there is.
func cut(text string) string {
	if len(text) <= longest {
		return text
	}
	from, to := head, len(text)-tail
	for !utf8.RuneStart(text[from]) {
		from--
	}
	for !utf8.RuneStart(text[to]) {
		to++
	}
	return fmt.Sprintf("%s … (%d bytes more) … %s", text[:from], to-from, text[to:])
}
