// Package members keeps what objects hold beside their declared properties.
package members

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// Key opens a Members for the codec. No other package can make one.
type Key struct{ _ uint8 }

// Store has the members of an object.
type Store struct {
	OdataType string // value of "@odata.type", when it is a string without escapes
	Etag      string // value of "@odata.etag", likewise
	List      []Entry
}

// Entry is a name and the JSON text of its value.
type Entry struct {
	Name string
	Text string

	// A declared member is the text that a declared property came with, where
	// encoding writes another one. It counts for as long as encoding the
	// property gives encoded.
	Declared bool
	Encoded  string

	// A set member is from the program, which may take a name that the type has.
	Set bool
}

// AboutObject reports whether the member says something about the object as a whole.
func (e *Entry) AboutObject() bool { return strings.HasPrefix(e.Name, "@") }

// IsContext reports whether the member is the context URL.
func (e *Entry) IsContext() bool { return e.Name == "@odata.context" || e.Name == "@context" }

// Control returns where the value of the control information called name is
// kept, and which it is; nil when that is the list.
func (m *Store) Control(name []byte) (slot *string, n int) {
	switch string(name) {
	case "@odata.type":
		return &m.OdataType, 0
	case "@odata.etag":
		return &m.Etag, 1
	}
	return nil, 0
}

// IsZero reports whether there are no members.
func (m *Store) IsZero() bool { return m.OdataType == "" && m.Etag == "" && m.List == nil }

// All yields the names and the JSON texts of the members in their order.
func (m *Store) All() iter.Seq2[string, string] {
	return func(yield func(name, text string) bool) {
		for _, name := range []string{"@odata.type", "@odata.etag"} {
			if slot, _ := m.Control([]byte(name)); *slot != "" && !yield(name, string(jsonstr.AppendQuoted(nil, *slot))) {
				return
			}
		}
		for i := range m.List {
			if e := &m.List[i]; !e.Declared && !yield(e.Name, e.Text) {
				return
			}
		}
	}
}

// Type returns the qualified name of the type that the object came with, or "". It stands
// behind the "#" of a URL, which is absolute or relative (OData JSON Format 4.01, 4.6.3).
func (m *Store) Type() string {
	name := cmp.Or(m.OdataType, m.StringOf("@odata.type"), m.StringOf("@type"))
	return name[strings.LastIndexByte(name, '#')+1:]
}

// ETag returns the version that the object came with, or "".
func (m *Store) ETag() string {
	return cmp.Or(m.Etag, m.StringOf("@odata.etag"), m.StringOf("@etag"))
}

// SetType makes the object say that it is of the type with the qualified name.
func (m *Store) SetType(name string) {
	m.Put("@odata.type", string(jsonstr.AppendQuoted(nil, "#"+strings.TrimPrefix(name, "#"))))
}

// SetETag gives the object its version.
func (m *Store) SetETag(etag string) { m.Put("@odata.etag", string(jsonstr.AppendQuoted(nil, etag))) }

// Get returns the JSON text of the member called name.
func (m *Store) Get(name string) (text string, ok bool) {
	if slot, _ := m.Control([]byte(name)); slot != nil && *slot != "" {
		return string(jsonstr.AppendQuoted(nil, *slot)), true
	}
	if i := m.Index(name); i >= 0 {
		return m.List[i].Text, true
	}
	return "", false
}

// Put gives the member called name the JSON text of a value; "" removes it.
func (m *Store) Put(name, text string) {
	i := m.Index(name)
	if slot, _ := m.Control([]byte(name)); slot != nil {
		*slot = ""
		if n := len(text); n > 2 && text[0] == '"' && strings.IndexByte(text, '\\') < 0 {
			*slot, text = text[1:n-1], ""
		}
	}
	switch {
	case i >= 0 && text == "":
		m.List = slices.Delete(slices.Clone(m.List), i, i+1)
	case i >= 0:
		m.List = slices.Clone(m.List)
		m.List[i].Text, m.List[i].Set = text, true
	case text != "":
		m.List = append(slices.Clip(m.List), Entry{Name: name, Text: text, Set: true})
	}
}

// Has reports whether there is a member called name, beside the control information that
// has a slot.
func (m *Store) Has(name string) bool { return m.Index(name) >= 0 }

// Index returns where the member called name is in the list; -1 when it is not there.
func (m *Store) Index(name string) int {
	return slices.IndexFunc(m.List, func(e Entry) bool { return !e.Declared && e.Name == name })
}

// StringOf returns the value of a member that is a string; "" for another.
func (m *Store) StringOf(name string) string {
	i := m.Index(name)
	if i < 0 {
		return ""
	}
	text := m.List[i].Text
	if len(text) < 2 || text[0] != '"' {
		return ""
	}
	value, _ := jsonstr.Unescape(nil, []byte(text[1:len(text)-1]))
	return string(value)
}

// Stashes reports whether a declared property came with a text of its own.
func (m *Store) Stashes() bool {
	for i := range m.List {
		if m.List[i].Declared {
			return true
		}
	}
	return false
}

// Stashed returns the text that the property called name came with, if encoding
// it still gives what it gave then.
func (m *Store) Stashed(name string, encoded []byte) (string, bool) {
	for i := range m.List {
		if e := &m.List[i]; e.Declared && e.Name == name {
			return e.Text, e.Encoded == string(encoded)
		}
	}
	return "", false
}
