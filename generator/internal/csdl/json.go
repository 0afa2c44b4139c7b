package csdl

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// value is a JSON value and where it starts. Kind is its first character: one
// of { [ " t f n, and 0 for numbers.
type value struct {
	offset  int
	end     int
	kind    byte
	text    string // of a string, its characters; of other scalars, as written
	members []member
	items   []*value
}

// member is a member of an object.
type member struct {
	offset int
	name   string
	value  *value
}

// parseJSON returns the document's value, nil when it is not JSON.
func (s *scope) parseJSON() *value {
	var all json.RawMessage
	if err := json.Unmarshal([]byte(s.text), &all); err != nil {
		offset := len(s.text)
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			offset = max(0, int(syntax.Offset)-1)
		}
		s.error(s.at(offset), "not-json", err.Error(), "correct the JSON here")
		return nil
	}
	p := &parser{scope: s}
	v := p.value(0)
	if p.stopped {
		return nil
	}
	return v
}

// parser reads text that is known to be JSON.
type parser struct {
	*scope
	pos     int
	stopped bool // the document nests too deep
}

// next skips white space, commas and colons and returns the character after.
func (p *parser) next() byte {
	for strings.IndexByte(" \t\r\n,:", p.text[p.pos]) >= 0 {
		p.pos++
	}
	return p.text[p.pos]
}

func (p *parser) value(depth int) *value {
	v := &value{kind: p.next()}
	v.offset = p.pos
	if depth > maxDepth && !p.stopped {
		p.stopped = true
		p.error(p.at(p.pos), "too-deep", fmt.Sprintf("a value is nested %d deep", depth), "flatten the document")
	}
	switch {
	case p.stopped:
	case v.kind == '{':
		p.object(v, depth)
	case v.kind == '[':
		for p.pos++; !p.stopped && p.next() != ']'; {
			v.items = append(v.items, p.value(depth+1))
		}
		p.pos++
	case v.kind == '"':
		v.text = p.str()
	default:
		if strings.IndexByte("tfn", v.kind) < 0 {
			v.kind = 0
		}
		end := strings.IndexAny(p.text[p.pos:], " \t\r\n,]}")
		if end < 0 {
			end = len(p.text) - p.pos
		}
		v.text = p.text[p.pos : p.pos+end]
		p.pos += end
	}
	v.end = p.pos
	return v
}

func (p *parser) object(v *value, depth int) {
	seen := map[string]int{}
	for p.pos++; !p.stopped && p.next() != '}'; {
		m := member{offset: p.pos}
		m.name = p.str()
		m.value = p.value(depth + 1)
		if at, ok := seen[m.name]; ok {
			p.warn(p.at(m.offset), "duplicate-name", fmt.Sprintf("member %q stands in the object twice; this one counts", m.name), "remove one of them")
			v.members[at] = m
			continue
		}
		seen[m.name] = len(v.members)
		v.members = append(v.members, m)
	}
	p.pos++
}

// str reads a string; the text is valid, so its end is the first quote that no
// backslash stands before.
func (p *parser) str() string {
	start := p.pos
	for p.pos++; p.text[p.pos] != '"'; p.pos++ {
		if p.text[p.pos] == '\\' {
			p.pos++
		}
	}
	p.pos++
	raw := p.text[start:p.pos]
	if strings.IndexByte(raw, '\\') < 0 && utf8.ValidString(raw) {
		return raw[1 : len(raw)-1]
	}
	var text string
	if err := json.Unmarshal([]byte(raw), &text); err != nil {
		p.error(p.at(start), "not-json", err.Error(), "correct the JSON here")
	}
	return text
}

// get returns the value of a member, nil when there is none.
func (v *value) get(name string) *value {
	if v == nil {
		return nil
	}
	for _, m := range v.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// str returns the text of a member that must be a string where it is there.
func (s *scope) str(v *value, name string) string {
	m := v.get(name)
	if m == nil {
		return ""
	}
	if m.kind != '"' {
		s.badMember(m, name, "a string")
		return ""
	}
	return m.text
}

// scalar returns the text of the value of the member called name, which is a
// string, a number or a boolean where it is there.
func (s *scope) scalar(v *value, name string) string {
	if v == nil || v.kind == 'n' {
		return ""
	}
	if v.kind == '{' || v.kind == '[' {
		s.badMember(v, name, "a number or a string")
		return ""
	}
	return v.text
}

// truth returns a member that is true or false, and absent when it is missing.
func (s *scope) truth(v *value, name string, absent bool) bool {
	m := v.get(name)
	if m == nil {
		return absent
	}
	if m.kind != 't' && m.kind != 'f' {
		s.badMember(m, name, "true or false")
		return absent
	}
	return m.kind == 't'
}

// list returns the items of a member that must be an array.
func (s *scope) list(v *value, name string) []*value {
	m := v.get(name)
	if m == nil {
		return nil
	}
	if m.kind != '[' {
		s.badMember(m, name, "an array")
	}
	return m.items
}

// object returns the members of a member that must be an object.
func (s *scope) object(v *value, name string) []member {
	m := v.get(name)
	if m == nil {
		return nil
	}
	if m.kind != '{' {
		s.badMember(m, name, "an object")
	}
	return m.members
}

func (s *scope) badMember(v *value, name, want string) {
	s.fault(s.at(v.offset), "bad-value", fmt.Sprintf("member %q is not %s", name, want), "write "+want)
}

// must reports a member that is missing.
func (s *scope) must(v *value, what string, names ...string) {
	for _, name := range names {
		if m := v.get(name); m == nil || m.kind == '"' && m.text == "" {
			s.fault(s.at(v.offset), "missing-member", fmt.Sprintf("%s has no member %q", what, name), fmt.Sprintf("add %q", name))
		}
	}
}

// known reports members of CSDL that the object does not have.
func (s *scope) known(v *value, what string, names string) {
	for _, m := range v.members {
		name, _, annotated := strings.Cut(m.name, "@")
		if strings.HasPrefix(name, "$") && !annotated && !contains(" "+names, name) {
			s.warn(s.at(m.offset), "unknown-member", fmt.Sprintf("%s has the member %q, which CSDL does not have", what, name), "it is left out")
		}
	}
}
