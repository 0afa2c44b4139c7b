package docs_test

import (
	"go/build/constraint"
	"go/format"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/docs"
)

func TestTextBecomesALineOfADocComment(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"plain text", "One\ntwo.\n\nThree.", "One two.\n\nThree."},
		{"paragraphs of HTML", "<p>One</p>\n<p class=\"x\">two<br>three</p>", "One\n\ntwo\n\nthree"},
		{"bold, italic, code", "<b>a</b> **b** *c* __d__ _e_ <em>f</em> `g <b> *h*` <code>i &amp; j</code>", "a b c d e f g <b> *h* i & j"},
		{"names with marks stay", "a_b_c, __init, 2 * 3 * 4, *, **/*.go, f(*args)", "a_b_c, __init, 2 * 3 * 4, *, **/*.go, f(*args)"},
		{"what is no tag of HTML stays", "List<string> of <id> and a < b", "List<string> of <id> and a < b"},
		{"entities", "a &lt;b&gt; &amp; c&nbsp;d &nosuch; AT&T", "a <b> & c d &nosuch; AT&T"},
		{"a link", "See [the docs](https://example.com/a \"title\").", "See [the docs].\n\n[the docs]: https://example.com/a"},
		{"a link of HTML", `See <a target="_blank" href='https://example.com/a?b=1&amp;c'>the <b>docs</b></a>.`, "See [the docs].\n\n[the docs]: https://example.com/a?b=1&c"},
		{"one text, two links", "[a](https://x.org/1) [a](https://x.org/1) [a](https://x.org/2)", "[a] [a] a (https://x.org/2)\n\n[a]: https://x.org/1"},
		{"a link within the document", "See [below](#x), [there](/docs) or [it](javascript:x).", "See below, there or it."},
		{"a link by its name", "See [a][b] and [b].\n\n[b]: https://x.org/", "See [a] and [b].\n\n[a]: https://x.org/\n[b]: https://x.org/"},
		{"a URL", "<https://x.org/a> and [https://x.org/a](https://x.org/a)", "https://x.org/a and https://x.org/a"},
		{"brackets", "an [array] of [x]", "an [array] of [x]"},
		{"an image", "![logo](https://x.org/a.png) is it", "logo is it"},
		{"headings", "# One\n\ntext\n\nTwo\n---\ntext", "# One\n\ntext\n\n# Two\n\ntext"},
		{"a short paragraph is no heading", "a\n\nBeware\n\nb", "a\n\nBeware.\n\nb"},
		{"lists", "Of:\n* a\n  more\n+ b\n\n1) one\n2) two", "Of:\n  - a more\n  - b\n  - 1. one\n  - 2. two"},
		{"numbers", "1. one\n2. two", " 1. one\n 2. two"},
		{"a list of HTML", "Of:<ul><li>a</li><li><p>b</p></li></ul>end<ol><li>c<li>d</ol>", "Of:\n  - a\n  - b\n\nend\n 1. c\n 2. d"},
		{"a number in a text", "since\n2019. Then", "since 2019. Then"},
		{"code", "So:\n```json\n  {\n    \"a\": 1\n  }\n```\nend", "So:\n\n\t{\n\t  \"a\": 1\n\t}\n\nend"},
		{"code like a list", "```yaml\n- a: 1\n```", "\t```\n\t- a: 1\n\t```"},
		{"code in a list", "- a\n```\nx\n```\n- b", "– a\n\n\tx\n\n– b"},
		{"preformatted HTML", "<pre><code>a &lt; b\n  c</code></pre>", "\ta < b\n\t  c"},
		{"a table", "| a | b |\n|---|:-:|\n| `c` | [d](https://x.org) |", "\t| a | b |\n\t|---|:-:|\n\t| c | d (https://x.org) |"},
		{"a table without bars at its sides", "a | b\n--|--\nc | d\n\nend", "\ta | b\n\t--|--\n\tc | d\n\nend"},
		{"a table of HTML", "<table><tr><th>a</th><td>b<br>c</td></tr></table>", "\t| a | b c |"},
		{"quotes", "> a\n> b", "a b"},
		{"what is not there", "<!-- a --> \u202eb\x07\u200b", "b"},
		{"a build constraint", "a\n\n+build ignore\n\n- +build x\n\n```\n+build y\n+builds\n```", "a\n\n\"+build\" ignore\n\n– +build x\n\n\t\"+build\" y\n\t+builds"},
		{"nothing", "<p></p>\n\n**", "**"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := docs.New()
			c.Text(tt.text)
			if diff := cmp.Diff(tt.want, strings.Join(c.Lines(), "\n")); diff != "" {
				t.Errorf("Text(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestAFieldHasItsLinksInTheText(t *testing.T) {
	c := docs.NewField()
	c.Text("# A\n\nsee [the docs](https://example.com/a)")
	c.Stop()
	if got, want := strings.Join(c.Lines(), "\n"), "A\n\nsee the docs (https://example.com/a)"; got != want {
		t.Errorf("Lines() = %q, want %q", got, want)
	}
}

func TestWhatIsNoSentenceGetsAFullStop(t *testing.T) {
	for text, want := range map[string]string{
		"<p>a b</p>": "a b.", "a.": "a.", "a:": "a:", "": "", "- a": "  - a", "see https://x.org": "see https://x.org", "a (b)": "a (b)",
	} {
		c := docs.NewField()
		c.Text(text)
		c.Stop()
		if got := strings.Join(c.Lines(), "\n"); got != want {
			t.Errorf("%q = %q, want %q", text, got, want)
		}
	}
}

// FuzzText holds what any comment must be: gofmt leaves it alone, it stays a comment,
// nothing in it is invisible, and its lines end where they should.
func FuzzText(f *testing.F) {
	for _, text := range []string{
		"*/ func", "//go:generate x", "+build linux", "```\n+build a\n```", strings.Repeat("+build a ", 20), "# a\n#\n# ", "a\n- b\n\n c\n1. d", "[a]: http://b", "[a](http://b)\n\n[c]: http://d", "[a](b]: c)\nd\n[e]: http://",
		"```\n- a\n", "~~~\n}\n~~~\n}", "- a\n\n```\nx", "A\n\nB\n\nC", "a {\n- b", "``a''", "<pre>- \u202e</pre>", "|a\n- b\n|c", "&#10;- a", "**-** b", "a\n===",
		"<ol><li>a<ul><li>b", "<table><td>", "<a href='http://x'>a\nb</a>", "[x y]", "\\# a", "1) a", "• a", "> - a", "![a](b)", "&#35; a\n\nb",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range []*docs.Comment{docs.New(), docs.NewField()} {
			c.Sentence("T is the type.")
			c.Text(text)
			c.Text("Deprecated: " + text)
			c.Stop()
			checkLines(t, text, c.Lines())
		}
	})
}

func checkLines(t *testing.T, text string, lines []string) {
	t.Helper()
	var src strings.Builder
	for _, line := range lines {
		if strings.ContainsFunc(line, func(r rune) bool { return r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }) {
			t.Errorf("%q gives %q", text, line)
		}
		if constraint.IsPlusBuild("// "+line) || constraint.IsGoBuild("// "+line) {
			t.Errorf("%q gives a build constraint: %q", text, line)
		}
		if tooLong(line) {
			t.Errorf("%q gives a long line: %q", text, line)
		}
		if !strings.HasPrefix(line, "\t") && line != "" {
			line = " " + line
		}
		src.WriteString("//" + line + "\n")
	}
	want := src.String() + "package p\n"
	got, err := format.Source([]byte(want))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("gofmt changes the comment of %q (-before +after):\n%s", text, diff)
	}
}

// tooLong reports whether a line goes on behind a space at which it could end.
func tooLong(line string) bool {
	if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "[") || utf8.RuneCountInString(line) <= 77 {
		return false
	}
	words := strings.Fields(line)
	for len(words) > 0 && (words[len(words)-1] == "+build" || strings.Trim(words[len(words)-1], "-+*•0123456789.)") == "") { // what marks items stands at no start of a line
		words = words[:len(words)-1]
	}
	if strings.Contains(line, "[") || len(words) == 0 {
		return false
	}
	return utf8.RuneCountInString(strings.Join(words[:len(words)-1], " ")) > 77
}
