package wire

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/seed-349153d7/odagen/templates/api"
)

// Decoding gives a property another cell: a struct that was copied before keeps what it
// has, whatever the kind of the property.
func TestDecodingLeavesCopiesAlone(t *testing.T) {
	const before = `{"id":"a","name":"old","status":"on","last":"2016-12-31T23:58:36Z","count":1,"ratio":1.5,"tags":["x"],` +
		`"parent":{"id":"p","name":"q"},"children":[{"id":"c"}],"amount":1.50,"photo":"AQID","anything":{"a":1},"statuses":["on"],"numbers":[1],"active":true,"temporary":7}`
	const after = `{"id":"b","name":"new","status":"off","last":"2017-12-31T23:58:36Z","count":2,"ratio":2.5,"tags":["y"],` +
		`"parent":{"id":"r","name":"s"},"children":[{"id":"d"}],"amount":2.50,"photo":"BAUG","anything":{"b":2},"statuses":["off"],"numbers":[2],"active":false,"temporary":8}`
	var p partner
	if err := Unmarshal([]byte(before), &p); err != nil {
		t.Fatal(err)
	}
	kept := p
	for _, text := range []string{after, `{"name":null,"count":null,"active":null,"parent":null}`} {
		if err := Unmarshal([]byte(text), &p); err != nil {
			t.Fatal(err)
		}
		if got, err := Marshal(&kept); err != nil || string(got) != before {
			t.Errorf("after %s the copy is\n%s, %v, want\n%s", text, got, err, before)
		}
	}
	if got, _ := Marshal(&p); !strings.Contains(string(got), `"name":null`) || !strings.Contains(string(got), `"status":"off"`) {
		t.Errorf("got %s", got)
	}
}

// holder has generated structs in it, and so is an Object itself.
type holder struct {
	Own int
	*partner
}

type outerHolder struct {
	holder
	More string
}

func TestAStructThatEmbedsAnObjectIsOne(t *testing.T) {
	h := outerHolder{holder: holder{partner: new(partner)}}
	if err := Unmarshal([]byte(`{"id":"a","x":1}`), &h); err != nil || h.ID != "a" {
		t.Fatalf("%+v, %v", h.partner, err)
	}
	if text, err := Marshal(&h.holder); err != nil || string(text) != `{"id":"a","x":1}` || FieldsOf(&h)[0] != any(&h.ID) {
		t.Errorf("%s, %v", text, err)
	}
}

// colour is an enumeration of numbers.
type colour uint8

func (c colour) IsKnown() bool { return c < 3 }

// rare has a property of each kind that partner has not.
type rare struct {
	Colour   api.Opt[colour]
	Colours  []colour
	Bytes    []api.Byte
	Small    api.Opt[int8]
	Medium   api.Opt[int16]
	Octet    api.Opt[uint8]
	Single   api.Opt[float32]
	Date     api.Opt[api.Date]
	Time     api.Opt[api.TimeOfDay]
	Duration api.Opt[api.Duration]
	GUID     api.Opt[api.GUID]
	GUIDs    []api.GUID
	Binaries [][]byte
	Flags    []bool
	Matrix   [][]float64
	ByName   map[string]*partner
	Texts    map[string]api.Opt[string]
	Nullable []api.Opt[int32]
	Lists    map[string][]string
	Plain    colour
	Extra    api.Members
}

var rareType = Type{
	Name: "test.rare",
	Of:   (*rare)(nil),
	Properties: []Property{
		{Name: "colour"},
		{Name: "colours"},
		{Name: "bytes"},
		{Name: "small"},
		{Name: "medium"},
		{Name: "octet"},
		{Name: "single"},
		{Name: "date"},
		{Name: "time"},
		{Name: "duration"},
		{Name: "guid"},
		{Name: "guids"},
		{Name: "binaries"},
		{Name: "flags"},
		{Name: "matrix"},
		{Name: "byName"},
		{Name: "texts"},
		{Name: "nullable"},
		{Name: "lists"},
		{Name: "plain"},
	},
}

func (*rare) WireType() *Type { return &rareType }

func TestRareKindsAreWrittenBack(t *testing.T) {
	for _, text := range []string{
		`{"colour":2,"colours":[0,1],"bytes":[1,255],"small":-128,"medium":-32768,"octet":255,"single":0.25,"plain":1}`,
		`{"date":"2016-12-31","time":"23:58:36.5","duration":"PT1S","guid":"7443c8b9-c8b9-7443-b9c8-4374b9c84374","guids":["7443c8b9-c8b9-7443-b9c8-4374b9c84374"],"plain":0}`,
		`{"binaries":["AQ",""],"flags":[true,false],"matrix":[[1.5,2],[]],"byName":{"a":{"id":"x"},"b":{}},"plain":0}`,
		`{"texts":{"a":null,"b":"c"},"nullable":[1,null],"lists":{"a":["b"],"c":[]},"plain":0}`,
		`{"matrix":[null],"byName":{"a":null},"lists":{"a":null},"colours":[null],"plain":0}`,
		`{"colour":null,"small":null,"medium":null,"octet":null,"single":null,"date":null,"guid":null,"plain":null}`,
		`{"bytes":[],"guids":[],"binaries":[],"flags":[],"matrix":[],"byName":{},"texts":{},"nullable":[],"lists":{},"plain":2}`,
	} {
		var r rare
		if err := Unmarshal([]byte(text), &r); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got, err := Marshal(&r)
		if err != nil || !equalJSON(t, got, []byte(text)) {
			t.Errorf("got  %s, %v\nwant %s", got, err, text)
		}
	}
	for text, want := range map[string]string{
		`{"colour":300}`:                "/colour: want a smaller integer, got 300",
		`{"colour":-1}`:                 "/colour: want a smaller integer, got -1",
		`{"octet":256}`:                 "/octet: want an integer from 0 to 255, got 256",
		`{"byName":{"a":{"id":5}}}`:     "/byName/a/id: want a string, got a number",
		`{"byName":{"a":{},"a":{}}}`:    "/byName/a: the name comes twice in its object",
		`{"matrix":[[],[1,"x"]]}`:       "/matrix/1/1: want a number, got \"x\"",
		`{"guids":["7443c8b9-c8b9"]}`:   "/guids/0: want a GUID",
		`{"nullable":[1,{}]}`:           "/nullable/1: want an integer, got an object",
		`{"lists":{"a":["b",{"c":1}]}}`: "/lists/a/1: want a string, got an object",
	} {
		if err := Unmarshal([]byte(text), new(rare)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	r := rare{Colour: api.Some(colour(7)), Colours: []colour{1, 9}, Plain: 4, ByName: map[string]*partner{"a": {Status: api.Some(status("x"))}}}
	const want = "/colour: want a member of the enumeration, got 7\n/colours/1: want a member of the enumeration, got 9\n" +
		"/byName/a/status: want a member of the enumeration, got \"x\"\n/plain: want a member of the enumeration, got 4"
	if err := Validate(&r); err == nil || err.Error() != want {
		t.Errorf("Validate: %v", err)
	}
}

// A property that is absent takes eight bytes, whatever it is of.
func TestAnOptIsSmall(t *testing.T) {
	var p partner
	if n := unsafe.Sizeof(p.Name); n != unsafe.Sizeof(uintptr(0)) {
		t.Errorf("an Opt has %d bytes", n)
	}
}

// No string is a part of the text that it came in, which would be kept with it.
func TestAStringIsNoPartOfTheText(t *testing.T) {
	data := []byte(`{"id":"` + strings.Repeat("i", 300) + `","name":"short","status":"on","tags":["a","b\n"],"anything":{"x":"y"},"other":"z"}`)
	var p partner
	if err := Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	want, _ := Marshal(&p)
	for i := range data {
		data[i] = 'X'
	}
	if got, err := Marshal(&p); err != nil || string(got) != string(want) {
		t.Errorf("the text was changed, and the object is %s, %v", got, err)
	}
}

// TestBothBuildsDoTheSame holds the codec, built with the tag purego and without it, to
// one table of what becomes of many texts, most of which have a fault.
func TestBothBuildsDoTheSame(t *testing.T) {
	var table strings.Builder
	for seed := range uint64(40) {
		digest := fnv.New64a()
		for i := range uint64(50) {
			r := newSource(seed*1000 + i)
			text := []byte(r.Object(2))
			if i%2 == 0 {
				text[r.IntN(len(text))] = `"{}[]:,0 \x`[r.IntN(11)]
			}
			var p partner
			err := Unmarshal(text, &p)
			again, encodeErr := Marshal(&p)
			fmt.Fprintln(digest, err, string(again), encodeErr, Validate(&p), KeyOf(&p))
		}
		fmt.Fprintf(&table, "%d %016x\n", seed, digest.Sum64())
	}
	checkTable(t, "builds.txt", table.String())
}

// A number that is read without strconv is the one that strconv reads, and comes back as
// it was.
func TestShortDecimals(t *testing.T) {
	r := newSource(1)
	for range 100_000 {
		text := strconv.FormatFloat(float64(r.Int64N(1e15))/powers[r.IntN(16)], 'f', -1, 64)
		got, ok := shortDecimal([]byte(text))
		if want, _ := strconv.ParseFloat(text, 64); ok && got != want {
			t.Fatalf("%s is %v, want %v", text, got, want)
		}
		if again := string(appendFloat(nil, got, 64)); ok && again != text {
			t.Fatalf("%s comes back as %s", text, again)
		}
	}
	for _, text := range []string{"1", "1.0", "0.5", "1e5", ".5", "", "-", "1.", "-1.5e1", "1234567890.1234567", "00.5"} {
		if _, ok := shortDecimal([]byte(text)); ok {
			t.Errorf("%q is read", text)
		}
	}
}
