package wire

import (
	"github.com/seed-349153d7/odagen/templates/internal/members"
)

// frame is an object that is being decoded.
type frame struct {
	plan    *plan
	at      place
	members *members.Store
	extras  int // where its undeclared members start
	next    int // the property expected next
	seen    [2]uint64
	slots   [2]bool // the control information that came
	change  bool    // it tells of a change: what it has is of no property
	rare    *rareFrame
}

// rareFrame is what few objects need.
type rareFrame struct {
	more   []uint64        // seen, for the properties from 128 on
	names  map[string]bool // of the undeclared members, when they are many
	before *members.Store  // what the object had before, nil for nothing
}

func (f *frame) rarely() *rareFrame {
	if f.rare == nil {
		f.rare = new(rareFrame)
	}
	return f.rare
}

func (f *frame) before() *members.Store {
	if f.rare == nil {
		return nil
	}
	return f.rare.before
}

// index returns the index of the property called name, or -1.
func (f *frame) index(name []byte) int {
	if f.change {
		return -1
	}
	return f.plan.find(name)
}

// mark records that property i came, and reports whether it is the first time.
func (f *frame) mark(i int) bool {
	word, bit := &f.seen[0], uint64(1)<<(i%64)
	if i >= 64 {
		word = f.seenWord(i)
	}
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}

func (f *frame) seenWord(i int) *uint64 {
	if i < 128 {
		return &f.seen[1]
	}
	r := f.rarely()
	if r.more == nil {
		r.more = make([]uint64, (len(f.plan.fields)-128+63)/64)
	}
	return &r.more[(i-128)/64]
}

// has reports whether property i came.
func (f *frame) has(i int) bool {
	switch {
	case i < 128:
		return f.seen[i/64]&(1<<(i%64)) != 0
	case f.rare == nil || f.rare.more == nil:
		return false
	}
	return f.rare.more[(i-128)/64]&(1<<(i%64)) != 0
}

// stash keeps the text that property i came with, which is not what encoding gives
// now; "" for one that did not come.
func (f *frame) stash(i int, text string) {
	p := &f.plan.fields[i]
	encoded := appendAt(nil, p.form, p.fieldAt(f.at), p.flags)
	f.members.List = append(f.members.List, members.Entry{Name: f.plan.typ.Properties[i].Name, Text: text, Declared: true, Encoded: string(encoded)})
}
