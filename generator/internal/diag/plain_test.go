package diag

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"Zoë – 名 😀":                    "Zoë – 名 😀",
		"/a\x1b[2J\x1b]0;pwned\a":      `/a\x1b[2J\x1b]0;pwned\a`,
		"\u202eevil\u2066":             `\u202eevil\u2066`,
		"a\r\nodagen.yaml:1:1: forged": `a\r\nodagen.yaml:1:1: forged`,
		"\xff\u0085\u2028\u200b\x7f":   `\xff\u0085\u2028\u200b\x7f`,
		"\ufffd":                       "\ufffd",
	} {
		if got := Plain(text); got != want {
			t.Errorf("Plain(%q) = %q, want %q", text, got, want)
		}
	}
}

// Whatever stands in a diagnostic, each of its lines is one, can be seen, and has an end.
func TestAPrintedDiagnosticIsPlainAndShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("a\n\x1b\u202e\u0085\x00ä")))).Draw(t, "text")
		text = strings.Repeat(text, rapid.SampledFrom([]int{1, 1000}).Draw(t, "times"))
		d := Diagnostic{Code: "c", Pos: Position{File: text}, Pointer: text, Message: text, LeftOut: text, Hint: text}
		var l List
		l.Add(d)
		var b strings.Builder
		if err := l.Print(&b); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if want := 4; text != "" && len(lines) != want {
			t.Errorf("%d lines, want %d", len(lines), want)
		}
		for _, line := range lines {
			line = strings.TrimPrefix(line, "\t")
			if strings.ContainsFunc(line, func(r rune) bool { return !strconv.IsPrint(r) }) {
				t.Errorf("line %q has what cannot be seen", line)
			}
			if len(line) > 5000 {
				t.Errorf("a line of %d bytes", len(line))
			}
		}
	})
}

// The beginning and the end of a long message tell what is wrong.
func TestALongMessageIsCut(t *testing.T) {
	d := Diagnostic{Code: "pattern", Message: "the pattern \"" + strings.Repeat("ä", 1<<20) + "\" is not checked"}
	got := d.Error()
	if !strings.HasPrefix(got, "pattern: the pattern \"ä") || !strings.HasSuffix(got, "ä\" is not checked") || !strings.Contains(got, "bytes more") {
		t.Errorf("Error() = %q", got)
	}
	if internal := Internal(Position{}, errNumbered).Error(); !strings.Contains(internal, errNumbered.Error()) {
		t.Error("the source in an internal error is cut")
	}
}

var errNumbered = longError(strings.Repeat("1\tpackage a\n", 1000))

type longError string

func (e longError) Error() string { return string(e) }
