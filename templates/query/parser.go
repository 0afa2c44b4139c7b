package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parser reads queries. The zero Parser has the default limits. It takes time in
// proportion to the length of a text.
type Parser struct {
	Length int // of a text in bytes, 64 KiB by default
	Depth  int // of what is nested, 100 by default
	Nodes  int // of a text, 10,000 by default
}

// Error says what is wrong with a query, and where.
type Error struct {
	Option  string // the option, or "path"; empty when the text is that of one option
	Offset  int    // in bytes, in the text of the option as it was given to the grammar
	Message string // what was expected, and what is there
}

func (e *Error) Error() string {
	at := "query: "
	if e.Option != "" {
		at += e.Option + ": "
	}
	return at + "at " + strconv.Itoa(e.Offset) + ": " + e.Message
}

// parser is at a place in one text. It ends at the first fault by a panic with an *Error,
// which run recovers.
type parser struct {
	text  string
	pos   int
	base  int // where text starts in what was given
	limit Parser
	depth int
	nodes int

	vars []string // of the lambdas around
	// alone is where a path may be a type alone, as in aggregate.
	alone int
	// ahead is whether a ":" comes after what is parsed: then 10:15 can be a number before it.
	ahead bool
	// inner is whether the text is of nested options, where a ";" ends a word of $search.
	inner bool
	// plain is whether arguments are literals and aliases only, as in resource paths.
	plain bool
}

// withDefaults fills in the limits that are not given.
func (l Parser) withDefaults() Parser {
	if l.Length == 0 {
		l.Length = 64 << 10
	}
	if l.Depth == 0 {
		l.Depth = 100
	}
	if l.Nodes == 0 {
		l.Nodes = 10_000
	}
	return l
}

func (l Parser) checkLength(option, text string) error {
	if most := l.withDefaults().Length; len(text) > most {
		return &Error{Option: option, Offset: most, Message: "the text is longer than " + strconv.Itoa(most) + " bytes"}
	}
	return nil
}

// run parses the whole of text.
func run[T any](limit Parser, text string, rule func(*parser) T) (out T, err error) {
	limit = limit.withDefaults()
	if err := limit.checkLength("", text); err != nil {
		return out, err
	}
	p := &parser{text: text, limit: limit, alone: -1}
	defer func() {
		if r := recover(); r != nil {
			fault, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			var zero T
			out, err = zero, fault
		}
	}()
	if i := invalid(text); i >= 0 {
		p.fault(i, "the text is not UTF-8")
	}
	out = rule(p)
	p.end()
	return out, nil
}

func invalid(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return -1
}

func (p *parser) fault(at int, message string) {
	panic(&Error{Offset: at, Message: message})
}

// want says that something else was expected here.
func (p *parser) want(what string) { p.wantAt(p.pos, what) }

func (p *parser) wantAt(at int, what string) {
	p.fault(at, "want "+what+", got "+excerpt(p.text[at:]))
}

// excerpt returns the start of what is left.
func excerpt(rest string) string {
	const most = 20
	if rest == "" {
		return "the end"
	}
	if len(rest) > most {
		n := most
		for !utf8.RuneStart(rest[n]) {
			n--
		}
		rest = rest[:n] + "…"
	}
	return strconv.Quote(rest)
}

func (p *parser) end() {
	if p.pos < len(p.text) {
		p.want("the end")
	}
}

// at is the place of what is next.
func (p *parser) at() Pos { return Pos(p.base + p.pos) }

// index is where in the text a place is.
func (p *parser) index(at Pos) int { return int(at) - p.base }

// enter counts what is nested, and returns what leaves it.
func (p *parser) enter() {
	if p.depth++; p.depth > p.limit.Depth {
		p.fault(p.pos, "the text nests deeper than "+strconv.Itoa(p.limit.Depth))
	}
}

func (p *parser) leave() { p.depth-- }

func (p *parser) count() {
	if p.nodes++; p.nodes > p.limit.Nodes {
		p.fault(p.pos, "the text has more than "+strconv.Itoa(p.limit.Nodes)+" parts")
	}
}

// peek returns the next byte, or 0 at the end. A text can have a byte 0, which no rule
// takes.
func (p *parser) peek() byte { return p.byteAt(p.pos) }

func (p *parser) byteAt(i int) byte {
	if i < len(p.text) {
		return p.text[i]
	}
	return 0
}

func (p *parser) rest() string { return p.text[p.pos:] }

// take skips s when it is next.
func (p *parser) take(s string) bool {
	if strings.HasPrefix(p.rest(), s) {
		p.pos += len(s)
		return true
	}
	return false
}

func (p *parser) expect(s string) {
	if !p.take(s) {
		p.want(strconv.Quote(s))
	}
}

// spaces skips white space (rule BWS) and reports whether there was any.
func (p *parser) spaces() bool {
	start := p.pos
	p.pos = p.afterSpaces(start)
	return p.pos > start
}

func (p *parser) afterSpaces(i int) int {
	for i < len(p.text) && (p.text[i] == ' ' || p.text[i] == '\t') {
		i++
	}
	return i
}

// open skips a parenthesis and white space.
func (p *parser) open() {
	p.expect("(")
	p.spaces()
}

// close skips white space and a parenthesis.
func (p *parser) close() {
	p.spaces()
	p.expect(")")
}

// comma skips a comma with white space around when there is one.
func (p *parser) comma() bool {
	i := p.afterSpaces(p.pos)
	if p.byteAt(i) != ',' {
		return false
	}
	p.pos = p.afterSpaces(i + 1)
	return true
}

func (p *parser) expectComma() {
	if !p.comma() {
		p.want(`","`)
	}
}

// keyword skips white space, a word in any case, and returns whether white space follows
// both. Else it stays.
func (p *parser) keyword(word string) bool {
	start := p.pos
	if p.spaces() && p.identEnd(p.pos) == p.pos+len(word) && strings.EqualFold(p.text[p.pos:p.pos+len(word)], word) {
		if p.pos += len(word); p.spaces() {
			return true
		}
	}
	p.pos = start
	return false
}

const identMost = 128 // characters

// identEnd returns the end of the identifier at i (rule odataIdentifier); i when there is
// none.
func (p *parser) identEnd(i int) int {
	for n := 0; n < identMost; n++ {
		r, size := utf8.DecodeRuneInString(p.text[min(i, len(p.text)):])
		if !identRune(r, n == 0) {
			break
		}
		i += size
	}
	return i
}

func identRune(r rune, first bool) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_' || !first && '0' <= r && r <= '9'
	case r == utf8.RuneError:
		return false
	case first:
		return unicode.In(r, unicode.L, unicode.Nl)
	default:
		return unicode.In(r, unicode.L, unicode.Nl, unicode.Nd, unicode.Mn, unicode.Mc, unicode.Pc, unicode.Cf)
	}
}

// qualifiedEnd returns the end of the identifier at i with its namespace, if any.
func (p *parser) qualifiedEnd(i int) int {
	end := p.identEnd(i)
	for end > i && p.byteAt(end) == '.' {
		next := p.identEnd(end + 1)
		if next == end+1 {
			break
		}
		end = next
	}
	return end
}

// ident reads an identifier.
func (p *parser) ident(what string) Name {
	return p.nameTo(p.identEnd(p.pos), what)
}

// qualified reads an identifier with or without namespace.
func (p *parser) qualified(what string) Name {
	return p.nameTo(p.qualifiedEnd(p.pos), what)
}

func (p *parser) nameTo(end int, what string) Name {
	if end == p.pos {
		p.want(what)
	}
	p.count()
	n := Name{p.at(), p.text[p.pos:end]}
	p.pos = end
	return n
}

func isQualified(name string) bool { return strings.IndexByte(name, '.') >= 0 }

// number reads digits (rule 1*DIGIT).
func (p *parser) number() int64 {
	start := p.pos
	for digit(p.peek()) {
		p.pos++
	}
	if p.pos == start {
		p.want("a number")
	}
	n, err := strconv.ParseInt(p.text[start:p.pos], 10, 64)
	if err != nil {
		p.fault(start, "the number "+excerpt(p.text[start:])+" is too large")
	}
	return n
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// separated reads items with commas between.
func separated[T any](p *parser, item func() T) []T {
	items := []T{item()}
	for p.comma() {
		items = append(items, item())
	}
	return items
}
