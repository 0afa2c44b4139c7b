//go:build !purego

package wire

import (
	"encoding/binary"
	"math/bits"
	"reflect"
	"unicode/utf8"
	"unsafe"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/members"
)

// This is the one file that imports unsafe. The codec walks objects by the offsets of
// their fields, which reflect told once for each type. Every conversion here is one of
// those that package unsafe allows (its patterns 1, 3 and 5); place_purego.go has the
// same functions without it.

// place is where a value is: the address of a variable that the garbage collector
// knows, of the type that a form describes. It is never kept as a number.
type place = unsafe.Pointer

// placeOf returns the place of a value that can be set. UnsafePointer gives an
// address that keeps its variable alive (pattern 5).
func placeOf(v reflect.Value) place { return v.Addr().UnsafePointer() }

// placeIn returns the place that a pointer leads to (pattern 5).
func placeIn(pointer reflect.Value) place { return pointer.UnsafePointer() }

// valueAt returns the value at p, which has the type of c and can be set. p came from a
// value of that type, or lies in one at the offset of such a field.
func valueAt(c *form, p place) reflect.Value { return reflect.NewAt(c.rt, p).Elem() }

// fieldAt returns the place of a field of the object at p. The offset is reflect's for
// the struct that is there, so the sum stays within it (pattern 3).
func (f *planField) fieldAt(p place) place {
	if f.behind != nil {
		p = f.behind.structAt(p)
	}
	return unsafe.Add(p, f.offset)
}

// membersAt is fieldAt for the Members, whose type is known (pattern 1).
func (pl *plan) membersAt(p place) *members.Store {
	return (*api.Members)(unsafe.Add(p, pl.members.offset)).Wire(members.Key{})
}

// present returns the first property from i on that the object at p may have: an Opt, a
// list, a map or a pointer that is nil is none. The first word of each is a pointer
// (pattern 1), at the offset that reflect told (pattern 3); fields of other kinds have
// the offset always.
func (pl *plan) present(p place, i int) int {
	for i < len(pl.offsets) {
		if o := pl.offsets[i]; o == always || *(*unsafe.Pointer)(unsafe.Add(p, o)) != nil {
			break
		}
		i++
	}
	return i
}

// The types that textAt and the others name have the memory layout of the type of the
// form, for which its kind stands: string for all types that are strings, and so on
// (pattern 1).

func textAt(p place) *string     { return (*string)(p) }
func boolAt(p place) *bool       { return (*bool)(p) }
func int8At(p place) *int8       { return (*int8)(p) }
func uint8At(p place) *uint8     { return (*uint8)(p) }
func int16At(p place) *int16     { return (*int16)(p) }
func int32At(p place) *int32     { return (*int32)(p) }
func int64At(p place) *int64     { return (*int64)(p) }
func uint64At(p place) *uint64   { return (*uint64)(p) }
func float32At(p place) *float32 { return (*float32)(p) }
func float64At(p place) *float64 { return (*float64)(p) }
func bytesAt(p place) *[]byte    { return (*[]byte)(p) }

// textsAt returns a list of a type that is a string; slices of types of one layout have
// one layout (pattern 1).
func textsAt(_ *form, p place) []string { return *(*[]string)(p) }

// setTexts makes list the value at p.
func setTexts(_ *form, p place, list []string) { *(*[]string)(p) = list }

// objectAt returns the place of the object that a pointer at p leads to; ok is false for
// nil. All pointers have one layout (pattern 1).
func objectAt(_ *form, p place) (o place, ok bool) {
	o = *(*unsafe.Pointer)(p)
	return o, o != nil
}

// newObject makes the pointer at p lead to a new object. reflect makes it with the type
// of the form, and so the garbage collector knows what is in it.
func newObject(c *form, p place) place {
	o := reflect.New(c.rt.Elem()).UnsafePointer()
	*(*unsafe.Pointer)(p) = o
	return o
}

// objectsAt returns how many pointers a list at p has.
func objectsAt(_ *form, p place) (n int, isNil bool) {
	list := *(*[]unsafe.Pointer)(p)
	return len(list), list == nil
}

// objectIn returns the place of an object in a list of pointers at p.
func objectIn(_ *form, p place, i int) (o place, ok bool) {
	o = (*(*[]unsafe.Pointer)(p))[i]
	return o, o != nil
}

// pointers is a list of objects that is being decoded. Pooled memory holds it until its
// length is known.
type pointers struct{ room []unsafe.Pointer }

// clear forgets what a fault left.
func (l *pointers) clear() {
	clear(l.room)
	l.room = l.room[:0]
}

func (l *pointers) start() int { return len(l.room) }

// add adds a new object to the list; a nil form adds nil.
func (l *pointers) add(c *form) (o place) {
	if c != nil {
		o = reflect.New(c.rt.Elem()).UnsafePointer()
	}
	l.room = append(l.room, o)
	return o
}

// give makes the objects from start on the list at p, which has the layout of a slice of
// unsafe.Pointer (pattern 1), and forgets them.
func (l *pointers) give(_ *form, start int, p place) {
	list := make([]unsafe.Pointer, len(l.room)-start)
	copy(list, l.room[start:])
	*(*[]unsafe.Pointer)(p) = list
	clear(l.room[start:])
	l.room = l.room[:start]
}

// An Opt is a pointer to its cell behind a field of no size, and the cell has the value
// first: newOpt checks that, so all Opts have the layout of an unsafe.Pointer, and the
// cells of types of one layout have one layout (pattern 1).

type (
	textCell struct {
		value string
		null  bool
	}
	wideCell struct {
		value int64
		null  bool
	}
	narrowCell struct {
		value int32
		null  bool
	}
	boolCell   struct{ value, null bool }
	objectCell struct {
		value unsafe.Pointer
		null  bool
	}
)

// cells is room for cells. Nobody writes to a cell once an Opt has it.
type cells struct {
	texts  *[textSlab]textCell
	wide   *[numberSlab]wideCell
	narrow *[numberSlab]narrowCell

	usedTexts, usedWide, usedNarrow int

	objects   []objectCell // those of the object that is being decoded
	perObject int
}

// How many cells share memory. One that is kept keeps the others, and the strings that
// these have.
const (
	textSlab   = 16
	numberSlab = 32
	objectSlab = 4
)

// optLayout is what the codec knows of an Opt beyond its form.
type optLayout struct {
	cell reflect.Type
	null unsafe.Pointer // the cell of all that are null
	flag uintptr        // where in a cell it says that it is null
}

// newOpt returns what is known of the Opt that c describes.
func newOpt(c *form) optLayout {
	pointer := c.rt.Field(1)
	cell := pointer.Type.Elem()
	value, null := cell.Field(0), cell.Field(1)
	if pointer.Offset != 0 || c.rt.Size() != unsafe.Sizeof(place(nil)) || value.Offset != 0 || null.Type.Kind() != reflect.Bool {
		panic("wire: an Opt has another form than the codec knows")
	}
	l := optLayout{cell: cell, flag: null.Offset}
	l.null = reflect.New(cell).UnsafePointer()
	*(*bool)(unsafe.Add(l.null, l.flag)) = true // within the cell (pattern 3), before anybody has it
	return l
}

var falseCell, trueCell = &boolCell{}, &boolCell{value: true}

// setNull makes the Opt at p null.
func setNull(c *form, p place) { *(*unsafe.Pointer)(p) = c.opt.null }

// setAbsent makes the Opt at p absent.
func setAbsent(_ *form, p place) { *(*unsafe.Pointer)(p) = nil }

// setBool makes the Opt at p hold v: there are two such cells.
func setBool(_ *form, p place, v bool) {
	cell := falseCell
	if v {
		cell = trueCell
	}
	*(*unsafe.Pointer)(p) = unsafe.Pointer(cell)
}

// peekOpt returns the place of the value of the Opt at p; ok is false when there is
// none. The value is the first field of the cell, and so has its address (pattern 1).
func peekOpt(c *form, p place) (v place, ok, isNull bool) {
	v = *(*unsafe.Pointer)(p)
	if v == nil {
		return nil, false, false
	}
	if *(*bool)(unsafe.Add(v, c.opt.flag)) { // within the cell (pattern 3)
		return nil, false, true
	}
	return v, true, false
}

// fillOpt makes the Opt at p hold a new zero value and returns its place. A number or a
// string gets a cell of the slab whose layout is that of its own cell (pattern 1).
func (s *cells) fillOpt(c *form, p place) place {
	var v place
	switch c.elem.class {
	case textClass:
		v = unsafe.Pointer(s.text())
	case wideClass:
		if s.usedWide%numberSlab == 0 {
			s.wide, s.usedWide = new([numberSlab]wideCell), 0
		}
		v = unsafe.Pointer(&s.wide[s.usedWide])
		s.usedWide++
	case narrowClass:
		if s.usedNarrow%numberSlab == 0 {
			s.narrow, s.usedNarrow = new([numberSlab]narrowCell), 0
		}
		v = unsafe.Pointer(&s.narrow[s.usedNarrow])
		s.usedNarrow++
	default:
		v = reflect.New(c.opt.cell).UnsafePointer()
	}
	*(*unsafe.Pointer)(p) = v
	return v
}

// text returns a new cell for a string.
func (s *cells) text() *textCell {
	if s.usedTexts%textSlab == 0 {
		s.texts, s.usedTexts = new([textSlab]textCell), 0
	}
	cell := &s.texts[s.usedTexts]
	s.usedTexts++
	return cell
}

// setText makes the Opt at p hold a string, as fillOpt does.
func (s *cells) setText(_ *form, p place, text string) {
	cell := s.text()
	cell.value = text
	*(*unsafe.Pointer)(p) = unsafe.Pointer(cell)
}

// fillObject makes the Opt at p hold a new object and returns its place.
func (s *cells) fillObject(c *form, p place) place {
	if len(s.objects) == 0 {
		s.objects = make([]objectCell, max(s.perObject, 1))
	}
	cell := &s.objects[0]
	s.objects = s.objects[1:]
	cell.value = reflect.New(c.elem.rt.Elem()).UnsafePointer()
	*(*unsafe.Pointer)(p) = unsafe.Pointer(cell)
	return cell.value
}

// open gives an object cells of its own for n objects in it, for one that is kept must
// not keep those of others. It returns what close takes.
func (s *cells) open(n int) (objects []objectCell, perObject int) {
	objects, perObject = s.objects, s.perObject
	s.objects, s.perObject = nil, min(n, objectSlab)
	return objects, perObject
}

func (s *cells) close(objects []objectCell, perObject int) {
	s.objects, s.perObject = objects, perObject
}

// texts makes strings of parts of the text. Short ones share memory, a chunk, so that
// most cost no allocation; none is a part of the text itself. A string that is kept
// keeps its chunk, and so at most chunkSize bytes of what came near it.
type texts struct {
	chunk []byte
	used  int // bytes that strings have: nobody writes to them again
}

// copy returns a string with the bytes of b.
func (t *texts) copy(b []byte) string {
	switch {
	case len(b) == 0:
		return ""
	case len(b) > maxChunked:
		return string(b)
	case len(t.chunk)-t.used < len(b):
		t.chunk, t.used = make([]byte, chunkSize), 0
	}
	t.used += copy(t.chunk[t.used:], b)
	return t.last(len(b))
}

// last returns the last n bytes that are used, which are not written to again, as String
// asks for.
func (t *texts) last(n int) string {
	return unsafe.String(&t.chunk[t.used-n], n)
}

// take returns the string that starts at pos and where it ends, behind the quote: it
// copies the text while it looks for the quote, eight bytes at a time. The end is -1 for
// one that has no room, or escapes, or a fault.
func (t *texts) take(data []byte, pos int) (s string, end int) {
	from, to := data[pos:], t.chunk[t.used:]
	high := uint64(0)
	for n := 0; len(to)-n >= 8; n += 8 {
		var w uint64
		if left := len(from) - n; left >= 8 {
			w = binary.LittleEndian.Uint64(from[n:])
		} else if left > 0 && len(data) >= 8 {
			w = binary.LittleEndian.Uint64(data[len(data)-8:]) >> (8 * (8 - left)) // ends in zeros, which are marked
		} else {
			break
		}
		binary.LittleEndian.PutUint64(to[n:], w)
		marks := jsonstr.Marked(w)
		if marks == 0 {
			high |= w
			continue
		}
		last := bits.TrailingZeros64(marks) / 8
		high |= w << (8 * (7 - last))
		if n += last; n == len(from) || from[n] != '"' || high&jsonstr.HighBits != 0 && !utf8.Valid(to[:n]) {
			break
		}
		if n == 0 {
			return "", pos + 1
		}
		t.used += n
		return t.last(n), pos + n + 1
	}
	return "", -1
}
