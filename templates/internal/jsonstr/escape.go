// Package jsonstr reads and writes the strings of JSON text.
package jsonstr

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// AppendEscaped appends s with the escapes that RFC 8259, 7 requires and no
// others.
func AppendEscaped(dst []byte, s string) []byte {
	for i := 0; ; i++ {
		end, _ := TextEnd(s, i)
		dst = append(dst, s[i:end]...)
		if i = end; i == len(s) {
			return dst
		}
		switch c := s[i]; c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
}

// HexDigit returns the value of a hexadecimal digit; 255 for what is none.
func HexDigit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c - 'a' + 10)
	case 'A' <= c && c <= 'F':
		return rune(c - 'A' + 10)
	}
	return 255
}

func hex4(b []byte) rune {
	return HexDigit(b[0])<<12 | HexDigit(b[1])<<8 | HexDigit(b[2])<<4 | HexDigit(b[3])
}

// EscapeLen returns the length of the escape at the start of b; 0 when that is none.
func EscapeLen(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) < 6 {
			return 0
		}
		for _, c := range b[2:6] {
			if HexDigit(c) > 15 {
				return 0
			}
		}
		return 6
	}
	return 0
}

// Unescape appends the value of text, what stands between the quotes of a string that is
// known to be well formed, to dst. A lone
// surrogate has no value in UTF-8: it becomes U+FFFD and lossless is false.
func Unescape(dst, text []byte) (out []byte, lossless bool) {
	lossless = true
	for i := 0; i < len(text); {
		n := bytes.IndexByte(text[i:], '\\')
		if n < 0 {
			return append(dst, text[i:]...), lossless
		}
		dst = append(dst, text[i:i+n]...)
		i += n
		c := text[i+1]
		if c != 'u' {
			dst = append(dst, unescaped[c])
			i += 2
			continue
		}
		r := hex4(text[i+2:])
		i += 6
		if utf16.IsSurrogate(r) {
			var low rune
			if i+6 <= len(text) && text[i] == '\\' && text[i+1] == 'u' {
				low = hex4(text[i+2:])
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				lossless = false
			} else {
				i += 6
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst, lossless
}

var unescaped = [128]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// AppendQuoted appends s as a JSON string.
func AppendQuoted(dst []byte, s string) []byte {
	return append(AppendEscaped(append(dst, '"'), s), '"')
}
