package source

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// decodeText returns raw as UTF-8 without a byte order mark. UTF-16 is told by
// its mark, or as YAML does by a first character that is ASCII.
func decodeText(raw []byte) ([]byte, *Fault) {
	text := bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	var fault *Fault
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		text, fault = decodeUTF16(raw[2:], binary.LittleEndian)
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		text, fault = decodeUTF16(raw[2:], binary.BigEndian)
	case len(raw) > 1 && raw[0] != 0 && raw[1] == 0:
		text, fault = decodeUTF16(raw, binary.LittleEndian)
	case len(raw) > 1 && raw[0] == 0 && raw[1] != 0:
		text, fault = decodeUTF16(raw, binary.BigEndian)
	}
	if fault != nil {
		return nil, fault
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, &Fault{
			Code:    "empty-document",
			Message: "the document is empty",
			Hint:    "write an OpenAPI document or a CSDL model here",
		}
	}
	if at := firstInvalid(text); at >= 0 {
		line, col := place(text, at)
		return nil, &Fault{
			Code:    "not-text",
			Message: "the document is not UTF-8 text from here on",
			Hint:    "save the document as UTF-8",
			Pos:     diag.Position{Line: line, Col: col},
		}
	}
	return text, nil
}

func decodeUTF16(raw []byte, order binary.ByteOrder) ([]byte, *Fault) {
	if len(raw)%2 != 0 {
		return nil, &Fault{
			Code:    "not-text",
			Message: "the document ends in the middle of a UTF-16 character",
			Hint:    "save the document as UTF-8",
		}
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return []byte(string(utf16.Decode(units))), nil
}

// firstInvalid returns the offset of the first byte of text that is not
// UTF-8, or -1.
func firstInvalid(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// place returns the line and column of an offset in text, both from 1, the
// column in characters.
func place(text []byte, offset int) (line, col int) {
	before := text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}
