package odata

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync"
)

// Event is an event of a text/event-stream (WHATWG HTML, 9.2).
type Event struct {
	ID   string
	Name string // "" is "message"
	Data string
}

// EventValue is the wrapper of an Event: see Receive.
//
//go:noinline
func EventValue(to *Event) any { return to }

// newSequence returns a function that reads the next item of a body into a field:
// an *Event, or JSON text on a line. It returns io.EOF behind the last one. An item
// has at most limit bytes.
func newSequence(body io.Reader, limit int64, request bool) func(field any) error {
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, int(min(limit, 1<<30)))
	return func(field any) error {
		if event, ok := field.(*Event); ok {
			return nextEvent(lines, event)
		}
		for lines.Scan() {
			if line := bytes.TrimSpace(lines.Bytes()); len(line) > 0 {
				return decodeAs(line, field, request)
			}
		}
		return endOf(lines)
	}
}

func endOf(lines *bufio.Scanner) error {
	if err := lines.Err(); err != nil {
		return err
	}
	return io.EOF
}

// nextEvent reads lines up to the empty one that ends an event with data.
func nextEvent(lines *bufio.Scanner, event *Event) error {
	var data []string
	for lines.Scan() {
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" {
			if data != nil {
				event.Data = strings.Join(data, "\n")
				return nil
			}
			event.Name = ""
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "data":
			data = append(data, value)
		case "event":
			event.Name = value
		case "id":
			event.ID = value
		}
	}
	return endOf(lines)
}

// sequenceField is the body of a request that is a sequence.
type sequenceField[T any] struct {
	to   *iter.Seq2[T, error]
	item func(*T) any
}

// SequenceValue is a body that is lines of JSON, one for each item, which item wraps. A
// nil sequence is absent. An error in it breaks the body off.
//
//go:noinline
func SequenceValue[T any](to *iter.Seq2[T, error], item func(*T) any) any {
	return sequenceField[T]{to, item}
}

// sequenceBody is what a sequenceField can do.
type sequenceBody interface {
	isNil() bool
	send(line func(field any) error) error
	receive(next func(field any) error)
}

func (f sequenceField[T]) isNil() bool { return *f.to == nil }

// send calls line for each item.
func (f sequenceField[T]) send(line func(field any) error) error {
	for v, err := range *f.to {
		if err == nil {
			err = line(f.item(&v))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// receive sets the sequence to what next reads, up to io.EOF.
func (f sequenceField[T]) receive(next func(field any) error) {
	*f.to = func(yield func(T, error) bool) {
		for {
			var v, none T
			switch err := next(f.item(&v)); {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(none, err)
				return
			case !yield(v, nil):
				return
			}
		}
	}
}

// lines returns the body that a sequence is, which is written while it is read.
func lines(f sequenceBody) io.Reader {
	return newPipedBody(func(w io.Writer) error {
		return f.send(func(field any) error {
			text, err := encodeLine(field, ReadOnly)
			if err == nil {
				_, err = w.Write(text)
			}
			return err
		})
	})
}

// encodeLine returns the line of JSON that a field leads to.
func encodeLine(field any, without Flags) ([]byte, error) {
	e := newEncoder(nil)
	e.without = without
	e.element(field)
	text, err := e.free()
	return append(text, '\n'), err
}

// pipedBody is a body that is written while it is read: the writer starts with the first
// Read and ends with Close.
type pipedBody struct {
	*io.PipeReader
	w     *io.PipeWriter
	write func(io.Writer) error
	once  sync.Once
}

func newPipedBody(write func(io.Writer) error) *pipedBody {
	r, w := io.Pipe()
	return &pipedBody{PipeReader: r, w: w, write: write}
}

// Read reads what was written.
func (b *pipedBody) Read(p []byte) (int, error) {
	b.once.Do(func() {
		go func() { b.w.CloseWithError(b.write(b.w)) }()
	})
	return b.PipeReader.Read(p)
}

// AnswerSequence answers with the items of a sequence, each sent when it comes. An
// error in the midst cuts the answer off: its status is sent already.
//
//go:noinline
func AnswerSequence[T any](x *Exchange, item func(*T) any, seq iter.Seq2[T, error], err error) error {
	if err != nil {
		return err
	}
	next := x.sequence()
	if seq == nil {
		return nil
	}
	for v, err := range seq {
		if err == nil {
			err = next(item(&v))
		}
		if err != nil {
			x.inner.handler.log(err)
			panic(http.ErrAbortHandler)
		}
	}
	return nil
}

// sequence begins the answer and returns a function that sends an item.
func (x *Exchange) sequence() func(field any) error {
	media := ""
	for _, a := range x.endpoint.Answers {
		if a.Media != "" {
			media = a.Media
			break
		}
	}
	w := x.inner.w
	w.Header().Set("Content-Type", media)
	w.WriteHeader(http.StatusOK)
	control := http.NewResponseController(w)
	_ = control.Flush() // not all can, and then it comes later
	return func(field any) error {
		var text []byte
		if event, ok := field.(*Event); ok {
			text = event.text()
		} else {
			var err error
			if text, err = encodeLine(field, WriteOnly); err != nil {
				return err
			}
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
		_ = control.Flush()
		return nil
	}
}

// text returns the lines of an event.
func (e *Event) text() []byte {
	var b bytes.Buffer
	field := func(name, value string) {
		if value = strings.NewReplacer("\r", "", "\n", "").Replace(value); value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	field("id", e.ID)
	field("event", e.Name)
	for line := range strings.SplitSeq(strings.ReplaceAll(e.Data, "\r\n", "\n"), "\n") {
		b.WriteString("data: " + strings.ReplaceAll(line, "\r", "") + "\n")
	}
	b.WriteByte('\n')
	return b.Bytes()
}
