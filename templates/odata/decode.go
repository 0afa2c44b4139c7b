package odata

import (
	"sync"
)

// decoder reads JSON text into objects.
//
// The strings of an object are collected in arena and become substrings of one
// allocation when the object is complete: fixups remember which goes where. So
// a string that is kept keeps the strings of its own object alive, never the
// page that the object came in.
type decoder struct {
	data  []byte
	pos   int
	base  int // offset of data in the text
	depth int
	err   *DecodeError
	short bool // the fault stands where the data ends

	// request asks for what a service must insist on: required properties, and
	// no null where the type has none.
	request bool

	arena  []byte
	fixups []fixup
	stash  []stashed
	fields []any   // fields of the objects that are being decoded
	extra  []extra // undeclared members of these objects

	// odd is set when the value just decoded has another text than encoding it
	// would give, so that the text must be kept.
	odd bool

	// interned has the strings that come again and again: enum members, names.
	interned [256]string
}

// fixup is a string that is in the arena until the object is complete.
type fixup struct {
	to         *string
	start, end int
}

// extra is an undeclared member that is in the text until the object is
// complete.
type extra struct {
	name  string
	value []byte
}

// stashed is the text of a declared property that encoding would write in
// another way.
type stashed struct {
	to    *Members
	index int
	field any
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

func newDecoder(data []byte) *decoder {
	d := decoders.Get().(*decoder)
	d.data, d.pos, d.base, d.depth = data, 0, 0, 0
	d.err, d.short, d.request = nil, false, false
	return d
}

// maxKept is how much scratch memory a decoder keeps for its next use.
const maxKept = 1 << 16

func (d *decoder) free() {
	d.data = nil
	if cap(d.arena) > maxKept || cap(d.fields) > maxKept/16 || cap(d.extra) > maxKept/32 {
		return
	}
	clear(d.fields[:cap(d.fields)])
	clear(d.extra[:cap(d.extra)])
	d.reset()
	decoders.Put(d)
}

// reset forgets what is known of a value that could not be completed.
func (d *decoder) reset() {
	d.arena = d.arena[:0]
	d.fixups = d.fixups[:0]
	d.stash = d.stash[:0]
	d.fields = d.fields[:0]
	d.extra = d.extra[:0]
	d.odd = false
}

// root decodes an object that shares no memory with others: the top of a text
// or an element of a page.
func (d *decoder) root(o Object, t *Type) bool {
	d.space()
	if !d.object(o, t) {
		return false
	}
	d.settle()
	return true
}

// settle gives the strings in the arena to their owners.
func (d *decoder) settle() {
	if len(d.fixups) > 0 {
		text := string(d.arena)
		for i := range d.fixups {
			f := &d.fixups[i]
			*f.to = text[f.start:f.end]
			f.to = nil
		}
		d.fixups = d.fixups[:0]
		d.arena = d.arena[:0]
	}
	for _, s := range d.stash {
		s.to.list[s.index].encoded = string(appendField(nil, s.field))
	}
	clear(d.stash)
	d.stash = d.stash[:0]
}

// object decodes the object that stands here.
func (d *decoder) object(o Object, t *Type) bool {
	if d.pos >= len(d.data) || d.data[d.pos] != '{' {
		return d.want("an object")
	}
	fieldBase, extraBase := len(d.fields), len(d.extra)
	d.fields = o.ODataFields(d.fields)
	f := frame{
		t:       t,
		members: d.fields[fieldBase].(*Members),
		fields:  d.fields[fieldBase+1:],
	}
	if !d.enter() || !d.fill(&f, extraBase) {
		return false
	}
	d.keep(&f, extraBase)
	d.fields = d.fields[:fieldBase]
	d.extra = d.extra[:extraBase]
	return !d.request || d.complete(&f)
}

// frame is an object that is being decoded.
type frame struct {
	t       *Type
	members *Members
	fields  []any
	next    int // the property expected next
	seen    [2]uint64
	more    []uint64 // seen, for the properties from 128 on
	names   map[string]bool
}

// fill decodes the members of f; the opening brace was read.
func (d *decoder) fill(f *frame, extraBase int) bool {
	if d.space() == '}' {
		return d.leave()
	}
	for {
		i, name, escaped, ok := d.name(f)
		if !ok {
			return false
		}
		if i >= 0 {
			if !f.mark(i) && !d.twice(d.pos) || !d.property(f, i) {
				d.failed(f, i)
				return false
			}
		} else if !d.undeclared(f, name, escaped, extraBase) {
			d.under(name, escaped)
			return false
		}
		if d.pos < len(d.data) && d.data[d.pos] == ',' {
			d.pos++
			continue
		}
		more, ok := d.comma('}')
		if !ok {
			return false
		}
		if !more {
			return d.leave()
		}
	}
}

// name scans a name and its colon and returns the index of the property that
// has it, or -1. Members mostly come in the order of the type, so the property
// after the last one is tried before anything is scanned.
func (d *decoder) name(f *frame) (i int, name []byte, escaped, ok bool) {
	if d.space() != '"' {
		return 0, nil, false, d.unexpected("where a name belongs")
	}
	if f.next < len(f.fields) {
		want := f.t.Properties[f.next].Name
		rest := d.data[d.pos+1:]
		if len(rest) > len(want)+1 && rest[len(want)] == '"' && string(rest[:len(want)]) == want {
			d.pos += len(want) + 2
			i = f.next
			f.next++
			if rest[len(want)+1] == ':' {
				d.pos++
			} else if !d.colon() {
				return 0, nil, false, false
			}
			return i, nil, false, d.value()
		}
	}
	name, escaped, ok = d.stringEnd()
	if !ok || !d.colon() {
		return 0, nil, false, false
	}
	plain := name
	if escaped {
		plain, _ = unescape(nil, name)
		plain = appendEscaped(nil, string(plain))
	}
	return f.index(plain), name, escaped, d.value()
}

// value moves to the value after a colon.
func (d *decoder) value() bool {
	if d.pos < len(d.data) && d.data[d.pos] > ' ' || d.space() != 0 {
		return true
	}
	return d.unexpected("where a value belongs")
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
	switch {
	case i < 64:
	case i < 128:
		word = &f.seen[1]
	default:
		if f.more == nil {
			f.more = make([]uint64, (len(f.fields)-128+63)/64)
		}
		word = &f.more[(i-128)/64]
	}
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
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

func isZero(text []byte) bool { return string(text) == `""` || string(text) == "0" }

// twice reports a name that came before; its value starts at pos.
func (d *decoder) twice(pos int) bool {
	return d.fail(pos, ErrSyntax, "the name comes twice in its object")
}

// failed completes the error of property i.
func (d *decoder) failed(f *frame, i int) {
	d.under([]byte(f.t.Properties[i].Name), true)
	if d.err.Type == "" {
		d.err.Type = f.t.Name
	}
}

// property decodes property i. A text that encoding would not give back, and a
// null where the Go type has none, is kept beside the value.
func (d *decoder) property(f *frame, i int) bool {
	start := d.pos
	field := f.fields[i]
	if d.request && d.data[start] == 'n' && f.t.Properties[i].Flags&Nullable == 0 {
		return d.want("a value")
	}
	if !d.field(field) {
		return false
	}
	if f.t.Properties[i].Flags&Key != 0 && isZero(d.data[start:d.pos]) {
		d.odd = true // encoding leaves it out
	}
	if d.odd {
		d.odd = false
		f.members.list = append(f.members.list, Member{
			Name:     f.t.Properties[i].Name,
			Text:     string(d.data[start:d.pos]),
			declared: true,
		})
		d.stash = append(d.stash, stashed{f.members, len(f.members.list) - 1, field})
	}
	return true
}

// undeclared reads a member that the type does not declare.
func (d *decoder) undeclared(f *frame, name []byte, escaped bool, base int) bool {
	start := d.pos
	if !d.skip() {
		return false
	}
	value := d.data[start:d.pos]
	if slot := f.members.control(name); slot != nil && len(value) > 2 && plainPrefix(value[1:]) == len(value)-2 {
		if *slot != "" {
			return d.twice(start)
		}
		*slot = d.intern(value[1 : len(value)-1])
		return true
	}
	var key string
	if escaped {
		plain, _ := unescape(nil, name)
		key = d.intern(plain)
	} else {
		key = d.intern(name)
	}
	if !f.first(key, d.extra[base:]) {
		return d.twice(start)
	}
	d.extra = append(d.extra, extra{key, value})
	return true
}

// first reports whether name is not among the members that came.
func (f *frame) first(name string, came []extra) bool {
	if len(came) < manyExtras {
		for _, e := range came {
			if e.name == name {
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

// keep gives f the undeclared members that came.
func (d *decoder) keep(f *frame, base int) {
	extras := d.extra[base:]
	if len(extras) == 0 {
		return
	}
	stashes := len(f.members.list)
	list := make([]Member, stashes+len(extras))
	copy(list, f.members.list)
	f.members.list = list
	for i, e := range extras {
		m := &list[stashes+i]
		m.Name = e.name
		d.later(&m.Text, e.value)
	}
}

// complete checks that a request has the required properties of its type.
func (d *decoder) complete(f *frame) bool {
	for i := range f.t.Properties {
		p := &f.t.Properties[i]
		if p.Flags&(Required|ReadOnly) == Required && !f.has(i) {
			return d.fail(d.pos-1, ErrType, "property \""+p.Name+"\" is missing")
		}
	}
	return true
}

// later makes *to a string with the bytes of b when the object is complete.
func (d *decoder) later(to *string, b []byte) {
	if len(b) == 0 {
		*to = ""
		return
	}
	start := len(d.arena)
	d.arena = append(d.arena, b...)
	d.fixups = append(d.fixups, fixup{to, start, len(d.arena)})
}

// intern returns the string with the bytes of b. Short ones are remembered, so
// that what comes again and again is allocated once.
func (d *decoder) intern(b []byte) string {
	if len(b) > 64 {
		return string(b)
	}
	h := uint32(len(b))
	for _, c := range b {
		h = h*31 + uint32(c)
	}
	slot := &d.interned[(h^h>>8)%uint32(len(d.interned))]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}
