package odata

// frame is an object that is being decoded.
type frame struct {
	t       *Type
	members *Members
	fields  []any
	extras  int // where its undeclared members start
	next    int // the property expected next
	seen    [2]uint64
	slots   [2]bool         // the control information that came
	more    []uint64        // seen, for the properties from 128 on
	names   map[string]bool // of the undeclared members, when they are many
	before  *Members        // what the object had before, nil for nothing
}

// index returns the index of the property called name, or -1. It looks from
// the expected property onwards and then from the start.
func (f *frame) index(name []byte) int {
	if len(name) > 0 && name[0] == '@' {
		return -1
	}
	for i := f.next; i < len(f.fields); i++ {
		if f.t.Properties[i].Name == string(name) {
			f.next = i + 1
			return i
		}
	}
	for i := range min(f.next, len(f.fields)) {
		if f.t.Properties[i].Name == string(name) {
			f.next = i + 1
			return i
		}
	}
	return -1
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
	if f.more == nil {
		f.more = make([]uint64, (len(f.fields)-128+63)/64)
	}
	return &f.more[(i-128)/64]
}

// has reports whether property i came.
func (f *frame) has(i int) bool {
	switch {
	case i < 128:
		return f.seen[i/64]&(1<<(i%64)) != 0
	case f.more == nil:
		return false
	}
	return f.more[(i-128)/64]&(1<<(i%64)) != 0
}
