// Package escape percent-encodes the parts of URLs.
package escape

import "strings"

// The bytes beside letters and digits that stand for themselves. A quote, a
// parenthesis or a $ in a segment is part of the OData syntax, so in data they
// are encoded; in a query, & = + and # are.
const (
	SegmentBytes = "-_.~@:,"
	NameBytes    = SegmentBytes + "$"
	LiteralBytes = SegmentBytes + "'"
	QueryBytes   = LiteralBytes + "!$()*;/?"
)

// Escape percent-encodes the bytes of s except letters, digits and those in
// keep.
func Escape(s, keep string) string {
	n := 0
	for i := range len(s) {
		if !unreserved(s[i], keep) {
			n++
		}
	}
	if n == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+2*n)
	for i := range len(s) {
		if c := s[i]; unreserved(c, keep) {
			b = append(b, c)
		} else {
			b = append(b, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
		}
	}
	return string(b)
}

// Tail is Escape of what b has from start on, in its place.
func Tail(b []byte, start int, keep string) []byte {
	n := 0
	for _, c := range b[start:] {
		if !unreserved(c, keep) {
			n++
		}
	}
	if n == 0 {
		return b
	}
	from := len(b) - 1
	b = append(b, make([]byte, 2*n)...)
	for to := len(b) - 1; from >= start; from-- {
		if c := b[from]; unreserved(c, keep) {
			b[to] = c
			to--
		} else {
			b[to-2], b[to-1], b[to] = '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15]
			to -= 3
		}
	}
	return b
}

func unreserved(c byte, keep string) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		strings.IndexByte(keep, c) >= 0
}

// JoinQuery joins two queries, each of which may be empty.
func JoinQuery(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "&" + b
}

// The bytes beside letters and digits that stand for themselves in parameters
// (RFC 3986, 2.3), and those that "allowReserved" adds. A # ends a URL, & and + mean
// something in queries, and % starts an escape.
const (
	PlainBytes    = "-_.~"
	ReservedBytes = PlainBytes + ":/?[]@!$'()*,;="
	PathBytes     = PlainBytes + ":/[]@!$'()*,;=+&"
)

// HeaderBytes are what needs no escape in a header field: all that is visible but
// a percent sign, and of what separates values, none.
const HeaderBytes = PlainBytes + "!#$&'()*+/:;<>?@[]^`{|}\" "
