package rest

import (
	"errors"
	"io"
	"iter"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/seed-349153d7/odagen/templates/api"
)

// eventsOf returns the events of a body.
func eventsOf(body io.Reader, limit int64) (events []api.Event, err error) {
	next := NewSequence(body, limit, false)
	for {
		var e api.Event
		if err := next(&e); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return events, err
		}
		events = append(events, e)
	}
}

func TestEventsAreReadAsBrowsersReadThem(t *testing.T) {
	for text, want := range map[string][]api.Event{
		"":                                      nil,
		"data: a\n\n":                           {{Data: "a"}},
		"data: a":                               nil, // no empty line ends it
		"data: a\n":                             nil,
		"data:a\ndata\n\n":                      {{Data: "a\n"}},
		"data\n\n":                              {{}},
		"data: \n\n":                            {{}},
		"data:  a \n\n":                         {{Data: " a "}},
		"id: 1\n\ndata:x\n\n":                   {{ID: "1", Data: "x"}},
		"event: e\nid: 1\ndata: a\ndata: b\n\n": {{ID: "1", Name: "e", Data: "a\nb"}},
		"event: e\n\ndata: a\n\n":               {{Data: "a"}},
		": comment\nretry: 5\nx: y\ndata: a\n\n": {
			{Data: "a"},
		},
		"id: a\x00b\ndata: a\n\n":         {{Data: "a"}},
		"data: a\r\ndata: b\r\n\r\n":      {{Data: "a\nb"}},
		"data: a\rdata: b\r\r":            {{Data: "a\nb"}},
		"data: a\n\rdata: b\r\n\ndata: c": {{Data: "a"}, {Data: "b"}},
		"\ufeffdata: a\n\n":               {{Data: "a"}},
		"\ufeff\ufeffdata: a\n\n":         nil,
		"data: \ufeffa\n\n":               {{Data: "\ufeffa"}},
	} {
		for name, r := range map[string]io.Reader{
			"whole": strings.NewReader(text),
			"bytes": iotest.OneByteReader(strings.NewReader(text)),
		} {
			if got, err := eventsOf(r, 1<<20); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%q, %s: %+v, %v, want %+v", text, name, got, err, want)
			}
		}
	}
}

// An event is there once its last line has come: a CR may be all of a line end.
func TestAnEventDoesNotWaitForTheNext(t *testing.T) {
	for _, text := range []string{"data: a\n\n", "data: a\r\r", "data: a\r\n\r\n"} {
		r, w := io.Pipe()
		go io.WriteString(w, text)
		next := NewSequence(r, 1<<20, false)
		var e api.Event
		if err := next(&e); err != nil || e.Data != "a" {
			t.Errorf("%q: %+v, %v", text, e, err)
		}
		r.Close()
	}
}

func TestEventsHaveALimit(t *testing.T) {
	for _, tt := range []struct {
		text string
		good bool
	}{
		{"data: " + strings.Repeat("x", 90) + "\n\n", true},
		{"data: " + strings.Repeat("x", 200) + "\n\n", false},
		{strings.Repeat("data: xxxxxxxxx\n", 10) + "\n", true},
		{strings.Repeat("data: xxxxxxxxx\n", 11) + "\n", false},
		{strings.Repeat("data: xxxxxxxxx\n", 1000), false},
		{strings.Repeat(":"+strings.Repeat("x", 90)+"\n", 1000) + "data: x\n\n", true},
	} {
		events, err := eventsOf(strings.NewReader(tt.text), 100)
		if tt.good != (err == nil) || !tt.good && err.Error() != "an item is longer than 100 bytes" || tt.good && len(events) != 1 {
			t.Errorf("%.40q: %d events, %v", tt.text, len(events), err)
		}
	}
}

func TestWhatIsWrittenAsAnEventComesBack(t *testing.T) {
	for _, e := range []api.Event{
		{}, {Data: "a"}, {ID: "1", Name: "e", Data: "a\nb\n"}, {Data: "\n"}, {Data: " a"}, {Data: "data: x\n\nid: 2"}, {Data: "\ufeff"},
	} {
		got, err := eventsOf(strings.NewReader(string(EventText(&e))+string(EventText(&e))), 1<<20)
		if want := []api.Event{e, e}; err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v came back as %+v, %v", want, got, err)
		}
	}
	// What a line cannot hold is left out; a CR of a text ends a line like an LF.
	if got := string(EventText(&api.Event{ID: "1\n2", Data: "a\rb\r\nc"})); got != "id: 12\ndata: a\ndata: b\ndata: c\n\n" {
		t.Errorf("wrote %q", got)
	}
}

func TestLinesOfJSONAreReadOneByOne(t *testing.T) {
	next := NewSequence(strings.NewReader("{\"price\":\"a\"}\n\n  \r\n{\"price\":\"b\"}\r\n{\"price\":5}\n{\"price\":\"c\"}"), 100, false)
	var got []string
	for {
		var i *item
		err := next(&i)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			got = append(got, "error")
			continue
		}
		got = append(got, i.Price.Or(""))
	}
	if want := []string{"a", "b", "error", "c"}; !reflect.DeepEqual(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	for length, good := range map[int]bool{100: true, 101: false, 5000: false} {
		line := `{"price":"` + strings.Repeat("x", length-12) + `"}` + "\n"
		var i *item
		err := NewSequence(strings.NewReader(line), 100, false)(&i)
		if good != (err == nil) || !good && err.Error() != "an item is longer than 100 bytes" {
			t.Errorf("a line of %d bytes: %v", length, err)
		}
	}
	lost := errors.New("lost")
	var i *item
	if err := NewSequence(iotest.ErrReader(lost), 100, false)(&i); !errors.Is(err, lost) {
		t.Errorf("a body that breaks off: %v", err)
	}
}

func TestASequenceIsSentWhileItIsRead(t *testing.T) {
	broken := errors.New("broken")
	for _, fail := range []bool{false, true} {
		var seq iter.Seq2[*item, error] = func(yield func(*item, error) bool) {
			for i := range 3 {
				if !yield(&item{Quantity: api.Int32(int32(i))}, nil) {
					return
				}
			}
			if fail {
				yield(nil, broken)
			}
		}
		e := &Endpoint{Body: "application/jsonl"}
		out, err := e.EncodeBody(SequenceValue(&seq), "")
		if err != nil || out.Length != -1 {
			t.Fatalf("body %+v, %v", out, err)
		}
		text, err := io.ReadAll(out.Stream)
		if want := `{"quantity":0}` + "\n" + `{"quantity":1}` + "\n" + `{"quantity":2}` + "\n"; string(text) != want || fail != errors.Is(err, broken) {
			t.Errorf("fail %v: sent %q, %v", fail, text, err)
		}
	}
	// A body that nobody reads starts nothing.
	started := false
	var seq iter.Seq2[*item, error] = func(func(*item, error) bool) { started = true }
	e := &Endpoint{Body: "application/jsonl"}
	out, err := e.EncodeBody(SequenceValue(&seq), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Stream.(io.Closer).Close(); err != nil || started {
		t.Errorf("Close = %v, started %v", err, started)
	}
}
