package jsonstr

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"
)

func TestStringsComeBack(t *testing.T) {
	property := func(s string) bool {
		if !utf8.ValidString(s) {
			return true
		}
		text := AppendQuoted(nil, s)
		var other string
		back, lossless := Unescape(nil, text[1:len(text)-1])
		return json.Unmarshal(text, &other) == nil && other == s && string(back) == s && lossless
	}
	if err := quick.Check(property, nil); err != nil {
		t.Error(err)
	}
	for i := range 0x80 {
		if s := strings.Repeat("x", i%17) + string(rune(i)) + "y"; !property(s) {
			t.Errorf("%q does not come back", s)
		}
	}
}

func TestEscapesHaveTheirValues(t *testing.T) {
	for text, want := range map[string]string{
		`a\n\t\r\b\f\/\\\"`: "a\n\t\r\b\f/\\\"",
		`\u00e9\u00E9`:      "éé",
		`\ud83d\ude00x`:     "😀x",
	} {
		if got, ok := Unescape(nil, []byte(text)); !ok || string(got) != want {
			t.Errorf("Unescape(%s) = %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{`\ud83d`, `\ude00`, `\ud83dx`, `\ud83d\u0041`} {
		if got, ok := Unescape(nil, []byte(text)); ok || !strings.HasPrefix(string(got), "\ufffd") {
			t.Errorf("Unescape(%s) = %q, %v", text, got, ok)
		}
	}
}

// What is special is found wherever it stands among eight bytes.
func TestSpecialBytesAreFound(t *testing.T) {
	for c := range 256 {
		for length := range 20 {
			for at := range length {
				b := []byte(strings.Repeat("x", length))
				b[at] = byte(c)
				want := length
				if isSpecial(byte(c)) {
					want = at
				}
				if got := PlainEnd(b, 0); got != want {
					t.Fatalf("PlainEnd(%q) = %d, want %d", b, got, want)
				}
				if got := IsPlain(string(b)); got != (want == length) {
					t.Fatalf("IsPlain(%q) = %v", b, got)
				}
			}
		}
	}
	if DigitsEnd([]byte("a12b"), 1) != 3 || DigitsEnd([]byte("12"), 0) != 2 {
		t.Error("DigitsEnd")
	}
}
