package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
)

// FuzzDecode: decoding never panics, and what it accepts comes back: the same JSON
// value, and the same text from then on.
func FuzzDecode(f *testing.F) {
	for seed := range uint64(30) {
		f.Add([]byte(newSource(seed).Object(2)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var p partner
		if err := Unmarshal(data, &p); err != nil {
			// Half of a text is still an object.
			if text, err := Marshal(&p); err != nil || !json.Valid(text) {
				t.Fatalf("after an error: Marshal = %q, %v", text, err)
			}
			var de *api.DecodeError
			if !errors.As(err, &de) || de.Offset < 0 || de.Offset > int64(len(data)) {
				t.Fatalf("error %#v", err)
			}
			return
		}
		first, err := Marshal(&p)
		if err != nil || !equalJSON(t, data, first) {
			t.Fatalf("Marshal = %q, %v", first, err)
		}
		var again partner
		if err := Unmarshal(first, &again); err != nil {
			t.Fatalf("Unmarshal(%q): %v", first, err)
		}
		second, err := Marshal(&again)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("not a fixed point, %v:\n%q\n%q", err, first, second)
		}
		// Into an object that has the value already, it changes nothing.
		if err := Unmarshal(first, &again); err != nil {
			t.Fatal(err)
		}
		if third, err := Marshal(&again); err != nil || !bytes.Equal(first, third) {
			t.Fatalf("decoded twice, %v:\n%q\n%q", err, first, third)
		}
	})
}

// nesting returns how deep brackets nest in text.
func nesting(text []byte) int {
	depth, most, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '{' || c == '['):
			depth++
			most = max(most, depth)
		case !quoted && (c == '}' || c == ']'):
			depth--
		}
	}
	return most
}

// FuzzAgainstEncodingJSON: both call the same texts JSON but for those that
// diff_test.go lists, and a value that both accept is the same.
func FuzzAgainstEncodingJSON(f *testing.F) {
	for seed := range uint64(20) {
		f.Add([]byte(newSource(seed).Object(1)))
		f.Add([]byte(newSource(seed).JSON(3)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		raw, err := api.ParseRaw(string(data))
		want := json.Valid(data) && utf8.Valid(data) && nesting(data) <= MaxDepth
		if (err == nil) != want {
			t.Fatalf("ParseRaw(%q) = %v, want ok = %v", data, err, want)
		}
		if err == nil && string(raw) != string(bytes.Trim(data, " \t\r\n")) {
			t.Fatalf("ParseRaw(%q) = %q", data, string(raw))
		}
		var p partner
		if err := Unmarshal(data, &p); err == nil {
			sameAsEncodingJSON(t, data, &p)
		}
	})
}

// sameAsEncodingJSON compares the fields of p with what encoding/json reads.
func sameAsEncodingJSON(t *testing.T, data []byte, p *partner) {
	t.Helper()
	// Through a map, because encoding/json finds fields by names in other case.
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		t.Fatalf("encoding/json: %v", err)
	}
	check := func(name string, got, other any) {
		raw, ok := members[name]
		if !ok || string(raw) == "null" || json.Unmarshal(raw, other) != nil {
			return
		}
		if want := reflect.ValueOf(other).Elem().Interface(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s = %#v, encoding/json has %#v", name, got, want)
		}
	}
	check("id", p.ID, new(string))
	check("name", p.Name.Or(""), new(string))
	check("status", string(p.Status.Or("")), new(string))
	check("last", string(p.Last.Or("")), new(string))
	check("count", p.Count.Or(0), new(int64))
	check("ratio", p.Ratio.Or(0), new(float64))
	check("tags", p.Tags, new([]string))
	check("numbers", p.Numbers, new([]int32))
	check("active", p.Active.Or(false), new(bool))
	check("temporary", p.Temporary.Or(0), new(int32))
	if o, ok := p.Parent.Get(); ok {
		sameAsEncodingJSON(t, members["parent"], o)
	}
}

// chunks is a reader that gives a few bytes at a time.
type chunks struct {
	data []byte
	r    *rand.Rand
}

func (c *chunks) Read(b []byte) (int, error) {
	if len(c.data) == 0 {
		return 0, io.EOF
	}
	n := copy(b[:min(len(b), 1+c.r.IntN(40))], c.data)
	c.data = c.data[n:]
	return n, nil
}

// FuzzPage: a page comes out the same whether it is decoded from memory or from a
// stream in any parts, and what is wrong with it is called the same.
func FuzzPage(f *testing.F) {
	for seed := range uint64(20) {
		r := newSource(seed)
		f.Add([]byte(`{"@odata.count":3,"value":`+r.List(func() string { return r.Object(1) })+`,"@odata.nextLink":"a"}`), seed)
	}
	f.Fuzz(func(t *testing.T, data []byte, seed uint64) {
		page, err := DecodePage[*partner](data)
		var items []*partner
		rest, streamErr := ReadPage(&chunks{data, newSource(seed).Rand}, func(p *partner) bool {
			items = append(items, p)
			return true
		})
		if err != nil {
			var a, b *api.DecodeError
			if !errors.As(err, &a) || !errors.As(streamErr, &b) || *a != *b {
				t.Fatalf("DecodePage: %v, ReadPage: %v", err, streamErr)
			}
			return
		}
		if streamErr != nil || len(items) != len(page.Items) || rest.NextLink != page.NextLink || rest.DeltaLink != page.DeltaLink || !rest.Count.Equal(page.Count) {
			t.Fatalf("DecodePage: %+v, ReadPage: %+v, %v, %d items", page, rest, streamErr, len(items))
		}
		rest.Items = items
		want, err := AppendPage(nil, page)
		got, streamErr := AppendPage(nil, rest)
		if err != nil || streamErr != nil || len(items) > 0 && !bytes.Equal(got, want) {
			t.Fatalf("%v, %v\n got %s\nwant %s", err, streamErr, got, want)
		}
	})
}
