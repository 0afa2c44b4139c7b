package wire

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
)

// partner is the shape of generated code, with a property of each kind.
type partner struct {
	ID        string
	Name      api.Opt[string]
	Status    api.Opt[status]
	Last      api.Opt[api.DateTimeOffset]
	Count     api.Opt[int64]
	Ratio     api.Opt[float64]
	Tags      []string
	Parent    api.Opt[*partner]
	Children  []*partner
	Amount    api.Opt[api.Decimal]
	Photo     api.Opt[[]byte]
	Anything  api.Raw
	Statuses  []status
	Numbers   []int32
	Active    api.Opt[bool]
	Temporary api.Opt[int32]
	OData     api.Members
}

type status string

func (s status) IsKnown() bool { return s == "on" || s == "off" }

var partnerType = Type{
	Name: "test.partner",
	Of:   (*partner)(nil),
	Properties: []Property{
		{Name: "id", Flags: Key},
		{Name: "name", Flags: Nullable, Facets: &Facets{MinLength: 2, MaxLength: 5, Pattern: "^[a-zé]*$"}},
		{Name: "status", Flags: Nullable},
		{Name: "last", Flags: Nullable},
		{Name: "count", Facets: &Facets{Minimum: "-5", Maximum: "10"}},
		{Name: "ratio", Flags: Nullable},
		{Name: "tags", Facets: &Facets{MaxItems: 2}},
		{Name: "parent", Flags: Nullable},
		{Name: "children"},
		{Name: "amount", Flags: Nullable},
		{Name: "photo", Flags: Nullable},
		{Name: "anything", Flags: Nullable},
		{Name: "statuses"},
		{Name: "numbers"},
		{Name: "active", Flags: Nullable},
		{Name: "temporary", Flags: Key},
	},
}

func (*partner) WireType() *Type { return &partnerType }

func (p partner) MarshalJSON() ([]byte, error) { return Marshal(&p) }

func (p *partner) UnmarshalJSON(data []byte) error { return UnmarshalJSON(data, p) }

// TestWhatCameIsWrittenBack decodes and encodes: the text must come back as it
// was, for the texts are in the order in which encoding writes.
func TestWhatCameIsWrittenBack(t *testing.T) {
	for _, text := range []string{
		`{}`,
		`{"id":"a"}`,
		`{"id":""}`,
		`{"id":null}`,
		`{"name":null}`,
		`{"name":""}`,
		`{"name":"\"\\\u0001\n\t\r/é😀<>&"}`,
		`{"name":"\ud800"}`,
		`{"@odata.context":"c","@odata.type":"#test.partner","@odata.etag":"W/\"1\"","@x.y":{"a":[1]},"id":"a","last@odata.type":"#String","other":1.50}`,
		`{"@odata.type":"#test.partner","@odata.etag":"1","id":"a"}`,
		`{"@odata.type":5,"id":"a"}`,
		`{"status":"unknown","last":"2016-12-31T23:58:36.6670033-08:00"}`,
		`{"last":"2016-12-31T23:59:60.123456789012Z"}`,
		`{"last":"2016-12-31T23:58Z"}`,
		`{"count":12}`, `{"count":"12"}`, `{"count":-0}`, `{"count":1e2}`, `{"count":9223372036854775807}`, `{"count":-9223372036854775808}`,
		`{"ratio":1}`, `{"ratio":1.0}`, `{"ratio":1.5}`, `{"ratio":"INF"}`, `{"ratio":"-INF"}`, `{"ratio":"NaN"}`, `{"ratio":-0}`, `{"ratio":1e-7}`, `{"ratio":0.10}`, `{"ratio":"0.5"}`,
		`{"tags":[]}`, `{"tags":["a","","b\n"]}`, `{"tags":null}`, `{"tags":["a",null]}`,
		`{"parent":{"id":"b","parent":null,"x":1}}`,
		`{"children":[{"id":"1"},null,{"id":"2","tags":["x"]}]}`,
		`{"amount":1.50}`, `{"amount":"1.50"}`, `{"amount":"INF"}`, `{"amount":123456789012345678901234567890.10}`,
		`{"photo":"AQID"}`, `{"photo":"-_8"}`, `{"photo":"+/8="}`, `{"photo":""}`,
		`{"anything":{"a":1e400,"b":[-0,12345678901234567890]}}`, `{"anything":null}`,
		`{"statuses":["on","new"]}`, `{"numbers":[1,2,3]}`, `{"numbers":[1.0,"2",null]}`, `{"numbers":[]}`,
		`{"active":true}`, `{"active":false}`, `{"temporary":7}`,
	} {
		var p partner
		if err := Unmarshal([]byte(text), &p); err != nil {
			t.Errorf("Unmarshal(%s): %v", text, err)
			continue
		}
		got, err := Marshal(&p)
		if err != nil || string(got) != text {
			t.Errorf("Marshal(Unmarshal(%s)) = %s, %v", text, got, err)
		}
	}
}

// A property that is given another value loses the text that it came with.
func TestAChangedPropertyIsWrittenAnew(t *testing.T) {
	var p partner
	if err := Unmarshal([]byte(`{"count":"12","tags":null,"ratio":1.0}`), &p); err != nil {
		t.Fatal(err)
	}
	p.Count, p.Tags, p.Ratio = api.Some[int64](13), []string{"a"}, api.Null[float64]()
	if got, _ := Marshal(&p); string(got) != `{"count":13,"ratio":null,"tags":["a"]}` {
		t.Errorf("got %s", got)
	}
}

func TestDecodingNamesWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		`{"name":5}`:                             `decode test.partner: /name: want a string, got a number`,
		`{"children":[{"tags":["a",7]}]}`:        `decode test.partner: /children/0/tags/1: want a string, got a number`,
		`{"last":"yesterday"}`:                   `decode test.partner: /last: want a date-time with an offset, got "yesterday"`,
		`{"last":"2016-02-30T00:00:00Z"}`:        `decode test.partner: /last: want a date-time with an offset, got "2016-02-30T00:00:00Z"`,
		`{"count":1.5}`:                          `decode test.partner: /count: want an integer of 64 bits, got 1.5`,
		`{"count":9223372036854775808}`:          `decode test.partner: /count: want an integer of 64 bits, got 9223372036854775808`,
		`{"ratio":1e999}`:                        `decode test.partner: /ratio: want a number of 64 bits, got 1e999`,
		`{"active":"yes"}`:                       `decode test.partner: /active: want true or false, got a string`,
		`{"parent":[]}`:                          `decode test.partner: /parent: want an object, got an array`,
		`{"tags":{}}`:                            `decode test.partner: /tags: want an array, got an object`,
		`{"photo":"a"}`:                          `decode test.partner: /photo: want a base64url string, got "a"`,
		`{"id":"a","id":"b"}`:                    `decode test.partner: /id: the name comes twice in its object (at byte 15)`,
		`{"x":1,"x":2}`:                          `decode test.partner: /x: the name comes twice in its object (at byte 11)`,
		`{"@odata.type":"a","@odata.type":"b"}`:  `decode test.partner: /@odata.type: the name comes twice in its object (at byte 33)`,
		`{"a/b~":tru}`:                           `decode test.partner: /a~1b~0: unexpected 't' where a value belongs (at byte 8)`,
		`{"name":"a`:                             `decode test.partner: /name: the text ends in a string (at byte 10)`,
		`{"name":"` + "\xff" + `"}`:              `decode test.partner: /name: a string has bytes that are not UTF-8 (at byte 9)`,
		`[]`:                                     `decode test.partner: want an object, got an array`,
		``:                                       `decode test.partner: the text ends where a value belongs (at byte 0)`,
		`{} x`:                                   `decode test.partner: unexpected 'x' after the value (at byte 3)`,
		`{"x":` + strings.Repeat("[", 1001) + ``: `decode test.partner: /x` + strings.Repeat("/0", 255) + `...: objects and arrays nest deeper than 1000 (at byte 1004)`,
	} {
		err := Unmarshal([]byte(text), new(partner))
		var de *api.DecodeError
		if !errors.As(err, &de) || err.Error() != want {
			t.Errorf("Unmarshal(%.40s)\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestValidateReportsEachValueWithItsPointer(t *testing.T) {
	p := partner{
		Name:     api.Some("A"),
		Status:   api.Some(status("broken")),
		Count:    api.Some[int64](11),
		Tags:     []string{"a", "b", "c"},
		Children: []*partner{nil, {Count: api.Null[int64](), Statuses: []status{"on", "x"}, Name: api.Some("toolong")}},
	}
	err := Validate(&p)
	const want = `/name: want at least 2 characters, got 1
/status: want a member of the enumeration, got "broken"
/count: want at most 10, got 11
/tags: want at most 2 items, got 3
/children/1/name: want at most 5 characters, got 7
/children/1/count: want a value, got null
/children/1/statuses/1: want a member of the enumeration, got "x"`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if err := Validate(&partner{Name: api.Some("é" + "abc")}); err != nil {
		t.Errorf("a valid object: %v", err)
	}
}

func TestObjectsWorkInsideOfOtherStructs(t *testing.T) {
	type holder struct {
		P  partner
		PP *partner
		M  map[string]partner
	}
	in := holder{partner{ID: "a"}, &partner{ID: "b"}, map[string]partner{"k": {ID: "c"}}}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"P":{"id":"a"},"PP":{"id":"b"},"M":{"k":{"id":"c"}}}` {
		t.Fatalf("json.Marshal = %s, %v", text, err)
	}
	var out holder
	if err := json.Unmarshal(text, &out); err != nil || out.P.ID != "a" || out.PP.ID != "b" || out.M["k"].ID != "c" {
		t.Errorf("json.Unmarshal = %+v, %v", out, err)
	}
}
