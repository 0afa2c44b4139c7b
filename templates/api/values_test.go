package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestAnOptIsAbsentNullOrAValue(t *testing.T) {
	for _, tt := range []struct {
		o            Opt[int32]
		value        int32
		ok, null, no bool
	}{
		{Opt[int32]{}, 0, false, false, true},
		{Null[int32](), 0, false, true, false},
		{Some[int32](0), 0, true, false, false},
		{Int32(5), 5, true, false, false},
	} {
		v, ok := tt.o.Get()
		at, null := Peek(&tt.o)
		if v != tt.value || ok != tt.ok || tt.o.IsNull() != tt.null || tt.o.IsZero() != tt.no || (at != nil) != tt.ok || null != tt.null {
			t.Errorf("%+v: %v, %v, null %v, absent %v, at %v", tt.o, v, ok, tt.o.IsNull(), tt.o.IsZero(), at)
		}
		if or := tt.o.Or(7); tt.ok && or != tt.value || !tt.ok && or != 7 {
			t.Errorf("%+v: Or = %v", tt.o, or)
		}
		*Fill(&tt.o) = 9
		if !tt.o.Equal(Int32(9)) {
			t.Errorf("filled: %+v", tt.o)
		}
	}
	if !String("a").Equal(Some("a")) || !Bool(false).Equal(Some(false)) || !Int64(1).Equal(Some[int64](1)) || !Float64(1).Equal(Some(1.0)) {
		t.Error("a function for constants does not what Some does")
	}
}

func TestMembersAreKeptInTheirOrder(t *testing.T) {
	var m Members
	m.Set("@odata.etag", `"W/\"1\""`)
	m.Set("b", "1")
	m.Set("@odata.type", `"#test.gadget"`)
	m.Set("a", `{"x":[]}`)
	m.Set("b", "2")
	m.Set("c", "3")
	m.Set("c", "")
	b, ok := m.Get("b")
	if _, gone := m.Get("c"); b != "2" || !ok || gone {
		t.Errorf("b is %s, %v, and c %v", b, ok, gone)
	}
	all := m.All()
	var names []string
	for _, e := range all {
		names = append(names, e.Name+"="+e.Text)
	}
	want := []string{`@odata.type="#test.gadget"`, `b=2`, `a={"x":[]}`, `@odata.etag="W/\"1\""`}
	for _, w := range want {
		if !strings.Contains(strings.Join(names, "\n"), w) || len(all) != len(want) {
			t.Errorf("members %q, want %q", names, want)
		}
	}
	if !reflect.DeepEqual(new(Members).All(), []Member(nil)) {
		t.Error("a zero Members has members")
	}
}

// A copy is not changed by what happens to the other.
func TestCopiesOfMembersAreIndependent(t *testing.T) {
	var one Members
	one.Set("a", "1")
	two := one
	two.Set("a", "2")
	two.Set("b", "3")
	one.Set("c", "4")
	if a, _ := one.Get("a"); a != "1" || len(one.All()) != 2 || len(two.All()) != 2 {
		t.Errorf("%v and %v", one.All(), two.All())
	}
}

func TestRawIsJSONText(t *testing.T) {
	for text, good := range map[string]bool{`{"a": 1e400}`: true, "null": true, `"\ud800"`: true, "": false, "{": false, "1 2": false, "\"\xff\"": false} {
		raw, err := ParseRaw(text)
		if (err == nil) != good || good && raw.String() != text || !good && !errors.Is(err, ErrSyntax) {
			t.Errorf("ParseRaw(%q) = %q, %v", text, raw, err)
		}
	}
	type holder struct {
		Raw Raw     `json:"raw,omitzero"`
		Dec Decimal `json:"dec"`
		Day Date    `json:"day"`
	}
	var h holder
	if err := json.Unmarshal([]byte(`{"raw":{"b":1,"a":[1.50]},"dec":"1.50","day":"2024-02-29"}`), &h); err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(h); err != nil || string(text) != `{"raw":{"b":1,"a":[1.50]},"dec":1.50,"day":"2024-02-29"}` {
		t.Errorf("Marshal = %s, %v", text, err)
	}
	if err := json.Unmarshal([]byte(`{"day":"2023-02-29"}`), &h); err == nil {
		t.Error("a day that does not exist is read")
	}
	if text, _ := json.Marshal(Raw("")); string(text) != "null" {
		t.Errorf("Marshal = %s", text)
	}
}

// closing is a reader that knows whether it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestContentOfAReader(t *testing.T) {
	file := &closing{Reader: strings.NewReader("abc")}
	for _, tt := range []struct {
		r      io.Reader
		length int64
		seeks  bool
	}{
		{bytes.NewReader([]byte("abc")), 3, true},
		{strings.NewReader("abc"), 3, true},
		{bytes.NewBufferString("abc"), 3, false},
		{io.LimitReader(strings.NewReader("abc"), 3), -1, false},
		{file, -1, false},
	} {
		c := NewContent("text/plain", tt.r)
		_, seeks := c.ReadCloser.(io.Seeker)
		text, err := io.ReadAll(c)
		if c.Type != "text/plain" || c.Length != tt.length || seeks != tt.seeks || string(text) != "abc" || err != nil || c.Close() != nil {
			t.Errorf("%T: %+v, seeks %v, %q, %v", tt.r, c, seeks, text, err)
		}
	}
	if !file.closed {
		t.Error("the reader is open")
	}
}

func TestADecodeErrorSaysWhere(t *testing.T) {
	for want, err := range map[string]*DecodeError{
		"decode test.a: /b: want a string, got a number": {Type: "test.a", Pointer: "/b", Message: "want a string, got a number", Err: ErrType},
		"decode unexpected end (at byte 7)":              {Message: "unexpected end", Offset: 7, Err: ErrSyntax},
	} {
		if err.Error() != want || !errors.Is(err, err.Err) {
			t.Errorf("error %q, want %q", err, want)
		}
	}
}

// A path through what is absent or null ends in a value that is absent.
func TestReadingThroughAbsentValuesDoesNotPanic(t *testing.T) {
	type address struct{ Street Opt[string] }
	type person struct{ Home Opt[*address] }
	for _, p := range []Opt[*person]{{}, Null[*person](), Some[*person](nil), Some(&person{}), Some(&person{Home: Null[*address]()})} {
		if street := In(In(p).Home).Street; !street.IsZero() {
			t.Errorf("%+v: street = %+v", p, street)
		}
	}
	at := &address{Street: Some("a")}
	if In(Some(at)) != at {
		t.Error("In made another object of one that is there")
	}
}
