package schema

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestInternationalHostNames(t *testing.T) {
	for _, name := range []string{
		"실례.테스트", "xn--ihqwcrb4cv8a8dqg056pqjye", "XN--BCHER-KVA", "bücher.example", "ßς་〇", "۽۾", "l·l", "α͵β", "א׳ב", "א״ב", "・ぁ", "・ァ", "・丈",
		"ب٠ب", "۰0", "क्\u200dष", "क्\u200cष", "بي\u200cبي", "host-name", "1host", "a.b",
		strings.Repeat("é", 50), "אב.com", "xn--4dbcd.com", "אב1", "אָ", "a1.אב",
	} {
		if !HasFormat("idn-hostname", name) {
			t.Errorf("%+q is refused", name)
		}
	}
	for _, name := range []string{
		"〮실례.테스트", "실〮례.테스트", "-> $1.00 <--", "xn--X", "xn--", "xn--a", "xn--abc-", "XN--aa---o47jg78q", "-hello", "hello-", "ःhello", "̀hello", "҈hello",
		"ـߺ", "〱〲〳〴〵〮〯〻", "a·l", "·l", "l·a", "l·", "α͵S", "α͵", "A׳ב", "׳ב", "A״ב", "״ב", "def・abc", "・", "٠۰", "क\u200dष", "\u200dष", "",
		strings.Repeat("é", 60), strings.Repeat("실례테스트", 12), // more than 63 letters in the form with xn--
		"Bücher", "ｂücher", "ℂé", "ᄀᄀ", "ﬁé", // forms of other letters
		"aא", "אa", "1א", "-א", "א-", "א1٠", "1host.אב", "אב.-x", "xn--a-1hc", // against the order of writing
		"xn--bcher-kvA-", "xn--99999999999999", "xn--fiqs8s-x",
	} {
		if HasFormat("idn-hostname", name) {
			t.Errorf("%+q is taken", name)
		}
	}
	for name, want := range map[string]bool{"xn--bcher-kva.example": true, "bücher.example": false, "xn--X": false, "aa--bb": false, "xn--4dbcd.1a": false} {
		if HasFormat("hostname", name) != want {
			t.Errorf("%+q is a hostname: %v", name, !want)
		}
	}
}

// The samples are of RFC 3492, 7.1.
func TestPunycode(t *testing.T) {
	for label, want := range map[string]string{
		"他们为什么不说中文": "ihqwcrb4cv8a8dqg056pqjye", "3年B組金八先生": "3B-ww4c5e180e575a65lsy2b", "パフィーdeルンバ": "de-jg4avhby1noc0d",
		"そのスピードで": "d9juau41awczczp", "bücher": "bcher-kva",
	} {
		if got := punycodeOf([]rune(label)); got != want {
			t.Errorf("%s is %s, want %s", label, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.SliceOfN(rapid.OneOf(rapid.RuneFrom([]rune("abcxyz019-")), rapid.Int32Range(0x80, 0xd7ff), rapid.Int32Range(0x10000, 0x10ffff)), 1, 30).Draw(t, "label")
		if i := slices.IndexFunc(label, func(r rune) bool { return r >= 0x80 }); i < 0 {
			return // what is in ASCII has no such form
		}
		back, ok := punycode(punycodeOf(label))
		if !ok || !slices.Equal(back, label) {
			t.Fatalf("%+q is %s, which is %+q, %v", string(label), punycodeOf(label), string(back), ok)
		}
	})
}
