package wire

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// ReadPage reads a page of objects from r and gives each to yield as soon as it is
// complete, until yield returns false. Memory is constant: no more than one item is
// held, of at most 64 MiB. An item that is null is nil. The page has what came beside the items. The error is a
// *DecodeError, or has that of r in its chain.
func ReadPage[T Object](r io.Reader, yield func(T) bool) (api.Page[T], error) {
	p := newPageReader(r, (*new(T)).WireType(), maxItem)
	err := p.read(func(o Object) bool {
		item, _ := o.(T) // null is nil
		return yield(item)
	})
	page := api.Page[T]{NextLink: p.head.next, DeltaLink: p.head.delta, Count: p.head.count}
	p.free()
	return page, err
}

// StreamedPage is what is left of a page once its items are given away.
type StreamedPage struct {
	Next, Delta string
	Context     string // from which the links count, where they are relative
	Started     bool   // an item was given away
	Stopped     bool   // and no more was wanted
}

// StreamPage is ReadPage for items of a type, which have at most limit bytes. An item that
// is null is nil. One that does not fit the type gives its error in its place, and those
// behind it follow.
func StreamPage(r io.Reader, t *Type, limit int64, how Reading, yield func(Object, error) bool) (StreamedPage, error) {
	p := newPageReader(r, t, int(max(1, min(limit, maxItem))))
	defer p.free()
	p.d.lenient, p.bad = how.LenientDates, yield
	err := p.read(func(o Object) bool { return yield(o, nil) })
	return StreamedPage{p.head.next, p.head.delta, p.head.context, p.started, p.stopped}, err
}

const (
	maxItem    = 64 << 20 // the length of an item that ReadPage takes
	pageBuffer = 1 << 16
)

// pageReader decodes a page from a part of its text. The part grows until there is
// an item in it, and is then what follows the item.
type pageReader struct {
	r     io.Reader
	d     *Decoder
	mem   *buffer.Buffer
	buf   []byte // all of mem; d.data is its start
	limit int
	end   bool  // r has no more
	err   error // of r, or that an item is too long

	t       *Type
	head    pageHead
	bad     func(Object, error) bool // gets the error of an item; nil when that ends the page
	started bool                     // an item was given away
	stopped bool                     // and no more was wanted
}

func newPageReader(r io.Reader, t *Type, limit int) *pageReader {
	p := &pageReader{r: r, d: newDecoder(nil), mem: buffer.New(), limit: limit, t: t}
	if n := min(limit, pageBuffer); cap(p.mem.Bytes) < n {
		p.mem.Bytes = make([]byte, n)
	}
	p.buf = p.mem.Bytes[:min(cap(p.mem.Bytes), limit)]
	p.d.data = p.buf[:0]
	return p
}

func (p *pageReader) free() {
	p.d.Free()
	p.mem.Bytes = p.buf
	p.mem.Free()
}

// Read reads the page and gives its items to yield.
func (p *pageReader) read(yield func(Object) bool) error {
	ok := p.object(yield)
	switch {
	case ok || p.stopped:
		return nil
	case p.err != nil:
		return fmt.Errorf("decode collection of %s: %w", p.t.Name, p.err)
	}
	return p.d.fault("collection of " + p.t.Name)
}

func (p *pageReader) object(yield func(Object) bool) bool {
	d := p.d
	if p.peek() != '{' {
		return p.value(func() bool { return d.want("an object") })
	}
	d.enter()
	for more := p.peek() != '}'; more; {
		if p.peek() != '"' {
			return d.unexpected("where a name belongs")
		}
		var name string
		if !p.value(func() bool { return p.head.name(d, &name) }) {
			return false
		}
		if p.peek(); !d.colon() {
			return false
		}
		if !p.member(name, yield) {
			if d.err != nil {
				d.under([]byte(name), false)
			}
			return false
		}
		p.peek()
		var ok bool
		if more, ok = d.comma('}'); !ok {
			return false
		}
	}
	d.leave()
	p.peek()
	return p.err == nil && d.end() && p.head.complete(d)
}

func (p *pageReader) member(name string, yield func(Object) bool) bool {
	p.peek()
	if name != "value" {
		return p.value(func() bool {
			return p.d.value() && p.head.member(p.d, name)
		})
	}
	return p.items(yield)
}

// items reads the array that stands here.
func (p *pageReader) items(yield func(Object) bool) bool {
	d := p.d
	if d.pos >= len(d.data) || d.data[d.pos] != '[' {
		return p.value(func() bool { return d.want("an array") })
	}
	d.enter()
	more := p.peek() != ']'
	for i := 0; more; i++ {
		p.peek()
		o, fault, there := p.item(i)
		if !there {
			return false
		}
		p.started = true
		if fault != nil && !p.bad(nil, fault) || fault == nil && !yield(o) {
			p.stopped = true
			return false
		}
		p.peek()
		var ok bool
		if more, ok = d.comma(']'); !ok {
			return false
		}
	}
	return d.leave()
}

// item reads an item. The fault is of one that is there as a whole and does not fit the
// type, when such a one does not end the page.
func (p *pageReader) item(i int) (o Object, fault error, ok bool) {
	d := p.d
	start, depth := d.pos, d.depth
	read := func() bool {
		start = d.pos
		if d.space() == 'n' && d.literal("null") {
			o = nil
			return true
		}
		o = p.t.New()
		return d.root(openObject(o))
	}
	if p.value(read) {
		return o, nil, true
	}
	if d.err == nil {
		return nil, nil, false
	}
	d.underIndex(i)
	if p.bad == nil || p.err != nil || !errors.Is(d.err, api.ErrType) {
		return nil, nil, false
	}
	d.under([]byte("value"), false)
	fault = d.fault(p.t.Name)
	d.restart(start, depth)
	return nil, fault, p.value(d.skip)
}

// Peek moves to the next byte that is not white space and returns it, or 0 at the
// end of the text. What is not ASCII is there as a whole, for messages.
func (p *pageReader) peek() byte {
	for {
		c := p.d.space()
		left := len(p.d.data) - p.d.pos
		if left >= utf8.UTFMax || left > 0 && c < utf8.RuneSelf || !p.more() {
			return c
		}
	}
}

// value reads a value that stands here. When the part ends within it, it is read
// again once it is there as a whole.
func (p *pageReader) value(read func() bool) bool {
	d := p.d
	start, depth := d.pos, d.depth
	ok := read()
	if p.end || ok && !p.openEnd() || !ok && !d.short {
		return ok
	}
	d.restart(start, depth)
	var f finder
	for !f.complete(d.data[d.pos:]) {
		if !p.more() {
			break
		}
	}
	return p.err == nil && read()
}

// openEnd reports whether the value that was read can go on beyond the part, as a
// number can.
func (p *pageReader) openEnd() bool {
	d := p.d
	if d.pos < len(d.data) {
		return false
	}
	last := d.data[d.pos-1]
	return last != '"' && last != '}' && last != ']'
}

// restart forgets what is known of a value that was not complete.
func (d *Decoder) restart(pos, depth int) {
	d.pos, d.depth, d.err, d.short = pos, depth, nil, false
	d.extra, d.odd = d.extra[:0], false
}

var errNoProgress = errors.New("the reader gives nothing")

// more drops the text before the place where the decoder is and reads what follows
// the part. It returns false when there is nothing.
func (p *pageReader) more() bool {
	if p.end {
		return false
	}
	d := p.d
	if d.pos > 0 {
		n := copy(p.buf, d.data[d.pos:])
		d.base += d.pos
		d.data, d.pos, d.ends = p.buf[:n], 0, nil
	}
	have := len(d.data)
	if have == len(p.buf) {
		if have >= p.limit {
			p.end, p.err = true, fmt.Errorf("an item is longer than %d bytes", p.limit)
			return false
		}
		p.buf = append(make([]byte, 0, min(2*have, p.limit)), p.buf...)
		p.buf = p.buf[:cap(p.buf)]
	}
	for range 100 {
		n, err := p.r.Read(p.buf[have:])
		d.data = p.buf[:have+n]
		if err != nil {
			p.end = true
			if !errors.Is(err, io.EOF) {
				p.err = err
			}
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	p.end, p.err = true, errNoProgress
	return false
}

// finder finds where a value ends, a part of the text after the other. It does not
// ask whether it is JSON.
type finder struct {
	pos, depth        int
	inString, escaped bool
}

// complete reports whether the value at the start of b, of which it has seen a part
// before, ends in b.
func (f *finder) complete(b []byte) bool {
	for ; f.pos < len(b); f.pos++ {
		c := b[f.pos]
		switch {
		case f.escaped:
			f.escaped = false
		case f.inString:
			f.escaped = c == '\\'
			f.inString = c != '"'
			if !f.inString && f.depth == 0 {
				return true
			}
		case c == '"':
			f.inString = true
		case c == '{' || c == '[':
			f.depth++
		case c == '}' || c == ']':
			if f.depth--; f.depth <= 0 {
				return true
			}
		case f.depth == 0 && f.pos > 0 && (c == ',' || c <= ' '):
			return true
		}
	}
	return false
}

// pageHead is what a page has beside its items.
type pageHead struct {
	next, delta string
	context     string
	count       api.Opt[int64]
	hasItems    bool
	came        []extra
	names       frame
}

// name reads the name that stands here, which must be the first of its kind.
func (h *pageHead) name(d *Decoder, to *string) bool {
	start := d.pos
	text, escaped, ok := d.stringEnd()
	if !ok {
		return false
	}
	if escaped {
		if text, ok = jsonstr.Unescape(nil, text); !ok {
			return d.fail(start, api.ErrSyntax, "a name has half of a surrogate pair")
		}
	}
	*to = d.interned.intern(text)
	if !h.names.first(*to, h.came) {
		d.twice(start)
		d.under(text, false)
		return false
	}
	h.came = append(h.came, extra{name: *to})
	h.hasItems = h.hasItems || *to == "value"
	return true
}

// member reads the value of a member other than the items.
func (h *pageHead) member(d *Decoder, name string) bool {
	switch name {
	case "@odata.nextLink", "@nextLink":
		return d.link(&h.next)
	case "@odata.deltaLink", "@deltaLink":
		return d.link(&h.delta)
	case "@odata.context", "@context":
		return d.link(&h.context)
	case "@odata.count", "@count":
		return decodeInt(d, api.Fill(&h.count), 64, false)
	}
	return d.skip()
}

// complete checks that there were items, if none: an error that comes with 200 OK
// is not an empty page.
func (h *pageHead) complete(d *Decoder) bool {
	d.odd = false
	return h.hasItems || d.fail(d.pos, api.ErrType, `the member "value" is missing`)
}

// link reads a link; null is none.
func (d *Decoder) link(to *string) bool {
	if d.data[d.pos] == 'n' && d.literal("null") {
		*to = ""
		return true
	}
	return d.string(to)
}
