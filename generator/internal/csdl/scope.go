package csdl

import (
	"fmt"
	"sort"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// maxDepth is how deep elements or values may nest.
const maxDepth = 200

// block is how many bytes stand between the places where characters are counted.
const block = 256

// scope is what both front ends know of the document that they read: where its
// lines are, which aliases it declares, and where faults go.
type scope struct {
	file    string
	text    string
	lines   []int // offsets of the starts of lines
	runes   []int // characters before each block of text
	aliases map[string]string
	diags   *diag.List
	within  *part // that is being read, nil for the document
	told    map[string]bool
}

// once reports whether it is asked for the first time for a name.
func (s *scope) once(name string) bool {
	if s.told[name] {
		return false
	}
	if s.told == nil {
		s.told = map[string]bool{}
	}
	s.told[name] = true
	return true
}

// part is a part of the model that can be left out: what is wrong in it costs it alone.
type part struct {
	what   string // in messages
	of     string // the type, or "/" and the name at the service root, that it belongs to
	broken bool
}

// part reads a part of the model, and reports whether it is as CSDL has it. Of is "" for
// one that belongs to what the part around it does.
func (s *scope) part(what, of string, read func()) bool {
	around := s.within
	if around != nil && of == "" {
		of = around.of
	}
	p := &part{what: what, of: of}
	s.within = p
	read()
	s.within = around
	return !p.broken
}

// take appends a part to a list, unless something is wrong in it.
func take[T any](s *scope, list *[]T, what, of string, read func() T) {
	var t T
	if s.part(what, of, func() { t = read() }) {
		*list = append(*list, t)
	}
}

// fault reports what is wrong with the part that is being read, which is left out.
func (s *scope) fault(pos diag.Position, code, message, hint string) {
	d := diag.Diagnostic{Code: code, Pos: pos, Message: message, Hint: hint}
	if s.within != nil {
		s.within.broken = true
		d.Severity, d.LeftOut, d.Of = diag.Loss, s.within.what, s.within.of
	}
	s.diags.Add(d)
}

func newScope(file string, text []byte, diags *diag.List) *scope {
	s := &scope{file: file, text: string(text), lines: []int{0}, aliases: map[string]string{}, diags: diags}
	runes := 0
	for i := range len(s.text) {
		if i%block == 0 {
			s.runes = append(s.runes, runes)
		}
		if isStart(s.text[i]) {
			runes++
		}
		if s.text[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// at returns the position of an offset, the column in characters.
func (s *scope) at(offset int) diag.Position {
	offset = min(offset, len(s.text))
	line := sort.SearchInts(s.lines, offset+1)
	col := s.runesBefore(offset) - s.runesBefore(s.lines[line-1]) + 1
	return diag.Position{File: s.file, Line: line, Col: col}
}

// runesBefore counts the characters before an offset. It counts from the block
// that the offset is in: a whole document can be one line.
func (s *scope) runesBefore(offset int) int {
	if offset == 0 {
		return 0
	}
	n := (offset - 1) / block
	count := s.runes[n]
	for i := n * block; i < offset; i++ {
		if isStart(s.text[i]) {
			count++
		}
	}
	return count
}

// isStart tells the first byte of a character in UTF-8.
func isStart(b byte) bool { return b&0xC0 != 0x80 }

// declare makes alias stand for namespace.
func (s *scope) declare(pos diag.Position, alias, namespace string) {
	if alias == "" {
		return
	}
	if other, ok := s.aliases[alias]; ok && other != namespace {
		s.error(pos, "duplicate-alias", fmt.Sprintf("alias %q stands for %q already", alias, other), "give one of the schemas another alias")
		return
	}
	s.aliases[alias] = namespace
}

// name qualifies a name with its namespace where the document uses an alias. A
// name that is one of a namespace as it stands is left alone.
func (s *scope) name(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return name
	}
	if namespace, ok := s.aliases[name[:dot]]; ok {
		return namespace + name[dot:]
	}
	return name
}

// typeName qualifies the name of a type that "Collection()" may stand round.
func (s *scope) typeName(text string) (name string, collection bool) {
	text = strings.TrimSpace(text)
	if inner, ok := strings.CutPrefix(text, "Collection("); ok && strings.HasSuffix(inner, ")") {
		return s.name(strings.TrimSpace(strings.TrimSuffix(inner, ")"))), true
	}
	return s.name(text), false
}

// path qualifies the segments of a path: types, terms and operations, with the
// types of parameters that tell overloads apart.
func (s *scope) path(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		name, overload, isOverload := strings.Cut(segment, "(")
		before, after, _ := strings.Cut(name, "@")
		switch {
		case strings.Contains(name, "@"):
			segments[i] = before + "@" + s.name(after)
		case isOverload && strings.HasSuffix(overload, ")"):
			segments[i] = s.name(name) + "(" + s.overload(strings.TrimSuffix(overload, ")")) + ")"
		default:
			segments[i] = s.name(segment)
		}
	}
	return strings.Join(segments, "/")
}

// overload qualifies the types of parameters.
func (s *scope) overload(types string) string {
	if strings.TrimSpace(types) == "" {
		return ""
	}
	parts := strings.Split(types, ",")
	for i, part := range parts {
		name, collection := s.typeName(part)
		if collection {
			name = "Collection(" + name + ")"
		}
		parts[i] = name
	}
	return strings.Join(parts, ",")
}

func (s *scope) error(pos diag.Position, code, message, hint string) {
	s.diags.Add(diag.Diagnostic{Code: code, Pos: pos, Message: message, Hint: hint})
}

func (s *scope) warn(pos diag.Position, code, message, hint string) {
	s.diags.Add(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: pos, Message: message, Hint: hint})
}
