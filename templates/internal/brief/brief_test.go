package brief

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestALineIsShortAndPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\r\nINFO", "\x1b[2J", "\u202e", "é", "\xff", "\u2028"}))
		text := strings.Repeat(part.Draw(t, "text"), rapid.IntRange(0, 300).Draw(t, "times"))
		line := Line(text)
		if len(line) > Max+len("...") || !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl) || strings.ContainsAny(line, "\u202e\u2028") {
			t.Errorf("%q is told as %q", text, line)
		}
		if len(text) <= Max && Cut(text) != text {
			t.Errorf("%q is cut to %q", text, Cut(text))
		}
	})
}
