package wire

import (
	"bytes"
	"slices"

	"github.com/seed-349153d7/odagen/templates/internal/members"
)

// undeclared reads a member that the type does not declare.
func (d *Decoder) undeclared(f *frame, name []byte) bool {
	start := d.pos
	slot, n := f.control(name)
	if slot != nil && f.slots[n] {
		return d.twice(start)
	}
	if slot != nil && d.data[start] == '"' {
		value, escaped, ok := d.stringEnd()
		if !ok {
			return false
		}
		if !escaped && len(value) > 0 {
			f.slots[n] = true
			d.controlValue(f, slot, value)
			return true
		}
	} else if !d.skip() {
		return false
	}
	if slot != nil {
		f.slots[n] = true // the value is with the others
	}
	key := d.interned.intern(name)
	if isChange(key, d.data[start:d.pos]) {
		f.change, f.next = true, len(f.plan.fields)
	}
	if !f.first(key, d.extra[f.extras:]) {
		return d.twice(start)
	}
	d.extra = append(d.extra, extra{key, start, d.pos})
	return true
}

// isChange reports whether a member is the context URL of a deleted entity, or of a link
// that was added or deleted, in a list of changes (OData JSON Format 4.0, 15.2 to 15.5;
// 4.01, 15.4 and 15.5). Its "id" is a URL, and no key.
func isChange(name string, text []byte) bool {
	if name != "@odata.context" && name != "@context" {
		return false
	}
	return bytes.HasSuffix(text, []byte(`/$deletedEntity"`)) || bytes.HasSuffix(text, []byte(`/$link"`)) || bytes.HasSuffix(text, []byte(`/$deletedLink"`))
}

// control returns where the control information called name is kept, and which it is; nil
// for what is none, as in plain types.
func (f *frame) control(name []byte) (slot *string, n int) {
	if f.plan.typ.Plain {
		return nil, 0
	}
	return f.members.Control(name)
}

// controlValue gives slot the value that ends before the quote here. The types
// are few, and each version is another.
func (d *Decoder) controlValue(f *frame, slot *string, value []byte) {
	if slot == &f.members.OdataType {
		*slot = d.interned.intern(value)
		return
	}
	*slot = d.texts.copy(value)
}

// first reports whether name is not among the members that came.
func (f *frame) first(name string, came []extra) bool {
	if len(came) < manyExtras {
		for i := range came {
			if came[i].name == name {
				return false
			}
		}
		return true
	}
	if f.rarely().names == nil {
		f.rare.names = make(map[string]bool, 2*manyExtras)
		for _, e := range came {
			f.rare.names[e.name] = true
		}
	}
	if f.rare.names[name] {
		return false
	}
	f.rare.names[name] = true
	return true
}

// manyExtras is from how many undeclared members on a map finds a name faster.
const manyExtras = 16

// keep gives f the undeclared members that came, and what it had before.
func (d *Decoder) keep(f *frame) {
	extras := d.extra[f.extras:]
	if len(extras) == 0 && f.before() == nil {
		return
	}
	kept := f.kept(extras)
	list := slices.Grow(f.members.List, len(extras)+len(kept))
	for _, e := range extras {
		list = append(list, members.Entry{Name: e.name, Text: d.texts.copy(d.data[e.start:e.end])})
	}
	list = append(list, kept...)
	f.members.List = list
	d.extraUsed = max(d.extraUsed, len(d.extra))
	d.extra = d.extra[:f.extras]
}

// kept returns those members that the object had before and that did not come
// anew. Control information goes to its slot.
func (f *frame) kept(extras []extra) []members.Entry {
	if f.before() == nil {
		return nil
	}
	if !f.slots[0] {
		f.members.OdataType = f.before().OdataType
	}
	if !f.slots[1] {
		f.members.Etag = f.before().Etag
	}
	var kept []members.Entry
	for i := range f.before().List {
		if old := &f.before().List[i]; !f.came(old, extras) {
			kept = append(kept, *old)
		}
	}
	return kept
}

// came reports whether the text has something in the place of old.
func (f *frame) came(old *members.Entry, extras []extra) bool {
	if old.Declared {
		i := f.plan.typ.Index(old.Name)
		return i >= 0 && f.has(i)
	}
	if slot, n := f.control([]byte(old.Name)); slot != nil {
		return f.slots[n]
	}
	for i := range extras {
		if extras[i].name == old.Name {
			return true
		}
	}
	return false
}
