package api

import (
	"io"
	"net/textproto"
	"time"
)

// File is a part of a form: bytes that are not held in memory.
type File struct {
	Name        string // as the sender calls it
	ContentType string // "" is application/octet-stream
	Body        io.Reader

	// Header has what other header fields the part has.
	Header textproto.MIMEHeader
}

// EventOf is an event of a text/event-stream (WHATWG HTML, 9.2), whose data is the JSON
// text of a T, or a text.
type EventOf[T any] struct {
	ID    string
	Name  string // "" is "message"
	Data  T
	Retry time.Duration // how long to wait before asking again; 0 when nothing is said
}

// Event is an event whose data is a text.
type Event = EventOf[string]

// WireEvent returns the fields. It is for generated code.
func (e *EventOf[T]) WireEvent() (id, name *string, retry *time.Duration, data any) {
	return &e.ID, &e.Name, &e.Retry, &e.Data
}

// Content is a body that is not JSON, as it streams: a file, a photo, the value of a
// stream property. Who gets one closes it.
type Content struct {
	io.ReadCloser

	Type   string // media type; "" is not known
	Length int64  // in bytes; -1 when it is not known
	ETag   string // of this content, "" when it has none
}

// NewContent returns a Content of a reader, which is closed with it when it is an
// io.Closer. Its length is not known, unless the reader tells how much is left of it,
// as a bytes.Reader does.
func NewContent(mediaType string, r io.Reader) *Content {
	c := &Content{Type: mediaType, Length: -1}
	if known, ok := r.(interface{ Len() int }); ok {
		c.Length = int64(known.Len())
	}
	switch r := r.(type) {
	case io.ReadCloser:
		c.ReadCloser = r
	case io.ReadSeeker:
		c.ReadCloser = seekCloser{r}
	default:
		c.ReadCloser = io.NopCloser(r)
	}
	return c
}

// seekCloser is io.NopCloser that keeps Seek: who can seek can send ranges.
type seekCloser struct{ io.ReadSeeker }

func (seekCloser) Close() error { return nil }
