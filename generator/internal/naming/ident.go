// Package naming turns the names of a document into Go names. The same wire
// name gives the same Go name in every run; names that would be equal are told
// apart by what they mean, and what was decided is kept in the lock.
package naming

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Ident is a Go identifier that is legal, not a keyword and not predeclared.
// Only this package makes one.
type Ident struct{ s string }

func (i Ident) String() string { return i.s }

// Plus returns the identifier with the words of other behind it.
func (i Ident) Plus(other Ident) Ident { return Ident{i.s + other.s} }

// Number returns the identifier with a number behind it, of which a minus is a word:
// Level and "-1" give LevelMinus1. What is no number is a wire name.
func (i Ident) Number(digits string) Ident {
	if strings.Trim(digits, "-0123456789") != "" {
		return i.Plus(Exported(digits))
	}
	return Ident{i.s + strings.ReplaceAll(digits, "-", "Minus")}
}

// Status returns the identifier with the status of an answer behind it, as OpenAPI
// writes it: GetPet and "4XX" give GetPet4XX.
func (i Ident) Status(status string) Ident {
	return Ident{i.s + strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, status)}
}

// Instead returns the identifier with other in place of prefix: AsPet with Set in
// place of As is SetPet.
func (i Ident) Instead(prefix, other Ident) Ident {
	return Ident{other.s + strings.TrimPrefix(i.s, prefix.s)}
}

// Kind is a word of ours: a suffix or prefix as Ref, Set, New and Parse, or a name
// that each package has. Text of a document is no word of ours: outside this
// package, a test lets Kind take literals only.
func Kind(word string) Ident { return Ident{word} }

// Exported returns the exported Go name for a wire name: its words, each with an
// upper first letter and initialisms in capitals, so that "onboardingUrl" gives
// OnboardingURL. A name that starts with no letter gets an X before it.
func Exported(wire string) Ident {
	if wire == "" {
		return Ident{"Empty"}
	}
	return join(words(wire, false))
}

// Numbered is Exported with an underscore between digits that have a symbol between
// them: "v1_11_0" gives V1_11_0.
func Numbered(wire string) Ident {
	all := words(wire, false)
	for i := len(all) - 1; i > 0; i-- {
		last, _ := utf8.DecodeLastRuneInString(all[i-1])
		if first, _ := utf8.DecodeRuneInString(all[i]); unicode.IsDigit(first) && unicode.IsDigit(last) {
			all[i] = "_" + all[i]
		}
	}
	return join(all)
}

// Spelled is Exported with the symbols of the name as words too and the capitals
// of the first letter told: "foo_bar" gives FooUnderscoreBar.
func Spelled(wire string) Ident { return join(words(wire, true)) }

// Words returns the words of a name in lower case, in the letters and digits that it
// has.
func Words(name string) []string {
	var out []string
	for _, word := range words(name, false) {
		if !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			out = append(out, strings.ToLower(word))
		}
	}
	return out
}

// Unexported is Exported with a lower first word, for names inside a package.
func Unexported(i Ident) Ident {
	runes := []rune(i.s)
	for j, r := range runes {
		if !unicode.IsUpper(r) || j > 0 && j+1 < len(runes) && unicode.IsLower(runes[j+1]) {
			break
		}
		runes[j] = unicode.ToLower(r)
	}
	s := string(runes)
	if reserved[s] {
		s += "Value"
	}
	return Ident{s}
}

func join(words []string) Ident {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(title(w))
	}
	s := b.String()
	if first, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(first) {
		s = "X" + s
	}
	return Ident{s}
}

// title returns the word w as it stands in a Go name.
func title(w string) string {
	lower := strings.ToLower(w)
	if upper, ok := initialisms[lower]; ok {
		return upper
	}
	r, n := utf8.DecodeRuneInString(w)
	if isUpper(w) && len(w) > 1 {
		return w
	}
	return string(unicode.ToTitle(r)) + w[n:]
}

func isUpper(w string) bool {
	return !strings.ContainsFunc(w, unicode.IsLower)
}

// words splits a wire name at symbols, and where lower case or a digit is
// followed by upper case, and before the last capital of a run that lower case
// follows: "HTTPServer2Go" gives HTTP, Server2, Go. With symbols, each symbol is a
// word.
func words(wire string, symbols bool) []string {
	var out []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			out = append(out, string(word))
			word = nil
		}
	}
	runes := []rune(wire)
	for i, r := range runes {
		switch {
		case r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			leading := i == 0 && (r == '+' || r == '-') && len(runes) > 1 && unicode.IsDigit(runes[1])
			if symbols || leading || len(runes) == 1 {
				out = append(out, symbolName(r))
			}
			continue
		case unicode.IsUpper(r) && len(word) > 0:
			last := word[len(word)-1]
			next := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			plural := next && runes[i+1] == 's' && (i+2 == len(runes) || !unicode.IsLower(runes[i+2]))
			if !unicode.IsUpper(last) || next && !plural {
				flush()
			}
		}
		word = append(word, r)
	}
	flush()
	if symbols && len(runes) > 0 && unicode.IsUpper(runes[0]) {
		out = append([]string{"Upper"}, out...)
	}
	return out
}

func symbolName(r rune) string {
	if name, ok := symbolNames[r]; ok {
		return name
	}
	const hex = "0123456789ABCDEF"
	s := ""
	for v := uint32(r); v > 0; v >>= 4 {
		s = string(hex[v&15]) + s
	}
	return "U" + s
}

var symbolNames = map[rune]string{
	'+': "Plus", '-': "Minus", '_': "Underscore", '.': "Dot", ' ': "Space", '/': "Slash",
	'@': "At", '$': "Dollar", '#': "Hash", '*': "Star", '%': "Percent", '&': "And",
	'=': "Equal", '<': "Less", '>': "Greater", '!': "Not", '?': "Question", ':': "Colon",
	';': "Semicolon", ',': "Comma", '\'': "Quote", '"': "DoubleQuote", '(': "Open",
	')': "Close", '[': "OpenBracket", ']': "CloseBracket", '{': "OpenBrace",
	'}': "CloseBrace", '|': "Pipe", '\\': "Backslash", '^': "Caret", '~': "Tilde", '`': "Backquote",
}

// initialisms are words that Go writes in capitals (Go Code Review Comments),
// and their plurals.
var initialisms = func() map[string]string {
	m := map[string]string{}
	for _, w := range strings.Fields(`ACL API ASCII CPU CSS DNS EOF GUID HTML HTTP HTTPS
		ID IP JSON JWT LHS MFA OAuth OS PDF QPS RAM RHS RPC SAML SKU SLA SMS SMTP SQL SSH
		SSO TCP TLS TTL UDP UI UID URI URL UTC UTF8 UUID VM VPN XML XMPP XSRF XSS`) {
		m[strings.ToLower(w)] = w
		if w != "OS" {
			m[strings.ToLower(w)+"s"] = w + "s"
		}
	}
	return m
}()
