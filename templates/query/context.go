package query

import (
	"net/url"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/escape"
)

// Context is what stands after "$metadata#" in a context URL (rule contextFragment):
// what a response holds.
type Context struct {
	Type   TypeName // of a value without a place; its Name can be Ref
	Path   Path     // of Names, Keys and Raws, when there is no Type
	Select *ContextSelect
	Suffix string // "", "$entity", "$delta", "$deletedEntity", "$link" or "$deletedLink"
}

// ContextSelect are the selected and expanded properties (rule selectList).
type ContextSelect struct{ Items []ContextItem }

// ContextItem is one of ContextSelect.
type ContextItem struct {
	Path      Path
	Recursive bool // expanded to any depth
	Select    *ContextSelect
}

func (Context) node()       {}
func (ContextSelect) node() {}
func (ContextItem) node()   {}

// Context reads what stands after the "#" of a context URL.
func (l Parser) Context(raw string) (Context, error) {
	// A "#" before a qualifier is not percent-encoded. So that one in a key can be, it
	// is read as a byte that no text has.
	const hash = "\x00"
	text, err := url.PathUnescape(strings.ReplaceAll(raw, "%23", "%00"))
	if err != nil || strings.Contains(raw, "%00") || strings.Contains(raw, hash) {
		return Context{}, &Error{Message: "the fragment has a wrong escape"}
	}
	c, err := run(l, text, (*parser).context)
	if fault, ok := err.(*Error); ok { //nolint:errorlint // run returns nothing else
		fault.Message = strings.ReplaceAll(fault.Message, `\x00`, "%23")
	}
	for i, s := range c.Path {
		if key, ok := s.(Key); ok {
			if l, ok := key.Value.(Literal); ok {
				l.Text = strings.ReplaceAll(l.Text, hash, "#")
				c.Path[i] = Key{key.Pos, l}
			}
		}
	}
	return c, err
}

func (p *parser) context() Context {
	p.plain = true
	var c Context
	end := p.typeEnd()
	switch {
	case p.take("Collection($ref)"):
		return Context{Type: TypeName{Pos: 0, Name: Ref, Collection: true}}
	case p.take(Ref):
		return Context{Type: TypeName{Name: Ref}}
	case isQualified(p.text[:end]):
		c.Type = p.typeName()
	default:
		c.Path = p.contextPath()
	}
	if p.peek() == '(' {
		c.Select = p.contextSelect()
	}
	if c.Path == nil || !p.take("/$") {
		return c
	}
	start := p.pos
	p.pos = p.identEnd(start)
	switch c.Suffix = p.text[start-1 : p.pos]; c.Suffix {
	case "$entity", "$delta":
		return c
	case "$deletedEntity", "$link", "$deletedLink":
		if c.Select == nil {
			return c
		}
	}
	p.wantAt(start-1, "a suffix that can be here")
	return c
}

// contextPath reads the names and keys of a context URL.
func (p *parser) contextPath() Path {
	path := Path{p.ident("an entity set, a singleton or a type with its namespace")}
	for {
		if p.peek() == '(' && p.isKey() {
			if path = p.arguments(path); p.peek() != '/' || p.byteAt(p.pos+1) == '$' {
				p.want(`"/" and a property`)
			}
		}
		if p.peek() != '/' || p.byteAt(p.pos+1) == '$' {
			return path
		}
		p.pos++
		at := p.at()
		if !digit(p.peek()) {
			path = append(path, p.qualified("a name"))
			continue
		}
		for unreserved(p.peek()) {
			p.pos++
		}
		path = append(path, Raw{at, p.text[p.index(at):p.pos]})
	}
}

// isKey reports whether a key is in the parentheses that are next, rather than a list of
// what is selected: a key is a literal or has a "=".
func (p *parser) isKey() bool {
	if p.named(p.pos + 1) {
		return true
	}
	c := p.byteAt(p.pos + 1)
	if c == '\'' || c == '-' || c == '+' || digit(c) {
		return true
	}
	end := p.qualifiedEnd(p.pos + 1)
	n, kind := scanPlain(p.text[p.pos+1:])
	if word := p.text[p.pos+1 : end]; word == "true" || word == "false" {
		return strings.HasPrefix(p.text[end:], ")/") && p.byteAt(end+2) != '$'
	}
	return end > p.pos+1 && (p.byteAt(end) == '\'' || n > 0 && (kind == GUID || p.byteAt(p.pos+1+n) == ')'))
}

func (p *parser) contextSelect() *ContextSelect {
	p.expect("(")
	p.enter()
	s := &ContextSelect{}
	if p.peek() != ')' {
		s.Items = separated(p, p.contextItem)
	}
	p.leave()
	p.expect(")")
	return s
}

// contextItem reads an item of what is selected (rule selectListItem).
func (p *parser) contextItem() ContextItem {
	at := p.at()
	p.count()
	if p.take("*") {
		return ContextItem{Path: Path{Word{at, Star}}}
	}
	var item ContextItem
	for {
		n := p.nameOrAnnotation()
		item.Path = append(item.Path, n)
		if name, ok := n.(Name); ok && p.take(".*") {
			item.Path[len(item.Path)-1] = Operations{name.Pos, name.Name}
			return item
		}
		if !p.take("/") {
			break
		}
	}
	item.Recursive = p.take("+")
	if p.peek() == '(' {
		item.Select = p.contextSelect()
	}
	return item
}

// AppendContext appends what stands after the "#" of a context URL.
func AppendContext(dst []byte, c Context) []byte {
	if c.Path == nil {
		dst = appendTypeName(dst, c.Type)
	}
	dst = appendSegments(dst, c.Path)
	dst = appendContextSelect(dst, c.Select)
	if c.Suffix != "" {
		dst = append(append(dst, '/'), c.Suffix...)
	}
	return dst
}

func appendContextSelect(dst []byte, s *ContextSelect) []byte {
	if s == nil {
		return dst
	}
	dst = append(dst, '(')
	for i, item := range s.Items {
		if i > 0 {
			dst = append(dst, ',')
		}
		start := len(dst)
		dst = escape.Tail(appendPath(dst, item.Path), start, segmentBytes+"/#")
		if item.Recursive {
			dst = append(dst, '+')
		}
		dst = appendContextSelect(dst, item.Select)
	}
	return append(dst, ')')
}
