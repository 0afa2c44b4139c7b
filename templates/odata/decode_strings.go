package odata

import (
	"encoding/binary"
	"strings"
)

// fixup is a string that is in the text until the object is complete: size bytes
// from start, or from ^start in the arena.
type fixup struct {
	to          *string
	start, size int
}

// later makes *to a string with the bytes of b when the object is complete.
func (d *decoder) later(to *string, b []byte) {
	start := len(d.arena)
	d.arena = append(d.arena, b...)
	d.cut(to, ^start, len(b))
}

// cut makes *to a string with size bytes of the text from start on, or of the
// arena from ^start on, when the object is complete.
func (d *decoder) cut(to *string, start, size int) {
	if size == 0 {
		*to = ""
		return
	}
	d.length += size
	d.fixups = append(d.fixups, fixup{to, start, size})
}

// intern returns the string with the bytes of b. Short ones are remembered, so
// that what comes again and again is allocated once.
func (d *decoder) intern(b []byte) string {
	if len(b) > 64 {
		return string(b)
	}
	// The first and last bytes tell names apart well enough: a slot that two of
	// them want costs an allocation.
	h := uint64(len(b))
	if len(b) >= 8 {
		h += binary.LittleEndian.Uint64(b) ^ binary.LittleEndian.Uint64(b[len(b)-8:])<<1
	} else {
		for _, c := range b {
			h = h<<8 | uint64(c)
		}
	}
	slot := &d.interned[h*0x9e3779b97f4a7c15>>56]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}

// settle gives the strings that wait to their owners. It may come at any time:
// what it does not know yet waits for the next.
func (d *decoder) settle() {
	if len(d.fixups) > 0 {
		var b strings.Builder
		b.Grow(d.length)
		n := 0
		for i := range d.fixups {
			f := &d.fixups[i]
			if f.start >= 0 {
				b.Write(d.data[f.start : f.start+f.size])
			} else {
				b.Write(d.arena[^f.start : ^f.start+f.size])
			}
			// b does not grow again, so its text stays where it is.
			*f.to = b.String()[n:]
			f.to = nil // nothing that is kept for its next use keeps an object alive
			n += f.size
		}
		d.fixups = d.fixups[:0]
		d.arena = d.arena[:0]
		d.length = 0
	}
	if len(d.stash) > 0 {
		for _, s := range d.stash {
			s.to.list[s.index].encoded = string(appendFlagged(nil, s.field, s.flags))
		}
		clear(d.stash)
		d.stash = d.stash[:0]
	}
}

// maxShared is how many bytes of strings the elements of a collection share
// before they get memory of their own.
const maxShared = 4096
