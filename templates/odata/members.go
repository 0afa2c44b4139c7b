package odata

import (
	"cmp"
	"slices"
	"strings"
)

// Members are what an object holds beside its declared properties: control
// information such as "@odata.type" and "@odata.etag", annotations, dynamic
// properties, and whatever else a service sent. They are written back in the
// order in which they came: those that start with "@" before the declared
// properties, the others after them.
//
// The zero Members is empty and ready.
type Members struct {
	odataType string // value of "@odata.type", when it is a string without escapes
	etag      string // value of "@odata.etag", likewise
	list      []Member
}

// Member is a name and the JSON text of its value.
type Member struct {
	Name string
	Text string

	// A declared member is the text that a declared property came with, where
	// encoding writes another one. It counts for as long as encoding the
	// property gives encoded.
	declared bool
	encoded  string

	// A set member is from the program, which may take a name that the type has.
	set bool
}

func (m Member) aboutObject() bool { return strings.HasPrefix(m.Name, "@") }

func (m Member) isContext() bool { return m.Name == "@odata.context" || m.Name == "@context" }

// control returns where the value of the control information called name is
// kept, and which it is; nil when that is the list.
func (m *Members) control(name []byte) (slot *string, n int) {
	switch string(name) {
	case "@odata.type":
		return &m.odataType, 0
	case "@odata.etag":
		return &m.etag, 1
	}
	return nil, 0
}

func (m *Members) isZero() bool { return m.odataType == "" && m.etag == "" && m.list == nil }

// Type returns the qualified name of the type that the object came with, as in
// "microsoft.graph.user", or "" when it came with none. The name is without the
// leading "#" (OData JSON 4.01, 4.6.3).
func (m *Members) Type() string {
	name := m.odataType
	if name == "" {
		name = cmp.Or(m.stringOf("@odata.type"), m.stringOf("@type"))
	}
	return strings.TrimPrefix(name, "#")
}

// ETag returns the version of the object for [IfMatch], or "".
func (m *Members) ETag() string {
	if m.etag != "" {
		return m.etag
	}
	return cmp.Or(m.stringOf("@odata.etag"), m.stringOf("@etag"))
}

// Get returns the JSON text of the member called name, and whether there is one.
func (m *Members) Get(name string) (Raw, bool) {
	if slot, _ := m.control([]byte(name)); slot != nil && *slot != "" {
		return Raw{string(appendQuoted(nil, *slot))}, true
	}
	if i := m.index(name); i >= 0 {
		return Raw{m.list[i].Text}, true
	}
	return Raw{}, false
}

// Set gives the member called name the value v; the zero Raw removes it. It is
// not for declared properties, which have fields: encoding reports an error.
func (m *Members) Set(name string, v Raw) {
	i := m.index(name)
	if slot, _ := m.control([]byte(name)); slot != nil {
		*slot = ""
		if n := len(v.text); n > 2 && v.text[0] == '"' && strings.IndexByte(v.text, '\\') < 0 {
			*slot, v = v.text[1:n-1], Raw{}
		}
	}
	switch {
	case i >= 0 && v.IsZero():
		m.list = slices.Delete(slices.Clone(m.list), i, i+1)
	case i >= 0:
		m.list = slices.Clone(m.list)
		m.list[i].Text, m.list[i].set = v.text, true
	case !v.IsZero():
		m.list = append(slices.Clip(m.list), Member{Name: name, Text: v.text, set: true})
	}
}

// SetType sets "@odata.type" to the type with the qualified name.
func (m *Members) SetType(name string) {
	m.Set("@odata.type", Raw{string(appendQuoted(nil, "#"+strings.TrimPrefix(name, "#")))})
}

// All returns the members in their order.
func (m *Members) All() []Member {
	var all []Member
	for _, name := range []string{"@odata.type", "@odata.etag"} {
		if slot, _ := m.control([]byte(name)); *slot != "" {
			all = append(all, Member{Name: name, Text: string(appendQuoted(nil, *slot))})
		}
	}
	for _, n := range m.list {
		if !n.declared {
			all = append(all, Member{Name: n.Name, Text: n.Text})
		}
	}
	return all
}

func (m *Members) has(name string) bool { return m.index(name) >= 0 }

func (m *Members) index(name string) int {
	return slices.IndexFunc(m.list, func(n Member) bool { return !n.declared && n.Name == name })
}

func (m *Members) stringOf(name string) string {
	i := m.index(name)
	if i < 0 {
		return ""
	}
	text := m.list[i].Text
	if len(text) < 2 || text[0] != '"' {
		return ""
	}
	value, _ := unescape(nil, []byte(text[1:len(text)-1]))
	return string(value)
}

// stashes reports whether a declared property came with a text of its own.
func (m *Members) stashes() bool {
	for i := range m.list {
		if m.list[i].declared {
			return true
		}
	}
	return false
}

// stashed returns the text that the property called name came with, if encoding
// it still gives what it gave then.
func (m *Members) stashed(name string, encoded []byte) (string, bool) {
	for i := range m.list {
		if n := &m.list[i]; n.declared && n.Name == name {
			return n.Text, n.encoded == string(encoded)
		}
	}
	return "", false
}

func appendQuoted(dst []byte, s string) []byte {
	return append(appendEscaped(append(dst, '"'), s), '"')
}
