package escape

import (
	"net/url"
	"strings"
	"testing"
	"testing/quick"
)

func TestEscapesComeBack(t *testing.T) {
	for _, keep := range []string{"", SegmentBytes, NameBytes, LiteralBytes, QueryBytes, PlainBytes, ReservedBytes, PathBytes, HeaderBytes} {
		property := func(s string) bool {
			escaped := Escape(s, keep)
			back, err := url.PathUnescape(escaped)
			tail := string(Tail([]byte("é "+s), len("é "), keep))
			return err == nil && back == s && tail == "é "+escaped && Escape("abc-XYZ-019", "-") == "abc-XYZ-019"
		}
		if err := quick.Check(property, nil); err != nil {
			t.Errorf("%q: %v", keep, err)
		}
		if strings.ContainsAny(keep, "%") {
			t.Errorf("%q keeps the byte that starts an escape", keep)
		}
	}
	if got := Escape("a/é%", ""); got != "a%2F%C3%A9%25" {
		t.Errorf("Escape = %s", got)
	}
}

func TestQueriesAreJoined(t *testing.T) {
	for _, tt := range [][3]string{{"", "", ""}, {"a", "", "a"}, {"", "b", "b"}, {"a=1", "b=2", "a=1&b=2"}} {
		if got := JoinQuery(tt[0], tt[1]); got != tt[2] {
			t.Errorf("JoinQuery(%q, %q) = %q", tt[0], tt[1], got)
		}
	}
}
