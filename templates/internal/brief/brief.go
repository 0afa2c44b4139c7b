// Package brief makes what others say short enough for a message.
package brief

import (
	"strconv"
	"strings"
)

// Max is how many bytes of a text are told.
const Max = 512

// Cut returns text, of which what is beyond Max is left out.
func Cut(text string) string {
	if len(text) <= Max {
		return text
	}
	return strings.ToValidUTF8(text[:Max], "") + "..."
}

// Line is Cut for a text that stands in a line of a log: who wrote it can begin no other,
// and move nothing on a screen. What does not print is escaped.
func Line(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '\n' || r == '\t' || r == '\r' {
			r = ' '
		}
		piece := string(r)
		if !strconv.IsPrint(r) {
			piece = strings.Trim(strconv.QuoteRuneToASCII(r), "'")
		}
		if b.Len()+len(piece) > Max {
			b.WriteString("...")
			break
		}
		b.WriteString(piece)
	}
	return b.String()
}
