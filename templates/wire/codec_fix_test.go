package wire

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/syntax"
)

// unkeyed has plain values that are no keys, as required properties are.
type unkeyed struct {
	Name  string
	Size  int32
	Inner *partner
	OData api.Members
}

var unkeyedType = Type{
	Name:       "test.unkeyed",
	Of:         (*unkeyed)(nil),
	Properties: []Property{{Name: "name"}, {Name: "size"}, {Name: "inner"}},
}

func (*unkeyed) WireType() *Type { return &unkeyedType }

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
	P0, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, P15, P16, P17, P18, P19,
	P20, P21, P22, P23, P24, P25, P26, P27, P28, P29, P30, P31, P32, P33, P34, P35, P36, P37, P38, P39,
	P40, P41, P42, P43, P44, P45, P46, P47, P48, P49, P50, P51, P52, P53, P54, P55, P56, P57, P58, P59,
	P60, P61, P62, P63, P64, P65, P66, P67, P68, P69, P70, P71, P72, P73, P74, P75, P76, P77, P78, P79,
	P80, P81, P82, P83, P84, P85, P86, P87, P88, P89, P90, P91, P92, P93, P94, P95, P96, P97, P98, P99,
	P100, P101, P102, P103, P104, P105, P106, P107, P108, P109, P110, P111, P112, P113, P114, P115, P116, P117, P118, P119,
	P120, P121, P122, P123, P124, P125, P126, P127, P128, P129, P130, P131, P132, P133, P134, P135, P136, P137, P138, P139,
	P140, P141, P142, P143, P144, P145, P146, P147, P148, P149, P150, P151, P152, P153, P154, P155, P156, P157, P158, P159,
	P160, P161, P162, P163, P164, P165, P166, P167, P168, P169, P170, P171, P172, P173, P174, P175, P176, P177, P178, P179,
	P180, P181, P182, P183, P184, P185, P186, P187, P188, P189, P190, P191, P192, P193, P194, P195, P196, P197, P198, P199,
	P200, P201, P202, P203, P204, P205, P206, P207, P208, P209, P210, P211, P212, P213, P214, P215, P216, P217, P218, P219,
	P220, P221, P222, P223, P224, P225, P226, P227, P228, P229, P230, P231, P232, P233, P234, P235, P236, P237, P238, P239,
	P240, P241, P242, P243, P244, P245, P246, P247, P248, P249, P250, P251, P252, P253, P254, P255, P256, P257, P258, P259,
	P260, P261, P262, P263, P264, P265, P266, P267, P268, P269, P270, P271, P272, P273, P274, P275, P276, P277, P278, P279,
	P280, P281, P282, P283, P284, P285, P286, P287, P288, P289, P290, P291, P292, P293, P294, P295, P296, P297, P298, P299 api.Opt[int32]

	OData api.Members
}

var broadType = Type{Name: "test.broad", Of: (*broad)(nil)}

func init() {
	for i := range 300 {
		broadType.Properties = append(broadType.Properties, Property{Name: fmt.Sprint("p", i)})
	}
}

func (*broad) WireType() *Type { return &broadType }

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
	p := partner{Name: api.Some("old")}
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
		if err := Unmarshal([]byte(`{"count":`+text+`}`), new(partner)); !errors.Is(err, api.ErrType) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestBinaryIsStrict(t *testing.T) {
	for _, text := range []string{`"===="`, `"AQ="`, `"AQ==="`, `"A"`, `"AR"`, `"A-+/"`, `"AQ\nID"`, `"AQID===="`} {
		if err := Unmarshal([]byte(`{"photo":`+text+`}`), new(partner)); !errors.Is(err, api.ErrType) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestDateTimes(t *testing.T) {
	for text, want := range map[string]bool{
		"2016-12-31T23:58:36Z": true, "2016-12-31T23:58:36.6670033-08:00": true, "2016-12-31T23:58:36.123456789012+14:00": true,
		"2016-12-31T23:58:36.1234567890123Z": true, "2016-12-31T23:58:36.Z": false, "2016-12-31T23:58:36": false,
		"2016-12-31T23:58:36z": true, "2016-12-31T24:00:00Z": true, "2016-12-31T24:00:01Z": false, "2016-12-31T23:59:60Z": true,
		"2016-02-29T00:00:00Z": true, "2016-02-30T00:00:00Z": false, "2016-04-31T00:00:00Z": false, "2016-04-30T00:00:00Z": true,
		"2016-13-01T00:00:00Z": false, "2016-00-01T00:00:00Z": false, "2016-01-00T00:00:00Z": false, "2016-01-32T00:00:00Z": false,
		"2016-01-01T00:60:00Z": false, "2016-01-01T00:00:61Z": false, "2016-01-01T00:00:00+24:00": false, "2016-01-01T00:00:00+23:60": false,
		"-0001-01-01T00:00:00Z": true, "12016-01-01T00:00:00Z": true, "2016-1-01T00:00:00Z": false, "2016:01-01T00:00:00Z": false,
		"2016-01-01X00:00:00Z": false, "2016-01-01T00-00:00Z": false, "2016-01-01T00:00-00Z": false, "2016-01-01T0/:00:00Z": false,
		"2016-01-01T00:00:0:Z": false, "2016-01-01T00:00:00ZZ": false, "\xb2016-01-01T00:00:00Z": false,
	} {
		if got := syntax.IsDateTimeOffset([]byte(text)); got != want {
			t.Errorf("isDateTimeOffset(%q) = %v", text, got)
		}
		if syntax.IsCommonDateTime([]byte(text)) && !want {
			t.Errorf("isCommonDateTime(%q)", text)
		}
	}
}

func TestAValueThatWasNotParsedIsZero(t *testing.T) {
	if v, err := api.ParseDateTimeOffset(`","x":"`); err == nil || v != "" {
		t.Errorf("ParseDateTimeOffset = %q, %v", v, err)
	}
	if v, err := api.ParseRaw(" [1] \n"); err != nil || v.String() != "[1]" {
		t.Errorf("ParseRaw = %q, %v", v, err)
	}
}

func TestEncodingReportsWhatWouldBeNoJSON(t *testing.T) {
	loop := &partner{}
	loop.Children = []*partner{loop, loop}
	declared := &partner{Name: api.Some("a")}
	declared.OData.Set("name", api.Raw(`"b"`))
	for _, tt := range []struct {
		o    Object
		want string
	}{
		{loop, "encode: objects nest deeper than 1000, or one holds itself"},
		{declared, `encode: test.partner: the member "name" is a declared property: set its field`},
		{&partner{Name: api.Some("\xff")}, "encode: a string has bytes that are not UTF-8"},
	} {
		if _, err := Marshal(tt.o); err == nil || err.Error() != tt.want {
			t.Errorf("Marshal = %v, want %s", err, tt.want)
		}
	}
}

// unknown has a field of a type that the generator does not make.
type unknown struct {
	C     complex128
	OData api.Members
}

var unknownType = Type{Name: "test.unknown", Of: (*unknown)(nil), Properties: []Property{{Name: "c"}}}

func (*unknown) WireType() *Type { return &unknownType }

func TestAFieldOfAnUnknownTypeIsNotLeftOut(t *testing.T) {
	if text, err := Marshal(&unknown{C: 1}); err == nil || !strings.Contains(err.Error(), "complex128") {
		t.Errorf("Marshal = %s, %v", text, err)
	}
	if err := Unmarshal([]byte(`{"c":1}`), new(unknown)); err == nil || !strings.Contains(err.Error(), "complex128") {
		t.Errorf("Unmarshal = %v", err)
	}
}

func TestValidateEndsOnAnObjectThatHoldsItself(t *testing.T) {
	loop := &partner{}
	loop.Parent = api.Some(loop)
	if err := Validate(loop); err == nil || !strings.HasSuffix(err.Error(), "...: want objects that nest at most 1000 deep") {
		t.Errorf("Validate = %.60v", err)
	}
}

func TestAPageWithoutItemsIsAnError(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                      `decode collection of test.partner: the member "value" is missing`,
		`{"@odata.nextLink":`:     `decode collection of test.partner: /@odata.nextLink: the text ends where a value belongs (at byte 19)`,
		`{"value":`:               `decode collection of test.partner: /value: the text ends where a value belongs (at byte 9)`,
		`{"value":null}`:          `decode collection of test.partner: /value: want an array, got null`,
		`{"value":[0]}`:           `decode collection of test.partner: /value/0: want an object, got a number`,
		`{"value":[]} x`:          `decode collection of test.partner: unexpected 'x' after the value (at byte 13)`,
		"{\"value\":[]}\x00":      `decode collection of test.partner: unexpected '\x00' after the value (at byte 12)`,
		"\ufeff" + `{"value":[]}`: `decode collection of test.partner: unexpected '\ufeff' where a value belongs (at byte 0)`,
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
	OData api.Members
}

var requiredType = Type{
	Name:       "test.required",
	Of:         (*required)(nil),
	Properties: []Property{{Name: "name", Flags: Required}},
}

func (*required) WireType() *Type { return &requiredType }

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

// An absent property is not asked whether it is JSON: that it is not costs an error.
func TestAnAbsentRawCostsNothing(t *testing.T) {
	e, absent := NewEncoder(make([]byte, 0, 8)), new(api.Raw)
	if n := testing.AllocsPerRun(100, func() { e.Field(absent, 0) }); n > 0 || len(e.buf) > 0 || e.err != nil {
		t.Errorf("%v allocations, %q, %v", n, e.buf, e.err)
	}
}
