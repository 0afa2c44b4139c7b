package ecma

import (
	"regexp"
	"testing"
)

func TestRE2MatchesWhatECMAMatches(t *testing.T) {
	tests := []struct {
		pattern, text string
		want          bool
	}{
		{`^[a-z]+$`, "abc", true},
		{`^a$`, "a\n", false},
		{`^\s$`, "\u00a0", true},
		{`^\S$`, "\ufeff", false},
		{`^[\S]$`, "\u2003", false},
		{`^[^\s]$`, "x", true},
		{`^.$`, "\r", false},
		{`^\d$`, "߀", false},
		{`^\cC$`, "\x03", true},
		{`^\u{1F432}*$`, "🐲🐲", true},
		{`^\uD83D\uDC32$`, "🐲", true},
		{`^\p{Letter}+$`, "é", true},
		{`^\p{Script=Greek}$`, "α", true},
		{`^\P{L}$`, "1", true},
		{`^[[:alpha:]]$`, "a]", true},
		{`^[^]$`, "\n", true},
		{`a{`, "a{", true},
		{`^x{,2}$`, "x{,2}", true},
		{`^\/\-[\b]\0$`, "/-\b\x00", true},
		{`^(?<year>\d{4})$`, "2024", true},
	}
	for _, test := range tests {
		expr, err := RE2(test.pattern)
		if err != nil {
			t.Errorf("RE2(%q): %v", test.pattern, err)
		} else if got := regexp.MustCompile(expr).MatchString(test.text); got != test.want {
			t.Errorf("RE2(%q) = %q matches %q: %t, want %t", test.pattern, expr, test.text, got, test.want)
		}
	}
}

func TestRE2SaysWhatItCannotExpress(t *testing.T) {
	for pattern, want := range map[string]string{
		`^(?=a)b`:     `it looks ahead or behind, by "(?="`,
		`(?<!a)b`:     `it looks ahead or behind, by "(?<!"`,
		`(a)\1`:       `it refers back, by "\\1"`,
		`\Z`:          `"\\Z" is no escape`,
		`\p{Emoji}`:   `"Emoji" is no property of characters that Go knows`,
		`[a`:          `a class has no end`,
		`a)`:          "unexpected ): `a)`",
		`\uD83D`:      `"\\u" does not give a character`,
		`\`:           `nothing follows the last backslash`,
		`^a{1,99999}`: "invalid repeat count: `{1,99999}`",
	} {
		if got, err := RE2(pattern); err == nil || err.Error() != want {
			t.Errorf("RE2(%q) = %q, %v, want %s", pattern, got, err, want)
		}
	}
}

func FuzzRE2(f *testing.F) {
	for _, seed := range []string{`^[a-z]\s+$`, `(?<n>a)\k<n>`, `[^]`, `\u{1F432}`, `\p{L}`, `a{2,3}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		expr, err := RE2(pattern)
		if err != nil {
			return
		}
		if _, err := regexp.Compile(expr); err != nil {
			t.Errorf("RE2(%q) = %q: %v", pattern, expr, err)
		}
	})
}
