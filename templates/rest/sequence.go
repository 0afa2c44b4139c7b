package rest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seed-349153d7/odagen/templates/internal/accept"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Event is an *api.EventOf.
type Event interface {
	WireEvent() (id, name *string, retry *time.Duration, data any)
}

// NewSequence returns a function that reads the next item of a body into a field: an
// Event, JSON text on a line, or JSON text behind a record separator (RFC 7464). It
// returns io.EOF behind the last one. An item has at most limit bytes. The body is that of a
// request where there is a check.
func NewSequence(body io.Reader, limit int64, check Check) func(field any) error {
	s := &sequence{lines: bufio.NewScanner(body), limit: int(min(limit, 1<<30)), check: check}
	s.lines.Buffer(nil, s.limit+1) // with the end of the line
	var split bufio.SplitFunc
	s.lines.Split(func(data []byte, end bool) (int, []byte, error) {
		if split == nil && len(data) > 0 {
			split = bufio.ScanLines
			if data[0] == separator {
				split = records()
			}
		}
		if split == nil {
			return 0, nil, nil
		}
		return split(data, end)
	})
	return func(field any) error {
		if event, ok := field.(Event); ok {
			if split == nil {
				split = eventLines()
			}
			return s.event(event)
		}
		for s.lines.Scan() {
			if line := bytes.Trim(s.lines.Bytes(), "\x1e \t\r\n"); len(line) > 0 {
				return check.decode(line, field)
			}
		}
		return s.end()
	}
}

// separator stands before each text of an application/json-seq.
const separator = 0x1e

// records returns a function that splits a body at separators, and at the ends of lines
// behind a text that is whole: the next separator may not come for a while.
func records() bufio.SplitFunc {
	var at, depth int // how far it has looked
	var inString, begun bool
	return func(data []byte, end bool) (int, []byte, error) {
		for ; at < len(data); at++ {
			c := data[at]
			if begun && (c == separator || c == '\n' && depth == 0 && !inString) {
				line := data[:at]
				at, depth, inString, begun = 0, 0, false, false
				return len(line), line, nil
			}
			switch {
			case c == separator, c == ' ', c == '\t', c == '\r', c == '\n':
				continue
			case inString && c == '\\':
				at++
			case c == '"':
				inString = !inString
			case !inString && (c == '{' || c == '['):
				depth++
			case !inString && (c == '}' || c == ']'):
				depth--
			}
			begun = true
		}
		if end && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	}
}

// sequence reads a body item by item.
type sequence struct {
	lines *bufio.Scanner
	limit int
	check Check
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
func (s *sequence) event(event Event) error {
	id, kind, retry, to := event.WireEvent()
	var data []byte
	for s.lines.Scan() {
		line := s.lines.Bytes()
		if len(line) == 0 {
			if data != nil {
				return s.data(data[:len(data)-1], to)
			}
			*kind = ""
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(name) {
		case "data":
			data = append(append(data, value...), '\n')
		case "event":
			*kind = string(value)
		case "id":
			if bytes.IndexByte(value, 0) < 0 {
				*id = string(value)
			}
		case "retry":
			if ms, err := strconv.ParseUint(string(value), 10, 32); err == nil {
				*retry = time.Duration(ms) * time.Millisecond
			}
		}
		if len(data)-1 > s.limit {
			return s.tooLong()
		}
	}
	return s.end()
}

// data reads the data of an event. A text that is no JSON and says that there are no more
// events ends them, as several services have it.
func (s *sequence) data(text []byte, to any) error {
	if plain, ok := to.(*string); ok {
		*plain = string(text)
		return nil
	}
	if string(bytes.TrimSpace(text)) == "[DONE]" {
		return io.EOF
	}
	return s.check.decode(text, to)
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
func lines(f SequenceBody, media string) io.Reader {
	return newPipedBody(func(w io.Writer) error {
		return f.Send(func(field any) error {
			text, err := EncodeLine(media, field, wire.ReadOnly)
			if err == nil {
				_, err = w.Write(text)
			}
			return err
		})
	})
}

// EncodeLine returns what a sequence in a media type has of the item that a field leads to:
// an Event, or JSON text on a line.
func EncodeLine(media string, field any, without wire.Flags) ([]byte, error) {
	event, isEvent := field.(Event)
	var line []byte
	if strings.HasSuffix(accept.Base(media), "json-seq") {
		line = append(line, separator)
	}
	if isEvent {
		_, _, _, data := event.WireEvent()
		if text, ok := data.(*string); ok {
			return eventText(event, *text), nil
		}
		field = data
	}
	e := wire.NewEncoder(line)
	e.Without = without
	e.Element(wire.In(wire.Plain, field))
	text, err := e.Free()
	if isEvent {
		return eventText(event, string(text)), err
	}
	// In JSON text, ends of lines stand between values alone.
	for i, c := range text {
		if c == '\n' || c == '\r' {
			text[i] = ' '
		}
	}
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

// eventText returns the lines of an event with data.
func eventText(e Event, data string) []byte {
	var b bytes.Buffer
	id, kind, retry, _ := e.WireEvent()
	field := func(name, value string) {
		if value = strings.NewReplacer("\r", "", "\n", "").Replace(value); value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	field("id", *id)
	field("event", *kind)
	if *retry > 0 {
		field("retry", strconv.FormatInt(retry.Milliseconds(), 10))
	}
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(data), "\n") {
		b.WriteString("data: " + line + "\n")
	}
	b.WriteByte('\n')
	return b.Bytes()
}
