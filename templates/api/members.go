package api

import "github.com/seed-349153d7/odagen/templates/internal/members"

// Members are what an object holds beside its declared properties: control
// information such as its type and its ETag, annotations, dynamic properties, and
// whatever else a service sent. They are written back in the order in which they
// came: those that start with "@" before the declared properties, the others after
// them.
//
// The zero Members is empty and ready.
type Members struct{ store members.Store }

// Member is a name and the JSON text of its value.
type Member struct {
	Name string
	Text string
}

// Wire returns what m holds, for the codec alone: only packages beside this one can
// make a key.
func (m *Members) Wire(members.Key) *members.Store { return &m.store }

// Get returns the JSON text of the member called name, and whether there is one.
func (m *Members) Get(name string) (Raw, bool) {
	text, ok := m.store.Get(name)
	return Raw(text), ok
}

// Set gives the member called name the value v; the zero Raw removes it. It is
// not for declared properties, which have fields: encoding reports an error.
func (m *Members) Set(name string, v Raw) { m.store.Put(name, string(v)) }

// All returns the members in their order.
func (m *Members) All() []Member {
	var all []Member
	for name, text := range m.store.All() {
		all = append(all, Member{name, text})
	}
	return all
}
