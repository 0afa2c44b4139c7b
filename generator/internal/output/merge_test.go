package output

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sum(c string) Sum { return Sum{strings.Repeat(c, 64), 1} }

// sumText is an entry of files.
func sumText(c string) string { return `"sha256:` + strings.Repeat(c, 64) + ` 1 lines"` }

// merged is a lock as git leaves it: both sides wrote a file anew, gave names and
// found a set.
const merged = `{
  "odagen": "devel",
  "form": "odata",
  "files": {
<<<<<<< HEAD
    "a.go": SUM_A,
    "ours.go": SUM_A
||||||| 1234567
    "a.go": SUM_0
=======
    "a.go": SUM_B,
    "theirs.go": SUM_B
>>>>>>> other
  },
  "names": {
    "type both": "Both",
<<<<<<< HEAD
    "type new": "New",
    "type ours": "Ours"
||||||| 1234567
<<<<<<<<< Temporary merge branch 1
    "type old": "Old"
=========
    "type older": "Older"
>>>>>>>>> Temporary merge branch 2
=======
    "type new": "NewType",
    "type theirs": "Theirs"
  },
  "sets": {
    "/theirs": "t"
>>>>>>> other
  }
}
`

var sums = strings.NewReplacer("SUM_0", sumText("0"), "SUM_A", sumText("a"), "SUM_B", sumText("b"))

func TestALockWithConflictsLosesNoName(t *testing.T) {
	want := Lock{
		Odagen: "devel", Form: "odata",
		Files:     map[string]Sum{"a.go": sum("a"), "ours.go": sum("a"), "theirs.go": sum("b")},
		Names:     map[string]string{"type both": "Both", "type new": "New", "type ours": "Ours", "type theirs": "Theirs"},
		Sets:      map[string]string{"/theirs": "t"},
		Conflicts: []Conflict{{"names", "type new", "New", "NewType"}},
		Merged:    map[string]bool{"a.go": true},
	}
	for name, text := range map[string]string{
		"diff3":    merged,
		"two ways": withoutBase(merged),
		"CRLF":     strings.ReplaceAll(merged, "\n", "\r\n"),
	} {
		got := lockOf(t, sums.Replace(text))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// withoutBase is a text as git writes it without the common ancestor.
func withoutBase(text string) string {
	var out strings.Builder
	base := false
	for line := range strings.Lines(text) {
		base = base && line != "=======\n" || strings.HasPrefix(line, "||||||| ")
		if !base {
			out.WriteString(line)
		}
	}
	return out.String()
}

// A merge without a conflict, and someone who takes a line out, can leave a comma too
// many or too few.
func TestTheCommasOfALockNeedNotBeRight(t *testing.T) {
	got := lockOf(t, `{
  "odagen": "devel",
  "files": {},
  "names": {
    "type a": "A"
    "type b": "B",
  },
}
`)
	want := Lock{Odagen: "devel", Files: map[string]Sum{}, Names: map[string]string{"type a": "A", "type b": "B"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lock (-want +got):\n%s", diff)
	}
}

func lockOf(t *testing.T, text string) Lock {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, LockName), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := ReadLock(dir)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// FuzzSides holds that no text of a lock is lost between markers, and that what is no
// conflict stays what it is.
func FuzzSides(f *testing.F) {
	f.Add(merged)
	f.Add("<<<<<<<\na\n=======\nb\n>>>>>>>\n")
	f.Add("=======\n<<<<<<< x\n||||||| y")
	f.Fuzz(func(t *testing.T, text string) {
		ours, theirs, conflict := sides([]byte(text))
		if !conflict && (string(ours) != text || string(theirs) != text) {
			t.Errorf("sides(%q) = %q, %q without a conflict", text, ours, theirs)
		}
		_, _ = parseLock(ours)
	})
}
