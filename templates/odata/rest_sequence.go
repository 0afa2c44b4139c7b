package odata

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"net/http"
	"strings"
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
func newSequence(e *Endpoint, body io.Reader, limit int64) func(field any) error {
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, int(min(limit, 1<<30)))
	return func(field any) error {
		if event, ok := field.(*Event); ok {
			return nextEvent(lines, event)
		}
		for lines.Scan() {
			if line := bytes.TrimSpace(lines.Bytes()); len(line) > 0 {
				return decodeField(line, field)
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
			e := newEncoder(nil)
			e.without = WriteOnly
			e.element(field)
			var err error
			if text, err = e.free(); err != nil {
				return err
			}
			text = append(text, '\n')
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
