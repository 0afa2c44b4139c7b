package odata

import "sync"

// decoder reads JSON text into objects.
//
// The strings of an object become substrings of one allocation when the object
// is complete: until then fixups remember which part of the text goes where. So
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

	// ignored are the properties whose values are dropped.
	ignored Flags

	fixups []fixup
	length int    // bytes of all fixups
	arena  []byte // strings that had escapes
	stash  []stashed
	fields []any   // fields of the objects that are being decoded
	extra  []extra // undeclared members of these objects

	// fieldsUsed and extraUsed are how much of the slices has been in use: what has
	// pointers to objects and must be cleared.
	fieldsUsed, extraUsed int

	// odd is set when the value just decoded has another text than encoding it
	// would give, so that the text must be kept.
	odd bool

	// interned has the strings that come again and again: enum members, names.
	interned [256]string
}

// extra is an undeclared member that is in the text until the object is
// complete.
type extra struct {
	name       string
	start, end int
}

// stashed is the text of a declared property that encoding would write in
// another way.
type stashed struct {
	to    *Members
	index int
	field any
	flags Flags
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

func newDecoder(data []byte) *decoder {
	d := decoders.Get().(*decoder)
	d.data, d.pos, d.base, d.depth = data, 0, 0, 0
	d.err, d.short, d.request, d.ignored = nil, false, false, 0
	return d
}

// maxKept is how much scratch memory a decoder keeps for its next use.
const maxKept = 1 << 16

// free gives d back. After an error the strings that came are given to their
// owners first: an object that holds half of a text can still be encoded.
func (d *decoder) free() {
	if d.err != nil {
		d.settle()
	}
	d.data, d.err = nil, nil
	if cap(d.arena) > maxKept || cap(d.fixups) > maxKept/8 || cap(d.fields) > maxKept/16 || cap(d.extra) > maxKept/32 {
		return
	}
	clear(d.fields[:d.fieldsUsed])
	d.fieldsUsed = 0
	d.fields = d.fields[:0]
	if d.extraUsed > 0 {
		clear(d.extra[:d.extraUsed])
		d.extraUsed = 0
	}
	d.extra = d.extra[:0]
	d.odd = false
	decoders.Put(d)
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

// object decodes the object that stands here.
func (d *decoder) object(o Object, t *Type) bool {
	if t.Union != nil && d.pos < len(d.data) {
		return d.union(o, t)
	}
	if d.pos >= len(d.data) || d.data[d.pos] != '{' {
		return d.want("an object")
	}
	odd := d.odd
	d.odd = false
	base := len(d.fields)
	d.fields = o.ODataFields(d.fields)
	d.fieldsUsed = max(d.fieldsUsed, len(d.fields))
	f := frame{
		t:       t,
		members: d.fields[base].(*Members),
		fields:  d.fields[base+1:],
		extras:  len(d.extra),
	}
	if !f.members.isZero() {
		before := *f.members
		f.before, *f.members = &before, Members{}
	}
	ok := d.enter() && d.fill(&f)
	if ok && !d.request {
		d.missing(&f)
	}
	d.keep(&f)
	d.fields = d.fields[:base]
	d.odd = odd
	return ok && (!d.request || d.complete(&f))
}

// fill decodes the members of f; the opening brace was read.
func (d *decoder) fill(f *frame) bool {
	if d.space() == '}' {
		return d.leave()
	}
	for {
		i := d.expected(f)
		if i < 0 {
			var ok bool
			if i, ok = d.other(f); !ok {
				return false
			}
		}
		if i >= 0 && !d.property(f, i) {
			d.failed(f, i)
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

// expected returns the index of the next property, if its name stands here, and
// moves to the value; else -1. Members mostly come in the order of the type, so
// this is tried before anything is scanned.
func (d *decoder) expected(f *frame) int {
	i := f.next
	if i >= len(f.fields) {
		return -1
	}
	name := f.t.Properties[i].Name
	rest := d.data[d.pos:]
	n := len(name)
	// A quote, the name, a quote, a colon, and a value that no space precedes.
	if len(rest) < n+4 || rest[0] != '"' || rest[n+1] != '"' || rest[n+2] != ':' || rest[n+3] <= ' ' || string(rest[1:n+1]) != name {
		return -1
	}
	d.pos += n + 3
	f.next = i + 1
	return i
}

// other scans a name and its colon and returns the index of the property that
// has it. It is -1 for a member that the type does not declare, which is read.
func (d *decoder) other(f *frame) (i int, ok bool) {
	if d.space() != '"' {
		return 0, d.unexpected("where a name belongs")
	}
	start := d.pos
	name, escaped, ok := d.stringEnd()
	if !ok || !d.colon() {
		return 0, false
	}
	plain, wire := name, name
	if escaped {
		if plain, ok = unescape(nil, name); !ok {
			return 0, d.fail(start, ErrSyntax, "a name has half of a surrogate pair")
		}
		wire = appendEscaped(nil, string(plain))
	}
	if i = f.index(wire); i >= 0 {
		if !d.value() {
			d.failed(f, i)
			return 0, false
		}
		return i, true
	}
	if !d.value() || !d.undeclared(f, plain) {
		d.under(plain, false)
		return 0, false
	}
	return -1, true
}

// value moves to the value after a colon.
func (d *decoder) value() bool {
	if d.pos < len(d.data) && d.data[d.pos] > ' ' || d.space() != 0 {
		return true
	}
	return d.unexpected("where a value belongs")
}

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
	if !f.mark(i) {
		return d.twice(d.pos)
	}
	start := d.pos
	field := f.fields[i]
	p := &f.t.Properties[i]
	if p.Flags&d.ignored != 0 && p.Flags&Key == 0 && (d.depth == 1 || p.Flags&d.ignored != Immutable) {
		return d.skip()
	}
	if d.request && d.data[start] == 'n' && p.Flags&Nullable == 0 {
		return d.want("a value")
	}
	if !d.field(field) {
		return false
	}
	if p.Flags&Key != 0 && isZero(d.data[start:d.pos]) {
		d.odd = true // encoding leaves it out
	}
	if d.odd {
		d.odd = false
		f.members.list = append(f.members.list, Member{
			Name:     p.Name,
			Text:     string(d.data[start:d.pos]),
			declared: true,
		})
		d.stash = append(d.stash, stashed{f.members, len(f.members.list) - 1, field, p.Flags})
	}
	return true
}

func isZero(text []byte) bool { return string(text) == `""` || string(text) == "0" }

// missing remembers the required properties that did not come: some are plain
// values, which encoding would otherwise write as if they had.
func (d *decoder) missing(f *frame) {
	for i := range f.t.Properties {
		p := &f.t.Properties[i]
		if p.Flags&Required == 0 || f.has(i) {
			continue
		}
		f.members.list = append(f.members.list, Member{Name: p.Name, declared: true})
		d.stash = append(d.stash, stashed{f.members, len(f.members.list) - 1, f.fields[i], p.Flags})
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
