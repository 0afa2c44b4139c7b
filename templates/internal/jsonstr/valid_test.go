package jsonstr

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAFaultOfATextHasAPlace(t *testing.T) {
	for _, tt := range []struct {
		text, want string
		at         int
	}{
		{` {"a":[1,-0.5e+3,"\u00e9é",true,false,null,{},[]]} `, "", 52},
		{"", "the text ends where a value belongs", 0},
		{"\x00", `unexpected '\x00' where a value belongs`, 0},
		{"1\x00", `unexpected '\x00' after the value`, 1},
		{"tru", `unexpected 't' where a value belongs`, 0},
		{"1 2", `unexpected '2' after the value`, 2},
		{"\ufeff{}", `unexpected '\ufeff' where a value belongs`, 0},
		{`{"a" 1}`, `unexpected '1' where a colon belongs`, 5},
		{`{a:1}`, `unexpected 'a' where a name belongs`, 1},
		{`{"a":1,}`, `unexpected '}' where a name belongs`, 7},
		{`[1}`, `unexpected '}' where a comma or the end belongs`, 2},
		{`[1`, "the text ends where a comma or the end belongs", 2},
		{`[,1]`, `unexpected ',' where a value belongs`, 1},
		{`01`, `unexpected '1' after the value`, 1},
		{`-`, "the text ends in a number", 1},
		{`1.e3`, `unexpected 'e' in a number`, 2},
		{`1e+`, "the text ends in a number", 3},
		{`"a`, "the text ends in a string", 2},
		{`"a\x"`, "a string has an escape that JSON does not know", 2},
		{`"\u12g4"`, "a string has an escape that JSON does not know", 1},
		{"\"a\nb\"", "a string has a control character that is not escaped", 2},
		{"\"é\xff\"", "a string has bytes that are not UTF-8", 3},
		{strings.Repeat("[", 1000) + strings.Repeat("]", 1000), "", 2000},
		{strings.Repeat("[", 1001), "objects and arrays nest deeper than 1000", 1000},
	} {
		if got, at := Fault([]byte(tt.text)); got != tt.want || at != tt.at {
			t.Errorf("Fault(%.40q) = %q, %d, want %q, %d", tt.text, got, at, tt.want, tt.at)
		}
	}
}

func FuzzFaultAgainstEncodingJSON(f *testing.F) {
	for _, text := range []string{`{"a":[1,-0.5e+3,"\u00e9é",true,null,{}]}`, "[[]]", `"\ud800"`, "1.0E-7", "nul", "{]", "[}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		message, at := Fault(text)
		want := json.Valid(text) && utf8.Valid(text)
		if (message == "") != want && message != "objects and arrays nest deeper than 1000" || at < 0 || at > len(text) {
			t.Errorf("Fault(%q) = %q, %d, encoding/json %v", text, message, at, want)
		}
	})
}
