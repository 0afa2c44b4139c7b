package odata

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// unkeyed has plain values that are no keys, as required properties are.
type unkeyed struct {
	Name  string
	Size  int32
	Inner *partner
	OData Members
}

var unkeyedType = Type{
	Name:       "test.unkeyed",
	New:        func() Object { return new(unkeyed) },
	Properties: []Property{{Name: "name"}, {Name: "size"}, {Name: "inner"}},
}

func (*unkeyed) ODataType() *Type { return &unkeyedType }

func (u *unkeyed) ODataFields(f []any) []any {
	return append(f, &u.OData, &u.Name, &u.Size, OneValue(&u.Inner))
}

func TestNullForAPlainValueIsWrittenBack(t *testing.T) {
	for _, text := range []string{
		`{"name":null,"size":null,"inner":null}`,
		`{"name":"","size":0,"inner":{"children":[{"tags":[null]},null,{"count":1.0}],"numbers":[null]}}`,
	} {
		var u unkeyed
		if err := Unmarshal([]byte(text), &u); err != nil {
			t.Fatal(err)
		}
		if got, err := Marshal(&u); err != nil || string(got) != text {
			t.Errorf("got %s, %v, want %s", got, err, text)
		}
	}
}

func TestControlInformationTwiceIsAnError(t *testing.T) {
	for _, text := range []string{
		`{"@odata.type":"a","@odata.type":5}`,
		`{"@odata.type":"\n","@odata.type":"a"}`,
		`{"@odata.etag":"","@odata.etag":"a"}`,
		`{"@odata.type":"a","\u0040odata.type":"b"}`,
		`{"na\u006de":"a","name":"b"}`,
		`{"":1,"":2}`,
	} {
		if err := Unmarshal([]byte(text), new(partner)); err == nil || !strings.Contains(err.Error(), "comes twice") {
			t.Errorf("Unmarshal(%s) = %v", text, err)
		}
	}
	for _, text := range []string{`{"value":[],"value":[]}`, `{"a":1,"value":[],"a":1}`} {
		if _, err := DecodePage[*partner]([]byte(text)); err == nil || !strings.Contains(err.Error(), "comes twice") {
			t.Errorf("DecodePage(%s) = %v", text, err)
		}
	}
}

// broad has more properties than the words of the decoder have bits.
type broad struct {
	Values [300]Opt[int32]
	OData  Members
}

var broadType = Type{Name: "test.broad", New: func() Object { return new(broad) }}

func init() {
	for i := range 300 {
		broadType.Properties = append(broadType.Properties, Property{Name: fmt.Sprint("p", i)})
	}
}

func (*broad) ODataType() *Type { return &broadType }

func (b *broad) ODataFields(f []any) []any {
	f = append(f, &b.OData)
	for i := range b.Values {
		f = append(f, &b.Values[i])
	}
	return f
}

func TestPropertiesBeyondTheFirst128(t *testing.T) {
	for _, i := range []int{0, 63, 64, 127, 128, 191, 192, 299} {
		text := fmt.Sprintf(`{"p%d":1,"p5":1,"p%d":2}`, i, i)
		if err := Unmarshal([]byte(text), new(broad)); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("/p%d: the name comes twice", i)) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := Unmarshal([]byte(`{"p299":1,"p128":2,"p0":3,"p200":4}`), new(broad)); err != nil {
		t.Error(err)
	}
}

func TestDecodingIntoAnObjectThatHasMembers(t *testing.T) {
	p := partner{Name: Some("old")}
	for _, step := range []struct{ text, want string }{
		{`{"@odata.type":"a","x":1,"ratio":1.0,"y":2,"count":"5"}`, `{"@odata.type":"a","name":"old","count":"5","ratio":1.0,"x":1,"y":2}`},
		{`{"y":3,"ratio":1,"@odata.etag":"e"}`, `{"@odata.type":"a","@odata.etag":"e","name":"old","count":"5","ratio":1,"y":3,"x":1}`},
		{`{"@odata.type":7,"tags":null}`, `{"@odata.etag":"e","@odata.type":7,"name":"old","count":"5","ratio":1,"tags":null,"y":3,"x":1}`},
	} {
		if err := Unmarshal([]byte(step.text), &p); err != nil {
			t.Fatal(err)
		}
		if got, err := Marshal(&p); err != nil || string(got) != step.want {
			t.Errorf("after %s\n got %s, %v\nwant %s", step.text, got, err, step.want)
		}
	}
}

func TestIntegersAreExact(t *testing.T) {
	for text, want := range map[string]int64{
		"9223372036854775807.0": 9223372036854775807, "-9223372036854775808.00": -9223372036854775808,
		"9007199254740993.0": 9007199254740993, "1.5e1": 15, "100e-2": 1, "0e999": 0, "0.0": 0, "1E+2": 100,
		"0e99999999999999999999": 0, "-0.0": 0, "12000e-3": 12,
	} {
		var p partner
		if err := Unmarshal([]byte(`{"count":`+text+`}`), &p); err != nil || p.Count.Or(-1) != want {
			t.Errorf("%s is read as %d, %v", text, p.Count.Or(-1), err)
		}
	}
	for _, text := range []string{"1.5", "1e-1", "1e19", "9223372036854775808.0", "1e99999999999999999999", "1e-99999999999999999999", `"1.0"`, `""`, `"0x1"`} {
		if err := Unmarshal([]byte(`{"count":`+text+`}`), new(partner)); !errors.Is(err, ErrType) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestBinaryIsStrict(t *testing.T) {
	for _, text := range []string{`"===="`, `"AQ="`, `"AQ==="`, `"A"`, `"AR"`, `"A-+/"`, `"AQ\nID"`, `"AQID===="`} {
		if err := Unmarshal([]byte(`{"photo":`+text+`}`), new(partner)); !errors.Is(err, ErrType) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestDateTimes(t *testing.T) {
	for text, want := range map[string]bool{
		"2016-12-31T23:58:36Z": true, "2016-12-31T23:58:36.6670033-08:00": true, "2016-12-31T23:58:36.123456789012+14:00": true,
		"2016-12-31T23:58:36.1234567890123Z": false, "2016-12-31T23:58:36.Z": false, "2016-12-31T23:58:36": false,
		"2016-12-31T23:58:36z": true, "2016-12-31T24:00:00Z": true, "2016-12-31T24:00:01Z": false, "2016-12-31T23:59:60Z": true,
		"2016-02-29T00:00:00Z": true, "2016-02-30T00:00:00Z": false, "2016-04-31T00:00:00Z": false, "2016-04-30T00:00:00Z": true,
		"2016-13-01T00:00:00Z": false, "2016-00-01T00:00:00Z": false, "2016-01-00T00:00:00Z": false, "2016-01-32T00:00:00Z": false,
		"2016-01-01T00:60:00Z": false, "2016-01-01T00:00:61Z": false, "2016-01-01T00:00:00+24:00": false, "2016-01-01T00:00:00+23:60": false,
		"-0001-01-01T00:00:00Z": true, "12016-01-01T00:00:00Z": true, "2016-1-01T00:00:00Z": false, "2016:01-01T00:00:00Z": false,
		"2016-01-01X00:00:00Z": false, "2016-01-01T00-00:00Z": false, "2016-01-01T00:00-00Z": false, "2016-01-01T0/:00:00Z": false,
		"2016-01-01T00:00:0:Z": false, "2016-01-01T00:00:00ZZ": false, "\xb2016-01-01T00:00:00Z": false,
	} {
		if got := isDateTimeOffset([]byte(text)); got != want {
			t.Errorf("isDateTimeOffset(%q) = %v", text, got)
		}
		if isCommonDateTime([]byte(text)) && !want {
			t.Errorf("isCommonDateTime(%q)", text)
		}
	}
}

func TestAValueThatWasNotParsedIsZero(t *testing.T) {
	if v, err := ParseDateTimeOffset(`","x":"`); err == nil || v != (DateTimeOffset{}) {
		t.Errorf("ParseDateTimeOffset = %q, %v", v, err)
	}
	if v, err := ParseRaw(" [1] \n"); err != nil || v.String() != "[1]" {
		t.Errorf("ParseRaw = %q, %v", v, err)
	}
}

func TestEncodingReportsWhatWouldBeNoJSON(t *testing.T) {
	loop := &partner{}
	loop.Children = []*partner{loop, loop}
	declared := &partner{Name: Some("a")}
	declared.OData.Set("name", Raw{`"b"`})
	for _, tt := range []struct {
		o    Object
		want string
	}{
		{loop, "odata: encode: objects nest deeper than 1000, or one holds itself"},
		{declared, `odata: encode: test.partner: the member "name" is a declared property: set its field`},
		{&partner{Name: Some("\xff")}, "odata: encode: a string has bytes that are not UTF-8"},
	} {
		if _, err := Marshal(tt.o); err == nil || err.Error() != tt.want {
			t.Errorf("Marshal = %v, want %s", err, tt.want)
		}
	}
}

func TestValidateEndsOnAnObjectThatHoldsItself(t *testing.T) {
	loop := &partner{}
	loop.Parent = Some(loop)
	if err := Validate(loop); err == nil || !strings.HasSuffix(err.Error(), "/parent: want objects that nest at most 1000 deep") {
		t.Errorf("Validate = %.60v", err)
	}
}

func TestAPageWithoutItemsIsAnError(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                      `odata: decode collection of test.partner: the member "value" is missing`,
		`{"@odata.nextLink":`:     `odata: decode collection of test.partner: /@odata.nextLink: the text ends where a value belongs (at byte 19)`,
		`{"value":`:               `odata: decode collection of test.partner: /value: the text ends where a value belongs (at byte 9)`,
		`{"value":null}`:          `odata: decode collection of test.partner: /value: want an array, got null`,
		`{"value":[null]}`:        `odata: decode collection of test.partner: /value/0: want an object, got null`,
		`{"value":[]} x`:          `odata: decode collection of test.partner: unexpected 'x' after the value (at byte 13)`,
		"{\"value\":[]}\x00":      `odata: decode collection of test.partner: unexpected '\x00' after the value (at byte 12)`,
		"\ufeff" + `{"value":[]}`: `odata: decode collection of test.partner: unexpected '\ufeff' where a value belongs (at byte 0)`,
	} {
		_, err := DecodePage[*partner]([]byte(text))
		_, streamed := ReadPage(strings.NewReader(text), func(*partner) bool { return true })
		if err == nil || err.Error() != want || streamed == nil || streamed.Error() != want {
			t.Errorf("%s\n got %v\n and %v\nwant %s", text, err, streamed, want)
		}
	}
}

// required has a plain value that a service may leave out all the same.
type required struct {
	Name  string
	OData Members
}

var requiredType = Type{
	Name:       "test.required",
	New:        func() Object { return new(required) },
	Properties: []Property{{Name: "name", Flags: Required}},
}

func (*required) ODataType() *Type { return &requiredType }

func (r *required) ODataFields(f []any) []any { return append(f, &r.OData, &r.Name) }

func TestARequiredPropertyThatDidNotComeIsNotInvented(t *testing.T) {
	var r required
	if err := Unmarshal([]byte(`{"x":1}`), &r); err != nil {
		t.Fatal(err)
	}
	if out, _ := Marshal(&r); string(out) != `{"x":1}` {
		t.Errorf("got %s", out)
	}
	r.Name = "a"
	if out, _ := Marshal(&r); string(out) != `{"name":"a","x":1}` {
		t.Errorf("got %s once it is set", out)
	}
	if out, _ := Marshal(&required{}); string(out) != `{"name":""}` {
		t.Errorf("a new object is %s", out)
	}
}
