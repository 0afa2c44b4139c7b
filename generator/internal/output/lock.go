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
)

// LockName is the name of the manifest in each output directory.
const LockName = "odagen.lock"

// Lock is the manifest of an output directory: what it was made from, by which
// odagen, and what was written.
type Lock struct {
	Odagen  string            `json:"odagen"`            // version of odagen
	Form    string            `json:"form,omitempty"`    // in which the paths were read
	Sources map[string]string `json:"sources,omitempty"` // path relative to the document's directory to SHA-256
	Files   map[string]Sum    `json:"files"`             // Write and Check fill it
	Names   map[string]string `json:"names,omitempty"`   // names on the wire to names in Go
	Sets    map[string]string `json:"sets,omitempty"`    // paths of entity sets to their types

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
	return fmt.Appendf(nil, "sha256:%s %d lines", s.SHA256, s.Lines), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Sum) UnmarshalText(text []byte) error {
	if _, err := fmt.Sscanf(string(text), "sha256:%64s %d lines", &s.SHA256, &s.Lines); err != nil {
		return fmt.Errorf("%q is not a hash and a number of lines", text)
	}
	return nil
}

// ReadLock reads the lock in dir. A directory without one has the zero Lock.
func ReadLock(dir string) (Lock, error) {
	data, err := os.ReadFile(filepath.Join(dir, LockName))
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

// parseLock refuses a lock that lists a file outside its directory: those that
// are no longer generated are removed.
func parseLock(data []byte) (Lock, error) {
	var l Lock
	if err := json.Unmarshal(data, &l); err != nil {
		if json.Unmarshal(commas(data), &l) != nil {
			return Lock{}, err
		}
	}
	for name := range l.Files {
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
