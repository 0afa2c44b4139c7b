package odata

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"weak"
)

// endless is the text of a page of n thousand partners.
type endless struct {
	n, i     int
	text     []byte
	thousand []byte
	size     int64
}

func (e *endless) Read(b []byte) (int, error) {
	if len(e.text) == 0 {
		switch {
		case e.i > e.n:
			return 0, io.EOF
		case e.i == 0:
			e.thousand = bytes.Repeat([]byte(partnerJSON[:len(partnerJSON)-1]+`,"other":[1,2,3]},`), 1000)
			e.text = append([]byte(`{"@odata.count":1,"value":[`), e.thousand...)
		case e.i == e.n:
			e.text = []byte(partnerJSON + `],"@odata.nextLink":"https://example.com/next"}`)
		default:
			e.text = e.thousand
		}
		e.i++
	}
	n := copy(b, e.text)
	e.text = e.text[n:]
	e.size += int64(n)
	return n, nil
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestAPageIsReadInConstantMemory(t *testing.T) {
	page := &endless{n: 700}
	before, most, count := heap(), uint64(0), 0

	var kept []string
	rest, err := ReadPage(page, func(p *remotePartner) bool {
		if count++; count%50_000 == 0 {
			most = max(most, heap())
		}
		if count%1000 == 0 {
			kept = append(kept, p.DisplayName.Or(""))
		}
		return true
	})
	if err != nil || count != 700_001 || rest.NextLink != "https://example.com/next" || rest.Count != Some[int64](1) {
		t.Fatalf("ReadPage = %+v, %v after %d items", rest, err, count)
	}
	if most > before+2<<20 {
		t.Errorf("%d MB of text needed %d KB", page.size>>20, (most-before)>>10)
	}
	t.Logf("%d MB of text, %d KB of memory, %d strings kept", page.size>>20, (int64(most)-int64(before))>>10, len(kept))
	runtime.KeepAlive(kept)
}

func TestAKeptStringKeepsNoPageAlive(t *testing.T) {
	text := weak.Pointer[byte]{}
	var kept string
	func() {
		data := pageJSON(1000)
		text = weak.Make(&data[0])
		page, err := DecodePage[*remotePartner](data)
		if err != nil {
			t.Fatal(err)
		}
		kept = page.Items[500].DisplayName.Or("")
	}()
	before := heap()
	if text.Value() != nil {
		t.Error("the text is still there")
	}
	many := make([]*remotePartner, 0, 1000)
	page, err := DecodePage[*remotePartner](pageJSON(1000))
	if err != nil {
		t.Fatal(err)
	}
	many = append(many, page.Items...)
	names := make([]string, len(many))
	for i, p := range many {
		names[i] = p.ID
	}
	page, many = Page[*remotePartner]{}, nil
	if grown := int64(heap()) - int64(before); grown > 250_000 {
		t.Errorf("1000 strings keep %d bytes", grown)
	}
	runtime.KeepAlive(names)
	runtime.KeepAlive(kept)
	_, _ = page, many
}

func TestReadPageStopsWhenNoMoreIsWanted(t *testing.T) {
	r := &endless{n: 1 << 40}
	count := 0
	_, err := ReadPage(r, func(*remotePartner) bool { count++; return count < 10 })
	if err != nil || count != 10 || r.size > 1<<20 {
		t.Errorf("%v after %d items and %d bytes", err, count, r.size)
	}
}

func TestReadPageTakesItemsLongerThanItsBuffer(t *testing.T) {
	long := strings.Repeat("x\\n", 200_000)
	text := fmt.Sprintf(` { "value" : [ {"name":"%s"} , {"tags":["%s"]} ] , "other" : ["%s"], "@odata.nextLink":null } `, long, long, long)
	for name, r := range map[string]io.Reader{
		"whole":             strings.NewReader(text),
		"bytes":             iotest.OneByteReader(strings.NewReader(text)),
		"data with the end": iotest.DataErrReader(strings.NewReader(text)),
	} {
		n := 0
		_, err := ReadPage(r, func(p *partner) bool { n += len(p.Name.Or("")) + len(strings.Join(p.Tags, "")); return true })
		if err != nil || n != 800_000 {
			t.Errorf("%s: %v, %d bytes of names", name, err, n)
		}
	}
}

func TestReadPageSaysWhatBrokeOff(t *testing.T) {
	lost := errors.New("lost")
	broken := func(text string) io.Reader { return io.MultiReader(strings.NewReader(text), iotest.ErrReader(lost)) }
	for text, want := range map[string]string{
		`{"value":[{"id":"1"},{"id"`: "odata: decode collection of test.gadget: lost",
		`{"value":[{"id":"1"}]}`:     "odata: decode collection of test.gadget: lost",
		``:                           "odata: decode collection of test.gadget: lost",
	} {
		_, err := ReadPage(broken(text), func(*gadget) bool { return true })
		if !errors.Is(err, lost) || err.Error() != want {
			t.Errorf("ReadPage(%q) = %v, want %s", text, err, want)
		}
	}
	p := newPageReader(strings.NewReader(`{"value":[{"id":"`+strings.Repeat("x", 2000)+`"}]}`), &gadgetType, 1000)
	defer p.free()
	if err := p.read(func(Object) bool { return true }); err == nil || !strings.HasSuffix(err.Error(), "an item is longer than 1000 bytes") {
		t.Errorf("read = %v", err)
	}
}

// While a page is still on its way its first items are there.
func TestListGivesItemsBeforeThePageHasCome(t *testing.T) {
	seen := make(chan bool)
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"value":[{"id":"1"},`)
		w.(http.Flusher).Flush()
		select {
		case <-seen:
			io.WriteString(w, `{"id":"2"}]}`)
		case <-r.Context().Done():
		}
	})
	var ids []string
	for g, err := range List[*gadget](context.Background(), at) {
		if err != nil {
			t.Fatal(err)
		}
		if ids = append(ids, g.ID); len(ids) == 1 {
			seen <- true
		}
	}
	if fmt.Sprint(ids) != "[1 2]" {
		t.Errorf("items %v", ids)
	}
}

func TestListEndsWhenItsContextDoes(t *testing.T) {
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"value":[{"id":"1"},`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	for _, err := range List[*gadget](ctx, at) {
		last = err
		cancel()
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("List ended with %v", last)
	}
}

// A page that breaks off before its first item is asked for again; after it, the
// items would come twice.
func TestListAsksAgainOnlyBeforeTheFirstItem(t *testing.T) {
	for text, want := range map[string]int{`{"value":[`: 2, `{"value":[{"id":"1"},`: 1} {
		requests := 0
		at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
			if requests++; requests == 2 {
				io.WriteString(w, `{"value":[{"id":"1"}]}`)
				return
			}
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, text)
		}, WithRetry(RetryPolicy{Sleep: func(context.Context, time.Duration) error { return nil }}))
		var last error
		items := 0
		for _, err := range List[*gadget](context.Background(), at) {
			if last = err; err == nil {
				items++
			}
		}
		if requests != want || items != 1 || (last == nil) != (want == 2) {
			t.Errorf("%s: %d requests, %d items, %v", text, requests, items, last)
		}
	}
}

func TestListHoldsTheLimitOfAnAnswer(t *testing.T) {
	body := `{"value":[{"id":"1"},{"id":"2"}` + strings.Repeat(" ", 5000) + `]}`
	for _, limit := range []int64{10, 1000, int64(len(body)) - 1, int64(len(body))} {
		at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush() // so that no length is announced
			io.WriteString(w, body)
		}, WithMaxResponse(limit))
		var last error
		for _, err := range List[*gadget](context.Background(), at) {
			last = err
		}
		if whole := limit == int64(len(body)); whole != (last == nil) || !whole && !strings.Contains(last.Error(), fmt.Sprintf("longer than %d bytes", limit)) {
			t.Errorf("limit %d: %v", limit, last)
		}
	}
}

func BenchmarkReadPage(b *testing.B) {
	data := pageJSON(1000)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ReadPage(bytes.NewReader(data), func(*remotePartner) bool { return true }); err != nil {
			b.Fatal(err)
		}
	}
}
