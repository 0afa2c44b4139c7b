package diag

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDiagnosticsArePrintedByPositionEachOnce(t *testing.T) {
	var l List
	l.Add(Diagnostic{Code: "b", Pos: Position{"f.yaml", 10, 2}, Message: "second", Hint: "act"})
	l.Add(Diagnostic{Severity: Warning, Code: "a", Pos: Position{"f.yaml", 9, 30}, Message: "first"})
	l.Add(Diagnostic{Code: "b", Pos: Position{"f.yaml", 10, 2}, Message: "second", Hint: "act"})
	l.Add(Diagnostic{Code: "c", Pos: Position{File: "e.yaml"}, Message: "the file"})
	l.Add(Diagnostic{Code: "d", Message: "nowhere"})
	var b strings.Builder
	if err := l.Print(&b); err != nil {
		t.Fatal(err)
	}
	want := `d: nowhere
e.yaml: c: the file
f.yaml:9:30: warning: a: first
f.yaml:10:2: b: second
	hint: act
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("Print (-want +got):\n%s", diff)
	}
}

func TestOnlyErrorsStopAGeneration(t *testing.T) {
	var l List
	l.Add(Diagnostic{Severity: Warning})
	if l.HasErrors() {
		t.Error("HasErrors() = true with a warning alone")
	}
	l.Add(Diagnostic{})
	if !l.HasErrors() {
		t.Error("HasErrors() = false with an error")
	}
}

func TestPosition(t *testing.T) {
	for want, p := range map[string]Position{
		"":        {},
		"f":       {File: "f"},
		"f:3":     {File: "f", Line: 3},
		"f:3:4":   {"f", 3, 4},
		"a/f:3:4": {"a/f", 3, 4},
	} {
		if got := p.String(); got != want {
			t.Errorf("%#v.String() = %q, want %q", p, got, want)
		}
	}
}

func TestAnInternalErrorAsksToBeReported(t *testing.T) {
	got := Internal(Position{File: "f"}, errors.New("odd")).Error()
	if want := "f: internal error: odd; please report"; got != want {
		t.Errorf("Internal = %q, want %q", got, want)
	}
}

func TestAPrinterThatFailsStops(t *testing.T) {
	var l List
	l.Add(Diagnostic{Code: "a", Hint: "b"})
	for writes := range 2 {
		if err := l.Print(&limited{writes}); err == nil {
			t.Errorf("Print returned nil after %d writes", writes)
		}
	}
}

type limited struct{ left int }

func (l *limited) Write(p []byte) (int, error) {
	if l.left == 0 {
		return 0, errors.New("full")
	}
	l.left--
	return len(p), nil
}

func TestNearest(t *testing.T) {
	known := []string{"source", "output", "package", "emit"}
	for word, want := range map[string]string{
		"sorce":   "source",
		"Source":  "source",
		"outputs": "output",
		"emmit":   "emit",
		"emti":    "emit",
		"x":       "",
		"":        "",
		"runtime": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := Quoted(known[:2]); got != `"source", "output"` {
		t.Errorf("Quoted = %s", got)
	}
}
