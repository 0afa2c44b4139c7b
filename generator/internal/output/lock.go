package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// LockName is the name of the manifest in each output directory.
const LockName = "odagen.lock"

// maxLock is more than the lock of any document has that odagen reads.
const maxLock = 256 << 20

// Lock is the manifest of an output directory: what it was made from, by which
// odagen, and what was written. What is in it follows from the part of a document that
// is generated, so that a change elsewhere in the document leaves it as it is.
type Lock struct {
	Odagen    string         `json:"odagen"`              // version of odagen
	Config    string         `json:"config,omitempty"`    // the configuration file, relative to the directory of the lock
	Documents []string       `json:"documents,omitempty"` // the document and its overlays, by the names of their files
	Form      string         `json:"form,omitempty"`      // in which the paths were read
	Files     map[string]Sum `json:"files"`               // Write and Check fill it

	// Next has what Files is going to be, while files are written: what is there is
	// one or the other then, also when the run is killed.
	Next map[string]Sum `json:"next,omitempty"`

	Names map[string]string `json:"names,omitempty"` // names on the wire to names in Go
	Sets  map[string]string `json:"sets,omitempty"`  // paths of entity sets to their types

	// Uses says of a copy of the runtime what is imported from it: the packages, with
	// spaces between, by the directory of the generated package, relative to that of the
	// lock.
	Uses map[string]string `json:"uses,omitempty"`

	// What the two sides of a merge do not agree about, where ReadLock found one:
	// entries, of which those of this side hold, and files, which are made anew.
	Conflicts []Conflict      `json:"-"`
	Merged    map[string]bool `json:"-"`
}

// Sum identifies the content of a file. Line ends count as "\n", so that a
// checkout which writes "\r\n" is not taken for an edit.
type Sum struct {
	SHA256 string
	Lines  int
}

// SumOf returns the Sum of data.
func SumOf(data []byte) Sum {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	hash := sha256.Sum256(data)
	lines := bytes.Count(data, []byte("\n"))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		lines++
	}
	return Sum{hex.EncodeToString(hash[:]), lines}
}

// MarshalText writes "sha256:0123… 64 lines": one line of the lock per file.
func (s Sum) MarshalText() ([]byte, error) {
	return []byte(s.text(s.SHA256, s.Lines)), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Sum) UnmarshalText(text []byte) error {
	sum, rest, _ := strings.Cut(strings.TrimPrefix(string(text), "sha256:"), " ")
	lines, err := strconv.Atoi(strings.TrimSuffix(rest, " lines"))
	if err != nil || sum == "" || len(sum) > 2*sha256.Size || s.text(sum, lines) != string(text) {
		return fmt.Errorf("%.100q is not a hash and a number of lines", text)
	}
	s.SHA256, s.Lines = sum, lines
	return nil
}

func (Sum) text(sum string, lines int) string { return fmt.Sprintf("sha256:%s %d lines", sum, lines) }

// has reports whether data is what was written to a file, or what was to be.
func (l Lock) has(name string, data []byte) bool {
	sum := SumOf(data)
	return l.Files[name] == sum || l.Next[name] == sum
}

// names are the names of the files that were written, or were to be.
func (l Lock) names() map[string]bool {
	all := map[string]bool{}
	for name := range l.Files {
		all[name] = true
	}
	for name := range l.Next {
		all[name] = true
	}
	return all
}

// ReadLock reads the lock in dir. A directory without one has the zero Lock.
func ReadLock(dir string) (Lock, error) {
	data, err := readLock(filepath.Join(dir, LockName))
	if errors.Is(err, fs.ErrNotExist) {
		return Lock{}, nil
	}
	if err != nil {
		return Lock{}, err
	}
	ours, theirs, conflict := sides(data)
	l, err := parseLock(ours)
	if err != nil || !conflict {
		return l, err
	}
	other, err := parseLock(theirs)
	if err != nil {
		return Lock{}, err
	}
	l.merge(other)
	return l, nil
}

// readLock reads a regular file: opening a named pipe would wait for its writer.
func readLock(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("it is a %s", describe(info.Mode()))
	}
	if info.Size() > maxLock {
		return nil, fmt.Errorf("it is larger than %d bytes", maxLock)
	}
	return os.ReadFile(path)
}

// parseLock refuses a lock that lists a file outside its directory: those that
// are no longer generated are removed.
func parseLock(data []byte) (Lock, error) {
	var l Lock
	if err := json.Unmarshal(data, &l); err != nil {
		if json.Unmarshal(commas(data), &l) != nil {
			return Lock{}, err
		}
	}
	for name := range l.names() {
		if !local(name) || name == LockName {
			return Lock{}, fmt.Errorf("%q is not a generated file in the directory of the lock", name)
		}
	}
	return l, nil
}

// encode writes the lock with a line per entry, sorted by name.
func (l Lock) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(l); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
