// Package buffer lends memory for bodies.
package buffer

import (
	"errors"
	"io"
	"sync"
)

// Buffer is memory for a body that is used again.
type Buffer struct{ Bytes []byte }

var buffers = sync.Pool{New: func() any { return new(Buffer) }}

// New returns a buffer that is empty.
func New() *Buffer { return buffers.Get().(*Buffer) }

// maxKept is the size of the largest buffer that is kept for its next use.
const maxKept = 1 << 20

// Free gives the buffer back: nothing of Bytes may be used any more.
func (b *Buffer) Free() {
	if cap(b.Bytes) <= maxKept {
		b.Bytes = b.Bytes[:0]
		buffers.Put(b)
	}
}

// ErrTooLarge is the error of a body that is longer than its limit.
var ErrTooLarge = errors.New("too large")

// Read reads r to its end, or until there are more than limit bytes. size is the
// length that r should have, -1 when it is not known.
func (b *Buffer) Read(r io.Reader, size, limit int64) error {
	if size > limit {
		return ErrTooLarge
	}
	// A byte more than announced lets the end be seen without growing. What a
	// peer announces is not worth more than maxKept until it comes.
	if n := int(min(max(size, 511), maxKept)) + 1; cap(b.Bytes) < n {
		b.Bytes = make([]byte, 0, n)
	}
	for {
		if len(b.Bytes) == cap(b.Bytes) {
			b.Bytes = append(b.Bytes, 0)[:len(b.Bytes)]
		}
		n, err := r.Read(b.Bytes[len(b.Bytes):cap(b.Bytes)])
		b.Bytes = b.Bytes[:len(b.Bytes)+n]
		if int64(len(b.Bytes)) > limit {
			return ErrTooLarge
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
