package docs

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// links are what a comment leads to.
type links struct {
	named      bool // [text], and where it leads to at the end of the comment
	defined    []link
	references map[string]string // of markdown, by name
}

type link struct{ text, url string }

// maxLinkText is how long the text of a named link may be.
const maxLinkText = 50

func (l *links) reference(name, to string) {
	if to, ok := absolute(to); ok {
		if l.references == nil {
			l.references = map[string]string{}
		}
		l.references[strings.ToLower(name)] = to
	}
}

func (l *links) known(name string) bool { return l.references[strings.ToLower(name)] != "" }

// absolute returns a URL that means the same everywhere.
func absolute(text string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(html.UnescapeString(text)))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", false
	}
	s := u.String()
	return s, !strings.ContainsAny(s, " []<>\"`") && strings.Map(visible, s) == s
}

// write is a text that leads to a URL. Where the URL means nothing outside the
// document, the text is all there is.
func (l *links) write(text, to string) string {
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, glue, " ")), " ")
	to, ok := absolute(to)
	switch {
	case !ok:
		return text
	case text == "" || text == to || "https://"+text == to || "http://"+text == to || text+"/" == to:
		return to
	case l.named && len(text) <= maxLinkText && !strings.ContainsAny(text, "[]\"`") && !strings.Contains(text, "://") && l.define(text, to):
		return "[" + strings.ReplaceAll(text, " ", glue) + "]"
	}
	return text + " (" + to + ")"
}

// define makes text lead to a URL, unless it leads to another one.
func (l *links) define(text, to string) bool {
	for _, d := range l.defined {
		if d.text == text {
			return d.url == to
		}
	}
	l.defined = append(l.defined, link{text, to})
	return true
}

// definitions are the last lines of a comment.
func (l *links) definitions() []string {
	var out []string
	for i, d := range l.defined {
		if i == 0 {
			out = append(out, "")
		}
		out = append(out, "["+d.text+"]: "+d.url)
	}
	return out
}

// inline turns the markdown and HTML in a paragraph into text.
func inline(text string, l *links) string {
	if !strings.ContainsAny(text, "<&`*_[!\\'") {
		return text
	}
	r := inlineReader{links: l}
	return curled(r.read(text, 0))
}

type inlineReader struct{ links *links }

// Bounds on what is looked for: texts can be hostile.
const (
	maxNesting = 4
	maxSpan    = 2000
)

func (r *inlineReader) read(text string, depth int) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		rest := text[i:]
		done, n := "", 0
		switch rest[0] {
		case '\\':
			if len(rest) > 1 && strings.IndexByte("_*`<>#|", rest[1]) >= 0 {
				done, n = rest[1:2], 2
			}
		case '`':
			done, n = r.code(rest)
		case '<':
			done, n = r.tag(rest, depth)
		case '&':
			done, n = entity(rest)
		case '!':
			if strings.HasPrefix(rest, "![") {
				image := &inlineReader{links: &links{references: r.links.references}}
				if _, n = image.link(rest[1:], depth); n > 0 { // an image is its text
					done, _ = bracketed(rest[1:])
					n++
				}
			}
		case '[':
			done, n = r.link(rest, depth)
		case '*', '_':
			before, _ := utf8.DecodeLastRuneInString(text[:i])
			done, n = r.emphasis(rest, before, depth)
		}
		if n == 0 {
			n = len(rest)
			if next := strings.IndexAny(rest[1:], "\\`<&![*_"); next >= 0 {
				n = next + 1
			}
			if strings.IndexByte("*_`", rest[0]) >= 0 { // a run of marks is one
				n = max(n, len(rest)-len(strings.TrimLeft(rest, rest[:1])))
			}
			done = rest[:n]
		}
		out.WriteString(done)
		i += n
	}
	return out.String()
}

// codeSpan is how long the code in backquotes is that text begins with, or the run of
// backquotes where it ends nowhere.
func codeSpan(text string) int {
	run := len(text) - len(strings.TrimLeft(text, "`"))
	for at := run; at < len(text); {
		next := strings.IndexByte(text[at:], '`')
		if next < 0 {
			break
		}
		at += next
		closing := len(text[at:]) - len(strings.TrimLeft(text[at:], "`"))
		at += closing
		if closing == run {
			return at
		}
	}
	return run
}

// code reads code in backquotes, which is text.
func (r *inlineReader) code(text string) (string, int) {
	n, run := codeSpan(text), len(text)-len(strings.TrimLeft(text, "`"))
	if n < 2*run {
		return text[:n], n
	}
	return strings.TrimSpace(text[run : n-run]), n
}

var (
	anchor   = regexp.MustCompile(`(?is)^<a\s[^<>]*?href\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)[^<>]*>(.*?)</a\s*>`)
	codeTag  = regexp.MustCompile(`(?is)^<(?:code|tt|kbd|samp|var)(?:\s[^<>]*)?>(.*?)</(?:code|tt|kbd|samp|var)\s*>`)
	autolink = regexp.MustCompile(`^<(https?://[^\s<>]+)>`)
	ending   = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)
)

// tag reads a tag. Those that change how text looks are dropped.
func (r *inlineReader) tag(text string, depth int) (string, int) {
	text = text[:min(len(text), maxSpan)]
	if m := autolink.FindStringSubmatch(text); m != nil {
		return r.links.write("", m[1]), len(m[0])
	}
	if m := codeTag.FindStringSubmatch(text); m != nil {
		return strings.Map(visible, html.UnescapeString(anyTag.ReplaceAllString(m[1], ""))), len(m[0])
	}
	m := tagAt(text)
	if m == nil {
		return "", 0
	}
	if a := anchor.FindStringSubmatch(text); a != nil && depth < maxNesting {
		inner := &inlineReader{links: new(links)}
		return r.links.write(inner.read(a[2], depth+1), strings.Trim(a[1], `"'`)), len(a[0])
	}
	if blockTags[m[2]] {
		return " ", len(m[0])
	}
	return "", len(m[0])
}

func entity(text string) (string, int) {
	m := ending.FindString(text)
	if m == "" {
		return "", 0
	}
	s := html.UnescapeString(m)
	if s == m {
		return "", 0
	}
	return strings.Map(visible, strings.NewReplacer("\n", " ", "\t", " ", "\u00a0", " ").Replace(s)), len(m)
}

// bracketed returns the text in the brackets that text begins with, and how long it is
// with them.
func bracketed(text string) (string, int) {
	depth := 0
	for i := 0; i < min(len(text), maxSpan); i++ {
		switch text[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return text[1:i], i + 1
			}
		}
	}
	return "", 0
}

var target = regexp.MustCompile(`^\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)`)

// link reads [text](url), [text][name] and [name].
func (r *inlineReader) link(text string, depth int) (string, int) {
	inner, n := bracketed(text)
	if n == 0 || depth >= maxNesting {
		return "", 0
	}
	var to string
	rest := text[n:]
	if m := target.FindStringSubmatch(rest[:min(len(rest), maxSpan)]); m != nil {
		to, n = m[1], n+len(m[0])
	} else if name, more := bracketed(rest); more > 0 && strings.HasPrefix(rest, "[") && r.links.known(strings.TrimSpace(name)) {
		to, n = r.links.references[strings.ToLower(strings.TrimSpace(name))], n+more
	} else if r.links.known(inner) {
		to = r.links.references[strings.ToLower(inner)]
	} else {
		return "", 0
	}
	plain := &inlineReader{links: new(links)}
	return r.links.write(plain.read(inner, depth+1), to), n
}

// emphasis reads text between asterisks or underscores, which are dropped. Before is
// what stands before them.
func (r *inlineReader) emphasis(text string, before rune, depth int) (string, int) {
	run := len(text) - len(strings.TrimLeft(text, text[:1]))
	first, _ := utf8.DecodeRuneInString(text[run:])
	if run > 3 || isWord(before) || !isWord(first) && !strings.ContainsRune("`[(<&$@\"'*_", first) || depth >= maxNesting {
		return "", 0
	}
	mark := text[:run]
	span := text[:min(len(text), maxSpan)]
	for at := run + 1; at < len(span); {
		next := strings.Index(span[at:], mark)
		if next < 0 {
			break
		}
		at += next
		last, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+run:])
		same := strings.HasPrefix(text[at+run:], mark[:1])
		if !same && !unicode.IsSpace(last) && !isWord(after) && last != rune(mark[0]) {
			return r.read(text[run:at], depth+1), at + run
		}
		at += run
	}
	return "", 0
}

func isWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
