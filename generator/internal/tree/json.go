package tree

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxNesting is how deep a JSON document may nest: as deep as the YAML library reads.
const maxNesting = 10000

// parseJSON reads a document that is JSON (RFC 8259) as a whole. It returns false for
// any other text.
func parseJSON(data []byte) (*Node, bool) {
	p := &jsonParser{text: data, line: 1}
	p.space()
	if p.at == len(data) || data[p.at] != '{' {
		return nil, false
	}
	root := p.value(0)
	p.space()
	return root, !p.wrong && p.at == len(data)
}

// jsonParser reads values from text. Columns count characters, as those of YAML do.
type jsonParser struct {
	text  []byte
	at    int
	line  int
	start int // of the line
	wide  int // bytes of the line that begin no character
	wrong bool
	nodes []Node // for the next values
}

// node returns a new node at the place of the next byte.
func (p *jsonParser) node(kind Kind) *Node {
	if len(p.nodes) == 0 {
		p.nodes = make([]Node, 256)
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	n.Kind, n.Line, n.Col = kind, int32(p.line), int32(p.at-p.start-p.wide+1)
	return n
}

func (p *jsonParser) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case '\n':
			p.line++
			p.start, p.wide = p.at+1, 0
		case '\r':
			if p.at+1 == len(p.text) || p.text[p.at+1] != '\n' {
				p.line++
				p.start, p.wide = p.at+1, 0
			}
		case ' ', '\t':
		default:
			return
		}
		p.at++
	}
}

// next takes c, behind white space.
func (p *jsonParser) next(c byte) bool {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *jsonParser) fail() *Node {
	p.wrong = true
	return nil
}

func (p *jsonParser) value(depth int) *Node {
	p.space()
	if p.wrong || p.at == len(p.text) || depth > maxNesting {
		return p.fail()
	}
	switch c := p.text[p.at]; c {
	case '{':
		return p.object(depth)
	case '[':
		return p.array(depth)
	case '"':
		return p.string()
	case 't', 'f', 'n':
		return p.word()
	}
	return p.number()
}

func (p *jsonParser) object(depth int) *Node {
	n := p.node(Map)
	p.at++
	if p.next('}') {
		return n
	}
	for {
		p.space()
		if p.at == len(p.text) || p.text[p.at] != '"' {
			return p.fail()
		}
		key := p.string()
		if p.wrong || !p.next(':') {
			return p.fail()
		}
		value := p.value(depth + 1)
		if p.wrong {
			return nil
		}
		n.Content = append(n.Content, key, value)
		if p.next(',') {
			continue
		}
		if !p.next('}') {
			return p.fail()
		}
		return n
	}
}

func (p *jsonParser) array(depth int) *Node {
	n := p.node(List)
	p.at++
	if p.next(']') {
		return n
	}
	for {
		value := p.value(depth + 1)
		if p.wrong {
			return nil
		}
		n.Content = append(n.Content, value)
		if p.next(',') {
			continue
		}
		if !p.next(']') {
			return p.fail()
		}
		return n
	}
}

func (p *jsonParser) word() *Node {
	word, kind := "null", Null
	switch p.text[p.at] {
	case 't':
		word, kind = "true", Bool
	case 'f':
		word, kind = "false", Bool
	}
	if string(p.text[p.at:min(p.at+len(word), len(p.text))]) != word {
		return p.fail()
	}
	n := p.node(kind)
	n.Text = word
	p.at += len(word)
	return n
}

func (p *jsonParser) number() *Node {
	end := p.at
	kind := Integer
	for end < len(p.text) && strings.IndexByte("+-.eE0123456789", p.text[end]) >= 0 {
		if strings.IndexByte(".eE", p.text[end]) >= 0 {
			kind = Number
		}
		end++
	}
	text := string(p.text[p.at:end])
	if !isJSONNumber(text) {
		return p.fail()
	}
	n := p.node(kind)
	n.Text = text
	p.at = end
	return n
}

// string reads a text. One without escapes is as it stands.
func (p *jsonParser) string() *Node {
	n := p.node(Text)
	p.at++
	start := p.at
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"':
			n.Text = string(p.text[start:p.at])
			p.at++
			return n
		case c == '\\':
			return p.escaped(n, start)
		case c < ' ':
			return p.fail()
		case c&0xC0 == 0x80:
			p.wide++
		}
		p.at++
	}
	return p.fail()
}

// escapes are what stands for a character of its own.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escaped reads on from the first escape of a text.
func (p *jsonParser) escaped(n *Node, start int) *Node {
	out := append([]byte(nil), p.text[start:p.at]...)
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch {
		case c == '"':
			n.Text = string(out)
			return n
		case c < ' ':
			return p.fail()
		case c&0xC0 == 0x80:
			p.wide++
			out = append(out, c)
		case c != '\\':
			out = append(out, c)
		case p.at == len(p.text):
			return p.fail()
		case p.text[p.at] == 'u':
			r, ok := p.unicode()
			if !ok {
				return p.fail()
			}
			out = utf8.AppendRune(out, r)
		default:
			plain, ok := escapes[p.text[p.at]]
			if !ok {
				return p.fail()
			}
			out = append(out, plain)
			p.at++
		}
	}
	return p.fail()
}

// unicode reads the rest of an escape like \u00e9, or of two for a character beyond
// the 16 bits of one. Half of such a pair is read as U+FFFD, as encoding/json does.
func (p *jsonParser) unicode() (rune, bool) {
	high, ok := p.hex()
	if !ok || !utf16.IsSurrogate(high) {
		return high, ok
	}
	if p.at+1 < len(p.text) && p.text[p.at] == '\\' && p.text[p.at+1] == 'u' {
		before := p.at
		p.at++
		low, ok := p.hex()
		if r := utf16.DecodeRune(high, low); ok && r != utf8.RuneError {
			return r, true
		}
		p.at = before
	}
	return utf8.RuneError, true
}

// hex reads the u of an escape and its four digits.
func (p *jsonParser) hex() (rune, bool) {
	if p.at+5 > len(p.text) {
		return 0, false
	}
	var r rune
	for _, c := range p.text[p.at+1 : p.at+5] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	p.at += 5
	return r, true
}
