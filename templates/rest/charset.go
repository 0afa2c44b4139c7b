package rest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"mime"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// charsetOf returns the charset of the first media type that names one, in lower case;
// "" when none does.
func charsetOf(medias ...string) string {
	for _, media := range medias {
		if _, params, err := mime.ParseMediaType(media); err == nil && params["charset"] != "" {
			return strings.ToLower(params["charset"])
		}
	}
	return ""
}

// byteMark is the byte order mark of UTF-8.
const byteMark = "\xef\xbb\xbf"

// windows is what the bytes from 0x80 to 0x9F are in windows-1252; in ISO-8859-1 they are
// control characters.
const windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

// decodeText returns a text in a charset as UTF-8.
func decodeText(text []byte, charset string) (string, error) {
	switch charset {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		text = bytes.TrimPrefix(text, []byte(byteMark))
		if !utf8.Valid(text) {
			return "", errors.New("the text is not in UTF-8, and its Content-Type names no other charset that is known")
		}
		return string(text), nil
	case "iso-8859-1", "iso_8859-1", "latin1", "windows-1252", "cp1252":
		high := []rune(windows)
		out := make([]rune, len(text))
		for i, b := range text {
			out[i] = rune(b)
			if b >= 0x80 && b < 0xa0 && strings.HasSuffix(charset, "1252") {
				out[i] = high[b-0x80]
			}
		}
		return string(out), nil
	case "utf-16", "utf-16be", "utf-16le":
		return decodeUTF16(text, charset)
	}
	return "", unknownCharset(charset)
}

func unknownCharset(charset string) error {
	return errors.New("the charset " + strconv.Quote(charset) + " is not known")
}

// decodeUTF16 reads UTF-16, whose byte order a mark can tell (RFC 2781, 3.3).
func decodeUTF16(text []byte, charset string) (string, error) {
	var order binary.ByteOrder = binary.BigEndian
	if charset == "utf-16le" || charset == "utf-16" && bytes.HasPrefix(text, []byte("\xff\xfe")) {
		order = binary.LittleEndian
	}
	if len(text)%2 != 0 {
		return "", errors.New("the text is not UTF-16: it ends within a character")
	}
	units := make([]uint16, 0, len(text)/2)
	for i := 0; i < len(text); i += 2 {
		units = append(units, order.Uint16(text[i:]))
	}
	if len(units) > 0 && units[0] == 0xfeff {
		units = units[1:]
	}
	return string(utf16.Decode(units)), nil
}

// encodeText returns a text in the charset that a media type names.
func encodeText(text, media string) ([]byte, error) {
	charset := charsetOf(media)
	if strings.HasPrefix(text, byteMark) {
		text = byteMark + text // a reader takes the first one for a mark of the byte order
	}
	switch charset {
	case "", "utf-8", "utf8":
		return []byte(text), nil
	case "utf-16", "utf-16be":
		return appendUTF16(nil, text, binary.BigEndian), nil
	case "utf-16le":
		return appendUTF16(nil, text, binary.LittleEndian), nil
	}
	limit := rune(0x100)
	var high []rune
	switch charset {
	case "us-ascii", "ascii":
		limit = 0x80
	case "iso-8859-1", "iso_8859-1", "latin1":
	case "windows-1252", "cp1252":
		high = []rune(windows)
	default:
		return nil, unknownCharset(charset)
	}
	out := make([]byte, 0, len(text))
	for _, r := range text {
		at := slices.Index(high, r)
		switch {
		case at >= 0:
			out = append(out, byte(0x80+at))
		case r < limit && (high == nil || r < 0x80 || r >= 0xa0):
			out = append(out, byte(r))
		default:
			return nil, errors.New(strconv.QuoteRune(r) + " has no place in the charset " + strconv.Quote(charset))
		}
	}
	return out, nil
}

// appendUTF16 appends a text in UTF-16. Charsets that do not say the byte order are
// big-endian.
func appendUTF16(out []byte, text string, order binary.AppendByteOrder) []byte {
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return out
}
