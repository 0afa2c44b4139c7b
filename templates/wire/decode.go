package wire

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/members"
)

// Decoder reads JSON text into objects.
type Decoder struct {
	data  []byte
	pos   int
	base  int // offset of data in the text
	depth int
	err   *api.DecodeError
	short bool // the fault stands where the data ends

	// request asks for what a service must insist on: required properties, and
	// no null where the type has none.
	request bool

	// known types have no members and no heirs but those that are in the model.
	known bool

	// flags are those of the property that is being decoded.
	flags Flags

	// lenient takes any text for a date or a time.
	lenient bool
	// bare refuses numbers in quotes.
	bare bool
	// patch says that objects are parts of what they change, but for those in lists.
	patch bool

	// ignored are the properties whose values are dropped.
	ignored Flags

	texts    texts
	cells    cells
	interned interned
	list     pointers
	scratch  []byte  // the last string that had escapes
	extra    []extra // undeclared members of the objects that are being decoded

	// extraUsed is how much of extra has been in use: what has strings and must be
	// cleared.
	extraUsed int

	// ends are where objects and arrays end that were passed over; see pass.
	ends map[int]int

	// odd is set when the value just decoded has another text than encoding it
	// would give, so that the text must be kept.
	odd bool
}

// extra is an undeclared member that is in the text until the object is
// complete.
type extra struct {
	name       string
	start, end int
}

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

func newDecoder(data []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.data, d.pos, d.base, d.depth = data, 0, 0, 0
	d.err, d.short, d.request, d.bare, d.lenient, d.known, d.patch, d.ignored, d.flags, d.ends = nil, false, false, false, false, false, false, 0, NullItems, nil
	return d
}

// maxKept is how much scratch memory is kept for its next use.
const maxKept = 1 << 16

// Free gives d back.
func (d *Decoder) Free() {
	d.data, d.err = nil, nil
	if cap(d.extra) > maxKept/32 || cap(d.list.room) > maxKept/8 || cap(d.scratch) > maxKept {
		return
	}
	if d.extraUsed > 0 {
		clear(d.extra[:d.extraUsed])
		d.extraUsed = 0
	}
	d.extra = d.extra[:0]
	d.list.clear()
	d.odd = false
	decoders.Put(d)
}

// root decodes an object: the top of a text or an element of a page.
func (d *Decoder) root(pl *plan, at place) bool {
	d.space()
	return d.object(pl, at)
}

// object decodes the object that stands here.
func (d *Decoder) object(pl *plan, at place) bool {
	if pl.typ.Union != nil && d.pos < len(d.data) {
		return d.union(pl, at)
	}
	if d.pos >= len(d.data) || d.data[d.pos] != '{' {
		return d.want("an object")
	}
	odd := d.odd
	d.odd = false
	f := frame{plan: pl, at: at, members: pl.membersAt(at), extras: len(d.extra)}
	if d.depth == 0 && !f.members.IsZero() { // those within are new
		before := *f.members
		f.rarely().before, *f.members = &before, members.Store{}
	}
	ok := d.enter()
	if ok && pl.objects > 0 {
		objects, n := d.cells.open(pl.objects)
		ok = d.fill(&f)
		d.cells.close(objects, n)
	} else if ok {
		ok = d.fill(&f)
	}
	if ok && !d.request && len(pl.required) > 0 {
		d.missing(&f)
	}
	ok = ok && (!d.request && !d.known || d.typed(&f))
	if len(d.extra) > f.extras || f.rare != nil {
		d.keep(&f)
	}
	d.odd = odd
	return ok && (!d.request || d.complete(&f))
}

// typed checks that what a request has is of a type that there is, and of one that values
// have: an abstract one has none (OData JSON Format 4.01, 4.6.3; CSDL 4.01, 6.3).
func (d *Decoder) typed(f *frame) bool {
	t := f.plan.typ
	if t.Name == "" {
		return true
	}
	name := f.members.Type()
	for _, e := range d.extra[f.extras:] { // it has escapes, or no "odata."
		if name == "" && (e.name == "@odata.type" || e.name == "@type") {
			text, _ := jsonstr.Unescape(nil, bytes.Trim(d.data[e.start:e.end], `"`))
			name = string(text[bytes.LastIndexByte(text, '#')+1:])
		}
	}
	switch {
	case t.Abstract && d.request && (name == "" || name == t.Name):
		return d.fail(d.pos-1, api.ErrType, "want \"@odata.type\": "+t.Name+" is abstract")
	case !d.known || t.Open:
		return true
	case name != "" && !t.IsNamed(name):
		return d.fail(d.pos-1, api.ErrType, "want "+t.Name+" or a type that derives from it, got "+strconv.Quote(name))
	case slices.Contains(t.Heirs, name), name != "" && !isNamed(name, t.Name):
		return true // what heirs have is not known here
	}
	for _, e := range d.extra[f.extras:] {
		if !strings.ContainsAny(e.name, "@#") {
			return d.fail(e.start, api.ErrType, "the type "+t.Name+" has no property "+strconv.Quote(e.name))
		}
	}
	return true
}

// fill decodes the members of f; the opening brace was read.
func (d *Decoder) fill(f *frame) bool {
	if d.space() == '}' {
		return d.leave()
	}
	f.next = int(f.plan.first.Load())
	for last := -1; ; {
		var after, ok bool
		if last, after, ok = d.run(f, last); !ok {
			return false
		}
		if after {
			if more, ok := d.comma('}'); !ok || !more {
				return ok && d.leave()
			}
			continue
		}
		i := d.expected(f)
		if i < 0 {
			var ok bool
			if i, ok = d.other(f); !ok {
				return false
			}
			if i >= 0 {
				f.plan.remember(last, i)
			}
		}
		if i >= 0 {
			last, f.next = i, int(f.plan.fields[i].follow.Load())
			if !d.property(f, i) {
				d.failed(f, i)
				return false
			}
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

// run decodes members as long as each is as nearly all are: the one that came next in
// the object before, a string that common takes, or a value that property does. It
// keeps the position in a variable, which makes it faster than what stands below for
// all texts. It stops before a name, or after a value.
func (d *Decoder) run(f *frame, last int) (_ int, after, ok bool) {
	data, pos, i := d.data, d.pos, f.next
	fields := f.plan.fields
	for pos < len(data) && data[pos] <= ' ' && (data[pos] == ' ' || data[pos] == '\n') {
		pos++
	}
	for i < len(fields) && i < 64*len(f.seen) {
		p := &fields[i]
		end := pos + len(p.key)
		if len(data)-end < minValue || string(data[pos:end]) != p.key {
			break
		}
		if data[end] == ' ' {
			end++
		}
		if p.common != unknownKind && data[end] == '"' && p.flags&d.ignored == 0 {
			s, next := d.commonAt(p.common, end)
			if next < 0 || s == "" || !f.mark(i) {
				break
			}
			d.setText(p, f.at, s)
			end = next
		} else {
			if data[end] <= ' ' {
				break
			}
			if d.pos = end; !d.property(f, i) {
				d.failed(f, i)
				return i, false, false
			}
			end = d.pos
		}
		last, pos, i = i, end, int(p.follow.Load())
		if pos >= len(data) || data[pos] != ',' {
			d.pos, f.next = pos, i
			return last, true, true
		}
		for pos++; pos < len(data) && (data[pos] == ' ' || data[pos] == '\n'); pos++ {
		}
	}
	d.pos, f.next = pos, i
	return last, false, true
}

// minValue is how many bytes must follow a name for run: no value and its end have more
// that are looked at without asking whether they are there.
const minValue = 8

// remember keeps that property i came after the last, or as the first.
func (pl *plan) remember(last, i int) {
	to := &pl.first
	if last >= 0 {
		to = &pl.fields[last].follow
	}
	to.Store(uint32(i))
}

// expected returns the index of the next property, if its name stands here, and
// moves to the value; else -1. Members mostly come in the order in which they came
// in the object before, at first that of the type: so this is tried before anything
// is scanned.
func (d *Decoder) expected(f *frame) int {
	i := f.next
	if i >= len(f.plan.fields) {
		return -1
	}
	at := d.pos
	if at < len(d.data) && d.data[at] <= ' ' {
		d.space()
		at = d.pos
	}
	key := f.plan.fields[i].key
	end := at + len(key)
	if end+1 >= len(d.data) || string(d.data[at:end]) != key {
		return -1
	}
	if d.data[end] == ' ' {
		end++
	}
	if d.data[end] <= ' ' {
		return -1
	}
	d.pos = end
	return i
}

// other scans a name and its colon and returns the index of the property that
// has it. It is -1 for a member that the type does not declare, which is read.
func (d *Decoder) other(f *frame) (i int, ok bool) {
	if d.space() != '"' {
		return 0, d.unexpected("where a name belongs")
	}
	if d.ownType(f) {
		return -1, true
	}
	start := d.pos
	name, escaped, ok := d.stringEnd()
	if !ok || !d.colon() {
		return 0, false
	}
	plain, wire := name, name
	if escaped {
		if plain, ok = jsonstr.Unescape(nil, name); !ok {
			return 0, d.fail(start, api.ErrSyntax, "a name has half of a surrogate pair")
		}
		wire = jsonstr.AppendEscaped(nil, string(plain))
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

const (
	typeKey = `"@odata.type":`
	etagKey = `"@odata.etag":`
)

// ownType reads the "@odata.type" that stands here when it names the type of f, as it
// mostly does.
func (d *Decoder) ownType(f *frame) bool {
	rest, name := d.data[d.pos:], f.plan.name
	if len(rest) < len(typeKey)+len(name)+4 || rest[1] != '@' || f.slots[0] || string(rest[:len(typeKey)]) != typeKey {
		return false
	}
	n := len(typeKey)
	if rest[n] == ' ' {
		n++
	}
	end := n + 1 + len(name)
	if rest[n] != '"' || rest[end] != '"' || string(rest[n+1:end]) != name || len(name) == 1 {
		return false
	}
	f.members.OdataType, f.slots[0] = name, true
	d.pos += end + 1
	return true
}

// value moves to the value after a colon.
func (d *Decoder) value() bool {
	if d.pos < len(d.data) && d.data[d.pos] > ' ' || d.space() != 0 {
		return true
	}
	return d.unexpected("where a value belongs")
}

// twice reports a name that came before; its value starts at pos.
func (d *Decoder) twice(pos int) bool {
	return d.fail(pos, api.ErrSyntax, "the name comes twice in its object")
}

// failed completes the error of property i.
func (d *Decoder) failed(f *frame, i int) {
	d.under([]byte(f.plan.typ.Properties[i].Name), true)
	if d.err.Type == "" {
		d.err.Type = f.plan.typ.Name
	}
}

// property decodes property i. A text that encoding would not give back, and a
// null where the Go type has none, is kept beside the value.
func (d *Decoder) property(f *frame, i int) bool {
	if !f.mark(i) {
		return d.twice(d.pos)
	}
	start := d.pos
	p := &f.plan.fields[i]
	if p.flags&d.ignored != 0 && p.flags&Key == 0 && (d.depth == 1 || p.flags&d.ignored != Immutable) {
		return d.skip()
	}
	if p.common != unknownKind {
		if s, ok := d.common(p.common); ok && (s != "" || p.flags&Key == 0) {
			d.setText(p, f.at, s)
			return true
		} else if ok {
			d.pos = start
		}
	}
	if d.request && d.data[start] == 'n' && p.flags&Nullable == 0 {
		return d.want("a value")
	}
	if p.behind != nil {
		p.behind.makeStruct(f.at)
	}
	d.flags = p.flags
	if !d.into(p.form, p.fieldAt(f.at)) {
		return false
	}
	if p.flags&Key != 0 && d.pos-start == 2 && d.data[start] == '"' {
		d.odd = true // encoding leaves it out
	}
	if d.odd {
		d.odd = false
		f.stash(i, string(d.data[start:d.pos]))
	}
	return true
}

// setText gives the property at p a string.
func (d *Decoder) setText(f *planField, p place, s string) {
	if p = f.fieldAt(p); f.form.kind == optKind {
		d.cells.setText(f.form, p, s)
	} else {
		*textAt(p) = s
	}
}

// missing remembers the required properties that did not come: some are plain
// values, which encoding would otherwise write as if they had.
func (d *Decoder) missing(f *frame) {
	for _, i := range f.plan.required {
		if !f.has(i) {
			f.stash(i, "")
		}
	}
}

// complete checks that a request has the required properties of its type.
func (d *Decoder) complete(f *frame) bool {
	for _, i := range f.plan.required {
		if p := &f.plan.fields[i]; p.flags&ReadOnly == 0 && !f.has(i) {
			return d.fail(d.pos-1, api.ErrType, "property \""+p.name()+"\" is missing")
		}
	}
	return true
}
