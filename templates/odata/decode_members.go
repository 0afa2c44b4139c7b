package odata

// undeclared reads a member that the type does not declare.
func (d *decoder) undeclared(f *frame, name []byte) bool {
	start := d.pos
	slot, n := f.members.control(name)
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
	key := d.intern(name)
	if !f.first(key, d.extra[f.extras:]) {
		return d.twice(start)
	}
	d.extra = append(d.extra, extra{key, start, d.pos})
	return true
}

// controlValue gives slot the value that ends before the quote here. The types
// are few, and each version is another.
func (d *decoder) controlValue(f *frame, slot *string, value []byte) {
	if slot == &f.members.odataType {
		*slot = d.intern(value)
		return
	}
	d.cut(slot, d.pos-1-len(value), len(value))
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
	if f.names == nil {
		f.names = make(map[string]bool, 2*manyExtras)
		for _, e := range came {
			f.names[e.name] = true
		}
	}
	if f.names[name] {
		return false
	}
	f.names[name] = true
	return true
}

// manyExtras is from how many undeclared members on a map finds a name faster.
const manyExtras = 16

// keep gives f the undeclared members that came, and what it had before.
func (d *decoder) keep(f *frame) {
	extras := d.extra[f.extras:]
	if len(extras) == 0 && f.before == nil {
		return
	}
	kept := f.kept(extras)
	stashes := len(f.members.list)
	// There is room for all: a list that grew would leave the texts behind that
	// are still to come.
	list := make([]Member, stashes+len(extras), stashes+len(extras)+len(kept))
	copy(list, f.members.list)
	for i, e := range extras {
		m := &list[stashes+i]
		m.Name = e.name
		d.cut(&m.Text, e.start, e.end-e.start)
	}
	list = append(list, kept...)
	f.members.list = list
	d.extraUsed = max(d.extraUsed, len(d.extra))
	d.extra = d.extra[:f.extras]
}

// kept returns those members that the object had before and that did not come
// anew. Control information goes to its slot.
func (f *frame) kept(extras []extra) []Member {
	if f.before == nil {
		return nil
	}
	if !f.slots[0] {
		f.members.odataType = f.before.odataType
	}
	if !f.slots[1] {
		f.members.etag = f.before.etag
	}
	var kept []Member
	for i := range f.before.list {
		if old := &f.before.list[i]; !f.came(old, extras) {
			kept = append(kept, *old)
		}
	}
	return kept
}

// came reports whether the text has something in the place of old.
func (f *frame) came(old *Member, extras []extra) bool {
	if old.declared {
		i := f.t.index(old.Name)
		return i >= 0 && f.has(i)
	}
	if slot, n := f.members.control([]byte(old.Name)); slot != nil {
		return f.slots[n]
	}
	for i := range extras {
		if extras[i].name == old.Name {
			return true
		}
	}
	return false
}
