package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"weak"

	"github.com/seed-349153d7/odagen/templates/api"
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
	if err != nil || count != 700_001 || rest.NextLink != "https://example.com/next" || !rest.Count.Equal(api.Int64(1)) {
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
	page, many = api.Page[*remotePartner]{}, nil
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
		`{"value":[{"id":"1"},{"id"`: "decode collection of test.partner: lost",
		`{"value":[{"id":"1"}]}`:     "decode collection of test.partner: lost",
		``:                           "decode collection of test.partner: lost",
	} {
		_, err := ReadPage(broken(text), func(*partner) bool { return true })
		if !errors.Is(err, lost) || err.Error() != want {
			t.Errorf("ReadPage(%q) = %v, want %s", text, err, want)
		}
	}
	p := newPageReader(strings.NewReader(`{"value":[{"id":"`+strings.Repeat("x", 2000)+`"}]}`), &partnerType, 1000)
	defer p.free()
	if err := p.read(func(Object) bool { return true }); err == nil || !strings.HasSuffix(err.Error(), "an item is longer than 1000 bytes") {
		t.Errorf("read = %v", err)
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
