package rest

import (
	"errors"
	"io"
	"iter"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/seed-349153d7/odagen/templates/api"
)

// eventsOf returns the events of a body.
func eventsOf(body io.Reader, limit int64) (events []api.Event, err error) {
	next := NewSequence(body, limit, nil)
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

// line returns what a sequence has of an item.
func line(t *testing.T, field any) string {
	t.Helper()
	text, err := EncodeLine("", field, 0)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
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
		": comment\nretry: 5\nretry: 1s\nx: y\ndata: a\n\n": {
			{Data: "a", Retry: 5 * time.Millisecond},
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
		next := NewSequence(r, 1<<20, nil)
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
		got, err := eventsOf(strings.NewReader(line(t, &e)+line(t, &e)), 1<<20)
		if want := []api.Event{e, e}; err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v came back as %+v, %v", want, got, err)
		}
	}
	// What a line cannot hold is left out; a CR of a text ends a line like an LF.
	if got := line(t, &api.Event{ID: "1\n2", Data: "a\rb\r\nc", Retry: 1500 * time.Millisecond}); got != "id: 12\nretry: 1500\ndata: a\ndata: b\ndata: c\n\n" {
		t.Errorf("wrote %q", got)
	}
}

func TestLinesOfJSONAreReadOneByOne(t *testing.T) {
	next := NewSequence(strings.NewReader("{\"price\":\"a\"}\n\n  \r\n{\"price\":\"b\"}\r\n{\"price\":5}\n{\"price\":\"c\"}"), 100, nil)
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
		err := NewSequence(strings.NewReader(line), 100, nil)(&i)
		if good != (err == nil) || !good && err.Error() != "an item is longer than 100 bytes" {
			t.Errorf("a line of %d bytes: %v", length, err)
		}
	}
	lost := errors.New("lost")
	var i *item
	if err := NewSequence(iotest.ErrReader(lost), 100, nil)(&i); !errors.Is(err, lost) {
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
		out, err := e.EncodeBody(SequenceValue(&seq), nil, "")
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
	out, err := e.EncodeBody(SequenceValue(&seq), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Stream.(io.Closer).Close(); err != nil || started {
		t.Errorf("Close = %v, started %v", err, started)
	}
}

func TestTheDataOfEventsHasAType(t *testing.T) {
	sent := []api.EventOf[*item]{
		{ID: "1", Name: "made", Retry: time.Second, Data: &item{Price: api.String("a\nb")}},
		{Data: &item{}},
	}
	text := ""
	for i := range sent {
		text += line(t, &sent[i])
	}
	if want := "id: 1\nevent: made\nretry: 1000\ndata: {\"price\":\"a\\nb\"}\n\ndata: {}\n\n"; text != want {
		t.Errorf("wrote %q, want %q", text, want)
	}
	next := NewSequence(strings.NewReader(text+"data: {\ndata:  \"price\": \"c\"}\n\ndata: [DONE]\n\ndata: {}\n\n"), 100, nil)
	var got []api.EventOf[*item]
	for {
		var e api.EventOf[*item]
		err := next(&e)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	if want := append(sent, api.EventOf[*item]{Data: &item{Price: api.String("c")}}); !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, want %+v", got, want)
	}
	var e api.EventOf[*item]
	if err := NewSequence(strings.NewReader("id: 7\ndata: soon\n\n"), 100, nil)(&e); err == nil || e.ID != "7" {
		t.Errorf("data of another type: %+v, %v", e, err)
	}
}

func TestRecordsStandBehindSeparators(t *testing.T) {
	for text, want := range map[string][]string{
		"\x1e{\"price\":\"a\"}\n\x1e{\"price\":\"b\"}\n":            {"a", "b"},
		"\x1e{\"price\":\"a\"}\x1e\x1e\n\x1e{\"price\":\"b\"}":      {"a", "b"},
		"\x1e{\n\"price\":\n\"}]\\\"[\"\n}\n\x1e {\"price\":\"b\"}": {"}]\"[", "b"},
		"\x1e": nil,
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(text), "bytes": iotest.OneByteReader(strings.NewReader(text))} {
			next := NewSequence(r, 100, nil)
			var got []string
			for {
				var i *item
				err := next(&i)
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%q, %s: %v", text, name, err)
				}
				got = append(got, i.Price.Or(""))
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%q, %s: %q, want %q", text, name, got, want)
			}
		}
	}
	r, w := io.Pipe()
	go io.WriteString(w, "\x1e{\"price\":\"a\"}\n")
	var i *item
	if err := NewSequence(r, 100, nil)(&i); err != nil || i.Price.Or("") != "a" {
		t.Errorf("a record does not wait for the next: %+v, %v", i, err)
	}
	r.Close()
	one := &item{Price: api.String("a")}
	text, err := EncodeLine("application/geo+json-seq", &one, 0)
	if err != nil || string(text) != "\x1e{\"price\":\"a\"}\n" {
		t.Errorf("wrote %q, %v", text, err)
	}
}

func TestALineIsOne(t *testing.T) {
	raw, err := api.ParseRaw("{\n \"a\":\r\n \"b\\n\"\n}")
	if err != nil {
		t.Fatal(err)
	}
	if got := line(t, &raw); strings.Count(got, "\n") != 1 || strings.Contains(got, "\r") || !strings.Contains(got, `"b\n"`) {
		t.Errorf("wrote %q", got)
	}
}
