package csdl

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The XML decoder lets pass some of what XML 1.0 forbids. What is checked here is an
// error for every other reader of the document.

// isXML reports whether XML has a character (XML 1.0, 2.2).
func isXML(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return true
	case r < ' ', r == '\ufffe', r == '\uffff', r >= 0xD800 && r < 0xE000:
		return false
	}
	return r <= 0x10FFFF
}

// checkCharacters reports a character that XML does not have.
func (s *scope) checkCharacters() bool {
	at := strings.IndexFunc(s.text, func(r rune) bool { return !isXML(r) })
	if at < 0 {
		return true
	}
	s.error(s.at(at), "not-xml", "a character stands here that XML does not have", "take it out")
	return false
}

// checkToken reports what XML forbids in a token, whose text is raw.
func (s *scope) checkToken(token xml.Token, offset int, raw string) bool {
	switch t := token.(type) {
	case xml.StartElement:
		return s.checkTwice(t, offset) && s.checkCharacterReferences(offset, raw)
	case xml.CharData:
		return strings.HasPrefix(raw, "<![CDATA[") || s.checkCharacterReferences(offset, raw)
	case xml.ProcInst:
		if !strings.EqualFold(t.Target, "xml") {
			return true
		}
		if offset > 0 {
			s.error(s.at(offset), "not-xml", "an XML declaration stands in the middle of the document", "put it at the beginning, or take it out")
			return false
		}
		return s.checkEncoding(string(t.Inst))
	}
	return true
}

// checkTwice reports an attribute that an element has twice.
func (s *scope) checkTwice(e xml.StartElement, offset int) bool {
	for i, a := range e.Attr[:min(len(e.Attr), maxAttributes)] {
		if slices.ContainsFunc(e.Attr[:i], func(b xml.Attr) bool { return b.Name == a.Name }) {
			s.error(s.at(offset), "not-xml", fmt.Sprintf("%s has the attribute %q twice", &element{name: e.Name.Local, attrs: e.Attr}, a.Name.Local), "remove one of them")
			return false
		}
	}
	return true
}

var characterReference = regexp.MustCompile(`&#(x[0-9A-Fa-f]+|[0-9]+);`)

// checkCharacterReferences reports the number of a character that XML does not have.
func (s *scope) checkCharacterReferences(offset int, raw string) bool {
	if !strings.Contains(raw, "&#") {
		return true
	}
	for _, m := range characterReference.FindAllStringSubmatchIndex(raw, -1) {
		digits, base := raw[m[2]:m[3]], 10
		if digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		if n, err := strconv.ParseUint(digits, base, 32); err != nil || n > 0x10FFFF || !isXML(rune(n)) {
			s.error(s.at(offset+m[0]), "not-xml", fmt.Sprintf("%.20s is no character of XML", raw[m[0]:m[1]]), "take it out")
			return false
		}
	}
	return true
}

var encoding = regexp.MustCompile(`encoding\s*=\s*["']([^"']*)["']`)

// checkEncoding reports a document that says that it is in another encoding than it is:
// what gets here is UTF-8, or was UTF-16. One that has nothing but ASCII is the same in
// the encodings that begin with it.
func (s *scope) checkEncoding(declaration string) bool {
	m := encoding.FindStringSubmatch(declaration)
	if m == nil {
		return true
	}
	switch name := strings.ToLower(m[1]); {
	case name == "utf-8", name == "utf8", name == "utf-16", name == "us-ascii", name == "ascii":
		return true
	case (strings.HasPrefix(name, "iso-8859-") || strings.HasPrefix(name, "windows-125")) && isASCII(s.text):
		return true
	}
	s.error(s.at(0), "not-xml", fmt.Sprintf("the document says that it is in %q", m[1]), "save it as UTF-8, and say so")
	return false
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
