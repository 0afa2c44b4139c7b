package query

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/internal/corpus"
	"pgregory.net/rapid"
)

// grammar is the ABNF of the standard (RFC 5234 and 7405), which matches texts with
// backtracking: slow, and the other opinion on what is right.
type grammar map[string]matcher

// matcher returns where a match that starts at i can end.
type matcher func(m *match, i int) []int

// match is a text with what is known of it.
type match struct {
	grammar grammar
	text    string
	known   map[place][]int
}

type place struct {
	rule string
	at   int
}

func readGrammar(t *testing.T) grammar {
	t.Helper()
	g := grammar{}
	for _, name := range []string{"odata-abnf-construction-rules.txt", "odata-aggregation-abnf.txt", "odata-temporal-abnf.txt"} {
		text, err := os.ReadFile(filepath.Join(corpus.Dir(t), "odata-abnf", name))
		if err != nil {
			t.Fatal(err)
		}
		// A space in a URL is "%20", which SP is to be here.
		text = bytes.ReplaceAll(text, []byte(`"keep start"`), []byte(`"keep" SP %s"start"`))
		rule := ""
		flush := func() {
			if rule != "" {
				g.add(t, rule)
			}
			rule = ""
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimRight(withoutComment(line), " \r\n")
			if line != "" && line[0] != ' ' {
				flush()
			}
			rule += " " + line
		}
		flush()
	}
	return g
}

func withoutComment(line string) string {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ';' && !quoted:
			return line[:i]
		}
	}
	return line
}

func (g grammar) add(t *testing.T, rule string) {
	t.Helper()
	name, body, ok := strings.Cut(rule, "=")
	if !ok {
		if strings.TrimSpace(rule) != "" {
			t.Fatalf("no rule: %s", rule)
		}
		return
	}
	name = strings.ToLower(strings.TrimSpace(name))
	r := &abnf{t: t, text: strings.TrimPrefix(body, "/")}
	m := r.alternatives()
	if r.peek() != 0 {
		t.Fatalf("rule %s: what is %q?", name, r.text[r.pos:])
	}
	if before := g[name]; before != nil {
		m = either(before, m)
	}
	g[name] = m
}

// matches reports whether text as a whole matches a rule.
func (g grammar) matches(rule, text string) bool {
	m := &match{g, text, map[place][]int{}}
	return slices.Contains(m.rule(strings.ToLower(rule), 0), len(text))
}

func (m *match) rule(name string, i int) []int {
	at := place{name, i}
	ends, ok := m.known[at]
	if !ok {
		ends = m.grammar[name](m, i)
		m.known[at] = ends
	}
	return ends
}

// abnf reads the body of a rule.
type abnf struct {
	t    *testing.T
	text string
	pos  int
}

func (r *abnf) peek() byte {
	for r.pos < len(r.text) && r.text[r.pos] == ' ' {
		r.pos++
	}
	if r.pos == len(r.text) {
		return 0
	}
	return r.text[r.pos]
}

func (r *abnf) alternatives() matcher {
	m := r.sequence()
	for r.peek() == '/' {
		r.pos++
		m = either(m, r.sequence())
	}
	return m
}

func either(a, b matcher) matcher {
	return func(m *match, i int) []int { return union(a(m, i), b(m, i)) }
}

func union(a, b []int) []int {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func (r *abnf) sequence() matcher {
	var parts []matcher
	for c := r.peek(); c != 0 && c != '/' && c != ')' && c != ']'; c = r.peek() {
		parts = append(parts, r.repeated())
	}
	return func(m *match, i int) []int {
		ends := []int{i}
		for _, part := range parts {
			var next []int
			for _, end := range ends {
				next = union(next, part(m, end))
			}
			ends = next
		}
		return ends
	}
}

func (r *abnf) number() (n int, ok bool) {
	start := r.pos
	for r.pos < len(r.text) && digit(r.text[r.pos]) {
		r.pos++
	}
	n, err := strconv.Atoi(r.text[start:r.pos])
	return n, err == nil
}

func (r *abnf) repeated() matcher {
	least, exact := r.number()
	most := 1
	if exact {
		most = least
	} else {
		least = 1
	}
	if r.peek() == '*' {
		r.pos++
		if !exact {
			least = 0
		}
		var limited bool
		if most, limited = r.number(); !limited {
			most = 1 << 20
		}
	}
	part := r.element()
	if least == 1 && most == 1 {
		return part
	}
	return func(m *match, i int) []int {
		var out []int
		ends := []int{i}
		for n := 0; len(ends) > 0; n++ {
			if n >= least {
				out = union(out, ends)
			}
			if n == most {
				break
			}
			var next []int
			for _, end := range ends {
				for _, e := range part(m, end) {
					if !slices.Contains(out, e) {
						next = union(next, []int{e})
					}
				}
			}
			ends = next
		}
		return out
	}
}

func (r *abnf) element() matcher {
	switch c := r.peek(); c {
	case '(', '[':
		r.pos++
		inner := r.alternatives()
		r.peek()
		r.pos++
		if c == '[' {
			return either(inner, func(_ *match, i int) []int { return []int{i} })
		}
		return inner
	case '"':
		return r.quoted(true)
	case '%':
		r.pos += 2
		if r.text[r.pos-1] == 's' {
			return r.quoted(false)
		}
		return r.codes()
	}
	start := r.pos
	for r.pos < len(r.text) && (identRune(rune(r.text[r.pos]), false) || r.text[r.pos] == '-') {
		r.pos++
	}
	name := strings.ToLower(r.text[start:r.pos])
	if name == "" {
		r.t.Fatalf("what is %q?", r.text[start:])
	}
	return func(m *match, i int) []int { return m.rule(name, i) }
}

func (r *abnf) quoted(fold bool) matcher {
	n := strings.IndexByte(r.text[r.pos+1:], '"')
	s := r.text[r.pos+1 : r.pos+1+n]
	r.pos += n + 2
	return func(m *match, i int) []int {
		if end := i + len(s); end <= len(m.text) && (m.text[i:end] == s || fold && strings.EqualFold(m.text[i:end], s)) {
			return []int{end}
		}
		return nil
	}
}

func (r *abnf) codes() matcher {
	code := func() byte {
		start := r.pos
		for r.pos < len(r.text) && hex(r.text[r.pos]) {
			r.pos++
		}
		n, _ := strconv.ParseUint(r.text[start:r.pos], 16, 8)
		return byte(n)
	}
	from := code()
	to := from
	if r.pos < len(r.text) && r.text[r.pos] == '-' {
		r.pos++
		to = code()
	}
	return func(m *match, i int) []int {
		if i < len(m.text) && from <= m.text[i] && m.text[i] <= to {
			return []int{i + 1}
		}
		return nil
	}
}

// with replaces rules.
func (g grammar) with(t *testing.T, rules ...string) grammar {
	t.Helper()
	for _, rule := range rules {
		name, _, _ := strings.Cut(rule, " ")
		delete(g, strings.ToLower(name))
		g.add(t, rule)
	}
	return g
}

// spelled are rules as they have to be for URLs that are not only ASCII: the grammar has
// letters of ASCII alone in names (its comment says which others there are), a space in
// shapes that is not percent-encoded, no %7x in strings, and no "/" and "?" in strings,
// which are allowed in queries (RFC 3986, 3.4).
var spelled = []string{
	`identifierLeadingCharacter = ALPHA / "_" / pct-encoded`,
	`identifierCharacter = ALPHA / DIGIT / "_" / pct-encoded`,
	`SP = %x20 / "%20"`,
	`pct-encoded-no-SQUOTE = "%" ( "0" / "1" / "3" / "4" / "5" / "6" / "7" / "8" / "9" / A-to-F ) HEXDIG / "%2" ( "0" / "1" / "2" / "3" / "4" / "5" / "6" / "8" / "9" / A-to-F )`,
	`pchar-no-SQUOTE = unreserved / pct-encoded-no-SQUOTE / other-delims / "$" / "&" / "=" / ":" / "@" / "/" / "?"`,
}

func TestWhatIsPrintedIsInTheGrammar(t *testing.T) {
	g := readGrammar(t).with(t, spelled...)
	rapid.Check(t, func(t *rapid.T) {
		r := draw(t)
		r.depth = 2 // the matcher is slow
		text := string(AppendURI(nil, r.uri()))
		if len(text) < 500 && !g.matches("odataRelativeUri", text) {
			t.Fatalf("the grammar has no %s", text)
		}
	})
}

// more are rules as Parser has them on purpose; see the comment of the package.
var more = []string{
	`keyPathLiteral = DIGIT *unreserved`,
	`primitivePathExpr = "/" ( annotationExpr / boundFunctionExpr )`,
	`notExpr = "not" ( RWS boolCommonExpr / parenExpr )`,
	`inExpr = RWS "in" ( RWS ( listExpr / commonExpr ) / listExpr / parenExpr )`,
	`COMMA = BWS ( "," / "%2C" ) BWS`,
}

// elsewhere is what the grammar and Parser see differently: the characters of a URL, which
// are not those of the decoded text, and names of the standard that the grammar has for
// functions of the model, too.
var elsewhere = regexp.MustCompile(`'[^']*[][{}"/? ][^']*'|(?i:any|all|now|time)(?:\(|%28)|%[89A-F]|(?i:not +(?:or|eq|add|in|has|not) )`)

// TestTheGrammarAgreesOnNeighbours changes the cases of the standard a little, and asks
// the grammar whether they are still right.
func TestTheGrammarAgreesOnNeighbours(t *testing.T) {
	g := readGrammar(t).with(t, more...)
	pieces := strings.Split("(|)|,| |/|'|:|;|=|$|@|-|+|.|a|1|not | eq | add | in | has |null|true|[|]|{|}|$count|$filter|$ref|*|NOT | OR |()|(1)|f(a=1)|M.T|M.T/|'a'| as x| desc|$it|$root/|$this|@a|1.5|2020-01-01|12:30|contains(a,b)|case(a:1)| with sum|identity", "|")
	random := rand.New(rand.NewPCG(1, 2))
	seen := 0
	for _, c := range abnfCases(t) {
		switch c.Rule {
		case "commonExpr", "boolCommonExpr", "filter", "orderby", "compute", "expand", "select", "queryOptions":
		default:
			continue
		}
		if len(c.Input) > 100 || c.Rule == "queryOptions" && !strings.HasPrefix(c.Input, "$apply=") {
			continue
		}
		for range 15 {
			s := change(random, c.Input, pieces)
			if elsewhere.MatchString(s) || strings.HasPrefix(s, "$apply") != (c.Rule == "queryOptions") || strings.Contains(s, "&") {
				continue
			}
			seen++
			want := g.matches(c.Rule, s)
			if _, _, err := abnfRules[strings.ToLower(c.Rule)](s); want != (err == nil) {
				t.Errorf("%s: the grammar says %v of %s: %v", c.Rule, want, s, err)
			}
		}
	}
	if seen < 1000 {
		t.Errorf("%d texts, want more", seen)
	}
}

// change replaces, inserts or removes up to two pieces of s.
func change(random *rand.Rand, s string, pieces []string) string {
	for range 1 + random.IntN(2) {
		i := random.IntN(len(s) + 1)
		j := min(len(s), i+random.IntN(4))
		piece := pieces[random.IntN(len(pieces))]
		if random.IntN(3) == 0 {
			piece = ""
		}
		s = s[:i] + piece + s[j:]
	}
	return s
}
