package rest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// NewSequence returns a function that reads the next item of a body into a field:
// an *api.Event, or JSON text on a line. It returns io.EOF behind the last one. An item
// has at most limit bytes.
func NewSequence(body io.Reader, limit int64, request bool) func(field any) error {
	s := &sequence{lines: bufio.NewScanner(body), limit: int(min(limit, 1<<30))}
	s.lines.Buffer(nil, s.limit+1) // with the end of the line
	events := eventLines()
	split := bufio.ScanLines
	s.lines.Split(func(data []byte, end bool) (int, []byte, error) { return split(data, end) })
	return func(field any) error {
		if event, ok := field.(*api.Event); ok {
			split = events
			return s.event(event)
		}
		for s.lines.Scan() {
			if line := bytes.TrimSpace(s.lines.Bytes()); len(line) > 0 {
				return wire.DecodeAs(line, field, request)
			}
		}
		return s.end()
	}
}

// sequence reads a body item by item.
type sequence struct {
	lines *bufio.Scanner
	limit int
}

func (s *sequence) end() error {
	switch err := s.lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return s.tooLong()
	case err != nil:
		return err
	}
	return io.EOF
}

func (s *sequence) tooLong() error {
	return errors.New("an item is longer than " + strconv.Itoa(s.limit) + " bytes")
}

// event reads lines up to the empty one that ends an event with data (WHATWG HTML,
// 9.2.6).
func (s *sequence) event(event *api.Event) error {
	var data []byte
	for s.lines.Scan() {
		line := s.lines.Bytes()
		if len(line) == 0 {
			if data != nil {
				event.Data = string(data[:len(data)-1])
				return nil
			}
			event.Name = ""
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(name) {
		case "data":
			data = append(append(data, value...), '\n')
		case "event":
			event.Name = string(value)
		case "id":
			if bytes.IndexByte(value, 0) < 0 {
				event.ID = string(value)
			}
		}
		if len(data)-1 > s.limit {
			return s.tooLong()
		}
	}
	return s.end()
}

// eventLines returns a function that splits a body into the lines of events, which LF,
// CR or CRLF ends. The line of a CR is there before the byte that comes next, which a
// service may not send for a while. A byte order mark before the first is left out.
func eventLines() bufio.SplitFunc {
	const mark = "\xef\xbb\xbf"
	begun, afterCR := false, false
	return func(data []byte, end bool) (advance int, line []byte, err error) {
		if !begun {
			if len(data) < len(mark) && !end && strings.HasPrefix(mark, string(data)) {
				return 0, nil, nil
			}
			begun = true
			if bytes.HasPrefix(data, []byte(mark)) {
				advance = len(mark)
			}
		}
		if afterCR && advance < len(data) {
			afterCR = false
			if data[advance] == '\n' {
				advance++
			}
		}
		rest := data[advance:]
		if i := bytes.IndexAny(rest, "\r\n"); i >= 0 {
			afterCR = rest[i] == '\r'
			return advance + i + 1, rest[:i], nil
		}
		if end && len(rest) > 0 {
			return len(data), rest, nil
		}
		return advance, nil, nil
	}
}

// lines returns the body that a sequence is, which is written while it is read.
func lines(f SequenceBody) io.Reader {
	return newPipedBody(func(w io.Writer) error {
		return f.Send(func(field any) error {
			text, err := EncodeLine(field, wire.ReadOnly)
			if err == nil {
				_, err = w.Write(text)
			}
			return err
		})
	})
}

// EncodeLine returns the line of JSON that a field leads to.
func EncodeLine(field any, without wire.Flags) ([]byte, error) {
	e := wire.NewEncoder(nil)
	e.Without = without
	e.Element(wire.In(wire.Plain, field))
	text, err := e.Free()
	return append(text, '\n'), err
}

// PipedBody is a body that is written while it is read: the writer starts with the first
// Read and ends with Close.
type PipedBody struct {
	*io.PipeReader
	w     *io.PipeWriter
	write func(io.Writer) error
	once  sync.Once
}

func newPipedBody(write func(io.Writer) error) *PipedBody {
	r, w := io.Pipe()
	return &PipedBody{PipeReader: r, w: w, write: write}
}

// Read reads what was written.
func (b *PipedBody) Read(p []byte) (int, error) {
	b.once.Do(func() {
		go func() { b.w.CloseWithError(b.write(b.w)) }()
	})
	return b.PipeReader.Read(p)
}

// EventText returns the lines of an event.
func EventText(e *api.Event) []byte {
	var b bytes.Buffer
	field := func(name, value string) {
		if value = strings.NewReplacer("\r", "", "\n", "").Replace(value); value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	field("id", e.ID)
	field("event", e.Name)
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(e.Data), "\n") {
		b.WriteString("data: " + line + "\n")
	}
	b.WriteByte('\n')
	return b.Bytes()
}
