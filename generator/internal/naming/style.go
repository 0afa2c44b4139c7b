package naming

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Style is how most names of a document or of a type are written. Of two names that
// would be one in Go, that in the style is the expected one: it has the Go name even when
// it comes later, so the lock can do without it.
type Style string

// The styles. The zero Style is Camel.
const (
	Camel  Style = "fooBar"
	Pascal Style = "FooBar"
	Snake  Style = "foo_bar"
	Kebab  Style = "foo-bar"
	Upper  Style = "FOO_BAR"
)

var styles = []Style{Camel, Snake, Pascal, Kebab, Upper}

// StyleOf returns the style of most of those names that have one style only; base when
// there is none.
func StyleOf(names []string, base Style) Style {
	count := map[Style]int{}
	for _, name := range names {
		var fits []Style
		for _, s := range styles {
			if s.Fits(name) {
				fits = append(fits, s)
			}
		}
		if len(fits) == 1 {
			count[fits[0]]++
		}
	}
	best := base
	for _, s := range styles {
		if count[s] > count[best] {
			best = s
		}
	}
	return best
}

// Fits reports whether name is the one name in the style that gives its Go name.
func (s Style) Fits(name string) bool {
	list := words(name, false)
	for i, word := range list {
		r, n := utf8.DecodeRuneInString(word)
		if i > 0 && (unicode.IsDigit(r) || n == len(word)) {
			return false // line_1 and line1, i_d and id are one name in Go
		}
		lower, upper := strings.ToLower(word), strings.ToUpper(word)
		if strings.ToLower(upper) != lower || strings.ToUpper(lower) != upper {
			return false // the long s is an S too
		}
		list[i] = s.word(i, word)
	}
	return len(list) > 0 && strings.Join(list, s.separator()) == name
}

func (s Style) separator() string {
	switch s {
	case Snake, Upper:
		return "_"
	case Kebab:
		return "-"
	}
	return ""
}

// word returns a word of a name, of which it is number i, as the style writes it.
func (s Style) word(i int, word string) string {
	lower := strings.ToLower(word)
	switch {
	case s == Upper:
		return strings.ToUpper(word)
	case s == Pascal, (s == Camel || s == "") && i > 0:
		r, n := utf8.DecodeRuneInString(lower)
		return string(unicode.ToTitle(r)) + lower[n:]
	}
	return lower
}
