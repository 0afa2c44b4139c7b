package query

import (
	"net/url"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/escape"
)

// URI is a URL relative to the root of a service (rule odataRelativeUri).
type URI struct {
	Path    Path
	Options Options
	Context *Context // after $metadata
}

// Query reads what stands after the "?" of a URL (rule queryOptions). A name without "$"
// that no system query option has is that of a custom option.
func (l Parser) Query(raw string) (Options, error) {
	if err := l.checkLength("", raw); err != nil {
		return nil, err
	}
	var out Options
	for {
		pair, rest, more := strings.Cut(raw, "&")
		o, err := l.pair(pair)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
		if raw = rest; !more {
			return out, nil
		}
	}
}

func (l Parser) pair(raw string) (Option, error) {
	rawName, rawValue, _ := strings.Cut(raw, "=")
	if i := strings.IndexByte(raw, '#'); i >= 0 {
		return nil, &Error{Option: rawName, Offset: max(0, i-len(rawName)-1), Message: `a "#" ends a query`}
	}
	name, err := url.PathUnescape(rawName)
	if err != nil {
		return nil, &Error{Option: rawName, Message: "the name has " + err.Error()}
	}
	value, err := url.PathUnescape(rawValue)
	if err != nil {
		return nil, &Error{Option: name, Message: "the value has " + err.Error()}
	}
	if set, _ := optionOf(name); set == optSearch {
		if i := bareSemicolon(rawValue); i >= 0 {
			return nil, &Error{Option: "$search", Offset: i, Message: `a ";" in a word is percent-encoded`}
		}
	}
	return l.Option(name, value)
}

// bareSemicolon returns the index of the first ";" that is in no quotes, or -1. In a
// word the rule searchWord takes it percent-encoded only.
func bareSemicolon(raw string) int {
	if strings.HasPrefix(raw, "'") || strings.HasPrefix(raw, "%27") {
		return -1
	}
	quoted := false
	for i := range len(raw) {
		switch {
		case raw[i] == '"' || strings.HasPrefix(raw[i:], "%22"):
			quoted = !quoted
		case raw[i] == ';' && !quoted:
			return i
		}
	}
	return -1
}

// URI reads a URL relative to the root of a service.
func (l Parser) URI(raw string) (URI, error) {
	raw, fragment, metadata := strings.Cut(raw, "#")
	path, query, has := strings.Cut(raw, "?")
	var u URI
	var err error
	if u.Path, err = l.Path(path); err != nil {
		return URI{}, err
	}
	if query != "" {
		if u.Options, err = l.Query(query); err != nil {
			return URI{}, err
		}
	} else if first, ok := u.Path[0].(Word); ok && has && first.Word != All {
		return URI{}, &Error{Message: "want options after the ?"}
	}
	if err = u.check(); err != nil || !metadata {
		return u, err
	}
	if w, ok := u.Path[0].(Word); !ok || w.Word != Metadata {
		return URI{}, &Error{Message: `a "#" ends a URL that is not of $metadata`}
	}
	c, err := l.Context(fragment)
	if fault, ok := err.(*Error); ok { //nolint:errorlint // Context returns nothing else
		fault.Option = "context"
	}
	u.Context = &c
	return u, err
}

// check holds the options against those that $batch, $entity and $metadata have (rules
// batchOptions, metadataOptions, entityOptions and entityCastOptions).
func (u URI) check() error {
	first, ok := u.Path[0].(Word)
	if !ok || first.Word == All {
		return nil
	}
	id := false
	for _, o := range u.Options {
		opaque, ok := o.(Opaque)
		switch {
		case ok && opaque.Name == "$id" && first.Word == Entity:
			id = true
			continue
		case ok && (opaque.Name == "$format" || opaque.Name[0] != '$'):
			continue
		}
		if name := NameOf(o); len(u.Path) == 1 || name != "$select" && name != "$expand" {
			return &Error{Option: name, Message: "not for " + first.Word}
		}
	}
	if first.Word == Entity && !id {
		return &Error{Option: "$id", Message: "want it with " + Entity}
	}
	return nil
}

// Path reads a resource path (rule resourcePath), without "/" before it. A segment that
// looks like a name is a Name, also where a model sees a key; any other text is Raw. A
// place in it is that of its segment, and the bytes before it in the decoded segment.
func (l Parser) Path(raw string) (Path, error) {
	if err := l.checkLength("path", raw); err != nil {
		return nil, err
	}
	if i := strings.IndexAny(raw, "?#"); i >= 0 {
		return nil, &Error{Option: "path", Offset: i, Message: "a " + raw[i:i+1] + " ends a path"}
	}
	var path Path
	at := 0
	for _, segment := range segments(raw) {
		text, err := url.PathUnescape(segment)
		if err != nil {
			return nil, &Error{Option: "path", Offset: at, Message: "the segment has " + err.Error()}
		}
		encoded := strings.HasPrefix(segment, "%24")
		path, err = run(l, text, func(p *parser) Path { p.base = at; return p.resource(path, encoded) })
		if fault, ok := err.(*Error); ok { //nolint:errorlint // run returns nothing else
			fault.Option = "path"
			fault.Offset += at
			return nil, fault
		}
		at += len(segment) + 1
	}
	return path, nil
}

// segments splits a path at each "/" that is not in parentheses. When these do not match
// it splits at all.
func segments(raw string) []string {
	var out []string
	depth, start := 0, 0
	quoted := false
	for i := range len(raw) {
		switch c := raw[i]; {
		case c == '\'' && depth > 0:
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '/' && depth <= 0:
			out = append(out, raw[start:i])
			start = i + 1
		}
	}
	if depth != 0 || quoted {
		return strings.Split(raw, "/")
	}
	return append(out, raw[start:])
}

// resource reads the next segment of a resource path. Encoded says that it starts with a
// "$" that was percent-encoded.
func (p *parser) resource(path Path, encoded bool) Path {
	p.plain = true
	at := p.at()
	if len(path) > 0 {
		p.follow(path)
	}
	if p.peek() == '$' && !encoded {
		return append(path, p.reserved(path)...)
	}
	if end := p.qualifiedEnd(p.pos); end > p.pos && (end == len(p.text) || p.byteAt(end) == '(') {
		name := p.qualified("a name")
		if len(path) == 0 && isQualified(name.Name) {
			p.wantAt(0, "an entity set, a singleton or an operation of the service")
		}
		return p.arguments(append(path, name))
	}
	if len(path) == 0 || p.text == "" {
		p.want("a segment")
	}
	p.pos = len(p.text)
	return append(path, Raw{at, p.text})
}

// follow refuses what cannot follow a path.
func (p *parser) follow(path Path) {
	switch s := path[len(path)-1].(type) {
	case Count:
		p.want("no more after $count")
	case CrossJoin:
		if p.text != Query {
			p.want("no more than $query after $crossjoin")
		}
	case Word:
		end := p.qualifiedEnd(0)
		named := end > 0 && (end == len(p.text) || s.Word == Each && p.byteAt(end) == '(')
		if s.Word != Each && s.Word != All && s.Word != Entity || !named {
			p.want("no more after " + s.Word)
		}
	case Name:
		if first, ok := path[0].(Word); ok && first.Word != Each {
			p.want("no more after the type")
		}
	}
}

// reserved reads a segment that starts with "$".
func (p *parser) reserved(path Path) []Segment {
	at := p.at()
	start := len(path) == 0
	switch {
	case p.take("$count"):
		if !start {
			return []Segment{Count{Pos: at}}
		}
	case p.take("$filter("):
		if !start {
			p.plain = false
			x := p.expr()
			p.expect(")")
			return []Segment{FilterBy{at, x}}
		}
	case p.take("$crossjoin("):
		if start {
			sets := separated(p, func() Name { return p.ident("an entity set") })
			p.expect(")")
			return []Segment{CrossJoin{at, sets}}
		}
	}
	word := p.text[p.index(at):]
	switch word {
	case Ref, Value, Each, Query:
		if start {
			break
		}
		p.pos = len(p.text)
		return []Segment{Word{at, word}}
	case All, Batch, Entity, Metadata:
		if !start {
			break
		}
		p.pos = len(p.text)
		return []Segment{Word{at, word}}
	}
	p.wantAt(p.index(at), "a segment that can be here")
	return nil
}

// What stands for itself in the value of an option, and in one that has words to search
// for.
const (
	searchBytes = escape.LiteralBytes + "!$()*/?="
	valueBytes  = searchBytes + ";"
)

// AppendQuery appends options as they stand after the "?" of a URL.
func AppendQuery(dst []byte, options Options) []byte {
	for i, o := range options {
		if i > 0 {
			dst = append(dst, '&')
		}
		keep := valueBytes
		switch o.(type) {
		case SearchBy, Apply: // a word has no bare ";"
			keep = searchBytes
		}
		dst = append(append(dst, escape.Escape(NameOf(o), escape.NameBytes)...), '=')
		start := len(dst)
		dst = escape.Tail(appendValue(dst, o), start, keep)
	}
	return dst
}

// segmentBytes are what stands for itself in a segment beside data.
const segmentBytes = escape.SegmentBytes + "$()'=;*"

// AppendURI appends a URL relative to the root of a service.
func AppendURI(dst []byte, u URI) []byte {
	dst = appendSegments(dst, u.Path)
	if u.Options != nil {
		dst = AppendQuery(append(dst, '?'), u.Options)
	}
	if u.Context != nil {
		dst = AppendContext(append(dst, '#'), *u.Context)
	}
	return dst
}

// appendSegments appends the segments of a resource path, percent-encoded.
func appendSegments(dst []byte, path Path) []byte {
	for i, s := range path {
		switch s.(type) {
		case Key, Args:
		default:
			if i > 0 {
				dst = append(dst, '/')
			}
		}
		keep := segmentBytes
		if _, ok := s.(Raw); ok {
			keep = escape.SegmentBytes
		}
		start := len(dst)
		dst = escape.Tail(appendSegment(dst, s), start, keep)
	}
	return dst
}
