package wire

import (
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/syntax"
)

const (
	chunkSize  = 2048
	maxChunked = 256 // the longest string that shares memory, unless there is room for it
)

// interned has the strings that come again and again: enum members, names.
type interned [256]string

// intern returns the string with the bytes of b. Short ones are remembered, so
// that what comes again and again is allocated once.
func (t *interned) intern(b []byte) string {
	if len(b) > 64 {
		return string(b)
	}
	// A slot that two strings want costs an allocation.
	slot := &t[hashOf(b)>>56]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}

// common moves behind the string that stands here and returns it, when commonAt does.
func (d *Decoder) common(k kind) (s string, ok bool) {
	if d.data[d.pos] != '"' {
		return "", false
	}
	s, end := d.commonAt(k, d.pos)
	if end < 0 {
		return "", false
	}
	d.pos = end
	return s, true
}

// commonAt returns the string whose quote is at pos, and where it ends, when it is one as
// nearly all are: short, without escapes, in ASCII, and where its kind has a syntax, in
// the common form of that. Else the end is -1.
func (d *Decoder) commonAt(k kind, pos int) (s string, end int) {
	if k == enumKind {
		if end = jsonstr.PlainEnd(d.data, pos+1); end == len(d.data) || d.data[end] != '"' {
			return "", -1
		}
		return d.interned.intern(d.data[pos+1 : end]), end + 1
	}
	s, end = d.texts.take(d.data, pos+1)
	if end < 0 || k == dateTimeKind && !syntax.IsCommonDateTime([]byte(s)) || k == guidKind && !syntax.IsGUID([]byte(s)) {
		return "", -1
	}
	return s, end
}

// common returns the kind for which the method common is, and unknownKind for others.
func (k kind) common() kind {
	switch k {
	case textKind, enumKind, dateTimeKind, guidKind:
		return k
	case stampKind:
		return dateTimeKind // the common form is the same
	}
	return unknownKind
}

// string decodes the string that stands here.
func (d *Decoder) string(to *string) bool {
	if d.data[d.pos] != '"' {
		return d.want("a string")
	}
	s, escaped, ok := d.stringEnd()
	if !ok {
		return false
	}
	if escaped {
		var lossless bool
		s, lossless = jsonstr.Unescape(d.scratch[:0], s)
		d.scratch = s
		d.odd = d.odd || !lossless
	}
	*to = d.texts.copy(s)
	return true
}

// plain scans a string and returns its value, which is good until the next
// value is scanned.
func (d *Decoder) plain(want string) ([]byte, bool) {
	if d.data[d.pos] != '"' {
		return nil, d.want(want)
	}
	s, escaped, ok := d.stringEnd()
	if escaped {
		var lossless bool
		s, lossless = jsonstr.Unescape(d.scratch[:0], s)
		d.scratch = s
		d.odd = d.odd || !lossless
	}
	return s, ok
}

// text decodes a string whose text is of a kind.
func (d *Decoder) text(to *string, is func([]byte) bool, want string) bool {
	if d.data[d.pos] != '"' {
		return d.want(want)
	}
	start := d.pos
	s, escaped, ok := d.stringEnd()
	if !ok {
		return false
	}
	if escaped {
		s, _ = jsonstr.Unescape(d.scratch[:0], s)
		d.scratch = s
	}
	if !is(s) {
		return d.wantText(start, want)
	}
	*to = d.texts.copy(s)
	return true
}

// time decodes a date or a time. A lenient decoder takes any text, which is kept.
func (d *Decoder) time(to *string, is func([]byte) bool, want string) bool {
	if !d.lenient {
		return d.text(to, is, want)
	}
	ok := d.text(to, func([]byte) bool { return true }, want)
	d.odd = d.odd || ok && !is([]byte(*to))
	return ok
}
