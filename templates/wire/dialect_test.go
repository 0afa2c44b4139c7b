package wire

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/templates/api"
)

// plainForms is an object of a plain API with a property for each form that values have.
type plainForms struct {
	Data   api.Opt[[]byte]
	URL    api.Opt[[]byte]
	Text   api.Opt[api.Decimal]
	Texts  []api.Decimal
	Number api.Opt[api.Decimal]
	I8     api.Opt[int8]
	U8     api.Opt[uint8]
	I16    api.Opt[int16]
	I64    api.Opt[int64]
	U64    api.Opt[uint64]
	U64s   []uint64
	F      api.Opt[float64]
	F32s   []float32
	At     api.Opt[api.DateTimeOffset]
	Day    api.Opt[api.Date]
	Time   api.Opt[api.TimeOfDay]
	Span   api.Opt[api.Duration]
	Spans  map[string]api.Duration
	Type   api.Opt[string]
	Extra  api.Members
}

var plainFormsType = Type{
	Name: "Forms", Of: (*plainForms)(nil), Plain: true,
	Properties: []Property{
		{Name: "data"},
		{Name: "url", Wire: Base64URL},
		{Name: "text", Wire: Text},
		{Name: "texts", Wire: Text},
		{Name: "number"},
		{Name: "i8"},
		{Name: "u8"},
		{Name: "i16"},
		{Name: "i64"},
		{Name: "u64"},
		{Name: "u64s"},
		{Name: "f"},
		{Name: "f32s"},
		{Name: "at"},
		{Name: "day"},
		{Name: "time"},
		{Name: "span"},
		{Name: "spans"},
		{Name: "@type"},
	},
}

func (*plainForms) WireType() *Type { return &plainFormsType }

// Each text of a plain API is read, and written from its value alone as it came.
func TestPlainFormsComeBack(t *testing.T) {
	for _, text := range []string{
		`{"data":"+/8="}`, `{"data":"AQ=="}`, `{"data":""}`, `{"url":"-_8"}`, `{"url":"AQ"}`,
		`{"text":"12.50"}`, `{"text":"-0.1"}`, `{"texts":["1","2.50"]}`, `{"number":12.50}`,
		`{"i8":-128}`, `{"u8":255}`, `{"i16":32767}`, `{"i64":-9223372036854775808}`,
		`{"u64":18446744073709551615}`, `{"u64":0}`, `{"u64s":[0,9223372036854775808,18446744073709551615]}`,
		`{"f":1.5}`, `{"f32s":[0.5,-1]}`,
		`{"at":"2016-12-31T23:58:36.5-08:00"}`, `{"at":"1990-12-31t23:59:60z"}`, `{"at":"1990-12-31T15:59:60-08:00"}`,
		`{"day":"2024-02-29"}`,
		`{"time":"10:20:30Z"}`, `{"time":"10:20:30.25+01:30"}`, `{"time":"23:59:60z"}`,
		`{"span":"P1Y2M3D"}`, `{"span":"P2W"}`, `{"span":"PT36H"}`, `{"span":"P1M"}`, `{"span":"PT1M"}`, `{"span":"P1DT1H1M1S"}`, `{"spans":{"a":"P3W","b":"P1Y"}}`,
		`{"@type":"x"}`,
	} {
		var o, fresh plainForms
		if err := Unmarshal([]byte(text), &o); err != nil {
			t.Errorf("Unmarshal(%s): %v", text, err)
			continue
		}
		fresh = o
		fresh.Extra = api.Members{} // the text that came is gone
		got, err := Marshal(&fresh)
		if err != nil || string(got) != text {
			t.Errorf("%s is written as %s, %v", text, got, err)
		}
	}
}

func TestPlainFormsRefuseThoseOfOData(t *testing.T) {
	for _, text := range []string{
		`{"data":"-_8"}`, `{"data":"AQ"}`, `{"data":"AQ="}`, `{"data":"AQ==="}`, `{"data":"A"}`, `{"data":"AQ\n=="}`, `{"data":[1]}`,
		`{"url":"+/8"}`, `{"url":"AQ=="}`,
		`{"text":12.50}`, `{"text":"x"}`, `{"text":""}`, `{"text":"NaN"}`, `{"text":"INF"}`, `{"texts":[1]}`, `{"number":"12.50"}`, `{"number":"NaN"}`,
		`{"i8":128}`, `{"i8":"1"}`, `{"u8":256}`, `{"u8":-1}`, `{"i16":32768}`, `{"i64":"1"}`, `{"i64":9223372036854775808}`,
		`{"u64":18446744073709551616}`, `{"u64":-1}`, `{"u64":"1"}`, `{"u64":1.5}`, `{"u64s":[-1]}`,
		`{"f":"NaN"}`, `{"f":"INF"}`, `{"f":"-INF"}`, `{"f":"1"}`, `{"f":NaN}`, `{"f32s":["INF"]}`,
		`{"at":"2016-12-31T23:58Z"}`, `{"at":"2023-02-29T00:00:00Z"}`, `{"at":"2016-12-31T24:00:00Z"}`, `{"at":"12016-12-31T23:58:00Z"}`, `{"at":"2016-12-31T23:58:60Z"}`, `{"at":"2016-12-31 23:58:00Z"}`,
		`{"day":"2023-02-29"}`, `{"day":"-0001-01-01"}`, `{"day":"12023-01-01"}`,
		`{"time":"10:20:30"}`, `{"time":"10:20Z"}`, `{"time":"24:00:00Z"}`, `{"time":"10:20:60Z"}`, `{"time":"10:20:30+24:00"}`,
		`{"span":"-PT1H"}`, `{"span":"+PT1H"}`, `{"span":"P"}`, `{"span":"PT"}`, `{"span":"P1W1D"}`, `{"span":"P1Y1D"}`, `{"span":"PT1H1S"}`, `{"span":"P1D1M"}`, `{"spans":{"a":"-P1D"}}`,
	} {
		if err := Unmarshal([]byte(text), new(plainForms)); err == nil {
			t.Errorf("Unmarshal(%s) is nil", text)
		}
	}
}

func TestWhatJSONCannotSayIsNotWritten(t *testing.T) {
	for name, o := range map[string]*plainForms{
		"NaN":                {F: api.Some(math.NaN())},
		"infinity":           {F: api.Some(math.Inf(-1))},
		"infinity in a list": {F32s: []float32{1, float32(math.Inf(1))}},
		"INF":                {Number: api.Some(api.Decimal("INF"))},
		"NaN as text":        {Text: api.Some(api.Decimal("NaN"))},
		"no number":          {Texts: []api.Decimal{"x"}},
		"no offset":          {Time: api.Some(api.TimeOfDay("10:20:30"))},
		"a sign":             {Span: api.Some(api.Duration("-PT1H"))},
		"no such day":        {Day: api.Some(api.Date("2023-02-29"))},
	} {
		if text, err := Marshal(o); err == nil {
			t.Errorf("%s is written as %s", name, text)
		}
	}
}

// What encoding/json writes of bytes is read as they are, and the other way round; what it
// refuses is refused.
func TestBytesAreThoseOfEncodingJSON(t *testing.T) {
	type peer struct {
		Data []byte `json:"data"`
	}
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		theirs, _ := json.Marshal(peer{append([]byte{}, data...)})
		ours, err := Marshal(&plainForms{Data: api.Some(data)})
		if err != nil || !bytes.Equal(ours, theirs) {
			t.Fatalf("%s, %v, want %s", ours, err, theirs)
		}
		var back plainForms
		if err := Unmarshal(theirs, &back); err != nil || !bytes.Equal(back.Data.Or(nil), data) {
			t.Fatalf("%s was read as %v, %v", theirs, back.Data, err)
		}
		text := `{"data":` + strconv.Quote(rapid.StringMatching(`[A-Za-z0-9+/_=-]{0,9}`).Draw(t, "text")) + `}`
		var their peer
		refused := json.Unmarshal([]byte(text), &their) != nil
		var our plainForms
		err = Unmarshal([]byte(text), &our)
		if refused && err == nil {
			t.Fatalf("%s is read as %v", text, our.Data)
		}
		// Bits that stand for nothing make a second text of the same bytes (RFC 4648, 3.5).
		if !refused && err != nil && strings.Contains(text, base64.StdEncoding.EncodeToString(their.Data)) {
			t.Fatalf("%s: %v", text, err)
		}
	})
}

// lists has what can be nil: required or not, nullable or not.
type lists struct {
	Must, MustNull []string
	May            []string
	MayNull        api.Opt[[]string]
	Map, MapNull   map[string]int32
	MapMay         map[string]int32
	MapMayNull     api.Opt[map[string]int32]
	Extra          api.Members
}

var listsType = Type{
	Name: "Lists", Of: (*lists)(nil), Plain: true,
	Properties: []Property{
		{Name: "must", Flags: Required},
		{Name: "mustNull", Flags: Required | Nullable},
		{Name: "may"},
		{Name: "mayNull", Flags: Nullable},
		{Name: "map", Flags: Required},
		{Name: "mapNull", Flags: Required | Nullable},
		{Name: "mapMay"},
		{Name: "mapMayNull", Flags: Nullable},
	},
}

func (*lists) WireType() *Type { return &listsType }

func TestNilListsOfPlainTypes(t *testing.T) {
	const empty = `{"must":[],"mustNull":null,"map":{},"mapNull":null}`
	if got, err := Marshal(new(lists)); err != nil || string(got) != empty {
		t.Errorf("%s, %v, want %s", got, err, empty)
	}
	some := &lists{MayNull: api.Some([]string(nil)), MapMayNull: api.Some(map[string]int32(nil))}
	if got, _ := Marshal(some); string(got) != `{"must":[],"mustNull":null,"mayNull":[],"map":{},"mapNull":null,"mapMayNull":{}}` {
		t.Errorf("nil lists that are there: %s", got)
	}
	for _, text := range []string{
		empty,
		`{"must":["a"],"mustNull":[],"mayNull":null,"map":{"a":1},"mapNull":{},"mapMayNull":null}`,
		`{"must":[],"mustNull":["a"],"may":[],"mayNull":[],"map":{},"mapNull":{"b":2},"mapMay":{},"mapMayNull":{}}`,
	} {
		var o lists
		if err := UnmarshalRequest([]byte(text), &o); err != nil {
			t.Errorf("UnmarshalRequest(%s): %v", text, err)
			continue
		}
		if err := Validate(&o); err != nil {
			t.Errorf("Validate(%s): %v", text, err)
		}
		o.Extra = api.Members{}
		if got, err := Marshal(&o); err != nil || string(got) != text {
			t.Errorf("%s comes back as %s, %v", text, got, err)
		}
	}
	for _, text := range []string{
		`{"must":null,"mustNull":null,"map":{},"mapNull":null}`,
		`{"must":[],"mustNull":null,"map":null,"mapNull":null}`,
		`{"must":[],"mustNull":null,"map":{},"mapNull":null,"may":null}`,
		`{"must":[],"mustNull":null,"map":{}}`,
	} {
		if err := UnmarshalRequest([]byte(text), new(lists)); err == nil {
			t.Errorf("UnmarshalRequest(%s) is nil", text)
		}
	}
	// An answer that lacks what it must have is passed on as it came.
	var o lists
	if err := Unmarshal([]byte(`{}`), &o); err != nil {
		t.Fatal(err)
	}
	if got, err := Marshal(&o); err != nil || string(got) != `{}` {
		t.Errorf("{} comes back as %s, %v", got, err)
	}
}

// Whatever lists hold, encoding/json sees the same.
func TestListsAreThoseOfEncodingJSON(t *testing.T) {
	type peer struct {
		Must       []string          `json:"must"`
		MustNull   []string          `json:"mustNull"`
		May        []string          `json:"may,omitempty"`
		MayNull    *[]string         `json:"mayNull,omitempty"`
		Map        map[string]int32  `json:"map"`
		MapNull    map[string]int32  `json:"mapNull"`
		MapMay     map[string]int32  `json:"mapMay,omitempty"`
		MapMayNull *map[string]int32 `json:"mapMayNull,omitempty"`
	}
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.OneOf(rapid.Just[[]string](nil), rapid.SliceOfN(rapid.StringMatching(`[a-zé"]*`), 1, 3))
		maps := rapid.OneOf(rapid.Just[map[string]int32](nil), rapid.MapOfN(rapid.StringMatching(`[a-z]`), rapid.Int32(), 1, 3))
		o := &lists{Must: list.Draw(t, "must"), MustNull: list.Draw(t, "mustNull"), May: list.Draw(t, "may"), Map: maps.Draw(t, "map"), MapNull: maps.Draw(t, "mapNull"), MapMay: maps.Draw(t, "mapMay")}
		want := peer{Must: o.Must, MustNull: o.MustNull, May: o.May, Map: o.Map, MapNull: o.MapNull, MapMay: o.MapMay}
		if want.Must == nil {
			want.Must = []string{}
		}
		if want.Map == nil {
			want.Map = map[string]int32{}
		}
		if rapid.Bool().Draw(t, "there") {
			l, m := append([]string{}, list.Draw(t, "mayNull")...), maps.Draw(t, "mapMayNull")
			o.MayNull, want.MayNull = api.Some(l), &l
			if m != nil {
				o.MapMayNull, want.MapMayNull = api.Some(m), &m
			}
		}
		ours, err := Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var got, wanted any
		theirs, _ := json.Marshal(want)
		if json.Unmarshal(ours, &got) != nil || json.Unmarshal(theirs, &wanted) != nil || !reflect.DeepEqual(got, wanted) {
			t.Fatalf("%s, want %s", ours, theirs)
		}
	})
}

// tagged declares names that start with "@", as JSON-LD has them.
type tagged struct {
	Context []string
	ID      int64
	Type    string
	NameEn  api.Opt[string]
	ODataID api.Opt[string]
	Extra   api.Members
}

var taggedType = Type{
	Name: "Tagged", Of: (*tagged)(nil), Plain: true, Closed: true,
	Properties: []Property{
		{Name: "@context"},
		{Name: "@id", Flags: Required},
		{Name: "@type", Flags: Required},
		{Name: "name@en"},
		{Name: "@odata.etag"},
	},
}

func (*tagged) WireType() *Type { return &taggedType }

func TestNamesWithAnAtSignAreNamesLikeOthers(t *testing.T) {
	for _, text := range []string{
		`{"@context":["a"],"@id":1.0,"@type":"T","name@en":"e","@odata.etag":"x"}`, // the text of the number is kept
		`{"@context":null,"@id":1,"@type":"T"}`,
	} {
		var o tagged
		if err := Unmarshal([]byte(text), &o); err != nil || o.ID != 1 || o.Type != "T" || len(o.Extra.All()) > 0 {
			t.Errorf("Unmarshal(%s): %+v, %v", text, o, err)
		}
		if got, err := Marshal(&o); err != nil || string(got) != text {
			t.Errorf("%s comes back as %s, %v", text, got, err)
		}
	}
	if err := UnmarshalRequest([]byte(`{"@id":1}`), new(tagged)); err == nil || !strings.Contains(err.Error(), `"@type" is missing`) {
		t.Errorf("a required @type is missing: %v", err)
	}
	var o tagged
	if err := Unmarshal([]byte(`{"@id":1,"@type":"T","@odata.type":"#x"}`), &o); err != nil {
		t.Fatal(err)
	}
	if err := Validate(&o); err == nil {
		t.Error("a closed type takes @odata.type, which has no meaning here")
	}
}
